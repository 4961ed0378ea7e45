// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <tuple>

#include "protect/publish.h"
#include "worlds/made_up.h"

namespace karuna::simulation {
namespace {

constexpr std::size_t in_each = 25, items = 6;

collect::Sheets sheets_of(std::size_t units, const std::vector<double>& answers) {
  collect::Sheets sheets;
  std::vector<UnitRow> rows{{"org", "", "Org", {}, 0}};
  for (std::size_t u = 0; u < units; ++u) rows.push_back({fmt::format("t{}", u), "org", fmt::format("Team {}", u), {}, 0});
  sheets.tree = *UnitTree::from_rows(rows, "Org");
  sheets.periods = {"now"};
  const std::size_t people = units * in_each;
  for (std::size_t i = 0; i < people; ++i) {
    sheets.unit.push_back(*sheets.tree.find(fmt::format("t{}", i / in_each)));
    sheets.period.push_back(0);
  }
  collect::ScaleColumn scale;
  scale.id = scale.name = "scale";
  scale.values.assign(people, 0);
  for (std::size_t j = 0; j < items; ++j) {
    collect::ItemColumn item;
    item.id = item.label = fmt::format("item {}", j + 1);
    for (std::size_t i = 0; i < people; ++i) {
      const double answer = answers[j * people + i];
      item.codes.push_back(static_cast<std::int16_t>(answer));
      scale.values[i] += answer / static_cast<double>(items);
    }
    scale.items.push_back(ItemId{sheets.items.size()});
    sheets.items.push_back(std::move(item));
  }
  sheets.scales.push_back(std::move(scale));
  sheets.canonical_sha256 = std::string(32, 'x');
  return sheets;
}

stats::Interval interval_of(const protect::Spread& low, const protect::Spread& high) {
  if (!low.known || !high.known) return {};
  return {low.value, high.value};
}

}  // namespace

/// The whole way: answers, noise, released sums and moments, and the interval that is printed.
void add_noisy_reliability(std::vector<World>& worlds) {
  const Scale scale{std::vector<double>(items, 0.7), Answers::five_categories};
  for (const auto& [profile, called, units] :
       {std::tuple{protect::Profile::balanced, "balanced", 12UZ}, {protect::Profile::balanced, "balanced", 40UZ}, {protect::Profile::strict, "strict", 40UZ}})
    for (const double icc : {0.0, 0.1}) {
      const double alpha = scale.alpha(), between = scale.icc_of_mean(icc);
      const auto unit = people_of(std::vector<std::uint32_t>(units, in_each));
      worlds.push_back(
          {"protected reliability",
           fmt::format("{} units of {}, the factor's ICC {}, {}", units, in_each, icc, called),
           {{"alpha with noise, interval by the delta method", Kind::coverage, 0.95,
             "People of one unit answer alike, and the interval counts them one by one."},
            {"alpha with noise", Kind::bias, 0, ""},
            {"omega with noise, interval", Kind::coverage, 0.95,
             "Compared with alpha's truth, which is omega's for items of equal worth; the rest as for alpha."},
            {"ICC(1) with noise, interval", Kind::coverage, 0.90,
             "Where the truth is 0, an interval that may not go below 0 can miss on one side only: 95 % for 90 %."}},
           2000,
           [=, profile = profile, units = units](stats::Random& random) -> std::vector<double> {
             const auto sheets = sheets_of(units, draw_answers(scale, unit.size(), random, unit, icc));
             protect::Plan plan;
             plan.profile = profile;
             plan.index_scales = {0};
             plan.threads = 1;
             for (int i = 0; i < 32; ++i) plan.secret_seed.push_back(static_cast<std::uint8_t>(random.word()));
             const auto release = protect::publish(sheets, plan);
             if (!release || release->periods.empty() || release->periods[0].quality.empty()) return all_refused(4);
             const auto& quality = release->periods[0].quality[0];
             return {covered(interval_of(quality.alpha_low, quality.alpha_high), alpha), quality.alpha.known ? quality.alpha.value - alpha : refused,
                     covered(interval_of(quality.omega_low, quality.omega_high), alpha), covered(interval_of(quality.icc1_low, quality.icc1_high), between)};
           }});
    }
}

}  // namespace karuna::simulation
