// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/serial/parameters.h"

namespace karuna::stats {

/// Everything a fitted model tells, from where the search ended. `free`: the unknowns that are not on an edge.
void tell_outcome(const SerialModel& model, const SerialRows& rows, SerialCriterion& criterion, const SerialNames& told, const Eigen::VectorXd& unknowns,
                  const std::vector<Eigen::Index>& free, SerialFit& out);

}  // namespace karuna::stats
