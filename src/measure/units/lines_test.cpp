// SPDX-License-Identifier: Apache-2.0
#include "measure/units/lines.h"

#include <gmock/gmock.h>

#include "measure/release_fixture.h"
#include "measure/units/aligned_lines.h"

namespace karuna::measure {
namespace {

using namespace fixture;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(Lines, AUnitIsTheWeightedMeanOfItsGroups) {
  const UnitTree tree = tree_of({{"Nursing", 2}});
  const auto p = published(tree, {group({unit(tree, "Nursing 1")}, 10, 4.0, 0.04), group({unit(tree, "Nursing 2")}, 30, 3.0, 0.02)});
  const Lines lines = lines_of(tree, p);
  const Line& whole = *lines.of(unit(tree, "Nursing"));
  EXPECT_EQ(whole.ballots, 40U);
  EXPECT_DOUBLE_EQ(whole.mean, 3.25);                                      // (10 x 4 + 30 x 3) / 40
  EXPECT_DOUBLE_EQ(whole.noise, 0.25 * 0.25 * 0.04 + 0.75 * 0.75 * 0.02);  // shares squared
  EXPECT_EQ(lines.organisation()->ballots, 40U);
}

TEST(Lines, UnitsThatShareAGroupArePooledAndNameEachOther) {
  const UnitTree tree = tree_of({{"Nursing", 2}, {"Logistics", 3}});
  const auto p = published(tree, {group({unit(tree, "Nursing 1")}, 12, 4), group({unit(tree, "Nursing 2")}, 15, 4), group({unit(tree, "Logistics 1")}, 11, 3),
                                  group({unit(tree, "Logistics 2"), unit(tree, "Logistics 3")}, 13, 2)});
  const Lines lines = lines_of(tree, p);
  EXPECT_TRUE(lines.of(unit(tree, "Logistics"))->unit);
  const Line& pool = *lines.of(unit(tree, "Logistics 2"));
  EXPECT_FALSE(pool.unit);
  EXPECT_EQ(&pool, lines.of(unit(tree, "Logistics 3")));
  EXPECT_THAT(lines.pools[pool.pool].units, ElementsAre(unit(tree, "Logistics 2"), unit(tree, "Logistics 3")));
  EXPECT_EQ(lines.pools[pool.pool].home, unit(tree, "Logistics"));
  EXPECT_THAT(lines.with[unit(tree, "Logistics 2").value], ElementsAre(unit(tree, "Logistics 3")));
  EXPECT_EQ(pool.level, 2U);
}

TEST(Lines, ADepartmentThatReachesIntoAnotherIsShownWithThePartOfItThatIsMeant) {
  const UnitTree tree = tree_of({{"Nursing", 2}, {"Logistics", 3}});
  const auto p = published(tree, {group({unit(tree, "Nursing 1")}, 12, 4), group({unit(tree, "Nursing 2"), unit(tree, "Logistics 1")}, 12, 3),
                                  group({unit(tree, "Logistics 2")}, 15, 3), group({unit(tree, "Logistics 3")}, 15, 3)});
  const Lines lines = lines_of(tree, p);
  EXPECT_THAT(lines.with[unit(tree, "Nursing").value], ElementsAre(unit(tree, "Logistics 1")));
  EXPECT_EQ(lines.of(unit(tree, "Nursing"))->ballots, 24U);
  EXPECT_THAT(lines.with[unit(tree, "Logistics").value], ElementsAre(unit(tree, "Nursing 2")));
  EXPECT_EQ(lines.of(unit(tree, "Logistics"))->ballots, 42U);
}

TEST(Lines, HiddenEmptyAndAbsentAreOneThing) {
  const UnitTree tree = tree_of({{"Nursing", 3}});
  const auto p = published(tree, {group({unit(tree, "Nursing 1")}, 12, 4)}, {unit(tree, "Nursing 2")});  // Nursing 2 hidden, Nursing 3 empty
  const Lines lines = lines_of(tree, p);
  EXPECT_EQ(lines.of(unit(tree, "Nursing 2")), nullptr);
  EXPECT_EQ(lines.of(unit(tree, "Nursing 3")), nullptr);
  EXPECT_EQ(lines.of(unit(tree, "Nursing")), nullptr);
  EXPECT_EQ(lines.organisation(), nullptr);
}

TEST(Lines, ResponseHidesBelowThirtyPercentAndMarksBelowFifty) {
  const UnitTree tree = tree_of({{"Nursing", 4}}, 40);
  const auto p = published(tree, {group({unit(tree, "Nursing 1")}, 11, 4), group({unit(tree, "Nursing 2")}, 12, 4), group({unit(tree, "Nursing 3")}, 20, 4),
                                  group({unit(tree, "Nursing 4")}, 30, 4)});
  const Lines lines = lines_of(tree, p);
  EXPECT_EQ(lines.of(unit(tree, "Nursing 1")), nullptr);    // 27.5 %
  EXPECT_TRUE(lines.of(unit(tree, "Nursing 2"))->weak());   // 30 %
  EXPECT_FALSE(lines.of(unit(tree, "Nursing 3"))->weak());  // 50 %
  EXPECT_DOUBLE_EQ(*lines.response, 73.0 / 160);
}

TEST(Lines, APoolIsHiddenByTheResponseOfAllItsUnitsTogether) {
  const UnitTree tree = tree_of({{"Nursing", 3}}, 40);
  const auto p = published(tree, {group({unit(tree, "Nursing 1"), unit(tree, "Nursing 2")}, 20, 4), group({unit(tree, "Nursing 3")}, 30, 4)});
  const Lines lines = lines_of(tree, p);
  EXPECT_EQ(lines.of(unit(tree, "Nursing 1")), nullptr);  // 20 of 80
  EXPECT_THAT(lines.pools, IsEmpty());
  EXPECT_NE(lines.of(unit(tree, "Nursing 3")), nullptr);
}

TEST(Lines, AComposedFigureNeedsTheSamePeopleInEveryPart) {
  const UnitTree tree = tree_of({{"Nursing", 3}});
  const UnitId one = unit(tree, "Nursing 1"), two = unit(tree, "Nursing 2"), three = unit(tree, "Nursing 3");
  const Lines a = lines_of(tree, published(tree, {group({one}, 12, 4), group({two}, 12, 4), group({three}, 12, 4)}));
  const Lines b = lines_of(tree, published(tree, {group({one}, 12, 4), group({two, three}, 24, 4)}));
  const Lines* both[] = {&a, &b};
  const AlignedLines aligned = align(both);
  EXPECT_NE(aligned.head.of(one), nullptr);
  EXPECT_EQ(aligned.head.of(two), nullptr);
  EXPECT_NE(aligned.head.of(unit(tree, "Nursing")), nullptr);
  const Lines* pooled[] = {&b, &b};
  EXPECT_FALSE(align(pooled).head.of(two)->unit);
  EXPECT_EQ(align(pooled).head.pools.size(), 1U);
}

}  // namespace
}  // namespace karuna::measure
