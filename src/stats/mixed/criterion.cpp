// SPDX-License-Identifier: Apache-2.0
#include "stats/mixed/criterion.h"

#include <array>
#include <cmath>

namespace karuna::stats {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// K x K numbers, row by row, where the compiler knows K; else as many as asked for.
template <int K>
struct Small {
  std::array<double, static_cast<std::size_t>(K) * static_cast<std::size_t>(K)> numbers{};
  explicit Small(std::size_t) {}
  double& operator[](std::size_t i) { return numbers[i]; }
};
template <>
struct Small<0> {
  std::vector<double> numbers;
  explicit Small(std::size_t k) : numbers(k * k) {}
  double& operator[](std::size_t i) { return numbers[i]; }
};

/// c = a b, or a' b, or a b'
template <typename A, typename B, typename C>
void product(std::size_t k, A&& a, B&& b, C&& c) {
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t j = 0; j < k; ++j) {
      double sum = 0;
      for (std::size_t l = 0; l < k; ++l) sum += a(i, l) * b(l, j);
      c(i, j) = sum;
    }
}

/// Omega = L'A L + I of one group: its log determinant, e = L Omega^-1 and h = e L'. False where Omega is not positive.
template <int K>
bool one_group(std::size_t k, const double* a, Small<K>& lambda, Small<K>& work, Small<K>& omega, double* e, double* h, double& log_det) {
  if constexpr (K == 1) {
    const double l = lambda[0], o = 1 + l * l * a[0];
    log_det += std::log(o);
    e[0] = l / o, h[0] = l * l / o;
    return o > 0;
  }
  const auto in = [k](auto& m) { return [&m, k](std::size_t i, std::size_t j) -> auto& { return m[i * k + j]; }; };
  const auto turned = [k](auto& m) { return [&m, k](std::size_t i, std::size_t j) -> auto& { return m[j * k + i]; }; };
  product(k, in(a), in(lambda), in(work));
  product(k, turned(lambda), in(work), in(omega));
  double pivots = 1;
  for (std::size_t j = 0; j < k; ++j) {  // Cholesky, in place
    for (std::size_t i = j; i < k; ++i) {
      double sum = omega[i * k + j] + (i == j ? 1 : 0);
      for (std::size_t l = 0; l < j; ++l) sum -= omega[i * k + l] * omega[j * k + l];
      if (i > j) {
        omega[i * k + j] = sum / omega[j * k + j];
        continue;
      }
      if (!(sum > 0) || !std::isfinite(sum)) return false;
      omega[j * k + j] = std::sqrt(sum);
      pivots *= omega[j * k + j];
    }
    if (j % 8 == 7 || j + 1 == k) log_det += 2 * std::log(pivots), pivots = 1;
  }
  for (std::size_t row = 0; row < k; ++row) {  // each row of L, times Omega^-1
    double* const x = e + row * k;
    for (std::size_t i = 0; i < k; ++i) {
      double sum = lambda[row * k + i];
      for (std::size_t l = 0; l < i; ++l) sum -= omega[i * k + l] * x[l];
      x[i] = sum / omega[i * k + i];
    }
    for (std::size_t i = k; i-- > 0;) {
      double sum = x[i];
      for (std::size_t l = i + 1; l < k; ++l) sum -= omega[l * k + i] * x[l];
      x[i] = sum / omega[i * k + i];
    }
  }
  product(k, in(e), turned(lambda), in(h));
  return true;
}

/// Calls with the number of columns as the compiler's constant where it is small.
template <typename Call>
auto with_columns(Index k, Call call) {
  switch (k) {
    case 1:
      return call(std::integral_constant<int, 1>{});
    case 2:
      return call(std::integral_constant<int, 2>{});
    case 3:
      return call(std::integral_constant<int, 3>{});
    default:
      return call(std::integral_constant<int, 0>{});
  }
}

template <int K>
std::size_t columns_of(const MixedBlock& block) {
  return K > 0 ? static_cast<std::size_t>(K) : static_cast<std::size_t>(block.k);
}

template <int K>
Small<K> row_by_row(const MatrixXd& matrix) {
  const auto k = static_cast<std::size_t>(matrix.rows());
  Small<K> rows(k);
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t j = 0; j < k; ++j) rows[i * k + j] = matrix(static_cast<Index>(i), static_cast<Index>(j));
  return rows;
}

}  // namespace

Result<std::unique_ptr<MixedCriterion>> MixedCriterion::of(const MixedSums& sums) {
  auto criterion = std::make_unique<MixedCriterion>(sums);
  KARUNA_TRY(schur, Schur::of(sums, criterion->crossing_));
  criterion->schur_ = std::move(schur);
  return criterion;
}

