// SPDX-License-Identifier: Apache-2.0
#include "base/unit_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace karuna {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

UnitRow row(std::string id, std::string parent, std::optional<std::uint32_t> eligible = {}, std::size_t line = 0) { return {std::move(id), std::move(parent), "", eligible, line}; }

std::vector<std::string> ids(const UnitTree& tree) {
  std::vector<std::string> all;
  for (std::size_t u = 0; u < tree.size(); ++u) all.push_back(tree[UnitId{u}].id);
  return all;
}

std::string words(const Result<UnitTree>& tree) { return tree ? "no error" : tree.error().what; }

TEST(UnitTree, puts_units_in_depth_first_order_with_children_as_they_were_given) {
  const std::vector<UnitRow> rows{row("ward 2", "north"), row("house", ""), row("south", "house"), row("north", "house"), row("ward 1", "north"), row("lab", "south")};
  const auto tree = UnitTree::from_rows(rows, "St Anne's");
  ASSERT_TRUE(tree) << words(tree);
  EXPECT_THAT(ids(*tree), ElementsAre("house", "south", "lab", "north", "ward 2", "ward 1"));
  const UnitId north = *tree->find("north"), ward = *tree->find("ward 1"), lab = *tree->find("lab");
  EXPECT_EQ((*tree)[ward].depth, 2U);
  EXPECT_EQ(tree->end(north).value, 6U);
  EXPECT_TRUE(tree->contains(north, ward));
  EXPECT_TRUE(tree->contains(north, north));
  EXPECT_FALSE(tree->contains(north, lab));
  EXPECT_TRUE(tree->is_leaf(lab));
  EXPECT_THAT(tree->path(ward), ElementsAre(tree->root(), north, ward));
  EXPECT_FALSE(tree->find("St Anne's"));
  EXPECT_EQ((*tree)[north].name, "north") << "the id is the name where none is given";
}

TEST(UnitTree, puts_several_roots_under_one_made_up_organisation) {
  const auto tree = UnitTree::from_rows(std::vector{row("a", ""), row("b", "a"), row("c", "")}, "St Anne's");
  ASSERT_TRUE(tree) << words(tree);
  EXPECT_THAT(ids(*tree), ElementsAre("St Anne's", "a", "b", "c"));
  const auto taken = UnitTree::from_rows(std::vector{row("Org", ""), row("b", "")}, "Org");
  ASSERT_TRUE(taken);
  EXPECT_THAT(ids(*taken), ElementsAre("Org (organisation)", "Org", "b"));
  EXPECT_EQ((*taken)[taken->root()].name, "Org");
}

TEST(UnitTree, adds_up_people_where_every_part_is_known) {
  const auto direct = UnitTree::from_rows(std::vector{row("all", "", 5), row("a", "all", 10), row("b", "all", 12)}, "");
  ASSERT_TRUE(direct);
  EXPECT_EQ((*direct)[direct->root()].eligible, 27U) << "5 is fewer than the 22 below, so it counts those of the top itself";
  const auto totals = UnitTree::from_rows(std::vector{row("all", "", 22), row("a", "all", 10), row("b", "all", 12)}, "");
  EXPECT_EQ((*totals)[totals->root()].eligible, 22U) << "22 is what lies below, so it is a total";
  const auto unknown = UnitTree::from_rows(std::vector{row("all", ""), row("a", "all", 10), row("b", "all")}, "");
  EXPECT_FALSE((*unknown)[unknown->root()].eligible);
}

TEST(UnitTree, says_what_is_wrong_with_a_table) {
  EXPECT_THAT(words(UnitTree::from_rows({}, "x")), HasSubstr("holds no unit"));
  EXPECT_EQ(words(UnitTree::from_rows(std::vector{row("a", "", {}, 2), row("b", "z", {}, 3)}, "x")),
            "unit \"b\" (line 3) names the parent \"z\", which is not among the 2 units; add it, or leave the parent empty where a unit is the top");
  EXPECT_EQ(words(UnitTree::from_rows(std::vector{row("a", "", {}, 2), row("a", "", {}, 3)}, "x")), "unit \"a\" (line 3) is there twice, first on line 2; every id may stand once");
  EXPECT_THAT(words(UnitTree::from_rows(std::vector{row("a", ""), row(" ", "a", {}, 3)}, "x")), HasSubstr("unit number 2 (line 3) has no id"));
}

