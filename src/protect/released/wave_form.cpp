// SPDX-License-Identifier: Apache-2.0
#include "protect/released/wave_form.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string>
#include <tuple>

#include "base/text.h"

namespace karuna::protect {

namespace {

/// "karuna-support:S1" or "item:karuna-support:S1" -> instrument and what follows it.
std::pair<std::string, std::string> parts_of(std::string_view id, char between) {
  if (id.starts_with("item:")) id.remove_prefix(5);
  const auto at = id.find(between);
  if (at == std::string_view::npos) return {{}, std::string(id)};
  return {std::string(id.substr(0, at)), std::string(id.substr(at + 1))};
}

class Former {
 public:
  Former(const ask::TokenPart& token_part, const ask::QuestionPart& part, std::span<const ask::CellKey> cells, const ask::Catalogue* catalogue)
      : token_part_(token_part), part_(part), cells_(cells), catalogue_(catalogue), form_(std::make_unique<WaveForm>()) {}

  Result<std::unique_ptr<WaveForm>> run() {
    if (token_part_.classes != std::vector<std::uint8_t>{ask::class_ballot})
      return fail(Fault::refused, "this wave has tokens of another class than ballots, which this version cannot close; use a newer one");
    KARUNA_TRY(tree, wave_tree(std::array{cells_}, "organisation"));
    form_->sheets.tree = tree.tree;
    form_->tree = std::move(tree);
    form_->sheets.periods = {token_part_.title};
    form_->cells_count = token_part_.cells_count;
    form_->plan.profile = profile_of(token_part_.profile);
    form_->plan.k = token_part_.k;
    form_->plan.of_scale = ScaleRule::sum_of_items;
    for (std::uint32_t q = 0; q < part_.questions.size(); ++q) question(q);
    for (const ask::WaveStatistic& statistic : part_.statistics) KARUNA_CHECK(add(statistic));
    if (form_->declaration.statistics.empty()) return fail(Fault::invalid, "the manifest declares no sum to publish");
    name_the_items();
    return std::move(form_);
  }

 private:
  void column(AnswerByte byte, std::string id, std::string label, std::int16_t min, std::int16_t max) {
    const std::size_t at = form_->sheets.items.size();
    form_->sheets.items.push_back({.id = std::move(id), .label = std::move(label), .min = min, .max = max, .reversed = false, .codes = {}});
    form_->declaration.questions.push_back({false, at, static_cast<std::uint32_t>(max - min), double(min), double(max)});
    form_->answers.push_back(std::move(byte));
  }

  void question(std::uint32_t q) {
    const ask::WaveQuestion& asked = part_.questions[q];
    std::string label = asked.id;
    const auto [instrument_id, code] = parts_of(asked.id, ':');
    const ask::Instrument* instrument = catalogue_ ? catalogue_->find(instrument_id) : nullptr;
    if (const auto item = instrument ? instrument->find_item(code) : std::nullopt) label = std::string(ask::in_language(instrument->items[*item].topic, "en"));
    column({q, asked.min, asked.max, {}}, asked.id, label.empty() ? asked.id : label, asked.min, asked.max);
  }

  /// The question of the declaration that an item of a statistic sums: the question itself, or a column of its own for a share.
  Result<std::uint32_t> source_of(const ask::StatisticItem& item, const std::string& whose) {
    if (item.question >= part_.questions.size())
      return fail(Fault::invalid,
                  whose + " names question number " + std::to_string(item.question + 1) + ", there are " + std::to_string(part_.questions.size()));
    if (item.ones.empty()) return item.question;
    const auto [place, is_new] = shares_.try_emplace({item.question, item.ones}, static_cast<std::uint32_t>(form_->answers.size()));
    if (is_new) {
      const ask::WaveQuestion& asked = part_.questions[item.question];
      column({item.question, asked.min, asked.max, item.ones}, "share:" + asked.id, form_->sheets.items[item.question].label, 0, 1);
    }
    return place->second;
  }

  Result<void> add(const ask::WaveStatistic& statistic) {
    const std::string whose = "the statistic " + in_quotes(statistic.id);
    if (form_->moments) return fail(Fault::refused, whose + " stands after the moments; this version expects the moments to be the last");
    if (statistic.items.empty()) return fail(Fault::invalid, whose + " sums no item");
    Declared declared;
    for (const ask::StatisticItem& item : statistic.items) {
      KARUNA_TRY(source, source_of(item, whose));
      declared.members.push_back({source, item.sign < 0 ? -1 : 1});
    }
    if (statistic.group == ask::Group::moments) return moments(statistic, declared.members);
    const auto family = static_cast<std::size_t>(statistic.group);
    if (static_cast<std::size_t>(statistic.partition) != family)
      return fail(Fault::refused,
                  whose + " is published over another partition than that of its group; this version publishes index, scales and items each over their own");
    const Question first = form_->declaration.questions[declared.members[0].question];
    for (const Member& member : declared.members) {
      const Question& other = form_->declaration.questions[member.question];
      if (other.range != first.range || other.min != first.min) return fail(Fault::refused, whose + " sums items whose scales have different ends");
    }
    declared.range = first.range;
    declared.statistic.family = static_cast<Family>(family);
    declared.statistic.id = statistic.id;
    declared.statistic.name = statistic.id;
    declared.statistic.min = first.min;
    declared.statistic.max = first.max;
    declared.statistic.items = static_cast<std::uint32_t>(declared.members.size());
    for (const Member& member : declared.members) declared.statistic.item_ids.push_back(form_->sheets.items[member.question].id);
    declared.statistic.sigma_T = std::sqrt(static_cast<double>(statistic.sigma2_T));
    declared.statistic.sigma_N = std::sqrt(static_cast<double>(statistic.sigma2_N));
    form_->noise.sigma2_T.push_back(statistic.sigma2_T);
    form_->noise.sigma2_N.push_back(statistic.sigma2_N);
    if (declared.statistic.family == Family::index) declared.statistic.name = "Mean of the index items";
    if (declared.statistic.family == Family::scale) scale(declared);
    form_->declaration.statistics.push_back(std::move(declared));
    return {};
  }

