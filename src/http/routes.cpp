// SPDX-License-Identifier: Apache-2.0
#include "http/routes.h"

#include <algorithm>
#include <optional>

#include "base/text.h"

namespace karuna::http {

namespace {

using Parts = std::vector<std::pair<std::string, std::string>>;

std::optional<Parts> match(std::string_view pattern, std::string_view path) {
  const auto wanted = split(pattern, '/'), given = split(path, '/');
  if (wanted.size() != given.size()) return std::nullopt;
  Parts parts;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!wanted[i].starts_with('{')) {
      if (wanted[i] != given[i]) return std::nullopt;
    } else {
      if (given[i].empty()) return std::nullopt;
      parts.emplace_back(wanted[i].substr(1, wanted[i].size() - 2), given[i]);
    }
  }
  return parts;
}

}  // namespace

Routes& Routes::add(Method method, std::string pattern, Handler handler, std::size_t most_body) {
  routes_.push_back({method, std::move(pattern), std::move(handler), most_body});
  return *this;
}

Routes::Found Routes::find(Method method, std::string_view path) const {
  Found found;
  std::vector<std::string_view> allowed;
  const auto allow = [&](Method one) {
    if (std::find(allowed.begin(), allowed.end(), name_of(one)) == allowed.end()) allowed.push_back(name_of(one));
  };
  for (const Route& route : routes_) {
    auto parts = match(route.pattern, path);
    if (!parts) continue;
    allow(route.method);
    if (route.method == Method::get) allow(Method::head);
    const bool fits = route.method == method || (route.method == Method::get && method == Method::head);
    if (fits && found.route == nullptr) {
      found.route = &route;
      found.parts = std::move(*parts);
    }
  }
  for (const auto name : allowed) found.allowed.append(found.allowed.empty() ? "" : ", ").append(name);
  return found;
}

void Routes::answer(Request request, const Respond& respond) const {
  Found found = find(request.method, request.path);
  if (found.route == nullptr) {
    if (found.allowed.empty()) return respond(error(404, "NOT_FOUND"));
    Response refused = error(405, "BAD_REQUEST");
    refused.headers.emplace_back("Allow", found.allowed);
    return respond(std::move(refused));
  }
  if (request.body.size() > found.route->most_body) return respond(error(413, "BAD_LENGTH"));
  request.parts = std::move(found.parts);
  found.route->handler(std::move(request), respond);
}

}  // namespace karuna::http
