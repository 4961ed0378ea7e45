// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "ask/planning/cells.h"
#include "said.h"

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
  ASSERT_EQ(cells[0].reason_said.size(), 2U) << "the third joined";
  EXPECT_EQ(cells[0].reason_said[0].values[0].second, "A (8), B (14), C (5)");
  for (const Said& said : cells[0].reason_said) EXPECT_EQ(test::unsayable(said), "");
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

TEST(PlanCells, TwelveWardsOfTwentyFiveAreTwelveCells) {
  std::vector<UnitHeadcount> units{{"H", "", "H", 0}};
  for (char ward = 'A'; ward < 'A' + 12; ++ward) units.push_back({std::string("H / ") + ward, "H", std::string(1, ward), 25});
  const auto cells = planned(units);
  ASSERT_EQ(cells.size(), 12U);
  for (std::uint32_t c = 0; c < 12; ++c) {
    EXPECT_EQ(cells[c].cell, c + 1);
    EXPECT_EQ(cells[c].eligible, 25U);
    EXPECT_THAT(cells[c].members, ElementsAre(units[c + 1].id));
  }
}

TEST(PlanCells, WhatIsLeftOverJoinsTheSmallestNear) {
  // By hand: 5 of H / N / C are left over in N, where A (30) and B (24) are; B is the smaller. That M has a cell of 20 does not matter: it is not below N.
  const auto cells = planned({{"H", "", "H", 0},
                              {"H / M", "H", "M", 20},
                              {"H / N", "H", "N", 0},
                              {"H / N / A", "H / N", "A", 30},
                              {"H / N / B", "H / N", "B", 24},
                              {"H / N / C", "H / N", "C", 5}});
  ASSERT_EQ(cells.size(), 3U);
  EXPECT_THAT(cells[0].members, ElementsAre("H / M"));
  EXPECT_EQ(cells[0].eligible, 20U);
  EXPECT_THAT(cells[1].members, ElementsAre("H / N / A"));
  EXPECT_THAT(cells[2].members, ElementsAre("H / N / B", "H / N / C"));
  EXPECT_EQ(cells[2].eligible, 29U);
  EXPECT_THAT(cells[2].units, ElementsAre("H", "H / N"));
}

TEST(PlanCells, WhatIsLeftOverGoesUpWhereNothingNearCanTakeIt) {
  // By hand: N has 5 people and no cell, so they go up to H, and join the only cell that is there.
  const auto cells = planned({{"H", "", "H", 0}, {"H / M", "H", "M", 20}, {"H / N", "H", "N", 0}, {"H / N / C", "H / N", "C", 5}});
  ASSERT_EQ(cells.size(), 1U);
  EXPECT_THAT(cells[0].members, ElementsAre("H / M", "H / N / C"));
  EXPECT_THAT(cells[0].units, ElementsAre("H"));
}

/// A (10 people, 7 of 10 drew last time) may answer alone.
EarlierCells a_may_answer_alone() {
  EarlierCells earlier;
  earlier.numbers = {{{"H / A"}, 4}};
  earlier.last = {{4, {7, 10}}};
  earlier.next = 5;
  return earlier;
}

