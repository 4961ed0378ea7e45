// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "ask/catalogue.h"
#include "ask/wave/manifest.h"
#include "base/result.h"
#include "collect/sheets.h"
#include "protect/declared/declaration.h"
#include "protect/noisy/noisy_period.h"
#include "protect/plan.h"
#include "protect/released/wave_tree.h"
#include "protect/wave.h"

namespace karuna::protect {

/// Where the codes of a column of Sheets::items come from: one byte of a ballot's answers.
struct AnswerByte {
  std::uint32_t question = 0;      ///< position in the answers
  std::int16_t min = 1, max = 5;   ///< byte b is the value min + b - 1
  std::vector<std::uint8_t> ones;  ///< not empty: a share; 1 for these bytes, 0 for any other answer

  std::int16_t code_of(std::uint8_t byte) const;
};

/// A wave without its answers, in the words of this room: what its manifest declares is a Declaration over columns that are still empty. The close
/// process fills them from ballots, `karuna report --cells` from a file; who reads a release needs no rows at all.
struct WaveForm {
  collect::Sheets sheets;           ///< tree, one period, items and scales without rows
  std::vector<AnswerByte> answers;  ///< by position in sheets.items
  Plan plan;
  Declaration declaration;  ///< statistics in the manifest's order, the moments left out
  NoisePlan noise;          ///< sigma2 as the manifest gives them; all 0 in exact
  WaveTree tree;
  std::uint32_t cells_count = 0;  ///< over all classes: the stride of the noise's numbers
  bool moments = false;           ///< declared as the last statistic
};

/// Takes   both parts of a manifest and its cells, which have been checked; a catalogue for names and dimensions (or none: ids are the names)
/// Fails   refused  something that this version does not publish: a sum over another partition than that of its group, moments that are not the last
///                  statistic or whose items are not those of the index, a class of token besides ballots
///         invalid  a statistic that names a question which is not there
/// Note    The Wave that wave_over makes holds references into the form; the form must stay where it is.
Result<std::unique_ptr<WaveForm>> wave_form(const ask::TokenPart& token_part, const ask::QuestionPart& question_part, std::span<const ask::CellKey> cells,
                                            const ask::Catalogue* catalogue);

/// The profile of a wave in the words of this room.
Profile profile_of(ask::WaveProfile profile);

}  // namespace karuna::protect
