// SPDX-License-Identifier: Apache-2.0
// The description of every address, for programs.
#include "show/studio/api/description.h"

namespace karuna::show {

namespace {

http::Response described(const Asked& asked) { return http::json(describe(studio_table(asked.rooms.site)).dump()); }

}  // namespace

std::vector<StudioRoute> api_table() {
  return {
      {http::Method::get, "/api", for_everybody, described},
  };
}

}  // namespace karuna::show
