// SPDX-License-Identifier: Apache-2.0
#include "http/file_answer.h"

#include <sys/stat.h>

#include <charconv>
#include <optional>

#include "base/text.h"

namespace karuna::http {

namespace {

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

struct Stretch {
  std::uint64_t first = 0, length = 0;   ///< length 0: cannot be given
};

/// RFC 9110, 14.1.2. Nothing: not a single stretch of bytes, so that the header is passed over.
std::optional<Stretch> read_range(std::string_view range, std::uint64_t size) {
  if (!range.starts_with("bytes=")) return std::nullopt;
  range = trimmed(range.substr(6));
  const std::size_t dash = range.find('-');
  if (dash == std::string_view::npos || range.find(',') != std::string_view::npos) return std::nullopt;
  const auto first = number(range.substr(0, dash)), last = number(range.substr(dash + 1));
  if (dash == 0) {
    if (!last) return std::nullopt;
    const std::uint64_t length = std::min(*last, size);
    return Stretch{size - length, length};
  }
  if (!first || (!last && dash + 1 != range.size()) || (last && *last < *first)) return std::nullopt;
  if (*first >= size) return Stretch{};
  const std::uint64_t end = last ? std::min(*last, size - 1) + 1 : size;
  return Stretch{*first, end - *first};
}

}  // namespace

Response file_answer(const std::filesystem::path& file, std::string_view content_type, std::string_view range, std::uint64_t least) {
  auto opened = open_to_read(file);
  if (!opened) return error(404, "NOT_FOUND");
  struct stat about {};
  if (fstat(opened->get(), &about) != 0 || !S_ISREG(about.st_mode)) return error(404, "NOT_FOUND");
  const auto size = static_cast<std::uint64_t>(about.st_size);

  Response response{.content_type = std::string(content_type), .headers = {{"Accept-Ranges", "bytes"}}};
  FileBody body{std::make_shared<FileDescriptor>(std::move(*opened)), 0, size};
  if (const auto stretch = read_range(range, size)) {
    if (stretch->length == 0 || (stretch->length < least && stretch->length < size)) {
      Response refused = error(416, "BAD_REQUEST");
      refused.headers.emplace_back("Content-Range", "bytes */" + std::to_string(size));
      return refused;
    }
    body.offset = stretch->first;
    body.length = stretch->length;
    response.status = 206;
    response.headers.emplace_back("Content-Range", "bytes " + std::to_string(body.offset) + "-" + std::to_string(body.offset + body.length - 1) + "/" +
                                                       std::to_string(size));
  }
  response.file = std::move(body);
  return response;
}

}  // namespace karuna::http
