// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <mutex>
#include <string>
#include <string_view>

#include "base/result.h"

namespace karuna {

/// From now on Ctrl-C (SIGINT) and SIGTERM raise a flag instead of ending the program; a second one ends it at once.
void listen_for_interrupt();
/// Whether the flag is up. Long work asks between pieces.
bool interrupted();
/// Raises or lowers the flag; for tests and for a server's own stop.
void set_interrupted(bool raised);

/// One line on a terminal that says how far long work has come. Where the output is no terminal it draws nothing, and still notices Ctrl-C.
/// May be called from several threads. Draws when a percent (or, without a total, a power of two) is reached: no clock.
class Progress {
 public:
  Progress() = default;                              ///< silent
  explicit Progress(std::FILE* out);                 ///< stderr, usually
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void begin(std::string_view what, std::uint64_t total);   ///< "reading answers.csv", bytes; 0: not known
  void advance(std::uint64_t by);
  void end();                                               ///< wipes the line

  /// Fails  interrupted  the person pressed Ctrl-C
  Result<void> check() const;

 private:
  void draw(std::uint64_t done);
  std::FILE* out_ = nullptr;
  std::mutex drawing_;
  std::string what_;
  std::uint64_t total_ = 0;
  std::atomic<std::uint64_t> done_{0};
  std::atomic<std::uint64_t> next_drawn_{0};
  bool drawn_ = false;
};

}  // namespace karuna
