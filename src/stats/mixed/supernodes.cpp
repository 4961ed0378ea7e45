// SPDX-License-Identifier: Apache-2.0
#include "stats/mixed/supernodes.h"

#include <cmath>

#include "stats/mixed/dense_product.h"

namespace karuna::stats {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
constexpr Index panel = 64;  // columns that are taken together in the inverse
constexpr Index few = 4;     // columns whose products are added where they belong at once

Eigen::Map<MatrixXd> piece(std::vector<double>& values, const Supernode& node) { return {values.data() + node.offset, node.height(), node.columns}; }
Eigen::Map<const MatrixXd> piece(const std::vector<double>& values, const Supernode& node) {
  return {values.data() + node.offset, node.height(), node.columns};
}

}  // namespace

void invert_from_factor(const Eigen::Ref<const MatrixXd>& factor, Eigen::Ref<MatrixXd> z) {
  const Index all = factor.rows();
  MatrixXd across, square;
  for (Index to = factor.cols(); to > 0;) {
    const Index from = std::max<Index>(0, to - panel), columns = to - from, below = all - to;
    const auto corner = factor.block(from, from, columns, columns).triangularView<Eigen::Lower>();
    square.setIdentity(columns, columns);
    corner.solveInPlace(square);
    auto here = z.block(from, from, columns, columns);
    here.noalias() = square.transpose() * square;
    if (below > 0) {
      across = factor.block(to, from, below, columns);
      corner.solveInPlace<Eigen::OnTheRight>(across);
      auto under = z.block(to, from, below, columns);
      under.setZero();
      subtract_product(z.bottomRightCorner(below, below), across, Right::plain, Part::whole, under);
      here.noalias() -= across.transpose() * under;
      z.block(from, to, columns, below) = under.transpose();
    }
    to = from;
  }
}

bool Supernodes::factor(std::span<const double> values) {
  factor_.assign(order_.values, 0);
  std::size_t pair = 0;
  for (std::size_t j = 0; j < pattern_.nodes(); ++j)
    for (std::size_t t = pattern_.start[j]; t < pattern_.start[j + 1]; ++t, ++pair) {
      const auto& lies = order_.lies[t];
      const Index rows = pattern_.size(pattern_.row[t]), columns = pattern_.size(j);
      const double* const from = values.data() + pattern_.offset[t];
      double* const to = factor_.data() + lies.offset;
      for (Index a = 0; a < rows; ++a)
        for (Index b = 0; b < columns; ++b) to[lies.turned ? b + a * lies.height : a + b * lies.height] = from[a * columns + b];
    }
  MatrixXd update;
  for (const Supernode& node : order_.supernodes) {
    auto whole = piece(factor_, node);
    auto corner = whole.topRows(node.columns);
    if (!factor_in_place(corner)) return false;
    const auto rows = static_cast<Index>(node.rows.size());
    if (rows == 0) continue;
    auto below = whole.bottomRows(rows);
    corner.triangularView<Eigen::Lower>().transpose().solveInPlace<Eigen::OnTheRight>(below);
    if (node.columns > few) {
      update.setZero(rows, rows);
      subtract_product(below, below, Right::transposed, Part::lower, update);
    }
    for (const auto& target : node.targets) {
      const Supernode& later = order_.supernodes[target.supernode];
      for (std::size_t j = target.from; j < target.to; ++j) {
        double* const into = factor_.data() + later.offset + static_cast<std::size_t>((node.rows[j] - later.column) * later.height());
        const std::uint32_t* const at = target.at.data() + (j - target.from);
        const auto column = static_cast<Index>(j);
        if (node.columns > few) {
          const double* const from = update.data() + column * rows;
          for (Index i = column; i < rows; ++i) into[at[i - column]] += from[i];
          continue;
        }
        for (Index c = 0; c < node.columns; ++c) {
          const double* const from = below.data() + c * node.height();
          const double by = from[column];
          for (Index i = column; i < rows; ++i) into[at[i - column]] -= from[i] * by;
        }
      }
    }
  }
  return true;
}

