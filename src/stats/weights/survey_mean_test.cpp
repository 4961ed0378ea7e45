// SPDX-License-Identifier: Apache-2.0
#include "stats/weights/survey_mean.h"

#include <gtest/gtest.h>

#include <cmath>

#include "stats/weights/poststratify.h"

namespace karuna::stats {
namespace {

const std::vector<double> y{1, 3, 5, 7};

TEST(SurveyMean, of_a_plain_sample_is_the_mean_with_its_textbook_error) {
  const auto found = survey_mean(y, {}, {.reference = Reference::student});
  ASSERT_TRUE(found) << found.error().what;
  EXPECT_DOUBLE_EQ(found->estimate, 4);
  EXPECT_NEAR(found->standard_error, std::sqrt(20. / 3 / 4), 1e-14);
  EXPECT_EQ(found->degrees_of_freedom, 3);
  EXPECT_NEAR(found->design_effect, 1, 1e-14);
}

TEST(SurveyMean, has_no_error_where_everybody_was_asked) {
  const std::vector<double> population(4, 4);
  EXPECT_EQ(survey_mean(y, {.population = population})->standard_error, 0);
}

TEST(SurveyMean, of_strata_adds_their_variances) {  // by hand: two strata of 10 with means 2 and 6, s^2 = 2, n = 2, half of each weight
  const std::vector<std::uint32_t> strata{0, 0, 1, 1};
  const std::vector<double> weights(4, 5), population(4, 10);
  const auto found = survey_mean(y, {.weights = weights, .strata = strata, .population = population});
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->standard_error, std::sqrt(2 * 0.25 * 2. / 2 * 0.8), 1e-14);
  EXPECT_EQ(survey_total(y, {.weights = weights, .strata = strata, .population = population})->estimate, 80);
}

TEST(SurveyMean, of_clusters_varies_as_their_sums) {  // by hand: sums around the mean -4 and 4 over n = 4: 2 (1 + 1) / 1
  const std::vector<std::uint32_t> clusters{0, 0, 1, 1};
  EXPECT_NEAR(survey_mean(y, {.clusters = clusters})->standard_error, 2, 1e-14);
}

TEST(SurveyMean, of_a_group_and_of_known_values_only) {
  const std::vector<std::uint8_t> domain{1, 1, 0, 1};
  std::vector<double> gap = y;
  gap[3] = not_known;
  const auto found = survey_mean(gap, {.domain = domain});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->n, 2U);
  EXPECT_DOUBLE_EQ(found->estimate, 2);
}

TEST(SurveyMean, after_weighting_only_what_the_strata_do_not_explain_varies) {
  const std::vector<std::uint32_t> level{0, 0, 1, 1};
  const std::vector<double> by_stratum{2, 2, 6, 6};
  const std::vector<Margin> margins{{"team", level, {30, 10}}};
  const auto weights = poststratify(margins[0])->weights;
  const auto found = survey_mean(by_stratum, {.weights = weights, .calibrated_to = margins});
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->estimate, 3, 1e-14);
  EXPECT_NEAR(found->standard_error, 0, 1e-14);
}

TEST(SurveyMean, names_the_stratum_that_has_one_person) {
  const std::vector<std::uint32_t> strata{0, 0, 0, 7};
  EXPECT_EQ(survey_mean(y, {.strata = strata}).error().what, "stratum 7 has a single unit: its variance is not known; merge it with another stratum");
}

}  // namespace
}  // namespace karuna::stats
