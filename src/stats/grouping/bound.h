// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/grouping/problem.h"

namespace karuna::stats {

/// A value that no grouping within the sizes can exceed, rules apart: the smallest of three bounds.
///
///   partners  each person gets half of the largest gains that a group of the largest size leaves room for
///   pairs     as many of the largest gains as there can be pairs
///   mirror    gains as squared distances (after a shift that makes them so): no group can be more spread around its own centre than its members are
///             around the centre of all. Tight where gains are distances between kinds of people.
///
/// Cost    people^2 log people, and an eigenvalue of people x people up to 1,500 people (above that without `mirror`)
/// Source  Own derivation, in the code; shift: as in Torgerson 1952, doi:10.1007/BF02288916.
double grouping_bound(const GroupingProblem& problem);

}  // namespace karuna::stats
