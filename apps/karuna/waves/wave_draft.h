// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "ask/planning/cells.h"
#include "ask/planning/forecast.h"
#include "ask/planning/questions.h"
#include "ask/planning/wave_file.h"
#include "ask/wave/installation.h"
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
};

/// Fails  refused  beyond the rhythm of 24 months; and as the planners
Result<WaveDraft> draft_wave(const ask::Installation& installation, const std::string& wave_file);
/// The same from a table that was read already, with the people of a database that is open.
Result<WaveDraft> draft_wave(const ask::Installation& installation, const TomlTable& wave, const people::PeopleDatabase& database);

/// What the waves of the last 24 months cost, in ten-thousandths of rho: one answer, whole ballot.
std::array<std::uint32_t, 2> budget_spent(const ask::Installation& installation, std::int64_t hour);

std::string draft_words(const WaveDraft& draft);
std::string draft_json(const WaveDraft& draft);

}  // namespace karuna
