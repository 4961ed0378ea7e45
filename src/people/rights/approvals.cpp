// SPDX-License-Identifier: Apache-2.0
#include "people/rights/approvals.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "people/audit.h"
#include "seal/hash.h"

namespace karuna::people {

namespace {

using store::Row;
using store::Transaction;
using store::Value;
using State = Approval::State;

constexpr std::size_t id_bytes = 8;
constexpr const char* columns = "id, kind, after, rules, reason, asked_by, asked_role, asked_hour, state, decided_by, decided_role, decided_hour, decision";
constexpr const char* asked_action = "approval.asked";
constexpr std::array<const char*, 3> decision_actions{"", "approval.given", "approval.refused"};

std::string_view name_of(Role role) { return role_names[static_cast<std::size_t>(role)]; }
bool may_loosen(Role role) { return role == Role::programme_lead || role == Role::council; }

/// A line a rule: "k_index 10 5".
std::string text_of(const std::vector<ask::Loosened>& rules) {
  std::string text;
  for (const auto& one : rules) text += one.rule + " " + one.before + " " + one.value + "\n";
  return text;
}

std::vector<ask::Loosened> rules_of(std::string_view text) {
  std::vector<ask::Loosened> rules;
  for (const std::string_view line : split(text, '\n'))
    if (const auto words = split(line, ' '); words.size() == 3) rules.push_back({std::string(words[0]), std::string(words[1]), std::string(words[2])});
  return rules;
}

Role role_named(std::string_view name) {
  const auto found = std::ranges::find(role_names, name);
  return found == std::end(role_names) ? Role::employee : static_cast<Role>(found - std::begin(role_names));
}

Approval approval_of(const Row& row) {
  Approval one;
  one.id = row.text(0);
  one.wish = {row.text(1), row.text(2), {}, rules_of(row.text(3))};
  one.reason = row.text(4);
  one.asked_by = row.text(5);
  one.asked_role = role_named(row.text(6));
  one.asked_hour = row.integer(7);
  one.state = static_cast<State>(std::clamp<std::int64_t>(row.integer(8), 0, 2));
  one.decided_by = row.text(9);
  one.decided_role = role_named(row.text(10));
  one.decided_hour = row.integer(11);
  one.decision = row.text(12);
  return one;
}

/// What the audit log says of a step: the id and the hash of everything that was in front of whoever took it.
std::string object_of(const Approval& one, bool decided) {
  seal::Sha256 hash;
  hash.add("KARUNA-APPROVAL-v1");
  const std::string rules = text_of(one.wish.rules);
  for (const std::string* text : {&one.wish.kind, &one.wish.after, &rules, &one.reason}) hash.add_u32(static_cast<std::uint32_t>(text->size())).add(*text);
  if (decided) hash.add_u32(static_cast<std::uint32_t>(one.decision.size())).add(one.decision);
  return one.id + " " + seal::to_hex(hash.finish());
}

Result<std::string> checked_reason(std::string_view reason) {
  const std::string_view text = trimmed(reason);
  if (text.empty()) return fail(Fault::invalid, "a reason is missing; every employee may read it");
  if (text.size() > most_reason)
    return fail(Fault::invalid, "a reason has at most " + std::to_string(most_reason) + " bytes, this one has " + std::to_string(text.size()));
  return std::string(text);
}

Result<std::vector<Approval>> read_all(Transaction& tx) {
  KARUNA_TRY(rows, tx.query(std::string("select ") + columns + " from approval order by asked_hour desc, id"));
  std::vector<Approval> all;
  for (const auto& row : rows) all.push_back(approval_of(row));
  return all;
}

bool same_wish(const ask::Loosening& one, const ask::Loosening& other) {
  return one.kind == other.kind && one.after == other.after && one.rules == other.rules;
}

}  // namespace

Result<std::string> ask_for_approval(const PeopleDatabase& people, const Asker& asker, const ask::Loosening& wish, std::string_view reason, std::int64_t hour) {
  if (!may_loosen(asker.role)) return fail(Fault::refused, "whoever plans waves or sits on the council may ask to loosen a rule");
  if (wish.rules.empty()) return fail(Fault::invalid, "this wave loosens nothing; it needs no approval");
  KARUNA_TRY(text, checked_reason(reason));
  KARUNA_TRY(random, seal::random_bytes(id_bytes));
  Approval one;
  one.id = seal::to_hex(random);
  one.wish = wish;
  one.reason = text;
  KARUNA_CHECK(people->write("ask to loosen a rule", [&](Transaction& tx) -> Result<void> {
    KARUNA_TRY(all, read_all(tx));
    for (const Approval& earlier : all)
      if (earlier.state == State::waiting && same_wish(earlier.wish, wish))
        return fail(Fault::refused, "the same was asked already and waits for the other role");
    const std::array<Value, 8> values{one.id, wish.kind, wish.after, text_of(wish.rules), one.reason, asker.login, std::string(name_of(asker.role)), hour};
    KARUNA_TRY(
        added,
        tx.run(
            "insert into approval(id, kind, after, rules, reason, asked_by, asked_role, asked_hour, state, decided_by, decided_role, decided_hour, decision) "
            "values(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, '', '', 0, '')",
            values));
    (void)added;
    return note_in_audit(tx, {asker.login, std::string(name_of(asker.role)), asked_action, object_of(one, false)}, hour);
  }));
  return one.id;
}

Result<void> decide_approval(const PeopleDatabase& people, const Asker& decider, std::string_view id, State how, std::string_view reason, std::int64_t hour) {
  if (!may_loosen(decider.role)) return fail(Fault::refused, "programme lead and council decide on loosening a rule");
  if (how == State::waiting) return fail(Fault::invalid, "a decision agrees or refuses");
  KARUNA_TRY(text, checked_reason(reason));
  return people->write("decide on loosening a rule", [&](Transaction& tx) -> Result<void> {
    KARUNA_TRY(all, read_all(tx));
    const auto found = std::ranges::find(all, id, &Approval::id);
    if (found == all.end()) return fail(Fault::not_found, "there is no such request");
    if (found->state != State::waiting) return fail(Fault::refused, "this was decided already");
    if (found->asked_role == decider.role) return fail(Fault::refused, "it takes the other role: " + std::string(name_of(decider.role)) + " asked");
    if (found->asked_by == decider.login) return fail(Fault::refused, "it takes another person: you asked, in another role");
    found->decision = text;
    const std::string role(name_of(decider.role));
    const std::array<Value, 6> values{std::string(id), static_cast<std::int64_t>(how), decider.login, role, hour, text};
    KARUNA_TRY(changed, tx.run("update approval set state=?2, decided_by=?3, decided_role=?4, decided_hour=?5, decision=?6 where id=?1", values));
    (void)changed;
    return note_in_audit(tx, {decider.login, role, decision_actions[static_cast<std::size_t>(how)], object_of(*found, true)}, hour);
  });
}

Result<std::vector<Approval>> all_approvals(const PeopleDatabase& people) {
  std::vector<Approval> all;
  KARUNA_CHECK(people->read("read approvals", [&](Transaction& tx) -> Result<void> {
    KARUNA_TRY(found, read_all(tx));
    all = std::move(found);
    return {};
  }));
  return all;
}

Result<void> check_approved(const PeopleDatabase& people, const ask::Loosening& wish) {
  if (wish.rules.empty()) return {};
  std::string named;
  for (const auto& one : wish.rules) named += (named.empty() ? "" : ", ") + one.rule + " (" + one.before + " -> " + one.value + ")";
  KARUNA_TRY(all, all_approvals(people));
  const auto found = std::ranges::find_if(all, [&](const Approval& one) { return one.state == State::given && same_wish(one.wish, wish); });
  if (found == all.end())
    return fail(
        Fault::refused,
        "this wave is looser than \"" + wish.after_title + "\": " + named +
            ". That takes two people, the programme lead and somebody of the council: one asks in the studio under Waves, the other agrees under Approvals");
  const std::string asked = object_of(*found, false), given = object_of(*found, true);
  std::optional<AuditNote> who_asked, who_agreed;
  KARUNA_TRY(check, walk_audit(people, [&](const AuditEntry& entry) {
               if (entry.note.action == asked_action && entry.note.object == asked) who_asked = entry.note;
               if (entry.note.action == decision_actions[static_cast<std::size_t>(State::given)] && entry.note.object == given) who_agreed = entry.note;
             }));
  const bool two_roles = who_asked && who_agreed && who_asked->role != who_agreed->role && who_asked->who != who_agreed->who &&
                         may_loosen(role_named(who_asked->role)) && may_loosen(role_named(who_agreed->role));
  if (check.broken_at || !two_roles)
    return fail(Fault::refused,
                "the approval to loosen " + named + " is not borne out by the audit log, which has to be whole and to hold what either role did");
  return {};
}

}  // namespace karuna::people