  void scale(Declared& declared) {
    collect::ScaleColumn column;
    column.id = declared.statistic.id;
    column.name = declared.statistic.id;
    column.min = declared.statistic.min;
    column.max = declared.statistic.max;
    for (const Member& member : declared.members) column.items.push_back(ItemId{member.question});
    const auto [instrument_id, code] = parts_of(declared.statistic.id, '.');
    const ask::Instrument* instrument = catalogue_ ? catalogue_->find(instrument_id) : nullptr;
    if (const auto found = instrument ? instrument->find_score(code) : std::nullopt) {
      const ask::Score& score = instrument->scores[*found];
      column.name = std::string(ask::in_language(score.name, "en"));
      column.instrument = instrument_id;
      column.higher_is_better = score.higher_is_better;
      column.dimension = score.dimension;
      column.indicator = score.indicator;
    }
    declared.statistic.name = column.name;
    declared.statistic.instrument = column.instrument;
    declared.statistic.higher_is_better = column.higher_is_better;
    declared.scale = form_->sheets.scales.size();
    form_->sheets.scales.push_back(std::move(column));
  }

  Result<void> moments(const ask::WaveStatistic& statistic, const std::vector<Member>& members) {
    const auto& statistics = form_->declaration.statistics;
    const auto same = [](const Member& a, const Member& b) { return a.question == b.question && a.sign == b.sign; };
    if (statistics.empty() || statistics[0].statistic.family != Family::index ||
        !std::equal(members.begin(), members.end(), statistics[0].members.begin(), statistics[0].members.end(), same))
      return fail(Fault::refused, "the moments are not those of the items of the index, which must be the first statistic");
    form_->moments = true;
    form_->noise.moments.present = true;
    form_->noise.moments.D1_sq = statistic.D1_sq;
    form_->noise.moments.DW_sq = statistic.DW_sq;
    form_->noise.sigma2_moments = statistic.sigma2_T;
    return {};
  }

  /// An item of one question says which scale it belongs to, and whether high is good.
  void name_the_items() {
    auto& statistics = form_->declaration.statistics;
    for (Declared& item : statistics) {
      if (item.statistic.family != Family::item) continue;
      const Member& asked = item.members[0];
      item.statistic.name = form_->sheets.items[asked.question].label;
      for (const Declared& scale : statistics) {
        if (scale.statistic.family != Family::scale) continue;
        const auto member = std::find_if(scale.members.begin(), scale.members.end(), [&](const Member& m) { return m.question == asked.question; });
        if (member == scale.members.end()) continue;
        item.statistic.scale = scale.statistic.id;
        item.statistic.instrument = scale.statistic.instrument;
        item.statistic.higher_is_better = scale.statistic.higher_is_better == (member->sign == asked.sign);
        form_->sheets.items[asked.question].reversed = member->sign < 0;
        break;
      }
    }
  }

  const ask::TokenPart& token_part_;
  const ask::QuestionPart& part_;
  std::span<const ask::CellKey> cells_;
  const ask::Catalogue* catalogue_;
  std::unique_ptr<WaveForm> form_;
  std::map<std::pair<std::uint32_t, std::vector<std::uint8_t>>, std::uint32_t> shares_;
};

}  // namespace

std::int16_t AnswerByte::code_of(std::uint8_t byte) const {
  if (byte == 0) return collect::no_answer;
  if (!ones.empty()) return std::find(ones.begin(), ones.end(), byte) != ones.end() ? 1 : 0;
  return byte <= max - min + 1 ? static_cast<std::int16_t>(min + byte - 1) : collect::no_answer;
}

Profile profile_of(ask::WaveProfile profile) {
  switch (profile) {
    case ask::WaveProfile::exact:
      return Profile::exact;
    case ask::WaveProfile::balanced:
      return Profile::balanced;
    case ask::WaveProfile::strict:
      break;
  }
  return Profile::strict;
}

Result<std::unique_ptr<WaveForm>> wave_form(const ask::TokenPart& token_part, const ask::QuestionPart& question_part, std::span<const ask::CellKey> cells,
                                            const ask::Catalogue* catalogue) {
  return Former(token_part, question_part, cells, catalogue).run();
}

}  // namespace karuna::protect
