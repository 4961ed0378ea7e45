// SPDX-License-Identifier: Apache-2.0
#include "stats/mixed/dense_product.h"

#include <algorithm>
#include <memory>
#include <new>
#include <vector>

#include "stats/wide.h"

namespace karuna::stats {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;

constexpr Index tall = 8, across = 6;  // the piece of c that registers hold
constexpr Index deep = 256;            // of a and b at once
constexpr Index panel = 64;            // columns of a factor that are taken together
typedef double Lanes __attribute__((vector_size(tall * sizeof(double))));

/// c -= a b for packed a (slivers of 8 rows) and b (slivers of 6 columns), both filled up with zeros.
KARUNA_WIDE_LANES void packed_product(Index rows, Index columns, Index depth, const double* a, const double* b, double* c, Index stride, bool lower) {
  for (Index j = 0; j < columns; j += across) {
    const double* const right = b + j * depth;
    const Index wide = std::min(across, columns - j);
    for (Index i = lower ? j / tall * tall : 0; i < rows; i += tall) {
      const Lanes* left = reinterpret_cast<const Lanes*>(a + i * depth);
      Lanes s0{}, s1{}, s2{}, s3{}, s4{}, s5{};
      for (Index k = 0; k < depth; ++k) {
        const Lanes x = left[k];
        const double* const y = right + k * across;
        s0 += x * y[0], s1 += x * y[1], s2 += x * y[2], s3 += x * y[3], s4 += x * y[4], s5 += x * y[5];
      }
      const Lanes sums[across] = {s0, s1, s2, s3, s4, s5};
      const Index high = std::min(tall, rows - i);
      for (Index q = 0; q < wide; ++q) {
        double* const into = c + (j + q) * stride + i;
        if (high == tall)
          for (Index p = 0; p < tall; ++p) into[p] -= sums[q][p];
        else
          for (Index p = 0; p < high; ++p) into[p] -= sums[q][p];
      }
    }
  }
}

}  // namespace

void subtract_product(const Eigen::Ref<const MatrixXd>& a, const Eigen::Ref<const MatrixXd>& b, Right right, Part part, Eigen::Ref<MatrixXd> c) {
  const Index rows = c.rows(), columns = c.cols(), depth = a.cols();
  const Index slivers = (rows + tall - 1) / tall, strips = (columns + across - 1) / across;
  const auto room = std::align_val_t{sizeof(Lanes)};
  const std::unique_ptr<double[], void (*)(double*)> packed(
      static_cast<double*>(operator new(static_cast<std::size_t>(slivers * tall * std::min(deep, depth)) * sizeof(double) + sizeof(Lanes), room)),
      [](double* p) { operator delete(p, std::align_val_t{sizeof(Lanes)}); });
  std::vector<double> strip(static_cast<std::size_t>(strips * across * std::min(deep, depth)));
  for (Index from = 0; from < depth; from += deep) {
    const Index here = std::min(deep, depth - from);
    for (Index s = 0; s < slivers; ++s) {
      double* const into = packed.get() + s * tall * here;
      const Index high = std::min(tall, rows - s * tall);
      for (Index k = 0; k < here; ++k) {
        const double* const column = a.data() + (from + k) * a.outerStride() + s * tall;
        for (Index p = 0; p < high; ++p) into[k * tall + p] = column[p];
        for (Index p = high; p < tall; ++p) into[k * tall + p] = 0;
      }
    }
    for (Index s = 0; s < strips; ++s)
      for (Index q = 0; q < across; ++q) {
        double* const into = strip.data() + s * across * here + q;
        const Index j = s * across + q;
        if (j >= columns)
          for (Index k = 0; k < here; ++k) into[k * across] = 0;
        else if (right == Right::plain)
          for (Index k = 0; k < here; ++k) into[k * across] = b.data()[j * b.outerStride() + from + k];
        else
          for (Index k = 0; k < here; ++k) into[k * across] = b.data()[(from + k) * b.outerStride() + j];
      }
    packed_product(rows, columns, here, packed.get(), strip.data(), c.data(), c.outerStride(), part == Part::lower);
  }
}

bool factor_in_place(Eigen::Ref<MatrixXd> matrix) {
  const Index all = matrix.rows();
  for (Index from = 0; from < all; from += panel) {
    const Index columns = std::min(panel, all - from), to = from + columns, below = all - to;
    auto corner = matrix.block(from, from, columns, columns);
    if (Eigen::internal::llt_inplace<double, Eigen::Lower>::unblocked(corner) != -1) return false;
    if (below == 0) break;
    auto under = matrix.block(to, from, below, columns);
    corner.triangularView<Eigen::Lower>().transpose().solveInPlace<Eigen::OnTheRight>(under);
    subtract_product(under, under, Right::transposed, Part::lower, matrix.block(to, to, below, below));
  }
  return true;
}

}  // namespace karuna::stats
