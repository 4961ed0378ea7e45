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
# distance = "raking"                # with [totals]: raking, linear (GREG) or bounded
# bounds   = [0.3, 3]                # bounded: multiples of the start weight
# people   = 700                     # with [totals] and without [targets]: how many they all are

[targets.shift]                      # counts, or shares of one common total
day     = 400
evening = 200
night   = 100

[targets.site]
north   = 380
south   = 320

# [totals]                           # columns of numbers and what they add up to: calibration
# years = 4900
)toml";

Result<FitOutput> fit_rake(const Request& request) {
  KARUNA_TRY(options, with_design(request));
  KARUNA_TRY(frame, request.rows(options));
  KARUNA_TRY(columns, survey_columns(request, frame));
  if (columns.margins.empty() && columns.totals.empty())
    return request.model.wrong("targets", "is absent", "[targets.COLUMN] with one number for each level, or [totals] with one for each column");
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
  if (!section.rows.empty()) out.sections.push_back(std::move(section));
  if (!columns.totals.empty()) {
    Section totals{"totals",
                   "Totals",
                   "Start weights were moved by factors " + between(columns.least_g, columns.most_g) + ".",
                   {{"column", "", Show::words}, {"before", "before"}, {"target", "target"}, {"after", "after"}}};
    for (std::size_t t = 0; t < columns.totals.size(); ++t) {
      double before = 0, after = 0;
      for (std::size_t i = 0; i < frame.rows; ++i) {
        const double value = columns.total_values[t * frame.rows + i];
        before += (columns.start.empty() ? 1 : columns.start[i]) * value;
        after += columns.weights[i] * value;
      }
      totals.rows.push_back({columns.total_names[t], before, columns.totals[t], after});
    }
    out.sections.push_back(std::move(totals));
    if (columns.least_g <= 0)
      out.warnings.emplace_back("Some weights are 0 or below, which the linear distance allows; distance = \"raking\" keeps them above.");
  }
  if (columns.trimmed > 0)
    out.warnings.push_back(counted(columns.trimmed, "weight") + " rest on a bound; a margin is off by at most " + percent(columns.worst_gap) +
                           " of the total.");
  out.how = columns.how;
  out.by_row = {{"weight", columns.weights}};
  return out;
}

}  // namespace

FitMethod rake_method() {
  return {"rake",   "which weights make those who answered stand for all?",
          "raking", {"weights", "targets", "trim", "totals", "people", "distance", "bounds"},
          example,  fit_rake};
}

}  // namespace karuna::fit
