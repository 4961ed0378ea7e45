// SPDX-License-Identifier: Apache-2.0
// Tables of R and of books through `karuna fit`: what the command prints is what they found.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <numbers>
#include <sstream>

#include "fitted.h"

namespace karuna::test {
namespace {

json expected(const std::string& folder, const std::string& id) {
  const json file = read_json(shared_file("oracles/" + folder + "/cases.json"));
  for (const auto& listed : file.at("cases"))
    if (listed.at("id") == id) return listed.at("expected");
  return {};
}

void near(double ours, const json& wanted, double goal = 1e-8) { EXPECT_NEAR(ours, wanted.get<double>(), goal * std::fabs(wanted.get<double>())); }

TEST(FitOnOracles, combines_the_bcg_trials_as_metafor_does) {
  KARUNA_NEEDS_SHARED("oracles/meta/cases.json");
  std::string words;
  const json out = fit("method = \"meta\"\nformula = \"yi ~ 1\"\nvariance = \"vi\"\nlabel = \"author\"\nasymmetry = \"yes\"", "oracles/meta/bcg.csv", words);
  ASSERT_FALSE(out.is_null()) << words;
  const json r = expected("meta", "bcg_reml_knha");
  near(cell(out, "coefficients", 0, "estimate"), r["beta"]);
  near(cell(out, "coefficients", 0, "p"), r["pval"]);
  near(cell(out, "coefficients", 0, "low"), r["ci.lb"]);
  near(cell(out, "spread", 0, "high"), r["tau2_qprofile_ci"]["values_row_major"][2], 1.2e-4);  // R's uniroot(): the fourth root of the rounding error
  near(cell(out, "prediction", 0, "low"), r["prediction"]["pi.lb"]);
  near(cell(out, "asymmetry", 0, "p"), expected("meta", "bcg_bias_tests")["egger_p"], 1e-7);
  EXPECT_EQ(words.find("Aronson"), std::string::npos) << "a row of unknown size is not named unless asked for";
  std::string named;
  fit("method = \"meta\"\nformula = \"yi ~ 1\"\nvariance = \"vi\"\nlabel = \"author\"", "oracles/meta/bcg.csv", named, "--names");
  EXPECT_NE(named.find("Aronson"), std::string::npos) << named;
}

TEST(FitOnOracles, regresses_the_bcg_trials_and_says_what_it_refuses) {
  KARUNA_NEEDS_SHARED("oracles/meta/cases.json");
  std::string words;
  const json out = fit("method = \"meta\"\nformula = \"yi ~ ablat + year\"\nvariance = \"vi\"", "oracles/meta/bcg.csv", words);
  ASSERT_FALSE(out.is_null()) << words;
  const json r = expected("meta", "bcg_mods_reml_knha");
  for (std::size_t j = 0; j < 3; ++j) near(cell(out, "coefficients", j, "estimate"), r["beta"][j]);
  near(cell(out, "moderators", 0, "p"), r["QMp"]);
  EXPECT_TRUE(fit("method = \"meta\"\nformula = \"yi ~ 1\"", "oracles/meta/bcg.csv", words).is_null());
  EXPECT_NE(words.find("a column of squared standard errors, or error = a column of standard errors"), std::string::npos) << words;
  EXPECT_TRUE(fit("method = \"meta\"\nformula = \"yi ~ 0 + ablat\"\nvariance = \"vi\"", "oracles/meta/bcg.csv", words).is_null());
  EXPECT_NE(words.find("with an intercept"), std::string::npos) << words;
}

TEST(FitOnOracles, combines_schools_in_districts_as_metafor_does) {
  KARUNA_NEEDS_SHARED("oracles/meta/cases.json");
  std::string words;
  const json out = fit("method = \"meta\"\nformula = \"yi ~ 1 + (1 | district/school)\"\nvariance = \"vi\"", "oracles/meta/konstantopoulos.csv", words);
  ASSERT_FALSE(out.is_null()) << words;
  const json r = expected("meta", "konstantopoulos_multilevel");
  near(cell(out, "coefficients", 0, "estimate"), r["beta"], 1e-6);
  near(cell(out, "levels", 0, "variance"), r["sigma2"][0], 1e-6);
  near(cell(out, "levels", 1, "variance"), r["sigma2"][1], 1e-6);
}

TEST(FitOnOracles, clusters_the_errors_of_petersens_data_as_sandwich_does) {
  KARUNA_NEEDS_SHARED("oracles/sandwich/cases.json");
  std::string words;
  const json out = fit("method = \"linear\"\nformula = \"y ~ x\"\nclusters = [\"firm\", \"year\"]", "oracles/sandwich/petersen.csv", words);
  ASSERT_FALSE(out.is_null()) << words;
  const json r = expected("sandwich", "petersen_cl");
  near(std::pow(cell(out, "coefficients", 1, "standard_error"), 2), r["twoway_HC1"]["values_row_major"][3]);
  EXPECT_NE(words.find("With 10 clusters the errors are likely too small"), std::string::npos) << words;
}

TEST(FitOnOracles, correlates_the_attitude_data_as_r_does) {
  KARUNA_NEEDS_SHARED("oracles/correlation/cases.json");
  std::string words;
  const json out =
      fit("method = \"correlation\"\ncolumns = [\"rating\", \"complaints\"]\nkind = \"spearman\"\nadjust = \"BH\"", "oracles/correlation/attitude.csv", words);
  ASSERT_FALSE(out.is_null()) << words;
  const json r = expected("correlation", "attitude")["pairs"]["rating~complaints"]["spearman"];
  near(cell(out, "correlations", 0, "r"), r["1"]);
  near(cell(out, "correlations", 0, "p_adjusted"), r["p"]);
}

/// The cell of summary()'s table of coefficients.
double of_table(const json& listed, std::size_t row, std::size_t column) {
  return listed.at("tTable").at("values_row_major").at(row * 5 + column).get<double>();
}

/// Estimates and errors within the case's goal, 1e-5 of their size, and estimates within 1e-4 of their error too.
void same_coefficients(const json& out, const json& listed) {
  for (std::size_t row = 0; row < listed.at("tTable").at("rows").size(); ++row) {
    const double estimate = of_table(listed, row, 0), error = of_table(listed, row, 1);
    EXPECT_NEAR(cell(out, "coefficients", row, "estimate"), estimate, std::min(1e-5 * std::fabs(estimate), 1e-4 * error)) << row;
    EXPECT_NEAR(cell(out, "coefficients", row, "standard_error"), error, 1e-5 * error) << row;
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
    same_coefficients(out, r);
    EXPECT_NEAR(cell(out, "criterion", 0, "value"), -2 * r.at("logLik").get<double>(), 1e-6) << method;
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
  same_coefficients(out, r);
  EXPECT_NEAR(cell(out, "criterion", 0, "value"), -2 * r.at("logLik").get<double>(), 1e-6);
  for (const auto& section : out.at("sections"))
    if (section.at("id") == "variances") {
      for (const auto& row : section.at("rows")) {
        if (row.at("name") == "phi") {
          near(row.at("estimate").get<double>(), r.at("cor").at("Phi"), 1e-5);
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
