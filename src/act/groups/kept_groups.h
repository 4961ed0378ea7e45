// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "act/commitments/commitments.h"
#include "base/dates.h"
#include "base/result.h"

namespace karuna::act {

/// A pod that was agreed on; people by employee id.
struct KeptPod {
  int number = 1;
  std::optional<std::size_t> start{};  ///< half hour of the week; nothing: the members settle it
  std::vector<std::string> people{};
  std::vector<std::string> want_other{}; ///< those of them who asked for another pod
};

struct KeptRound {
  int round = 1;
  Date begins{};
  unsigned every_weeks = 2, meetings = 6, minutes = 60;
  std::vector<KeptPod> pods{};
};

/// Writes a round down. One of the same number is replaced: pods that were mended.
Result<void> keep_round(const ActDatabase& act, const KeptRound& round);
/// All rounds, the oldest first.
Result<std::vector<KeptRound>> kept_rounds(const ActDatabase& act);
/// Out of the pod of the newest round, at once; earlier rounds stay, so that the same people are not drawn again.
Result<void> leave_pod(const ActDatabase& act, const std::string& person);
/// Asks for another pod of the newest round, or takes that back. No reason is asked for.
Result<void> want_other_pod(const ActDatabase& act, const std::string& person, bool wanted);

/// Ambassadors and for how many rounds in a row. Who stays has one round more; who is not named is none any more.
Result<void> keep_ambassadors(const ActDatabase& act, const std::vector<std::string>& people);
Result<std::map<std::string, unsigned>> kept_ambassadors(const ActDatabase& act);

/// Who accompanies whom: carrier by new person. Adds to what is there; a new person has one carrier.
Result<void> keep_pairs(const ActDatabase& act, const std::map<std::string, std::string>& carrier_of);
Result<std::map<std::string, std::string>> kept_pairs(const ActDatabase& act);

}  // namespace karuna::act
