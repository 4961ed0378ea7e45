// SPDX-License-Identifier: Apache-2.0
#include "people/directory.h"

#include <algorithm>
#include <map>

namespace karuna::people {

Result<std::vector<DirectoryPerson>> directory(const PeopleDatabase& people) {
  std::vector<DirectoryPerson> all;
  KARUNA_CHECK(people->read("bring people together", [&](store::Transaction& tx) -> Result<void> {
    all.clear();
    std::map<std::string, std::pair<std::string, std::string>> units;  // parent, name
    KARUNA_TRY(rows, tx.query("select unit_id, parent, name from unit"));
    for (const auto& row : rows) units[row.text(0)] = {row.text(1), row.text(2)};
    return tx.each("select employee_id, login, manager_id, job_family, level_band, start_date, language, shift_pattern, unit_id from person order by employee_id", {}, [&](const store::Row& row) {
      DirectoryPerson person{row.text(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5), row.text(6), row.text(7), {}};
      for (auto unit = units.find(row.text(8)); unit != units.end(); unit = units.find(unit->second.first)) person.unit_path.push_back(unit->second.second);
      std::reverse(person.unit_path.begin(), person.unit_path.end());
      all.push_back(std::move(person));
      return true;
    });
  }));
  return all;
}

Result<std::set<std::string>> known_people(const PeopleDatabase& people) {
  std::set<std::string> known;
  KARUNA_CHECK(people->read("who is known", [&](store::Transaction& tx) -> Result<void> {
    known.clear();
    KARUNA_TRY(rows, tx.query("select employee_id from person union select employee_id from person_before"));
    for (const auto& row : rows) known.insert(row.text(0));
    return {};
  }));
  return known;
}

}  // namespace karuna::people
