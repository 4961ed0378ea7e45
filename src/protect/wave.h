// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "collect/sheets.h"
#include "protect/declared/declaration.h"
#include "protect/groups/atoms.h"
#include "protect/plan.h"
#include "protect/release.h"

namespace karuna::protect {

/// One period of a file on its way out: which rows it has, and the three partitions that public counts give it.
struct Wave {
  const collect::Sheets& sheets;
  const Plan& plan;
  const Declaration& declaration;
  std::uint16_t period = 0;
  std::vector<std::uint32_t> rows;                     ///< ascending
  std::vector<std::uint32_t> unit;                     ///< by place in rows: UnitId
  std::vector<std::uint32_t> ballots;                  ///< by UnitId, of the unit itself
  std::array<Partition, 3> partitions;                 ///< index, scale, item
  std::array<std::vector<UnitStanding>, 3> standings;  ///< of units where every atom is a group of its own

  std::size_t family_of(const Statistic& statistic) const { return static_cast<std::size_t>(statistic.family); }
  const Partition& partition_of(const Statistic& statistic) const { return partitions[family_of(statistic)]; }
};

/// Which rows a period has, and how many ballots every unit has of its own. Partitions are left empty.
Wave rows_of_period(const collect::Sheets& sheets, const Plan& plan, const Declaration& declaration, std::uint16_t period);
/// The three partitions that counts and keys (by UnitId) give, and the standings that follow from them.
void group_by_counts(Wave& wave, std::span<const seal::Digest> keys);
/// The standings alone, where the partitions are there already.
void stand_by_atoms(Wave& wave);

/// What a period says in counts alone: its label, its ballots, how many atoms of each partition lie in each unit and how small the smallest is.
PeriodRelease counts_of(const Wave& wave);

/// The group of some atoms of a partition, without its figures.
Group group_of(const UnitTree& tree, const Partition& partition, std::span<const std::uint32_t> atoms);

/// The largest power of ten that is at most a four-hundredth of the range: 0.01 for 1..5. Spread and weighted means are told in such steps.
double step_of(double range);
double in_steps(double value, double step);

/// Columns of a period in whole numbers: centred codes 2v - min - max of a question, 0 where skipped (any column fits 16 bits).
std::vector<std::int16_t> centred_codes(const Wave& wave, const Question& question, int sign, std::vector<std::uint8_t>* answered);

}  // namespace karuna::protect
