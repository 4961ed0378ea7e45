// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "collect/published_table.h"
#include "protect/table/guarded_table.h"

namespace karuna::protect {

inline constexpr std::uint32_t smallest_published = 10;

/// Takes   a table of units by periods with a value and the number of answers behind it
/// Gives   the same table without the values of fewer than 10 answers. No atoms and no roll-up: the persons are not here, so a hidden value
///         may be found as the difference of shown ones, and a note says that this was not prevented.
GuardedTable guard_table(collect::PublishedTable table);

}  // namespace karuna::protect
