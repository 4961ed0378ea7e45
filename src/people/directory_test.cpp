// SPDX-License-Identifier: Apache-2.0
#include "people/directory.h"

#include "people/people_fixture.h"

namespace karuna::people {
namespace {

using Directory = WithPeople;

TEST_F(Directory, HoldsEverybodyWithTheNamesAboveThem) {
  import_table("employee_id,email,manager_id,unit,start_date\nB,b@example.org,A,Nursing / Ward 1,2021-04-01\nA,a@example.org,,Nursing,2011-04-01\n");
  const auto all = directory(*people_);
  ASSERT_TRUE(all) << all.error().what;
  ASSERT_EQ(all->size(), 2U);
  EXPECT_EQ(all->at(0).employee_id, "A");
  EXPECT_EQ(all->at(0).unit_path, (std::vector<std::string>{"Klinik", "Nursing"}));
  EXPECT_EQ(all->at(1).unit_path, (std::vector<std::string>{"Klinik", "Nursing", "Ward 1"}));
  EXPECT_EQ(all->at(1).manager_id, "A");
  EXPECT_EQ(all->at(1).start_date, "2021-04-01");
}

TEST_F(Directory, KnowsWhoIsNeededUntilAnImportCanNoLongerBeTakenBack) {
  import_table("employee_id,email,manager_id,unit,start_date\nA,a@example.org,,Nursing,\nB,b@example.org,A,Nursing,\n");
  import_table("employee_id,email,manager_id,unit,start_date\nA,a@example.org,,Nursing,\n");
  EXPECT_EQ(*known_people(*people_), (std::set<std::string>{"A", "B"}));
  import_table("employee_id,email,manager_id,unit,start_date\nA,a@example.org,,Nursing,\n");
  EXPECT_EQ(*known_people(*people_), (std::set<std::string>{"A"}));
}

}  // namespace
}  // namespace karuna::people
