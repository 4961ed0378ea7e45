// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "people/people_database.h"
#include "seal/hash.h"

namespace karuna::people {

enum class Role { employee, manager, programme_lead, council, administrator, sponsor };
inline constexpr std::string_view role_names[] = {"employee", "manager", "programme-lead", "council", "administrator", "sponsor"};

/// An account is a login: every person of the roster has one (the mail address, else the employee id) and is an employee; others are made by hand.
struct Account {
  std::string login;
  std::optional<PersonId> person;        ///< nothing: nobody of the roster
  std::vector<Role> roles;
  bool card = false;                     ///< a printed card (people/cards.h): it may draw at the desk and nothing else; `person` is the card's own id
};

Result<std::optional<Account>> find_account(const PeopleDatabase& people, std::string_view login);
/// Gives a role, and makes the account where there is none.
Result<void> add_role(const PeopleDatabase& people, std::string_view login, Role role);
/// Fails  invalid  fewer than 12 characters; not_found  no such account
Result<void> set_password(const PeopleDatabase& people, std::string_view login, std::string_view password);

/// A single-use link: 32 random bytes in base64url. Only their hash is kept, with the hour to which the link is good.
Result<std::string> make_link(const PeopleDatabase& people, std::string_view login, std::int64_t valid_until_hour);
/// One for every person of the roster, in order of login, in one transaction. Earlier links of theirs stay good.
Result<std::vector<std::pair<std::string, std::string>>> make_links(const PeopleDatabase& people, std::int64_t valid_until_hour);

struct SignInLimits {
  int wrong_of_one = 10, wrong_of_all = 600;   ///< passwords within a minute
  std::int64_t wait_seconds = 60;
};

/// Sign-in. Ten wrong passwords of one account make it wait a minute, 600 wrong ones of all accounts together make every password wait until the
/// minute is over (links go on working). Who tried, from where and when is nowhere; the counts are kept in memory only.
class SignIn {
 public:
  using Seconds = std::function<std::int64_t()>;   ///< a clock that only goes forward
  explicit SignIn(const PeopleDatabase& people, SignInLimits limits = {}, Seconds seconds = {});
  /// Spends the link. Nothing: unknown, spent, or too old.
  Result<std::optional<Account>> by_link(std::string_view code, std::int64_t hour);
  /// Nothing: wrong login or password, or too many tries (the two look alike). Costs the same for logins that do not exist.
  Result<std::optional<Account>> by_password(std::string_view login, std::string_view password);

 private:
  const PeopleDatabase& people_;
  std::mutex mutex_;
  SignInLimits limits_;
  Seconds seconds_;
  std::map<std::string, std::pair<int, std::int64_t>, std::less<>> wrong_;   // tries and the second until which to wait
  int wrong_of_all_ = 0;
  std::int64_t minute_began_ = 0;
};

/// Sessions, in memory only: a restart signs everybody out. They last eight hours, those of cards a quarter of one. A session is named by the hash of its cookie.
class Sessions {
 public:
  struct Session {
    Account account;
    Role role = Role::employee;        ///< in which this person looks at the moment; one of the account's
    std::string csrf;
    std::int64_t ends = 0;             ///< second of a steady clock
  };
  /// Takes  most_seconds  a shorter life than eight hours; 0: as usual
  /// Gives  the cookie's value
  Result<std::string> begin(Account account, std::int64_t most_seconds = 0);
  std::optional<Session> find(std::string_view cookie);
  void end(std::string_view cookie);
  /// Every session of a login.
  void end_all(std::string_view login);
  /// Those of a login that have a role which is not among these.
  void end_with_more(std::string_view login, const std::vector<Role>& roles);
  /// Another role of the same account. False: the account does not have it, or there is no such session.
  bool take_role(std::string_view cookie, Role role);
  /// Whether this session does this for the first time in its role, so that it is noted once.
  bool first_time(std::string_view cookie, std::string_view what);

 private:
  struct Kept {
    Session session;
    std::set<std::string, std::less<>> done;
  };
  std::mutex mutex_;
  std::map<seal::Digest, Kept> sessions_;
};

}  // namespace karuna::people
