// SPDX-License-Identifier: Apache-2.0
// Real data through `karuna fit`: what the command prints is what is published, or what R finds, for each data set of the shared folder.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <vector>

#include "fitted.h"

namespace karuna::test {
namespace {

using testing::HasSubstr;

/// The figures of an expected.json, each with its own tolerance, and which of them were compared.
struct Expected {
  std::string set;
  json listed;
  std::set<std::string> seen = {};
  explicit Expected(std::string of) : set(std::move(of)), listed(read_json(shared_file("data/" + set + "/expected.json"))) {}
  double value(const std::string& name) const { return listed.at(name).at("value").get<double>(); }
  void compare(const std::string& name, double ours) {
    EXPECT_NEAR(ours, value(name), listed.at(name).at("tolerance").get<double>()) << set << ": " << name;
    seen.insert(name);
  }
  /// Every figure is compared.
  void finish() const {
    for (const auto& figure : listed.items()) EXPECT_TRUE(seen.contains(figure.key())) << set << ": " << figure.key() << " is not compared";
  }
};

/// Cells of a line; a comma between quotes ends none.
std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') quoted = !quoted;
    if (c == ',' && !quoted)
      cells.emplace_back();
    else
      cells.back() += c;
  }
  return cells;
}

/// The rows of a CSV file of the shared folder that have a value in a column.
std::string rows_with(const std::string& file, const std::string& column, const std::string& value) {
  std::istringstream lines(read_text(shared_file(file)));
  std::string line, out;
  std::getline(lines, line);
  const auto names = cells_of(line);
  const auto at = static_cast<std::size_t>(std::find(names.begin(), names.end(), column) - names.begin());
  out = line + "\n";
  while (std::getline(lines, line))
    if (const auto cells = cells_of(line); at < cells.size() && cells[at] == value) out += line + "\n";
  return out;
}

const std::string trusts = "data/nhs_trust_panel_2012_2017/trust_year.csv";

// Stress and mortality of 142 trusts over six years. Where a trust's own stress rises, its mortality hardly moves (.053, from demeaned columns by least
// squares: a random intercept gives the same for the part within). Trusts with more stress have less mortality: -.580 by lme4 1.1-31 (lmer, REML), standard
// error .254.
TEST(FitOnRealData, tells_what_changes_within_trusts_from_how_trusts_differ) {
  KARUNA_NEEDS_SHARED("data/nhs_trust_panel_2012_2017/expected.json");
  Expected expected("nhs_trust_panel_2012_2017");
  const std::string formula = "SHMI.Index ~ within(WorkStress.Index, Code) + between(WorkStress.Index, Code)";
  const json out = fitted("method = \"mixed\"\nformula = \"" + formula + " + (1 | Code)\"", trusts);
  expected.compare("within_trust_slope_SHMI_on_WorkStress", cell(out, "coefficients", 1, "estimate"));
  EXPECT_NEAR(cell(out, "coefficients", 1, "standard_error"), 0.05885771, 1e-6);
  EXPECT_NEAR(cell(out, "coefficients", 2, "estimate"), -0.57992425, 1e-6);
  EXPECT_NEAR(cell(out, "coefficients", 2, "standard_error"), 0.25427086, 1e-6);
  EXPECT_LT(cell(out, "coefficients", 1, "low"), 0);
  EXPECT_GT(cell(out, "coefficients", 1, "high"), 0);
  EXPECT_LT(cell(out, "coefficients", 2, "high"), 0);
  EXPECT_EQ(out.at("rows"), 816);

  // Least squares by trust: the same slope. All rows together mix both: -.280 by R's lm.
  const json demeaned = fitted("method = \"linear\"\nformula = \"" + formula + "\"\nclusters = [\"Code\"]", trusts);
  expected.compare("within_trust_slope_SHMI_on_WorkStress", cell(demeaned, "coefficients", 1, "estimate"));
  const json mixed_up = fitted("method = \"linear\"\nformula = \"SHMI.Index ~ WorkStress.Index\"\nerrors = \"classical\"", trusts);
  EXPECT_NEAR(cell(mixed_up, "coefficients", 1, "estimate"), -0.2800217, 1e-6);
  EXPECT_NEAR(cell(mixed_up, "coefficients", 1, "standard_error"), 0.084974807, 1e-8);

  expected.compare("n_trusts", cell(fitted("method = \"mixed\"\nformula = \"SHMI.Index ~ 1 + (1 | Code)\"", trusts), "variances", 0, "groups"));
  const json means = fitted("method = \"survey_mean\"\nmeasures = [\"Engagement.Index\"]\nweights = \"Responses\"\nby = \"Year.Index\"", trusts);
  const TemporaryFolder folder;
  for (int year = 2012; year <= 2017; ++year) {
    const std::string named = std::to_string(year), table = rows_with(trusts, "Year.Index", named), file = folder.write(named + ".csv", table).string();
    expected.compare("n_" + named, static_cast<double>(std::count(table.begin(), table.end(), '\n')) - 1);
    expected.compare("engagement_weighted_mean_" + named, cell(means, "figures", static_cast<std::size_t>(year - 2012), "estimate"));
    const json r = fitted("method = \"correlation\"\ncolumns = [\"Engagement.Index\", \"WorkStress.Index\", \"SHMI.Index\"]", file);
    std::size_t row = 0;
    for (const char* pair : {"Engagement.Index_WorkStress.Index", "Engagement.Index_SHMI.Index", "WorkStress.Index_SHMI.Index"})
      expected.compare("r_" + std::string(pair) + "_" + named, cell(r, "correlations", row++, "r"));
  }
  expected.finish();
}

