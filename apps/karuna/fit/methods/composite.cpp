// SPDX-License-Identifier: Apache-2.0
#include "stats/composite.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "fit/fit_methods.h"
#include "fit/methods/how.h"
#include "fit/methods/items.h"
#include "stats/covariance.h"
#include "stats/moments.h"
#include "stats/resample/bca.h"
#include "stats/resample/two_level_bootstrap.h"

namespace karuna::fit {
namespace {

constexpr std::string_view example = R"toml(# A weighted index of unlike columns, and its mean in each group with a BCa bootstrap interval.
method        = "composite"
data          = "team.csv"
items         = ["support", "energy", "years"]
weights       = [0.5, 0.4, 0.1]      # of the standardised columns
group         = "team"
# reversed    = ["years"]
# reliabilities = [0.85, 0.8, 1]     # of the columns: then the index has one too
# replicates  = 2000
# confidence  = 0.95
)toml";

/// People by group: sorted, with the first of each.
struct Groups {
  stats::Levels levels = {};
  std::vector<double> index = {};         // by person, sorted by group
  std::vector<std::uint32_t> start = {};  // groups + 1
};

Groups groups_of(const stats::DataColumn& column, const std::vector<std::size_t>& kept, const std::vector<double>& index) {
  Groups g;
  g.levels = stats::levels_of(column, kept);
  std::vector<std::vector<double>> by(g.levels.names.size());
  for (std::size_t i = 0; i < index.size(); ++i)
    if (g.levels.code[i] != stats::no_level) by[g.levels.code[i]].push_back(index[i]);
  g.start.push_back(0);
  for (const auto& people : by) {
    g.index.insert(g.index.end(), people.begin(), people.end());
    g.start.push_back(static_cast<std::uint32_t>(g.index.size()));
  }
  return g;
}

Result<stats::BootstrapIntervals> interval_of(const Groups& g, std::uint32_t unit, std::uint32_t replicates, std::uint64_t seed, double confidence,
                                              double& mean) {
  const std::uint32_t first = g.start[unit], people = g.start[unit + 1] - first;
  double sum = 0;
  for (std::uint32_t i = first; i < first + people; ++i) sum += g.index[i];
  const double n = people;
  mean = sum / n;
  std::vector<double> drawn(replicates), jackknife;
  stats::resample_unit({g.index.data(), g.index.size(), 1}, first, people, unit, seed, replicates, drawn);
  for (double& v : drawn) v /= n;
  for (std::uint32_t i = first; i < first + people; ++i) jackknife.push_back((sum - g.index[i]) / (n - 1));
  return stats::bootstrap_intervals(mean, drawn, jackknife, confidence);
}

Result<void> add_groups(const Request& request, const std::string& column, const std::vector<double>& index, const std::vector<std::size_t>& kept,
                        double confidence, FitOutput& out) {
  KARUNA_TRY(replicates, request.model.integer_or("replicates", 2000, 200, 1'000'000));
  KARUNA_TRY(groups_column, request.data.need(column));
  const Groups g = groups_of(*groups_column, kept, index);
  Section section{"groups",
                  "Means by " + column,
                  "BCa intervals from " + grouped(replicates) + " resamples of the people of each group.",
                  {{"group", "", Show::words},
                   {"n", "people", Show::whole},
                   {"mean", "mean", Show::number, 3},
                   {"low", "low", Show::number, 3},
                   {"high", "high", Show::number, 3}}};
  out.plot = {Plot::Kind::caterpillar, "", "index, in standard deviations of its parts", column, {}, {}, {}, 0.0, {}, {}};
  for (std::uint32_t u = 0; u < g.levels.names.size(); ++u) {
    KARUNA_CHECK(request.progress.check());
    const Unit unit{g.levels.names[u], g.levels.rows[u]};
    double mean = stats::not_known;
    if (unit.rows < 2) {
      out.refusals.push_back("The interval of a group of one row: one person does not vary.");
      continue;
    }
    const auto found = interval_of(g, u, static_cast<std::uint32_t>(replicates), request.seed, confidence, mean);
    if (!found) {
      out.refusals.push_back("The interval of a group of " + counted(unit.rows, "row") + ": " + found.error().what + ".");
      section.rows.push_back({unit, static_cast<double>(unit.rows), mean, {}, {}});
      continue;
    }
    section.rows.push_back({unit, static_cast<double>(unit.rows), mean, found->bca.low, found->bca.high});
    out.plot.points.push_back({unit, mean, found->bca.low, found->bca.high});
  }
  const auto clear = std::count_if(out.plot.points.begin(), out.plot.points.end(), [](const PlotPoint& p) { return p.low > 0 || p.high < 0; });
  out.plot.title = std::to_string(clear) + " of " + counted(section.rows.size(), "group") + " differ clearly from the mean of all.";
  out.title = out.plot.title;
  out.seed = request.seed;
  out.sections.push_back(std::move(section));
  return {};
}

Result<FitOutput> fit_composite(const Request& request) {
  KARUNA_TRY(confidence, request.confidence());
  KARUNA_TRY(items, items_of(request, 1, Request::Gaps::leave_out));
  KARUNA_TRY(weights, request.model.numbers_or("weights", std::vector<double>(items.names.size(), 1.0 / static_cast<double>(items.names.size()))));
  KARUNA_TRY(reliabilities, request.model.numbers_or("reliabilities"));
  KARUNA_TRY(group, request.column("group"));
  KARUNA_TRY(index, stats::standardised_index(items.answers.view(), weights));
  const stats::Moments m = stats::moments(index, confidence);
  FitOutput out = output_of(items.answers);
  out.title = "The index of " + counted(items.names.size(), "column") + " has a standard deviation of " + readable(m.sd) + ".";
  Section parts{
      "parts",
      "Parts",
      "Each column less its mean, by its standard deviation, times its weight. The first principal component is the sum that carries most of the variance.",
      {{"column", "", Show::words}, {"mean", "mean"}, {"sd", "sd"}, {"weight", "weight", Show::number, 3}, {"component", "first component", Show::number, 4}}};
  std::vector<double> loadings(items.names.size(), 1);
  if (items.names.size() > 1) {
    KARUNA_TRY(component, stats::first_principal_component(items.answers.view()));
    loadings = component.loadings;
    parts.words += " It carries " + percent(component.share) + ".";
  }
  for (std::size_t j = 0; j < items.names.size(); ++j) {
    const stats::Moments part = stats::moments(items.answers.view().column(j));
    parts.rows.push_back({items.names[j], part.mean, part.sd, weights[j], loadings[j]});
  }
  out.sections.push_back(std::move(parts));
  if (!reliabilities.empty()) {
    KARUNA_TRY(covariances, stats::covariance(items.answers.view()));
    const auto r = stats::correlations(covariances);
    KARUNA_TRY(reliability, stats::composite_reliability(weights, reliabilities, r));
    out.sections.push_back(
        {"reliability", "Reliability", "Of the index, from those of its parts.", {{"reliability", "estimate", Show::number, 4}}, {{reliability}}});
  }
  if (!group.empty()) KARUNA_CHECK(add_groups(request, group, index, items.answers.kept, confidence, out));
  out.how.push_back(directly("index", group.empty() ? "weighted sums" : "weighted sums; intervals by bootstrap (BCa)"));
  out.by_row = {{"index", index}};
  return out;
}

}  // namespace

FitMethod composite_method() {
  return {"composite",       "what is the sum of unlike columns, and where is it high?",
          "composite_index", {"items", "weights", "reversed", "range", "reliabilities", "group", "replicates", "confidence"},
          example,           fit_composite};
}

}  // namespace karuna::fit
