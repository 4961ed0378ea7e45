// SPDX-License-Identifier: Apache-2.0
#include "stats/mixed/criterion.h"

#include <cmath>

namespace karuna::stats {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;
using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Square = Eigen::Map<const RowMajor>;

Square square(const std::vector<double>& from, std::size_t group, Index k) { return {from.data() + group * static_cast<std::size_t>(k * k), k, k}; }

}  // namespace

Result<std::unique_ptr<MixedCriterion>> MixedCriterion::of(const MixedSums& sums) {
  auto criterion = std::make_unique<MixedCriterion>(sums);
  KARUNA_TRY(schur, Schur::of(sums));
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

void MixedCriterion::places_of(std::size_t group, std::vector<Index>& places, MatrixXd& products) const {
  places.clear();
  const Index k = sums_.blocks[0].k;
  std::size_t touched = 0;
  for (std::size_t b = 1; b < sums_.blocks.size(); ++b)
    touched += (sums_.cross[0][b - 1].start[group + 1] - sums_.cross[0][b - 1].start[group]) * static_cast<std::size_t>(sums_.blocks[b].k);
  products.resize(k, static_cast<Index>(touched));
  for (std::size_t b = 1; b < sums_.blocks.size(); ++b) {
    const CrossProducts& cross = sums_.cross[0][b - 1];
    const Index kb = sums_.blocks[b].k;
    for (std::size_t i = cross.start[group]; i < cross.start[group + 1]; ++i)
      for (Index j = 0; j < kb; ++j) {
        for (Index a = 0; a < k; ++a)
          products(a, static_cast<Index>(places.size())) = cross.values[i * static_cast<std::size_t>(k * kb) + static_cast<std::size_t>(a * kb + j)];
        places.push_back(sums_.blocks[b].first + static_cast<Index>(cross.other[i]) * kb + j);
      }
  }
}

const double* MixedCriterion::border_of(std::size_t group) const {
  return sums_.blocks[0].zb.data() + group * static_cast<std::size_t>(sums_.blocks[0].k * (sums_.p + 1));
}

bool MixedCriterion::at(const VectorXd& theta) {
  lambda_ = lambda_of(theta);
  const MixedBlock& block = sums_.blocks[0];
  const MatrixXd& lambda = lambda_[0];
  const Index k = block.k, p = sums_.p;
  h_.resize(block.zz.size());
  e_.resize(block.zz.size());
  MatrixXd whole = sums_.border, side = MatrixXd::Zero(sums_.rest, p + 1), products, scaled;
  for (std::size_t b = 1; b < sums_.blocks.size(); ++b) {
    const MixedBlock& other = sums_.blocks[b];
    const Index all = static_cast<Index>(other.groups) * other.k;
    side.middleRows(other.first, all) = Eigen::Map<const RowMajor>(other.zb.data(), all, p + 1);
  }
  schur_->reset();
  std::vector<Index> places;
  log_det_omega = 0;
  MatrixXd omega(k, k), e(k, k), h(k, k), hb(k, p + 1);
  Eigen::LLT<MatrixXd> cholesky(k);
  for (std::size_t group = 0; group < block.groups; ++group) {
    const Square a = square(block.zz, group, k);
    if (k == 1) {
      const double l = lambda(0, 0), o = 1 + l * l * a(0, 0);
      log_det_omega += std::log(o);
      e(0, 0) = l / o, h(0, 0) = l * l / o;
    } else {
      omega.noalias() = lambda.transpose() * a * lambda;
      omega.diagonal().array() += 1;
      cholesky.compute(omega);
      if (cholesky.info() != Eigen::Success) return false;
      log_det_omega += 2 * cholesky.matrixLLT().diagonal().array().log().sum();
      e.noalias() = cholesky.solve(lambda.transpose()).transpose();
      h.noalias() = e * lambda.transpose();
    }
    Eigen::Map<RowMajor>(e_.data() + group * static_cast<std::size_t>(k * k), k, k) = e;
    Eigen::Map<RowMajor>(h_.data() + group * static_cast<std::size_t>(k * k), k, k) = h;
    const Eigen::Map<const RowMajor> b(border_of(group), k, p + 1);
    hb.noalias() = h * b;
    whole.noalias() -= b.transpose() * hb;
    if (sums_.rest == 0) continue;
    places_of(group, places, products);
    scaled.noalias() = products.transpose() * hb;
    for (std::size_t i = 0; i < places.size(); ++i) side.row(places[i]) -= scaled.row(static_cast<Index>(i));
    scaled.noalias() = products.transpose() * (h * products);
    schur_->subtract(places, scaled);
  }
  if (!schur_->factor(lambda_)) return false;
  log_det_omega += schur_->log_det();
  side_ = side;
  scale_rows(sums_, lambda_, side);
  forward_ = schur_->forward(side);
  border_ = whole;
  if (sums_.rest > 0) border_.noalias() -= forward_.transpose() * forward_;
  cholesky.compute(border_.topLeftCorner(p, p));
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

double MixedCriterion::residual_held(Index held, double held_at) const { return r + std::pow(held_at - beta(held), 2) / x_inverse()(held, held); }

VectorXd MixedCriterion::slope(const Mixture& mixture, Index held, double held_at) {
  const MixedBlock& block = sums_.blocks[0];
  const Index k = block.k, p = sums_.p, rest = sums_.rest;
  // The vectors whose products, with these factors, are the slope in L'M L beside that of log det Omega.
  const Index fixed = mixture.x != 0 ? p : 0;
  MatrixXd v = MatrixXd::Zero(rest + p + 1, fixed + 1);
  VectorXd factor = VectorXd::Constant(fixed + 1, mixture.x);
  factor(fixed) = mixture.residual;
  MatrixXd right = side_;
  scale_rows(sums_, lambda_, right);
  const MatrixXd f = schur_->solve(right);  // Omega^-1 L'M_z[X y]
  VectorXd c(p + 1);
  c.head(p) = -beta;
  c(p) = 1;
  if (held >= 0) {
    const MatrixXd inverse = x_inverse();
    c.head(p) -= inverse.col(held) / inverse(held, held) * (held_at - beta(held));
  }
  v.col(fixed).head(rest) = -f * c;
  v.col(fixed).tail(p + 1) = c;
  if (fixed > 0) {
    const MatrixXd half = x_factor.transpose().triangularView<Eigen::Upper>().solve(MatrixXd::Identity(p, p));
    v.topLeftCorner(rest, p) = -f.leftCols(p) * half;
    v.block(rest, 0, p, p) = half;
  }
  std::vector<MatrixXd> slope;
  for (const MixedBlock& each : sums_.blocks) slope.push_back(MatrixXd::Zero(each.k, each.k));
  if (rest > 0) {
    schur_->invert();
    MatrixXd lv = v.topRows(rest);
    unscale_rows(sums_, lambda_, lv);
    const MatrixXd mv = schur_->times(lv) + side_ * v.bottomRows(p + 1);
    for (std::size_t b = 1; b < sums_.blocks.size(); ++b) {
      const MixedBlock& other = sums_.blocks[b];
      slope[b] = mixture.omega * schur_->sum_of_products(other, lambda_);
      for (Index at = other.first; at < other.first + static_cast<Index>(other.groups) * other.k; at += other.k)
        slope[b] += mv.middleRows(at, other.k) * factor.asDiagonal() * v.middleRows(at, other.k).transpose();
    }
  }
  std::vector<Index> places;
  MatrixXd products, cv(k, fixed + 1), inner(k, k), within;
  for (std::size_t group = 0; group < block.groups; ++group) {
    const Square a = square(block.zz, group, k), h = square(h_, group, k), e = square(e_, group, k);
    const Eigen::Map<const RowMajor> b(border_of(group), k, p + 1);
    cv.noalias() = b * v.bottomRows(p + 1);
    inner.setZero();
    if (rest > 0) {
      places_of(group, places, products);
      // products x L of the other blocks, block by block
      Index at = 0;
      for (std::size_t o = 1; o < sums_.blocks.size(); ++o) {
        const Index ko = sums_.blocks[o].k;
        const Index count = static_cast<Index>(sums_.cross[0][o - 1].start[group + 1] - sums_.cross[0][o - 1].start[group]) * ko;
        if (ko == 1)
          products.middleCols(at, count) *= lambda_[o](0, 0);
        else
          for (Index i = at; i < at + count; i += ko) products.middleCols(i, ko) = (products.middleCols(i, ko) * lambda_[o]).eval();
        at += count;
      }
      const auto touched = static_cast<Index>(places.size());
      for (Index i = 0; i < touched; ++i) cv.noalias() += products.col(i) * v.row(places[static_cast<std::size_t>(i)]);
      within.resize(touched, touched);
      for (Index j = 0; j < touched; ++j)
        for (Index i = j; i < touched; ++i)
          within(i, j) = within(j, i) = schur_->inverse(places[static_cast<std::size_t>(i)], places[static_cast<std::size_t>(j)]);
      inner.noalias() -= mixture.omega * (products * within * products.transpose());
    }
    inner.noalias() -= cv * factor.asDiagonal() * cv.transpose();
    slope[0].noalias() += (mixture.omega * a + inner - a * (h * inner)) * e;
  }
  VectorXd gradient(static_cast<Index>(sums_.thetas));
  for (std::size_t b = 0; b < sums_.blocks.size(); ++b)
    for (const auto& entry : sums_.blocks[b].free) gradient(static_cast<Index>(entry.theta)) = 2 * slope[b](entry.row, entry.column);
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
  std::vector<Index> places;
  MatrixXd products, within;
  for (std::size_t b = 0; b < sums_.blocks.size(); ++b) {
    const MixedBlock& block = sums_.blocks[b];
    const Index k = block.k;
    std::vector<double> value(block.groups * static_cast<std::size_t>(k)), variance(variances ? block.zz.size() : 0);
    for (std::size_t group = 0; group < block.groups; ++group) {
      Eigen::Map<VectorXd> here(value.data() + group * static_cast<std::size_t>(k), k);
      MatrixXd spread;
      if (b > 0) {
        const Index at = block.first + static_cast<Index>(group) * k;
        here = effect.col(0).segment(at, k);
        if (variances) {
          spread.resize(k, k);
          for (Index i = 0; i < k; ++i)
            for (Index j = 0; j < k; ++j) spread(i, j) = schur_->inverse(at + i, at + j);
          spread = (lambda_[b] * spread * lambda_[b].transpose()).eval();
        }
      } else {
        const Square h = square(h_, group, k);
        VectorXd sum = Eigen::Map<const RowMajor>(border_of(group), k, p + 1) * c;
        if (rest > 0) {
          places_of(group, places, products);
          for (std::size_t i = 0; i < places.size(); ++i) sum -= products.col(static_cast<Index>(i)) * effect(places[i], 0);
        }
        here = h * sum;
        if (variances) {
          spread = h;
          if (rest > 0) {
            Index at = 0;
            for (std::size_t o = 1; o < sums_.blocks.size(); ++o) {
              const Index ko = sums_.blocks[o].k;
              const Index count = static_cast<Index>(sums_.cross[0][o - 1].start[group + 1] - sums_.cross[0][o - 1].start[group]) * ko;
              for (Index i = at; i < at + count; i += ko) products.middleCols(i, ko) = (products.middleCols(i, ko) * lambda_[o]).eval();
              at += count;
            }
            const auto touched = static_cast<Index>(places.size());
            within.resize(touched, touched);
            for (Index j = 0; j < touched; ++j)
              for (Index i = 0; i < touched; ++i) within(i, j) = schur_->inverse(places[static_cast<std::size_t>(i)], places[static_cast<std::size_t>(j)]);
            const MatrixXd hc = h * products;
            spread += hc * within * hc.transpose();
          }
        }
      }
      if (variances) Eigen::Map<RowMajor>(variance.data() + group * static_cast<std::size_t>(k * k), k, k) = spread;
    }
    found.value.push_back(std::move(value));
    found.variance.push_back(std::move(variance));
  }
  return found;
}

}  // namespace karuna::stats
