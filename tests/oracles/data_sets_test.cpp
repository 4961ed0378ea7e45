// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "shared.h"
#include "stats/agreement/ad_m.h"
#include "stats/agreement/awg.h"
#include "stats/agreement/rwg.h"
#include "stats/quantiles.h"
#include "stats/reliability/alpha.h"
#include "stats/reliability/omega.h"
#include "stats/units/icc.h"
#include "stats/units/random_intercept.h"
#include "table.h"

namespace karuna::test {
namespace {

using namespace stats;

/// A figure of an expected.json, with its absolute tolerance.
void near(const nlohmann::json& expected, const std::string& name, double ours) {
  const auto& listed = expected.at(name);
  EXPECT_NEAR(ours, listed.at("value").get<double>(), listed.at("tolerance").get<double>()) << name;
}

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double x : values) sum += x;
  return sum / static_cast<double>(values.size());
}

GroupSums sums_of(const Table& table, const std::string& group, const std::vector<double>& values) {
  const Levels groups = table.levels(group);
  return group_sums(groups.of_row, groups.names.size(), values).value();
}

TEST(DataSets, bh1996_gives_the_published_variances_and_shrunken_means) {
  KARUNA_NEEDS_SHARED("data/bh1996/expected.json");
  const auto expected = read_json(shared_file("data/bh1996/expected.json"));
  const Table table(shared_file("data/bh1996/bh1996.csv"));
  for (const std::string scale : {"WBEING", "LEAD", "COHES", "HRS"}) {
    const auto icc = one_way_icc(sums_of(table, "GRP", table.numbers(scale)));
    ASSERT_TRUE(icc);
    near(expected, "ICC1_" + scale, icc->icc1);
    near(expected, "ICC2_" + scale, icc->icc2);
  }
  const auto model = random_intercept(sums_of(table, "GRP", table.numbers("WBEING")));
  ASSERT_TRUE(model) << model.error().what;
  near(expected, "null_REML_intercept_variance", model->tau2);
  near(expected, "null_REML_residual_variance", model->sigma2);
  near(expected, "null_REML_ICC1", model->icc);
  near(expected, "ICC2_lme_unweighted", mean_of(model->reliability));
  near(expected, "n_groups", static_cast<double>(model->value.size()));
  near(expected, "n_rows", model->n);

  const Table shrunken(shared_file("data/bh1996/expected_eb_group_means.csv"));
  const auto value = shrunken.numbers("eb_mean"), reliability = shrunken.numbers("reliability");
  ASSERT_EQ(value.size(), model->value.size());
  for (std::size_t j = 0; j < value.size(); ++j) {
    EXPECT_NEAR(model->value[j], value[j], 1e-6) << "group " << j + 1;
    EXPECT_NEAR(model->reliability[j], reliability[j], 2e-6) << "group " << j + 1;
  }
}

TEST(DataSets, univbct_splits_the_variance_between_and_within_persons) {
  KARUNA_NEEDS_SHARED("data/univbct/expected.json");
  const auto expected = read_json(shared_file("data/univbct/expected.json"));
  const Table table(shared_file("data/univbct/univbct_long.csv"));
  const auto model = random_intercept(sums_of(table, "SUBNUM", table.numbers("JSAT")));
  ASSERT_TRUE(model) << model.error().what;
  near(expected, "null_var_subject", model->tau2);
  near(expected, "null_var_residual", model->sigma2);
  near(expected, "null_ICC1", model->icc);
}

