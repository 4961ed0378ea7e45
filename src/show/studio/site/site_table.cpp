// SPDX-License-Identifier: Apache-2.0
// The pages themselves, and whether the server lives.
#include "people/audit.h"
#include "show/studio/routes.h"

namespace karuna::show {

namespace {

http::Response page(const Asked& asked) { return site_page(asked.rooms.site, asked.request.path); }
http::Response file(const Asked& asked) { return site_file(asked.rooms.site, asked.request); }

http::Response alive(const Asked&) { return {.content_type = "text/plain; charset=utf-8", .body = "alive\n"}; }

/// Ready: the database of people answers. Says no more than that.
http::Response ready(const Asked& asked) {
  const bool answers = people::read_audit(asked.rooms.people, 0, 1).has_value();
  return {.status = answers ? 200U : 503U, .content_type = "text/plain; charset=utf-8", .body = answers ? "ready\n" : "the database of people does not answer\n"};
}

}  // namespace

std::vector<StudioRoute> site_table(const Site& site) {
  std::vector<StudioRoute> table{
      {http::Method::get, "/", for_everybody, page},
      {http::Method::get, "/signin", for_everybody, page},
      {http::Method::get, "/desk", for_everybody, page},
      {http::Method::get, "/assets/{file}", for_everybody, file},
      {http::Method::get, "/health/live", for_everybody, alive},
      {http::Method::get, "/health/ready", for_everybody, ready},
  };
  // A page is the same bytes for everybody; what it shows comes from addresses that look at the role.
  for (const std::string& name : site.pages)
    if (name != "signin" && name != "desk") table.push_back({http::Method::get, "/" + name, for_everybody, page});
  return table;
}

}  // namespace karuna::show
