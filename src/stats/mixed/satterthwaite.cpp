// SPDX-License-Identifier: Apache-2.0
#include "stats/mixed/satterthwaite.h"

#include <Eigen/Eigenvalues>
#include <cmath>

#include "stats/distributions.h"
#include "stats/mixed/reopened.h"

namespace karuna::stats {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// What the degrees of freedom are made of: the covariance of beta, how it moves with each variance parameter, and how uncertain these are.
struct Moving {
  MatrixXd covariance;
  std::vector<MatrixXd> slope;
  MatrixXd parameters;

  /// of the combination `row` of coefficients
  double degrees_of_freedom(const VectorXd& row) const {
    VectorXd gradient(static_cast<Index>(slope.size()));
    for (std::size_t i = 0; i < slope.size(); ++i) gradient(static_cast<Index>(i)) = row.dot(slope[i] * row);
    const double variance = row.dot(covariance * row);
    return 2 * variance * variance / gradient.dot(parameters * gradient);
  }
};

/// Central difference of any linear thing, twice, so that the error is of the fourth order.
template <typename At>
auto difference(const At& at, double step) {
  const auto wide = ((at(2 * step) - at(-2 * step)) / (4 * step)).eval();
  const auto narrow = ((at(step) - at(-step)) / (2 * step)).eval();
  return ((4 * narrow - wide) / 3).eval();
}

Result<Moving> moving(const MixedFit& fit) {
  KARUNA_TRY(parts, reopened(fit));
  MixedCriterion& here = *parts;
  const Profiled profiled{here, fit.likelihood, fit.sigma_from_residual};
  const MixedSums& sums = *fit.sums;
  const Index thetas = static_cast<Index>(sums.thetas), all = thetas + (fit.sigma_from_residual ? 1 : 0);
  const VectorXd theta = Eigen::Map<const VectorXd>(fit.scaled_theta.data(), thetas);
  const double sigma2 = profiled.sigma2(), sigma = std::sqrt(sigma2), reml = fit.likelihood == Likelihood::REML ? 1 : 0;
  const MatrixXd to_raw = sums.y_scale * sums.fixed_to_raw();
  Moving found;
  found.covariance = sigma2 * to_raw * here.x_inverse() * to_raw.transpose();
  MatrixXd bend = MatrixXd::Zero(all, all);
  const VectorXd of_residual = here.slope({0, 0, 1});
  for (Index i = 0; i < thetas; ++i) {
    const auto moved = [&](double by) {
      VectorXd place = theta;
      place(i) += by;
      here.at(place);
    };
    const double step = 1e-3 * std::max(0.1, std::fabs(theta(i)));
    bend.col(i).head(thetas) = difference([&](double by) { return moved(by), here.slope({1, reml, 1 / sigma2}); }, step);
    found.slope.push_back(difference([&](double by) { return moved(by), MatrixXd(sigma2 * to_raw * here.x_inverse() * to_raw.transpose()); }, step));
  }
  if (fit.sigma_from_residual) {
    for (Index i = 0; i < thetas; ++i) bend(i, thetas) = bend(thetas, i) = -2 * of_residual(i) / (sigma2 * sigma);
    bend(thetas, thetas) = 4 * profiled.freedom() / sigma2;
    found.slope.push_back(2 / sigma * found.covariance);
  }
  bend = ((bend + bend.transpose()) / 2).eval();
  const Eigen::SelfAdjointEigenSolver<MatrixXd> eigen(bend);
  found.parameters.setZero(all, all);
  bool any = false;
  for (Index i = 0; i < all; ++i) {  // a direction in which the criterion is flat tells nothing of the variance of the standard errors
    if (!(eigen.eigenvalues()(i) > 1e-8 * eigen.eigenvalues().maxCoeff())) continue;
    found.parameters += 2 / eigen.eigenvalues()(i) * eigen.eigenvectors().col(i) * eigen.eigenvectors().col(i).transpose();
    any = true;
  }
  if (!any) return fail(Fault::undefined, "the criterion is flat around the estimate: degrees of freedom have no value");
  return found;
}

}  // namespace

CoefficientTest t_test(double estimate, double standard_error, double degrees_of_freedom, double confidence) {
  CoefficientTest test{estimate, standard_error, degrees_of_freedom, estimate / standard_error, not_known, {}};
  test.p = 2 * t_cdf(-std::fabs(test.t), degrees_of_freedom);
  const double half = t_quantile(0.5 + confidence / 2, degrees_of_freedom) * standard_error;
  test.interval = {estimate - half, estimate + half, confidence};
  return test;
}

Result<std::vector<CoefficientTest>> satterthwaite(const MixedFit& fit, double confidence) {
  KARUNA_TRY(found, moving(fit));
  std::vector<CoefficientTest> tests;
  for (std::size_t j = 0; j < fit.beta.size(); ++j)
    tests.push_back(t_test(fit.beta[j], fit.standard_error[j],
                           found.degrees_of_freedom(VectorXd::Unit(static_cast<Index>(fit.beta.size()), static_cast<Index>(j))), confidence));
  return tests;
}

Result<ContrastTest> satterthwaite(const MixedFit& fit, std::span<const double> contrast) {
  KARUNA_TRY(rows, contrast_rows(fit, contrast));
  KARUNA_TRY(found, moving(fit));
  const VectorXd beta = Eigen::Map<const VectorXd>(fit.beta.data(), static_cast<Index>(fit.beta.size()));
  const Eigen::SelfAdjointEigenSolver<MatrixXd> eigen(rows * found.covariance * rows.transpose());
  ContrastTest test;
  test.numerator_df = static_cast<double>(rows.rows());
  // Independent combinations; the F distribution has the mean that their t distributions give it (Fai and Cornelius 1996).
  double squares = 0, expected = 0, least = INFINITY, most = 0;
  for (Index i = 0; i < rows.rows(); ++i) {
    const VectorXd row = (eigen.eigenvectors().col(i).transpose() * rows).transpose();
    const double df = found.degrees_of_freedom(row), value = row.dot(beta);
    squares += value * value / eigen.eigenvalues()(i);
    if (df > 2) expected += df / (df - 2);
    least = std::min(least, df), most = std::max(most, df);
  }
  test.f = squares / test.numerator_df;
  if (most - least < 1e-8 * most)
    test.denominator_df = least;
  else if (least <= 2)
    test.denominator_df = 2;
  else
    test.denominator_df = 2 * expected / (expected - test.numerator_df);
  test.p = f_upper(test.f, test.numerator_df, test.denominator_df);
  return test;
}

}  // namespace karuna::stats
