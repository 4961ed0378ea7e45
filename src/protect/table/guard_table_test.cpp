// SPDX-License-Identifier: Apache-2.0
#include "protect/table/guard_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace karuna::protect {
namespace {

TEST(GuardTable, hides_values_of_fewer_than_ten_and_makes_hidden_and_absent_the_same) {
  const std::vector<UnitRow> rows{{"all", "", "", {}, 0}, {"a", "all", "", {}, 0}, {"b", "all", "", {}, 0}, {"c", "all", "", {}, 0}};
  collect::PublishedTable table;
  table.tree = UnitTree::from_rows(rows, "all").value();
  table.periods = {"2023"};
  table.canonical_sha256 = std::string(32, 'h');
  table.measures.push_back({"m", "Measure", "m", "culture", 0, 10, false, {{{40, 6.5}, {10, 7}, {9, 8}, {0, std::nan("")}}}});
  const GuardedTable guarded = guard_table(table);
  const auto& values = guarded.measures.at(0).values.at(0);
  EXPECT_TRUE(values[0].shown);
  EXPECT_EQ(values[1].value, 7);
  for (const std::size_t hidden : {2U, 3U}) {
    EXPECT_FALSE(values[hidden].shown);
    EXPECT_EQ(values[hidden].n, 0);
    EXPECT_EQ(values[hidden].value, 0);
  }
  EXPECT_EQ(guarded.measures[0].dimension, "culture");
  EXPECT_FALSE(guarded.measures[0].higher_is_better);
  EXPECT_EQ(guarded.input_sha256.substr(0, 6), "686868") << "in hex";
  EXPECT_THAT(guarded.notes, ::testing::Contains(::testing::HasSubstr("Differencing was not prevented")));
}

}  // namespace
}  // namespace karuna::protect
