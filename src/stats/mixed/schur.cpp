// SPDX-License-Identifier: Apache-2.0
#include "stats/mixed/schur.h"

#include <algorithm>
#include <cmath>

namespace karuna::stats {
namespace {

using Eigen::Index;
constexpr Index always_dense = 400, never_dense = 8'000;  // columns
constexpr double sparse_share = 0.15;                     // of the pairs
constexpr double most_pairs = 1e8;

/// Walks the pairs of groups of two blocks that share a row: visit(block a, group, block b, group, k_a x k_b products).
template <typename Visit>
void each_cross(const MixedSums& sums, std::size_t a, std::size_t b, Visit visit) {
  const CrossProducts& cross = sums.cross[a][b - a - 1];
  const auto each = static_cast<std::size_t>(sums.blocks[a].k * sums.blocks[b].k);
  for (std::size_t group = 0; group + 1 < cross.start.size(); ++group)
    for (std::size_t i = cross.start[group]; i < cross.start[group + 1]; ++i) visit(group, cross.other[i], cross.values.data() + i * each);
}

double pairs_through_first(const MixedSums& sums) {
  double pairs = 0;
  for (std::size_t group = 0; group < sums.blocks[0].groups; ++group) {
    double touched = 0;
    for (std::size_t b = 1; b < sums.blocks.size(); ++b)
      touched += static_cast<double>((sums.cross[0][b - 1].start[group + 1] - sums.cross[0][b - 1].start[group]) * static_cast<std::size_t>(sums.blocks[b].k));
    pairs += touched * (touched + 1) / 2;
  }
  for (std::size_t a = 1; a < sums.blocks.size(); ++a)
    for (std::size_t b = a + 1; b < sums.blocks.size(); ++b) pairs += static_cast<double>(sums.cross[a][b - a - 1].values.size());
  return pairs;
}

/// Every entry of the other blocks' Z'W Z, lower triangle: visit(row, column, value).
template <typename Visit>
void each_entry(const MixedSums& sums, Visit visit) {
  for (std::size_t b = 1; b < sums.blocks.size(); ++b) {
    const MixedBlock& block = sums.blocks[b];
    for (std::size_t group = 0; group < block.groups; ++group)
      for (Index i = 0; i < block.k; ++i)
        for (Index j = 0; j <= i; ++j) {
          const Index at = block.first + static_cast<Index>(group) * block.k;
          visit(at + i, at + j, block.zz[group * static_cast<std::size_t>(block.k * block.k) + static_cast<std::size_t>(i * block.k + j)]);
        }
    for (std::size_t c = b + 1; c < sums.blocks.size(); ++c) {
      const MixedBlock& other = sums.blocks[c];
      each_cross(sums, b, c, [&](std::size_t g, std::uint32_t h, const double* values) {
        for (Index i = 0; i < block.k; ++i)
          for (Index j = 0; j < other.k; ++j)
            visit(other.first + static_cast<Index>(h) * other.k + j, block.first + static_cast<Index>(g) * block.k + i, values[i * other.k + j]);
      });
    }
  }
}

/// Where (row, column) of a sparse lower triangle stands among its values; the entry must exist.
Index place_in(const Eigen::SparseMatrix<double>& matrix, Index row, Index column) {
  const auto* from = matrix.innerIndexPtr() + matrix.outerIndexPtr()[column];
  const auto* to = matrix.innerIndexPtr() + matrix.outerIndexPtr()[column + 1];
  return std::lower_bound(from, to, static_cast<int>(row)) - matrix.innerIndexPtr();
}

}  // namespace

void scale_rows(const MixedSums& sums, const std::vector<Eigen::MatrixXd>& lambda, Eigen::MatrixXd& right) {
  for (std::size_t b = 1; b < sums.blocks.size(); ++b) {
    const MixedBlock& block = sums.blocks[b];
    const Index all = static_cast<Index>(block.groups) * block.k;
    if (block.k == 1)
      right.middleRows(block.first, all) *= lambda[b](0, 0);
    else
      for (Index at = block.first; at < block.first + all; at += block.k)
        right.middleRows(at, block.k) = (lambda[b].transpose() * right.middleRows(at, block.k)).eval();
  }
}

void unscale_rows(const MixedSums& sums, const std::vector<Eigen::MatrixXd>& lambda, Eigen::MatrixXd& right) {
  for (std::size_t b = 1; b < sums.blocks.size(); ++b) {
    const MixedBlock& block = sums.blocks[b];
    const Index all = static_cast<Index>(block.groups) * block.k;
    for (Index at = block.first; at < block.first + all; at += block.k) right.middleRows(at, block.k) = (lambda[b] * right.middleRows(at, block.k)).eval();
  }
}

Result<Schur> Schur::of(const MixedSums& sums) {
  Schur schur;
  schur.sums_ = &sums;
  schur.size_ = sums.rest;
  const double pairs = pairs_through_first(sums), all = static_cast<double>(sums.rest) * static_cast<double>(sums.rest) / 2;
  schur.sparse_ = sums.rest > never_dense || (sums.rest > always_dense && pairs < sparse_share * all);
  if (schur.sparse_ && pairs > most_pairs)
    return fail(Fault::refused,
                "the terms cross so much that " + std::to_string(sums.rest) + " effects of the smaller ones would have to be held together; fit fewer terms");
  if (!schur.sparse_) {
    schur.start_.setZero(sums.rest, sums.rest);
    each_entry(sums, [&](Index row, Index column, double value) { schur.start_(row, column) += value; });
    return schur;
  }
  std::vector<Eigen::Triplet<double>> entries;
  each_entry(sums, [&](Index row, Index column, double value) { entries.emplace_back(static_cast<int>(row), static_cast<int>(column), value); });
  std::vector<Index> touched;
  for (std::size_t group = 0; group < sums.blocks[0].groups; ++group) {
    touched.clear();
    for (std::size_t b = 1; b < sums.blocks.size(); ++b)
      for (std::size_t i = sums.cross[0][b - 1].start[group]; i < sums.cross[0][b - 1].start[group + 1]; ++i)
        for (Index j = 0; j < sums.blocks[b].k; ++j) touched.push_back(sums.blocks[b].first + sums.cross[0][b - 1].other[i] * sums.blocks[b].k + j);
    for (const Index i : touched)
      for (const Index j : touched)
        if (i > j) entries.emplace_back(static_cast<int>(i), static_cast<int>(j), 0.0);
  }
  schur.start_sparse_.resize(sums.rest, sums.rest);
  schur.start_sparse_.setFromTriplets(entries.begin(), entries.end());
  schur.cholesky_ = std::make_shared<Cholesky>();
  return schur;
}

void Schur::reset() {
  if (sparse_)
    m_sparse_ = start_sparse_;
  else
    m_ = start_;
}

void Schur::subtract(std::span<const Index> places, const Eigen::MatrixXd& part) {
  for (std::size_t j = 0; j < places.size(); ++j)
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (places[i] < places[j]) continue;
      const double value = part(static_cast<Index>(i), static_cast<Index>(j));
      if (sparse_)
        m_sparse_.valuePtr()[place_in(m_sparse_, places[i], places[j])] -= value;
      else
        m_(places[i], places[j]) -= value;
    }
}

