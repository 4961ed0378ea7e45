// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "show/studio/results/results.h"

namespace karuna::show {

/// What everybody may read of the releases: the organisation's own figures, wave by wave, with their changes. No unit, no question.
///
/// Takes   language  for the names of scales
/// Gives   {"series": [{"kind", "why_not", "profile", "periods": [{"title", "ballots", "response"}], "measures": [{"id", "name", "kind", "direction", "min", "max", "digits",
///         "status", "refused", "periods": [{cell of docs/report.schema.json, "change"}]}]}]}; index first, then dimensions and scales
std::string changed_json(const Released& released, std::string_view language);
/// The same as a table, a row a figure.
std::string changed_csv(const Released& released, std::string_view language);

}  // namespace karuna::show