std::vector<MatrixXd> MixedCriterion::lambda_of(const VectorXd& theta) const {
  std::vector<MatrixXd> lambda;
  for (const MixedBlock& block : sums_.blocks) {
    lambda.push_back(MatrixXd::Zero(block.k, block.k));
    for (const auto& entry : block.free) lambda.back()(entry.row, entry.column) = theta(static_cast<Index>(entry.theta));
  }
  return lambda;
}

/// The first block's groups, one after the other, out of everything that meets them.
template <int K>
bool MixedCriterion::eliminate(RowMajor& whole, RowMajor& side) {
  const MixedBlock& block = sums_.blocks[0];
  const std::size_t k = columns_of<K>(block), width = static_cast<std::size_t>(sums_.p) + 1;
  Small<K> lambda = row_by_row<K>(lambda_[0]), work(k), omega(k);
  std::vector<double> hb(k * width), hc;
  for (std::size_t group = 0; group < block.groups; ++group) {
    double *const e = e_.data() + group * k * k, *const h = h_.data() + group * k * k;
    if (!one_group<K>(k, block.zz.data() + group * k * k, lambda, work, omega, e, h, log_det_omega)) return false;
    const double* const b = block.zb.data() + group * k * width;
    for (std::size_t a = 0; a < k; ++a)
      for (std::size_t j = 0; j < width; ++j) {
        double sum = 0;
        for (std::size_t l = 0; l < k; ++l) sum += h[a * k + l] * b[l * width + j];
        hb[a * width + j] = sum;
      }
    for (std::size_t i = 0; i < width; ++i)
      for (std::size_t j = 0; j <= i; ++j) {
        double sum = 0;
        for (std::size_t a = 0; a < k; ++a) sum += b[a * width + i] * hb[a * width + j];
        whole.data()[i * width + j] -= sum;
      }
    if (sums_.rest == 0) continue;
    const auto places = crossing_.places_of(group);
    const double* const c = crossing_.products_of(group);
    hc.resize(std::max(hc.size(), places.size() * k));
    for (std::size_t t = 0; t < places.size(); ++t) {
      for (std::size_t a = 0; a < k; ++a) {
        double sum = 0;
        for (std::size_t l = 0; l < k; ++l) sum += h[a * k + l] * c[t * k + l];
        hc[t * k + a] = sum;
      }
      double* const into = side.data() + places[t] * width;
      for (std::size_t j = 0; j < width; ++j) {
        double sum = 0;
        for (std::size_t a = 0; a < k; ++a) sum += hc[t * k + a] * b[a * width + j];
        into[j] -= sum;
      }
    }
    schur_->subtract<K>(crossing_, group, hc.data());
  }
  return true;
}

bool MixedCriterion::at(std::vector<MatrixXd> lambda) {
  lambda_ = std::move(lambda);
  const MixedBlock& block = sums_.blocks[0];
  const Index p = sums_.p;
  h_.resize(block.zz.size());
  e_.resize(block.zz.size());
  RowMajor whole = sums_.border, side = RowMajor::Zero(sums_.rest, p + 1);
  for (std::size_t b = 1; b < sums_.blocks.size(); ++b) {
    const MixedBlock& other = sums_.blocks[b];
    const Index all = static_cast<Index>(other.groups) * other.k;
    side.middleRows(other.first, all) = Eigen::Map<const RowMajor>(other.zb.data(), all, p + 1);
  }
  schur_->reset();
  log_det_omega = 0;
  if (!with_columns(block.k, [&](auto known) { return eliminate<known>(whole, side); })) return false;
  if (!schur_->factor(lambda_)) return false;
  log_det_omega += schur_->log_det();
  side_ = side;
  MatrixXd scaled = side;
  scale_rows(sums_, lambda_, scaled);
  forward_ = schur_->forward(scaled);
  border_ = whole.selfadjointView<Eigen::Lower>();
  if (sums_.rest > 0) border_.noalias() -= forward_.transpose() * forward_;
  const Eigen::LLT<MatrixXd> cholesky(border_.topLeftCorner(p, p));
  if (p > 0 && cholesky.info() != Eigen::Success) return false;
  x_factor = p > 0 ? MatrixXd(cholesky.matrixL()) : MatrixXd(0, 0);
  log_det_x = p > 0 ? 2 * x_factor.diagonal().array().log().sum() : 0;
  const VectorXd half = p > 0 ? VectorXd(x_factor.triangularView<Eigen::Lower>().solve(border_.col(p).head(p))) : VectorXd(0);
  beta = p > 0 ? VectorXd(x_factor.transpose().triangularView<Eigen::Upper>().solve(half)) : VectorXd(0);
  r = border_(p, p) - half.squaredNorm();
  return std::isfinite(log_det_omega) && r > 0;
}

