// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "figures.h"
#include "shared.h"
#include "stats/agreement/ad_m.h"
#include "stats/agreement/awg.h"
#include "stats/agreement/rwg.h"
#include "stats/covariance.h"
#include "stats/group_sums.h"
#include "stats/moments.h"
#include "stats/quantiles.h"
#include "stats/reliability/alpha.h"
#include "stats/reliability/omega.h"
#include "stats/units/icc.h"
#include "stats/units/random_intercept.h"

namespace karuna::test {
namespace {

constexpr const char* later_models = "random slopes and growth models are not built yet";

std::vector<stats::CodeColumn> views(const std::vector<std::vector<std::int16_t>>& columns) { return {columns.begin(), columns.end()}; }

stats::GroupSums sums_of(const collect::Sheets& sheets, const std::string& scale) {
  return stats::group_sums(units_of(sheets), sheets.tree.size(), scale_of(sheets, scale).values).value();
}

double mean_of(const std::vector<double>& values) { return stats::moments(values).mean; }

std::map<std::int16_t, double> counts_of(const std::vector<std::int16_t>& codes) {
  std::map<std::int16_t, double> counts;
  for (const std::int16_t code : codes) ++counts[code];
  return counts;
}

TEST(KnownFigures, bhr2000) {
  KARUNA_NEEDS_SHARED("data/bhr2000/expected.json");
  const auto sheets = sheets_of("bhr2000");
  const auto units = units_of(sheets);
  const std::size_t count = sheets.tree.size();
  const auto leadership = turned_items(sheets, scale_of(sheets, "leadership")), religion = turned_items(sheets, scale_of(sheets, "religion"));
  const auto items = views(leadership);
  const double chance = stats::uniform_variance(5);

  Figures figures("bhr2000");
  figures.compare("rwg_RELIG_mean", mean_of(stats::rwg(units, count, stats::CodeColumn(religion[0]), chance)->value));
  const auto rwg = stats::rwg_j(units, count, items, chance).value();
  figures.compare("rwgj_LEAD_mean", mean_of(rwg.value));
  figures.compare("rwgj_LEAD_median", stats::median(rwg.value));
  figures.compare("adm_LEAD_mean", mean_of(stats::ad_m(units, count, items)->value));
  figures.compare("awg_LEAD_mean", mean_of(stats::awg(units, count, items, 1, 5)->value));
  for (const auto& [name, scale] : {std::pair("HRS", "hours"), std::pair("LEAD", "leadership")}) {
    const auto icc = stats::one_way_icc(sums_of(sheets, scale)).value();
    figures.compare(std::string("ICC1_") + name, icc.icc1);
    figures.compare(std::string("ICC2_") + name, icc.icc2);
  }
  figures.compare("alpha_LEAD", stats::cronbach_alpha(stats::CodeColumns(items))->figures.raw);
  figures.compare("omega_total_LEAD", stats::mcdonald_omega(stats::covariance(stats::CodeColumns(items)).value())->omega);
  figures.finish();
}

TEST(KnownFigures, bh1996) {
  KARUNA_NEEDS_SHARED("data/bh1996/expected.json");
  const auto sheets = sheets_of("bh1996");
  Figures figures("bh1996");
  for (const auto& [name, scale] :
       {std::pair("WBEING", "well-being"), std::pair("LEAD", "leadership"), std::pair("COHES", "cohesion"), std::pair("HRS", "hours")}) {
    const auto icc = stats::one_way_icc(sums_of(sheets, scale)).value();
    figures.compare(std::string("ICC1_") + name, icc.icc1);
    figures.compare(std::string("ICC2_") + name, icc.icc2);
  }
  const auto model = stats::random_intercept(sums_of(sheets, "well-being")).value();
  figures.compare("null_REML_intercept_variance", model.tau2);
  figures.compare("null_REML_residual_variance", model.sigma2);
  figures.compare("null_REML_ICC1", model.icc);
  const auto sums = sums_of(sheets, "well-being");
  double reliability = 0, groups = 0;
  for (std::size_t u = 0; u < sums.units(); ++u)
    if (sums.n[u] > 0) reliability += model.reliability[u], ++groups;
  figures.compare("ICC2_lme_unweighted", reliability / groups);
  figures.compare("n_rows", static_cast<double>(sheets.rows()));
  figures.compare("n_groups", groups);
  for (const char* figure : {"(Intercept)", "HRS", "LEAD", "G.HRS"}) {
    figures.leave_out(std::string("slopes_REML_") + figure, later_models);
    figures.leave_out(std::string("slopes_REML_se_") + figure, later_models);
  }
  figures.finish();
}

TEST(KnownFigures, bh1996_shrunken_means_of_every_group) {
  KARUNA_NEEDS_SHARED("data/bh1996/expected_eb_group_means.csv");
  const auto sheets = sheets_of("bh1996");
  const auto sums = sums_of(sheets, "well-being");
  const auto model = stats::random_intercept(sums).value();
  std::istringstream lines(read_text(shared_file("data/bh1996/expected_eb_group_means.csv")));
  std::string line;
  std::getline(lines, line);
  std::size_t compared = 0;
  while (std::getline(lines, line)) {
    std::istringstream cells(line);
    std::string group, n, raw, shrunken, reliability;
    std::getline(cells, group, ','), std::getline(cells, n, ','), std::getline(cells, raw, ','), std::getline(cells, shrunken, ','),
        std::getline(cells, reliability, ',');
    const std::size_t u = sheets.tree.find(group)->value;
    EXPECT_EQ(sums.n[u], std::stod(n)) << group;
    EXPECT_NEAR(sums.centre + sums.sum[u] / sums.n[u], std::stod(raw), 1e-6) << group;
    EXPECT_NEAR(model.value[u], std::stod(shrunken), 1e-5) << group;
    EXPECT_NEAR(model.reliability[u], std::stod(reliability), 1e-4) << group;
    ++compared;
  }
  EXPECT_EQ(compared, 99U);
}

TEST(KnownFigures, bfi) {
  KARUNA_NEEDS_SHARED("data/bfi/expected.json");
  const auto sheets = sheets_of("bfi");
  Figures figures("bfi");
  for (const char* scale : {"agree", "conscientious", "extraversion", "neuroticism", "openness"}) {
    const auto items = turned_items(sheets, scale_of(sheets, scale));
    const auto columns = views(items);
    stats::AlphaOptions options;
    options.missing = stats::Missing::pairwise;
    figures.compare(std::string("alpha_") + scale, stats::cronbach_alpha(stats::CodeColumns(columns), options)->figures.raw);
    figures.compare(std::string("omega_total_") + scale, stats::mcdonald_omega(stats::covariance(stats::CodeColumns(columns)).value())->omega);
  }
  figures.compare("n_rows", static_cast<double>(sheets.rows()));
  figures.finish();
}

TEST(KnownFigures, osmi) {
  KARUNA_NEEDS_SHARED("data/osmi/expected.json");
  const auto first = sheets_of("osmi_2014"), second = sheets_of("osmi_2016");
  Figures figures("osmi");
  figures.compare("n_2014", static_cast<double>(first.rows()));
  const auto& treatment = scale_of(first, "treatment").values;
  figures.compare("treatment_yes_2014", static_cast<double>(std::count(treatment.begin(), treatment.end(), 1.0)));
  figures.compare("supervisor_yes_2014", counts_of(first.items[0].codes)[2]);
  figures.compare("n_2016", static_cast<double>(second.rows()));
  const auto& unsupportive = scale_of(second, "unsupportive");
  auto counts = counts_of(second.items[unsupportive.items[0].value].codes);
  figures.compare("unsupportive_response_2016", {{"No", counts[0]},
                                                 {"Maybe/Not sure", counts[1]},
                                                 {"Yes, I observed", counts[2]},
                                                 {"Yes, I experienced", counts[3]},
                                                 {"N/A", counts[collect::no_answer]}});
  figures.finish();

  const auto age = std::find_if(first.columns.begin(), first.columns.end(), [](const auto& column) { return column.column == "Age"; });
  ASSERT_NE(age, first.columns.end());
  EXPECT_EQ(age->outside, 8U);
  EXPECT_EQ(age->unreadable, 0U);
  EXPECT_EQ(age->answered, 1251U);
}

TEST(KnownFigures, univbct) {
  KARUNA_NEEDS_SHARED("data/univbct/expected.json");
  const auto rounds = sheets_of("univbct"), persons = sheets_of("univbct/persons.toml"), wide = sheets_of("univbct/wide.toml");
  Figures figures("univbct");
  const auto model = stats::random_intercept(sums_of(persons, "satisfaction")).value();
  figures.compare("null_var_subject", model.tau2);
  figures.compare("null_var_residual", model.sigma2);
  figures.compare("null_ICC1", model.icc);
  const auto& satisfaction = scale_of(rounds, "satisfaction").values;
  ASSERT_EQ(rounds.periods.size(), 3U);
  for (std::size_t p = 0; p < 3; ++p) {
    std::vector<double> values;
    for (std::size_t row = 0; row < rounds.rows(); ++row)
      if (rounds.period[row] == p) values.push_back(satisfaction[row]);
    const auto moments = stats::moments(values);
    figures.compare("mean_JOBSAT" + std::to_string(p + 1), moments.mean);
    figures.compare("n_JOBSAT" + std::to_string(p + 1), static_cast<double>(moments.n));
  }
  std::vector<double> both;
  for (const char* scale : {"JOBSAT1", "JOBSAT3"}) both.insert(both.end(), scale_of(wide, scale).values.begin(), scale_of(wide, scale).values.end());
  figures.compare("r_JOBSAT1_JOBSAT3", stats::correlations(stats::covariance(MatrixView(both.data(), wide.rows(), 2)).value())[1]);
  figures.compare("n_persons", static_cast<double>(wide.rows()));
  for (const char* figure : {"time_slope", "time_slope_se", "rs_time_slope", "rs_minus2LL_drop"}) figures.leave_out(figure, later_models);
  figures.finish();
}

}  // namespace
}  // namespace karuna::test
