// SPDX-License-Identifier: Apache-2.0
#include "http/wire.h"

#include <algorithm>

#include "base/text.h"

namespace karuna::http {

std::uint64_t length_of(const Response& response) { return response.file ? response.file->length : response.body.size(); }

std::string head_of(const Response& response, const Headers& always, Connection connection) {
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + " " + std::string(reason_of(response.status)) + "\r\n";
  const auto add = [&](std::string_view name, std::string_view value) {
    // A line end in a value would begin a header of somebody else's making.
    if (value.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos) return;
    head.append(name).append(": ").append(value).append("\r\n");
  };
  add("Server", "karuna");
  if (!response.content_type.empty()) add("Content-Type", response.content_type);
  if (response.status != 204) add("Content-Length", std::to_string(length_of(response)));
  for (const auto& [name, value] : response.headers) add(name, value);
  for (const auto& [name, value] : always)
    if (header_of(response.headers, name).empty()) add(name, value);
  add("Connection", connection == Connection::keep ? "keep-alive" : "close");
  return head += "\r\n";
}

bool is_our_host(std::string_view host, const std::vector<std::string>& hosts) {
  if (hosts.empty()) return true;
  const std::size_t bracket = host.rfind(']'), colon = host.rfind(':');
  if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket)) host = host.substr(0, colon);
  const std::string name = lower_ascii(host);
  return std::any_of(hosts.begin(), hosts.end(), [&](const std::string& ours) { return lower_ascii(ours) == name; });
}

bool is_path(std::string_view path) {
  return path.starts_with('/') && std::all_of(path.begin(), path.end(), [](char c) { return c > ' ' && c < 127 && c != '#' && c != '?'; });
}

}  // namespace karuna::http
