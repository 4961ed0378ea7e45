// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string_view>

#include "base/result.h"
#include "stats/formula/evaluate.h"
#include "stats/formula/frame.h"

namespace karuna::stats {

/// Gives the values of a variable over the rows of a frame; the same ones each time it is asked.
using ValuesOf = std::function<const Values&(const Expression&)>;

/// The columns of the terms of one side of a formula, as `frame_of` promises.
/// Fails   invalid  a variable with a single level, over 1,000 levels or 2^28 numbers; with a caret in `formula`
Result<ModelMatrix> model_matrix(const Terms& terms, std::size_t rows, const ValuesOf& values, std::string_view formula);

}  // namespace karuna::stats
