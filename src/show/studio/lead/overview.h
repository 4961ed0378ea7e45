// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "ask/wave/manifest.h"
#include "show/studio/results/results.h"

namespace karuna::show {

/// What the last release of a kind says, for the overview of a programme lead and the quarter page of a sponsor. No table of units: its size does not grow with them.
///
/// Takes   kind      of the waves; they have a report
/// Gives   {"kind", "kinds": [], "organisation", "profile", "k": [3], "witnessed", "periods": [{"title", "ballots", "response"}], "index_words", "headline": id or null,
///         "measures": [{"id", "name", ..., "refused", "failed": [names of gates], "cell", "change", "worst_case", "history": [cells],
///         "tally": {"units", "own", "pooled", "hidden", "above", "below", "same", "care"}}],
///         "findings": [{"kind", "measure", "unit": {"id", "name"} or null, "cell", "organisation", "change"}], "computed": English words on the data}
/// Cost    O(units x measures); kept by whoever calls
std::string overview_json(const Released& released, ask::Depth kind, std::string_view language);
/// Its figures as a table, a row a measure.
std::string overview_csv(const Released& released, ask::Depth kind, std::string_view language);

/// How the index comes about: index, dimensions and scales of the organisation with reliability and gates; what each dimension lacks, and the index under other weights.
///
/// Gives   {"kind", "period", "index_words", "detail": as index_detail of docs/report.schema.json, "measures": [{..., "refused", "cell", "change", "worst_case", "remarks", "reliability", "gates"}]}
std::string index_json(const Released& released, ask::Depth kind, std::string_view language);
std::string index_csv(const Released& released, ask::Depth kind, std::string_view language);

}  // namespace karuna::show
