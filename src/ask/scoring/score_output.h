// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ask/scoring/score_file.h"
#include "ask/scoring/scorer.h"
#include "ask/scoring/scoring.h"

namespace karuna::ask {

/// Writes rows of scores as CSV or JSON. Bytes wait in it until take().
class ScoreOutput {
 public:
  ScoreOutput(const Scorer& scorer, const ScoreOptions& options);

  void begin();
  void respondent(std::string_view id, std::span<const std::int16_t> answers, std::span<const double> values, std::span<const Absence> absences);
  void group(std::string_view name, std::uint64_t rows, std::span<const GroupScore> scores);
  void end();
  std::string take();

 private:
  void json_field(std::string_view name, std::string_view raw, bool first = false);
  const Scorer& scorer_;
  const ScoreOptions& options_;
  std::vector<std::size_t> shown_;  ///< scores with a column: of respondents, or all where groups are written
  bool first_row_ = true;
  CsvWriter csv_;
  std::string json_;
};

}  // namespace karuna::ask
