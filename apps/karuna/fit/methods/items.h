// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "fit/request.h"

namespace karuna::fit {

/// The columns of `items`, those of `reversed` turned: what is turned becomes low + high - x of `range` (minus x where there is no range).
/// Fails   not_found  no such column; one of `reversed` that is not among the items
///         invalid    words; fewer than `fewest` items
struct Items {
  std::vector<std::string> names;
  Request::Numbers answers;
};
Result<Items> items_of(const Request& request, std::size_t fewest, Request::Gaps gaps);

}  // namespace karuna::fit
