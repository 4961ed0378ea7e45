// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

namespace karuna::stats {

/// Answers as small whole numbers, one column an item, reversed items already turned.
inline constexpr std::int16_t no_code = INT16_MIN;  ///< not answered
using CodeColumn = std::span<const std::int16_t>;
using CodeColumns = std::span<const CodeColumn>;

/// What happens to a person who left an item out.
enum class Missing {
  complete_rows,  ///< only people who answered every item count
  pairwise,       ///< each covariance rests on the people who answered both items
};

}  // namespace karuna::stats
