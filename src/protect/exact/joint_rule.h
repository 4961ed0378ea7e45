// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "protect/exact/related_statistics.h"
#include "protect/exact/value_column.h"
#include "protect/wave.h"

namespace karuna::protect {

/// Rule P3 for statistics that share questions: the scales and items of one set are published over the same groups, or not at all.
///
/// Scales    over groups of scale atoms where every block of questions (RelatedStatistics::blocks) passes P3 by itself. Blocks share no question, so all
///           that can be worked out from the scales of a group leaves every answer possible.
/// Items     over groups of item atoms, which are unions of scale atoms, where
///           - every scale group that touches them lies inside, and none of their scale atoms was left out (else the items' sum less the shown scales
///             is the scale that was hidden);
///           - every item passes P3 and has k answers;
///           - a table of whole-number totals, one for each scale group and item, exists that gives all published sums and in which every total passes P3:
///             then each answer can change within its total and nothing published changes. The table looked for is row mean + column mean - mean, with one
///             point of room for rounding (a table of reals with whole margins can be rounded to whole numbers: transportation polytopes are integral).
class JointRule {
 public:
  using Groups = std::vector<std::vector<std::uint32_t>>;
  JointRule(const Wave& wave, const RelatedStatistics& set, const std::vector<ValueColumn>& columns, const std::vector<UnitSums>& sums);

  Groups groups_of_scales() const;                             ///< of atoms of the scales' partition
  Groups groups_of_items(const Groups& of_scales) const;       ///< of atoms of the items' partition

 private:
  /// Sums of one column by atom. Where a person has several answers in it (a sum of items), nobody's share of the sum exceeds `full`, and what was
  /// skipped is known to be no answer: so P3 counts answers, of which a colluder puts in as many as there are items.
  struct Sums {
    std::int64_t full = 1;
    std::uint32_t items = 1;
    std::vector<std::uint32_t> people, answers;
    std::vector<std::int64_t> sum;
  };
  Sums by_atom(const Partition& partition, std::int64_t full, const UnitSums& sums) const;
  bool passes(const Sums& sums, std::span<const std::uint32_t> atoms, std::uint32_t least) const;
  bool table_exists(std::size_t block, std::span<const std::uint32_t> item_atoms, const std::vector<std::vector<std::uint32_t>>& groups) const;

  const Wave& wave_;
  const RelatedStatistics& set_;
  std::vector<Sums> scales_;                                   ///< every scale, over scale atoms
  std::vector<Sums> blocks_;                                   ///< every block, over scale atoms
  std::vector<Sums> items_;                                    ///< every item, over item atoms
};

}  // namespace karuna::protect
