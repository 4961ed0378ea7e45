// SPDX-License-Identifier: Apache-2.0
#include "stats/mixed/dense_product.h"

#include <gtest/gtest.h>

#include <array>

#include "stats/resample/philox.h"

namespace karuna::stats {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;

MatrixXd drawn(Index rows, Index columns, std::uint64_t seed) {
  Random random(seed, 0);
  MatrixXd made(rows, columns);
  for (double& value : made.reshaped()) value = random.normal();
  return made;
}

/// By hand, number by number: sums over at most 256 products, from first to last. To the bit, whatever the processor.
TEST(DenseProduct, is_the_plain_sum_to_the_bit) {
  for (const auto& [rows, columns, depth] : {std::array<Index, 3>{1, 1, 1}, {8, 6, 4}, {9, 7, 3}, {23, 40, 300}, {70, 5, 513}}) {
    const MatrixXd a = drawn(rows, depth, 1), b = drawn(depth, columns, 2), turned = b.transpose(), start = drawn(rows, columns, 3);
    MatrixXd expected = start;
    for (Index i = 0; i < rows; ++i)
      for (Index j = 0; j < columns; ++j)
        for (Index from = 0; from < depth; from += 256) {
          double sum = 0;
          for (Index k = from; k < std::min(depth, from + 256); ++k) sum += a(i, k) * b(k, j);
          expected(i, j) -= sum;
        }
    MatrixXd plain = start, other = start;
    subtract_product(a, b, Right::plain, Part::whole, plain);
    subtract_product(a, turned, Right::transposed, Part::whole, other);
    EXPECT_EQ(plain, expected) << rows << " x " << columns << " x " << depth;
    EXPECT_EQ(other, expected) << rows << " x " << columns << " x " << depth;
  }
}

TEST(DenseProduct, of_a_triangle_leaves_nothing_out) {
  const MatrixXd a = drawn(45, 20, 4);
  MatrixXd lower = MatrixXd::Zero(45, 45);
  subtract_product(a, a, Right::transposed, Part::lower, lower);
  const MatrixXd whole = -a * a.transpose();
  for (Index j = 0; j < 45; ++j)
    for (Index i = j; i < 45; ++i) EXPECT_NEAR(lower(i, j), whole(i, j), 1e-13);
}

TEST(DenseProduct, factors_as_eigen_does_and_sees_what_is_not_positive) {
  for (const Index size : {1, 63, 64, 65, 200}) {
    const MatrixXd a = drawn(size, size + 3, 5);
    const MatrixXd positive = a * a.transpose() + MatrixXd::Identity(size, size);
    MatrixXd factor = positive;
    ASSERT_TRUE(factor_in_place(factor));
    const MatrixXd lower = factor.triangularView<Eigen::Lower>();
    EXPECT_LT((lower * lower.transpose() - positive).cwiseAbs().maxCoeff(), 1e-10);
    factor = positive;
    factor(size - 1, size - 1) = -1;
    EXPECT_FALSE(factor_in_place(factor));
  }
}

}  // namespace
}  // namespace karuna::stats
