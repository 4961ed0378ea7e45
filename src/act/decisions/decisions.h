// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "act/commitments/commitments.h"
#include "base/result.h"

namespace karuna::act {

/// What leadership decided after a release, for everybody to read: what is done, or what is not done and why.
struct Decision {
  std::string words = {};
  std::string why = {};  ///< must not be empty where nothing is done
  bool will = true;
  std::int64_t hour = 0;  ///< since 1970
};
inline constexpr std::size_t most_decision_words = 600;  ///< bytes, of the words and of the reason each

/// Writes a decision down. It stays: what changed since is a decision of its own.
///
/// Fails   invalid  no words; words or reason too long; something that is not done, without a reason
Result<void> decide(const ActDatabase& act, const Decision& decision);

/// All of them, newest first.
Result<std::vector<Decision>> decisions(const ActDatabase& act);

/// How many managers have a commitment that is open. What it is stays theirs.
Result<std::size_t> open_commitments(const ActDatabase& act);

}  // namespace karuna::act
