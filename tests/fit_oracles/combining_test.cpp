// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "fitted.h"

namespace karuna::test {
namespace {

TEST(FitOnOracles, combines_the_bcg_trials_as_metafor_does) {
  KARUNA_NEEDS_SHARED("oracles/meta/cases.json");
  std::string words;
  const json out = fit("method = \"meta\"\nformula = \"yi ~ 1\"\nvariance = \"vi\"\nlabel = \"author\"\nasymmetry = \"yes\"", "oracles/meta/bcg.csv", words);
  ASSERT_FALSE(out.is_null()) << words;
  const json r = expected("meta", "bcg_reml_knha");
  near(cell(out, "coefficients", 0, "estimate"), r["beta"]);
  near(cell(out, "coefficients", 0, "p"), r["pval"]);
  near(cell(out, "coefficients", 0, "low"), r["ci.lb"]);
  near(cell(out, "spread", 0, "high"), r["tau2_qprofile_ci"]["values_row_major"][2], 1.2e-4);  // uniroot() stops within 1.3e-4 of the end
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

}  // namespace
}  // namespace karuna::test
