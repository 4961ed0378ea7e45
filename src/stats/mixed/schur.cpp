// SPDX-License-Identifier: Apache-2.0
#include "stats/mixed/schur.h"

#include <algorithm>
#include <cmath>

#include "stats/mixed/dense_product.h"

namespace karuna::stats {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Square = Eigen::Map<const RowMajor>;
constexpr Index always_dense = 400, never_dense = 8'000;  // columns
constexpr double sparse_share = 0.35;                     // of the pairs
constexpr double most_pairs = 1e8;                        // of places of a group of the first block, over all groups

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
      const CrossProducts& cross = sums.cross[b][c - b - 1];
      for (std::size_t group = 0; group < block.groups; ++group)
        for (std::size_t t = cross.start[group]; t < cross.start[group + 1]; ++t)
          for (Index i = 0; i < block.k; ++i)
            for (Index j = 0; j < other.k; ++j)
              visit(other.first + static_cast<Index>(cross.other[t]) * other.k + j, block.first + static_cast<Index>(group) * block.k + i,
                    cross.values[t * static_cast<std::size_t>(block.k * other.k) + static_cast<std::size_t>(i * other.k + j)]);
    }
  }
}

/// The nodes are the groups of all blocks but the first.
void number_nodes(const MixedSums& sums, NodePattern& pattern, std::vector<std::uint32_t>& block_of_node) {
  for (std::size_t b = 1; b < sums.blocks.size(); ++b)
    for (std::size_t g = 0; g < sums.blocks[b].groups; ++g) {
      pattern.place.push_back(sums.blocks[b].first + static_cast<Index>(g) * sums.blocks[b].k);
      block_of_node.push_back(static_cast<std::uint32_t>(b));
    }
  pattern.place.push_back(sums.rest);
}

double pairs_through_first(const Crossing& crossing) {
  double pairs = 0;
  for (std::size_t group = 0; group + 1 < crossing.start.size(); ++group) {
    const auto touched = static_cast<double>(crossing.places_of(group).size());
    pairs += touched * (touched + 1) / 2;
  }
  return pairs;
}

}  // namespace

