// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>
#include <unordered_map>

#include "base/csv.h"
#include "base/dates.h"
#include "base/text.h"
#include "people/roster.h"

namespace karuna::people {

namespace {

std::string lowered(std::string_view text) { return lower_ascii(trimmed(text)); }

/// A unit's id is its path; a slash inside a name would read as two steps.
std::string step_of(std::string_view name) {
  std::string step(trimmed(name));
  std::replace(step.begin(), step.end(), '/', '-');
  return step;
}

struct Columns {
  std::map<std::string, std::size_t> at;             // ours -> position
  std::vector<std::size_t> units;
  bool path_column = false;                          // one column that holds "A / B / C"

  std::string_view value(std::span<const std::string_view> fields, const char* name) const {
    const auto found = at.find(name);
    return found == at.end() ? std::string_view() : trimmed(fields[found->second]);
  }
};

Result<Columns> find_columns(const CsvHeader& header, const ColumnNames& names, const std::vector<std::string>& units, RosterFile& roster) {
  Columns columns;
  std::vector<bool> used(header.size(), false);
  const auto position = [&](std::string_view wanted) -> std::optional<std::size_t> {
    for (std::size_t c = 0; c < header.size(); ++c)
      if (lowered(header.names()[c]) == lowered(wanted)) return c;
    return {};
  };
  for (const std::string_view ours : roster_columns) {
    const auto mapped = names.find(std::string(ours));
    const std::string wanted = mapped == names.end() ? std::string(ours) : mapped->second;
    const auto found = position(wanted);
    if (!found && mapped != names.end()) {
      KARUNA_TRY(missing, header.position(wanted));
      (void)missing;
    }
    if (found) columns.at[std::string(ours)] = *found, used[*found] = true;
  }
  if (!columns.at.contains("employee_id"))
    return fail(Fault::not_found, roster.file + " has no column employee_id; if it is called otherwise, say so: --map employee_id=Personalnummer. Its columns: " +
                                      join_words(header.names(), "and"));
  std::vector<std::string> chosen = units;
  if (chosen.empty() && columns.at.contains("unit")) chosen = {header.names()[columns.at.at("unit")]};
  if (chosen.empty())
    for (const char* name : {"department", "site"})
      if (columns.at.contains(name)) chosen.push_back(header.names()[columns.at.at(name)]);
  if (chosen.empty())
    return fail(Fault::not_found, roster.file + " does not say where people work: it needs a column unit, or department, or --units with the columns that make the path");
  for (const std::string& name : chosen) {
    // Ours or the file's own name.
    std::optional<std::size_t> found = columns.at.contains(name) ? columns.at.at(name) : position(name);
    if (!found) {
      KARUNA_TRY(missing, header.position(name));
      found = missing;
    }
    columns.units.push_back(*found);
    used[*found] = true;
    roster.unit_columns.push_back(header.names()[*found]);
  }
  columns.path_column = columns.units.size() == 1;
  for (std::size_t c = 0; c < header.size(); ++c)
    if (!used[c]) roster.dropped_columns.push_back(header.names()[c]);
  return columns;
}

std::string unit_of(const Columns& columns, std::span<const std::string_view> fields, std::string_view organisation) {
  std::string path = step_of(organisation);
  const auto add = [&](std::string_view name) {
    if (const std::string step = step_of(name); !step.empty()) path += " / " + step;
  };
  for (const std::size_t c : columns.units) {
    if (columns.path_column)
      for (const std::string_view step : split(fields[c], '/')) add(step);
    else add(fields[c]);
  }
  return path;
}

/// Dates are stored as they are meant, not as they are written.
Result<std::string> iso_date(std::string_view text, std::optional<DateFormat> format, const std::string& where) {
  if (text.empty()) return std::string();
  if (format)
    if (const auto date = parse_date(text, *format)) return to_text(*date);
  return fail(Fault::invalid, where + ": '" + std::string(text.substr(0, 40)) + "' is no date as the others of its column are written");
}

/// How each column of dates is written, found by reading the file once.
Result<std::map<std::string, std::optional<DateFormat>>> sniff_dates(const std::filesystem::path& file, const Columns& columns) {
  std::map<std::string, std::optional<DateFormat>> formats;
  std::map<std::string, DateSniffer> sniffers;
  std::map<std::string, bool> any;
  KARUNA_TRY(reader, CsvReader::open(file));
  for (;;) {
    KARUNA_TRY(more, reader.next());
    if (!more) break;
    for (const char* name : {"start_date", "end_date"}) {
      const auto text = columns.value(reader.fields(), name);
      if (!text.empty()) sniffers[name].see(text, reader.line()), any[name] = true;
    }
  }
  for (const char* name : {"start_date", "end_date"}) {
    if (!any[name]) continue;
    KARUNA_TRY(format, sniffers[name].decide(name));
    formats[name] = format;
  }
  return formats;
}

}  // namespace

Result<RosterFile> read_roster(const std::filesystem::path& file, const ColumnNames& names, const std::vector<std::string>& units, std::string_view organisation,
                               std::string_view today) {
  RosterFile roster;
  roster.file = file.string();
  KARUNA_TRY(reader, CsvReader::open(file));
  KARUNA_TRY(columns, find_columns(reader.header(), names, units, roster));
  KARUNA_TRY(formats, sniff_dates(file, columns));
  std::unordered_map<std::string, std::size_t> line_of_id, line_of_login;
  for (;;) {
    KARUNA_TRY(more, reader.next());
    if (!more) break;
    const auto fields = reader.fields();
    const std::string where = roster.file + ":" + std::to_string(reader.line());
    const auto text = [&](const char* name) { return std::string(columns.value(fields, name)); };
    RosterPerson person{text("employee_id"), text("email"), "", unit_of(columns, fields, organisation), text("manager_id"), text("job_family"), text("level_band"),
                        text("employment_type"), "", "", text("language"), text("timezone"), text("shift_pattern"), reader.line()};
    KARUNA_TRY(start, iso_date(columns.value(fields, "start_date"), formats["start_date"], where));
    KARUNA_TRY(end, iso_date(columns.value(fields, "end_date"), formats["end_date"], where));
    person.start_date = start;
    person.end_date = end;
    if (person.employee_id.empty()) return fail(Fault::invalid, where + ": this row has no employee id; every person needs one");
    if (!end.empty() && end < today) {
      ++roster.ended;
      continue;
    }
    if (person.unit == step_of(organisation)) {
      bool said = false;
      for (const std::size_t c : columns.units) said = said || !trimmed(fields[c]).empty();
      if (!said) return fail(Fault::invalid, where + ": " + person.employee_id + " has no unit; write the organisation's name there if this person belongs to no part of it");
    }
    if (const auto [known, added] = line_of_id.emplace(person.employee_id, reader.line()); !added)
      return fail(Fault::invalid, where + ": the employee id " + person.employee_id + " stands in line " + std::to_string(known->second) + " already; one row a person");
    person.login = person.email.empty() ? person.employee_id : lower_ascii(person.email);
    if (const auto [known, added] = line_of_login.emplace(person.login, reader.line()); !added)
      return fail(Fault::invalid, where + ": " + person.login + " is also the address of the person in line " + std::to_string(known->second) + "; two people cannot sign in as one");
    roster.people.push_back(std::move(person));
  }
  if (roster.people.empty()) return fail(Fault::too_few_people, roster.file + " has nobody on the roster");
  return roster;
}

}  // namespace karuna::people
