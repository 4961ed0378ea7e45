// SPDX-License-Identifier: Apache-2.0
#include "ask/wave/wave_rules.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "ask/wave/manifest_words.h"
#include "ask/wave/noise_plan.h"
#include "base/text.h"

namespace karuna::ask {

namespace {

using Safer = WaveRule::Safer;

/// Share of right guesses in percent, rounded up: a promise is not rounded in our favour. Without noise there is no such number.
RuleValue guess(const TokenPart& part, std::uint32_t cap) {
  if (part.profile == WaveProfile::exact) return {};
  return std::ceil(guess_success(cap / 10'000.0) * 1000 - 1e-9) / 10;
}

RuleValue whole(std::uint64_t number) { return static_cast<std::int64_t>(number); }

/// The order of profiles: without noise, with, with more.
double strength(const RuleValue& profile) {
  return static_cast<double>(std::ranges::find(profile_words, std::get<std::string>(profile)) - profile_words.begin());
}

double number_of(const RuleValue& value) {
  if (const bool* flag = std::get_if<bool>(&value)) return *flag ? 1 : 0;
  if (const std::int64_t* number = std::get_if<std::int64_t>(&value)) return static_cast<double>(*number);
  return std::get<double>(value);
}

bool is_empty(const RuleValue& value) { return std::holds_alternative<std::monostate>(value); }

}  // namespace

std::string text_of(const RuleValue& value) {
  if (is_empty(value)) return "none";
  if (const bool* flag = std::get_if<bool>(&value)) return *flag ? "yes" : "no";
  if (const std::int64_t* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  if (const double* number = std::get_if<double>(&value)) return fixed(*number, 1);
  return std::get<std::string>(value);
}

std::vector<WaveRule> rules_of(const TokenPart& part) {
  const auto caps = caps_of(part.profile, part.depth);
  constexpr bool chosen = true;
  return {{"profile", std::string(profile_words[static_cast<std::size_t>(part.profile)]), Safer::neither, chosen},
          {"k_index", whole(part.k[0]), Safer::more, chosen},
          {"k_scales", whole(part.k[1]), Safer::more, chosen},
          {"k_items", whole(part.k[2]), Safer::more, chosen},
          {"guess_one", guess(part, caps.one), Safer::less},
          {"guess_whole", guess(part, caps.whole), Safer::less},
          {"cells", whole(part.cells_count), Safer::neither},
          {"reminders_max", whole(part.reminders_max), Safer::less, chosen},
          {"late_desk", part.late_desk, Safer::less, chosen},
          {"ledger_days", whole(part.ledger_days), Safer::less, chosen},
          {"uses", whole(part.uses), Safer::neither},
          {"council", part.council, Safer::more, chosen}};
}

std::vector<WaveRule> rules_of(const OpenedWave& wave) {
  std::vector<WaveRule> rules = rules_of(wave.token_part);
  RuleValue smallest;
  if (!wave.cells.empty()) smallest = whole(std::ranges::min(wave.cells, {}, [](const CellKey& cell) { return cell.record.eligible; }).record.eligible);
  rules.insert(std::ranges::find(rules, "cells", &WaveRule::name), {"smallest_cell", smallest, Safer::more});
  if (wave.question_part) {
    rules.push_back({"questions", whole(wave.question_part->questions.size()), Safer::neither});
    rules.push_back({"statistics", whole(wave.question_part->statistics.size()), Safer::neither});
  }
  return rules;
}

RuleChange change_of(const WaveRule& rule, const RuleValue& before) {
  if (rule.value == before) return RuleChange::same;
  double more = 0;
  if (rule.name == "profile")
    more = strength(rule.value) - strength(before);
  else if (rule.safer == Safer::neither)
    return RuleChange::other;
  else if (is_empty(rule.value) || is_empty(before))
    return is_empty(rule.value) ? RuleChange::looser : RuleChange::stricter;
  else
    more = (number_of(rule.value) - number_of(before)) * (rule.safer == Safer::more ? 1 : -1);
  return more > 0 ? RuleChange::stricter : RuleChange::looser;
}

Loosening loosening_of(const TokenPart& part, const std::vector<std::pair<std::string, Result<OpenedWave>>>& waves) {
  Loosening found{std::string(depth_words[static_cast<std::size_t>(part.depth)]), {}, {}, {}};
  std::vector<WaveRule> strictest;
  std::uint32_t newest = 0;
  for (const auto& [name, wave] : waves) {
    if (!wave || wave->token_part.depth != part.depth) continue;
    if (strictest.empty()) {
      found.after = hex_of(wave->token_part.wave);
      found.after_title = wave->token_part.title;
      newest = wave->token_part.opens_desk;
      strictest = rules_of(wave->token_part);
    }
    if (wave->token_part.opens_desk != newest) break;
    // Several trials may open in one hour, and none of them is the newest: the strictest value counts.
    const auto rules = rules_of(wave->token_part);  // the same rules in the same order
    for (std::size_t r = 0; r < rules.size(); ++r)
      if (change_of(rules[r], strictest[r].value) == RuleChange::stricter) strictest[r] = rules[r];
  }
  const auto now = rules_of(part);
  for (std::size_t r = 0; r < strictest.size(); ++r)
    if (now[r].chosen && change_of(now[r], strictest[r].value) == RuleChange::looser)
      found.rules.push_back({now[r].name, text_of(strictest[r].value), text_of(now[r].value)});
  return found;
}

}  // namespace karuna::ask
