// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/result.h"

namespace karuna::stats {

/// Guests who each need one host; a host may take several, each next one at a higher price.
struct MatchingProblem {
  struct Choice {
    std::uint32_t host = 0;
    std::int64_t cost = 0;
  };
  std::vector<std::vector<Choice>> guests;             ///< by guest: the hosts that may be; a host at most once
  std::vector<std::vector<std::int64_t>> next_guest;   ///< by host: price of the first, second ... guest, never falling; as many as it can take
};

struct Matching {
  std::vector<std::optional<std::uint32_t>> host_of;   ///< by guest; nothing where no place could be found
  std::int64_t cost = 0;                               ///< of those who have a host
  std::size_t without = 0;
};

/// The cheapest matching among those that leave the fewest guests without a host.
///
/// Fails   invalid  a choice of a host that does not exist, prices that fall, costs beyond 2^40
/// Cost    one shortest path for each guest, along the hosts that would have to pass somebody on
/// Source  Successive shortest paths with prices: Edmonds and Karp 1972, doi:10.1145/321694.321699; parallel arcs for convex prices:
///         Ahuja, Magnanti and Orlin 1993, chapter 14.
Result<Matching> cheapest_matching(const MatchingProblem& problem);

}  // namespace karuna::stats
