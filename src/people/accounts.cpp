// SPDX-License-Identifier: Apache-2.0
#include "people/accounts.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <set>

#include "seal/base64url.h"
#include "seal/password.h"

namespace karuna::people {

namespace {

using store::Transaction;
using store::Value;

constexpr std::int64_t session_seconds = 8 * 3600, card_seconds = 15 * 60;
constexpr std::size_t least_password = 12, most_waiting_logins = 100'000;

std::int64_t steady_seconds() { return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

std::vector<Role> roles_of(std::string_view text) {
  std::vector<Role> roles;
  for (std::size_t r = 0; r < std::size(role_names); ++r)
    if ((" " + std::string(text) + " ").find(" " + std::string(role_names[r]) + " ") != std::string::npos) roles.push_back(static_cast<Role>(r));
  return roles;
}

Result<std::optional<Account>> find_in(Transaction& tx, std::string_view login, std::string* password = nullptr) {
  const std::array<Value, 1> values{std::string(login)};
  KARUNA_TRY(person, tx.query("select person_id from person where login=?1", values));
  KARUNA_TRY(row, tx.query("select roles, password from account where login=?1", values));
  if (person.empty() && row.empty()) return std::optional<Account>();
  Account account{std::string(login), {}, {}};
  if (!person.empty() && person[0].blob(0).size() == 16) {
    PersonId id{};
    std::copy(person[0].blob(0).begin(), person[0].blob(0).end(), id.begin());
    account.person = id;
    account.roles.push_back(Role::employee);
  }
  if (!row.empty()) {
    for (const Role role : roles_of(row[0].text(0)))
      if (role != Role::employee) account.roles.push_back(role);
    if (password) *password = row[0].text(1);
  }
  return std::optional(std::move(account));
}

Result<std::pair<std::string, store::Blob>> new_link() {
  KARUNA_TRY(secret, seal::random_bytes(32));
  const std::string code = seal::to_base64url(secret);
  const auto hash = seal::sha256(code);
  return std::pair(code, blob_of(hash));
}

Result<void> keep_link(Transaction& tx, const store::Blob& hash, const std::string& login, std::int64_t until) {
  const std::array<Value, 3> values{hash, login, until};
  KARUNA_TRY(added, tx.run("insert into link(hash, login, valid_until) values(?1, ?2, ?3)", values));
  (void)added;
  return {};
}

}  // namespace

Result<std::optional<Account>> find_account(const PeopleDatabase& people, std::string_view login) {
  std::optional<Account> account;
  KARUNA_CHECK(people->read("find an account", [&](Transaction& tx) -> Result<void> {
    KARUNA_TRY(found, find_in(tx, login));
    account = std::move(found);
    return {};
  }));
  return account;
}

Result<void> add_role(const PeopleDatabase& people, std::string_view login, Role role) {
  if (login.empty() || login.size() > 200) return fail(Fault::invalid, "a login has 1 to 200 bytes");
  return people->write("give an account a role", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 1> values{std::string(login)};
    KARUNA_TRY(rows, tx.query("select roles from account where login=?1", values));
    std::string roles = rows.empty() ? "" : rows[0].text(0);
    const std::string name(role_names[static_cast<std::size_t>(role)]);
    if ((" " + roles + " ").find(" " + name + " ") == std::string::npos) roles += (roles.empty() ? "" : " ") + name;
    const std::array<Value, 2> row{std::string(login), roles};
    KARUNA_TRY(done, tx.run("insert into account(login, roles, password) values(?1, ?2, '') on conflict(login) do update set roles=?2", row));
    (void)done;
    return {};
  });
}

Result<void> set_password(const PeopleDatabase& people, std::string_view login, std::string_view password) {
  if (password.size() < least_password)
    return fail(Fault::invalid, "a password has at least 12 characters; three or four words that do not belong together are a good one");
  KARUNA_TRY(account, find_account(people, login));
  if (!account)
    return fail(Fault::not_found,
                "there is no account '" + std::string(login) + "'; `karuna people role LOGIN ROLE` makes one for somebody who is not on the roster");
  KARUNA_TRY(kept, seal::hash_password(password));
  return people->write("set a password", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 2> row{std::string(login), kept};
    KARUNA_TRY(done, tx.run("insert into account(login, roles, password) values(?1, '', ?2) on conflict(login) do update set password=?2", row));
    (void)done;
    return {};
  });
}

Result<std::string> make_link(const PeopleDatabase& people, std::string_view login, std::int64_t until) {
  KARUNA_TRY(account, find_account(people, login));
  if (!account)
    return fail(Fault::not_found, "there is no account '" + std::string(login) + "'; `karuna people list` tells how many there are, and the roster names them");
  KARUNA_TRY(link, new_link());
  KARUNA_CHECK(people->write("make a sign-in link", [&](Transaction& tx) { return keep_link(tx, link.second, std::string(login), until); }));
  return link.first;
}

