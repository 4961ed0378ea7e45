// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <fstream>
#include <numbers>
#include <sstream>

#include "fitted.h"

namespace karuna::test {
namespace {

/// The cell of summary()'s table of coefficients.
double of_table(const json& expected, std::size_t row, std::size_t column) {
  return expected.at("tTable").at("values_row_major").at(row * 5 + column).get<double>();
}

/// Estimates and errors within a ten-thousandth of the standard error.
void same_coefficients(const json& out, const std::string& section, const json& expected) {
  for (std::size_t row = 0; row < expected.at("tTable").at("rows").size(); ++row) {
    const double error = of_table(expected, row, 1);
    EXPECT_NEAR(cell(out, section, row, "estimate"), of_table(expected, row, 0), 1e-4 * error) << row;
    EXPECT_NEAR(cell(out, section, row, "standard_error"), error, 1e-4 * error) << row;
  }
}

TEST(FitOnOracles, draws_the_lines_of_growing_rats_as_nlme_does) {
  KARUNA_NEEDS_SHARED("oracles/growth_ar/cases.json");
  const json r = expected("growth_ar", "bodyweight_slope");
  std::string words;
  for (const std::string method : {"waves", "mixed"}) {
    const json out =
        fit("method = \"" + method + "\"\nformula = \"weight ~ Time * factor(Diet) + (1 + Time | Rat)\"", "oracles/growth_ar/bodyweight.csv", words);
    ASSERT_FALSE(out.is_null()) << words;
    same_coefficients(out, "coefficients", r);
    const double deviance = -2 * r.at("logLik").get<double>();
    EXPECT_NEAR(cell(out, "criterion", 0, "value"), deviance, 1e-4) << method;
  }
}

// Ends by lme4's own deviance, as in the oracles of mixed models.
TEST(FitOnOracles, profiles_the_sleep_study_and_says_where_it_does_not) {
  KARUNA_NEEDS_SHARED("oracles/lmm/cases.json");
  const std::string model = "method = \"mixed\"\nformula = \"Reaction ~ Days + (1 + Days | Subject)\"\nintervals = \"profile\"\n";
  std::string words;
  const json out = fit(model, "oracles/lmm/sleepstudy.csv", words);
  ASSERT_FALSE(out.is_null()) << words;
  near(cell(out, "profile", 1, "low"), 7.358652004, 1e-6);
  near(cell(out, "profile", 2, "low"), 14.38138452, 1e-6);
  near(cell(out, "profile", 4, "high"), 0.6850189685, 1e-6);
  near(cell(out, "profile", 5, "high"), 28.85799921, 1e-6);
  const json fixed = fit(model + "sigma2 = 600", "oracles/lmm/sleepstudy.csv", words);
  ASSERT_FALSE(fixed.is_null()) << words;
  EXPECT_NE(words.find("profile intervals that were asked for are not given"), std::string::npos) << words;
}

// The formula has no sine; so the test writes the columns.
TEST(FitOnOracles, remembers_the_wave_before_as_nlme_does) {
  KARUNA_NEEDS_SHARED("oracles/growth_ar/cases.json");
  std::istringstream lines(read_text(shared_file("oracles/growth_ar/ovary.csv")));
  std::string line, table = "mare,wave,s,c,follicles\n", before;
  std::getline(lines, line);
  for (int wave = 0; std::getline(lines, line);) {
    const std::size_t first = line.find(','), second = line.find(',', first + 1);
    const std::string mare = line.substr(0, first);
    const double time = 2 * std::numbers::pi * std::stod(line.substr(first + 1, second - first - 1));
    wave = mare == before ? wave + 1 : 0;
    before = mare;
    std::ostringstream row;
    row.precision(17);
    row << mare << ',' << wave << ',' << std::sin(time) << ',' << std::cos(time) << ',' << line.substr(second + 1) << '\n';
    table += row.str();
  }
  const TemporaryFolder folder;
  const std::string file = folder.write("ovary.csv", table).string();
  const json r = expected("growth_ar", "ovary_ar1");
  std::string words;
  const json out = fit("method = \"waves\"\nformula = \"follicles ~ s + c + (1 | mare)\"\ncorrelation = { kind = \"ar1\", time = \"wave\" }", file, words);
  ASSERT_FALSE(out.is_null()) << words;
  same_coefficients(out, "coefficients", r);
  EXPECT_NEAR(cell(out, "criterion", 0, "value"), -2 * r.at("logLik").get<double>(), 1e-4);
  for (const auto& section : out.at("sections"))
    if (section.at("id") == "variances") {
      for (const auto& row : section.at("rows")) {
        if (row.at("name") == "phi") {
          EXPECT_NEAR(row.at("estimate").get<double>(), r.at("cor").at("Phi").get<double>(), 1e-4);
        }
      }
    }
}

// Figures of expected.json: the null model is published (Marshall), the slopes are those of Bliese's Multilevel Modeling in R.
TEST(FitOnOracles, finds_the_published_figures_of_bh1996) {
  KARUNA_NEEDS_SHARED("data/bh1996/expected.json");
  const json listed = read_json(shared_file("data/bh1996/expected.json"));
  const auto value = [&](const std::string& name) { return listed.at(name).at("value").get<double>(); };
  std::string words;
  const json null = fit("method = \"mixed\"\nformula = \"WBEING ~ 1 + (1 | GRP)\"", "data/bh1996/bh1996.csv", words);
  ASSERT_FALSE(null.is_null()) << words;
  EXPECT_NEAR(cell(null, "variances", 0, "variance"), value("null_REML_intercept_variance"), 1e-5);
  EXPECT_NEAR(cell(null, "variances", 1, "variance"), value("null_REML_residual_variance"), 1e-5);
  const json out = fit("method = \"mixed\"\nformula = \"WBEING ~ HRS + LEAD + between(HRS, GRP) + (1 + LEAD | GRP)\"", "data/bh1996/bh1996.csv", words);
  ASSERT_FALSE(out.is_null()) << words;
  std::size_t row = 0;
  for (const char* name : {"(Intercept)", "HRS", "LEAD", "G.HRS"}) {
    const double error = value(std::string("slopes_REML_se_") + name);
    EXPECT_NEAR(cell(out, "coefficients", row, "estimate"), value(std::string("slopes_REML_") + name), 0.01 * error) << name;
    EXPECT_NEAR(cell(out, "coefficients", row, "standard_error"), error, 0.01 * error) << name;
    ++row;
  }
}

}  // namespace
}  // namespace karuna::test
