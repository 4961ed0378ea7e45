// SPDX-License-Identifier: Apache-2.0
#include "people/team.h"

#include <gtest/gtest.h>

#include "people/accounts.h"
#include "people/roster.h"
#include "people/token_keys.h"
#include "shared.h"

namespace karuna::people {
namespace {

// Ada leads Ben and Cem in the kitchen and Dora in the ward; Dora leads Eli, who came after the wave; Fay leads nobody.
TEST(TeamOf, CountsReportsAndNamesTheCellsTheyWereCountedIn) {
  const test::TemporaryFolder folder;
  ASSERT_TRUE(make_ring(folder.path()));
  auto people = open_people(folder.path());
  ASSERT_TRUE(people) << people.error().what;
  const auto import = [&](const std::string& rows) {
    auto roster = read_roster(folder.write("people.csv", "employee_id,email,manager_id,unit\n" + rows), {}, {}, "Klinik", "2026-11-25");
    ASSERT_TRUE(roster) << roster.error().what;
    ASSERT_TRUE(import_roster(*people, *roster, {}, {}));
  };
  const std::string then =
      "1,ada@k.example,,Kitchen\n2,ben@k.example,1,Kitchen\n3,cem@k.example,1,Kitchen\n4,dora@k.example,1,Ward\n6,fay@k.example,4,Ward\n";
  import(then);
  const std::array<std::uint8_t, 16> wave{7};
  const std::array<std::uint8_t, 1> classes{1};
  ASSERT_TRUE(make_token_keys(*people, wave, classes, {{"Klinik / Kitchen", 4}, {"Klinik / Ward", 9}}, 2));
  import(then.substr(0, then.rfind("6,fay")) + "5,eli@k.example,4,Ward\n6,fay@k.example,1,Ward\n");

  const auto team = [&](const char* login, const std::array<std::uint8_t, 16>& of) { return team_of(*people, *find_account(*people, login).value()->person, of, 1).value(); };
  EXPECT_EQ(team("ada@k.example", wave).reports, 4U);
  EXPECT_EQ(team("ada@k.example", wave).cells, (std::vector<std::uint32_t>{4, 9}));
  EXPECT_EQ(team("dora@k.example", wave).reports, 1U);
  EXPECT_EQ(team("dora@k.example", wave).cells, std::vector<std::uint32_t>{9});  // Eli is in no cell yet, Dora is
  EXPECT_EQ(team("ben@k.example", wave).reports, 0U);
  EXPECT_TRUE(team("ben@k.example", wave).cells.empty());
  EXPECT_TRUE(team("ada@k.example", {8}).cells.empty());  // another wave
}

}  // namespace
}  // namespace karuna::people
