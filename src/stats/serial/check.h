// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/serial/model.h"

namespace karuna::stats {

/// What can be said before a row is read: lengths, names, parts that exclude each other.
Result<void> check_columns(const SerialModel& model);
/// The values of the rows without a missing one: infinite, out of range, strata with too few rows.
Result<void> check_values(const SerialModel& model, const std::vector<std::size_t>& rows);
/// Whether so many rows in so many groups can carry the model.
Result<void> check_size(const SerialModel& model, std::size_t rows, std::size_t groups, std::size_t largest_group);

}  // namespace karuna::stats