void scale_rows(const MixedSums& sums, const std::vector<MatrixXd>& lambda, MatrixXd& right) {
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

void unscale_rows(const MixedSums& sums, const std::vector<MatrixXd>& lambda, MatrixXd& right) {
  for (std::size_t b = 1; b < sums.blocks.size(); ++b) {
    const MixedBlock& block = sums.blocks[b];
    const Index all = static_cast<Index>(block.groups) * block.k;
    if (block.k == 1)
      right.middleRows(block.first, all) *= lambda[b](0, 0);
    else
      for (Index at = block.first; at < block.first + all; at += block.k) right.middleRows(at, block.k) = (lambda[b] * right.middleRows(at, block.k)).eval();
  }
}

Result<Schur> Schur::of(const MixedSums& sums, const Crossing& crossing) {
  Schur schur;
  schur.sums_ = &sums;
  schur.size_ = sums.rest;
  const double pairs = pairs_through_first(crossing);
  if (sums.rest > never_dense && pairs > most_pairs)
    return fail(Fault::refused,
                "the terms cross so much that " + std::to_string(sums.rest) + " effects of the smaller ones would have to be held together; fit fewer terms");
  if (sums.rest > always_dense && pairs <= most_pairs) schur.lay_out(crossing);
  if (schur.sparse()) return schur;
  schur.start_.setZero(sums.rest, sums.rest);
  each_entry(sums, [&](Index row, Index column, double value) { schur.start_(row, column) += value; });
  return schur;
}

/// The pattern of M, and where in it each pair of places of each group of the first block lies; nothing where M is nearly full.
void Schur::lay_out(const Crossing& crossing) {
  const std::size_t groups = crossing.start.size() - 1;
  number_nodes(*sums_, pattern_, block_of_node_);
  const std::size_t nodes = pattern_.nodes();
  std::vector<std::uint32_t> node_of(static_cast<std::size_t>(size_));
  for (std::size_t j = 0; j < nodes; ++j)
    for (Index a = pattern_.place[j]; a < pattern_.place[j + 1]; ++a) node_of[static_cast<std::size_t>(a)] = static_cast<std::uint32_t>(j);
  // Where each node stands among the places of each group.
  std::vector<std::size_t> first(nodes + 1, 0), standing;
  std::vector<std::uint32_t> group_of;
  const auto each_node = [&](auto visit) {
    for (std::size_t g = 0; g < groups; ++g)
      for (std::size_t t = crossing.start[g]; t < crossing.start[g + 1]; t += static_cast<std::size_t>(pattern_.size(node_of[crossing.place[t]])))
        visit(g, t, node_of[crossing.place[t]]);
  };
  each_node([&](std::size_t, std::size_t, std::uint32_t node) { ++first[node + 1]; });
  for (std::size_t j = 0; j < nodes; ++j) first[j + 1] += first[j];
  standing.resize(first[nodes]), group_of.resize(first[nodes]);
  std::vector<std::size_t> next(first.begin(), first.end() - 1);
  each_node([&](std::size_t g, std::size_t t, std::uint32_t node) { standing[next[node]] = t, group_of[next[node]++] = static_cast<std::uint32_t>(g); });
  std::vector<std::uint32_t> seen(nodes, UINT32_MAX);
  double entries = 0;
  for (std::uint32_t j = 0; j < nodes; ++j) {
    pattern_.start.push_back(pattern_.row.size());
    seen[j] = j, pattern_.row.push_back(j);
    for (std::size_t s = first[j]; s < first[j + 1]; ++s)
      for (std::size_t t = standing[s]; t < crossing.start[group_of[s] + 1]; ++t)
        if (const std::uint32_t i = node_of[crossing.place[t]]; seen[i] != j) seen[i] = j, pattern_.row.push_back(i);
    std::sort(pattern_.row.begin() + static_cast<std::ptrdiff_t>(pattern_.start[j]), pattern_.row.end());
    for (std::size_t t = pattern_.start[j]; t < pattern_.row.size(); ++t) entries += static_cast<double>(pattern_.size(j) * pattern_.size(pattern_.row[t]));
    if (size_ <= never_dense && entries > sparse_share * static_cast<double>(size_) * static_cast<double>(size_) / 2) return;
  }
  pattern_.start.push_back(pattern_.row.size());
  for (std::size_t j = 0; j < nodes; ++j)
    for (std::size_t t = pattern_.start[j]; t < pattern_.start[j + 1]; ++t) {
      pattern_.offset.push_back(pattern_.values);
      pattern_.values += static_cast<std::size_t>(pattern_.size(j) * pattern_.size(pattern_.row[t]));
    }
  pair_start_.assign(1, 0);
  for (std::size_t g = 0; g < groups; ++g) {
    const std::size_t touched = crossing.places_of(g).size();
    pair_start_.push_back(pair_start_.back() + touched * (touched + 1) / 2);
  }
  pair_.resize(pair_start_.back());
  std::vector<std::size_t> offset(nodes);
  for (std::size_t j = 0; j < nodes; ++j) {
    const auto columns = static_cast<std::size_t>(pattern_.size(j));
    for (std::size_t t = pattern_.start[j]; t < pattern_.start[j + 1]; ++t) offset[pattern_.row[t]] = pattern_.offset[t];
    for (std::size_t s = first[j]; s < first[j + 1]; ++s) {
      const std::size_t from = crossing.start[group_of[s]], to = crossing.start[group_of[s] + 1], touched = to - from;
      for (std::size_t b = 0; b < columns; ++b) {
        const std::size_t column = standing[s] + b - from;
        std::uint32_t* const into = pair_.data() + pair_start_[group_of[s]] + column * touched - column * (column + 1) / 2;
        if (nodes == static_cast<std::size_t>(size_)) {  // each a single column
          for (std::size_t i = column; i < touched; ++i) into[i] = static_cast<std::uint32_t>(offset[crossing.place[from + i]]);
          continue;
        }
        for (std::size_t i = column; i < touched; ++i) {
          const std::uint32_t place = crossing.place[from + i], node = node_of[place];
          const auto a = static_cast<std::size_t>(static_cast<Index>(place) - pattern_.place[node]);
          into[i] = static_cast<std::uint32_t>(offset[node] + a * columns + b);
        }
      }
    }
  }
  values_start_.assign(pattern_.values, 0);
  const auto in_pattern = [&](Index row, Index column) -> double& {
    const std::uint32_t i = node_of[static_cast<std::size_t>(row)], j = node_of[static_cast<std::size_t>(column)];
    const auto at = std::lower_bound(pattern_.row.begin() + static_cast<std::ptrdiff_t>(pattern_.start[j]),
                                     pattern_.row.begin() + static_cast<std::ptrdiff_t>(pattern_.start[j + 1]), i);
    return values_start_[pattern_.offset[static_cast<std::size_t>(at - pattern_.row.begin())] +
                         static_cast<std::size_t>((row - pattern_.place[i]) * pattern_.size(j) + column - pattern_.place[j])];
  };
  each_entry(*sums_, [&](Index row, Index column, double value) { in_pattern(row, column) += value; });
  pieces_.emplace(pattern_);
}

/// visit(row node, column node, place of their block among the values)
template <typename Visit>
void Schur::each_pair(Visit visit) const {
  for (std::size_t j = 0; j < pattern_.nodes(); ++j)
    for (std::size_t t = pattern_.start[j]; t < pattern_.start[j + 1]; ++t) visit(pattern_.row[t], j, pattern_.offset[t]);
}

void Schur::reset() {
  if (sparse())
    values_ = values_start_;
  else
    m_ = start_;
}

bool Schur::factor_dense() {
  m_.triangularView<Eigen::StrictlyUpper>() = m_.transpose();
  factor_ = m_;
  scale_rows(*sums_, lambda_, factor_);
  factor_.transposeInPlace();
  scale_rows(*sums_, lambda_, factor_);
  factor_.diagonal().array() += 1;
  return factor_in_place(factor_);
}

bool Schur::factor(const std::vector<MatrixXd>& lambda) {
  if (size_ == 0) return true;
  lambda_ = lambda;
  if (!sparse()) return factor_dense();
  std::vector<double> omega(values_.size());
  each_pair([&](std::size_t i, std::size_t j, std::size_t at) {
    const MatrixXd &li = lambda_[block_of_node_[i]], &lj = lambda_[block_of_node_[j]];
    const double one = i == j ? 1 : 0;
    if (li.rows() == 1 && lj.rows() == 1) {
      omega[at] = li(0, 0) * lj(0, 0) * values_[at] + one;
      return;
    }
    Eigen::Map<RowMajor> m(values_.data() + at, li.rows(), lj.rows()), into(omega.data() + at, li.rows(), lj.rows());
    if (i == j) m.triangularView<Eigen::StrictlyUpper>() = m.transpose();
    into.noalias() = li.transpose() * m * lj;
    if (i == j) into.diagonal().array() += one;
  });
  return pieces_->factor(omega);
}

double Schur::log_det() const {
  if (size_ == 0) return 0;
  return sparse() ? pieces_->log_det() : 2 * factor_.diagonal().array().log().sum();
}

MatrixXd Schur::forward(const MatrixXd& right) const {
  if (size_ == 0) return right;
  if (sparse()) return pieces_->forward(right);
  return factor_.triangularView<Eigen::Lower>().solve(right);
}

MatrixXd Schur::solve(const MatrixXd& right) const {
  if (size_ == 0) return right;
  if (sparse()) return pieces_->solve(right);
  MatrixXd solved = forward(right);
  factor_.triangularView<Eigen::Lower>().transpose().solveInPlace(solved);
  return solved;
}

MatrixXd Schur::times(const MatrixXd& right) const {
  if (size_ == 0) return right;
  if (!sparse()) return m_ * right;
  RowMajor from = right, product = RowMajor::Zero(right.rows(), right.cols());
  const Index width = right.cols();
  each_pair([&](std::size_t i, std::size_t j, std::size_t at) {
    const Square m(values_.data() + at, pattern_.size(i), pattern_.size(j));
    if (m.size() == 1) {
      const Index row = pattern_.place[i] * width, column = pattern_.place[j] * width;
      for (Index v = 0; v < width; ++v) product.data()[row + v] += values_[at] * from.data()[column + v];
      for (Index v = 0; v < width && i != j; ++v) product.data()[column + v] += values_[at] * from.data()[row + v];
      return;
    }
    product.middleRows(pattern_.place[i], m.rows()) += m.lazyProduct(from.middleRows(pattern_.place[j], m.cols()));
    if (i != j) product.middleRows(pattern_.place[j], m.cols()) += m.transpose().lazyProduct(from.middleRows(pattern_.place[i], m.rows()));
  });
  return product;
}

void Schur::invert() {
  sum_of_products_.clear();
  for (const MixedBlock& block : sums_->blocks) sum_of_products_.push_back(MatrixXd::Zero(block.k, block.k));
  if (size_ == 0) return;
  if (sparse())
    invert_pieces();
  else
    invert_dense();
}

void Schur::invert_dense() {
  within_.resize(size_, size_);
  invert_from_factor(factor_, within_);
  unscale_rows(*sums_, lambda_, within_);  // L Omega^-1
  for (std::size_t b = 1; b < sums_->blocks.size(); ++b) {
    const MixedBlock& block = sums_->blocks[b];
    for (Index at = block.first; at < block.first + static_cast<Index>(block.groups) * block.k; at += block.k)
      for (Index i = 0; i < block.k; ++i)
        for (Index j = 0; j < block.k; ++j) sum_of_products_[b](i, j) += m_.col(at + i).dot(within_.col(at + j));
  }
  within_.transposeInPlace();
  unscale_rows(*sums_, lambda_, within_);
}

void Schur::invert_pieces() {
  values_within_.resize(values_.size());
  pieces_->inverse(values_within_);
  each_pair([&](std::size_t i, std::size_t j, std::size_t at) {
    const std::size_t bi = block_of_node_[i], bj = block_of_node_[j];
    const MatrixXd &li = lambda_[bi], &lj = lambda_[bj];
    if (li.rows() == 1 && lj.rows() == 1) {
      const double product = values_[at] * values_within_[at];
      sum_of_products_[bi](0, 0) += product * lj(0, 0);
      if (i != j) sum_of_products_[bj](0, 0) += product * li(0, 0);
      values_within_[at] *= li(0, 0) * lj(0, 0);
      return;
    }
    const Square m(values_.data() + at, li.rows(), lj.rows());
    Eigen::Map<RowMajor> z(values_within_.data() + at, li.rows(), lj.rows());
    sum_of_products_[bi] += m * (lj * z.transpose());
    if (i != j) sum_of_products_[bj] += m.transpose() * (li * z);
    z = (li * z * lj.transpose()).eval();
  });
}

MatrixXd Schur::within(std::size_t block, std::size_t group) const {
  const Index k = sums_->blocks[block].k, at = sums_->blocks[block].first + static_cast<Index>(group) * k;
  if (!sparse()) return within_.block(at, at, k, k);
  std::size_t node = group;
  for (std::size_t b = 1; b < block; ++b) node += sums_->blocks[b].groups;
  return Square(values_within_.data() + pattern_.offset[pattern_.start[node]], k, k);
}

}  // namespace karuna::stats
