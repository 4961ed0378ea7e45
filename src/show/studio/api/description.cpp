// SPDX-License-Identifier: Apache-2.0
#include "show/studio/api/description.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"
#include "embedded_manual.h"

namespace karuna::show {

namespace {

using nlohmann::json;

std::string lowered(http::Method method) { return lower_ascii(http::name_of(method)); }

json roles_of(const Audience& audience) {
  if (audience.everybody) return json::array({"nobody"});
  json roles = json::array();
  for (std::size_t r = 0; r < std::size(people::role_names); ++r)
    if (audience.has(static_cast<people::Role>(r))) roles.push_back(people::role_names[r]);
  if (audience.cards) roles.push_back("card");
  return roles;
}

json parameters_of(const StudioRoute& route, bool changes) {
  json parameters = json::array();
  for (std::size_t at = route.pattern.find('{'); at != std::string::npos; at = route.pattern.find('{', at + 1))
    parameters.push_back(
        {{"name", route.pattern.substr(at + 1, route.pattern.find('}', at) - at - 1)}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}});
  if (changes && !route.audience.everybody)
    parameters.push_back(
        {{"name", "X-Karuna-CSRF"}, {"in", "header"}, {"required", true}, {"description", "csrf of GET /api/session"}, {"schema", {{"type", "string"}}}});
  return parameters;
}

const char* type_of(std::string_view pattern) {
  if (pattern.ends_with(".csv")) return "text/csv";
  if (pattern.ends_with(".ics")) return "text/calendar";
  if (pattern.find("/bundle/") != std::string_view::npos) return "application/x-tar";
  if (pattern.ends_with("}")) return "application/octet-stream";
  return pattern.starts_with("/health/") ? "text/plain" : "application/json";
}

/// docs/studio.schema.json: `schemas`, and `answers` by "GET /api/...".
const json& schemas() {
  static const json read = [] {
    for (const auto& file : embedded_manual())
      if (file.name == "studio.schema.json") return json::parse(file.bytes, nullptr, false);
    return json::object();
  }();
  return read;
}

/// What an address answers: its schema where one is written down, else anything.
json content_of(const std::string& address) {
  const auto answers = schemas().find("answers");
  return answers != schemas().end() && answers->contains(address) ? json{{"schema", (*answers)[address]}} : json::object();
}

json operation(const StudioRoute& route) {
  const bool changes = route.method != http::Method::get;
  const std::string address = std::string(http::name_of(route.method)) + " " + route.pattern;
  std::string id = lowered(route.method);
  for (const char c : route.pattern) id += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
  json one{{"operationId", id},
           {"summary", said_in_manual(address)},
           {"x-roles", roles_of(route.audience)},
           {"parameters", parameters_of(route, changes)},
           {"responses", {{"200", {{"description", "as the summary says"}, {"content", {{type_of(route.pattern), content_of(address)}}}}}}}};
  const json error{{"description", "error"}, {"content", {{"application/json", {{"schema", {{"$ref", "#/components/schemas/Error"}}}}}}}};
  if (!route.audience.everybody) {
    one["security"] = json::array({{{"session", json::array()}}});
    one["responses"]["401"] = error;
    one["responses"]["403"] = error;
  }
  if (route.most_body > 0) {
    one["requestBody"] = {{"required", true},
                          {"content", {{route.most_body > most_small_body ? "application/octet-stream" : "application/json", json::object()}}}};
    one["responses"]["413"] = error;
  }
  return one;
}

}  // namespace

std::string said_in_manual(std::string_view address) {
  const std::string wanted = "`" + std::string(address) + "`";
  for (const auto& file : embedded_manual())
    for (const std::string_view line : split(file.bytes, '\n')) {
      if (!line.starts_with("| `")) continue;
      const std::size_t cell = line.find(" | ", 2);
      if (cell == std::string_view::npos || line.substr(0, cell).find(wanted) == std::string_view::npos) continue;
      std::string_view said = trimmed(line.substr(cell + 3));
      if (said.ends_with('|')) said = trimmed(said.substr(0, said.size() - 1));
      return std::string(said);
    }
  return {};
}

json describe(const std::vector<StudioRoute>& routes) {
  json paths = json::object();
  for (const StudioRoute& route : routes)
    if (route.pattern.starts_with("/api") || route.pattern.starts_with("/v1/") || route.pattern.starts_with("/health/"))
      paths[route.pattern][lowered(route.method)] = operation(route);
  return {{"openapi", "3.1.0"},
          {"info",
           {{"title", "Karuna, the studio"},
            {"version", "1"},
            {"description", "What the signed-in pages ask. Times are whole hours since 1970. A role sees what its row in docs/roles.md says, in every format."},
            {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
          {"paths", paths},
          {"components",
           {{"securitySchemes", {{"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", session_cookie}}}}},
            {"schemas", schemas().value("schemas", json::object())}}}};
}

}  // namespace karuna::show
