// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "stats/serial/criterion.h"

namespace karuna::stats {

/// How the unknowns of the search are told to a reader: standard deviations and correlations of the effects, phi or rho, ratios, power, sigma.
/// Each has a scale without ends on which its interval is made (log, log((1 + r)/(1 - r)), logit), as Pinheiro and Bates 2000, 2.4.3 and 5.4.
class SerialNames {
 public:
  SerialNames(const SerialRows& rows, const SerialModel& model, const SerialCriterion& criterion) : rows_(rows), model_(model), criterion_(criterion) {}

  std::vector<std::string> names() const;
  /// On the scales without ends. `all`: the unknowns, and log sigma (scaled units) behind them where sigma is at its best.
  Eigen::VectorXd open(const Eigen::VectorXd& all) const;
  /// From that scale to the reader's, for parameter j.
  double told(std::size_t j, double open) const;
  /// Covariance of the effects in the units given.
  Eigen::MatrixXd effects(const Eigen::VectorXd& all) const;
  double sigma(const Eigen::VectorXd& all) const;
  double correlation(const Eigen::VectorXd& all) const;

 private:
  enum class Kind { log, both_ends, logit, above_low, plain };
  std::vector<Kind> kinds() const;
  double scaled_sigma(const Eigen::VectorXd& all) const;
  const SerialRows& rows_;
  const SerialModel& model_;
  const SerialCriterion& criterion_;
};

}  // namespace karuna::stats
