// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "act/commitments/commitments.h"
#include "base/result.h"

namespace karuna::act {

/// Fewer people than make two pods meet in one: nobody can be kept apart there, and nothing can be covered.
inline constexpr std::size_t fewest_to_cover = 10;

/// Who looks for pods with many seeds sees which two never meet. So that this names no wish, every second person who takes part gets, once and by chance, somebody
/// they are kept apart from though nobody asked for it. Such a pair is stored as a wish is: nobody can tell one from the other, here or in any proposal.
///
/// Does    draws for those who take part and were not drawn for yet; nothing while fewer than fewest_to_cover take part
/// Cost    one write where somebody is new, else one read
Result<void> cover_wishes(const ActDatabase& act);

}  // namespace karuna::act
