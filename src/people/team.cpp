// SPDX-License-Identifier: Apache-2.0
#include "people/team.h"

#include <array>
#include <set>

namespace karuna::people {

Result<Team> team_of(const PeopleDatabase& people, const PersonId& leader, const std::array<std::uint8_t, 16>& wave, std::uint8_t cls) {
  using store::Value;
  Team team;
  KARUNA_CHECK(people->read("find whom somebody leads", [&](store::Transaction& tx) -> Result<void> {
    const std::array<Value, 1> who{blob_of(leader)};
    KARUNA_TRY(ids, tx.query("select employee_id from person where person_id=?1", who));
    if (ids.empty()) return {};
    const std::array<Value, 3> led{ids[0].text(0), blob_of(wave), std::int64_t{cls}};
    KARUNA_TRY(rows, tx.query("select w.cell from person p left join wave_person w on w.person_id=p.person_id and w.wave_id=?2 and w.class=?3 where p.manager_id=?1", led));
    team.reports = static_cast<std::uint32_t>(rows.size());
    std::set<std::uint32_t> cells;
    for (const auto& row : rows)
      if (!row.is_null(0)) cells.insert(static_cast<std::uint32_t>(row.integer(0)));
    if (cells.empty() && team.reports > 0) {
      const std::array<Value, 3> own{blob_of(leader), blob_of(wave), std::int64_t{cls}};
      KARUNA_TRY(own_rows, tx.query("select cell from wave_person where person_id=?1 and wave_id=?2 and class=?3", own));
      for (const auto& row : own_rows) cells.insert(static_cast<std::uint32_t>(row.integer(0)));
    }
    team.cells.assign(cells.begin(), cells.end());
    return {};
  }));
  return team;
}

}  // namespace karuna::people
