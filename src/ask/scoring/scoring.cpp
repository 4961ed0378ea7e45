// SPDX-License-Identifier: Apache-2.0
#include "ask/scoring/scoring.h"

#include <algorithm>
#include <array>

#include "ask/scoring/scorer.h"
#include "base/text.h"

namespace karuna::ask {
namespace {

constexpr std::size_t block = 1024;

Result<void> check_scorable(const Instrument& instrument, std::size_t given, std::string_view what) {
  if (!instrument.scorable())
    return fail(Fault::invalid,
                instrument.id + " is a reference card and has no key to score with; `karuna catalogue show " + instrument.id + "` says what is missing");
  if (given != instrument.items.size())
    return fail(Fault::invalid,
                instrument.id + " has " + counted(instrument.items.size(), "item") + ", " + std::to_string(given) + " " + std::string(what) + " were given");
  return {};
}

/// Sums of one score for a block of rows, in columns.
struct BlockSums {
  std::array<double, block> sum;
  std::array<std::uint32_t, block> counts;  ///< as in Scorer::Step
};

void add_item(const Scorer& scorer, std::size_t score, std::size_t item_of_score, std::span<const std::int16_t> codes, BlockSums& sums) {
  const auto& table = scorer.table(scorer.instrument().scores[score].items[item_of_score]);
  const Scorer::Step* steps = scorer.steps(score, item_of_score).data();
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const Scorer::Step& step = steps[table.at(codes[i])];
    sums.sum[i] += step.worth;
    sums.counts[i] += step.counts;
  }
}

void count(ScoreColumn& column, Absence absence) {
  switch (absence) {
    case Absence::none:
      ++column.scored;
      break;
    case Absence::missing_items:
      ++column.missing_items;
      break;
    case Absence::nothing_left:
      ++column.nothing_left;
      break;
    case Absence::missing_part:
      ++column.missing_part;
      break;
  }
}

void count_answers(const Scorer::ItemTable& table, std::span<const std::int16_t> codes, std::size_t item, ScoredColumns& out) {
  std::uint64_t unanswered = 0, outside = 0, left = 0;
  for (const std::int16_t code : codes) {
    const auto kind = table.kind[table.at(code)];
    unanswered += code == no_answer;
    outside += kind == Scorer::outside && code != no_answer;
    left += kind == Scorer::leaves;
  }
  out.unanswered[item] += unanswered;
  out.outside[item] += outside;
  out.left_out[item] += left;
}

}  // namespace

Result<std::vector<ScoreValue>> score_row(const Instrument& instrument, std::span<const std::int16_t> answers) {
  KARUNA_CHECK(check_scorable(instrument, answers.size(), "answers"));
  const Scorer scorer(instrument);
  std::vector<double> values(instrument.scores.size());
  std::vector<Absence> absences(instrument.scores.size());
  scorer.row(answers, values, absences);
  std::vector<ScoreValue> out(instrument.scores.size());
  for (std::size_t s = 0; s < out.size(); ++s) out[s] = explain(scorer, s, answers, values[s], absences[s]);
  return out;
}

ScoreValue explain(const Scorer& scorer, std::size_t score, std::span<const std::int16_t> answers, double value, Absence absence) {
  ScoreValue out{value, absence, {}, {}};
  for (const std::size_t item : scorer.instrument().scores[score].items) {
    const auto& table = scorer.table(item);
    if (table.kind[table.at(answers[item])] != Scorer::outside) continue;
    out.missing.push_back(item);
    if (answers[item] != no_answer) out.outside.push_back(item);
  }
  return out;
}

Result<ScoredColumns> score_columns(const Instrument& instrument, std::span<const std::span<const std::int16_t>> columns, std::size_t rows) {
  KARUNA_CHECK(check_scorable(instrument, columns.size(), "columns"));
  for (std::size_t j = 0; j < columns.size(); ++j)
    if (!columns[j].empty() && columns[j].size() != rows)
      return fail(Fault::invalid,
                  "the column of item " + instrument.items[j].code + " has " + counted(columns[j].size(), "row") + ", expected " + std::to_string(rows));
  const Scorer scorer(instrument);
  const std::size_t scores = instrument.scores.size();
  ScoredColumns out;
  out.scores.resize(scores);
  for (ScoreColumn& column : out.scores) column.values.resize(rows);
  out.unanswered.assign(columns.size(), 0);
  out.outside.assign(columns.size(), 0);
  out.left_out.assign(columns.size(), 0);

  auto sums = std::make_unique<BlockSums>();
  std::vector<double> so_far(scores);
  for (std::size_t first = 0; first < rows; first += block) {
    const std::size_t here = std::min(block, rows - first);
    for (std::size_t j = 0; j < columns.size(); ++j) {
      if (columns[j].empty())
        out.unanswered[j] += here;
      else
        count_answers(scorer.table(j), columns[j].subspan(first, here), j, out);
    }
    for (std::size_t s = 0; s < scores; ++s) {
      const Score& score = instrument.scores[s];
      ScoreColumn& column = out.scores[s];
      if (score.method == Method::mean_of_scores) {
        for (std::size_t i = first; i < first + here; ++i) {
          for (const std::size_t part : score.parts) so_far[part] = out.scores[part].values[i];
          count(column, scorer.finish_parts(s, so_far, column.values[i]));
        }
        continue;
      }
      *sums = {};
      for (std::size_t j = 0; j < score.items.size(); ++j)
        if (const auto codes = columns[score.items[j]]; !codes.empty()) add_item(scorer, s, j, codes.subspan(first, here), *sums);
      for (std::size_t i = 0; i < here; ++i)
        count(column, scorer.finish(s, {sums->sum[i], sums->counts[i] & 0xffffU, sums->counts[i] >> 16}, column.values[first + i]));
    }
  }
  return out;
}

std::string why_absent(const Instrument& instrument, std::size_t score, const ScoreValue& value) {
  const Score& of = instrument.scores[score];
  const auto codes = [&](const std::vector<std::size_t>& items) {
    std::vector<std::string> names;
    for (const std::size_t item : items) names.push_back(instrument.items[item].code);
    return join_words(names, "and", 6);
  };
  switch (value.absence) {
    case Absence::none:
      return {};
    case Absence::nothing_left:
      return "no answer is left after \"do not know\" and \"not applicable\"";
    case Absence::missing_part: {
      std::vector<std::string> parts;
      for (const std::size_t part : of.parts) parts.push_back(instrument.scores[part].id);
      return "made of " + join_words(parts) + ", and not all of them could be scored";
    }
    case Absence::missing_items:
      break;
  }
  std::string words = std::to_string(value.missing.size()) + " of " + counted(of.items.size(), "item") + " missing (" + codes(value.missing);
  if (!value.outside.empty()) words += "; outside the scale: " + codes(value.outside);
  words += "), ";
  if (of.scope == Scope::group) return words + "one answer is needed";
  if (of.answer_at_least == 0) return words + (of.items.size() == 1 ? "it is needed" : "all are needed");
  return words + "at least " + std::to_string(of.answer_at_least) + " are needed";
}

}  // namespace karuna::ask
