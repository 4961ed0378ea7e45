// SPDX-License-Identifier: Apache-2.0
#include "stats/reliability/omega.h"

#include <Eigen/Dense>
#include <cmath>
#include <string>

#include "base/text.h"
#include "stats/distributions.h"

namespace karuna::stats {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

/// One factor: Sigma = l l' + diag(t). The parameters are l, then t.
struct Model {
  Vector l, t;
  Matrix sigma() const {
    Matrix s = l * l.transpose();
    s.diagonal() += t;
    return s;
  }
};

struct Point {
  bool possible = false;  ///< Sigma is positive definite
  double discrepancy = 0;
  Matrix inverse;
  Vector gradient;
};

Point look(const Model& model, const Matrix& s, double log_det_s) {
  Point point;
  const Eigen::LLT<Matrix> factor(model.sigma());
  if (factor.info() != Eigen::Success) return point;
  const Matrix root = factor.matrixL();
  const Eigen::Index p = s.rows();
  point.possible = true;
  point.inverse = factor.solve(Matrix::Identity(p, p));
  point.discrepancy = 2 * root.diagonal().array().log().sum() + (point.inverse.cwiseProduct(s)).sum() - log_det_s - static_cast<double>(p);
  const Matrix g = point.inverse - point.inverse * s * point.inverse;
  point.gradient.resize(2 * p);
  point.gradient << 2 * (g * model.l), g.diagonal();
  return point;
}

/// Expected second derivatives of the discrepancy: tr(A dSigma A dSigma), A the inverse of Sigma.
Matrix information(const Vector& l, const Matrix& a) {
  const Eigen::Index p = l.size();
  const Vector u = a * l;
  const double c = l.dot(u);
  Matrix h(2 * p, 2 * p);
  h.topLeftCorner(p, p) = 2 * (u * u.transpose() + c * a);
  h.topRightCorner(p, p) = 2 * a * u.asDiagonal();
  h.bottomLeftCorner(p, p) = h.topRightCorner(p, p).transpose();
  h.bottomRightCorner(p, p) = a.cwiseProduct(a);
  return h;
}

Model start(const Matrix& r) {
  const Eigen::SelfAdjointEigenSolver<Matrix> eigen(r);
  const Eigen::Index p = r.rows();
  Model model;
  model.l = eigen.eigenvectors().col(p - 1) * std::sqrt(std::max(eigen.eigenvalues()(p - 1) - 1, 0.1));
  if (model.l.sum() < 0) model.l = -model.l;
  model.l = model.l.cwiseMax(-0.9).cwiseMin(0.9);
  model.t = (1.0 - model.l.array().square()).matrix();
  return model;
}

std::vector<double> listed(const Model& model) {
  std::vector<double> all(model.l.begin(), model.l.end());
  all.insert(all.end(), model.t.begin(), model.t.end());
  return all;
}

constexpr int step_limit = 500;

/// Fisher scoring with halved steps, on correlations (the discrepancy does not change with the scale of an item).
Model fit_one_factor(const Matrix& r, double log_det, Fit& fit) {
  Model model = start(r);
  const Eigen::Index p = r.rows();
  fit.method = "Fisher scoring on the maximum-likelihood discrepancy of the correlations";
  fit.start = listed(model);
  Point point = look(model, r, log_det);
  fit.criterion_start = point.discrepancy;
  fit.why = Stopped::step_limit;
  while (fit.steps < step_limit) {
    fit.gradient_norm = point.gradient.norm();
    if (fit.gradient_norm < 1e-11) {
      fit.why = Stopped::gradient_small;
      break;
    }
    const Vector direction = -information(model.l, point.inverse).ldlt().solve(point.gradient);
    if (!direction.allFinite()) break;
    double share = 1;
    Model next;
    Point there;
    for (; share > 1e-9; share /= 2) {
      next.l = model.l + share * direction.head(p);
      next.t = model.t + share * direction.tail(p);
      there = look(next, r, log_det);
      if (there.possible && there.discrepancy <= point.discrepancy + 1e-14) break;
    }
    ++fit.steps;
    if (share <= 1e-9) {
      fit.why = fit.gradient_norm < 1e-7 ? Stopped::step_small : Stopped::step_limit;
      break;
    }
    const double moved = share * direction.cwiseAbs().maxCoeff();
    model = next;
    point = there;
    if (moved < 1e-13) {
      fit.gradient_norm = point.gradient.norm();
      fit.why = Stopped::step_small;
      break;
    }
  }
  fit.end = listed(model);
  fit.criterion = point.discrepancy;
  return model;
}

}  // namespace

