// SPDX-License-Identifier: Apache-2.0
#include "people/rights/roles.h"

#include <gtest/gtest.h>

#include "people/people_fixture.h"

namespace karuna::people {
namespace {

class Rights : public WithPeople {
 protected:
  std::vector<Role> roles(std::string_view login) {
    const auto all = given_accounts(*people_).value();
    for (const auto& one : all)
      if (one.login == login) return one.roles;
    return {};
  }
};

TEST_F(Rights, GivesAndTakesOneRoleOfSeveral) {
  ASSERT_TRUE(add_role(*people_, "ana", Role::council));
  ASSERT_TRUE(add_role(*people_, "ana", Role::sponsor));
  ASSERT_TRUE(take_role(*people_, "ana", Role::council));
  EXPECT_EQ(roles("ana"), std::vector<Role>{Role::sponsor});
  const auto twice = take_role(*people_, "ana", Role::council);
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().fault, Fault::not_found);
  EXPECT_FALSE(take_role(*people_, "nobody", Role::council));
}

TEST_F(Rights, LocksNobodyOut) {
  ASSERT_TRUE(add_role(*people_, "first", Role::administrator));
  const auto last = take_role(*people_, "first", Role::administrator);
  ASSERT_FALSE(last);
  EXPECT_EQ(last.error().fault, Fault::refused);
  EXPECT_NE(last.error().what.find("last administrator"), std::string::npos);
  ASSERT_TRUE(set_password(*people_, "first", "three words that differ"));
  ASSERT_TRUE(add_role(*people_, "second", Role::administrator));
  const auto without = take_role(*people_, "first", Role::administrator);
  ASSERT_FALSE(without) << "the second has no password";
  EXPECT_EQ(without.error().fault, Fault::refused);
  ASSERT_TRUE(set_password(*people_, "second", "three words that differ"));
  EXPECT_TRUE(take_role(*people_, "first", Role::administrator));
  EXPECT_EQ(roles("first"), std::vector<Role>{});
  EXPECT_FALSE(take_role(*people_, "second", Role::administrator));
}

TEST_F(Rights, EndsEverySessionOfAnAccount) {
  Sessions sessions;
  const auto one = sessions.begin({.login = "ana", .person = {}, .roles = {Role::council}}), two = sessions.begin({.login = "ana", .person = {}, .roles = {Role::council}}),
             other = sessions.begin({.login = "ben", .person = {}, .roles = {Role::council}});
  sessions.end_all("ana");
  EXPECT_FALSE(sessions.find(*one) || sessions.find(*two));
  EXPECT_TRUE(sessions.find(*other));
}

}  // namespace
}  // namespace karuna::people
