// SPDX-License-Identifier: Apache-2.0
#include "act/groups/choices.h"

#include <array>

#include "act/pods/week.h"

namespace karuna::act {
namespace {

using store::Row;
using store::Transaction;
using store::Value;

constexpr std::string_view columns = "select person, pod, ambassador, carrier, resting, places, load, hours from group_choice";
constexpr int unsaid = -1;
constexpr std::size_t longest_hours = 300;

GroupChoice read(const Row& row) {
  GroupChoice choice{row.text(0), row.integer(1) != 0, row.integer(2) != 0, row.integer(3) != 0, row.integer(4) != 0, static_cast<unsigned>(row.integer(5)),
                     {},          row.text(7)};
  if (row.integer(6) != unsaid) choice.load = static_cast<int>(row.integer(6));
  return choice;
}

Result<void> check(const GroupChoice& choice) {
  if (choice.places < 1 || choice.places > 3)
    return fail(Fault::invalid, "a carrier accompanies 1 to 3 people at a time, not " + std::to_string(choice.places));
  if (choice.load && (*choice.load < 0 || *choice.load > 3))
    return fail(Fault::invalid, "load is 0 to 3, or not said; " + std::to_string(*choice.load) + " was given");
  if (choice.hours.size() > longest_hours)
    return fail(Fault::invalid, "hours have at most " + std::to_string(longest_hours) + " characters, these have " + std::to_string(choice.hours.size()));
  KARUNA_TRY(week, parse_week(choice.hours));
  (void)week;
  return {};
}

}  // namespace

Result<void> choose(const ActDatabase& act, const GroupChoice& choice) {
  KARUNA_CHECK(check(choice));
  return act->write("keep what somebody takes part in", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 1> whose{choice.person};
    KARUNA_CHECK(tx.run("delete from group_choice where person=?1", whose));
    const std::array<Value, 8> values{choice.person,
                                      std::int64_t{choice.pod},
                                      std::int64_t{choice.ambassador},
                                      std::int64_t{choice.carrier},
                                      std::int64_t{choice.resting},
                                      std::int64_t{choice.places},
                                      std::int64_t{choice.load.value_or(unsaid)},
                                      choice.hours};
    KARUNA_CHECK(
        tx.run("insert into group_choice(person, pod, ambassador, carrier, resting, places, load, hours) values(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", values));
    // Who says no is out at once, whatever had been agreed.
    if (!choice.pod) KARUNA_CHECK(tx.run("delete from pod_member where person=?1 and round=(select max(round) from pod_round)", whose));
    if (!choice.ambassador) KARUNA_CHECK(tx.run("delete from ambassador where person=?1", whose));
    if (!choice.carrier) KARUNA_CHECK(tx.run("delete from accompanied where carrier=?1", whose));
    return {};
  });
}

Result<GroupChoice> choice_of(const ActDatabase& act, const std::string& person) {
  GroupChoice choice{.person = person};
  KARUNA_CHECK(act->read("see what somebody takes part in", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 1> whose{person};
    KARUNA_TRY(rows, tx.query(std::string(columns) + " where person=?1", whose));
    if (!rows.empty()) choice = read(rows[0]);
    return {};
  }));
  return choice;
}

Result<std::vector<GroupChoice>> all_choices(const ActDatabase& act) {
  std::vector<GroupChoice> all;
  KARUNA_CHECK(act->read("see who takes part in groups", [&](Transaction& tx) -> Result<void> {
    KARUNA_TRY(rows, tx.query(std::string(columns) + " order by person"));
    for (const Row& row : rows) all.push_back(read(row));
    return {};
  }));
  return all;
}

Result<void> keep_apart(const ActDatabase& act, const std::string& person, const std::string& other) {
  if (person == other) return fail(Fault::refused, "nobody can be kept apart from themselves");
  return act->write("keep a confidential wish", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 2> pair{person, other};
    const std::array<Value, 1> whose{person};
    KARUNA_TRY(asked, tx.query("select count(*) from apart where person=?1", whose));
    if (asked[0].integer(0) >= static_cast<std::int64_t>(most_apart))
      return fail(Fault::refused, "more wishes than one person may have; take yours back first");
    KARUNA_CHECK(tx.run("insert into apart(person, other) values(?1, ?2) on conflict do nothing", pair));
    return {};
  });
}

Result<void> forget_apart(const ActDatabase& act, const std::string& person) {
  const auto gone = act->write("take confidential wishes back", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 1> whose{person};
    KARUNA_CHECK(tx.run("delete from apart where person=?1", whose));
    KARUNA_CHECK(tx.run("delete from covered where person=?1", whose));
    return {};
  });
  return gone ? act->forget() : gone;
}

Result<std::vector<std::pair<std::string, std::string>>> pairs_apart(const ActDatabase& act) {
  std::vector<std::pair<std::string, std::string>> pairs;
  KARUNA_CHECK(act->read("keep confidential wishes", [&](Transaction& tx) -> Result<void> {
    KARUNA_TRY(rows, tx.query("select person, other from apart order by person, other"));
    for (const Row& row : rows) pairs.emplace_back(row.text(0), row.text(1));
    return {};
  }));
  return pairs;
}

Result<std::size_t> forget_groups_but(const ActDatabase& act, const std::set<std::string>& known) {
  std::size_t forgotten = 0;
  const auto gone = act->write("forget the groups of people who left", [&](Transaction& tx) -> Result<void> {
    forgotten = 0;
    KARUNA_TRY(rows, tx.query("select person from group_choice union select person from covered union select person from apart union select other from apart union select person from pod_member "
                              "union select person from ambassador union select hire from accompanied union select carrier from accompanied"));
    for (const Row& row : rows) {
      const std::array<Value, 1> whose{row.text(0)};
      if (known.contains(row.text(0))) continue;
      ++forgotten;
      for (const char* sql :
           {"delete from group_choice where person=?1", "delete from apart where person=?1 or other=?1", "delete from pod_member where person=?1",
            "delete from ambassador where person=?1", "delete from accompanied where hire=?1 or carrier=?1", "delete from covered where person=?1"})
        KARUNA_CHECK(tx.run(sql, whose));
    }
    return {};
  });
  if (!gone) return std::unexpected(gone.error());
  if (forgotten > 0) KARUNA_CHECK(act->forget());
  return forgotten;
}

}  // namespace karuna::act