bool Schur::factor(const std::vector<Eigen::MatrixXd>& lambda) {
  if (size_ == 0) return true;
  if (!sparse_) {
    m_.triangularView<Eigen::StrictlyUpper>() = m_.transpose();
    factor_ = m_;
    scale_rows(*sums_, lambda, factor_);
    factor_.transposeInPlace();
    scale_rows(*sums_, lambda, factor_);
    factor_.diagonal().array() += 1;
    return Eigen::internal::llt_inplace<double, Eigen::Lower>::blocked(factor_) == -1;
  }
  std::vector<Eigen::Triplet<double>> entries;
  for (std::size_t b = 1; b < sums_->blocks.size(); ++b)
    for (std::size_t g = 0; g < sums_->blocks[b].groups; ++g)
      for (Index i = 0; i < sums_->blocks[b].k; ++i)
        for (Index j = 0; j <= i; ++j) {
          const auto at = static_cast<int>(sums_->blocks[b].first + static_cast<Index>(g) * sums_->blocks[b].k);
          entries.emplace_back(at + static_cast<int>(i), at + static_cast<int>(j), lambda[b](i, j));
        }
  lambda_sparse_.resize(size_, size_);
  lambda_sparse_.setFromTriplets(entries.begin(), entries.end());
  const Eigen::SparseMatrix<double> whole = m_sparse_.selfadjointView<Eigen::Lower>();
  Eigen::SparseMatrix<double> omega = lambda_sparse_.transpose() * (whole * lambda_sparse_);
  omega.diagonal().array() += 1;
  if (!analysed_) cholesky_->analyzePattern(omega);
  analysed_ = true;
  cholesky_->factorize(omega);
  return cholesky_->info() == Eigen::Success;
}

