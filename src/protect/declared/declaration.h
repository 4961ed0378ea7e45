// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "collect/sheets.h"
#include "protect/plan.h"
#include "protect/release.h"

namespace karuna::protect {

/// Steps into which a column that already is a score is divided before it is summed with noise.
inline constexpr std::uint32_t score_steps = 1000;

/// Something a person answered once: an item, or a column that already is a score.
struct Question {
  bool is_score = false;
  std::size_t column = 0;   ///< position in Sheets::items, or in Sheets::scales
  std::uint32_t range = 4;  ///< steps between its ends: max - min of an item, score_steps of a score
  double min = 1, max = 5;
};

struct Member {
  std::uint32_t question = 0;
  int sign = 1;  ///< -1 for a reversed item
};

/// One statistic of a release and where it comes from.
struct Declared {
  Statistic statistic;
  std::size_t scale = 0;        ///< position in Sheets::scales (family scale)
  std::vector<Member> members;  ///< what is summed: of the index, of an item, and of a scale in balanced and strict
  std::uint32_t range = 4;      ///< of its members
};

/// What a release will hold, decided before any answer is looked at.
struct Declaration {
  std::vector<Question> questions;   ///< items in the order of Sheets::items, then score columns in the order of Sheets::scales
  std::vector<Declared> statistics;  ///< the index, then scales, then items
  std::vector<std::string> notes;    ///< what was left out, and why
};

/// Takes   ids, ends and composition of items and scales; the plan. No answer.
/// Gives   the index-item mean (in balanced and strict) where the index scales' items have the same ends; every scale (in balanced and strict: every scale whose items
///         have the same ends); items if they are to be published. In balanced and strict a question of more than 1,000 steps is left out.
/// Fails   invalid  an index scale that is not there; nothing to publish
Result<Declaration> declare(const collect::Sheets& sheets, const Plan& plan);

}  // namespace karuna::protect
