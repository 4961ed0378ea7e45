// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/mixed/model.h"

namespace karuna::stats {

/// The predicted effects of one term.
struct GroupEffects {
  std::string term = {}, grouping = {};
  std::size_t groups = 0;
  std::vector<std::string> effects = {};
  std::vector<double> value = {};     ///< [group][effect]; 0 for a group without rows
  std::vector<double> variance = {};  ///< [group][effect][effect], given beta and the variances (those of the prior for a group without rows)
};

/// What each group differs from the rest by (BLUP: each difference drawn to 0 as far as it is uncertain).
///
/// Takes   a fit.
/// Gives   by term, in the order of the model.
/// Fails   undefined  the fit did not settle
/// Cost    that of one step of the fit.
/// Source  Bates, Machler, Bolker and Walker 2015, doi:10.18637/jss.v067.i01, equations 44 and 56 to 59.
Result<std::vector<GroupEffects>> group_effects(const MixedFit& fit);

}  // namespace karuna::stats
