// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "stats/correlation/clustered.h"
#include "stats/correlation/compare.h"
#include "stats/correlation/multiplicity.h"
#include "stats/correlation/partial.h"
#include "stats/correlation/pearson.h"
#include "stats/correlation/ranks.h"
#include "stats/correlation/repeated.h"
#include "stats/resample/philox.h"

namespace karuna::stats {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

TEST(Pearson, is_the_published_figure_of_anscombe) {  // Anscombe 1973, doi:10.1080/00031305.1973.10478966: r = 0.816, of the first set
  const std::vector<double> x{10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5}, y{8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68};
  EXPECT_NEAR(pearson(x, y)->r, 0.816, 5e-4);
}

TEST(Pearson, is_the_calculation_by_hand_and_does_not_mind_scales) {  // sums of squares 5 and 14, of products 7
  const std::vector<double> x{1, 2, 3, 4}, y{1, 3, 2, 6};
  EXPECT_NEAR(pearson(x, y)->r, 7 / std::sqrt(70), 1e-15);
  for (const double scale : {1e300, 1e-300}) {
    const std::vector<double> large{scale, 2 * scale, 3 * scale, 4 * scale};
    EXPECT_NEAR(pearson(large, y)->r, 7 / std::sqrt(70), 1e-14);
  }
  const std::vector<double> moved{1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4};
  EXPECT_NEAR(pearson(moved, y)->r, 7 / std::sqrt(70), 1e-12);
  EXPECT_EQ(pearson(x, x)->r, 1);
  EXPECT_EQ(pearson(x, x)->p, 0);
}

TEST(Kendall, has_the_published_p_of_hollander_and_wolfe) {  // Hollander and Wolfe 1973, pages 187 to 195: T = 26, two-sided p = 0.119
  const std::vector<double> x{44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1}, y{2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8};
  const auto tau = kendall(x, y);
  EXPECT_NEAR(tau->r, 4. / 9, 1e-15);
  EXPECT_NEAR(tau->p, 0.1194, 5e-5);
  EXPECT_NEAR(kendall(x, y, KendallTest::normal_with_continuity)->p, 0.117850895021, 1e-11);  // R 4.2.2 cor.test(exact = FALSE, continuity = TRUE)
}

TEST(Spearman, of_those_is_what_r_says) {  // R 4.2.2 cor.test(method = "spearman", exact = FALSE)
  const std::vector<double> x{44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1}, y{2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8};
  EXPECT_NEAR(spearman(x, y)->r, 0.6, 1e-15);  // by hand: sum of squared rank differences 48, 1 - 6 * 48 / 720
  EXPECT_NEAR(spearman(x, y)->p, 0.0876228290414, 1e-12);
}

TEST(Kendall, counts_pairs_as_one_by_one_would) {
  Random random(5, 0);
  for (int time = 0; time < 50; ++time) {
    std::vector<double> x, y;
    const std::uint32_t levels = 2 + random.below(12);
    for (int i = 0; i < 40; ++i) x.push_back(random.below(levels)), y.push_back(random.below(levels));
    double s = 0, untied_x = 0, untied_y = 0;
    for (int i = 0; i < 40; ++i)
      for (int j = 0; j < i; ++j) {
        const double a = (x[i] > x[j]) - (x[i] < x[j]), b = (y[i] > y[j]) - (y[i] < y[j]);
        s += a * b, untied_x += a * a, untied_y += b * b;
      }
    EXPECT_NEAR(kendall(x, y)->r, s / std::sqrt(untied_x * untied_y), 1e-14);
  }
}

TEST(Correlations, say_what_is_wrong) {
  const std::vector<double> x{1, 2, 3, 4}, flat{2, 2, 2, 2}, gaps{1, NAN, 3, NAN}, broken{1, 2, infinite, 4}, tied{1, 1, 2, 3};
  EXPECT_EQ(pearson(x, flat).error().what, "a column is the same in every row: there is nothing to correlate");
  EXPECT_EQ(spearman(flat, x).error().what, "a column is the same in every row: there is nothing to correlate");
  EXPECT_EQ(kendall(flat, flat).error().what, "a column is the same in every row: there is nothing to correlate");
  EXPECT_EQ(pearson(x, gaps).error().what, "this correlation needs at least 3 complete pairs, there are 2");
  EXPECT_EQ(kendall(x, broken).error().what, "row 3 holds an infinite number");
  EXPECT_EQ(pearson(x, std::span(x).first(3)).error().what, "a correlation needs pairs: there are 4 and 3 values");
  EXPECT_EQ(kendall(x, tied, KendallTest::exact).error().what, "the exact test of Kendall's tau is for columns without ties; take the normal one");
  const std::vector<double> small{1e-5, 1e-5, 1e-5};
  EXPECT_FALSE(pearson(small, std::span(x).first(3))) << "rounding of equal values is no variation";
}

TEST(Partial, of_three_is_the_formula) {  // (r12 - r13 r23) / sqrt((1 - r13^2)(1 - r23^2))
  Random random(8, 0);
  std::vector<double> columns(3 * 30);
  for (auto& value : columns) value = random.normal();
  for (int i = 0; i < 30; ++i) columns[i] += columns[60 + i], columns[30 + i] += columns[60 + i];
  const auto column = [&](int j) { return std::span<const double>(columns).subspan(30 * j, 30); };
  const double r12 = pearson_r(column(0), column(1)), r13 = pearson_r(column(0), column(2)), r23 = pearson_r(column(1), column(2));
  const auto partial = partial_correlations(MatrixView(columns.data(), 30, 3));
  EXPECT_NEAR(partial->r[1], (r12 - r13 * r23) / std::sqrt((1 - r13 * r13) * (1 - r23 * r23)), 1e-13);
  EXPECT_EQ(partial->degrees, 27);
  std::vector<double> twice(columns.begin(), columns.begin() + 60);
  twice.insert(twice.end(), columns.begin() + 30, columns.begin() + 60);
  EXPECT_EQ(partial_correlations(MatrixView(twice.data(), 30, 3)).error().what, "column 3 follows from the columns before it; leave one of them out");
  EXPECT_EQ(partial_correlations(MatrixView(columns.data(), 3, 3, 30)).error().what,
            "partial correlations of 3 columns need at least 4 complete rows, there are 3");
}

// Bland and Altman 1995, doi:10.1136/bmj.310.6977.446: intramural pH and PaCO2 of eight subjects, 47 measurements; r = -0.51, P < 0.001.
const std::vector<std::uint32_t> subject{1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 5, 5,
                                         5, 5, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6, 7, 7, 7, 8, 8, 8, 8, 8, 8, 8, 8};
const std::vector<double> ph{6.68, 6.53, 6.43, 6.33, 6.85, 7.06, 7.13, 7.17, 7.4,  7.42, 7.41, 7.37, 7.34, 7.35, 7.28, 7.3,
                             7.34, 7.36, 7.33, 7.29, 7.3,  7.35, 7.35, 7.3,  7.3,  7.37, 7.27, 7.28, 7.32, 7.32, 7.38, 7.3,
                             7.29, 7.33, 7.31, 7.33, 6.86, 6.94, 6.92, 7.19, 7.29, 7.21, 7.25, 7.2,  7.19, 6.77, 6.82};
const std::vector<double> paco2{3.97, 4.12, 4.09, 3.97, 5.27, 5.37, 5.41, 5.44, 5.67, 3.64, 4.32, 4.73, 4.96, 5.04, 5.22, 4.82,
                                5.07, 5.67, 5.1,  5.53, 4.75, 5.51, 4.28, 4.44, 4.32, 3.23, 4.46, 4.72, 4.75, 4.99, 4.78, 4.73,
                                5.12, 4.93, 5.03, 4.93, 6.85, 6.44, 6.52, 5.28, 4.56, 4.34, 4.32, 4.41, 3.69, 6.09, 5.58};

TEST(Repeated, is_the_published_figure_of_bland_and_altman) {
  const auto found = repeated_correlation(ph, paco2, subject);
  ASSERT_TRUE(found) << found.error().what;
  EXPECT_NEAR(found->correlation.r, -0.51, 5e-3);
  EXPECT_LT(found->correlation.p, 0.001);
  EXPECT_EQ(found->correlation.degrees, 38);
  EXPECT_EQ(found->subjects, 8U);
  EXPECT_GT(pearson(ph, paco2)->p, 0.4) << "which the correlation of all measurements together does not see";
}

TEST(Repeated, says_what_is_wrong) {
  const std::vector<double> x{1, 2, 3, 4}, flat{1, 1, 2, 2};
  EXPECT_EQ(repeated_correlation(x, x, std::vector<std::uint32_t>{1, 2, 3, 4}).error().what,
            "a correlation within subjects needs at least 2 subjects measured twice, there are 0");
  EXPECT_EQ(repeated_correlation(flat, x, std::vector<std::uint32_t>{1, 1, 2, 2}).error().what, "x is the same in all measurements of every subject");
  EXPECT_EQ(repeated_correlation(x, x, std::vector<std::uint32_t>{1}).error().what, "every measurement needs its subject: there are 4 and 1");
  EXPECT_EQ(repeated_correlation(x, x, std::vector<std::uint32_t>{1, 1, 2, 2})->correlation.r, 1);
}

TEST(Compare, is_the_published_example_of_steiger) {  // Steiger 1980, page 247, case B: N = 103, z = 1.40
  const auto found = compare_separate(.5, .6, {.r13 = .7, .r14 = .5, .r23 = .5, .r24 = .8}, 103);
  ASSERT_TRUE(found) << found.error().what;
  EXPECT_NEAR(std::fabs(found->statistic), 1.40, 6e-3);
  EXPECT_NEAR(std::fabs(found->statistic), 1.404974816375, 1e-11);  // R psych 2.2.9 r.test()
}

TEST(Compare, says_what_is_wrong) {
  EXPECT_EQ(compare_independent(1, 20, .5, 20).error().what, "correlations to compare lie between -1 and 1; one is 1.000000");
  EXPECT_EQ(compare_independent(.1, 3, .5, 20).error().fault, Fault::too_few_people);
  EXPECT_EQ(compare_overlapping(.9, -.9, .9, 50).error().what, "no people could have these three correlations together; check which is which");
  EXPECT_FALSE(compare_overlapping(NAN, .1, .1, 50));
}

TEST(Multiplicity, is_the_published_example_of_benjamini_and_hochberg) {  // their section 3.2: at 5 % Bonferroni finds three of fifteen, theirs four
  const std::vector<double> p{.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1};
  const auto below = [&](Multiplicity method) {
    const auto adjusted = adjusted_p(p, method).value();
    return std::count_if(adjusted.begin(), adjusted.end(), [](double value) { return value <= 0.05; });
  };
  EXPECT_EQ(below(Multiplicity::bonferroni), 3);
  EXPECT_EQ(below(Multiplicity::BH), 4);
  EXPECT_NEAR((*adjusted_p(p, Multiplicity::BH))[3], .0095 * 15 / 4, 1e-15);
}

TEST(Multiplicity, leaves_missing_values_and_order_alone) {
  const auto adjusted = adjusted_p(std::vector<double>{.04, NAN, .01}, Multiplicity::holm);
  EXPECT_NEAR((*adjusted)[0], .04, 1e-15);
  EXPECT_TRUE(std::isnan((*adjusted)[1]));
  EXPECT_NEAR((*adjusted)[2], .02, 1e-15);
  EXPECT_EQ(adjusted_p(std::vector<double>{1.5}, Multiplicity::BH).error().what, "p value 1 is 1.500000; it must lie from 0 to 1");
  EXPECT_TRUE(adjusted_p({}, Multiplicity::hommel)->empty());
}

TEST(Clustered, covers_where_the_interval_of_independent_people_does_not) {
  // 40 clusters of 15; cluster and person each give half the variance of x and of y, and only persons correlate: the true r is 0.25.
  int plain_covers = 0, clustered_covers = 0, bootstrap_covers = 0;
  constexpr int worlds = 200;
  for (std::uint32_t world = 0; world < worlds; ++world) {
    Random random(77, world);
    std::vector<double> x, y;
    std::vector<std::uint32_t> cluster;
    for (std::uint32_t c = 0; c < 40; ++c) {
      const double own_x = random.normal(), own_y = random.normal();
      for (int i = 0; i < 15; ++i) {
        const double a = random.normal(), b = 0.5 * a + std::sqrt(0.75) * random.normal();
        x.push_back(own_x + a);
        y.push_back(own_y + b);
        cluster.push_back(c);
      }
    }
    const auto found = clustered_correlation(x, y, cluster, {.replicates = 400, .seed = world});
    ASSERT_TRUE(found) << found.error().what;
    const auto holds = [](const Interval& i) { return i.low <= 0.25 && 0.25 <= i.high; };
    plain_covers += holds(pearson(x, y)->interval);
    clustered_covers += holds(found->correlation.interval);
    bootstrap_covers += holds(found->bootstrap);
  }
  EXPECT_LT(plain_covers, 0.75 * worlds);
  EXPECT_GE(clustered_covers, 0.90 * worlds);  // 95 % less three standard errors of 200 worlds
  EXPECT_GE(bootstrap_covers, 0.88 * worlds);
}

TEST(Clustered, says_what_is_wrong) {
  const std::vector<double> x{1, 2, 3, 4}, y{1, 3, 2, 6};
  EXPECT_EQ(clustered_correlation(x, y, std::vector<std::uint32_t>{1, 1, 2, 2}).error().what,
            "an interval from clusters needs at least 3 clusters, there are 2");
  EXPECT_EQ(clustered_correlation(x, y, std::vector<std::uint32_t>{1, 1}).error().what, "every person needs a cluster: there are 4 and 2");
}

}  // namespace
}  // namespace karuna::stats
