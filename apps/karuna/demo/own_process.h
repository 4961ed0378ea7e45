// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"

namespace karuna {

/// This very program, run as a process of its own with other words; what it says goes to the end of a log file. It ends when we do.
class OwnProcess {
 public:
  OwnProcess(OwnProcess&& other) noexcept : pid_(std::exchange(other.pid_, -1)) {}
  OwnProcess& operator=(OwnProcess&& other) noexcept;
  ~OwnProcess();  ///< asks it to end and waits until it has

  /// Fails  internal  no process could be started; unwritable  the log
  static Result<OwnProcess> start(const std::vector<std::string>& words, const std::filesystem::path& log);

  bool runs();           ///< whether it has not ended yet
  Result<int> finish();  ///< waits; gives its exit code. An interrupt is passed on

 private:
  explicit OwnProcess(pid_t pid) : pid_(pid) {}
  pid_t pid_ = -1;
  int status_ = 0;
};

/// Starts, waits, and gives the exit code.
Result<int> run_ourselves(const std::vector<std::string>& words, const std::filesystem::path& log);

}  // namespace karuna
