// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>

#include "fit/fit_output.h"

namespace karuna::fit {

/// What an output says where nothing was iterated.
inline HowFitted directly(std::string what, std::string method) {
  HowFitted how{std::move(what), {}};
  how.fit.method = std::move(method);
  return how;
}

}  // namespace karuna::fit
