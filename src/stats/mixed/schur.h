// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Dense>
#include <array>
#include <optional>
#include <vector>

#include "stats/mixed/crossing.h"
#include "stats/mixed/supernodes.h"

namespace karuna::stats {

/// What is left of all blocks but the first once the first has been eliminated: M, its factor with relative factors L, Omega = L'M L + I, and Omega^-1.
/// Dense where most pairs of groups meet, in pieces where few do.
class Schur {
 public:
  /// Fails   refused  a dense M would not fit
  static Result<Schur> of(const MixedSums& sums, const Crossing& crossing);

  bool sparse() const { return pieces_.has_value(); }
  Eigen::Index size() const { return size_; }

  void reset();  ///< M = Z'W Z of the other blocks
  /// M -= C' H C of one group of the first block; C its products, hc = H C. K: the columns of that block, 0 where the compiler need not know.
  template <int K>
  void subtract(const Crossing& crossing, std::size_t group, const double* hc);
  /// Sum += C W C', W = L Omega^-1 L' as invert() has left it; k x k, lower triangle.
  template <int K>
  void add_within(const Crossing& crossing, std::size_t group, double* sum) const;

  /// Fails (false) where Omega is not positive: theta is out of reach of double precision.
  bool factor(const std::vector<Eigen::MatrixXd>& lambda);  ///< by block; the first one is not looked at
  double log_det() const;
  Eigen::MatrixXd forward(const Eigen::MatrixXd& right) const;  ///< R with R'R = right' Omega^-1 right
  Eigen::MatrixXd solve(const Eigen::MatrixXd& right) const;    ///< Omega^-1 right
  Eigen::MatrixXd times(const Eigen::MatrixXd& right) const;    ///< M right
  void invert();                                                ///< makes W ready, where M has an entry; and by block the sum of the diagonal of M L Omega^-1
  Eigen::MatrixXd within(std::size_t block, std::size_t group) const;  ///< W of one group with itself
  const Eigen::MatrixXd& sum_of_products(std::size_t block) const { return sum_of_products_[block]; }

 private:
  template <typename Visit>
  void each_pair(Visit visit) const;
  void lay_out(const Crossing& crossing);
  bool factor_dense();
  void invert_dense();
  void invert_pieces();

  const MixedSums* sums_ = nullptr;
  Eigen::Index size_ = 0;
  std::vector<Eigen::MatrixXd> lambda_, sum_of_products_;
  Eigen::MatrixXd start_, m_, factor_, within_;
  NodePattern pattern_;
  std::vector<std::uint32_t> block_of_node_;
  std::vector<double> values_start_, values_, values_within_;
  std::vector<std::size_t> pair_start_;  ///< by group of the first block
  std::vector<std::uint32_t> pair_;      ///< where M has the entry of two of its places, column by column from the diagonal down
  std::optional<Supernodes> pieces_;
};

/// L' M L for the rows or columns of all blocks but the first.
void scale_rows(const MixedSums& sums, const std::vector<Eigen::MatrixXd>& lambda, Eigen::MatrixXd& right);    ///< right = L' right
void unscale_rows(const MixedSums& sums, const std::vector<Eigen::MatrixXd>& lambda, Eigen::MatrixXd& right);  ///< right = L right

template <int K>
void Schur::subtract(const Crossing& crossing, std::size_t group, const double* hc) {
  const auto k = K > 0 ? static_cast<std::size_t>(K) : static_cast<std::size_t>(crossing.k);
  const auto places = crossing.places_of(group);
  const double* const c = crossing.products_of(group);
  const std::uint32_t* at = sparse() ? pair_.data() + pair_start_[group] : nullptr;
  for (std::size_t j = 0; j < places.size(); ++j) {
    double* const column = at ? values_.data() : m_.data() + static_cast<std::size_t>(places[j]) * static_cast<std::size_t>(size_);
    const std::uint32_t* const rows = at ? at : places.data() + j;
    for (std::size_t i = j; i < places.size(); ++i) {
      double product = 0;
      for (std::size_t a = 0; a < k; ++a) product += hc[j * k + a] * c[i * k + a];
      column[rows[i - j]] -= product;
    }
    if (at) at += places.size() - j;
  }
}

template <int K>
void Schur::add_within(const Crossing& crossing, std::size_t group, double* sum) const {
  const auto k = K > 0 ? static_cast<std::size_t>(K) : static_cast<std::size_t>(crossing.k);
  const auto places = crossing.places_of(group);
  const double* const c = crossing.products_of(group);
  const std::uint32_t* at = sparse() ? pair_.data() + pair_start_[group] : nullptr;
  std::array<double, K> known{};
  std::vector<double> unknown(K > 0 ? 0 : k);
  double* const column = K > 0 ? known.data() : unknown.data();
  for (std::size_t j = 0; j < places.size(); ++j) {
    const double* const from = at ? values_within_.data() : within_.data() + static_cast<std::size_t>(places[j]) * static_cast<std::size_t>(size_);
    const std::uint32_t* const rows = at ? at : places.data() + j;
    const double half = from[rows[0]] / 2;
    for (std::size_t a = 0; a < k; ++a) column[a] = half * c[j * k + a];
    for (std::size_t i = j + 1; i < places.size(); ++i) {
      const double w = from[rows[i - j]];
      for (std::size_t a = 0; a < k; ++a) column[a] += w * c[i * k + a];
    }
    for (std::size_t a = 0; a < k; ++a)
      for (std::size_t b = 0; b <= a; ++b) sum[a * k + b] += column[a] * c[j * k + b] + column[b] * c[j * k + a];
    if (at) at += places.size() - j;
  }
}

}  // namespace karuna::stats