MatrixXd MixedCriterion::x_inverse() const {
  const MatrixXd half = x_factor.triangularView<Eigen::Lower>().solve(MatrixXd::Identity(sums_.p, sums_.p));
  return half.transpose() * half;
}

double MixedCriterion::residual(const Held& held) const {
  return r + std::pow(held.value - held.combination.dot(beta), 2) / held.combination.dot(x_inverse() * held.combination);
}

double MixedCriterion::residual_slope(const Held& held) const {
  return 2 * (held.value - held.combination.dot(beta)) / held.combination.dot(x_inverse() * held.combination);
}

/// The first block's part. fixed, effects: the vectors whose products, with these factors, are the slope in M beside that of log det Omega; by
/// fixed column (and y), and by column of the other blocks.
template <int K>
void MixedCriterion::slope_of_first(double weight, const RowMajor& fixed, const RowMajor& effects, const VectorXd& factor, double* slope) const {
  const MixedBlock& block = sums_.blocks[0];
  const std::size_t k = columns_of<K>(block), width = static_cast<std::size_t>(sums_.p) + 1, vectors = static_cast<std::size_t>(factor.size());
  Small<K> inner(k), within(k), work(k);
  std::vector<double> cv(k * vectors);
  for (std::size_t group = 0; group < block.groups; ++group) {
    const double *const a = block.zz.data() + group * k * k, *const h = h_.data() + group * k * k, *const e = e_.data() + group * k * k,
                        *const b = block.zb.data() + group * k * width;
    for (std::size_t i = 0; i < k; ++i)
      for (std::size_t j = 0; j < vectors; ++j) {
        double sum = 0;
        for (std::size_t l = 0; l < width; ++l) sum += b[i * width + l] * fixed.data()[l * vectors + j];
        cv[i * vectors + j] = sum;
      }
    for (std::size_t i = 0; i < k * k; ++i) within[i] = 0;
    if (sums_.rest > 0) {
      const auto places = crossing_.places_of(group);
      const double* const c = crossing_.products_of(group);
      for (std::size_t t = 0; t < places.size(); ++t) {
        const double* const of = effects.data() + places[t] * vectors;
        for (std::size_t i = 0; i < k; ++i)
          for (std::size_t j = 0; j < vectors; ++j) cv[i * vectors + j] += c[t * k + i] * of[j];
      }
      schur_->add_within<K>(crossing_, group, &within[0]);
    }
    for (std::size_t i = 0; i < k; ++i)
      for (std::size_t j = 0; j <= i; ++j) {
        double sum = weight * within[i * k + j];
        for (std::size_t l = 0; l < vectors; ++l) sum += cv[i * vectors + l] * factor.data()[l] * cv[j * vectors + l];
        inner[i * k + j] = inner[j * k + i] = -sum;
      }
    // slope += (weight A + inner - A H inner) e
    for (std::size_t i = 0; i < k; ++i)
      for (std::size_t j = 0; j < k; ++j) {
        double sum = 0;
        for (std::size_t l = 0; l < k; ++l) sum += h[i * k + l] * inner[l * k + j];
        work[i * k + j] = sum;
      }
    for (std::size_t i = 0; i < k; ++i)
      for (std::size_t j = 0; j < k; ++j) {
        double sum = weight * a[i * k + j] + inner[i * k + j];
        for (std::size_t l = 0; l < k; ++l) sum -= a[i * k + l] * work[l * k + j];
        for (std::size_t l = 0; l < k; ++l) slope[i * k + l] += sum * e[j * k + l];
      }
  }
}

