// SPDX-License-Identifier: Apache-2.0
#include "stats/serial/whiten.h"

#include <cmath>

namespace karuna::stats {

Whitener::Whitener(const SerialRows& rows, Serial kind)
    : rows_(rows),
      kind_(kind),
      white_(rows.values.rows(), rows.values.cols()),
      mean_(rows.values.rows(), rows.values.cols()),
      g_(rows.used),
      state_variance_(rows.used),
      variance_(rows.used),
      mean_slope_(rows.values.rows()),
      error_slope_(rows.values.rows()) {}

double Whitener::factor(std::size_t i) const {
  double log_factor = rows_.log_factor[i];
  if (!rows_.stratum.empty() && rows_.stratum[i] > 0) log_factor += at_.log_ratio[rows_.stratum[i] - 1];
  if (!rows_.log_power.empty()) log_factor += at_.power * rows_.log_power[i];
  return std::exp(log_factor);
}

double Whitener::carry(std::size_t i) const { return kind_ == Serial::ar1 || kind_ == Serial::car1 ? std::pow(at_.correlation, rows_.gap[i]) : 1; }

bool Whitener::forward(const ResidualParameters& at) {
  at_ = at;
  log_det_ = 0;
  const bool fades = kind_ == Serial::ar1 || kind_ == Serial::car1;
  const double rho = kind_ == Serial::compound_symmetric ? at.correlation : 0;
  for (std::size_t g = 0; g + 1 < rows_.begin.size(); ++g) {
    double p = fades ? 1 : rho;
    for (std::size_t i = rows_.begin[g]; i < rows_.begin[g + 1]; ++i) {
      const auto k = static_cast<Eigen::Index>(i);
      g_[i] = factor(i);
      const double c = at.sigma * g_[i], known = rows_.sampling.empty() ? 0 : rows_.sampling[i];
      const double a = fades ? known : c * c * (1 - rho) + known;
      if (i == rows_.begin[g]) mean_.col(k).setZero();
      state_variance_[i] = p;
      const double f = c * c * p + a;
      if (!(f > 0) || !std::isfinite(f)) return false;
      variance_[i] = f;
      log_det_ += std::log(f);
      const double root = 1 / std::sqrt(f);
      white_.col(k) = (rows_.values.col(k) - c * mean_.col(k)) * root;
      if (i + 1 == rows_.begin[g + 1]) continue;
      const double gain = c * p / f / root, carried = carry(i);
      mean_.col(k + 1) = carried * (mean_.col(k) + gain * white_.col(k));
      p *= a / f;
      if (fades) p = carried * carried * p + (1 - carried * carried);
    }
  }
  return true;
}

void Whitener::backward(std::size_t g, const Eigen::MatrixXd& white_slopes, ResidualSlopes& slopes) {
  const bool fades = kind_ == Serial::ar1 || kind_ == Serial::car1;
  const double rho = kind_ == Serial::compound_symmetric ? at_.correlation : 0, sigma = at_.sigma;
  const std::size_t first = rows_.begin[g];
  mean_slope_.setZero();  // of the mean and the variance predicted for the next row
  double p_slope = 0;
  for (std::size_t i = rows_.begin[g + 1]; i-- > first;) {
    const auto k = static_cast<Eigen::Index>(i);
    const bool last = i + 1 == rows_.begin[g + 1];
    const double c = sigma * g_[i], known = rows_.sampling.empty() ? 0 : rows_.sampling[i];
    const double a = fades ? known : c * c * (1 - rho) + known, p = state_variance_[i], f = variance_[i], root = std::sqrt(f);
    const double gain = c * p / f;
    double a_slope = 0, c_slope = 0, f_slope = 1 / f, p_here = 0;
    const auto slope_of_white = white_slopes.col(static_cast<Eigen::Index>(i - first));
    error_slope_ = slope_of_white / root;
    f_slope -= 0.5 * slope_of_white.dot(white_.col(k)) / f;
    if (!last) {
      const double carried = carry(i), p_kept = p * a / f;
      if (fades) {
        // mean_slope_.dot(kept mean): the kept mean is mean + gain error.
        const double carried_slope = mean_slope_.dot(mean_.col(k)) + gain * root * mean_slope_.dot(white_.col(k)) + p_slope * 2 * carried * (p_kept - 1);
        // d phi^gap / d phi; phi^(gap - 1) is finite at phi = 0 for whole gaps.
        slopes.correlation += carried_slope * rows_.gap[i] * std::pow(at_.correlation, rows_.gap[i] - 1);
      }
      mean_slope_ *= carried;
      const double kept_slope = carried * carried * p_slope;
      p_here += kept_slope * a / f;
      a_slope += kept_slope * p / f;
      f_slope -= kept_slope * p_kept / f;
      const double gain_slope = root * mean_slope_.dot(white_.col(k));
      error_slope_ += gain * mean_slope_;
      c_slope += gain_slope * p / f;
      p_here += gain_slope * c / f;
      f_slope -= gain_slope * gain / f;
    }
    mean_slope_ -= c * error_slope_;
    c_slope -= error_slope_.dot(mean_.col(k));
    c_slope += 2 * c * p * f_slope;
    p_here += c * c * f_slope;
    a_slope += f_slope;
    p_slope = p_here;
    // a = c^2 (1 - rho) + known where nothing fades; then c and sigma.
    if (!fades) {
      c_slope += 2 * c * (1 - rho) * a_slope;
      if (kind_ == Serial::compound_symmetric) slopes.correlation -= c * c * a_slope;
    }
    slopes.sigma += g_[i] * c_slope;
    const double log_factor_slope = c * c_slope;
    if (!rows_.stratum.empty() && rows_.stratum[i] > 0) slopes.log_ratio[rows_.stratum[i] - 1] += log_factor_slope;
    if (!rows_.log_power.empty()) slopes.power += log_factor_slope * rows_.log_power[i];
  }
  if (kind_ == Serial::compound_symmetric) slopes.correlation += p_slope;
}

}  // namespace karuna::stats