TEST(DataSets, bhr2000_agreement_reliability_and_icc) {
  KARUNA_NEEDS_SHARED("data/bhr2000/expected.json");
  const auto expected = read_json(shared_file("data/bhr2000/expected.json"));
  const Table table(shared_file("data/bhr2000/bhr2000.csv"));
  const Levels groups = table.levels("GRP");
  const std::vector<std::string> names(table.names().begin() + 1, table.names().begin() + 12);
  std::vector<std::vector<std::int16_t>> columns;
  for (const auto& name : names) columns.push_back(table.codes(name));
  const std::vector<CodeColumn> items(columns.begin(), columns.end());
  const auto religion = rwg(groups.of_row, groups.names.size(), CodeColumn(table.codes("RELIG")), 2).value();
  const auto lead = rwg_j(groups.of_row, groups.names.size(), items, 2).value();
  const auto distance = ad_m(groups.of_row, groups.names.size(), items).value();
  near(expected, "rwg_RELIG_mean", mean_of(religion.value));
  near(expected, "rwgj_LEAD_mean", mean_of(lead.value));
  near(expected, "rwgj_LEAD_median", median(lead.value));
  near(expected, "adm_LEAD_mean", mean_of(distance.value));
  near(expected, "awg_LEAD_mean", mean_of(awg(groups.of_row, groups.names.size(), items, 1, 5).value().value));

  const Table by_group(shared_file("data/bhr2000/expected_agreement.csv"));
  const auto rwgj = by_group.numbers("rwgj_LEAD"), rwg1 = by_group.numbers("rwg_RELIG"), adm = by_group.numbers("adm_LEAD"), n = by_group.numbers("n");
  ASSERT_EQ(rwgj.size(), lead.value.size());
  for (std::size_t j = 0; j < rwgj.size(); ++j) {
    EXPECT_NEAR(lead.value[j], rwgj[j], 1e-8);
    EXPECT_NEAR(religion.value[j], rwg1[j], 1e-8);
    EXPECT_NEAR(distance.value[j], adm[j], 1e-8);
    EXPECT_EQ(lead.n[j], n[j]);
  }

  near(expected, "alpha_LEAD", cronbach_alpha(CodeColumns(items)).value().figures.raw);
  near(expected, "omega_total_LEAD", mcdonald_omega(covariance(CodeColumns(items)).value()).value().omega);
  const Numbers values(table, names);
  std::vector<double> score(values.rows, 0);
  for (std::size_t i = 0; i < values.rows; ++i)
    for (std::size_t j = 0; j < values.columns; ++j) score[i] += values.view()(i, j) / static_cast<double>(values.columns);
  for (const auto& [name, icc] :
       {std::pair{"LEAD", one_way_icc(sums_of(table, "GRP", score)).value()}, {"HRS", one_way_icc(sums_of(table, "GRP", table.numbers("HRS"))).value()}}) {
    near(expected, std::string("ICC1_") + name, icc.icc1);
    near(expected, std::string("ICC2_") + name, icc.icc2);
  }
}

TEST(DataSets, bfi_alphas_rest_on_pairs_and_omegas_on_complete_rows) {
  KARUNA_NEEDS_SHARED("data/bfi/expected.json");
  const auto expected = read_json(shared_file("data/bfi/expected.json"));
  const Table table(shared_file("data/bfi/bfi.csv"));
  const std::vector<std::pair<std::string, std::string>> scales{{"agree", "-A1 A2 A3 A4 A5"},
                                                                {"conscientious", "C1 C2 C3 -C4 -C5"},
                                                                {"extraversion", "-E1 -E2 E3 E4 E5"},
                                                                {"neuroticism", "N1 N2 N3 N4 N5"},
                                                                {"openness", "O1 -O2 O3 O4 -O5"}};
  for (const auto& [name, key] : scales) {
    std::vector<std::vector<std::int16_t>> columns;
    for (std::size_t at = 0; at < key.size();) {
      const bool turned = key[at] == '-';
      const std::size_t end = std::min(key.find(' ', at), key.size());
      auto& column = columns.emplace_back(table.codes(key.substr(at + (turned ? 1 : 0), end - at - (turned ? 1 : 0))));
      for (auto& x : column)
        if (turned && x != no_code) x = static_cast<std::int16_t>(7 - x);
      at = end + 1;
    }
    const std::vector<CodeColumn> items(columns.begin(), columns.end());
    near(expected, "alpha_" + name, cronbach_alpha(CodeColumns(items), {.missing = Missing::pairwise}).value().figures.raw);
    near(expected, "omega_total_" + name, mcdonald_omega(covariance(CodeColumns(items)).value()).value().omega);
  }
}

}  // namespace
}  // namespace karuna::test
