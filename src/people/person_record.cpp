// SPDX-License-Identifier: Apache-2.0
#include "people/person_record.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace karuna::people {

namespace {

using store::Transaction;
using store::Value;

Result<std::vector<std::string>> path_of(Transaction& tx, std::string unit) {
  std::vector<std::string> path;
  while (!unit.empty()) {
    const std::array<Value, 1> values{unit};
    KARUNA_TRY(rows, tx.query("select name, parent from unit where unit_id=?1", values));
    if (rows.empty()) break;
    path.push_back(rows[0].text(0));
    unit = rows[0].text(1);
  }
  std::reverse(path.begin(), path.end());
  return path;
}

}  // namespace

Result<std::optional<PersonRecord>> person_record(const PeopleDatabase& people, const PersonId& person) {
  std::optional<PersonRecord> record;
  KARUNA_CHECK(people->read("show a person what is stored", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 1> values{blob_of(person)};
    KARUNA_TRY(rows, tx.query("select employee_id, email, login, unit_id, manager_id, job_family, level_band, employment_type, start_date, end_date, language, timezone, "
                              "shift_pattern, no_reminders from person where person_id=?1",
                              values));
    if (rows.empty()) return {};
    const auto& row = rows[0];
    PersonRecord found;
    found.fields = {row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5), row.text(6), row.text(7), row.text(8), row.text(9), row.text(10), row.text(11), row.text(12)};
    found.reminders_off = row.integer(13) != 0;
    KARUNA_TRY(path, path_of(tx, found.fields.unit));
    found.unit_path = std::move(path);
    const std::array<Value, 1> login{found.fields.login};
    KARUNA_TRY(account, tx.query("select roles, password from account where login=?1", login));
    if (!account.empty()) {
      for (const std::string_view role : split(account[0].text(0), ' '))
        if (!role.empty() && role != "employee") found.roles.emplace_back(role);
      found.has_password = !account[0].text(1).empty();
    }
    KARUNA_TRY(waves, tx.query("select count(distinct wave_id) from wave_person where person_id=?1", values));
    found.running_waves = static_cast<std::size_t>(waves[0].integer(0));
    record = std::move(found);
    return {};
  }));
  return record;
}

Result<std::optional<PersonId>> find_person(const PeopleDatabase& people, std::string_view name) {
  std::optional<PersonId> person;
  KARUNA_CHECK(people->read("find a person", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 1> values{std::string(name)};
    KARUNA_TRY(rows, tx.query("select person_id from person where login=?1 or employee_id=?1 order by login<>?1 limit 1", values));
    if (rows.empty() || rows[0].blob(0).size() != PersonId().size()) return {};
    person.emplace();
    std::copy(rows[0].blob(0).begin(), rows[0].blob(0).end(), person->begin());
    return {};
  }));
  return person;
}

Result<bool> reminders_off(const PeopleDatabase& people, const PersonId& person) {
  bool off = false;
  KARUNA_CHECK(people->read("see whether a person wants reminders", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 1> values{blob_of(person)};
    KARUNA_TRY(rows, tx.query("select no_reminders from person where person_id=?1", values));
    off = !rows.empty() && rows[0].integer(0) != 0;
    return {};
  }));
  return off;
}

Result<void> set_reminders_off(const PeopleDatabase& people, const PersonId& person, bool off) {
  return people->write("keep whether a person wants reminders", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 2> values{blob_of(person), std::int64_t{off}};
    KARUNA_TRY(changed, tx.run("update person set no_reminders=?2 where person_id=?1", values));
    KARUNA_TRY(before, tx.run("update person_before set no_reminders=?2 where person_id=?1", values));  // undoing an import does not undo this
    (void)before;
    if (changed == 0) return fail(Fault::not_found, "this person is not on the roster any more");
    return {};
  });
}

}  // namespace karuna::people
