// SPDX-License-Identifier: Apache-2.0
#include "ask/instrument.h"

#include <algorithm>

namespace karuna::ask {

std::string_view in_language(const Words& words, std::string_view language) {
  if (const auto found = words.find(std::string(language)); found != words.end()) return found->second;
  if (const auto english = words.find("en"); english != words.end()) return english->second;
  return {};
}

bool Item::leaves(std::int16_t answer) const { return std::ranges::find(left_out, answer) != left_out.end(); }

bool Item::on_scale(std::int16_t answer) const {
  if (answer < min || answer > max || (answer - min) % step != 0 || leaves(answer)) return false;
  return points.empty() || std::ranges::find(points, answer, &Points::code) != points.end();
}

double Item::value(std::int16_t answer) const {
  if (!points.empty()) {
    const auto found = std::ranges::find(points, answer, &Points::code);
    return found == points.end() ? 0.0 : found->points;
  }
  return reversed ? min + max - answer : answer;
}

double Item::lowest() const { return points.empty() ? min : std::ranges::min_element(points, {}, &Points::points)->points; }

double Item::highest() const { return points.empty() ? max : std::ranges::max_element(points, {}, &Points::points)->points; }

std::optional<std::size_t> Instrument::find_item(std::string_view code) const {
  const auto found = std::ranges::find(items, code, &Item::code);
  if (found == items.end()) return std::nullopt;
  return static_cast<std::size_t>(found - items.begin());
}

std::optional<std::size_t> Instrument::find_score(std::string_view score_id) const {
  const auto found = std::ranges::find(scores, score_id, &Score::id);
  if (found == scores.end()) return std::nullopt;
  return static_cast<std::size_t>(found - scores.begin());
}

std::string_view name_of(Status status) {
  switch (status) {
    case Status::key: return "key";
    case Status::card: return "card";
    case Status::not_validated: return "not validated";
  }
  return "";
}

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::ship: return "SHIP";
    case Verdict::ship_nc: return "SHIP-NC";
    case Verdict::ship_nc_nd: return "SHIP-NC-ND";
    case Verdict::key: return "KEY";
    case Verdict::no: return "NO";
  }
  return "";
}

std::string_view name_of(Method method) {
  switch (method) {
    case Method::mean: return "mean";
    case Method::sum: return "sum";
    case Method::mean_of_scores: return "mean of scores";
    case Method::percent_positive: return "percent positive";
    case Method::net_share: return "net share";
  }
  return "";
}

std::string_view name_of(Certainty certainty) {
  switch (certainty) {
    case Certainty::read: return "read";
    case Certainty::recalled: return "recalled";
    case Certainty::computed: return "computed";
  }
  return "";
}

const Band* band_of(const Score& score, double value) {
  for (const Band& band : score.bands)
    if (value <= band.up_to) return &band;
  return nullptr;
}

}  // namespace karuna::ask
