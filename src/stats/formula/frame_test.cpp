// SPDX-License-Identifier: Apache-2.0
#include "stats/formula/frame.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace karuna::stats {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Six rows: y, x (one missing), ward of words (b, a, c), shift of numbers.
DataTable table() {
  DataTable t{"ward.csv", 6, {}};
  t.columns.push_back({"y", false, {1, 2, 3, 4, 5, 6}});
  t.columns.push_back({"x", false, {1, 2, nan, 4, 5, 0}});
  t.columns.push_back({"ward", true, {}, {0, 1, 1, 0, 2, 1}, {"b", "a", "c"}});
  t.columns.push_back({"shift", false, {10, 2, 2, 10, 2, 10}});
  return t;
}

Frame frame(std::string_view formula, const FrameOptions& options = {}) {
  const auto f = frame_of(*parse_formula(formula), table(), options);
  EXPECT_TRUE(f) << f.error().what;
  return f ? *f : Frame{};
}

std::vector<std::string> names(const ModelMatrix& m) {
  std::vector<std::string> found;
  for (const auto& c : m.columns) found.push_back(c.name);
  return found;
}

std::vector<double> column(const ModelMatrix& m, std::size_t j) {
  const auto c = m.view().column(j);
  return {c.begin(), c.end()};
}

std::string error_of(std::string_view formula, const DataTable& data = table(), const FrameOptions& options = {}) {
  const auto f = frame_of(*parse_formula(formula), data, options);
  return f ? "" : f.error().what;
}

TEST(Frame, takes_the_first_level_as_base_and_names_levels_in_order) {
  const Frame f = frame("y ~ ward + factor(shift)");
  EXPECT_THAT(names(f.x), ElementsAre("(Intercept)", "ward[b]", "ward[c]", "factor(shift)[10]"));
  EXPECT_THAT(column(f.x, 1), ElementsAre(1, 0, 0, 1, 0, 0));
  EXPECT_THAT(column(f.x, 3), ElementsAre(1, 0, 0, 1, 0, 1));
  EXPECT_EQ(f.x.columns[2].fewest_rows, 1U);
  EXPECT_EQ(f.x.columns[0].fewest_rows, 6U);
}

// The columns that R 4.2.2 model.matrix() gives for the same formulas.
TEST(Frame, codes_factors_by_contrasts_only_where_the_term_without_them_is_there) {
  EXPECT_THAT(names(frame("y ~ 0 + ward + factor(shift)").x), ElementsAre("ward[a]", "ward[b]", "ward[c]", "factor(shift)[10]"));
  EXPECT_THAT(names(frame("y ~ ward:y").x), ElementsAre("(Intercept)", "ward[a]:y", "ward[b]:y", "ward[c]:y"));
  EXPECT_THAT(names(frame("y ~ y + ward:y").x), ElementsAre("(Intercept)", "y", "y:ward[b]", "y:ward[c]"));
  EXPECT_THAT(names(frame("y ~ ward*factor(shift)").x),
              ElementsAre("(Intercept)", "ward[b]", "ward[c]", "factor(shift)[10]", "ward[b]:factor(shift)[10]", "ward[c]:factor(shift)[10]"));
}

TEST(Frame, drops_rows_with_a_gap_and_says_why) {
  const Frame f = frame("y ~ log(x)");
  EXPECT_EQ(f.rows, 4U);
  EXPECT_THAT(f.kept, ElementsAre(0, 1, 3, 4));
  ASSERT_EQ(f.dropped.size(), 2U);
  EXPECT_EQ(f.dropped[0].why, "x is missing");
  EXPECT_EQ(f.dropped[1].why, "log(x) is infinite");
  EXPECT_DOUBLE_EQ(column(f.x, 1)[2], std::log(4));
}

TEST(Frame, works_out_deviations_over_the_rows_that_are_used) {
  const Frame f = frame("y ~ center(x) + between(x, shift) + within(x, shift) + scale(x) + I(x^2)");
  // x is 1 2 4 5 0 in the rows used: mean 2.4; shift 10 has 1, 4, 0 (mean 5/3), shift 2 has 2, 5 (mean 3.5); the sum of squares about the mean is 17.2.
  EXPECT_NEAR(column(f.x, 1)[0], 1 - 2.4, 1e-15);
  EXPECT_NEAR(column(f.x, 2)[1], 3.5, 1e-15);
  EXPECT_NEAR(column(f.x, 3)[0], 1 - 5.0 / 3, 1e-15);
  EXPECT_NEAR(column(f.x, 4)[3], 2.6 / std::sqrt(17.2 / 4), 1e-14);
  EXPECT_EQ(column(f.x, 5)[2], 16);
}

