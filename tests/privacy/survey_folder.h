// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "organisation.h"

namespace karuna::privacy {

/// What the analyst asks for. Everything here is printed in a survey file and counts as known to an attacker, the secret seed apart.
struct SurveyWish {
  std::string profile = "exact";  ///< exact, balanced, strict
  bool items = true;
  std::string k = "";  ///< "10, 10, 10", or empty for what the profile says
  std::string language = "en";
  int draws = 100;
  std::uint64_t secret = 1;  ///< the 32 secret bytes are made from this, so that a test can be repeated
  bool headcounts = false;   ///< units.csv says how many could have answered
};

/// Writes answers.csv, units.csv, SURVEY.toml and (with noise) SURVEY.secret, as an analyst has them. Several waves stand in one file, with their period.
void write_survey(const std::vector<Wave>& waves, const SurveyWish& wish, const std::filesystem::path& folder);

/// Runs `karuna report FOLDER/SURVEY.toml --out OUT` and gives its exit code; what it printed lies in OUT.log.
int run_report(const std::filesystem::path& folder, const std::filesystem::path& out, const std::string& more = "");

/// Both, into FOLDER/out; throws with the program's own words where it fails.
std::filesystem::path report_of(const std::vector<Wave>& waves, const SurveyWish& wish, const std::filesystem::path& folder);
std::filesystem::path report_of(const Organisation& organisation, const SurveyWish& wish, const std::filesystem::path& folder);

}  // namespace karuna::privacy
