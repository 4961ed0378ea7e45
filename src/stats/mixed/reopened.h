// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/mixed/model.h"
#include "stats/mixed/profiled.h"

namespace karuna::stats {

/// The criterion of a fit, at its theta: what further questions are answered from.
/// Fails   undefined  the fit did not settle
inline Result<std::unique_ptr<MixedCriterion>> reopened(const MixedFit& fit) {
  if (!fit.sums || fit.fit.why == Stopped::step_limit)
    return fail(Fault::undefined, "the model did not settle (" + words(fit.fit) + "), so nothing more can be said from it");
  KARUNA_TRY(parts, MixedCriterion::of(*fit.sums));
  const Eigen::VectorXd theta = Eigen::Map<const Eigen::VectorXd>(fit.scaled_theta.data(), static_cast<Eigen::Index>(fit.scaled_theta.size()));
  if (!parts->at(theta)) return fail(Fault::internal, "a fit could not be opened again at its own estimate");
  return parts;
}

/// A contrast as a matrix of rows that are independent of each other.
inline Result<Eigen::MatrixXd> contrast_rows(const MixedFit& fit, std::span<const double> contrast) {
  const auto p = static_cast<Eigen::Index>(fit.beta.size());
  if (p == 0 || contrast.empty() || static_cast<Eigen::Index>(contrast.size()) % p != 0)
    return fail(Fault::invalid,
                "a contrast has " + std::to_string(p) + " numbers a row, one for each fixed column; " + std::to_string(contrast.size()) + " were given");
  using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const Eigen::MatrixXd rows = Eigen::Map<const RowMajor>(contrast.data(), static_cast<Eigen::Index>(contrast.size()) / p, p);
  if (rows.transpose().colPivHouseholderQr().rank() < rows.rows())
    return fail(Fault::invalid, "a row of the contrast is 0 or a combination of the others; leave it out");
  return rows;
}

}  // namespace karuna::stats
