// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/result.h"

namespace karuna::stats {

/// Guests and hosts who each have an order of preference. Who does not stand in a list is not acceptable.
struct PreferenceProblem {
  std::vector<std::vector<std::uint32_t>> guests;   ///< by guest: hosts, the best first
  std::vector<std::vector<std::uint32_t>> hosts;    ///< by host: guests, the best first
  std::vector<std::uint32_t> places;                ///< by host
};

using HostOf = std::vector<std::optional<std::uint32_t>>;

/// The stable matching that is best for every guest at once: no guest and host would both rather have each other.
/// Fails   invalid  lists that name somebody who does not exist, or twice
/// Cost    O(length of all lists)
/// Source  Gale and Shapley 1962, doi:10.1080/00029890.1962.11989827, with several places a host.
Result<HostOf> stable_matching(const PreferenceProblem& problem);

/// Pairs (guest, host) that would both rather have each other than what the matching gives them, in order of guests.
std::vector<std::pair<std::uint32_t, std::uint32_t>> blocking_pairs(const PreferenceProblem& problem, const HostOf& host_of);

}  // namespace karuna::stats