double Schur::log_det() const {
  if (size_ == 0) return 0;
  double sum = 0;
  if (sparse_) {
    const Eigen::SparseMatrix<double>& factor = cholesky_->matrixL().nestedExpression();
    for (Index j = 0; j < size_; ++j) sum += 2 * std::log(factor.valuePtr()[factor.outerIndexPtr()[j]]);
  } else {
    for (Index j = 0; j < size_; ++j) sum += 2 * std::log(factor_(j, j));
  }
  return sum;
}

Eigen::MatrixXd Schur::forward(const Eigen::MatrixXd& right) const {
  if (size_ == 0) return right;
  Eigen::MatrixXd solved = right;
  if (sparse_) {
    solved = cholesky_->permutationP() * right;
    cholesky_->matrixL().solveInPlace(solved);
  } else {
    factor_.triangularView<Eigen::Lower>().solveInPlace(solved);
  }
  return solved;
}

Eigen::MatrixXd Schur::solve(const Eigen::MatrixXd& right) const {
  if (size_ == 0) return right;
  if (sparse_) return cholesky_->solve(right);
  Eigen::MatrixXd solved = forward(right);
  factor_.triangularView<Eigen::Lower>().transpose().solveInPlace(solved);
  return solved;
}

Eigen::MatrixXd Schur::times(const Eigen::MatrixXd& right) const {
  if (size_ == 0) return right;
  if (sparse_) return m_sparse_.selfadjointView<Eigen::Lower>() * right;
  return m_ * right;
}

void Schur::invert() {
  if (size_ == 0) return;
  if (!sparse_) {
    inverse_ = solve(Eigen::MatrixXd::Identity(size_, size_));
    return;
  }
  // Takahashi, Fagan and Chen 1973: the inverse on the pattern of the factor, from the last column to the first.
  const Eigen::SparseMatrix<double>& factor = cholesky_->matrixL().nestedExpression();
  inverse_sparse_ = factor;
  const auto* outer = factor.outerIndexPtr();
  const auto* inner = factor.innerIndexPtr();
  const double* l = factor.valuePtr();
  double* z = inverse_sparse_.valuePtr();
  for (Index j = size_ - 1; j >= 0; --j) {
    const double pivot = l[outer[j]];
    for (Index a = outer[j + 1] - 1; a > outer[j]; --a) {
      double sum = 0;
      for (Index b = outer[j] + 1; b < outer[j + 1]; ++b) {
        const Index high = std::max(inner[a], inner[b]), low = std::min(inner[a], inner[b]);
        sum += l[b] * z[place_in(inverse_sparse_, high, low)];
      }
      z[a] = -sum / pivot;
    }
    double sum = 0;
    for (Index b = outer[j] + 1; b < outer[j + 1]; ++b) sum += l[b] * z[b];
    z[outer[j]] = 1 / (pivot * pivot) - sum / pivot;
  }
}

double Schur::inverse(Index row, Index column) const {
  if (!sparse_) return inverse_(row, column);
  const Index a = cholesky_->permutationP().indices()[row], b = cholesky_->permutationP().indices()[column];
  return inverse_sparse_.valuePtr()[place_in(inverse_sparse_, std::max(a, b), std::min(a, b))];
}

Eigen::MatrixXd Schur::sum_of_products(const MixedBlock& block, const std::vector<Eigen::MatrixXd>& lambda) const {
  Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(block.k, block.k);
  if (!sparse_) {
    Eigen::MatrixXd column;
    for (std::size_t g = 0; g < block.groups; ++g)
      for (Index i = 0; i < block.k; ++i) {
        const Index at = block.first + static_cast<Index>(g) * block.k;
        column = m_.col(at + i);
        scale_rows(*sums_, lambda, column);
        for (Index j = 0; j < block.k; ++j) sum(i, j) += column.col(0).dot(inverse_.col(at + j));
      }
    return sum;
  }
  const auto add = [&](Index i, Index j, double value) {  // M(i, j) L Omega^-1, i in this block
    if (i < block.first || i >= block.first + static_cast<Index>(block.groups) * block.k) return;
    std::size_t b = sums_->blocks.size() - 1;
    while (sums_->blocks[b].first > j) --b;
    const Index k = sums_->blocks[b].k, e = (j - sums_->blocks[b].first) % k, a = (i - block.first) % block.k;
    for (Index d = 0; d < block.k; ++d)
      for (Index f = 0; f <= e; ++f) sum(a, d) += value * lambda[b](e, f) * inverse(j - e + f, i - a + d);
  };
  for (Index j = 0; j < size_; ++j)
    for (Eigen::SparseMatrix<double>::InnerIterator entry(m_sparse_, j); entry; ++entry) {
      add(entry.row(), j, entry.value());
      if (entry.row() != j) add(j, entry.row(), entry.value());
    }
  return sum;
}

}  // namespace karuna::stats
