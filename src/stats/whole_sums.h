// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

namespace karuna::stats {

/// Sums over columns of codes in whole numbers: exact, so the order and the width of the registers do not matter.
/// No code may be no_code (INT16_MIN); `dot` adds up x[i] * y[i].
std::int64_t dot(const std::int16_t* x, const std::int16_t* y, std::size_t count);
std::int64_t sum(const std::int16_t* x, std::size_t count);

struct CodeEnds {
  std::int16_t least = INT16_MAX, most = INT16_MIN;  ///< least is INT16_MIN where something is missing
};
CodeEnds ends(const std::int16_t* x, std::size_t count);

/// dot where |x| and |y| are at most 1448, so that 1,024 products fit 32 bits; faster.
std::int64_t dot_of_small(const std::int16_t* x, const std::int16_t* y, std::size_t count);
inline constexpr int small_code = 1448;

}  // namespace karuna::stats
