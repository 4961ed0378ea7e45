// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "act/commitments/commitments.h"
#include "act/practices/practices.h"
#include "people/team.h"
#include "show/studio/results/results.h"
#include "understand/team_reading.h"

namespace karuna::show {

/// Where a team stands in the releases: the deepest unit that holds all its cells.
/// Gives   nothing where the tree has none of them
std::optional<UnitId> unit_of_team(const UnitTree& tree, const std::vector<std::uint32_t>& cells);

/// Hours at which waves of one kind opened, and how many more are needed: the hour to look again, by the middle gap between waves so far.
/// Takes   opened   ascending, not empty; `usual` is the gap where there was one wave alone
std::int64_t hour_to_look_again(const std::vector<std::int64_t>& opened, std::uint32_t more, std::int64_t usual);

/// What a manager reads: the newest release in which the team has a figure, at most three statements, three practices.
///
/// Takes   series   of one kind, with its report and release; `team` of the newest wave in it
/// Gives   {"state": "no_team" | "no_release" | "not_shown" | "shown" | "pooled" | "whole", "reports", "kind", "title", "released_waves", "unit", "pooled_with": [], "ballots",
///          "statements": [{"kind", "measure": {"id", "name", "min", "max", "digits", "direction"}, "team": {"value", "low", "high", "n", "state", "weak"}, "organisation": {...}}],
///          "history": {"measure": {...}, "periods": [{"title", "team": {...} or {"state": "not_shown"}, "organisation"}]} or null,
///          "look_again": {"measure", "change", "waves", "hour", "least_change"} or null,
///          "practices": [{"id", "title", "do", "first", "careful", "minutes", "element", "evidence"}]}
///         A team without a figure gets the same words whatever the reason: hidden, empty and absent are one.
std::string team_json(const Released& released, ask::Depth kind, const people::Team& team, const std::vector<act::Practice>& practices, std::string_view language);

/// What team_json says as rows of a table: what is read, each statement, each wave of the history, the hour to look again.
///
/// Takes   team  what team_json gave
/// Gives   objects with the names of team_columns
nlohmann::json team_rows(const nlohmann::json& team);
inline constexpr std::initializer_list<const char*> team_columns = {"what", "kind", "measure", "name", "wave", "state", "pooled_with", "n", "value", "low", "high",
                                                                   "organisation", "organisation_low", "organisation_high", "hour"};

/// {"practices": [...]}: all of them, as team_json has its three.
std::string practices_json(const std::vector<act::Practice>& practices, std::string_view language);

/// Commitments of one login for the page, newest first.
std::string commitments_json(const std::vector<act::Commitment>& commitments, const std::vector<act::Practice>& practices, std::string_view language);

}  // namespace karuna::show
