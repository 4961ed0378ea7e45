// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "ask/planning/cells.h"

namespace karuna::ask {
namespace {

using testing::ElementsAre;

std::vector<PlannedCell> planned(std::vector<UnitHeadcount> units, const EarlierCells& earlier = {}) {
  auto cells = plan_cells(units, earlier);
  EXPECT_TRUE(cells) << (cells ? "" : cells.error().what);
  return cells.value_or(std::vector<PlannedCell>());
}

TEST(PlanCells, AUnitOfTwentyIsACellOfItsOwn) {
  const auto cells = planned({{"H", "", "H", 0}, {"H / A", "H", "A", 20}, {"H / B", "H", "B", 35}});
  ASSERT_EQ(cells.size(), 2U);
  EXPECT_EQ(cells[0].label, "A");
  EXPECT_THAT(cells[0].units, ElementsAre("H"));
  EXPECT_EQ(cells[0].minimum, 20U);
  EXPECT_TRUE(cells[0].reason.empty());
}

TEST(PlanCells, SmallSiblingsAnswerTogetherAndSayWhy) {
  // By hand: A (8) and B (14) reach 22; C alone is left over and joins the smallest cell near it, which is A and B.
  const auto cells = planned({{"H", "", "H", 0}, {"H / A", "H", "A", 8}, {"H / B", "H", "B", 14}, {"H / C", "H", "C", 5}, {"H / D", "H", "D", 40}});
  ASSERT_EQ(cells.size(), 2U);
  EXPECT_THAT(cells[0].members, ElementsAre("H / A", "H / B", "H / C"));
  EXPECT_EQ(cells[0].eligible, 27U);
  EXPECT_NE(cells[0].reason.find("A (8), B (14) and C (5) answer together, because a group needs 20"), std::string::npos) << cells[0].reason;
}

TEST(PlanCells, PeopleOfAnInnerUnitAnswerThere) {
  const auto cells = planned({{"H", "", "H", 25}, {"H / A", "H", "A", 30}});
  ASSERT_EQ(cells.size(), 2U);
  EXPECT_EQ(cells[0].label, "H (directly)");
  EXPECT_THAT(cells[0].units, ElementsAre("H"));
}

TEST(PlanCells, TenAreEnoughWhereSeventyInAHundredDrewLastTime) {
  EarlierCells earlier;
  earlier.numbers = {{{"H / A"}, 4}, {{"H / B"}, 5}};
  earlier.last = {{4, {7, 10}}, {5, {6, 10}}};
  earlier.next = 6;
  const auto cells = planned({{"H", "", "H", 0}, {"H / A", "H", "A", 10}, {"H / B", "H", "B", 10}, {"H / C", "H", "C", 12}}, earlier);
  ASSERT_EQ(cells.size(), 2U);
  EXPECT_EQ(cells[0].cell, 4U);
  EXPECT_EQ(cells[0].minimum, 10U);
  EXPECT_EQ(cells[0].last_issued, 7U);
  EXPECT_EQ(cells[1].cell, 6U) << "a new set of units gets a number that was never used";
  EXPECT_EQ(cells[1].minimum, 20U);
}

TEST(PlanCells, FewerThanTwentyInAllAreRefused) {
  const auto cells = plan_cells(std::vector<UnitHeadcount>{{"H", "", "H", 19}}, {});
  ASSERT_FALSE(cells);
  EXPECT_EQ(cells.error().fault, Fault::too_few_people);
}

TEST(PlanCells, EverybodyIsInOneCellThatIsLargeEnough) {
  std::mt19937 dice(11);
  for (int round = 0; round < 400; ++round) {
    std::vector<UnitHeadcount> units{{"0", "", "0", static_cast<std::uint32_t>(dice() % 30)}};
    std::uint32_t people = units[0].eligible;
    for (std::size_t u = 1, count = 1 + dice() % 40; u < count; ++u) {
      const std::string parent = units[dice() % units.size()].id;
      units.push_back({parent + "/" + std::to_string(u), parent, std::to_string(u), dice() % 3 == 0 ? 0U : static_cast<std::uint32_t>(dice() % 45)});
      people += units.back().eligible;
    }
    const auto cells = plan_cells(units, {});
    if (people < 20) {
      EXPECT_FALSE(cells);
      continue;
    }
    ASSERT_TRUE(cells) << cells.error().what;
    std::uint32_t in_cells = 0;
    std::set<std::string> seen;
    for (const auto& cell : *cells) {
      EXPECT_GE(cell.eligible, 20U);
      in_cells += cell.eligible;
      for (const auto& member : cell.members) EXPECT_TRUE(seen.insert(member).second) << member << " is in two cells";
    }
    EXPECT_EQ(in_cells, people);
    auto registry = read_registry(write_registry({}, *cells));
    ASSERT_TRUE(registry) << registry.error().what;
    const auto again = plan_cells(units, *registry);
    ASSERT_TRUE(again);
    for (std::size_t c = 0; c < cells->size(); ++c) EXPECT_EQ((*again)[c].cell, (*cells)[c].cell) << "a number changed its meaning";
  }
}

}  // namespace
}  // namespace karuna::ask
