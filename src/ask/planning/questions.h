// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "ask/catalogue.h"
#include "ask/planning/wave_file.h"
#include "ask/wave/manifest.h"
#include "base/said.h"

namespace karuna::ask {

/// What a wave asks and publishes, as its manifest will say it.
struct PlannedQuestions {
  std::vector<WaveQuestion> questions;
  std::vector<WaveStatistic> statistics;    ///< index, scales, items, moments; with the noise of the profile
  std::uint32_t cap_one = 0, cap_whole = 0;
  double minutes = 0;                       ///< about, at eight seconds a question
  std::vector<std::string> warnings;        ///< lint, each in a sentence
  std::vector<Said> warnings_said;          ///< the same ones, for pages
};

/// Takes   expected_ballots  the moments are declared only where 300 or more are expected
///         earlier           question parts of earlier waves: the same question must have the same words
/// Fails   not_found  an instrument or a scale of the index that is not there
///         refused    a card, an instrument without its words in a language of the wave, an item whose answers are no unbroken scale; nothing to sum;
///                    index scales of different ranges
Result<PlannedQuestions> plan_questions(const WaveFile& wave, const Catalogue& catalogue, double expected_ballots, std::span<const QuestionPart> earlier);

}  // namespace karuna::ask
