// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ask/wave/wave_rules.h"
#include "people/accounts.h"

namespace karuna::people {

/// A wish to loosen rules for one wave. It takes two people in two roles, programme lead and council: one asks, the other agrees, and both say why.
/// Every employee may read both reasons.
struct Approval {
  enum class State { waiting, given, refused };
  std::string id;       ///< 16 hexadecimal digits
  ask::Loosening wish;  ///< bound to the wave it is compared with: it is good for one wave, the next is compared with that one
  std::string reason;
  std::string asked_by;  ///< login
  Role asked_role = Role::programme_lead;
  std::int64_t asked_hour = 0;
  State state = State::waiting;
  std::string decided_by, decision;  ///< empty while it waits
  Role decided_role = Role::council;
  std::int64_t decided_hour = 0;
};
inline constexpr std::array<std::string_view, 3> approval_state_names{"waiting", "given", "refused"};
inline constexpr std::size_t most_reason = 500;  ///< bytes

struct Asker {
  std::string login;
  Role role = Role::employee;
};

/// Writes a wish down, and notes it in the audit log.
///
/// Gives   its id
/// Fails   invalid  nothing is looser; no reason, or one that is too long
///         refused  another role than programme lead or council; the same wish waits already
Result<std::string> ask_for_approval(const PeopleDatabase& people, const Asker& asker, const ask::Loosening& wish, std::string_view reason, std::int64_t hour);

/// Agrees or refuses, and notes it in the audit log.
///
/// Fails   not_found  no such wish
///         invalid    no reason, or one that is too long
///         refused    it was decided already; the role that asked; the person who asked, whatever the role
Result<void> decide_approval(const PeopleDatabase& people, const Asker& decider, std::string_view id, Approval::State how, std::string_view reason,
                             std::int64_t hour);

/// All, newest first.
Result<std::vector<Approval>> all_approvals(const PeopleDatabase& people);

/// Whether a wave that loosens rules may be made: a wish with exactly these rules after exactly that wave was agreed to, and the audit log is whole and holds
/// what either role did. A row that was written into the table alone is worth nothing.
///
/// Fails   refused  not agreed to, each rule named; or the audit log does not bear it out
Result<void> check_approved(const PeopleDatabase& people, const ask::Loosening& wish);

}  // namespace karuna::people
