// SPDX-License-Identifier: Apache-2.0
#include "stats/mixed/guess.h"

#include <algorithm>
#include <cmath>

#include "stats/mixed/factors.h"

namespace karuna::stats {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double least_share = 0.09, most_ratio = 100;  // of a variance over that of the residual: times rows of a typical group, and plain
constexpr std::size_t looked_at = 1000;                 // groups of a term

/// One variance or covariance: entry (i, j) of a block's, i not below j.
struct Unknown {
  std::size_t block, i, j;
};

/// What its moment expects of another one, through the products (row by row, k x k of the other's block) of their groups.
double expects(const Unknown& moment, const Unknown& of, const double* products, std::size_t row, std::size_t column) {
  const auto at = [&](std::size_t r, std::size_t c) { return products[r * row + c * column]; };
  const double once = at(moment.i, of.i) * at(moment.j, of.j);
  return of.i == of.j ? once : once + at(moment.i, of.j) * at(moment.j, of.i);
}

struct Moments {
  const MixedSums& sums;
  std::vector<Unknown> unknown = {};
  std::vector<std::vector<std::size_t>> of_block = {};
  MatrixXd system;
  VectorXd right, beta;

  explicit Moments(const MixedSums& given) : sums(given), unknown(given.thetas), of_block(given.blocks.size()) {
    for (std::size_t b = 0; b < sums.blocks.size(); ++b)
      for (const auto& entry : sums.blocks[b].free) {
        unknown[entry.theta] = {b, static_cast<std::size_t>(entry.row), static_cast<std::size_t>(entry.column)};
        of_block[b].push_back(entry.theta);
      }
    const Index p = sums.p, all = static_cast<Index>(sums.thetas) + 1;
    beta = p > 0 ? VectorXd(sums.border.topLeftCorner(p, p).ldlt().solve(sums.border.col(p).head(p))) : VectorXd(0);
    system.setZero(all, all);
    right.setZero(all);
    system(all - 1, all - 1) = static_cast<double>(sums.rows);
    right(all - 1) = sums.border(p, p) - beta.dot(sums.border.col(p).head(p));
    for (std::size_t b = 0; b < sums.blocks.size(); ++b) within(b);
    for (std::size_t a = 0; a + 1 < sums.blocks.size(); ++a)
      for (std::size_t b = a + 1; b < sums.blocks.size(); ++b) between(a, b);
  }

  /// 0 for a group in which an effect is not seen.
  double weight(const Unknown& of, std::size_t group) const {
    const MixedBlock& block = sums.blocks[of.block];
    const auto k = static_cast<std::size_t>(block.k);
    const double* const a = block.zz.data() + group * k * k;
    const double both = a[of.i * k + of.i] * a[of.j * k + of.j];
    return both > 0 ? 1 / std::sqrt(both) : 0;
  }

  void within(std::size_t b) {
    const MixedBlock& block = sums.blocks[b];
    const auto k = static_cast<std::size_t>(block.k), width = static_cast<std::size_t>(sums.p) + 1;
    const Index last = right.size() - 1;
    std::vector<double> left(k);
    for (std::size_t g = 0; g < block.groups; ++g) {
      const double *const a = block.zz.data() + g * k * k, *const zb = block.zb.data() + g * k * width;
      for (std::size_t i = 0; i < k; ++i) {
        left[i] = zb[i * width + width - 1];
        for (std::size_t c = 0; c + 1 < width; ++c) left[i] -= zb[i * width + c] * beta(static_cast<Index>(c));
      }
      for (const std::size_t e : of_block[b]) {
        const Unknown& moment = unknown[e];
        const double w = weight(moment, g);
        const auto row = static_cast<Index>(e);
        right(row) += w * left[moment.i] * left[moment.j];
        system(row, last) += w * a[moment.i * k + moment.j];
        system(last, row) += (moment.i == moment.j ? 1 : 2) * a[moment.i * k + moment.j];
        for (const std::size_t u : of_block[b]) system(row, static_cast<Index>(u)) += w * expects(moment, unknown[u], a, k, 1);
      }
    }
  }

