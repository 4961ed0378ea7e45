// SPDX-License-Identifier: Apache-2.0
#include "stats/reliability/alpha.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <string>

#include "base/text.h"
#include "stats/distributions.h"
#include "stats/quantiles.h"
#include "stats/reliability/squared_correlations.h"

namespace karuna::stats {
namespace {

using Matrix = Eigen::Map<const Eigen::MatrixXd>;

/// Sums over a covariance matrix and over that matrix without one item, from which every figure follows in O(1).
struct MatrixSums {
  double p = 0, n = 0;
  double trace_c = 0, sum_c = 0, trace_cc = 0, sum_cc = 0;  ///< of C, and of C C
  double sum_r = 0, sum_smc = 0;
};

AlphaFigures figures(const MatrixSums& s, std::vector<double> r) {
  AlphaFigures f;
  f.raw = s.p / (s.p - 1) * (1 - s.trace_c / s.sum_c);
  f.standardised = s.p / (s.p - 1) * (1 - s.p / s.sum_r);
  f.g6 = 1 - (s.p - s.sum_smc) / s.sum_r;
  f.average_r = (s.sum_r - s.p) / (s.p * (s.p - 1));
  f.signal_to_noise = s.p * f.average_r / (1 - f.average_r);
  const double q =
      2 * s.p * s.p / ((s.p - 1) * (s.p - 1) * s.sum_c * s.sum_c * s.sum_c) * (s.sum_c * (s.trace_cc + s.trace_c * s.trace_c) - 2 * s.trace_c * s.sum_cc);
  f.standard_error = std::sqrt(std::max(q, 0.0) / s.n);
  if (r.empty()) return f;
  if (r.size() > 1) {
    double mean = 0, squares = 0;
    for (const double x : r) mean += x;
    mean /= static_cast<double>(r.size());
    for (const double x : r) squares += (x - mean) * (x - mean);
    f.variance_r = squares / static_cast<double>(r.size() - 1);
  }
  const auto middle = r.begin() + static_cast<std::ptrdiff_t>(r.size() / 2);
  std::nth_element(r.begin(), middle, r.end());
  f.median_r = r.size() % 2 == 1 ? *middle : (*middle + *std::max_element(r.begin(), middle)) / 2;
  return f;
}

std::vector<double> below_diagonal(const Eigen::MatrixXd& r, Eigen::Index without) {
  std::vector<double> found;
  found.reserve(static_cast<std::size_t>(r.rows() * r.rows() / 2));
  for (Eigen::Index j = 0; j < r.cols(); ++j)
    for (Eigen::Index i = j + 1; i < r.rows(); ++i)
      if (i != without && j != without) found.push_back(r(i, j));
  return found;
}

MatrixSums sums_of(const Matrix& c, const Eigen::MatrixXd& r, double n) {
  const Eigen::VectorXd columns = c.colwise().sum();
  MatrixSums s;
  s.p = static_cast<double>(c.rows());
  s.n = n;
  s.trace_c = c.trace();
  s.sum_c = columns.sum();
  s.trace_cc = c.squaredNorm();
  s.sum_cc = columns.squaredNorm();
  s.sum_r = r.sum();
  return s;
}

/// The same sums without item k: rows and columns are taken away, nothing is computed anew.
MatrixSums without_item(const MatrixSums& all, const Matrix& c, const Eigen::MatrixXd& r, const Eigen::VectorXd& columns, Eigen::Index k) {
  MatrixSums s = all;
  s.p = all.p - 1;
  s.trace_c = all.trace_c - c(k, k);
  s.sum_c = all.sum_c - 2 * columns(k) + c(k, k);
  s.trace_cc = all.trace_cc - 2 * c.col(k).squaredNorm() + c(k, k) * c(k, k);
  s.sum_cc = 0;
  for (Eigen::Index j = 0; j < c.cols(); ++j)
    if (j != k) s.sum_cc += (columns(j) - c(k, j)) * (columns(j) - c(k, j));
  s.sum_r = all.sum_r - 2 * r.col(k).sum() + 1;
  return s;
}

double smc_without(const Eigen::MatrixXd& inverse, Eigen::Index k) {
  double total = 0;
  for (Eigen::Index i = 0; i < inverse.rows(); ++i)
    if (i != k) total += 1 - 1 / (inverse(i, i) - inverse(i, k) * inverse(i, k) / inverse(k, k));
  return total;
}

}  // namespace

Result<Alpha> alpha_from_covariance(const Covariance& covariance, double confidence) {
  const std::size_t items = covariance.items;
  if (items < 2) return fail(Fault::invalid, "alpha needs at least 2 items, this scale has " + std::to_string(items));
  if (!(confidence > 0 && confidence < 1)) return fail(Fault::invalid, "a confidence between 0 and 1 is expected, " + shortest(confidence) + " was given");
  if (covariance.n < 2) return fail(Fault::too_few_people, "alpha needs at least 2 people, there are " + std::to_string(covariance.n));
  for (std::size_t i = 0; i < items; ++i)
    if (!(covariance(i, i) > 0)) return fail(Fault::undefined, "alpha has no value: everybody gave the same answer to item " + std::to_string(i + 1));
  const auto p = static_cast<Eigen::Index>(items);
  const Matrix c(covariance.values.data(), p, p);
  const std::vector<double> r_values = correlations(covariance);
  const Eigen::MatrixXd r = Matrix(r_values.data(), p, p);
  const double n = static_cast<double>(covariance.n);

  MatrixSums all = sums_of(c, r, n);
  if (!(all.sum_c > 1e-14 * all.trace_c)) return fail(Fault::undefined, "alpha has no value: every person has the same total");
  const auto inverse = inverse_of(r);
  const Eigen::VectorXd smc = inverse ? squared_multiple_correlations(*inverse) : Eigen::VectorXd::Constant(p, not_known);
  all.sum_smc = smc.sum();

  Alpha found;
  found.items = items;
  found.rows = covariance.rows;
  found.n = covariance.n;
  found.figures = figures(all, below_diagonal(r, -1));
  const double tail = (1 - confidence) / 2, df2 = (n - 1) * (all.p - 1);
  found.feldt = {1 - (1 - found.figures.raw) * f_quantile(1 - tail, n - 1, df2), 1 - (1 - found.figures.raw) * f_quantile(tail, n - 1, df2), confidence};
  // Duhachek and Iacobucci print 1.96 for 95 %, and so do those who compare with them.
  const double z = confidence == 0.95 ? 1.96 : normal_quantile(1 - tail);
  found.duhachek = {found.figures.raw - z * found.figures.standard_error, found.figures.raw + z * found.figures.standard_error, confidence};
  if (covariance.missing == Missing::complete_rows) {
    found.mean = Eigen::Map<const Eigen::VectorXd>(covariance.means.data(), p).sum() / all.p;
    found.sd = std::sqrt(all.sum_c) / all.p;
  }

  const Eigen::VectorXd columns = c.colwise().sum(), columns_r = r.colwise().sum();
  const double sum_rc = all.sum_r - all.p + all.sum_smc;
  for (Eigen::Index k = 0; k < p; ++k) {
    const auto i = static_cast<std::size_t>(k);
    ItemStatistics& item = found.item.emplace_back();
    item.n = covariance.item_n[i];
    item.mean = covariance.means[i];
    item.sd = std::sqrt(c(k, k));
    if (covariance.missing == Missing::complete_rows) item.raw_r = columns(k) / std::sqrt(c(k, k) * all.sum_c);
    item.std_r = columns_r(k) / std::sqrt(all.sum_r);
    item.r_cor = (columns_r(k) - 1 + smc(k)) / std::sqrt(sum_rc);
    MatrixSums rest = without_item(all, c, r, columns, k);
    item.r_drop = (columns(k) - c(k, k)) / std::sqrt(c(k, k) * rest.sum_c);
    if (items < 3) continue;
    rest.sum_smc = inverse ? smc_without(*inverse, k) : not_known;
    item.without = figures(rest, below_diagonal(r, k));
  }
  return found;
}

namespace {

/// Where each pair has its own people, the person's mean over what they answered is met with the data themselves.
template <typename Known, typename Value>
void add_person_means(Alpha& alpha, const Known& known, const Value& value) {
  const double nan = not_known;
  std::vector<double> person(alpha.rows, nan);
  for (std::size_t row = 0; row < alpha.rows; ++row) {
    double total = 0, count = 0;
    for (std::size_t j = 0; j < alpha.items; ++j)
      if (known(row, j)) total += value(row, j), ++count;
    if (count > 0) person[row] = total / count;
  }
  const auto spread = [&](const auto& use, double& mean_x, double& mean_y, double& xx, double& yy, double& xy, const auto& y) {
    double n = 0;
    for (std::size_t row = 0; row < alpha.rows; ++row)
      if (use(row)) ++n, mean_x += person[row], mean_y += y(row);
    mean_x /= n, mean_y /= n;
    for (std::size_t row = 0; row < alpha.rows; ++row) {
      if (!use(row)) continue;
      const double dx = person[row] - mean_x, dy = y(row) - mean_y;
      xx += dx * dx, yy += dy * dy, xy += dx * dy;
    }
    return n;
  };
  double mean = 0, ignored = 0, squares = 0, yy = 0, xy = 0;
  const double n = spread([&](std::size_t row) { return !std::isnan(person[row]); }, mean, ignored, squares, yy, xy, [](std::size_t) { return 0.0; });
  alpha.mean = mean;
  alpha.sd = std::sqrt(squares / (n - 1));
  for (std::size_t j = 0; j < alpha.items; ++j) {
    double mx = 0, my = 0, sxx = 0, syy = 0, sxy = 0;
    spread([&](std::size_t row) { return known(row, j); }, mx, my, sxx, syy, sxy, [&](std::size_t row) { return double(value(row, j)); });
    alpha.item[j].raw_r = sxy / std::sqrt(sxx * syy);
  }
}

}  // namespace

Result<Alpha> cronbach_alpha(MatrixView answers, const AlphaOptions& options) {
  if (answers.columns < 2) return fail(Fault::invalid, "alpha needs at least 2 items, this scale has " + std::to_string(answers.columns));
  KARUNA_TRY(c, covariance(answers, options.missing));
  KARUNA_TRY(alpha, alpha_from_covariance(c, options.confidence));
  if (options.missing == Missing::pairwise)
    add_person_means(
        alpha, [&](std::size_t row, std::size_t j) { return !std::isnan(answers(row, j)); }, [&](std::size_t row, std::size_t j) { return answers(row, j); });
  return alpha;
}

Result<Alpha> cronbach_alpha(CodeColumns answers, const AlphaOptions& options) {
  if (answers.size() < 2) return fail(Fault::invalid, "alpha needs at least 2 items, this scale has " + std::to_string(answers.size()));
  KARUNA_TRY(c, covariance(answers, options.missing));
  KARUNA_TRY(alpha, alpha_from_covariance(c, options.confidence));
  if (options.missing == Missing::pairwise)
    add_person_means(
        alpha, [&](std::size_t row, std::size_t j) { return answers[j][row] != no_code; }, [&](std::size_t row, std::size_t j) { return answers[j][row]; });
  return alpha;
}

}  // namespace karuna::stats
