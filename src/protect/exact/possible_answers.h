// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/unit_tree.h"
#include "protect/groups/atoms.h"

namespace karuna::protect {

/// The centred sum of one statistic over a set of people: value minus the middle of the scale, in steps of which half the range has `full`.
struct CentredSum {
  std::uint32_t ballots = 0;
  std::uint32_t answers = 0;  ///< people with a value
  std::int64_t sum = 0;       ///< between -answers * full and answers * full
};

/// Rule P3: may a sum be published, so that for everybody else every value stays possible even if `colluders` of them put their own together?
///
/// Takes   full > 0, the size of half the range in the steps of the sum
/// Gives   |T| <= h n - 2 h (t + 1), with h = full, n = answers, t = colluders
/// Source  anonymity design 4.3, P3; the test tries every way of answering for small n
bool every_answer_possible(const CentredSum& sum, std::int64_t full, std::uint32_t colluders);

struct PossibleRules {
  std::uint32_t k = 10;  ///< at least so many answers in a group
  std::uint32_t colluders = 1;
  std::int64_t full = 1;
};

/// Whether figures may be published over the union of some atoms (positions in Partition::atoms, ascending).
using MayBeGroup = std::function<bool(std::span<const std::uint32_t> atoms)>;

/// The groups that `exact` may publish: atoms, or unions of atoms where the rule asks for one.
///
/// Takes   a partition and what may be published over a set of its atoms
/// Gives   disjoint sets of atoms (positions in partition.atoms, ascending; sets ordered by their first) that all may be groups.
///         An atom that fails is joined once with its smallest sibling (ballots, then canonical order) and tested again: the sibling lies in the
///         deepest unit that contains the atom's home and another atom not joined yet. Where that fails too, the atom is left out.
///         Atoms that were left out form one last group where their union passes; so what lacks to the organisation passes or is not published.
/// Cost    O(atoms) and, for each atom that fails, the atoms of the unit where its sibling is found
std::vector<std::vector<std::uint32_t>> possible_groups(const UnitTree& tree, const Partition& partition, const MayBeGroup& may_be_group);

/// The same for one statistic by itself: at least k answers (where the partition is the whole organisation because that is smaller than k: at least
/// 20) and P3.
std::vector<std::vector<std::uint32_t>> possible_groups(const UnitTree& tree, const Partition& partition, std::span<const CentredSum> sums,
                                                        const PossibleRules& rules);

/// Answers that a group needs: k, or 20 where the partition is the whole organisation because that is smaller than k.
std::uint32_t least_answers(const Partition& partition, std::uint32_t k);

}  // namespace karuna::protect
