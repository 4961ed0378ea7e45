// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "people/roster.h"

namespace karuna::show {

/// A table of people that came as the body of a request.
struct PeopleUpload {
  std::string name;                          ///< of the file, for words; never used as a path
  std::string_view bytes;
  people::ColumnNames columns;               ///< ours -> the file's, besides those that are remembered
  std::vector<std::string> units;            ///< columns that make the path of a unit; empty: as remembered
};

inline constexpr std::size_t most_people_upload = std::size_t{64} << 20;

/// Compares an upload with the roster; where `take` is set and nobody leads in a ring, takes it. The bytes lie in a private file for as long as this runs.
///
/// Gives   what an import would do or did: counts, and at most 50 names of each list; "sha256" of the bytes
/// Fails   as people::read_roster and people::import_roster; words name the file as the person called it
Result<nlohmann::json> look_at_people(const people::PeopleDatabase& database, const std::filesystem::path& private_folder, const PeopleUpload& upload, std::string_view organisation, std::string_view today,
                                      bool take);

/// What is stored now: how many people and units, whether there is an import to take back, which columns are remembered.
Result<nlohmann::json> stored_people(const people::PeopleDatabase& database);

/// "employee_id=Personalnummer, email=E-Mail". Fails  usage  a column that is none of ours
Result<people::ColumnNames> read_column_names(std::string_view text);

}  // namespace karuna::show
