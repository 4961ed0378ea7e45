// SPDX-License-Identifier: Apache-2.0
#include "show/studio/admin/people_upload.h"

#include <stdlib.h>

#include <algorithm>

#include "base/files.h"
#include "base/text.h"
#include "people/token_keys.h"
#include "seal/hash.h"

namespace karuna::show {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;
constexpr std::size_t most_named = 50;

/// A folder of its own, gone with everything in it when this goes.
class PrivateFolder {
 public:
  explicit PrivateFolder(const fs::path& above) {
    std::string place = (above / "upload-XXXXXX").string();
    if (mkdtemp(place.data())) path_ = place;
  }
  PrivateFolder(const PrivateFolder&) = delete;
  PrivateFolder& operator=(const PrivateFolder&) = delete;
  ~PrivateFolder() {
    std::error_code error;
    if (!path_.empty()) fs::remove_all(path_, error);
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

/// Errors name the file as the person knows it, not where it lay meanwhile.
std::unexpected<Error> renamed(Error error, const fs::path& place, const std::string& name) {
  const std::string from = place.string();
  for (auto at = error.what.find(from); at != std::string::npos; at = error.what.find(from, at + name.size())) error.what.replace(at, from.size(), name);
  return std::unexpected(std::move(error));
}

json some(const std::vector<std::string>& ids) { return {{"count", ids.size()}, {"first", std::vector<std::string>(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(std::min(ids.size(), most_named)))}}; }

json told(const people::RosterFile& roster, const people::RosterChange& change) {
  json managers = json::array(), small = json::array(), cycles = json::array();
  for (const auto& [who, manager] : change.unknown_managers)
    if (managers.size() < most_named) managers.push_back({{"employee_id", who}, {"manager_id", manager}});
  for (const auto& [unit, count] : change.small_units)
    if (small.size() < most_named) small.push_back({{"unit", unit}, {"people", count}});
  for (const auto& ring : change.cycles)
    if (cycles.size() < most_named) cycles.push_back(std::vector<std::string>(ring.begin(), ring.begin() + static_cast<std::ptrdiff_t>(std::min(ring.size(), most_named))));
  return {{"people", change.people}, {"units", change.units}, {"new", some(change.fresh)}, {"changed", some(change.changed)}, {"moved", some(change.moved)}, {"leaving", some(change.leaving)},
          {"same", change.same}, {"ended", roster.ended}, {"cycles", cycles}, {"unknown_managers", {{"count", change.unknown_managers.size()}, {"first", managers}}},
          {"small_units", {{"count", change.small_units.size()}, {"first", small}}}, {"unit_columns", roster.unit_columns}, {"dropped_columns", roster.dropped_columns}};
}

}  // namespace

Result<json> look_at_people(const people::PeopleDatabase& database, const fs::path& private_folder, const PeopleUpload& upload, std::string_view organisation, std::string_view today, bool take) {
  const PrivateFolder folder(private_folder);
  if (folder.path().empty()) return fail(Fault::unwritable, "there is no room for the file below " + private_folder.string());
  const fs::path place = folder.path() / "people.csv";
  KARUNA_CHECK(write_atomically(place, upload.bytes, FileMode::owner_only));
  KARUNA_TRY(remembered, people::remembered_columns(database));
  for (const auto& [ours, theirs] : upload.columns) remembered.names[ours] = theirs;
  if (!upload.units.empty()) remembered.units = upload.units;
  auto roster = people::read_roster(place, remembered.names, remembered.units, organisation, today);
  if (!roster) return renamed(std::move(roster.error()), place, upload.name);
  roster->file = upload.name;
  KARUNA_TRY(change, people::compare_roster(database, *roster));
  json out = told(*roster, change);
  out["file"] = upload.name;
  out["sha256"] = seal::to_hex(seal::sha256(upload.bytes));
  out["taken"] = false;
  if (!take) return out;
  KARUNA_CHECK(people::import_roster(database, *roster, remembered.names, remembered.units));
  out["taken"] = true;
  return out;
}

Result<json> stored_people(const people::PeopleDatabase& database) {
  KARUNA_TRY(units, people::headcounts(database));
  KARUNA_TRY(remembered, people::remembered_columns(database));
  std::uint64_t people = 0, small = 0;
  for (const auto& unit : units) {
    people += unit.eligible;
    small += unit.eligible > 0 && unit.eligible < people::smallest_unit_alone ? 1 : 0;
  }
  bool undo = false;
  KARUNA_CHECK(database->read("whether there is an import to take back", [&](store::Transaction& tx) -> Result<void> {
    KARUNA_TRY(rows, tx.query("select exists(select 1 from unit_before)"));
    undo = rows[0].integer(0) != 0;
    return {};
  }));
  return json{{"people", people}, {"units", units.size()}, {"small_units", small}, {"undo", undo}, {"columns", remembered.names}, {"unit_columns", remembered.units}};
}

Result<people::ColumnNames> read_column_names(std::string_view text) {
  people::ColumnNames names;
  for (const std::string_view pair : split(text, ',')) {
    if (trimmed(pair).empty()) continue;
    const std::size_t equals = pair.find('=');
    const std::string ours(trimmed(pair.substr(0, equals)));
    if (equals == std::string_view::npos || std::ranges::find(people::roster_columns, ours) == std::end(people::roster_columns))
      return fail(Fault::usage, in_quotes(std::string(trimmed(pair))) + " is no column=its name in the file, for instance employee_id=Personalnummer; ours are " +
                                    join_words(std::vector<std::string>(std::begin(people::roster_columns), std::end(people::roster_columns)), "and"));
    names[ours] = std::string(trimmed(pair.substr(equals + 1)));
  }
  return names;
}

}  // namespace karuna::show
