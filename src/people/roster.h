// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "people/people_database.h"

namespace karuna::people {

/// What is kept of a person, all as text. Nothing else of a file enters: no date of birth, no gender, no pay.
struct RosterPerson {
  std::string employee_id, email, login, unit, manager_id, job_family, level_band, employment_type, start_date, end_date, language, timezone, shift_pattern;
  std::size_t line = 0;                        ///< of the file, for words
};

/// How the columns of a file are called. Left: ours; right: the file's. Remembered from import to import.
using ColumnNames = std::map<std::string, std::string>;
inline constexpr std::string_view roster_columns[] = {"employee_id", "email",      "manager_id", "department", "site",     "job_family",    "level_band",
                                                      "employment_type", "start_date", "end_date", "language",   "timezone", "shift_pattern", "unit"};

struct RosterFile {
  std::string file;
  std::vector<RosterPerson> people;            ///< of the file, people whose end date has passed left out
  std::size_t ended = 0;                       ///< how many those are
  std::vector<std::string> dropped_columns;    ///< names of columns that were not read
  std::vector<std::string> unit_columns;       ///< the file's names, from the top of the organisation down
};

/// Reads a table of people: any separator, UTF-8 or Windows-1252, dates as they are written there.
///
/// Takes   columns  names that differ from ours (see `karuna people import --map`)
///         units    columns that make the path of a unit from the top; empty: `unit` ("A / B / C"), else department and site, whichever are there
///         organisation  the name of the top
///         today    people whose end date lies before it are not on the roster
/// Fails   not_found  the file, or a column that was named
///         invalid    no employee_id column; a row without id or unit; an id or mail address twice (both lines); a date that is none
Result<RosterFile> read_roster(const std::filesystem::path& file, const ColumnNames& columns, const std::vector<std::string>& units, std::string_view organisation,
                               std::string_view today);

/// What an import would do, or did.
struct RosterChange {
  std::vector<std::string> fresh, changed, moved, leaving;     ///< employee ids; moved: into another unit (they are not counted as changed)
  std::size_t same = 0;
  std::vector<std::vector<std::string>> cycles;                ///< people who lead each other in a ring
  std::vector<std::pair<std::string, std::string>> unknown_managers;   ///< employee id, the manager id nobody has
  std::vector<std::pair<std::string, std::uint32_t>> small_units;      ///< units with people directly in them, fewer than 20
  std::size_t people = 0, units = 0;
};
inline constexpr std::uint32_t smallest_unit_alone = 20;

/// Compares a file with what is stored. Writes nothing.
Result<RosterChange> compare_roster(const PeopleDatabase& people, const RosterFile& roster);
/// Takes the file's people as the roster, in one transaction; the one before is kept for undo_roster. Waves that run keep their frozen list.
/// Fails  refused  a ring of managers (nothing was written)
Result<RosterChange> import_roster(const PeopleDatabase& people, const RosterFile& roster, const ColumnNames& columns, const std::vector<std::string>& units);
/// The roster as it was before the last import; a second undo takes the first back.
/// Fails  not_found  there was no import
Result<void> undo_roster(const PeopleDatabase& people);

struct RememberedColumns {
  ColumnNames names;
  std::vector<std::string> units;
};
Result<RememberedColumns> remembered_columns(const PeopleDatabase& people);

}  // namespace karuna::people
