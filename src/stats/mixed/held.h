// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Dense>

#include "stats/mixed/profiled.h"

namespace karuna::stats {

/// The figure of a mixed model that is held fixed while everything else is fitted.
struct HeldFigure {
  enum class What { coefficient, sigma, deviation, correlation };
  What what = What::sigma;
  Eigen::Index i = 0, j = 0;        ///< the coefficient, or the effects of the part
  std::size_t block = 0, part = 0;  ///< of a deviation or a correlation
};

/// The deviance (-2 log likelihood by ML, without constants) as a function of one figure, all others at their best.
///
/// The effects of the figure's term are put first and their relative factor is made anew, so that the figure is an entry of it:
///   a deviation s:  factor(0, 0) = s / sigma;   a correlation rho = sin(angle):  factor(1, 0) = t sin(angle), factor(1, 1) = t cos(angle).
class HeldDeviance {
 public:
  /// best: theta of the ML fit; parts stand there.
  HeldDeviance(MixedCriterion& parts, const HeldFigure& figure, const Eigen::VectorXd& best);

  /// The figure at the best fit: as given by the columns of the model, a correlation as its angle.
  double best() const { return best_; }
  double standard_error() const { return standard_error_; }  ///< a guess

  struct Found {
    double deviance = 0, slope = 0;  ///< slope: by the figure
  };
  /// Fails   undefined    nothing was found there
  ///         interrupted
  Result<Found> at(double figure);
  int evaluations() const { return evaluations_; }

 private:
  bool of_term() const { return figure_.what == HeldFigure::What::deviation || figure_.what == HeldFigure::What::correlation; }
  bool with_sigma() const { return figure_.what == HeldFigure::What::deviation; }
  void turn(const Eigen::VectorXd& best);
  void start_from(const Eigen::VectorXd& best, double sigma);
  std::optional<double> value(const Eigen::VectorXd& place);
  Eigen::VectorXd slope();
  std::vector<Eigen::Index> free() const;

  MixedCriterion& parts_;
  HeldFigure figure_;
  double best_ = 0, standard_error_ = 0;
  Eigen::MatrixXd turn_;                   ///< relative factor of the scaled columns = turn x that of the effects in their new order
  std::vector<MixedBlock::Entry> turned_;  ///< its free entries
  MixedCriterion::Held held_;
  double shift_ = 0, unit_ = 1;   ///< coefficient = unit x (that of the combination) + shift
  double at_ = 0;                 ///< where the figure is held
  Eigen::VectorXd place_, last_;  ///< theta and log sigma: of the last value; where the last search ended
  Eigen::MatrixXd bend_;
  double figure_slope_ = 0;
  int evaluations_ = 0;
};

}  // namespace karuna::stats
