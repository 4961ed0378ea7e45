// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "stats/fit.h"

namespace karuna::stats {

/// One margin: the level of every person, and what each level should add up to (counts, or shares of one common total).
struct Margin {
  std::string name;                      ///< for the words of errors
  std::span<const std::uint32_t> level;  ///< by person, below target.size()
  std::vector<double> target;            ///< all margins have the same total
};

struct Trim {
  double low = 0.3, high = 3.0;  ///< as multiples of the mean weight
};

struct RakingOptions {
  double tolerance = 1e-12;  ///< largest gap between a margin and its target, as a share of the total
  int max_cycles = 1000;
  std::optional<Trim> trim = {};  ///< weights held within, the margins then met by the weights that are still free
};

struct Raked {
  std::vector<double> weights;  ///< by person; they add up to the common total
  double total = 0;
  double effective_n = 0;   ///< n / (1 + CV^2 of the weights)
  double worst_gap = 0;     ///< as a share of the total; above the tolerance only where trimming forbids more
  std::size_t trimmed = 0;  ///< weights that rest on a bound
  Fit fit;
};

/// Raking: weights that make a sample match known margins, by iterative proportional fitting.
///
/// Takes   margins, and starting weights (none: 1 each), all above 0.
/// Gives   the weights nearest to the start (in Kullback-Leibler's sense) that meet every margin; with trimming, held within bounds.
/// Fails   invalid         no margin, columns of unequal length, a level without target, a target below 0, totals that differ, a start weight not above 0
///         too_few_people  a level with a target but nobody in it: the words name margin and level and advise to merge levels
///         undefined       it did not settle (margins that contradict the empty cells)
/// Cost    O(people) twice and O(cells) a cycle: people are collapsed to the cells of the margins first; a million people in about 15 ms.
/// Source  Deming and Stephan 1940, doi:10.1214/aoms/1177731829; Deville, Sarndal and Sautory 1993, doi:10.1080/01621459.1993.10476369;
///         effective n: Kish 1965. Checked against R survey 4.1-1 rake().
Result<Raked> rake(std::span<const Margin> margins, std::span<const double> start = {}, const RakingOptions& options = {});

/// Kish's effective number of people behind unequal weights: (sum w)^2 / sum w^2 = n / (1 + CV^2).
double effective_n(std::span<const double> weights);

}  // namespace karuna::stats
