// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string_view>

#include "base/result.h"

namespace karuna {

enum class LogLevel { off, errors, warnings, info, debug };

struct LogSettings {
  LogLevel level = LogLevel::warnings;
  std::filesystem::path file;          ///< empty: stderr
};

/// The log tells the operator what the program does: files, counts, durations, faults.
/// It never carries personal data: no name, no answer, no row, no token, no address. That is why there is nothing here that takes a row or a
/// value; a message is a sentence of ours with counts and file names. Control characters are written out. Safe from any thread.
///
/// Fails  unwritable  the file cannot be opened
Result<void> set_up_log(const LogSettings& settings);

void log_error(std::string_view sentence);
void log_warning(std::string_view sentence);
void log_info(std::string_view sentence);
void log_debug(std::string_view sentence);

}  // namespace karuna