std::vector<MatrixXd> MixedCriterion::slope_of_factors(const Mixture& mixture, const Held* held) {
  const Index p = sums_.p, rest = sums_.rest;
  // The vectors whose products, with these factors, are the slope in L'M L beside that of log det Omega.
  const Index fixed = mixture.x != 0 ? p : 0;
  MatrixXd v = MatrixXd::Zero(rest, fixed + 1);
  RowMajor of_fixed = RowMajor::Zero(p + 1, fixed + 1);
  VectorXd factor = VectorXd::Constant(fixed + 1, mixture.x);
  factor(fixed) = mixture.residual;
  MatrixXd right = side_;
  scale_rows(sums_, lambda_, right);
  const MatrixXd f = schur_->solve(right);  // Omega^-1 L'M_z[X y]
  VectorXd c(p + 1);
  c.head(p) = -beta;
  c(p) = 1;
  if (held) {
    const VectorXd along = x_inverse() * held->combination;
    c.head(p) -= along * (held->value - held->combination.dot(beta)) / held->combination.dot(along);
  }
  v.col(fixed) = -f * c;
  of_fixed.col(fixed) = c;
  if (fixed > 0) {
    const MatrixXd half = x_factor.transpose().triangularView<Eigen::Upper>().solve(MatrixXd::Identity(p, p));
    v.leftCols(p) = -f.leftCols(p) * half;
    of_fixed.topLeftCorner(p, p) = half;
  }
  std::vector<MatrixXd> slope;
  for (const MixedBlock& each : sums_.blocks) slope.push_back(MatrixXd::Zero(each.k, each.k));
  RowMajor effects;
  if (rest > 0) {
    schur_->invert();
    MatrixXd lv = v;
    unscale_rows(sums_, lambda_, lv);
    effects = lv;
    const MatrixXd mv = schur_->times(lv) + side_ * of_fixed;
    for (std::size_t b = 1; b < sums_.blocks.size(); ++b) {
      const MixedBlock& other = sums_.blocks[b];
      slope[b] = mixture.omega * schur_->sum_of_products(b);
      for (Index at = other.first; at < other.first + static_cast<Index>(other.groups) * other.k; at += other.k)
        slope[b] += mv.middleRows(at, other.k) * factor.asDiagonal() * v.middleRows(at, other.k).transpose();
    }
  }
  RowMajor first = RowMajor::Zero(slope[0].rows(), slope[0].cols());
  with_columns(sums_.blocks[0].k, [&](auto known) { slope_of_first<known>(mixture.omega, of_fixed, effects, factor, first.data()); });
  slope[0] = first;
  for (MatrixXd& each : slope) each *= 2;
  return slope;
}

VectorXd MixedCriterion::slope(const Mixture& mixture, const Held* held) {
  const std::vector<MatrixXd> slope = slope_of_factors(mixture, held);
  VectorXd gradient(static_cast<Index>(sums_.thetas));
  for (std::size_t b = 0; b < sums_.blocks.size(); ++b)
    for (const auto& entry : sums_.blocks[b].free) gradient(static_cast<Index>(entry.theta)) = slope[b](entry.row, entry.column);
  return gradient;
}

MixedCriterion::Effects MixedCriterion::effects(bool variances) {
  Effects found;
  const Index p = sums_.p, rest = sums_.rest;
  VectorXd c(p + 1);
  c.head(p) = -beta;
  c(p) = 1;
  MatrixXd right = side_ * c;
  scale_rows(sums_, lambda_, right);
  MatrixXd effect = schur_->solve(right);
  unscale_rows(sums_, lambda_, effect);
  if (variances && rest > 0) schur_->invert();
  for (std::size_t b = 0; b < sums_.blocks.size(); ++b) {
    const MixedBlock& block = sums_.blocks[b];
    const Index k = block.k;
    const auto each = static_cast<std::size_t>(k * k);
    std::vector<double> value(block.groups * static_cast<std::size_t>(k)), variance(variances ? block.zz.size() : 0);
    for (std::size_t group = 0; group < block.groups; ++group) {
      Eigen::Map<VectorXd> here(value.data() + group * static_cast<std::size_t>(k), k);
      MatrixXd spread;
      if (b > 0) {
        here = effect.col(0).segment(block.first + static_cast<Index>(group) * k, k);
        if (variances) spread = schur_->within(b, group);
      } else {
        const Eigen::Map<const RowMajor> h(h_.data() + group * each, k, k);
        VectorXd sum = Eigen::Map<const RowMajor>(block.zb.data() + group * static_cast<std::size_t>(k * (p + 1)), k, p + 1) * c;
        spread = h;
        if (rest > 0) {
          const auto places = crossing_.places_of(group);
          const Eigen::Map<const MatrixXd> products(crossing_.products_of(group), k, static_cast<Index>(places.size()));
          for (std::size_t i = 0; i < places.size(); ++i) sum -= products.col(static_cast<Index>(i)) * effect(places[i], 0);
          if (variances) {
            RowMajor within = RowMajor::Zero(k, k);
            with_columns(k, [&](auto known) { schur_->add_within<known>(crossing_, group, within.data()); });
            spread += h * within.selfadjointView<Eigen::Lower>() * h;
          }
        }
        here = h * sum;
      }
      if (variances) Eigen::Map<RowMajor>(variance.data() + group * each, k, k) = spread;
    }
    found.value.push_back(std::move(value));
    found.variance.push_back(std::move(variance));
  }
  return found;
}

}  // namespace karuna::stats
