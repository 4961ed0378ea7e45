// SPDX-License-Identifier: Apache-2.0
#include "base/log.h"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <mutex>

#include "base/text.h"

namespace karuna {
namespace {

std::mutex guard;
std::shared_ptr<spdlog::logger> current;

spdlog::level::level_enum level_of(LogLevel level) {
  switch (level) {
    case LogLevel::off: return spdlog::level::off;
    case LogLevel::errors: return spdlog::level::err;
    case LogLevel::warnings: return spdlog::level::warn;
    case LogLevel::info: return spdlog::level::info;
    case LogLevel::debug: return spdlog::level::debug;
  }
  return spdlog::level::warn;
}

std::shared_ptr<spdlog::logger> make_logger(spdlog::sink_ptr sink, LogLevel level) {
  auto logger = std::make_shared<spdlog::logger>("karuna", std::move(sink));
  logger->set_level(level_of(level));
  logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
  logger->flush_on(spdlog::level::info);
  return logger;
}

std::shared_ptr<spdlog::logger> logger() {
  const std::lock_guard lock(guard);
  if (!current) current = make_logger(std::make_shared<spdlog::sinks::stderr_sink_mt>(), LogLevel::warnings);
  return current;
}

/// A line break in a message would forge a line of the log.
std::string one_line(std::string_view sentence) {
  static constexpr char hex[] = "0123456789abcdef";
  std::string out;
  for (const char c : sentence) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) out += std::string("\\x") + hex[byte >> 4] + hex[byte & 15];
    else out += c;
  }
  return out;
}

void say(spdlog::level::level_enum level, std::string_view sentence) {
  const auto to = logger();
  if (to->should_log(level)) to->log(level, one_line(sentence));
}

}  // namespace

Result<void> set_up_log(const LogSettings& settings) {
  try {
    spdlog::sink_ptr sink;
    if (settings.file.empty()) sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    else sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(settings.file.string());
    auto made = make_logger(std::move(sink), settings.level);
    const std::lock_guard lock(guard);
    current = std::move(made);
  } catch (const spdlog::spdlog_ex& problem) {
    return fail(Fault::unwritable, "cannot write the log " + in_quotes(settings.file.string()) + ": " + problem.what());
  }
  return {};
}

void log_error(std::string_view sentence) { say(spdlog::level::err, sentence); }
void log_warning(std::string_view sentence) { say(spdlog::level::warn, sentence); }
void log_info(std::string_view sentence) { say(spdlog::level::info, sentence); }
void log_debug(std::string_view sentence) { say(spdlog::level::debug, sentence); }

}  // namespace karuna
