// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "case.h"
#include "shared.h"
#include "stats/correlation/compare.h"
#include "stats/correlation/multiplicity.h"
#include "stats/correlation/partial.h"
#include "stats/correlation/pearson.h"
#include "stats/correlation/ranks.h"
#include "stats/linear/clustered.h"
#include "stats/linear/sandwich.h"
#include "table.h"

namespace karuna::test {
namespace {

using namespace stats;

void pairs_case(OracleCase& c, const Table& table) {
  const auto& names = table.names();
  std::map<std::string, double> p;  // in the order of the expected keys, which is by alphabet in both
  for (std::size_t a = 0; a < names.size(); ++a)
    for (std::size_t b = a + 1; b < names.size(); ++b) {
      const std::string pair = names[a] + "~" + names[b], path = "/pairs/" + pair;
      const auto x = table.numbers(names[a]), y = table.numbers(names[b]);
      const auto r = pearson(x, y);
      ASSERT_TRUE(r) << r.error().what;
      c.compare(path + "/n", static_cast<double>(r->n));
      c.compare(path + "/pearson/cor", r->r);
      c.compare(path + "/pearson/lo", r->interval.low);
      c.compare(path + "/pearson/hi", r->interval.high);
      c.compare(path + "/pearson/t", r->statistic);
      c.compare(path + "/pearson/p", r->p);
      const auto rho = spearman(x, y);
      ASSERT_TRUE(rho) << rho.error().what;
      c.compare(path + "/spearman/1", rho->r);
      c.compare(path + "/spearman/p", rho->p);
      const auto tau = kendall(x, y, KendallTest::normal);
      ASSERT_TRUE(tau) << tau.error().what;
      c.compare(path + "/kendall_tau_b/1", tau->r);
      c.compare(path + "/kendall_tau_b/z", tau->statistic);
      c.compare(path + "/kendall_tau_b/p", tau->p);
      p[pair] = r->p;
    }
  std::vector<double> given;
  for (const auto& [pair, value] : p) given.push_back(value);
  for (const auto& [name, method] : {std::pair{"holm", Multiplicity::holm},
                                     {"hochberg", Multiplicity::hochberg},
                                     {"hommel", Multiplicity::hommel},
                                     {"BH", Multiplicity::BH},
                                     {"BY", Multiplicity::BY},
                                     {"bonferroni", Multiplicity::bonferroni}}) {
    const auto adjusted = adjusted_p(given, method);
    ASSERT_TRUE(adjusted) << adjusted.error().what;
    std::size_t place = 0;
    for (const auto& [pair, value] : p) c.compare(std::string("/p_adjust/") + name + "/" + pair, (*adjusted)[place++]);
  }
  const Numbers columns(table, names);
  const auto partial = partial_correlations(columns.view(), names);
  ASSERT_TRUE(partial) << partial.error().what;
  c.compare("/partial", partial->r);
}

TEST(Oracles, correlations_agree_with_stats_and_psych) {
  KARUNA_NEEDS_SHARED("oracles/correlation/cases.json");
  std::vector<OracleCase> done;
  for (const auto& [id, listed] : oracle_cases("correlation")) {
    OracleCase c(listed);
    if (id == "steiger") {
      const auto dependent = compare_overlapping(.4, .6, .1, 103);
      const auto independent = compare_independent(.5, 120, .3, 103);
      ASSERT_TRUE(dependent && independent);
      c.compare("/dependent/t", dependent->statistic);
      c.compare("/dependent/p", dependent->p);
      c.compare("/independent/z", independent->statistic);
      c.compare("/independent/p", independent->p);
    } else if (id == "attitude" || id == "mtcars6") {
      pairs_case(c, Table(shared_file("oracles/correlation/" + listed.at("data").get<std::string>())));
    } else {
      continue;  // polychorics are another method
    }
    c.finish();
    done.push_back(std::move(c));
  }
  print_table("correlation", done);
  EXPECT_EQ(done.size(), 3U);
}

void schools_case(OracleCase& c, const Table& table) {
  const auto income = table.numbers("Income"), spending = table.numbers("Expenditure");
  std::vector<double> columns = income;
  for (const double x : income) columns.push_back(x * x);
  const auto fit = least_squares(spending, MatrixView(columns.data(), income.size(), 2));
  ASSERT_TRUE(fit) << fit.error().what;
  c.compare("/const", fit->covariance);
  for (const auto& [name, correction] : {std::pair{"/HC0", Heteroscedastic::HC0},
                                         {"/HC1", Heteroscedastic::HC1},
                                         {"/HC2", Heteroscedastic::HC2},
                                         {"/HC3", Heteroscedastic::HC3},
                                         {"/HC4", Heteroscedastic::HC4},
                                         {"/HC4m", Heteroscedastic::HC4m}}) {
    const auto covariance = sandwich_covariance(*fit, correction);
    ASSERT_TRUE(covariance) << covariance.error().what;
    c.compare(name, *covariance);
  }
}

void petersen_case(OracleCase& c, const Table& table) {
  const auto x = table.numbers("x"), y = table.numbers("y");
  const Levels firm = table.levels("firm"), year = table.levels("year");
  const auto fit = least_squares(y, MatrixView(x.data(), x.size(), 1));
  ASSERT_TRUE(fit) << fit.error().what;
  const auto covariance = [&](auto&& found) {
    EXPECT_TRUE(found) << found.error().what;
    return found->covariance;
  };
  c.compare("/firm_HC1", covariance(clustered_covariance(*fit, firm.of_row)));
  c.compare("/year_HC1", covariance(clustered_covariance(*fit, year.of_row)));
  c.compare("/twoway_HC1", covariance(clustered_covariance(*fit, firm.of_row, year.of_row)));
  c.compare("/firm_HC0_noadj", covariance(clustered_covariance(*fit, firm.of_row, {}, {.small_sample = false, .few_clusters = false})));
  c.compare("/driscoll_kraay", covariance(panel_covariance(*fit, year.of_row)));
}

TEST(Oracles, robust_errors_agree_with_sandwich) {
  KARUNA_NEEDS_SHARED("oracles/sandwich/cases.json");
  std::vector<OracleCase> done;
  for (const auto& [id, listed] : oracle_cases("sandwich")) {
    const Table table(shared_file("oracles/sandwich/" + listed.at("data").get<std::string>()));
    OracleCase c(listed);
    if (id == "publicschools_hc") {
      schools_case(c, table);
    } else {
      petersen_case(c, table);
    }
    c.finish();
    done.push_back(std::move(c));
  }
  print_table("sandwich", done);
  EXPECT_EQ(done.size(), 2U);
}

TEST(PublishedFigures, of_clustered_errors_come_out) {  // Petersen's table for his test data: doi:10.1093/rfs/hhn053 and the page that goes with it
  KARUNA_NEEDS_SHARED("oracles/sandwich/petersen.csv");
  const Table table(shared_file("oracles/sandwich/petersen.csv"));
  const auto x = table.numbers("x"), y = table.numbers("y");
  const Levels firm = table.levels("firm"), year = table.levels("year");
  const auto fit = least_squares(y, MatrixView(x.data(), x.size(), 1));
  ASSERT_TRUE(fit) << fit.error().what;
  const auto errors = [](const std::vector<double>& covariance) { return std::pair{std::sqrt(covariance[0]), std::sqrt(covariance[3])}; };
  const auto expect = [&](const std::pair<double, double>& ours, double constant, double slope) {
    EXPECT_NEAR(ours.first, constant, 5.1e-5);
    EXPECT_NEAR(ours.second, slope, 5.1e-5);
  };
  EXPECT_NEAR(fit->beta[1], 1.0348, 5e-5);
  EXPECT_NEAR(fit->beta[0], 0.0297, 5e-5);
  expect(errors(fit->covariance), 0.0284, 0.0286);
  expect(errors(sandwich_covariance(*fit, Heteroscedastic::HC1).value()), 0.0284, 0.0284);
  expect(errors(clustered_covariance(*fit, firm.of_row)->covariance), 0.0670, 0.0506);
  expect(errors(clustered_covariance(*fit, year.of_row)->covariance), 0.0234, 0.0334);
  expect(errors(clustered_covariance(*fit, firm.of_row, year.of_row)->covariance), 0.0651, 0.0536);
}

TEST(PublishedFigures,
     of_hc4_errors_come_out) {  // Zeileis 2004, doi:10.18637/jss.v011.i10, public schools, income in units of 10,000: 3008.01, 8183.19, 5488.93
  KARUNA_NEEDS_SHARED("oracles/sandwich/publicschools_hc.csv");
  const Table table(shared_file("oracles/sandwich/publicschools_hc.csv"));
  std::vector<double> columns = table.numbers("Income");
  for (double& income : columns) income /= 1e4;
  const std::size_t rows = columns.size();
  for (std::size_t i = 0; i < rows; ++i) columns.push_back(columns[i] * columns[i]);
  const auto fit = least_squares(table.numbers("Expenditure"), MatrixView(columns.data(), rows, 2));
  ASSERT_TRUE(fit) << fit.error().what;
  const auto covariance = sandwich_covariance(*fit, Heteroscedastic::HC4).value();
  EXPECT_NEAR(std::sqrt(covariance[0]), 3008.01, 5e-3);
  EXPECT_NEAR(std::sqrt(covariance[4]), 8183.19, 5e-3);
  EXPECT_NEAR(std::sqrt(covariance[8]), 5488.93, 5e-3);
}

}  // namespace
}  // namespace karuna::test
