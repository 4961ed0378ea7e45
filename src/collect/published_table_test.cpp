// SPDX-License-Identifier: Apache-2.0
#include "collect/published_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "shared.h"

namespace karuna::collect {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Result<PublishedTable> read(const std::string& csv, const std::string& in_table, const std::string& in_measure = "n = \"n\"\nmin = 0\nmax = 100\n") {
  const test::TemporaryFolder folder;
  folder.write("table.csv", csv);
  const auto survey =
      parse_survey("[table]\nfile = \"table.csv\"\nunit = \"unit\"\n" + in_table + "[[measure]]\nid = \"m\"\n" + in_measure, folder.path() / "SURVEY.toml");
  if (!survey) return std::unexpected(survey.error());
  Progress silent;
  return read_published_table(*survey, silent);
}

std::string words(const std::string& csv, const std::string& in_table, const std::string& in_measure = "n = \"n\"\nmin = 0\nmax = 100\n") {
  const auto table = read(csv, in_table, in_measure);
  return table ? "no error" : table.error().what;
}

TEST(PublishedTable, has_a_tree_periods_and_cells) {
  const auto table =
      read("unit,up,year,m,n\nT,,2024,40,100\nT,,2023,38,90\na,T,2023,20,30\na,T,2024,22,31\nb,T,2024,*,8\n", "parent = \"up\"\nperiod = \"year\"\n");
  ASSERT_TRUE(table) << table.error().what;
  EXPECT_THAT(table->periods, ElementsAre("2023", "2024"));
  EXPECT_EQ(table->tree.size(), 3U);
  const UnitId a = *table->tree.find("a"), b = *table->tree.find("b");
  EXPECT_EQ(table->measures[0].cells[0][a.value].value, 20);
  EXPECT_EQ(table->measures[0].cells[1][a.value].n, 31);
  EXPECT_TRUE(std::isnan(table->measures[0].cells[1][b.value].value));
  EXPECT_EQ(table->measures[0].cells[0][b.value].n, 0);
}

TEST(PublishedTable, columns_of_groups_become_the_units_above) {
  const auto table = read("unit,kind,m,n\nx,Trusts,40,100\ny,Trusts,38,90\nz,Boards,20,30\n", "groups = [\"kind\"]\norganisation = \"All\"\n");
  ASSERT_TRUE(table) << table.error().what;
  ASSERT_EQ(table->tree.size(), 6U);
  EXPECT_EQ(table->tree[table->tree.root()].name, "All");
  EXPECT_EQ(table->tree[table->tree[*table->tree.find("x")].parent].name, "Trusts");
}

TEST(PublishedTable, a_value_outside_its_ends_becomes_missing_and_is_counted) {
  const auto table = read("unit,m,n\nx,40,100\ny,138,90\nz,41,30\n", "");
  ASSERT_TRUE(table) << table.error().what;
  EXPECT_THAT(table->cleaning, Contains(HasSubstr("m: 1 value outside 0 to 100 became missing")));
  EXPECT_THAT(words("unit,m,n\nx,0.4,100\ny,0.3,90\n", "", "n = \"n\"\nmin = 1\nmax = 100\n"), HasSubstr("shares run from 0 to 1"));
}

TEST(PublishedTable, the_hash_does_not_depend_on_the_order_of_rows_or_columns) {
  const auto one = read("unit,m,n\nx,40,100\ny,38,90\n", ""), other = read("n;m;unit\n90;38,0;y\n100;40;x\n", ""),
             third = read("unit,m,n\nx,40,101\ny,38,90\n", "");
  ASSERT_TRUE(one && other && third);
  EXPECT_EQ(one->canonical_sha256, other->canonical_sha256);
  EXPECT_NE(one->canonical_sha256, third->canonical_sha256);
}

TEST(PublishedTable, says_what_is_wrong_and_where) {
  EXPECT_THAT(words("unit,m,n\n", ""), HasSubstr("holds a header and no rows"));
  EXPECT_THAT(words("unit,m,n\nx,1,10\nx,2,10\n", ""),
              AllOf(HasSubstr("table.csv:3"), HasSubstr("stands twice"), HasSubstr("line 2"), HasSubstr("column of periods")));
  EXPECT_THAT(words("unit,m,n\nx,1,ten\n", ""), AllOf(HasSubstr("table.csv:2"), HasSubstr("expected a whole number")));
  EXPECT_THAT(words("unit,m,count\nx,1,10\n", ""), AllOf(HasSubstr("measure m: n"), HasSubstr("SURVEY.toml:4")));
  EXPECT_THAT(words("unit,up,m,n\nx,y,1,10\ny,x,1,10\n", "parent = \"up\"\n"), HasSubstr("circle"));
  EXPECT_THAT(words("unit,up,m,n\nx,q,1,10\n", "parent = \"up\"\n"), AllOf(HasSubstr("table.csv"), HasSubstr("line 2"), HasSubstr("\"q\"")));
}

}  // namespace
}  // namespace karuna::collect