TEST(UnitTree, names_the_members_of_a_cycle) {
  const auto tree = UnitTree::from_rows(std::vector{row("top", ""), row("x", "a"), row("a", "b"), row("b", "c"), row("c", "a")}, "o");
  EXPECT_EQ(words(tree), "the units run in a circle, each naming the next as its parent: \"a\" -> \"b\" -> \"c\" -> \"a\"; one of them must name another parent");
  EXPECT_EQ(tree.error().fault, Fault::invalid);
  EXPECT_THAT(words(UnitTree::from_rows(std::vector{row("a", "a")}, "o")), HasSubstr("\"a\" is its own parent"));
  std::vector<UnitRow> ring;
  for (int i = 0; i < 50'000; ++i) ring.push_back(row("u" + std::to_string(i), "u" + std::to_string((i + 1) % 50'000)));
  EXPECT_THAT(words(UnitTree::from_rows(ring, "o")), HasSubstr("\"u7\" -> 49992 more -> \"u0\""));
}

TEST(UnitTree, holds_a_chain_of_a_hundred_thousand_and_a_tree_of_111101) {
  std::vector<UnitRow> chain;
  for (int i = 0; i < 100'000; ++i) chain.push_back(row("u" + std::to_string(i), i + 1 < 100'000 ? "u" + std::to_string(i + 1) : ""));
  const auto deep = UnitTree::from_rows(chain, "o");
  ASSERT_TRUE(deep) << words(deep);
  EXPECT_EQ((*deep)[*deep->find("u0")].depth, 99'999U);
  EXPECT_EQ(deep->path(*deep->find("u0")).size(), 100'000U);

  std::vector<UnitRow> rows;                    // 1 + 100 + 11,000 + 100,000
  rows.push_back(row("o", "", {}));
  for (int i = 0; i < 100; ++i) rows.push_back(row("d" + std::to_string(i), "o"));
  for (int i = 0; i < 11'000; ++i) rows.push_back(row("e" + std::to_string(i), "d" + std::to_string(i % 100)));
  for (int i = 0; i < 100'000; ++i) rows.push_back(row("t" + std::to_string(i), "e" + std::to_string(i % 11'000), 9));
  const auto wide = UnitTree::from_rows(rows, "o");
  ASSERT_TRUE(wide) << words(wide);
  EXPECT_EQ(wide->size(), 111'101U);
  EXPECT_EQ(wide->end(wide->root()).value, 111'101U);
  EXPECT_EQ((*wide)[wide->root()].eligible, 900'000U);
}

TEST(UnitTree, makes_one_unit_of_equal_paths) {
  const std::vector<std::vector<std::string>> paths{{"North", "Nursing"}, {"North", "Kitchen", "Night"}, {"North", "Nursing"}, {"South", "Nursing"}, {"North"}};
  const auto tree = UnitTree::from_paths(paths, "St Anne's");
  ASSERT_TRUE(tree) << words(tree);
  EXPECT_THAT(ids(*tree), ElementsAre("St Anne's", "North", "North / Nursing", "North / Kitchen", "North / Kitchen / Night", "South", "South / Nursing"));
  EXPECT_EQ((*tree)[*tree->find("South / Nursing")].name, "Nursing");
}

TEST(UnitTree, takes_the_organisation_itself_as_the_first_step_of_every_path) {
  const auto tree = UnitTree::from_paths(std::vector<std::vector<std::string>>{{"Org", "A"}, {"Org"}}, "Org");
  ASSERT_TRUE(tree) << words(tree);
  EXPECT_THAT(ids(*tree), ElementsAre("Org", "A"));
}

TEST(UnitTree, says_what_is_wrong_with_a_path) {
  using Paths = std::vector<std::vector<std::string>>;
  EXPECT_EQ(words(UnitTree::from_paths(Paths{{"North"}, {"North", "", "Ward"}}, "o")), "path number 2 has a gap: step 2 of 3, below \"North\", is empty; name the unit, or end the path before it");
  EXPECT_THAT(words(UnitTree::from_paths(Paths{{}}, "o")), HasSubstr("path number 1 names no unit"));
  EXPECT_THAT(words(UnitTree::from_paths({}, "o")), HasSubstr("no path of units"));
  EXPECT_THAT(words(UnitTree::from_paths(Paths{{"A", "B"}, {"A / B"}}, "o")), HasSubstr("two different paths are both called \"A / B\""));
}

}  // namespace
}  // namespace karuna
