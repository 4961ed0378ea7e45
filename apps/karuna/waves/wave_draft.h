// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "ask/planning/cells.h"
#include "ask/planning/forecast.h"
#include "ask/planning/questions.h"
#include "ask/planning/wave_file.h"
#include "ask/wave/installation.h"
#include "ask/wave/wave_rules.h"
#include "base/toml.h"
#include "people/people_database.h"

namespace karuna {

/// A wave as it would be published: from a WAVE.toml, the roster as numbers, and what earlier waves fixed. Nothing is written.
struct WaveDraft {
  ask::WaveFile file;
  ask::EarlierCells earlier;
  std::vector<ask::PlannedCell> cells;
  ask::PlannedQuestions questions;
  ask::Forecast forecast;
  std::array<std::uint32_t, 2> budget_before{0, 0}, budget_after{0, 0}, budget_limit{0, 0};
  ask::Loosening loosening;   ///< what is looser than in the newest wave of the kind; publishing then needs the approval of two roles
};
/// The signed part of a draft as far as a draft knows it: without cells, keys and page.
ask::TokenPart token_part_of(const ask::Installation& installation, const WaveDraft& draft, const ask::WaveId& wave);

/// Fails  refused  beyond the rhythm of 24 months; and as the planners
Result<WaveDraft> draft_wave(const ask::Installation& installation, const std::string& wave_file);
/// The same from a table that was read already, with the people of a database that is open.
Result<WaveDraft> draft_wave(const ask::Installation& installation, const TomlTable& wave, const people::PeopleDatabase& database);

/// What the waves of the last 24 months cost, in ten-thousandths of rho: one answer, whole ballot.
std::array<std::uint32_t, 2> budget_spent(const ask::Installation& installation, std::int64_t hour);

std::string draft_words(const WaveDraft& draft);
std::string draft_json(const WaveDraft& draft);

}  // namespace karuna
