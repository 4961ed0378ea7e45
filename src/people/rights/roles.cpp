// SPDX-License-Identifier: Apache-2.0
#include "people/rights/roles.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace karuna::people {

namespace {

using store::Transaction;
using store::Value;

std::vector<Role> roles_of(std::string_view text) {
  std::vector<Role> roles;
  for (const std::string_view word : split(text, ' '))
    if (const auto found = std::ranges::find(role_names, word); found != std::end(role_names))
      if (const auto role = static_cast<Role>(found - std::begin(role_names)); role != Role::employee) roles.push_back(role);
  return roles;
}

Result<std::vector<GivenAccount>> all(Transaction& tx) {
  std::vector<GivenAccount> accounts;
  KARUNA_TRY(rows, tx.query("select a.login, a.roles, a.password != '', p.login is not null from account a left join person p on p.login = a.login order by a.login"));
  for (const auto& row : rows) {
    GivenAccount one{row.text(0), roles_of(row.text(1)), row.integer(2) != 0, row.integer(3) != 0};
    if (!one.roles.empty() || one.has_password) accounts.push_back(std::move(one));
  }
  return accounts;
}

bool has(const GivenAccount& account, Role role) { return std::ranges::find(account.roles, role) != account.roles.end(); }

}  // namespace

Result<std::vector<GivenAccount>> given_accounts(const PeopleDatabase& people) {
  std::vector<GivenAccount> accounts;
  KARUNA_CHECK(people->read("list accounts", [&](Transaction& tx) -> Result<void> {
    KARUNA_TRY(found, all(tx));
    accounts = std::move(found);
    return {};
  }));
  return accounts;
}

Result<void> take_role(const PeopleDatabase& people, std::string_view login, Role role) {
  return people->write("take a role back", [login = std::string(login), role](Transaction& tx) -> Result<void> {
    KARUNA_TRY(accounts, all(tx));
    const auto found = std::ranges::find(accounts, login, &GivenAccount::login);
    if (found == accounts.end() || !has(*found, role)) return fail(Fault::not_found, in_quotes(login) + " does not have the role " + std::string(role_names[static_cast<std::size_t>(role)]));
    if (role == Role::administrator) {
      const auto others = [&](bool with_password) {
        return std::ranges::any_of(accounts, [&](const GivenAccount& one) { return one.login != login && has(one, role) && (one.has_password || !with_password); });
      };
      if (!others(false)) return fail(Fault::refused, in_quotes(login) + " is the last administrator; give the role to somebody else first");
      if (found->has_password && !others(true))
        return fail(Fault::refused, in_quotes(login) + " is the last administrator with a password; `karuna people password` gives one to another administrator first");
    }
    std::string left;
    for (const Role one : found->roles)
      if (one != role) left += (left.empty() ? "" : " ") + std::string(role_names[static_cast<std::size_t>(one)]);
    const std::array<Value, 2> values{login, left};
    KARUNA_TRY(done, tx.run("update account set roles=?2 where login=?1", values));
    (void)done;
    return {};
  });
}

}  // namespace karuna::people