Result<std::vector<std::pair<std::string, std::string>>> make_links(const PeopleDatabase& people, std::int64_t until) {
  std::vector<std::pair<std::string, std::string>> links;
  std::vector<store::Blob> hashes;
  KARUNA_CHECK(people->read("list the logins of the roster", [&](Transaction& tx) -> Result<void> {
    KARUNA_TRY(rows, tx.query("select login from person order by login"));
    for (const auto& row : rows) {
      KARUNA_TRY(link, new_link());
      links.emplace_back(row.text(0), link.first);
      hashes.push_back(link.second);
    }
    return {};
  }));
  const auto kept = people->write("make a sign-in link for everybody", [&](Transaction& tx) -> Result<void> {
    for (std::size_t i = 0; i < links.size(); ++i) KARUNA_CHECK(keep_link(tx, hashes[i], links[i].first, until));
    return {};
  });
  if (!kept) return std::unexpected(kept.error());
  return links;
}

Result<std::optional<Account>> SignIn::by_link(std::string_view code, std::int64_t hour) {
  std::optional<Account> account;
  if (code.size() > 100) return account;
  KARUNA_CHECK(people_->write("spend a sign-in link", [&](Transaction& tx) -> Result<void> {
    account.reset();
    const std::array<Value, 1> values{blob_of(seal::sha256(code))};
    KARUNA_TRY(rows, tx.query("select login, valid_until from link where hash=?1", values));
    if (rows.empty()) return {};
    KARUNA_TRY(spent, tx.run("delete from link where hash=?1", values));
    (void)spent;
    if (rows[0].integer(1) < hour) return {};
    KARUNA_TRY(found, find_in(tx, rows[0].text(0)));
    account = std::move(found);
    return {};
  }));
  return account;
}

SignIn::SignIn(const PeopleDatabase& people, SignInLimits limits, Seconds seconds)
    : people_(people), limits_(limits), seconds_(seconds ? std::move(seconds) : Seconds(steady_seconds)) {}

Result<std::optional<Account>> SignIn::by_password(std::string_view login, std::string_view password) {
  const std::int64_t now = seconds_();
  {
    const std::lock_guard lock(mutex_);
    if (now - minute_began_ >= limits_.wait_seconds) minute_began_ = now, wrong_of_all_ = 0;
    if (wrong_of_all_ >= limits_.wrong_of_all) return std::optional<Account>();
    if (const auto found = wrong_.find(login); found != wrong_.end() && found->second.second > now) return std::optional<Account>();
  }
  std::string kept;
  std::optional<Account> account;
  KARUNA_CHECK(people_->read("sign somebody in", [&](Transaction& tx) -> Result<void> {
    KARUNA_TRY(found, find_in(tx, login, &kept));
    account = std::move(found);
    return {};
  }));
  // Somebody without a password, and nobody at all, cost the same time as a wrong password.
  static const std::string nobody = seal::hash_password("there is nobody of this name").value_or("");
  const bool good = seal::check_password(kept.empty() ? nobody : kept, password) && !kept.empty() && account.has_value();
  const std::lock_guard lock(mutex_);
  if (good) {
    if (const auto found = wrong_.find(login); found != wrong_.end()) wrong_.erase(found);
    return account;
  }
  ++wrong_of_all_;
  if (wrong_.size() > most_waiting_logins) wrong_.clear();
  auto& [tries, until] = wrong_[std::string(login)];
  if (++tries >= limits_.wrong_of_one) tries = 0, until = now + limits_.wait_seconds;
  return std::optional<Account>();
}

Result<std::string> Sessions::begin(Account account, std::int64_t most_seconds) {
  KARUNA_TRY(secret, seal::random_bytes(32));
  KARUNA_TRY(csrf, seal::random_bytes(32));
  const std::string cookie = seal::to_base64url(secret);
  const std::int64_t now = steady_seconds();
  const Role role = account.roles.empty() ? Role::employee : account.roles.front();
  const std::int64_t usual = account.card ? card_seconds : session_seconds, ends = now + (most_seconds > 0 ? std::min(most_seconds, usual) : usual);
  const std::lock_guard lock(mutex_);
  std::erase_if(sessions_, [&](const auto& entry) { return entry.second.session.ends < now; });
  sessions_[seal::sha256(cookie)] = {{std::move(account), role, seal::to_base64url(csrf), ends}, {}};
  return cookie;
}

std::optional<Sessions::Session> Sessions::find(std::string_view cookie) {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(seal::sha256(cookie));
  if (found == sessions_.end() || found->second.session.ends < steady_seconds()) return {};
  return found->second.session;
}

void Sessions::end(std::string_view cookie) {
  const std::lock_guard lock(mutex_);
  sessions_.erase(seal::sha256(cookie));
}

void Sessions::end_all(std::string_view login) {
  const std::lock_guard lock(mutex_);
  std::erase_if(sessions_, [&](const auto& entry) { return entry.second.session.account.login == login; });
}

void Sessions::end_with_more(std::string_view login, const std::vector<Role>& roles) {
  const std::lock_guard lock(mutex_);
  std::erase_if(sessions_, [&](const auto& entry) {
    const Account& account = entry.second.session.account;
    return account.login == login && std::ranges::any_of(account.roles, [&](Role role) { return std::ranges::find(roles, role) == roles.end(); });
  });
}

bool Sessions::take_role(std::string_view cookie, Role role) {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(seal::sha256(cookie));
  if (found == sessions_.end() || std::ranges::find(found->second.session.account.roles, role) == found->second.session.account.roles.end()) return false;
  found->second.session.role = role;
  found->second.done.clear();
  return true;
}

bool Sessions::first_time(std::string_view cookie, std::string_view what) {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(seal::sha256(cookie));
  return found != sessions_.end() && found->second.done.emplace(what).second;
}

}  // namespace karuna::people
