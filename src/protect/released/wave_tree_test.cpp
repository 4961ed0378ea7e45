// SPDX-License-Identifier: Apache-2.0
#include "protect/released/wave_tree.h"

#include <gtest/gtest.h>

namespace karuna::protect {
namespace {

ask::CellKey cell(std::uint32_t number, std::vector<std::string> units) {
  ask::CellKey key;
  key.record.cls = ask::class_ballot;
  key.record.cell = number;
  key.record.label = "Ward " + std::to_string(number);
  key.record.units = std::move(units);
  key.record.eligible = 30;
  return key;
}

std::string name_of(const WaveTree& tree, const std::string& id) { return tree.tree[*tree.tree.find(id)].name; }

TEST(WaveTree, NamesAUnitByTheLastPartOfItsPath) {
  const std::vector<ask::CellKey> cells{cell(1, {"Linden", "Linden / North", "Linden / North / Theatre"}), cell(2, {"Linden", "South"}), cell(3, {"Linden", "Lindenberg"})};
  const std::vector<std::span<const ask::CellKey>> waves{cells};
  const auto tree = wave_tree(waves, "Linden").value();
  EXPECT_EQ(name_of(tree, "Linden / North"), "North");
  EXPECT_EQ(name_of(tree, "Linden / North / Theatre"), "Theatre");
  EXPECT_EQ(name_of(tree, "South"), "South");            // no path: its id
  EXPECT_EQ(name_of(tree, "Lindenberg"), "Lindenberg");  // begins alike and is no path
  EXPECT_EQ(name_of(tree, "cell:1"), "Ward 1");
}

}  // namespace
}  // namespace karuna::protect