Result<Omega> mcdonald_omega(const Covariance& covariance, double confidence) {
  if (covariance.items < 3) return fail(Fault::invalid, "omega needs at least 3 items, this scale has " + std::to_string(covariance.items));
  if (!(confidence > 0 && confidence < 1)) return fail(Fault::invalid, "a confidence between 0 and 1 is expected, " + shortest(confidence) + " was given");
  for (std::size_t i = 0; i < covariance.items; ++i)
    if (!(covariance(i, i) > 0)) return fail(Fault::undefined, "omega has no value: everybody gave the same answer to item " + std::to_string(i + 1));
  const auto p = static_cast<Eigen::Index>(covariance.items);
  const double n = static_cast<double>(covariance.n);
  const std::vector<double> values = correlations(covariance);
  const Matrix r = Eigen::Map<const Matrix>(values.data(), p, p);
  const Eigen::LLT<Matrix> factor(r);
  const Matrix root = factor.matrixL();
  if (factor.info() != Eigen::Success || root.diagonal().minCoeff() < 1e-7)
    return fail(Fault::undefined, "omega has no value: one item is determined by the others (" + std::to_string(covariance.n) + " people, " +
                                      std::to_string(covariance.items) + " items)");
  Omega found;
  found.items = covariance.items;
  found.n = covariance.n;
  const Model standard = fit_one_factor(r, 2 * root.diagonal().array().log().sum(), found.fit);

  Eigen::Index worst = 0;
  const double smallest = standard.t.minCoeff(&worst);
  if (smallest <= 1e-6)
    return fail(Fault::undefined, "omega is refused: the one-factor model gives item " + std::to_string(worst + 1) +
                                      " no error variance of its own (a Heywood case); the items do not measure one thing, or there are too few people");
  if (found.fit.why == Stopped::step_limit) return fail(Fault::undefined, "omega is refused: the one-factor model did not settle; " + words(found.fit));

  // Back to the items' own scale; the fitted covariances have divisor n.
  const Vector scale = Eigen::Map<const Vector>(covariance.sds.data(), p) * std::sqrt((n - 1) / n);
  Model model{standard.l.cwiseProduct(scale), standard.t.cwiseProduct(scale.cwiseProduct(scale))};
  if (model.l.sum() < 0) model.l = -model.l;
  found.loadings.assign(model.l.begin(), model.l.end());
  found.residuals.assign(model.t.begin(), model.t.end());
  const double common = model.l.sum(), residual = model.t.sum(), total = common * common + residual;
  found.omega = common * common / total;

  const Matrix inverse = model.sigma().llt().solve(Matrix::Identity(p, p));
  Vector slope(2 * p);
  slope.head(p).setConstant(2 * common * residual / (total * total));
  slope.tail(p).setConstant(-common * common / (total * total));
  const Vector solved = information(model.l, inverse).ldlt().solve(slope);
  found.standard_error = std::sqrt(2 / n * slope.dot(solved));
  const double z = normal_quantile(0.5 + confidence / 2);
  found.interval = {found.omega - z * found.standard_error, found.omega + z * found.standard_error, confidence};
  found.chi_square = n * found.fit.criterion;
  found.degrees_of_freedom = static_cast<double>(p * (p - 3)) / 2;
  if (found.degrees_of_freedom > 0) found.p = chi_square_upper(found.chi_square, found.degrees_of_freedom);
  return found;
}

double one_factor_discrepancy(const Covariance& covariance, std::span<const double> loadings, std::span<const double> residuals) {
  const auto p = static_cast<Eigen::Index>(covariance.items);
  if (loadings.size() != covariance.items || residuals.size() != covariance.items) return not_known;
  const double n = static_cast<double>(covariance.n);
  const Matrix s = Eigen::Map<const Matrix>(covariance.values.data(), p, p) * ((n - 1) / n);
  const Eigen::LLT<Matrix> factor(s);
  if (factor.info() != Eigen::Success) return not_known;
  const Matrix root = factor.matrixL();
  const Model model{Eigen::Map<const Vector>(loadings.data(), p), Eigen::Map<const Vector>(residuals.data(), p)};
  const Point point = look(model, s, 2 * root.diagonal().array().log().sum());
  return point.possible ? point.discrepancy : not_known;
}

}  // namespace karuna::stats