TEST(Frame, numbers_groups_of_random_terms_and_shares_them) {
  const Frame f = frame("y ~ 1 + (1 | ward) + (0 + y | ward) + (1 | ward:shift)");
  ASSERT_EQ(f.random.size(), 3U);
  ASSERT_EQ(f.groupings.size(), 2U);
  EXPECT_EQ(f.random[1].grouping, 0U);
  EXPECT_THAT(names(f.random[1].z), ElementsAre("y"));
  EXPECT_THAT(f.groupings[0].levels.names, ElementsAre("a", "b", "c"));
  EXPECT_THAT(f.groupings[0].levels.code, ElementsAre(1, 0, 0, 1, 2, 0));
  EXPECT_THAT(f.groupings[0].levels.rows, ElementsAre(3, 2, 1));
  EXPECT_EQ(f.groupings[1].name, "ward:shift");
  EXPECT_THAT(f.groupings[1].levels.names, ElementsAre("a:2", "a:10", "b:10", "c:2"));
}

TEST(Frame, brings_weights_offsets_and_further_columns_over_the_same_rows) {
  const Frame f = frame("y ~ x + offset(log(shift))", {.weights = "shift", .numbers = {"y"}, .levels = {"ward"}});
  EXPECT_EQ(f.rows, 5U);
  EXPECT_THAT(f.weights, ElementsAre(10, 2, 10, 2, 10));
  EXPECT_THAT(f.numbers[0], ElementsAre(1, 2, 4, 5, 6));
  EXPECT_THAT(f.levels[0].levels.code, ElementsAre(1, 0, 1, 2, 0));
  EXPECT_DOUBLE_EQ(f.offset[1], std::log(2));
}

TEST(Frame, takes_two_words_as_no_and_yes_where_the_method_can) {
  DataTable t = table();
  t.columns.push_back({"left", true, {}, {0, 1, 1, 0, 1, 1}, {"yes", "no"}});
  const auto f = frame_of(*parse_formula("left ~ y"), t, {.response = ResponseKind::two_levels});
  ASSERT_TRUE(f);
  EXPECT_THAT(f->y, ElementsAre(1, 0, 0, 1, 0, 0));
  EXPECT_THAT(f->response_levels, ElementsAre("no", "yes"));
  EXPECT_THAT(error_of("left ~ y", t), StartsWith("the response \"left\" holds words"));
  EXPECT_THAT(error_of("ward ~ y", t, {.response = ResponseKind::two_levels}), HasSubstr("of 3 kinds"));
}

TEST(Frame, says_what_is_wrong_below_the_formula) {
  EXPECT_THAT(error_of("y ~ x + wadr"), StartsWith("ward.csv has no column \"wadr\"; did you mean \"ward\"?"));
  EXPECT_THAT(error_of("y ~ x + wadr"), EndsWith("\n  y ~ x + wadr\n          ^"));
  EXPECT_THAT(error_of("y ~ logg(x)"), StartsWith("there is no function \"logg\"; did you mean log?"));
  EXPECT_THAT(error_of("y ~ log(ward)"), StartsWith("the column \"ward\" holds words"));
  EXPECT_THAT(error_of("y ~ log(x, y)"), StartsWith("log( ) takes 1 argument, here are 2"));
  EXPECT_THAT(error_of("y ~ x", table(), {.weights = "ward"}), HasSubstr("holds words"));
  DataTable t = table();
  t.columns[1].numbers.assign(6, nan);
  EXPECT_THAT(error_of("y ~ x", t), HasSubstr("no row of ward.csv can be used: x is missing in 6"));
  t = table();
  t.columns[2].codes.assign(6, 0);
  EXPECT_THAT(error_of("y ~ ward", t), StartsWith("\"ward\" has a single level"));
  t.columns[3].numbers.assign(6, 4);
  EXPECT_THAT(error_of("y ~ scale(shift)", t), StartsWith("\"shift\" does not vary"));
  t.columns[1].numbers[0] = -1;
  EXPECT_THAT(error_of("y ~ 1", t, {.weights = "x"}), HasSubstr("holds the weight -1"));
  t.columns[2].stray = "\"abc\" in line 3";
  EXPECT_THAT(error_of("y ~ ward", t), HasSubstr("holds numbers, but also \"abc\" in line 3"));
}

TEST(Frame, drops_infinite_values_and_refuses_an_empty_table) {
  DataTable t = table();
  t.columns[0].numbers[0] = std::numeric_limits<double>::infinity();
  const auto f = frame_of(*parse_formula("y ~ shift"), t);
  ASSERT_TRUE(f);
  EXPECT_EQ(f->rows, 5U);
  EXPECT_EQ(f->dropped[0].why, "y is infinite");
  EXPECT_THAT(error_of("y ~ x", {"nothing.csv", 0, {}}), StartsWith("no row of nothing.csv can be used: it has none"));
}

}  // namespace
}  // namespace karuna::stats
