// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "measure/report.h"
#include "protect/table/guarded_table.h"

namespace karuna::measure {

/// How far a published value may lie from the truth, given the number of answers behind it.
struct TableSpread {
  bool share = false;  ///< binomial: the widest spread that a value between the ends can have
  double sd = 0;       ///< else: of one answer
  std::string words;
  double variance(double value, double n, double min, double max) const;
};

/// A measure from 0 to 1 or from 0 to 100 is taken as a share or a percentage. Else the spread of one answer is read from how the units scatter
/// (median of |value - centre| sqrt(n), by .6745), or, with fewer than 10 units, assumed as .225 of the range.
TableSpread table_spread(const protect::GuardedMeasure& measure, std::size_t period, const UnitTree& tree, double centre);

/// Where a comparison stands: the organisation's own value, else the mean of the leaf units with a value, weighted by n; NaN without any.
double table_centre(const protect::GuardedMeasure& measure, std::size_t period, const UnitTree& tree);

/// Limits within which 95 and 99.8 % of units would lie if all were alike: centre +- z sd(centre) / sqrt(n), kept inside the ends.
///
/// Gives   one point for each leaf unit with a value, in the order of the tree; no point where the centre is not known
/// Source  Spiegelhalter 2005, doi:10.1002/sim.1970
Funnel funnel_of(const protect::GuardedTable& table, std::size_t measure, std::size_t period);

}  // namespace karuna::measure
