// SPDX-License-Identifier: Apache-2.0
#include "ask/scoring/score_file.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <unordered_map>

#include "ask/scoring/score_output.h"
#include "base/text.h"

namespace karuna::ask {
namespace {

constexpr std::size_t piece_bytes = 1U << 16;
constexpr std::uint64_t rows_between_looks = 4096;

void count_items(const Scorer& scorer, std::span<const std::int16_t> codes, FileSummary& summary) {
  for (std::size_t j = 0; j < codes.size(); ++j) {
    const auto& table = scorer.table(j);
    const auto kind = table.kind[table.at(codes[j])];
    ItemSummary& item = summary.items[j];
    item.unanswered += codes[j] == no_answer;
    item.outside += kind == Scorer::outside && codes[j] != no_answer;
    item.left_out += kind == Scorer::leaves;
  }
}

void count_score(const Score& score, double value, Absence absence, ScoreSummary& summary) {
  switch (absence) {
    case Absence::missing_items:
      ++summary.missing_items;
      return;
    case Absence::nothing_left:
      ++summary.nothing_left;
      return;
    case Absence::missing_part:
      ++summary.missing_part;
      return;
    case Absence::none:
      break;
  }
  summary.low = summary.scored == 0 ? value : std::min(summary.low, value);
  summary.high = summary.scored == 0 ? value : std::max(summary.high, value);
  ++summary.scored;
  summary.sum += value;
  if (const Band* band = band_of(score, value)) ++summary.bands[static_cast<std::size_t>(band - score.bands.data())];
}

/// Groups in the order in which they appear.
class Groups {
 public:
  explicit Groups(std::shared_ptr<const Scorer> scorer) : scorer_(std::move(scorer)) {}
  void add(std::string_view name, std::span<const std::int16_t> codes) {
    const auto [place, is_new] = place_of_.try_emplace(std::string(name), names_.size());
    if (is_new) {
      names_.emplace_back(name);
      tallies_.emplace_back(scorer_);
    }
    tallies_[place->second].add(codes);
  }
  std::size_t size() const { return names_.size(); }
  const std::string& name(std::size_t g) const { return names_[g]; }
  const GroupTally& tally(std::size_t g) const { return tallies_[g]; }

 private:
  std::shared_ptr<const Scorer> scorer_;
  std::unordered_map<std::string, std::size_t> place_of_;
  std::vector<std::string> names_;
  std::vector<GroupTally> tallies_;
};

Result<void> check_groups_are_named(const Instrument& instrument, const ScoreOptions& options) {
  if (options.whole || !options.group_column.empty()) return {};
  if (std::ranges::any_of(instrument.scores, [](const Score& score) { return score.scope == Scope::respondent; })) return {};
  return fail(
      Fault::refused,
      instrument.id + " is a score of a group, one person has none: name the column of the group with --by, or take the file as one group with --whole");
}

}  // namespace

Result<FileSummary> score_file(CsvReader& answers, const Instrument& instrument, const AnswerMap& map, const ScoreOptions& options, const Sink& sink,
                               Progress& progress) {
  if (!instrument.scorable())
    return fail(Fault::refused, instrument.id + " is a reference card and has no key to score with; missing: " + join_words(instrument.missing, "and"));
  KARUNA_CHECK(check_groups_are_named(instrument, options));
  KARUNA_TRY(reader, AnswerReader::prepare(instrument, map, answers.header()));
  std::optional<std::size_t> id_column, group_column;
  if (!options.id_column.empty()) {
    KARUNA_TRY(position, answers.header().position(options.id_column));
    id_column = position;
  }
  if (!options.group_column.empty()) {
    KARUNA_TRY(position, answers.header().position(options.group_column));
    group_column = position;
  }
  const bool by_group = options.whole || group_column;

  const auto scorer = std::make_shared<const Scorer>(instrument);
  FileSummary summary;
  summary.items.resize(instrument.items.size());
  summary.scores.resize(instrument.scores.size());
  for (std::size_t s = 0; s < instrument.scores.size(); ++s) summary.scores[s].bands.resize(instrument.scores[s].bands.size());
  std::vector<std::int16_t> codes(instrument.items.size());
  std::vector<double> values(instrument.scores.size());
  std::vector<Absence> absences(instrument.scores.size());
  Groups groups(scorer);
  ScoreOutput output(*scorer, options);
  std::string waiting;
  const auto pass_on = [&](bool all) -> Result<void> {
    waiting += output.take();
    if (waiting.empty() || (!all && waiting.size() < piece_bytes)) return {};
    KARUNA_CHECK(sink(waiting));
    waiting.clear();
    return {};
  };

  progress.begin("scoring " + answers.name(), 0);
  output.begin();
  waiting += output.take();
  while (true) {
    KARUNA_TRY(more, answers.next());
    if (!more) break;
    const auto fields = answers.fields();
    reader.read(fields, codes);
    ++summary.rows;
    count_items(*scorer, codes, summary);
    scorer->row(codes, values, absences);
    for (std::size_t s = 0; s < values.size(); ++s) count_score(instrument.scores[s], values[s], absences[s], summary.scores[s]);
    if (by_group)
      groups.add(group_column ? trimmed(fields[*group_column]) : "everyone", codes);
    else
      output.respondent(id_column ? fields[*id_column] : std::to_string(summary.rows), codes, values, absences);
    if (summary.rows % rows_between_looks == 0) {
      progress.advance(rows_between_looks);
      KARUNA_CHECK(progress.check());
    }
    if (!by_group && summary.rows % 64 == 0) KARUNA_CHECK(pass_on(false));
  }
  if (summary.rows == 0) return fail(Fault::invalid, answers.name() + " has a header and no rows below it, so there is nothing to score");
  for (std::size_t g = 0; g < groups.size(); ++g) {
    const GroupResult group{groups.name(g).empty() ? "(no group)" : groups.name(g), groups.tally(g).rows(), groups.tally(g).scores()};
    output.group(group.name, group.rows, group.scores);
    if (g < shown_groups) summary.first_groups.push_back(group);
    KARUNA_CHECK(pass_on(false));
  }
  output.end();
  KARUNA_CHECK(pass_on(true));
  progress.end();
  summary.groups = groups.size();
  for (std::size_t j = 0; j < summary.items.size(); ++j) {
    summary.items[j].unreadable = reader.unreadable()[j];
    summary.items[j].unanswered -= reader.unreadable()[j];
  }
  return summary;
}

}  // namespace karuna::ask