TEST(PlanCells, AGroupOfTenThatTakesOthersInNeedsTwenty) {
  // By hand: 5 are left over. A would have 15 with them, and a group of two units needs 20; B takes them, though it is larger.
  const auto beside = planned({{"H", "", "H", 0}, {"H / A", "H", "A", 10}, {"H / B", "H", "B", 30}, {"H / C", "H", "C", 5}}, a_may_answer_alone());
  ASSERT_EQ(beside.size(), 2U);
  EXPECT_THAT(beside[0].members, ElementsAre("H / A"));
  EXPECT_EQ(beside[0].minimum, 10U);
  EXPECT_THAT(beside[1].members, ElementsAre("H / B", "H / C"));
  // With 12 left over A would have 22, which is enough, and it is the smallest.
  const auto enough = planned({{"H", "", "H", 0}, {"H / A", "H", "A", 10}, {"H / B", "H", "B", 30}, {"H / C", "H", "C", 12}}, a_may_answer_alone());
  ASSERT_EQ(enough.size(), 2U);
  EXPECT_THAT(enough[0].members, ElementsAre("H / A", "H / C"));
  EXPECT_EQ(enough[0].minimum, 20U);
  // Nothing else is in N: A and C go up together, and join what is there.
  EarlierCells below;
  below.numbers = {{{"H / N / A"}, 4}};
  below.last = {{4, {7, 10}}};
  below.next = 5;
  const auto up =
      planned({{"H", "", "H", 0}, {"H / B", "H", "B", 30}, {"H / N", "H", "N", 0}, {"H / N / A", "H / N", "A", 10}, {"H / N / C", "H / N", "C", 5}}, below);
  ASSERT_EQ(up.size(), 1U);
  EXPECT_EQ(up[0].eligible, 45U);
  EXPECT_EQ(up[0].minimum, 20U);
}

TEST(PlanCells, AUnitWithoutItsParentIsNamed) {
  const auto cells = plan_cells(std::vector<UnitHeadcount>{{"H", "", "H", 30}, {"H / X / Y", "H / X", "Y", 30}, {"H / X", "H", "X", 0}}, {});
  ASSERT_FALSE(cells);
  EXPECT_EQ(cells.error().fault, Fault::invalid);
  EXPECT_NE(cells.error().what.find("H / X / Y"), std::string::npos) << cells.error().what;
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

TEST(PlanCells, EveryCellHasItsMinimumWhateverWasDrawnLastTime) {
  std::mt19937 dice(12);
  int of_ten = 0;
  for (int round = 0; round < 500; ++round) {
    std::vector<UnitHeadcount> units{{"0", "", "0", static_cast<std::uint32_t>(dice() % 30)}};
    EarlierCells earlier;
    std::uint32_t people = units[0].eligible;
    for (std::size_t u = 1, count = 2 + dice() % 30; u < count; ++u) {
      const std::string parent = units[dice() % units.size()].id;
      units.push_back({parent + "/" + std::to_string(u), parent, std::to_string(u), static_cast<std::uint32_t>(dice() % 25)});
      people += units.back().eligible;
      if (dice() % 2 == 0) {
        earlier.last[earlier.next] = {static_cast<std::uint32_t>(dice() % 21), 20};
        earlier.numbers[{units.back().id}] = earlier.next++;
      }
    }
    if (people < 20) continue;
    const auto cells = plan_cells(units, earlier);
    ASSERT_TRUE(cells) << cells.error().what;
    std::map<std::string, std::uint32_t> directly;
    for (const auto& unit : units)
      if (unit.eligible > 0) directly[unit.id] = unit.eligible;
    for (const auto& cell : *cells) {
      EXPECT_GE(cell.eligible, cell.minimum) << "round " << round << ", " << cell.label;
      std::uint32_t sum = 0;
      for (const auto& member : cell.members) {
        ASSERT_TRUE(directly.contains(member)) << member << " is in two cells, or has nobody";
        sum += directly[member];
        directly.erase(member);
      }
      EXPECT_EQ(cell.eligible, sum);
      if (cell.minimum == 20) continue;
      ++of_ten;
      EXPECT_EQ(cell.minimum, 10U);
      EXPECT_EQ(cell.members.size(), 1U);
      ASSERT_TRUE(cell.last_issued && cell.last_eligible);
      EXPECT_GE(10 * *cell.last_issued, 7 * *cell.last_eligible);
    }
    EXPECT_TRUE(directly.empty()) << directly.begin()->first << " is in no cell";
  }
  EXPECT_GT(of_ten, 100);
}

}  // namespace
}  // namespace karuna::ask
