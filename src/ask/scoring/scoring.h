// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "ask/instrument.h"
#include "base/result.h"

namespace karuna::ask {

class Scorer;

/// The code of a question that was not answered (the same value as collect::no_answer).
inline constexpr std::int16_t no_answer = std::numeric_limits<std::int16_t>::min();

/// Why a score is absent.
enum class Absence {
  none,            ///< it is there
  missing_items,   ///< fewer items answered than the rule asks for
  nothing_left,    ///< every answer was one that leaves the mean
  missing_part,    ///< a score it is made of is absent
};

struct ScoreValue {
  double value = std::numeric_limits<double>::quiet_NaN();
  Absence absence = Absence::none;
  std::vector<std::size_t> missing;        ///< items of the score without an answer on the scale (left-out codes apart), as positions
  std::vector<std::size_t> outside;        ///< those of them that held a code outside the scale
};

/// One respondent's answers, in the order of the instrument's items, to its scores, in the order of the instrument's scores.
///
/// Takes   answers  one code an item; no_answer where nothing was answered. A code outside the scale counts as not answered.
/// Gives   one value a score. For a score of a group it is the person's part in it (see score_columns).
/// Fails   invalid  the number of answers differs from the number of items; the instrument is a card
/// Cost    O(items of all scores)
Result<std::vector<ScoreValue>> score_row(const Instrument& instrument, std::span<const std::int16_t> answers);

/// Why a score is absent, in words that name the items: "2 of 5 items missing (S1, S3), all 5 are needed".
std::string why_absent(const Instrument& instrument, std::size_t score, const ScoreValue& value);

struct ScoreColumn {
  std::vector<double> values;              ///< by row; NaN where there is no score
  std::uint64_t scored = 0;                ///< rows with a score
  std::uint64_t missing_items = 0;         ///< rows without, by reason
  std::uint64_t nothing_left = 0;
  std::uint64_t missing_part = 0;
};

struct ScoredColumns {
  std::vector<ScoreColumn> scores;         ///< by Instrument::scores
  std::vector<std::uint64_t> unanswered;   ///< by item: rows without an answer, codes outside the scale apart
  std::vector<std::uint64_t> outside;      ///< by item: rows with a code outside the scale, counted as unanswered
  std::vector<std::uint64_t> left_out;     ///< by item: rows with a code that leaves the mean
};

/// The same for many respondents, in columns. Equal to score_row to the last bit.
///
/// Takes   columns  one an item, all of `rows` codes; an empty column is an item that nobody was asked.
/// Gives   for a score of a group, each person's part: +100, 0 or -100 for a net share; 100 x share of positive answers for a percent positive.
///         The mean of the parts is the group's score where nobody skipped an item (a net share: always).
/// Fails   invalid  the number of columns differs from the number of items, a column has another length, the instrument is a card
/// Cost    O(rows x items of all scores), memory for the results and a block
Result<ScoredColumns> score_columns(const Instrument& instrument, std::span<const std::span<const std::int16_t>> columns, std::size_t rows);

/// One score of one group.
struct GroupScore {
  double value = std::numeric_limits<double>::quiet_NaN();
  double standard_error = std::numeric_limits<double>::quiet_NaN();  ///< net share only: 100 sqrt((p + d - (p - d)^2) / n)
  std::uint64_t respondents = 0;           ///< rows of the group with at least one valid answer
  std::string why_absent;                  ///< in words, where there is no value
};

/// Running counts for the scores of one group: rows are added as they stream past, memory is O(items of the scores).
/// The instrument must outlive it. Tallies of many groups may share one scorer.
class GroupTally {
 public:
  explicit GroupTally(const Instrument& instrument);
  explicit GroupTally(std::shared_ptr<const Scorer> scorer);
  /// Codes outside the scale and left-out codes are not valid answers.
  void add(std::span<const std::int16_t> answers);
  std::uint64_t rows() const { return rows_; }
  /// By Instrument::scores; a score of a respondent is the mean over those who have one.
  std::vector<GroupScore> scores() const;

 private:
  struct ScoreCount {
    std::uint64_t respondents = 0;
    double sum = 0;
    std::vector<std::uint64_t> valid, positive, negative;   ///< by item of the score; shares only
  };
  std::shared_ptr<const Scorer> scorer_;
  std::vector<ScoreCount> scores_;
  std::vector<double> values_;             ///< of the row at hand
  std::vector<Absence> absences_;
  std::uint64_t rows_ = 0;
};

/// The scores of a group from all its rows at once.
Result<std::vector<GroupScore>> score_group(const Instrument& instrument, std::span<const std::vector<std::int16_t>> rows);

}  // namespace karuna::ask
