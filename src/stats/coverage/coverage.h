// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "base/result.h"

namespace karuna::stats {

/// Choose few candidates who together cover most. An element counts min(need, how many of the chosen cover it) times its weight.
struct CoverageProblem {
  std::vector<std::vector<std::uint32_t>> covers;   ///< by candidate: elements
  std::vector<std::uint32_t> need{};                ///< by element
  std::vector<std::int64_t> weight{};               ///< by element
  std::size_t most = 0;                             ///< candidates chosen
  std::vector<std::uint32_t> group{};               ///< by candidate; empty: no groups
  std::uint32_t most_per_group = 1;
  std::vector<std::uint8_t> marked{};               ///< by candidate; empty: nobody is
  std::size_t most_marked = 0;                      ///< chosen and marked
};

struct Cover {
  std::vector<std::uint32_t> chosen;   ///< in the order of choosing (greedy) or rising
  std::int64_t value = 0;
  std::int64_t bound = 0;              ///< no choice is worth more
  bool proven = false;                 ///< value is the best there is
};

/// Fails  invalid  lists that do not fit, an element that does not exist or stands twice with one candidate, a weight below 0
Result<void> check(const CoverageProblem& problem);
std::int64_t cover_value(const CoverageProblem& problem, const std::vector<std::uint32_t>& chosen);

/// Takes the candidate that adds most, again and again; of equals the one with the lowest number; stops where nothing is added.
/// At least 1 - 1/e of the best without groups, 1/2 with them.
/// Cost    lazy: few candidates are looked at again each time
/// Source  Nemhauser, Wolsey and Fisher 1978, doi:10.1007/BF01588971; groups: Fisher, Nemhauser and Wolsey 1978, doi:10.1007/BFb0121195;
///         lazy: Minoux 1978, doi:10.1007/BFb0006528.
Cover greedy_cover(const CoverageProblem& problem);

/// The best choice: greedy, swaps, then branch and bound with Lagrangian bounds, until proven or out of nodes.
/// Gives   the best met with its bound; the same for the same problem
/// Cost    most_nodes x some hundred passes over the lists
/// Source  Lagrangian relaxation by subgradients: Held, Wolfe and Crowder 1974, doi:10.1007/BF01580223. The bound for covers is derived in the code.
Cover best_cover(const CoverageProblem& problem, std::size_t most_nodes = 4000, const std::function<bool()>& go_on = {});

}  // namespace karuna::stats
