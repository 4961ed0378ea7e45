// SPDX-License-Identifier: Apache-2.0
#include "stats/linear/basis.h"

#include <cmath>

namespace karuna::stats {
namespace {

constexpr double rounding = 1e-10;  // what is left of a column, as a share of it, when it follows from the others

double length(std::span<const double> x) {
  double largest = 0, sum = 0;
  for (const double value : x) largest = std::max(largest, std::fabs(value));
  if (!(largest > 0)) return 0;
  for (const double value : x) sum += (value / largest) * (value / largest);
  return largest * std::sqrt(sum);
}

}  // namespace

std::vector<double> Basis::coefficients(std::span<const double> on_q) const {
  std::vector<double> beta(on_q.begin(), on_q.end());
  for (std::size_t i = columns; i-- > 0;) {
    for (std::size_t j = i + 1; j < columns; ++j) beta[i] -= r[i * columns + j] * beta[j];
    beta[i] /= r[i * columns + i];
  }
  return beta;
}

std::vector<double> Basis::covariance(std::span<const double> on_q) const {
  std::vector<double> half(columns * columns), whole(columns * columns), line(columns);
  for (std::size_t j = 0; j < columns; ++j) {  // R^-1 C
    for (std::size_t i = 0; i < columns; ++i) line[i] = on_q[i * columns + j];
    const auto solved = coefficients(line);
    for (std::size_t i = 0; i < columns; ++i) half[i * columns + j] = solved[i];
  }
  for (std::size_t i = 0; i < columns; ++i) {  // (R^-1 (R^-1 C)')'
    const auto solved = coefficients(std::span(half).subspan(i * columns, columns));
    for (std::size_t j = 0; j < columns; ++j) whole[i * columns + j] = solved[j];
  }
  for (std::size_t i = 0; i < columns; ++i)
    for (std::size_t j = 0; j < i; ++j) whole[i * columns + j] = whole[j * columns + i] = 0.5 * (whole[i * columns + j] + whole[j * columns + i]);
  return whole;
}

double Basis::log_determinant() const {
  double sum = 0;
  for (std::size_t j = 0; j < columns; ++j) sum += 2 * std::log(std::fabs(r[j * columns + j]));
  return sum;
}

Result<Basis> orthonormal_basis(MatrixView given, Intercept intercept, std::span<const std::string> names, std::size_t rows) {
  const std::size_t first = intercept == Intercept::yes ? 1 : 0;
  Basis basis;
  basis.rows = rows;
  basis.columns = given.columns + first;
  if (given.columns > 0 && given.rows != rows)
    return fail(Fault::invalid, "the columns have " + std::to_string(given.rows) + " rows, there are " + std::to_string(rows) + " values");
  if (basis.columns == 0) return fail(Fault::invalid, "a model needs an intercept or a column");
  if (first) basis.names.push_back("(Intercept)");
  for (std::size_t j = 0; j < given.columns; ++j) basis.names.push_back(j < names.size() ? names[j] : "column " + std::to_string(j + 1));
  if (rows < basis.columns)
    return fail(Fault::too_few_people, std::to_string(basis.columns) + " coefficients need at least as many rows, there are " + std::to_string(rows));

  basis.q.assign(rows * basis.columns, 1.0);
  basis.r.assign(basis.columns * basis.columns, 0.0);
  for (std::size_t j = 0; j < basis.columns; ++j) {
    const std::span<double> column(basis.q.data() + j * rows, rows);
    if (j >= first)
      for (std::size_t i = 0; i < rows; ++i) {
        column[i] = given(i, j - first);
        if (!std::isfinite(column[i])) return fail(Fault::invalid, basis.names[j] + ": row " + std::to_string(i + 1) + " is not a finite number");
      }
    const double before = length(column);
    for (int time = 0; time < 2; ++time)
      for (std::size_t l = 0; l < j; ++l) {
        const auto other = basis.column(l);
        double shared = 0;
        for (std::size_t i = 0; i < rows; ++i) shared += other[i] * column[i];
        for (std::size_t i = 0; i < rows; ++i) column[i] -= shared * other[i];
        basis.r[l * basis.columns + j] += shared;
      }
    const double left = length(column);
    if (!(left > rounding * before))
      return fail(Fault::invalid, j == first && first == 1 ? basis.names[j] + " is the same in every row, which the intercept already says; leave it out"
                                                           : basis.names[j] + " follows from the columns before it; leave one of them out");
    basis.r[j * basis.columns + j] = left;
    for (double& value : column) value /= left;
  }
  return basis;
}

}  // namespace karuna::stats
