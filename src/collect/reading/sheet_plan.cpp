// SPDX-License-Identifier: Apache-2.0
#include "collect/reading/sheet_plan.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "base/text.h"

namespace karuna::collect {
namespace {

using ask::Instrument;
using ask::Score;

Error placed(const Survey& survey, std::size_t line, Error error) {
  error.what = survey.at(line) + ": " + error.what;
  return error;
}

/// The items a score is made of, those of its parts included; ascending.
void collect_items(const Instrument& instrument, const Score& score, std::set<std::size_t>& into) {
  into.insert(score.items.begin(), score.items.end());
  for (const std::size_t part : score.parts) collect_items(instrument, instrument.scores[part], into);
}

Result<std::vector<std::size_t>> wanted_scores(const Survey& survey, const InstrumentWish& wish, const Instrument& instrument) {
  std::vector<std::size_t> positions;
  std::vector<std::string> ids;
  for (const Score& score : instrument.scores) ids.push_back(score.id);
  for (const std::string& id : wish.scores) {
    const auto found = instrument.find_score(id);
    if (!found) {
      const auto nearest = nearest_word(id, ids);
      return fail(Fault::not_found, survey.at(wish.line) + ": " + instrument.id + " has no score " + in_quotes(id) + "; " +
                                        (nearest ? "did you mean " + in_quotes(*nearest) + "?" : "it has " + join_words(ids)));
    }
    positions.push_back(*found);
  }
  if (wish.scores.empty())
    for (std::size_t s = 0; s < ids.size(); ++s) positions.push_back(s);
  return positions;
}

Result<void> check_map(const Survey& survey, const InstrumentWish& wish, const Instrument& instrument) {
  std::vector<std::string> codes;
  for (const ask::Item& item : instrument.items) codes.push_back(item.code);
  for (const auto& [code, column] : wish.map) {
    if (instrument.find_item(code)) continue;
    const auto nearest = nearest_word(code, codes);
    return fail(Fault::not_found, survey.at(wish.line) + ": map names the item " + in_quotes(code) + ", which " + instrument.id + " does not have; " +
                                      (nearest ? "did you mean " + in_quotes(*nearest) + "?" : "it has " + join_words(codes)));
  }
  return {};
}

PlannedItem planned(const InstrumentWish& wish, const Instrument& instrument, const ask::Item& item, const std::string& language) {
  PlannedItem plan;
  const auto mapped = wish.map.find(item.code);
  plan.column = mapped == wish.map.end() ? item.code : mapped->second;
  plan.whose = "item " + item.code + " of " + instrument.id;
  plan.line = wish.line;
  plan.item.id = instrument.id + ":" + item.code;
  plan.item.label = std::string(ask::in_language(item.topic, language));
  if (plan.item.label.empty()) plan.item.label = item.code;
  plan.item.min = item.min;
  plan.item.max = item.max;
  plan.item.reversed = item.points.empty() ? item.reversed : direction_of_points(item) < 0;
  for (int code = item.min; code <= item.max; ++code)
    if (item.on_scale(static_cast<std::int16_t>(code))) plan.valid.push_back(static_cast<std::int16_t>(code));
  plan.left_out = item.left_out;
  plan.valid.insert(plan.valid.end(), item.left_out.begin(), item.left_out.end());
  std::sort(plan.valid.begin(), plan.valid.end());
  return plan;
}

/// Items may stand for the score in reliability and sums only where the score is their mean or sum on one and the same scale.
bool items_make_the_score(const Instrument& instrument, const Score& score, const std::set<std::size_t>& items) {
  if (score.scope == ask::Scope::group) return false;
  double step = 0;
  for (const std::size_t i : items) {
    const ask::Item& item = instrument.items[i];
    if (direction_of_points(item) == 0 || item.min != instrument.items[*items.begin()].min || item.max != instrument.items[*items.begin()].max) return false;
    const double per_code = (item.highest() - item.lowest()) / static_cast<double>(item.max - item.min);
    if (step != 0 && std::abs(per_code - step) > 1e-12) return false;
    step = per_code;
  }
  return true;
}

Result<void> plan_instrument(const Survey& survey, const InstrumentWish& wish, const ask::Catalogue& catalogue, SheetPlan& plan) {
  auto needed = catalogue.need(wish.id);
  if (!needed) return std::unexpected(placed(survey, wish.line, std::move(needed).error()));
  const Instrument& instrument = **needed;
  if (!instrument.scorable())
    return fail(Fault::invalid, survey.at(wish.line) + ": of " + instrument.id +
                                    " only a reference card is known, so it cannot be scored; `karuna catalogue show " + instrument.id +
                                    "` says what is missing");
  KARUNA_CHECK(check_map(survey, wish, instrument));
  KARUNA_TRY(scores, wanted_scores(survey, wish, instrument));

  PlannedKey key{instrument, std::vector<ItemId>(instrument.items.size()), std::move(scores), {}};
  std::set<std::size_t> asked;
  for (const std::size_t s : key.scores) collect_items(instrument, instrument.scores[s], asked);
  for (const std::size_t i : asked) {
    key.items[i] = ItemId{plan.items.size()};
    plan.items.push_back(planned(wish, instrument, instrument.items[i], survey.language));
  }
  for (const std::size_t s : key.scores) {
    const Score& score = instrument.scores[s];
    ScaleColumn scale;
    scale.id = instrument.id + "." + score.id;
    scale.name = std::string(ask::in_language(score.name, survey.language));
    scale.instrument = instrument.id;
    std::set<std::size_t> items;
    collect_items(instrument, score, items);
    if (items_make_the_score(instrument, score, items))
      for (const std::size_t i : items) scale.items.push_back(key.items[i]);
    scale.min = score.min;
    scale.max = score.max;
    scale.higher_is_better = score.higher_is_better;
    scale.dimension = score.dimension;
    scale.indicator = score.indicator;
    key.scales.push_back(std::move(scale));
  }
  plan.keys.push_back(std::move(key));
  return {};
}

/// The item of this column in an earlier scale of the analyst's own, or a new one.
Result<ItemId> own_item(const Survey& survey, const OwnScale& scale, const std::string& column, std::size_t first_own, SheetPlan& plan) {
  const bool reversed = std::find(scale.reversed.begin(), scale.reversed.end(), column) != scale.reversed.end();
  const auto min = static_cast<std::int16_t>(scale.min), max = static_cast<std::int16_t>(scale.max);
  for (std::size_t i = first_own; i < plan.items.size(); ++i) {
    const PlannedItem& earlier = plan.items[i];
    if (earlier.column != column) continue;
    if (earlier.item.min == min && earlier.item.max == max && earlier.item.reversed == reversed) return ItemId{i};
    return fail(Fault::invalid, survey.at(scale.line) + ": the scale " + scale.id + " reads the column " + in_quotes(column) +
                                    " with other ends or another turning than " + earlier.whose + " (line " + std::to_string(earlier.line) +
                                    "); expected the same in both");
  }
  PlannedItem item;
  item.column = column;
  item.whose = "item of the scale " + scale.id;
  item.line = scale.line;
  item.item.id = item.item.label = column;
  item.item.min = min;
  item.item.max = max;
  item.item.reversed = reversed;
  for (int code = min; code <= max; ++code) item.valid.push_back(static_cast<std::int16_t>(code));
  plan.items.push_back(std::move(item));
  return ItemId{plan.items.size() - 1};
}

ScaleColumn own_scale(const OwnScale& own) {
  ScaleColumn scale;
  scale.id = own.id;
  scale.name = own.name;
  scale.min = own.score_min();
  scale.max = own.score_max();
  scale.higher_is_better = own.higher_is_better;
  scale.dimension = own.dimension;
  return scale;
}

Result<void> plan_own_scale(const Survey& survey, const OwnScale& own, std::size_t first_own, SheetPlan& plan) {
  ScaleColumn scale = own_scale(own);
  if (!own.column.empty()) {
    plan.columns.push_back({own.column, own.line, std::move(scale)});
    return {};
  }
  PlannedKey key;
  key.instrument.id = own.id;
  Score score;
  score.id = own.id;
  score.name["en"] = own.name;
  score.method = own.method == ScaleMethod::sum ? ask::Method::sum : ask::Method::mean;
  score.answer_at_least = own.answer_at_least;
  score.min = own.score_min();
  score.max = own.score_max();
  for (const std::string& column : own.items) {
    KARUNA_TRY(id, own_item(survey, own, column, first_own, plan));
    const ItemColumn& column_plan = plan.items[id.value].item;
    ask::Item item;
    item.code = column;
    item.min = column_plan.min;
    item.max = column_plan.max;
    item.reversed = column_plan.reversed;
    score.items.push_back(key.items.size());
    key.instrument.items.push_back(std::move(item));
    key.items.push_back(id);
    scale.items.push_back(id);
  }
  key.instrument.scores.push_back(std::move(score));
  key.scores = {0};
  key.scales.push_back(std::move(scale));
  plan.keys.push_back(std::move(key));
  return {};
}

Result<void> check_index(const Survey& survey, const SheetPlan& plan) {
  std::vector<std::string> ids;
  for (const PlannedKey& key : plan.keys)
    for (const ScaleColumn& scale : key.scales) ids.push_back(scale.id);
  for (const PlannedScoreColumn& column : plan.columns) ids.push_back(column.scale.id);
  std::set<std::string_view> seen;
  for (const std::string& id : ids)
    if (!seen.insert(id).second)
      return fail(Fault::invalid, survey.file.string() + ": two scales are called " + in_quotes(id) + "; expected an id of its own for each");
  for (std::size_t d = 0; d < dimensions.size(); ++d)
    for (const IndexPart& part : survey.index.parts[d]) {
      if (seen.contains(part.scale)) continue;
      const auto nearest = nearest_word(part.scale, ids);
      return fail(Fault::not_found, survey.at(survey.index.line) + ": [index] " + std::string(dimensions[d]) + " names the scale " + in_quotes(part.scale) +
                                        ", which nothing here makes; " +
                                        (nearest ? "did you mean " + in_quotes(*nearest) + "?" : "there are " + join_words(ids)));
    }
  return {};
}

}  // namespace

int direction_of_points(const ask::Item& item) {
  if (item.points.empty()) return item.max > item.min ? 1 : 0;
  std::vector<ask::Points> points = item.points;
  std::sort(points.begin(), points.end(), [](const auto& a, const auto& b) { return a.code < b.code; });
  if (points.size() < 2 || points.front().code != item.min || points.back().code != item.max) return 0;
  const double per_code = (points.back().points - points.front().points) / static_cast<double>(item.max - item.min);
  for (const ask::Points& p : points)
    if (std::abs(points.front().points + per_code * static_cast<double>(p.code - item.min) - p.points) > 1e-9) return 0;
  return per_code > 0 ? 1 : per_code < 0 ? -1 : 0;
}

Result<SheetPlan> plan_sheets(const Survey& survey, const ask::Catalogue& catalogue) {
  SheetPlan plan;
  for (const InstrumentWish& wish : survey.instruments) KARUNA_CHECK(plan_instrument(survey, wish, catalogue, plan));
  const std::size_t first_own = plan.items.size();
  for (const OwnScale& scale : survey.scales) KARUNA_CHECK(plan_own_scale(survey, scale, first_own, plan));
  KARUNA_CHECK(check_index(survey, plan));
  return plan;
}

}  // namespace karuna::collect
