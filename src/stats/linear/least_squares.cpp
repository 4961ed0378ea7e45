// SPDX-License-Identifier: Apache-2.0
#include "stats/linear/least_squares.h"

#include <cmath>

#include "stats/distributions.h"

namespace karuna::stats {

Result<LeastSquares> least_squares(std::span<const double> y, MatrixView columns, std::span<const std::string> names, Intercept intercept) {
  if (columns.columns > 0 && columns.rows != y.size())
    return fail(Fault::invalid, "every value needs its row: there are " + std::to_string(y.size()) + " values and " + std::to_string(columns.rows) + " rows");
  LeastSquares fit;
  for (std::size_t i = 0; i < y.size(); ++i) {
    bool missing = std::isnan(y[i]);
    for (std::size_t j = 0; j < columns.columns; ++j) missing = missing || std::isnan(columns(i, j));
    if (missing) continue;
    if (std::isinf(y[i])) return fail(Fault::invalid, "row " + std::to_string(i + 1) + ": the value to explain is infinite");
    fit.used.push_back(i);
  }
  fit.left_out = y.size() - fit.used.size();
  const std::size_t n = fit.used.size();
  std::vector<double> kept;
  kept.reserve(n * columns.columns);
  for (std::size_t j = 0; j < columns.columns; ++j)
    for (const std::size_t i : fit.used) kept.push_back(columns(i, j));
  KARUNA_TRY(basis, orthonormal_basis(MatrixView(kept.data(), n, columns.columns), intercept, names, n));
  const std::size_t p = basis.columns;
  if (n <= p)
    return fail(Fault::too_few_people,
                std::to_string(p) + " coefficients need at least " + std::to_string(p + 1) + " complete rows, there are " + std::to_string(n));

  std::vector<double> on_q(p, 0.0);
  for (const std::size_t i : fit.used) fit.residuals.push_back(y[i]);
  double total = 0, left = 0;
  for (int time = 0; time < 2; ++time)  // the second time takes away what rounding left
    for (std::size_t j = 0; j < p; ++j) {
      const auto q = basis.column(j);
      double shared = 0;
      for (std::size_t i = 0; i < n; ++i) shared += q[i] * fit.residuals[i];
      for (std::size_t i = 0; i < n; ++i) fit.residuals[i] -= shared * q[i];
      on_q[j] += shared;
    }
  for (std::size_t j = intercept == Intercept::yes ? 1 : 0; j < p; ++j) total += on_q[j] * on_q[j];
  for (const double r : fit.residuals) left += r * r;
  total += left;
  fit.leverage.assign(n, 0.0);
  for (std::size_t j = 0; j < p; ++j)
    for (std::size_t i = 0; i < n; ++i) fit.leverage[i] += basis.column(j)[i] * basis.column(j)[i];
  fit.degrees = static_cast<double>(n - p);
  fit.sigma2 = left / fit.degrees;
  if (total > 0) {
    fit.r2 = 1 - left / total;
    const double total_degrees = static_cast<double>(n) - (intercept == Intercept::yes ? 1 : 0);
    fit.adjusted_r2 = 1 - (left / fit.degrees) / (total / total_degrees);
  }
  fit.beta = basis.coefficients(on_q);
  std::vector<double> on_basis(p * p, 0.0);
  for (std::size_t j = 0; j < p; ++j) on_basis[j * p + j] = fit.sigma2;
  fit.covariance = basis.covariance(on_basis);
  fit.names = basis.names;
  fit.basis = std::move(basis);
  return fit;
}

std::vector<LinearTest> linear_tests(std::span<const double> beta, std::span<const double> covariance, double degrees, double confidence) {
  std::vector<LinearTest> tests;
  const double quantile = -t_quantile((1 - confidence) / 2, degrees);
  for (std::size_t j = 0; j < beta.size(); ++j) {
    LinearTest test;
    test.standard_error = std::sqrt(covariance[j * beta.size() + j]);
    if (test.standard_error > 0) {
      test.statistic = beta[j] / test.standard_error;
      test.p = 2 * t_cdf(-std::fabs(test.statistic), degrees);
      test.interval = {beta[j] - quantile * test.standard_error, beta[j] + quantile * test.standard_error, confidence};
    }
    tests.push_back(test);
  }
  return tests;
}

std::vector<double> sandwiched(const Basis& basis, std::span<const double> scale) {
  const std::size_t p = basis.columns;
  std::vector<double> meat(p * p, 0.0);
  for (std::size_t j = 0; j < p; ++j)
    for (std::size_t l = 0; l <= j; ++l) {
      double sum = 0;
      for (std::size_t i = 0; i < basis.rows; ++i) sum += scale[i] * basis.column(j)[i] * basis.column(l)[i];
      meat[j * p + l] = meat[l * p + j] = sum;
    }
  return basis.covariance(meat);
}

}  // namespace karuna::stats