  void between(std::size_t a, std::size_t b) {
    const CrossProducts& cross = sums.cross[a][b - a - 1];
    const auto ka = static_cast<std::size_t>(sums.blocks[a].k), kb = static_cast<std::size_t>(sums.blocks[b].k);
    for (std::size_t g = 0; g + 1 < cross.start.size(); ++g)
      for (std::size_t t = cross.start[g]; t < cross.start[g + 1]; ++t) {
        const double* const products = cross.values.data() + t * ka * kb;
        for (const std::size_t e : of_block[a]) {
          const double w = weight(unknown[e], g);
          for (const std::size_t u : of_block[b]) system(static_cast<Index>(e), static_cast<Index>(u)) += w * expects(unknown[e], unknown[u], products, kb, 1);
        }
        for (const std::size_t e : of_block[b]) {
          const double w = weight(unknown[e], cross.other[t]);
          for (const std::size_t u : of_block[a]) system(static_cast<Index>(e), static_cast<Index>(u)) += w * expects(unknown[e], unknown[u], products, 1, kb);
        }
      }
  }
};

/// The nearest relative factor of one part that is neither 0 nor endless.
MatrixXd usable(const MixedBlock& block, const MixedBlock::Part& part, MatrixXd covariance) {
  const Index k = part.columns;
  VectorXd typical = VectorXd::Zero(k);
  for (Index i = 0; i < k; ++i) {
    for (std::size_t g = 0; g < block.groups; ++g)
      typical(i) += block.zz[(g * static_cast<std::size_t>(block.k) + static_cast<std::size_t>(part.first + i)) * static_cast<std::size_t>(block.k) +
                             static_cast<std::size_t>(part.first + i)];
    typical(i) = typical(i) > 0 ? std::sqrt(typical(i) / static_cast<double>(block.groups_with_rows)) : 1;
  }
  covariance = typical.asDiagonal() * covariance * typical.asDiagonal();
  const Eigen::SelfAdjointEigenSolver<MatrixXd> eigen(covariance);
  VectorXd root = eigen.eigenvalues();
  for (double& value : root) value = std::sqrt(std::clamp(std::isfinite(value) ? value : 1, least_share, most_ratio * typical.maxCoeff() * typical.maxCoeff()));
  return lower_factor(typical.cwiseInverse().asDiagonal() * eigen.eigenvectors() * root.asDiagonal());
}

/// The expected second derivatives of one block, and into `trace` what moves with sigma^2.
void add_expected(const MixedBlock& block, const MatrixXd& lambda, MatrixXd& bend, VectorXd& trace) {
  const Index k = block.k;
  const std::size_t step = (block.groups + looked_at - 1) / looked_at;
  const double each = static_cast<double>(block.groups) / static_cast<double>((block.groups + step - 1) / step);
  std::vector<MatrixXd> moved;
  for (const auto& entry : block.free) {
    MatrixXd by = MatrixXd::Zero(k, k);
    by.row(entry.row) += lambda.col(entry.column).transpose();
    by.col(entry.row) += lambda.col(entry.column);
    moved.push_back(by);
  }
  const MatrixXd covariance = lambda * lambda.transpose();
  std::vector<MatrixXd> times(moved.size());
  for (std::size_t g = 0; g < block.groups; g += step) {
    const Eigen::Map<const MatrixXd> a(block.zz.data() + g * static_cast<std::size_t>(k * k), k, k);
    const MatrixXd q = (MatrixXd::Identity(k, k) + a * covariance).partialPivLu().solve(a);
    for (std::size_t e = 0; e < moved.size(); ++e) {
      times[e] = q * moved[e];
      trace(static_cast<Index>(block.free[e].theta)) += each * times[e].trace();
      for (std::size_t f = 0; f <= e; ++f) {
        const auto row = static_cast<Index>(block.free[e].theta), column = static_cast<Index>(block.free[f].theta);
        bend(row, column) += each * times[e].cwiseProduct(times[f].transpose()).sum();
        bend(column, row) = bend(row, column);
      }
    }
  }
}

}  // namespace

Guess guess(const MixedSums& sums) {
  const auto thetas = static_cast<Index>(sums.thetas);
  const Moments moments(sums);
  const VectorXd solved = moments.system.colPivHouseholderQr().solve(moments.right);
  const double spread = std::max(moments.right(thetas) / static_cast<double>(sums.rows), 1e-300);
  const double residual = std::isfinite(solved(thetas)) ? std::clamp(solved(thetas), 0.1 * spread, spread) : spread;
  Guess found{VectorXd::Zero(thetas), MatrixXd::Zero(thetas, thetas)};
  VectorXd trace = VectorXd::Zero(thetas);
  for (const MixedBlock& block : sums.blocks) {
    MatrixXd covariance = MatrixXd::Zero(block.k, block.k), lambda = covariance;
    for (const auto& entry : block.free) {
      const double value = solved(static_cast<Index>(entry.theta)) / residual;
      covariance(entry.row, entry.column) = covariance(entry.column, entry.row) = std::isfinite(value) ? value : 0;
    }
    for (const auto& part : block.parts)
      lambda.block(part.first, part.first, part.columns, part.columns) =
          usable(block, part, covariance.block(part.first, part.first, part.columns, part.columns));
    for (const auto& entry : block.free) found.theta(static_cast<Index>(entry.theta)) = lambda(entry.row, entry.column);
    add_expected(block, lambda, found.bend, trace);
  }
  found.bend.diagonal().array() += 1e-3;
  const MatrixXd less = found.bend - trace * trace.transpose() / static_cast<double>(sums.rows);
  const Eigen::LLT<MatrixXd> positive(less);
  if (positive.info() == Eigen::Success && (less.diagonal().array() > 0.1 * found.bend.diagonal().array()).all()) found.bend = less;
  return found;
}

}  // namespace karuna::stats