double Supernodes::log_det() const {
  double sum = 0;
  for (const Supernode& node : order_.supernodes) {
    const auto whole = piece(factor_, node);
    for (Index c = 0; c < node.columns; ++c) sum += 2 * std::log(whole(c, c));
  }
  return sum;
}

MatrixXd Supernodes::forward(const MatrixXd& right) const {
  MatrixXd solved(right.rows(), right.cols()), below;
  for (Index i = 0; i < right.rows(); ++i) solved.row(order_.position[static_cast<std::size_t>(i)]) = right.row(i);
  for (const Supernode& node : order_.supernodes) {
    const auto whole = piece(factor_, node);
    auto here = solved.middleRows(node.column, node.columns);
    whole.topRows(node.columns).triangularView<Eigen::Lower>().solveInPlace(here);
    below.noalias() = whole.bottomRows(static_cast<Index>(node.rows.size())) * here;
    for (std::size_t i = 0; i < node.rows.size(); ++i) solved.row(node.rows[i]) -= below.row(static_cast<Index>(i));
  }
  return solved;
}

MatrixXd Supernodes::solve(const MatrixXd& right) const {
  MatrixXd solved = forward(right), below, back(right.rows(), right.cols());
  for (auto node = order_.supernodes.rbegin(); node != order_.supernodes.rend(); ++node) {
    const auto whole = piece(factor_, *node);
    const auto rows = static_cast<Index>(node->rows.size());
    below.resize(rows, right.cols());
    for (Index i = 0; i < rows; ++i) below.row(i) = solved.row(node->rows[static_cast<std::size_t>(i)]);
    auto here = solved.middleRows(node->column, node->columns);
    here.noalias() -= whole.bottomRows(rows).transpose() * below;
    whole.topRows(node->columns).triangularView<Eigen::Lower>().transpose().solveInPlace(here);
  }
  for (Index i = 0; i < right.rows(); ++i) back.row(i) = solved.row(order_.position[static_cast<std::size_t>(i)]);
  return back;
}

void Supernodes::inverse(std::span<double> values) {
  inverse_.resize(order_.values);
  for (auto node = order_.supernodes.rbegin(); node != order_.supernodes.rend(); ++node) {
    const auto rows = static_cast<Index>(node->rows.size());
    work_.resize(node->height(), node->height());
    for (const auto& target : node->targets) {
      const Supernode& later = order_.supernodes[target.supernode];
      for (std::size_t j = target.from; j < target.to; ++j) {
        const double* const from = inverse_.data() + later.offset + static_cast<std::size_t>((node->rows[j] - later.column) * later.height());
        const std::uint32_t* const at = target.at.data() + (j - target.from);
        const auto column = static_cast<Index>(j);
        double* const into = work_.data() + (node->columns + column) * node->height() + node->columns;
        for (Index i = column; i < rows; ++i) into[i] = from[at[i - column]];
      }
    }
    auto rest = work_.bottomRightCorner(rows, rows);
    rest.triangularView<Eigen::StrictlyUpper>() = rest.transpose();
    invert_from_factor(piece(static_cast<const std::vector<double>&>(factor_), *node), work_);
    piece(inverse_, *node) = work_.leftCols(node->columns);
  }
  for (std::size_t j = 0; j < pattern_.nodes(); ++j)
    for (std::size_t t = pattern_.start[j]; t < pattern_.start[j + 1]; ++t) {
      const auto& lies = order_.lies[t];
      const Index rows = pattern_.size(pattern_.row[t]), columns = pattern_.size(j);
      const double* const from = inverse_.data() + lies.offset;
      double* const to = values.data() + pattern_.offset[t];
      for (Index a = 0; a < rows; ++a)
        for (Index b = 0; b < columns; ++b) to[a * columns + b] = from[lies.turned ? b + a * lies.height : a + b * lies.height];
    }
}

}  // namespace karuna::stats
