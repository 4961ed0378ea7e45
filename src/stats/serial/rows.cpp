// SPDX-License-Identifier: Apache-2.0
#include "stats/serial/rows.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "stats/serial/check.h"

namespace karuna::stats {
namespace {

/// Below this share of its length a column is a combination of those before it.
constexpr double collinear_below = 1e-9;

struct Orthogonal {
  Eigen::MatrixXd columns;  ///< rows x k, mean square 1, orthogonal
  Eigen::MatrixXd back;     ///< columns_given x back = columns
};

Result<Orthogonal> orthogonal(Eigen::MatrixXd given, const std::vector<std::string>& names, const std::string& kind) {
  const auto k = given.cols();
  Eigen::VectorXd length(k);
  for (Eigen::Index j = 0; j < k; ++j) {
    const double largest = given.col(j).cwiseAbs().maxCoeff();
    if (!(largest > 0))
      return fail(Fault::invalid, "the " + kind + " column '" + names[static_cast<std::size_t>(j)] + "' is 0 in every row used: leave it out");
    given.col(j) /= largest;
    const double norm = given.col(j).norm();
    given.col(j) /= norm;
    length(j) = largest * norm;
  }
  const Eigen::HouseholderQR<Eigen::MatrixXd> qr(given);
  const Eigen::MatrixXd r = qr.matrixQR().topRows(k).triangularView<Eigen::Upper>();
  for (Eigen::Index j = 0; j < k; ++j)
    if (!(std::fabs(r(j, j)) > collinear_below))
      return fail(Fault::invalid, "the " + kind + " column '" + names[static_cast<std::size_t>(j)] +
                                      "' is told by the columns before it (it is constant or their combination): leave it out");
  Orthogonal out;
  out.back = r.triangularView<Eigen::Upper>().solve(Eigen::MatrixXd::Identity(k, k)) * std::sqrt(static_cast<double>(given.rows()));
  out.columns = given * out.back;
  out.back = length.cwiseInverse().asDiagonal() * out.back;
  return out;
}

/// Rows without NaN in anything that the model uses.
std::vector<std::size_t> complete_rows(const SerialModel& m) {
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < m.y.size(); ++i) {
    double any = m.y[i];
    for (std::size_t j = 0; j < m.fixed.columns; ++j) any += m.fixed(i, j);
    for (std::size_t j = 0; j < m.random.columns; ++j) any += m.random(i, j);
    for (const auto column : {m.time, m.power_of, m.weights, m.sampling_variance})
      if (!column.empty()) any += column[i];
    if (!std::isnan(any)) rows.push_back(i);
  }
  return rows;
}

/// The time of every input row: as given, or its place in its group, so that a wave without an answer still takes its place.
std::vector<double> times(const SerialModel& m) {
  if (!m.time.empty()) return {m.time.begin(), m.time.end()};
  std::vector<double> place(m.y.size()), next(m.groups, 0);
  for (std::size_t i = 0; i < place.size(); ++i) place[i] = next[m.group.empty() ? 0 : m.group[i]]++;
  return place;
}

Result<void> set_gaps(const SerialModel& m, const std::vector<double>& time, SerialRows& out) {
  out.gap.assign(out.used, 0);
  double sum = 0;
  std::size_t count = 0;
  for (std::size_t g = 0; g + 1 < out.begin.size(); ++g)
    for (std::size_t i = out.begin[g]; i + 1 < out.begin[g + 1]; ++i) {
      const double gap = time[out.row[i + 1]] - time[out.row[i]];
      if (!(gap > 0))
        return fail(Fault::invalid, "rows " + std::to_string(std::min(out.row[i], out.row[i + 1]) + 1) + " and " +
                                        std::to_string(std::max(out.row[i], out.row[i + 1]) + 1) +
                                        " have the same group and the same time: a correlation over time needs one row a time");
      out.gap[i] = gap;
      sum += gap;
      ++count;
    }
  if (count == 0) return fail(Fault::too_few_people, "a correlation over time needs a group with two rows; every group has one");
  if (m.correlation != Serial::car1) return {};
  out.gap_unit = sum / static_cast<double>(count);
  for (double& gap : out.gap) gap /= out.gap_unit;
  return {};
}

void set_variances(const SerialModel& m, SerialRows& out) {
  out.log_factor.assign(out.used, 0);
  for (std::size_t i = 0; i < out.used; ++i) {
    const std::size_t row = out.row[i];
    if (!m.weights.empty()) out.log_factor[i] = -0.5 * std::log(m.weights[row]);
    if (!m.stratum.empty()) out.stratum.push_back(m.stratum[row]);
    if (!m.power_of.empty()) out.log_power.push_back(std::log(std::fabs(m.power_of[row])));
    if (!m.sampling_variance.empty()) out.sampling.push_back(m.sampling_variance[row] / (out.y_unit * out.y_unit));
  }
  out.strata = m.stratum.empty() ? 0 : m.stratum_names.size();
  if (out.log_power.empty()) return;
  out.log_power_mean = std::accumulate(out.log_power.begin(), out.log_power.end(), 0.0) / static_cast<double>(out.used);
  for (double& x : out.log_power) x -= out.log_power_mean;
}

Result<void> set_values(const SerialModel& m, SerialRows& out) {
  const auto n = static_cast<Eigen::Index>(out.used), p = static_cast<Eigen::Index>(out.p), q = static_cast<Eigen::Index>(out.q);
  Eigen::MatrixXd x(n, p), z(n, q);
  Eigen::VectorXd y(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    const std::size_t row = out.row[static_cast<std::size_t>(i)];
    for (Eigen::Index j = 0; j < p; ++j) x(i, j) = m.fixed(row, static_cast<std::size_t>(j));
    for (Eigen::Index j = 0; j < q; ++j) z(i, j) = m.random(row, static_cast<std::size_t>(j));
    y(i) = m.y[row];
  }
  KARUNA_TRY(fixed, orthogonal(std::move(x), m.fixed_names, "fixed"));
  const double root = std::sqrt(static_cast<double>(n)), largest = std::max(y.cwiseAbs().maxCoeff(), std::numeric_limits<double>::min());
  y /= largest;
  const double size = y.norm() / root;
  const Eigen::VectorXd beta = fixed.columns.transpose() * y / static_cast<double>(n);
  y -= fixed.columns * beta;
  const double left = y.norm() / root;
  if (!(left > 1e-13 * size)) return fail(Fault::undefined, "the fixed columns tell y exactly: nothing is left whose variance could be estimated");
  out.y_unit = left * largest;
  y /= left;
  out.first_beta = fixed.back * beta * largest;
  out.x_back = fixed.back;
  out.x_back_log_det = fixed.back.diagonal().cwiseAbs().array().log().sum();
  out.values.resize(q + p + 1, n);
  out.values.middleRows(q, p) = fixed.columns.transpose();
  out.values.row(q + p) = y.transpose();
  if (q == 0) return {};
  if (m.random_correlated) {
    KARUNA_TRY(effects, orthogonal(std::move(z), m.random_names, "random"));
    out.z_back = effects.back;
    out.values.topRows(q) = effects.columns.transpose();
    return {};
  }
  // Unrelated effects stay unrelated only if the columns are not mixed: they are scaled.
  out.z_back = Eigen::MatrixXd::Zero(q, q);
  for (Eigen::Index j = 0; j < q; ++j) {
    const double unit = z.col(j).norm() / root;
    if (!(unit > 0))
      return fail(Fault::invalid, "the random column '" + m.random_names[static_cast<std::size_t>(j)] + "' is 0 in every row used: leave it out");
    out.z_back(j, j) = 1 / unit;
    out.values.row(j) = z.col(j).transpose() / unit;
  }
  return {};
}

}  // namespace

