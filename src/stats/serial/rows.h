// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Dense>

#include "stats/serial/model.h"

namespace karuna::stats {

inline constexpr std::size_t most_random_columns = 8;

/// The rows of a model that can be used, by group and time, in units in which every number is near 1.
/// The columns of X and Z are replaced by orthogonal ones that span the same; y by what a plain regression leaves.
struct SerialRows {
  std::size_t q = 0, p = 0, used = 0;
  std::vector<std::size_t> row;       ///< of the input
  std::vector<std::size_t> begin;     ///< first row of each group that has rows, and the end
  std::vector<std::uint32_t> number;  ///< of these groups in the input
  Eigen::MatrixXd values;             ///< (q + p + 1) x used: one column holds Z, X and y of one row
  std::vector<double> gap;            ///< to the next row of the group, over `gap_unit`; 0 at its end
  double gap_unit = 1;
  std::vector<std::uint32_t> stratum;
  std::size_t strata = 0;
  std::vector<double> log_power;  ///< log |power_of|, less its mean
  double log_power_mean = 0;
  std::vector<double> log_factor;  ///< -log(weight)/2
  std::vector<double> sampling;    ///< over y_unit^2
  double y_unit = 1;
  Eigen::VectorXd first_beta;  ///< coefficients of the plain regression
  Eigen::MatrixXd x_back;      ///< coefficients of the columns as given = x_back x those of the orthogonal ones
  Eigen::MatrixXd z_back;      ///< the same for the effects
  double x_back_log_det = 0;   ///< log |det x_back|
  std::size_t largest_group = 0;
};

/// Checks everything that fit_serial promises to check, and prepares the rows.
Result<SerialRows> serial_rows(const SerialModel& model);

}  // namespace karuna::stats
