// SPDX-License-Identifier: Apache-2.0
#include "stats/agreement/rwg.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/text.h"
#include "fit/fit_methods.h"
#include "fit/methods/how.h"
#include "fit/methods/items.h"
#include "stats/quantiles.h"

namespace karuna::fit {
namespace {

constexpr std::string_view example = R"toml(# Do the people of a unit see the same? rwg(j), against answering by dice.
method  = "rwg"
data    = "team.csv"
items   = ["s1", "s2", "s3", "s4", "s5"]
group   = "team"
options = 5                          # answers to choose from
)toml";

Result<FitOutput> fit_rwg(const Request& request) {
  KARUNA_TRY(group, request.model.text("group"));
  KARUNA_TRY(options, request.model.integer("options", 2, 1000));
  KARUNA_TRY(items, items_of(request, 1, Request::Gaps::leave_out));
  KARUNA_TRY(column, request.data.need(group));
  const stats::Levels units = stats::levels_of(*column, items.answers.kept);
  const auto gap = std::find(units.code.begin(), units.code.end(), stats::no_level);
  if (gap != units.code.end())
    return request.model.wrong("group", "is missing in row " + std::to_string(items.answers.kept[static_cast<std::size_t>(gap - units.code.begin())] + 1),
                               "a group for everybody who answered");
  std::vector<std::vector<std::int16_t>> codes(items.names.size());
  std::vector<stats::CodeColumn> views;
  for (std::size_t j = 0; j < codes.size(); ++j) {
    for (const double v : items.answers.view().column(j)) {
      if (v != std::floor(v) || std::fabs(v) > 10000)
        return request.model.wrong("items", "have the answer " + shortest(v) + " in " + in_quotes(items.names[j]), "whole numbers");
      codes[j].push_back(static_cast<std::int16_t>(v));
    }
    views.emplace_back(codes[j]);
  }
  const double chance = stats::uniform_variance(static_cast<double>(options));
  const auto count = units.names.size();
  KARUNA_TRY(found, views.size() == 1 ? stats::rwg(units.code, count, views[0], chance) : stats::rwg_j(units.code, count, views, chance));

  FitOutput out = output_of(items.answers);
  std::vector<double> known;
  for (const double v : found.value)
    if (!std::isnan(v)) known.push_back(v);
  if (known.empty()) return fail(Fault::too_few_people, "no unit has two people who answered every item");
  const double middle = 0.5, median = stats::quantiles(known, std::span(&middle, 1), stats::QuantileType::type7)[0];
  const auto agree = std::count_if(known.begin(), known.end(), [](double v) { return v >= 0.7; });
  out.title = "Agreement is " + fixed(median, 2) + " in the middle unit; " + std::to_string(agree) + " of " + counted(known.size(), "unit") + " reach 0.70.";
  Section section{"units",
                  "Units",
                  "1 is one answer from all, 0 is dice or worse. Small units reach high values by chance.",
                  {{"unit", group, Show::words}, {"n", "people", Show::whole}, {"rwg", views.size() == 1 ? "rwg" : "rwg(j)", Show::number, 3}}};
  for (std::size_t u = 0; u < count; ++u) section.rows.push_back({Unit{units.names[u], units.rows[u]}, static_cast<double>(found.n[u]), found.value[u]});
  const auto alone = static_cast<std::size_t>(std::count_if(found.value.begin(), found.value.end(), [](double v) { return std::isnan(v); }));
  if (alone > 0) out.refusals.push_back(counted(alone, "unit") + " of one person has no agreement.");
  out.sections.push_back(std::move(section));
  out.how.push_back(directly("agreement", "variances by unit"));
  return out;
}

}  // namespace

FitMethod rwg_method() { return {"rwg", "do the people of a unit see the same?", "rwg", {"items", "reversed", "range", "group", "options"}, example, fit_rwg}; }

}  // namespace karuna::fit