Result<SerialRows> serial_rows(const SerialModel& model) {
  KARUNA_CHECK(check_columns(model));
  SerialRows out;
  out.p = model.fixed.columns;
  out.q = model.random.columns;
  out.row = complete_rows(model);
  out.used = out.row.size();
  KARUNA_CHECK(check_values(model, out.row));
  const std::vector<double> time = times(model);
  const auto group_of = [&](std::size_t row) { return model.group.empty() ? 0U : model.group[row]; };
  const bool ordered = model.correlation == Serial::ar1 || model.correlation == Serial::car1;
  std::stable_sort(out.row.begin(), out.row.end(),
                   [&](std::size_t a, std::size_t b) { return group_of(a) != group_of(b) ? group_of(a) < group_of(b) : ordered && time[a] < time[b]; });
  for (std::size_t i = 0; i < out.used; ++i)
    if (i == 0 || group_of(out.row[i]) != out.number.back()) {
      out.begin.push_back(i);
      out.number.push_back(group_of(out.row[i]));
    }
  out.begin.push_back(out.used);
  for (std::size_t g = 0; g < out.number.size(); ++g) out.largest_group = std::max(out.largest_group, out.begin[g + 1] - out.begin[g]);
  KARUNA_CHECK(check_size(model, out.used, out.number.size(), out.largest_group));
  out.gap.assign(out.used, 0);
  if (ordered) KARUNA_CHECK(set_gaps(model, time, out));
  KARUNA_CHECK(set_values(model, out));
  set_variances(model, out);
  return out;
}

}  // namespace karuna::stats
