// SPDX-License-Identifier: Apache-2.0
#include "people/roster.h"

#include <algorithm>
#include <array>
#include <set>
#include <unordered_map>

#include "base/text.h"

namespace karuna::people {

namespace {

using store::Transaction;
using store::Value;

constexpr const char* kept_fields =
    "employee_id, login, email, unit_id, manager_id, job_family, level_band, employment_type, start_date, end_date, language, timezone, shift_pattern";

std::array<std::string, 13> fields_of(const RosterPerson& person) {
  return {person.employee_id, person.login,      person.email,    person.unit,     person.manager_id, person.job_family,   person.level_band,
          person.employment_type, person.start_date, person.end_date, person.language, person.timezone,   person.shift_pattern};
}

struct Stored {
  store::Blob id;
  std::array<std::string, 13> fields;
};

Result<std::unordered_map<std::string, Stored>> stored_people(Transaction& tx) {
  std::unordered_map<std::string, Stored> people;
  KARUNA_CHECK(tx.each("select person_id, " + std::string(kept_fields) + " from person", {}, [&](const store::Row& row) {
    Stored person{row.blob(0), {}};
    for (std::size_t f = 0; f < 13; ++f) person.fields[f] = row.text(f + 1);
    people.emplace(person.fields[0], std::move(person));
    return true;
  }));
  return people;
}

/// Rings of people who lead each other. Each person has one manager, so following managers either ends or comes round.
void find_rings(const RosterFile& roster, RosterChange& change) {
  std::unordered_map<std::string, std::size_t> at;
  for (std::size_t i = 0; i < roster.people.size(); ++i) at.emplace(roster.people[i].employee_id, i);
  std::vector<std::size_t> seen(roster.people.size(), 0);  // the walk in which a person was met; 0: not yet
  for (std::size_t start = 0; start < roster.people.size(); ++start) {
    std::size_t now = start;
    std::vector<std::size_t> walk;
    while (seen[now] == 0) {
      seen[now] = start + 1;
      walk.push_back(now);
      const auto next = at.find(roster.people[now].manager_id);
      if (next == at.end()) break;
      now = next->second;
      if (seen[now] != start + 1) continue;
      const auto first = std::find(walk.begin(), walk.end(), now);
      std::vector<std::string> ring;
      for (auto member = first; member != walk.end(); ++member) ring.push_back(roster.people[*member].employee_id);
      change.cycles.push_back(std::move(ring));
      break;
    }
  }
  for (const RosterPerson& person : roster.people)
    if (!person.manager_id.empty() && !at.contains(person.manager_id)) change.unknown_managers.emplace_back(person.employee_id, person.manager_id);
}

/// Units with their parents, from the paths of people.
std::map<std::string, std::pair<std::string, std::string>> units_of(const RosterFile& roster) {
  std::map<std::string, std::pair<std::string, std::string>> units;  // id -> parent, name
  for (const RosterPerson& person : roster.people) {
    std::string path = person.unit;
    while (!units.contains(path)) {
      const std::size_t cut = path.rfind(" / ");
      const std::string parent = cut == std::string::npos ? "" : path.substr(0, cut);
      units[path] = {parent, cut == std::string::npos ? path : path.substr(cut + 3)};
      if (parent.empty()) break;
      path = parent;
    }
  }
  return units;
}

Result<RosterChange> compare(Transaction& tx, const RosterFile& roster) {
  RosterChange change;
  KARUNA_TRY(stored, stored_people(tx));
  std::map<std::string, std::uint32_t> in_unit;
  for (const RosterPerson& person : roster.people) {
    ++in_unit[person.unit];
    const auto before = stored.find(person.employee_id);
    if (before == stored.end()) {
      change.fresh.push_back(person.employee_id);
      continue;
    }
    const auto now = fields_of(person);
    if (now == before->second.fields) ++change.same;
    else if (now[3] != before->second.fields[3]) change.moved.push_back(person.employee_id);
    else change.changed.push_back(person.employee_id);
    stored.erase(before);
  }
  for (const auto& [id, person] : stored) change.leaving.push_back(id);
  std::sort(change.leaving.begin(), change.leaving.end());
  find_rings(roster, change);
  for (const auto& [unit, count] : in_unit)
    if (count < smallest_unit_alone) change.small_units.emplace_back(unit, count);
  change.people = roster.people.size();
  change.units = units_of(roster).size();
  return change;
}

Result<void> run(Transaction& tx, const std::string& sql, std::span<const Value> values = {}) {
  KARUNA_TRY(done, tx.run(sql, values));
  (void)done;
  return {};
}

Result<void> store_roster(Transaction& tx, const RosterFile& roster) {
  KARUNA_TRY(stored, stored_people(tx));
  for (const char* sql : {"delete from person_before", "delete from unit_before", "insert into person_before select * from person",
                          "insert into unit_before select * from unit", "delete from person", "delete from unit"})
    KARUNA_CHECK(run(tx, sql));
  for (const auto& [id, unit] : units_of(roster)) {
    const std::array<Value, 3> values{id, unit.first, unit.second};
    KARUNA_CHECK(run(tx, "insert into unit(unit_id, parent, name) values(?1, ?2, ?3)", values));
  }
  for (const RosterPerson& person : roster.people) {
    std::vector<Value> values;
    const auto before = stored.find(person.employee_id);
    if (before != stored.end()) {
      values.emplace_back(before->second.id);
    } else {
      KARUNA_TRY(id, seal::random_bytes(16));
      values.emplace_back(id);
    }
    for (const std::string& field : fields_of(person)) values.emplace_back(field);
    KARUNA_CHECK(run(tx,
                     "insert into person(person_id, " + std::string(kept_fields) +
                         ", no_reminders) values(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14, "
                         "coalesce((select no_reminders from person_before where person_id=?1), 0))",
                     values));
  }
  return {};
}

Result<void> keep(Transaction& tx, const std::string& name, const std::string& value) {
  const std::array<Value, 2> values{name, value};
  return run(tx, "insert into setting(name, value) values(?1, ?2) on conflict(name) do update set value=?2", values);
}

}  // namespace

Result<RosterChange> compare_roster(const PeopleDatabase& people, const RosterFile& roster) {
  RosterChange change;
  KARUNA_CHECK(people->read("compare a roster", [&](Transaction& tx) -> Result<void> {
    KARUNA_TRY(found, compare(tx, roster));
    change = std::move(found);
    return {};
  }));
  return change;
}

Result<RosterChange> import_roster(const PeopleDatabase& people, const RosterFile& roster, const ColumnNames& columns, const std::vector<std::string>& units) {
  RosterChange change;
  const auto written = people->write("import a roster", [&](Transaction& tx) -> Result<void> {
    KARUNA_TRY(found, compare(tx, roster));
    change = std::move(found);
    if (!change.cycles.empty())
      return fail(Fault::refused, "people lead each other in a ring: " + join_words(change.cycles[0], "and") + "; correct the managers in " + roster.file + ", nothing was written");
    KARUNA_CHECK(store_roster(tx, roster));
    std::string mapping, path;
    for (const auto& [ours, theirs] : columns) mapping += ours + "=" + theirs + "\n";
    for (const std::string& unit : units) path += unit + "\n";
    KARUNA_CHECK(keep(tx, "columns", mapping));
    return keep(tx, "units", path);
  });
  if (!written) return std::unexpected(written.error());
  return change;
}

Result<void> undo_roster(const PeopleDatabase& people) {
  return people->write("undo the last import", [&](Transaction& tx) -> Result<void> {
    KARUNA_TRY(imports, tx.query("select 1 from setting where name='columns'"));
    if (imports.empty()) return fail(Fault::not_found, "there was no import yet, so there is nothing to undo");
    for (const char* sql : {"create temporary table person_now as select * from person", "create temporary table unit_now as select * from unit", "delete from person",
                            "delete from unit", "insert into person select * from person_before", "insert into unit select * from unit_before", "delete from person_before",
                            "delete from unit_before", "insert into person_before select * from person_now", "insert into unit_before select * from unit_now",
                            "drop table person_now", "drop table unit_now"})
      KARUNA_CHECK(run(tx, sql));
    return {};
  });
}

Result<RememberedColumns> remembered_columns(const PeopleDatabase& people) {
  RememberedColumns remembered;
  const auto read = people->read("read how columns are called", [&](Transaction& tx) -> Result<void> {
    KARUNA_TRY(rows, tx.query("select name, value from setting where name in ('columns', 'units')"));
    for (const auto& row : rows)
      for (const std::string_view line : split(row.text(1), '\n')) {
        if (line.empty()) continue;
        const std::size_t equals = line.find('=');
        if (row.text(0) == "units") remembered.units.emplace_back(line);
        else if (equals != std::string_view::npos) remembered.names[std::string(line.substr(0, equals))] = std::string(line.substr(equals + 1));
      }
    return {};
  });
  if (!read) return std::unexpected(read.error());
  return remembered;
}

}  // namespace karuna::people
