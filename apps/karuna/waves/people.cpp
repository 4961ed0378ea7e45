// SPDX-License-Identifier: Apache-2.0
#include "people/people_database.h"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "act/groups/choices.h"
#include "ask/wave/installation.h"
#include "base/csv.h"
#include "base/dates.h"
#include "base/files.h"
#include "base/text.h"
#include "commands.h"
#include "people/accounts.h"
#include "people/directory.h"
#include "people/person_record.h"
#include "people/roster.h"
#include "people/token_keys.h"
#include "waves/folder_option.h"

namespace karuna {

namespace {

using nlohmann::json;
constexpr std::int64_t link_hours = 60 * 24;

struct Wishes {
  std::string folder, file, units, out, login, role;
  std::vector<std::string> map;
  bool dry = false, as_json = false;
};
using Given = std::shared_ptr<Wishes>;

std::string today() {
  const auto day = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  const std::chrono::year_month_day date(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string some(const std::vector<std::string>& ids) { return ids.empty() ? "" : "  " + join_words(ids, "and", 6); }

void print_change(const people::RosterChange& change, const people::RosterFile& roster, bool dry) {
  fmt::print("{}: {} in {}{}\n\n", roster.file, counted(change.people, "person", "people"), counted(change.units, "unit"),
             dry ? " (a dry run: nothing is written)" : "");
  const auto line = [](const char* what, std::size_t count, const std::string& who) { fmt::print("  {:<10}{:>7}{}\n", what, grouped(static_cast<std::int64_t>(count)), who); };
  line("new", change.fresh.size(), some(change.fresh));
  line("changed", change.changed.size(), some(change.changed));
  line("moved", change.moved.size(), some(change.moved));
  line("leaving", change.leaving.size(), some(change.leaving));
  line("as before", change.same, "");
  if (roster.ended) line("ended", roster.ended, "  their end date has passed; not taken");
  fmt::print("\nUnits come from: {}\n", join_words(roster.unit_columns, "then"));
  if (!roster.dropped_columns.empty()) fmt::print("Not read, and not kept: {}\n", join_words(roster.dropped_columns, "and"));
  for (const auto& ring : change.cycles) fmt::print("! These lead each other in a ring: {}. An import needs this corrected.\n", join_words(ring, "and"));
  if (!change.unknown_managers.empty()) {
    fmt::print("! {} names a manager who is not on the roster:\n", counted(change.unknown_managers.size(), "person", "people"));
    for (std::size_t i = 0; i < std::min<std::size_t>(8, change.unknown_managers.size()); ++i)
      fmt::print("    {} -> {}\n", change.unknown_managers[i].first, change.unknown_managers[i].second);
  }
  if (!change.small_units.empty()) {
    fmt::print("i {} with fewer than {} people directly in them answer together with their neighbours:\n", counted(change.small_units.size(), "unit"), people::smallest_unit_alone);
    for (std::size_t i = 0; i < std::min<std::size_t>(8, change.small_units.size()); ++i) fmt::print("    {} ({})\n", change.small_units[i].first, change.small_units[i].second);
    if (change.small_units.size() > 8) fmt::print("    and {} more\n", change.small_units.size() - 8);
  }
}

json change_json(const people::RosterChange& change, const people::RosterFile& roster, bool dry) {
  json small = json::array(), managers = json::array();
  for (const auto& [unit, count] : change.small_units) small.push_back({{"unit", unit}, {"people", count}});
  for (const auto& [who, manager] : change.unknown_managers) managers.push_back({{"employee_id", who}, {"manager_id", manager}});
  return {{"dry_run", dry},         {"people", change.people},   {"units", change.units},       {"new", change.fresh},          {"changed", change.changed},
          {"moved", change.moved},  {"leaving", change.leaving}, {"same", change.same},         {"ended", roster.ended},        {"cycles", change.cycles},
          {"unknown_managers", managers}, {"small_units", small}, {"unit_columns", roster.unit_columns}, {"dropped_columns", roster.dropped_columns}};
}

Result<people::PeopleDatabase> open_for(const Wishes& wishes, ask::Installation& installation) {
  KARUNA_TRY(read, ask::read_installation(wishes.folder));
  installation = read;
  return people::open_people(installation.people());
}

/// What was said about pods goes with the person. The desk's process makes that file for its own user, so where it has not there is nothing to forget.
Result<void> forget_leavers(const ask::Installation& installation, const people::PeopleDatabase& database) {
  if (!act::act_is_there(installation.people())) return {};
  KARUNA_TRY(acts, act::open_act(installation.people()));
  KARUNA_TRY(known, people::known_people(database));
  KARUNA_CHECK(act::forget_groups_but(acts, known));
  return {};
}

Result<int> import(const Wishes& wishes) {
  ask::Installation installation;
  KARUNA_TRY(database, open_for(wishes, installation));
  KARUNA_TRY(remembered, people::remembered_columns(database));
  for (const std::string& pair : wishes.map) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string::npos) return fail(Fault::usage, "--map takes OURS=THEIRS, for instance --map employee_id=Personalnummer");
    const std::string ours = pair.substr(0, equals);
    if (std::find(std::begin(people::roster_columns), std::end(people::roster_columns), ours) == std::end(people::roster_columns))
      return fail(Fault::usage, "there is no column " + ours + " of ours; there are " + fmt::format("{}", fmt::join(people::roster_columns, ", ")));
    remembered.names[ours] = pair.substr(equals + 1);
  }
  if (!wishes.units.empty()) {
    remembered.units.clear();
    for (const auto name : split(wishes.units, ',')) remembered.units.emplace_back(trimmed(name));
  }
  KARUNA_TRY(roster, people::read_roster(wishes.file, remembered.names, remembered.units, installation.name, today()));
  people::RosterChange change;
  if (wishes.dry) {
    KARUNA_TRY(compared, people::compare_roster(database, roster));
    change = compared;
  } else {
    KARUNA_TRY(imported, people::import_roster(database, roster, remembered.names, remembered.units));
    change = imported;
    KARUNA_CHECK(forget_leavers(installation, database));
  }
  if (wishes.as_json) fmt::print("{}\n", change_json(change, roster, wishes.dry).dump(2));
  else print_change(change, roster, wishes.dry);
  if (!wishes.as_json && !wishes.dry) fmt::print("\nDone. `karuna people undo` takes it back; waves that run keep their list.\n");
  return change.cycles.empty() ? 0 : 1;
}

Result<int> list(const Wishes& wishes) {
  ask::Installation installation;
  KARUNA_TRY(database, open_for(wishes, installation));
  KARUNA_TRY(units, people::headcounts(database));
  json rows = json::array();
  std::uint64_t total = 0;
  for (const auto& unit : units) {
    total += unit.eligible;
    rows.push_back({{"unit", unit.id}, {"parent", unit.parent}, {"name", unit.name}, {"people", unit.eligible}});
  }
  if (wishes.as_json) {
    fmt::print("{}\n", json{{"people", total}, {"units", rows}}.dump(2));
    return 0;
  }
  for (const auto& unit : units) {
    std::size_t depth = 0;
    for (std::size_t at = unit.id.find(" / "); at != std::string::npos; at = unit.id.find(" / ", at + 3)) ++depth;
    fmt::print("{}{}\n", pad_right(std::string(2 * depth, ' ') + unit.name, 56), unit.eligible ? pad_left(grouped(unit.eligible), 8) : "");
  }
  fmt::print("{} in {}; the number is of people directly in a unit. Who answered is not known here or anywhere.\n", counted(total, "person", "people"), counted(units.size(), "unit"));
  return 0;
}

Result<int> links(const Wishes& wishes) {
  ask::Installation installation;
  KARUNA_TRY(database, open_for(wishes, installation));
  KARUNA_TRY(made, people::make_links(database, ask::this_hour() + link_hours));
  CsvWriter table;
  table.text("login").text("link").end_row();
  for (const auto& [login, code] : made) table.text(login).text(installation.studio + "/signin#" + code).end_row();
  KARUNA_CHECK(write_atomically(wishes.out, table.bytes(), FileMode::owner_only));
  fmt::print("{} in {}, each good once and for 60 days. Whoever has a line can sign in as that person: delete the file once the mails are out.\n", counted(made.size(), "link"), wishes.out);
  return 0;
}

Result<int> link(const Wishes& wishes) {
  ask::Installation installation;
  KARUNA_TRY(database, open_for(wishes, installation));
  KARUNA_TRY(code, people::make_link(database, wishes.login, ask::this_hour() + link_hours));
  fmt::print("{}/signin#{}\n", installation.studio, code);
  return 0;
}

Result<int> role(const Wishes& wishes) {
  ask::Installation installation;
  KARUNA_TRY(database, open_for(wishes, installation));
  const auto found = std::find(std::begin(people::role_names), std::end(people::role_names), wishes.role);
  if (found == std::end(people::role_names))
    return fail(Fault::usage, "there is no role " + wishes.role + "; there are " + fmt::format("{}", fmt::join(people::role_names, ", ")));
  KARUNA_CHECK(people::add_role(database, wishes.login, static_cast<people::Role>(found - std::begin(people::role_names))));
  fmt::print("{} is {} from now on.\n", wishes.login, wishes.role);
  return 0;
}

Result<int> password(const Wishes& wishes) {
  ask::Installation installation;
  KARUNA_TRY(database, open_for(wishes, installation));
  std::string typed;
  if (isatty(STDIN_FILENO) == 1) {
    const char* from_terminal = getpass("New password (12 characters or more): ");
    typed = from_terminal ? from_terminal : "";
  } else {
    std::getline(std::cin, typed);
  }
  KARUNA_CHECK(people::set_password(database, wishes.login, typed));
  fmt::print("{} has a new password.\n", wishes.login);
  return 0;
}

Result<int> reminders(const Wishes& wishes, bool off) {
  ask::Installation installation;
  KARUNA_TRY(database, open_for(wishes, installation));
  KARUNA_TRY(person, people::find_person(database, wishes.login));
  if (!person) return fail(Fault::not_found, "there is nobody of the login or employee id " + in_quotes(wishes.login) + " on the roster");
  KARUNA_CHECK(people::set_reminders_off(database, *person, off));
  fmt::print("{}\n", off ? "No more reminders for this person, until they say otherwise. What opens and what came out is still told." : "This person gets reminders again.");
  return 0;
}
Result<int> reminders_off(const Wishes& wishes) { return reminders(wishes, true); }
Result<int> reminders_on(const Wishes& wishes) { return reminders(wishes, false); }

Result<int> undo(const Wishes& wishes) {
  ask::Installation installation;
  KARUNA_TRY(database, open_for(wishes, installation));
  KARUNA_CHECK(people::undo_roster(database));
  fmt::print("The roster is as it was before the last import. Undo again takes this back.\n");
  return 0;
}

CLI::App* add(CLI::App& people, const char* name, const char* what, const char* example, const Given& given, Command& run, Result<int> (*command)(const Wishes&)) {
  auto* added = people.add_subcommand(name, what);
  added->footer(std::string("Example:\n  ") + example);
  add_folder_option(*added, given->folder);
  added->callback([given, command, &run] { run = [given, command] { return command(*given); }; });
  return added;
}

}  // namespace

void add_people(CLI::App& app, Command& run) {
  auto* people = app.add_subcommand("people", "the roster, logins and roles; never an answer");
  people->require_subcommand(1);
  auto given = std::make_shared<Wishes>();
  auto* importing = add(*people, "import", "take a table from HR as the roster", "karuna people import people.csv --units division,ward --dry-run", given, run, import);
  importing->add_option("file", given->file, "CSV: comma, semicolon or tab; UTF-8 or Windows-1252")->required();
  importing->add_option("--map", given->map, "OURS=THEIRS, a column that is called otherwise; remembered");
  importing->add_option("--units", given->units, "columns from the top down that make the path of a unit; remembered");
  importing->add_flag("--dry-run", given->dry, "say what would change, and write nothing");
  importing->add_flag("--json", given->as_json, "the same as JSON");
  add(*people, "undo", "take back the last import", "karuna people undo", given, run, undo);
  add(*people, "list", "units and how many people are in them", "karuna people list --json", given, run, list)->add_flag("--json", given->as_json, "as JSON");
  add(*people, "links", "a single-use sign-in link for everybody, for a mail merge", "karuna people links --out links.csv", given, run, links)
      ->add_option("--out", given->out, "file for login and link; only its owner can read it")
      ->required();
  add(*people, "link", "a single-use sign-in link for one account", "karuna people link ana@example.org", given, run, link)->add_option("login", given->login, "mail address or employee id")->required();
  auto* giving = add(*people, "role", "give an account a role", "karuna people role ana@example.org programme-lead", given, run, role);
  giving->add_option("login", given->login, "mail address or employee id")->required();
  giving->add_option("role", given->role, "employee, manager, programme-lead, council, administrator, sponsor")->required();
  auto* reminding = people->add_subcommand("reminders", "whether somebody gets reminders; the person decides, and it holds");
  reminding->require_subcommand(1);
  for (const bool off : {true, false})
    add(*reminding, off ? "off" : "on", off ? "no more reminders for this person" : "reminders again", off ? "karuna people reminders off ana@example.org" : "karuna people reminders on ana@example.org",
        given, run, off ? reminders_off : reminders_on)
        ->add_option("login", given->login, "mail address or employee id")
        ->required();
  add(*people, "password", "set a password, typed or from standard input", "karuna people password ana@example.org", given, run, password)
      ->add_option("login", given->login, "mail address or employee id")
      ->required();
}

}  // namespace karuna
