// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ask/wave/manifest.h"
#include "show/studio/results/results.h"

namespace karuna::show {

inline constexpr std::size_t most_heat_rows = 200;

/// A unit and what lies below it by measures, in the last release. There is no other way to cut the table: a place of the tree is the one filter.
///
/// Takes   unit  its id; empty for the organisation
/// Gives   {"kind", "kinds", "period", "profile", "unit", "path": [units above], "columns": [measures], "refused": [measures without a figure, with why], "rows": [{"id", "name", "depth",
///         "below", "cells": []}], "left_out"}; rows in the order of the tree, the unit itself first, a level more where all of it fits into 60 rows.
///         A unit that is not there, or has no figure in any measure: `not_shown_json`
std::string heat_json(const Released& released, ask::Depth kind, std::string_view unit, std::string_view language);
std::string heat_csv(const Released& released, ask::Depth kind, std::string_view unit, std::string_view language);

/// One unit over waves, in every measure: {"kind", "kinds", "profile", "unit", "path", "children": [units], "periods", "measures": [{..., "cells": [], "changes": []}]}; else `not_shown_json`.
std::string trend_json(const Released& released, ask::Depth kind, std::string_view unit, std::string_view language);
std::string trend_csv(const Released& released, ask::Depth kind, std::string_view unit, std::string_view language);

}  // namespace karuna::show
