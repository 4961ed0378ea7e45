// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>

#include "base/text.h"
#include "collect/survey_parts.h"

namespace karuna::collect {
namespace {

/// Replaces ${NAME} and ${NAME:-fall-back}. Errors are what stands behind "file:line: key".
Result<std::string> expanded(const TomlTable& table, std::string_view key, const std::string& text) {
  std::string out;
  std::size_t at = 0;
  while (true) {
    const auto start = text.find("${", at);
    out += text.substr(at, start == std::string::npos ? std::string::npos : start - at);
    if (start == std::string::npos) return out;
    const auto end = text.find('}', start);
    if (end == std::string::npos) return table.wrong(key, "opens \"${\" and never closes it", "an environment variable as in \"${HR_EXPORT}/answers.csv\"");
    const std::string inside = text.substr(start + 2, end - start - 2);
    const auto mark = inside.find(":-");
    const std::string name = inside.substr(0, mark);
    if (name.empty()) return table.wrong(key, "holds \"${}\" without a name", "an environment variable as in \"${HR_EXPORT}/answers.csv\"");
    const char* value = std::getenv(name.c_str());
    if (value != nullptr && *value != '\0')
      out += value;
    else if (mark != std::string::npos)
      out += inside.substr(mark + 2);
    else
      return table.wrong(key, "asks for the environment variable " + name + ", which is not set",
                         "that it is set, or a fall-back as in \"${" + name + ":-folder}\"");
    at = end + 1;
  }
}

}  // namespace

Result<std::filesystem::path> parse_path(const TomlTable& table, std::string_view key, const std::filesystem::path& survey_file) {
  KARUNA_TRY(text, table.text(key));
  if (text.find('\0') != std::string::npos) return table.wrong(key, "holds a NUL byte", "the path of a file");
  KARUNA_TRY(path, expanded(table, key, text));
  if (trimmed(path).empty()) return table.wrong(key, "is empty", "the path of a file, relative to the survey file");
  const std::filesystem::path given(path);
  return given.is_absolute() ? given : (survey_file.parent_path() / given).lexically_normal();
}

}  // namespace karuna::collect
