// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "protect/release.h"

namespace karuna::protect {

/// What a scale is in `exact`. With noise it is always the sum of its items.
enum class ScaleRule {
  own_score,     ///< the person's own score, by the instrument's rule for missing answers: a file
  sum_of_items,  ///< the sum of the centred items, a skipped one counts 0: a wave, whose manifest declares sums and nothing else
};

/// What is to be published, and under which rules. Rules are only ever made stricter than the floor in code.
struct Plan {
  Profile profile = Profile::exact;
  std::array<std::uint32_t, 3> k{10, 10, 30};     ///< smallest group of index, scale and item statistics
  std::uint32_t colluders = 1;                    ///< t of P3
  bool publish_items = true;
  ScaleRule of_scale = ScaleRule::own_score;
  std::vector<std::size_t> index_scales;          ///< positions in Sheets::scales whose items make the index; empty: no index
  bool pairwise = false;                          ///< alpha on pairwise complete answers instead of complete rows
  std::vector<std::uint8_t> secret_seed;          ///< 32 bytes of the operating system; balanced and strict
  unsigned threads = 2;
};

}  // namespace karuna::protect
