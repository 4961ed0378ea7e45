// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "http/message.h"

namespace karuna::http {

/// The head of an answer as it goes over the wire.
enum class Connection { keep, close };
std::string head_of(const Response& response, const Headers& always, Connection connection);
std::uint64_t length_of(const Response& response);

/// Whether `host`, the header Host of a request (with or without a port), is one of `hosts`. Letter case apart.
bool is_our_host(std::string_view host, const std::vector<std::string>& hosts);

/// Whether a path is one: it begins with "/" and holds visible ASCII only, no "#" and no "?".
bool is_path(std::string_view path);

}  // namespace karuna::http
