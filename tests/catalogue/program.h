// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace karuna::test {

struct Ran {
  int code = 0;
  std::string out, err;
};

/// Runs `karuna ARGUMENTS` in a folder, standard input closed.
Ran run_karuna(const std::string& arguments, const std::string& folder);

}  // namespace karuna::test
