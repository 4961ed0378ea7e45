// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "fit/fit_methods.h"
#include "fit/methods/survey_columns.h"

namespace karuna::fit {
namespace {

constexpr std::string_view example = R"toml(# Weights that make those who answered stand for all: raking to known margins. --out weights.csv writes them.
method  = "rake"
data    = "team.csv"
# weights = "weight"                 # start weights
# trim  = [0.3, 3]                   # held within these multiples of the mean weight

[targets.shift]                      # counts, or shares of one common total
day     = 400
evening = 200
night   = 100

[targets.site]
north   = 380
south   = 320
)toml";

Result<FitOutput> fit_rake(const Request& request) {
  KARUNA_TRY(options, with_design(request));
  KARUNA_TRY(frame, request.rows(options));
  KARUNA_TRY(columns, survey_columns(request, frame));
  if (columns.margins.empty()) return request.model.wrong("targets", "is absent", "[targets.COLUMN] with one number for each level");
  const double effective = stats::effective_n(columns.weights);
  FitOutput out = output_of(frame);
  out.title =
      counted(frame.rows, "row") + " now stand for the targets; unequal weights make them count as " + grouped(static_cast<std::int64_t>(effective)) + ".";
  Section section{"margins",
                  "Margins",
                  "What each level added up to before, and after weighting.",
                  {{"margin", "", Show::words},
                   {"level", "level", Show::words},
                   {"rows", "rows", Show::whole},
                   {"before", "before"},
                   {"target", "target"},
                   {"after", "after"}}};
  for (std::size_t m = 0; m < columns.margins.size(); ++m) {
    const stats::Levels& levels = columns.margin_levels[m].levels;
    std::vector<double> before(levels.names.size(), 0), after(levels.names.size(), 0);
    for (std::size_t i = 0; i < frame.rows; ++i) {
      before[levels.code[i]] += columns.start.empty() ? 1 : columns.start[i];
      after[levels.code[i]] += columns.weights[i];
    }
    for (std::size_t l = 0; l < levels.names.size(); ++l)
      section.rows.push_back({columns.margins[m].name, Unit{levels.names[l], levels.rows[l]}, static_cast<double>(levels.rows[l]), before[l],
                              columns.margins[m].target[l], after[l]});
  }
  out.sections.push_back(std::move(section));
  if (columns.trimmed > 0)
    out.warnings.push_back(counted(columns.trimmed, "weight") + " rest on a bound; a margin is off by at most " + percent(columns.worst_gap) +
                           " of the total.");
  out.how = columns.how;
  out.by_row = {{"weight", columns.weights}};
  return out;
}

}  // namespace

FitMethod rake_method() {
  return {"rake", "which weights make those who answered stand for all?", "raking", {"weights", "targets", "trim"}, example, fit_rake};
}

}  // namespace karuna::fit
