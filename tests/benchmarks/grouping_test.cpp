// SPDX-License-Identifier: Apache-2.0
// Public instances of maximally diverse grouping: what is proven there is proven here. The long ones are in `make bench`.
#include <gtest/gtest.h>

#include "instances.h"
#include "shared.h"
#include "stats/grouping/exact.h"

namespace karuna::test {
namespace {

TEST(PublicInstances, of_ten_and_twelve_are_solved_and_proven) {
  KARUNA_NEEDS_SHARED("benchmarks/mdgp/bestknown.csv");
  const auto folder = shared_file("benchmarks/mdgp");
  std::size_t seen = 0;
  for (const KnownBest& known : known_bests(folder)) {
    if (known.kind != "proven optimum") continue;
    const auto problem = instance(folder, known.instance);
    ASSERT_TRUE(stats::check(problem).has_value()) << known.instance;
    const auto found = stats::exact_grouping(problem);
    ASSERT_TRUE(found.groups.has_value()) << known.instance;
    EXPECT_TRUE(found.proven) << known.instance;
    const auto at = stats::score(problem, *found.groups);
    EXPECT_TRUE(at.keeps_rules()) << known.instance;
    EXPECT_NEAR(at.value, known.value, 0.0011) << known.instance;  // three decimals are published
    ++seen;
  }
  EXPECT_EQ(seen, 84U);
}

}  // namespace
}  // namespace karuna::test
