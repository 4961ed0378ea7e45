// SPDX-License-Identifier: Apache-2.0
#include "stats/reliability/alpha.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "stats/reliability/guttman.h"
#include "stats/reliability/one_dimension.h"

namespace karuna::stats {
namespace {

// Five people, three items: variances 2.5, 1.7, 2.7, covariances 1.75, 2.25, 1.4; alpha = 1.5 (1 - 6.9/17.7).
const std::array<std::vector<std::int16_t>, 3> answers{{{1, 2, 3, 4, 5}, {2, 2, 4, 3, 5}, {1, 3, 2, 4, 5}}};
const std::vector<CodeColumn> items(answers.begin(), answers.end());

TEST(Alpha, is_that_of_the_textbook) {
  const auto alpha = cronbach_alpha(CodeColumns(items));
  ASSERT_TRUE(alpha) << alpha.error().what;
  const auto c = covariance(CodeColumns(items)).value();
  double trace = 0, total = 0;
  for (std::size_t i = 0; i < 3; ++i) trace += c(i, i);
  for (const double x : c.values) total += x;
  EXPECT_NEAR(alpha->figures.raw, 1.5 * (1 - trace / total), 1e-15);
  EXPECT_EQ(alpha->n, 5U);
  EXPECT_LT(alpha->feldt.low, alpha->figures.raw);
  EXPECT_GT(alpha->feldt.high, alpha->figures.raw);
}

TEST(Alpha, of_decimals_is_that_of_codes) {
  std::vector<double> same;
  for (const auto& column : answers) same.insert(same.end(), column.begin(), column.end());
  const auto a = cronbach_alpha(CodeColumns(items)), b = cronbach_alpha(MatrixView(same.data(), 5, 3));
  ASSERT_TRUE(a && b);
  EXPECT_NEAR(a->figures.raw, b->figures.raw, 1e-14);
  EXPECT_NEAR(a->item[1].without.g6, b->item[1].without.g6, 1e-13);
}

TEST(Alpha, without_an_item_is_alpha_of_the_others) {
  const auto all = cronbach_alpha(CodeColumns(items));
  const std::vector<CodeColumn> two{items[0], items[2]};
  const auto rest = cronbach_alpha(CodeColumns(two));
  ASSERT_TRUE(all && rest);
  const auto& without = all->item[1].without;
  EXPECT_NEAR(without.raw, rest->figures.raw, 1e-14);
  EXPECT_NEAR(without.standardised, rest->figures.standardised, 1e-14);
  EXPECT_NEAR(without.g6, rest->figures.g6, 1e-13);
  EXPECT_NEAR(without.standard_error, rest->figures.standard_error, 1e-14);
  EXPECT_TRUE(std::isnan(rest->item[0].without.raw));
}

TEST(Alpha, rests_on_complete_rows_or_on_pairs) {
  auto gaps = answers;
  gaps[1][0] = no_code;
  const std::vector<CodeColumn> columns(gaps.begin(), gaps.end());
  const auto complete = cronbach_alpha(CodeColumns(columns)), pairs = cronbach_alpha(CodeColumns(columns), {.missing = Missing::pairwise});
  ASSERT_TRUE(complete && pairs);
  EXPECT_EQ(complete->n, 4U);
  EXPECT_EQ(pairs->n, 4U);
  EXPECT_EQ(pairs->item[0].n, 5U);
  EXPECT_NEAR(pairs->mean, (1 + 7. / 3 + 3 + 11. / 3 + 5) / 5, 1e-14);  // person 1 over the two items answered
  EXPECT_FALSE(std::isnan(pairs->item[1].raw_r));
}

TEST(Alpha, says_why_it_has_no_value) {
  const auto one = cronbach_alpha(CodeColumns(items).first(1));
  ASSERT_FALSE(one);
  EXPECT_EQ(one.error().what, "alpha needs at least 2 items, this scale has 1");
  auto same = answers;
  same[2] = {4, 4, 4, 4, 4};
  const std::vector<CodeColumn> columns(same.begin(), same.end());
  const auto flat = cronbach_alpha(CodeColumns(columns));
  ASSERT_FALSE(flat);
  EXPECT_EQ(flat.error().fault, Fault::undefined);
  EXPECT_EQ(flat.error().what, "alpha has no value: everybody gave the same answer to item 3");
  const std::array<std::vector<std::int16_t>, 2> against{{{1, 2, 3}, {3, 2, 1}}};
  const std::vector<CodeColumn> opposite(against.begin(), against.end());
  EXPECT_EQ(cronbach_alpha(CodeColumns(opposite)).error().what, "alpha has no value: every person has the same total");
}

TEST(Guttman, lambdas_stand_in_their_order) {  // Guttman 1945: lambda 1 <= lambda 3 <= lambda 2
  const auto found = guttman_lambdas(covariance(CodeColumns(items)).value());
  ASSERT_TRUE(found);
  EXPECT_LT(found->lambda1, found->lambda3);
  EXPECT_LE(found->lambda3, found->lambda2);
  EXPECT_NEAR(found->lambda3, cronbach_alpha(CodeColumns(items))->figures.standardised, 1e-14);
}

TEST(OneDimension, finds_the_item_that_was_not_turned) {
  auto turned = answers;
  for (auto& x : turned[2]) x = static_cast<std::int16_t>(6 - x);
  const std::vector<CodeColumn> columns(turned.begin(), turned.end());
  const auto wrong = one_dimension(covariance(CodeColumns(columns)).value());
  ASSERT_TRUE(wrong);
  EXPECT_EQ(wrong->wrong_sign, std::vector<std::size_t>{2});
  EXPECT_TRUE(one_dimension(covariance(CodeColumns(items)).value())->wrong_sign.empty());
}

TEST(OneDimension, eigenvalues_of_equal_correlations_are_known) {  // 1 + (p - 1) r, then 1 - r
  Covariance c;
  c.items = 3;
  c.values = {1, .5, .5, .5, 1, .5, .5, .5, 1};
  const auto found = one_dimension(c);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->first, 2, 1e-14);
  EXPECT_NEAR(found->second, 0.5, 1e-14);
  EXPECT_NEAR(found->ratio, 4, 1e-13);
}

}  // namespace
}  // namespace karuna::stats