// 99 army companies: the null model is published (Marshall). The slopes of Bliese's Multilevel Modeling in R come from an optimiser that stopped before the
// optimum, so they hold within a hundredth of their standard errors; nlme 3.1-162 at its tightest, -2 restricted log likelihood 17822.570941269, has ours.
TEST(FitOnRealData, finds_the_published_slopes_of_99_companies) {
  KARUNA_NEEDS_SHARED("data/bh1996/expected.json");
  Expected expected("bh1996");
  const std::string table = "data/bh1996/bh1996.csv";
  for (const std::string scale : {"WBEING", "LEAD", "COHES", "HRS"}) {
    const json icc = fitted("method = \"icc\"\nformula = \"" + scale + " ~ 1 + (1 | GRP)\"", table);
    expected.compare("ICC1_" + scale, cell(icc, "icc", 0, "estimate"));
    expected.compare("ICC2_" + scale, cell(icc, "icc", 1, "estimate"));
  }
  const json null = fitted("method = \"mixed\"\nformula = \"WBEING ~ 1 + (1 | GRP)\"", table);
  const double between = cell(null, "variances", 0, "variance"), within = cell(null, "variances", 1, "variance");
  expected.compare("null_REML_intercept_variance", between);
  expected.compare("null_REML_residual_variance", within);
  expected.compare("null_REML_ICC1", between / (between + within));
  expected.compare("n_rows", null.at("rows").get<double>());
  expected.compare("n_groups", cell(null, "variances", 0, "groups"));
  std::istringstream lines(read_text(shared_file("data/bh1996/expected_eb_group_means.csv")));
  std::string line;
  std::getline(lines, line);
  double reliability = 0;
  std::size_t company = 0;
  for (; std::getline(lines, line); ++company) {  // every company, drawn to the mean as far as it is uncertain
    const auto cells = cells_of(line);
    EXPECT_NEAR(cell(null, "coefficients", 0, "estimate") + cell(null, "effects", company, "estimate"), std::stod(cells[3]), 1e-5) << cells[0];
    reliability += between / (between + within / cell(null, "effects", company, "rows"));
  }
  EXPECT_EQ(company, 99U);
  expected.compare("ICC2_lme_unweighted", reliability / 99);

  const json out = fitted("method = \"mixed\"\nformula = \"WBEING ~ HRS + LEAD + between(HRS, GRP) + (1 + LEAD | GRP)\"", table);
  EXPECT_LE(cell(out, "criterion", 0, "value"), 17822.570941269 + 1e-6);
  const std::vector<std::pair<double, double>> of_nlme{
      {2.464137020494, 0.207541491543}, {-0.028483208929, 0.004468012181}, {0.494545793470, 0.016873896808}, {-0.070567120678, 0.017817074249}};
  std::size_t row = 0;
  for (const char* name : {"(Intercept)", "HRS", "LEAD", "G.HRS"}) {
    const double estimate = cell(out, "coefficients", row, "estimate"), error = cell(out, "coefficients", row, "standard_error");
    EXPECT_NEAR(estimate, of_nlme[row].first, 1e-5 * of_nlme[row].second) << name;
    EXPECT_NEAR(error, of_nlme[row].second, 1e-5 * of_nlme[row].second) << name;
    const std::string published = std::string("slopes_REML_") + name, with_error = std::string("slopes_REML_se_") + name;
    EXPECT_NEAR(estimate, expected.value(published), 0.01 * expected.value(with_error)) << name;
    EXPECT_NEAR(error, expected.value(with_error), 0.01 * expected.value(with_error)) << name;
    expected.seen.insert({published, with_error});
    ++row;
  }
  expected.finish();
}

