// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "ask/wave/wave_folder.h"

namespace karuna::ask {

/// Empty: there is no such number, as without noise there is no share of right guesses.
using RuleValue = std::variant<std::monostate, bool, std::int64_t, double, std::string>;
std::string text_of(const RuleValue& value);

/// One thing a wave is bound to.
struct WaveRule {
  /// Which way a number is on the side of whoever answers.
  enum class Safer { more, less, neither };
  std::string name;
  RuleValue value;
  Safer safer = Safer::neither;
  bool chosen = false;  ///< somebody decides it; the rest follows from what was chosen, or from how many people there are
};

enum class RuleChange { same, stricter, looser, other };

std::vector<WaveRule> rules_of(const TokenPart& part);
/// With the smallest cell and, once they are signed, the number of questions.
std::vector<WaveRule> rules_of(const OpenedWave& wave);
/// A rule beside its value in the wave before.
RuleChange change_of(const WaveRule& rule, const RuleValue& before);

/// A chosen rule that is looser than in the newest wave of the same kind. Trials count: they bind the next wave as any other does.
struct Loosened {
  std::string rule, before, value;
  bool operator==(const Loosened&) const = default;
};
struct Loosening {
  std::string kind;                ///< "deep" or "pulse"
  std::string after, after_title;  ///< the wave it is compared with, in hex; empty: the first of its kind, which sets the rules
  std::vector<Loosened> rules;     ///< empty: nothing is looser
};
/// Takes  waves  as open_waves gives them, newest first
Loosening loosening_of(const TokenPart& part, const std::vector<std::pair<std::string, Result<OpenedWave>>>& waves);

}  // namespace karuna::ask
