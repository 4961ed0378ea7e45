// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "case.h"
#include "shared.h"
#include "stats/reliability/alpha.h"
#include "stats/reliability/guttman.h"
#include "stats/reliability/omega.h"
#include "stats/reliability/shrout_fleiss.h"
#include "table.h"

namespace karuna::test {
namespace {

using namespace stats;

void alpha_case(OracleCase& c, const Numbers& answers) {
  const auto alpha = cronbach_alpha(answers.view());
  ASSERT_TRUE(alpha) << alpha.error().what;
  const auto& f = alpha->figures;
  c.compare("/total/raw_alpha", f.raw);
  c.compare("/total/std.alpha", f.standardised);
  c.compare("/total/G6(smc)", f.g6);
  c.compare("/total/average_r", f.average_r);
  c.compare("/total/S/N", f.signal_to_noise);
  c.compare("/total/ase", f.standard_error);
  c.compare("/total/mean", alpha->mean);
  c.compare("/total/sd", alpha->sd);
  c.compare("/total/median_r", f.median_r);
  c.compare("/feldt/lower.ci/raw_alpha", alpha->feldt.low);
  c.compare("/feldt/alpha/raw_alpha", f.raw);
  c.compare("/feldt/upper.ci/raw_alpha", alpha->feldt.high);
  c.compare("/duhachek_ci", std::vector{alpha->duhachek.low, alpha->duhachek.high});
  const auto items = [&](const auto& figure) {
    std::vector<double> all;
    for (const auto& item : alpha->item) all.push_back(static_cast<double>(figure(item)));
    return all;
  };
  using Item = const ItemStatistics&;
  c.compare("/alpha_drop/raw_alpha", items([](Item i) { return i.without.raw; }));
  c.compare("/alpha_drop/std.alpha", items([](Item i) { return i.without.standardised; }));
  c.compare("/alpha_drop/G6(smc)", items([](Item i) { return i.without.g6; }));
  c.compare("/alpha_drop/average_r", items([](Item i) { return i.without.average_r; }));
  c.compare("/alpha_drop/S/N", items([](Item i) { return i.without.signal_to_noise; }));
  c.compare("/alpha_drop/alpha se", items([](Item i) { return i.without.standard_error; }));
  c.compare("/alpha_drop/var.r", items([](Item i) { return i.without.variance_r; }));
  c.compare("/alpha_drop/med.r", items([](Item i) { return i.without.median_r; }));
  c.compare("/item_stats/n", items([](Item i) { return i.n; }));
  c.compare("/item_stats/raw.r", items([](Item i) { return i.raw_r; }));
  c.compare("/item_stats/std.r", items([](Item i) { return i.std_r; }));
  c.compare("/item_stats/r.cor", items([](Item i) { return i.r_cor; }));
  c.compare("/item_stats/r.drop", items([](Item i) { return i.r_drop; }));
  c.compare("/item_stats/mean", items([](Item i) { return i.mean; }));
  c.compare("/item_stats/sd", items([](Item i) { return i.sd; }));
}

void omega_case(OracleCase& c, const Numbers& answers) {
  const auto covariances = covariance(answers.view());
  ASSERT_TRUE(covariances);
  const auto omega = mcdonald_omega(*covariances);
  ASSERT_TRUE(omega) << omega.error().what;
  const auto listed = [&](const char* name) { return c.expected().at(name).get<std::vector<double>>(); };
  c.accept_if_better(omega->fit.criterion, one_factor_discrepancy(*covariances, listed("loadings"), listed("residual_var")));
  EXPECT_LT(omega->fit.gradient_norm, 1e-9);
  c.compare("/loadings", omega->loadings);
  c.compare("/residual_var", omega->residuals);
  c.compare("/omega", omega->omega);
  c.compare("/omega_se_delta", omega->standard_error);
  c.compare("/omega_ci_lower", omega->interval.low);
  c.compare("/omega_ci_upper", omega->interval.high);
}

void icc_case(OracleCase& c, const Numbers& answers) {
  const auto found = shrout_fleiss(answers.view());
  ASSERT_TRUE(found) << found.error().what;
  std::vector<std::string> types;
  std::vector<double> icc, f, df1, df2, p, low, high;
  for (const auto& one : found->icc) {
    types.emplace_back(one.type);
    icc.push_back(one.icc), f.push_back(one.f), df1.push_back(one.df1), df2.push_back(one.df2), p.push_back(one.p);
    low.push_back(one.interval.low), high.push_back(one.interval.high);
  }
  c.compare_words("/results/type", types);
  c.compare("/results/ICC", icc);
  c.compare("/results/F", f);
  c.compare("/results/df1", df1);
  c.compare("/results/df2", df2);
  c.compare("/results/p", p);
  c.compare("/results/lower bound", low);
  c.compare("/results/upper bound", high);
  c.compare("/MSW", found->ms_within);
}

void guttman_case(OracleCase& c, const Numbers& answers) {
  const auto covariances = covariance(answers.view());
  ASSERT_TRUE(covariances);
  const auto lambda = guttman_lambdas(*covariances);
  ASSERT_TRUE(lambda) << lambda.error().what;
  c.compare("/lambda2", lambda->lambda2);
  c.compare("/lambda3", lambda->lambda3);
  c.compare("/lambda6", lambda->lambda6);
  c.compare("/alpha_pc", lambda->alpha_pc);
}

TEST(Oracles, reliability_agrees_with_psych_and_lavaan) {
  KARUNA_NEEDS_SHARED("oracles/reliability/cases.json");
  std::vector<OracleCase> done;
  for (const auto& [id, listed] : oracle_cases("reliability")) {
    const Table table(shared_file("oracles/reliability/" + listed.at("data").get<std::string>()));
    const bool first_rows_only = id.starts_with("icc6");
    const Numbers answers(table, table.names(), first_rows_only ? 200 : SIZE_MAX);
    OracleCase c(listed);
    if (id.starts_with("alpha"))
      alpha_case(c, answers);
    else if (id.starts_with("omega1f"))
      omega_case(c, answers);
    else if (first_rows_only)
      icc_case(c, answers);
    else if (id.starts_with("guttman"))
      guttman_case(c, answers);
    c.finish();
    done.push_back(std::move(c));
  }
  print_table("reliability", done);
  EXPECT_EQ(done.size(), 16U);
}

}  // namespace
}  // namespace karuna::test