// Job satisfaction of 495 soldiers in three rounds; who dropped out is in it with the rounds they answered.
TEST(FitOnRealData, follows_soldiers_over_three_rounds_with_drop_out) {
  KARUNA_NEEDS_SHARED("data/univbct/expected.json");
  Expected expected("univbct");
  const std::string rounds = "data/univbct/univbct_long.csv";
  for (const std::string method : {"mixed", "waves"}) {
    std::string words;
    const std::string start = "method = \"" + method + "\"\nformula = \"JSAT ~ ";
    const json intercepts = fit(start + "TIME + (1 | SUBNUM)\"", rounds, words);
    EXPECT_THAT(words, HasSubstr("89 left out")) << "and the others of those persons stay";
    const json slopes = fitted(start + "TIME + (1 + TIME | SUBNUM)\"", rounds);
    expected.compare("time_slope", cell(intercepts, "coefficients", 1, "estimate"));
    expected.compare("time_slope_se", cell(intercepts, "coefficients", 1, "standard_error"));
    expected.compare("rs_time_slope", cell(slopes, "coefficients", 1, "estimate"));
    expected.compare("rs_minus2LL_drop", cell(intercepts, "criterion", 0, "value") - cell(slopes, "criterion", 0, "value"));
  }
  const json null = fitted("method = \"mixed\"\nformula = \"JSAT ~ 1 + (1 | SUBNUM)\"", rounds);
  const double between = cell(null, "variances", 0, "variance"), within = cell(null, "variances", 1, "variance");
  expected.compare("null_var_subject", between);
  expected.compare("null_var_residual", within);
  expected.compare("null_ICC1", between / (between + within));
  const std::string wide = "data/univbct/univbct_wide.csv";
  const json means = fitted("method = \"survey_mean\"\nmeasures = [\"JOBSAT1\", \"JOBSAT2\", \"JOBSAT3\"]", wide);
  for (std::size_t round = 0; round < 3; ++round) {
    expected.compare("mean_JOBSAT" + std::to_string(round + 1), cell(means, "figures", round, "estimate"));
    expected.compare("n_JOBSAT" + std::to_string(round + 1), cell(means, "figures", round, "n"));
  }
  expected.compare("n_persons", means.at("rows").get<double>());
  const json r = fitted("method = \"correlation\"\ncolumns = [\"JOBSAT1\", \"JOBSAT3\"]", wide);
  expected.compare("r_JOBSAT1_JOBSAT3", cell(r, "correlations", 0, "r"));
  expected.finish();
}

}  // namespace
}  // namespace karuna::test
