// SPDX-License-Identifier: Apache-2.0
#include "stats/mixed/supernodes.h"

#include <gtest/gtest.h>

#include <cmath>

#include "stats/resample/philox.h"

namespace karuna::stats {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;

/// Nodes of 1 to 3 columns; which of them meet is drawn, some meet many. The matrix is dominated by its diagonal.
struct Meeting {
  NodePattern pattern;
  std::vector<double> values;
  MatrixXd dense;

  Meeting(std::uint32_t nodes, std::uint32_t each, std::uint64_t seed) {
    Random random(seed, 0);
    Index columns = 0;
    for (std::uint32_t j = 0; j < nodes; ++j) pattern.place.push_back(columns), columns += 1 + random.below(3);
    pattern.place.push_back(columns);
    std::vector<std::vector<bool>> meet(nodes, std::vector<bool>(nodes, false));
    for (std::uint32_t t = 0; t < each * nodes; ++t) {
      const std::uint32_t a = random.below(nodes), b = t % 4 == 0 ? random.below(std::min(nodes, 3U)) : random.below(nodes);
      meet[std::max(a, b)][std::min(a, b)] = true;
    }
    dense = MatrixXd::Zero(columns, columns);
    for (std::uint32_t j = 0; j < nodes; ++j) {
      pattern.start.push_back(pattern.row.size());
      for (std::uint32_t i = j; i < nodes; ++i) {
        if (i != j && !meet[i][j]) continue;
        pattern.row.push_back(i);
        pattern.offset.push_back(pattern.values);
        for (Index a = 0; a < pattern.size(i); ++a)
          for (Index b = 0; b < pattern.size(j); ++b) {
            const Index row = pattern.place[i] + a, column = pattern.place[j] + b;
            double value = row == column ? 30.0 * each : random.normal();
            if (row < column) value = dense(column, row);
            dense(row, column) = value;
            if (i != j) dense(column, row) = value;
            if (i == j && row < column) dense(column, row) = value;
          }
        pattern.values += static_cast<std::size_t>(pattern.size(i) * pattern.size(j));
      }
    }
    pattern.start.push_back(pattern.row.size());
    for (Index j = 0; j < columns; ++j)
      for (Index i = 0; i < j; ++i) dense(i, j) = dense(j, i);
    each_entry([&](Index row, Index column, std::size_t) { values.push_back(dense(row, column)); });
  }
  template <typename Visit>
  void each_entry(Visit visit) const {
    for (std::size_t j = 0; j < pattern.nodes(); ++j)
      for (std::size_t t = pattern.start[j]; t < pattern.start[j + 1]; ++t)
        for (Index a = 0; a < pattern.size(pattern.row[t]); ++a)
          for (Index b = 0; b < pattern.size(j); ++b)
            visit(pattern.place[pattern.row[t]] + a, pattern.place[j] + b, pattern.offset[t] + static_cast<std::size_t>(a * pattern.size(j) + b));
  }
};

TEST(Supernodes, are_the_dense_factor_in_pieces) {  // by hand: the dense inverse
  for (const auto& [nodes, each] : {std::pair{1U, 1U}, {12U, 1U}, {60U, 1U}, {200U, 1U}, {150U, 3U}, {80U, 20U}}) {
    const Meeting made(nodes, each, nodes + each);
    Supernodes pieces(made.pattern);
    ASSERT_TRUE(pieces.factor(made.values));
    const Eigen::LLT<MatrixXd> dense(made.dense);
    EXPECT_NEAR(pieces.log_det(), 2 * dense.matrixLLT().diagonal().array().log().sum(), 1e-9);
    const MatrixXd right = made.dense.leftCols(std::min<Index>(3, made.dense.cols())).array().cos();
    EXPECT_LT((pieces.solve(right) - dense.solve(right)).cwiseAbs().maxCoeff(), 1e-12);
    const MatrixXd half = pieces.forward(right);
    EXPECT_LT((half.transpose() * half - right.transpose() * dense.solve(right)).cwiseAbs().maxCoeff(), 1e-10);
    std::vector<double> inverse(made.pattern.values);
    pieces.inverse(inverse);
    const MatrixXd whole = dense.solve(MatrixXd::Identity(made.dense.rows(), made.dense.cols()));
    double worst = 0;
    made.each_entry([&](Index row, Index column, std::size_t at) { worst = std::max(worst, std::fabs(inverse[at] - whole(row, column))); });
    EXPECT_LT(worst, 1e-13) << nodes << " nodes";
  }
}

TEST(Supernodes, see_that_a_matrix_is_not_positive) {
  Meeting made(40, 1, 7);
  for (double& value : made.values) value = -value;
  EXPECT_FALSE(Supernodes(made.pattern).factor(made.values));
}

}  // namespace
}  // namespace karuna::stats
