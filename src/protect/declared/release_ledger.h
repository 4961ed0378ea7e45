// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "collect/sheets.h"
#include "protect/plan.h"

namespace karuna::protect {

/// What was released from one survey file with noise, and the secret behind that noise: `SURVEY.secret` beside `SURVEY.toml`, mode 0600.
/// The same answers under the same rules give the same bytes again and cost nothing; anything else is one release more, with noise of its
/// own, and is charged. Without this an analyst could ask again under slightly different rules and average the noise away.
struct ReleaseLedger {
  struct Entry {
    std::string declared;               ///< SHA-256 in hex of what was declared: rules, scales, items and the answers' canonical form
    std::string profile;
    std::uint32_t periods = 1;
    std::uint32_t rho_one = 0, rho_whole = 0;   ///< charged, in units of 1/10,000
  };
  std::filesystem::path file;
  std::vector<std::uint8_t> seed;       ///< 32 bytes of the operating system
  std::vector<Entry> entries;
  bool is_new = false;
};

/// Takes   the survey file; its ledger stands beside it
/// Gives   the ledger, or a new one with a fresh seed that is not written yet
/// Fails   invalid      the file is damaged: nothing is made up in its place
///         refused      others can read it
Result<ReleaseLedger> open_ledger(const std::filesystem::path& survey_file);

/// What a release declares, as one SHA-256 in hex.
std::string declared_by(const collect::Sheets& sheets, const Plan& plan);

struct Charge {
  std::vector<std::uint8_t> seed;       ///< for the plan: 32 bytes that belong to this release alone
  bool charged = false;                 ///< false: it was released before, the same bytes come again
  std::size_t releases = 0;             ///< of this file, this one included
  std::uint32_t rho_one = 0, rho_whole = 0;   ///< of all of them together
};

/// Enters a release into the ledger (in memory).
/// Fails   refused   all releases together would pass the rhythm limit of 24 months: the words say what was spent on what
Result<Charge> charge(ReleaseLedger& ledger, const collect::Sheets& sheets, const Plan& plan);

/// Writes the ledger; before the report is written, so that a release is never forgotten.
Result<void> save(const ReleaseLedger& ledger);

}  // namespace karuna::protect
