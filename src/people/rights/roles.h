// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "people/accounts.h"

namespace karuna::people {

/// An account that was given something: a role beyond employee, or a password.
struct GivenAccount {
  std::string login;
  std::vector<Role> roles;           ///< given by hand, without employee
  bool has_password = false, on_roster = false;
};
/// By login. Employees who have nothing but their place on the roster are not in it.
Result<std::vector<GivenAccount>> given_accounts(const PeopleDatabase& people);

/// Takes a role back.
/// Fails  not_found  no such account, or it does not have the role
///        refused    it is the last administrator, or the last one with a password: nobody could give roles any more
Result<void> take_role(const PeopleDatabase& people, std::string_view login, Role role);

}  // namespace karuna::people
