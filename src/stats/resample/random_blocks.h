// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

#include "stats/resample/philox.h"

namespace karuna::stats {

/// The next 16-bit numbers of a stream, many blocks at a time: 8 of them from each block of four words (low half first).
/// Whole-number code: every processor gives the same.
inline constexpr std::size_t blocks_at_once = 8, halves_at_once = blocks_at_once * 8;
void random_halves(PhiloxKey key, std::uint32_t first_block, std::uint32_t stream, std::uint32_t substream, std::uint16_t* out);

/// Places below `bound` from those numbers, each by a multiplication; true when one of them would be unfair and must be drawn again
/// (Lemire 2019: the low half of the product is below 2^16 mod bound).
bool places_below(const std::uint16_t* halves, std::uint32_t bound, std::uint32_t unfair, std::uint16_t* places);

}  // namespace karuna::stats
