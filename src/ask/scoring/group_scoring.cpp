// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "ask/scoring/scorer.h"
#include "ask/scoring/scoring.h"
#include "base/text.h"

namespace karuna::ask {
namespace {

/// Of the answers to one item, how many were positive, in percent; nothing where nobody answered it.
double percent(std::uint64_t part, std::uint64_t whole) { return 100.0 * static_cast<double>(part) / static_cast<double>(whole); }

}  // namespace

GroupTally::GroupTally(const Instrument& instrument) : GroupTally(std::make_shared<const Scorer>(instrument)) {}

GroupTally::GroupTally(std::shared_ptr<const Scorer> scorer) : scorer_(std::move(scorer)) {
  const Instrument& instrument = scorer_->instrument();
  scores_.resize(instrument.scores.size());
  values_.resize(instrument.scores.size());
  absences_.resize(instrument.scores.size());
  for (std::size_t s = 0; s < scores_.size(); ++s) {
    const std::size_t items = instrument.scores[s].items.size();
    scores_[s].valid.assign(items, 0);
    scores_[s].positive.assign(items, 0);
    scores_[s].negative.assign(items, 0);
  }
}

void GroupTally::add(std::span<const std::int16_t> answers) {
  const Instrument& instrument = scorer_->instrument();
  ++rows_;
  scorer_->row(answers, values_, absences_);
  for (std::size_t s = 0; s < scores_.size(); ++s) {
    ScoreCount& count = scores_[s];
    const Score& score = instrument.scores[s];
    if (absences_[s] == Absence::none) {
      ++count.respondents;
      count.sum += values_[s];
    }
    if (score.method != Method::percent_positive && score.method != Method::net_share) continue;
    for (std::size_t j = 0; j < score.items.size(); ++j) {
      const auto& table = scorer_->table(score.items[j]);
      const auto place = table.at(answers[score.items[j]]);
      const double sign = scorer_->share(s, j)[place];
      count.valid[j] += table.kind[place] == Scorer::valid;
      count.positive[j] += sign > 0;
      count.negative[j] += sign < 0;
    }
  }
}

std::vector<GroupScore> GroupTally::scores() const {
  const Instrument& instrument = scorer_->instrument();
  std::vector<GroupScore> out(scores_.size());
  for (std::size_t s = 0; s < scores_.size(); ++s) {
    const Score& score = instrument.scores[s];
    const ScoreCount& count = scores_[s];
    GroupScore& group = out[s];
    group.respondents = count.respondents;
    if (score.scope == Scope::respondent) {
      if (count.respondents > 0)
        group.value = count.sum / static_cast<double>(count.respondents);
      else
        group.why_absent = "nobody could be scored";
      continue;
    }
    double sum = 0;
    if (score.method == Method::mean_of_scores) {
      for (const std::size_t part : score.parts) sum += out[part].value;
      group.value = sum / static_cast<double>(score.parts.size()) * score.times;
      if (std::isnan(group.value)) group.why_absent = "a score it is made of is absent";
      continue;
    }
    for (std::size_t j = 0; j < score.items.size(); ++j) {
      if (count.valid[j] == 0) {
        group.why_absent = "nobody answered " + instrument.items[score.items[j]].code;
        break;
      }
      sum += percent(count.positive[j], count.valid[j]) - percent(count.negative[j], count.valid[j]);
    }
    if (!group.why_absent.empty()) continue;
    group.value = sum / static_cast<double>(score.items.size());
    if (score.method == Method::net_share) {
      const double n = static_cast<double>(count.valid[0]);
      const double p = static_cast<double>(count.positive[0]) / n, d = static_cast<double>(count.negative[0]) / n;
      group.standard_error = 100.0 * std::sqrt((p + d - (p - d) * (p - d)) / n);
    }
  }
  return out;
}

Result<std::vector<GroupScore>> score_group(const Instrument& instrument, std::span<const std::vector<std::int16_t>> rows) {
  if (!instrument.scorable())
    return fail(Fault::invalid,
                instrument.id + " is a reference card and has no key to score with; `karuna catalogue show " + instrument.id + "` says what is missing");
  GroupTally tally(instrument);
  for (const auto& row : rows) {
    if (row.size() != instrument.items.size())
      return fail(Fault::invalid,
                  instrument.id + " has " + counted(instrument.items.size(), "item") + ", a row of the group has " + std::to_string(row.size()));
    tally.add(row);
  }
  return tally.scores();
}

}  // namespace karuna::ask
