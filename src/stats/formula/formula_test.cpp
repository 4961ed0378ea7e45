// SPDX-License-Identifier: Apache-2.0
#include "stats/formula/formula.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace karuna::stats {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

std::vector<std::string> fixed(std::string_view text) {
  const auto formula = parse_formula(text);
  EXPECT_TRUE(formula) << formula.error().what;
  std::vector<std::string> names;
  if (!formula) return names;
  if (formula->fixed.intercept) names.push_back("1");
  for (const auto& t : formula->fixed.terms) names.push_back(label(t));
  return names;
}

std::vector<std::string> random(std::string_view text) {
  const auto formula = parse_formula(text);
  EXPECT_TRUE(formula) << formula.error().what;
  std::vector<std::string> names;
  if (formula)
    for (const auto& t : formula->random) names.push_back(label(t));
  return names;
}

std::string error_of(std::string_view text) {
  const auto formula = parse_formula(text);
  return formula ? "" : formula.error().what;
}

// What the operators mean: Wilkinson and Rogers 1973; Chambers and Hastie 1992, section 2.3.
TEST(Formula, crosses_nests_and_takes_away_as_the_field_does) {
  EXPECT_THAT(fixed("y ~ x + w:z + x*w"), ElementsAre("1", "x", "w", "w:z", "x:w"));
  EXPECT_THAT(fixed("y ~ a*b*c - a:b:c"), ElementsAre("1", "a", "b", "c", "a:b", "a:c", "b:c"));
  EXPECT_THAT(fixed("y ~ (a + b + c)^2"), ElementsAre("1", "a", "b", "c", "a:b", "a:c", "b:c"));
  EXPECT_THAT(fixed("y ~ a/b"), ElementsAre("1", "a", "a:b"));
  EXPECT_THAT(fixed("y ~ 0 + x"), ElementsAre("x"));
  EXPECT_THAT(fixed("y ~ x - 1"), ElementsAre("x"));
  EXPECT_THAT(fixed("y ~ 1"), ElementsAre("1"));
  EXPECT_THAT(fixed("~ x"), ElementsAre("1", "x"));
  EXPECT_THAT(fixed("log(y) ~ I(x^2) + factor(g) + `odd name` + x.1"), ElementsAre("1", "I(x^2)", "factor(g)", "odd name", "x.1"));
  EXPECT_THAT(fixed("y ~ x + x + x:x"), ElementsAre("1", "x"));
}

// lme4's paper (doi:10.18637/jss.v067.i01), table 2: what the right-hand side of a bar stands for.
TEST(Formula, reads_random_terms) {
  EXPECT_THAT(random("y ~ x + (1 + w | g)"), ElementsAre("(1 + w | g)"));
  EXPECT_THAT(random("y ~ (w | g)"), ElementsAre("(1 + w | g)"));
  EXPECT_THAT(random("y ~ (0 + w | g)"), ElementsAre("(0 + w | g)"));
  EXPECT_THAT(random("y ~ (1 | a/b)"), ElementsAre("(1 | a)", "(1 | a:b)"));
  EXPECT_THAT(random("y ~ (x || g)"), ElementsAre("(1 | g)", "(0 + x | g)"));
  EXPECT_THAT(random("y ~ (1 | g) + (1 | item)"), ElementsAre("(1 | g)", "(1 | item)"));
}

TEST(Formula, writes_expressions_as_a_person_would) {
  const auto written = [](std::string_view text) { return label(*parse_formula(text)->response); };
  EXPECT_EQ(written("a*(b+c)/2 ~ 1"), "a*(b + c)/2");
  EXPECT_EQ(written("-x^2 ~ 1"), "-x^2");
  EXPECT_EQ(written("a - (b - c) ~ 1"), "a - (b - c)");
}

TEST(Formula, points_at_the_place_that_is_wrong) {
  EXPECT_THAT(error_of("y ~ x + (1 | g"), EndsWith("\n  y ~ x + (1 | g\n          ^"));
  EXPECT_THAT(error_of("y ~ x + (1 | g"), StartsWith("this bracket is not closed"));
  EXPECT_THAT(error_of("y ~ x + * w"), EndsWith("\n          ^"));
  EXPECT_THAT(error_of("y ~ x +"), StartsWith("the formula ends where a column"));
  EXPECT_THAT(error_of("y ~ x w"), EndsWith("\n  y ~ x w\n        ^"));
  EXPECT_THAT(error_of("y + x"), StartsWith("the formula has no ~"));
  EXPECT_THAT(error_of("y ~ x ~ z"), StartsWith("a formula has one ~"));
  EXPECT_THAT(error_of("y ~ x^2"), testing::IsEmpty());  // crossing x with itself is x
  EXPECT_THAT(error_of("y ~ x^w"), HasSubstr("I(x^2)"));
  EXPECT_THAT(error_of("y ~ 2 + x"), StartsWith("2 stands alone"));
  EXPECT_THAT(error_of("y ~ x:(1 | g)"), StartsWith("a random term stands inside"));
  EXPECT_THAT(error_of("y ~ (1 | log(g))"), StartsWith("groups are named by columns"));
  EXPECT_THAT(error_of("y ~ (0 | g)"), StartsWith("nothing varies"));
  EXPECT_THAT(error_of(""), StartsWith("the formula is empty"));
  EXPECT_THAT(error_of("y ~ `x"), StartsWith("this backtick"));
}

TEST(Formula, bears_formulas_that_were_made_to_break_it) {
  EXPECT_THAT(error_of("y ~ " + std::string(3000, '(')), HasSubstr("nested more than 100 deep"));
  EXPECT_THAT(error_of("y ~ " + std::string(3000, '-') + "x"), HasSubstr("nested more than 100 deep"));
  EXPECT_THAT(error_of(std::string(5000, 'y')), HasSubstr("at most 4,096"));
  EXPECT_THAT(error_of("y ~ (a+b+c+d+e+f+g+h+i+j+k+l+m)^10"), HasSubstr("more than 1,000 terms"));
}

}  // namespace
}  // namespace karuna::stats
