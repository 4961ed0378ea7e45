// SPDX-License-Identifier: Apache-2.0
#include "stats/serial/parameters.h"

#include <algorithm>
#include <cmath>

namespace karuna::stats {

std::vector<std::string> SerialNames::names() const {
  std::vector<std::string> out;
  for (const auto& name : model_.random_names) out.push_back("sd " + name);
  if (model_.random_correlated)
    for (std::size_t i = 0; i < rows_.q; ++i)
      for (std::size_t j = i + 1; j < rows_.q; ++j) out.push_back("correlation " + model_.random_names[i] + " " + model_.random_names[j]);
  if (model_.correlation != Serial::independent) out.emplace_back(model_.correlation == Serial::compound_symmetric ? "rho" : "phi");
  for (std::size_t s = 1; s < rows_.strata; ++s) out.push_back("ratio " + model_.stratum_names[s]);
  if (!rows_.log_power.empty()) out.emplace_back("power");
  if (!model_.only_sampling) out.emplace_back("sigma");
  return out;
}

std::vector<SerialNames::Kind> SerialNames::kinds() const {
  std::vector<Kind> out(rows_.q, Kind::log);
  if (model_.random_correlated) out.insert(out.end(), rows_.q * (rows_.q > 0 ? rows_.q - 1 : 0) / 2, Kind::both_ends);
  if (model_.correlation == Serial::ar1) out.push_back(Kind::both_ends);
  if (model_.correlation == Serial::car1) out.push_back(Kind::logit);
  if (model_.correlation == Serial::compound_symmetric) out.push_back(Kind::above_low);
  if (rows_.strata > 0) out.insert(out.end(), rows_.strata - 1, Kind::log);
  if (!rows_.log_power.empty()) out.push_back(Kind::plain);
  if (!model_.only_sampling) out.push_back(Kind::log);
  return out;
}

double SerialNames::scaled_sigma(const Eigen::VectorXd& all) const {
  if (model_.only_sampling) return 0;
  return criterion_.sigma_at_its_best() ? std::exp(all(criterion_.size())) : std::fabs(all(criterion_.size() - 1));
}

Eigen::MatrixXd SerialNames::effects(const Eigen::VectorXd& all) const {
  const double unit = rows_.y_unit * (criterion_.sigma_at_its_best() ? scaled_sigma(all) : 1);
  const Eigen::MatrixXd factor = unit * rows_.z_back * criterion_.factor(all);
  return factor * factor.transpose();
}

double SerialNames::sigma(const Eigen::VectorXd& all) const {
  return scaled_sigma(all) * rows_.y_unit * std::exp(-criterion_.residual(all).power * rows_.log_power_mean);
}

double SerialNames::correlation(const Eigen::VectorXd& all) const {
  const double c = criterion_.residual(all).correlation;
  return model_.correlation == Serial::car1 ? std::pow(c, 1 / rows_.gap_unit) : c;
}

Eigen::VectorXd SerialNames::open(const Eigen::VectorXd& all) const {
  const Eigen::MatrixXd psi = effects(all);
  const ResidualParameters residual = criterion_.residual(all);
  std::vector<double> out;
  for (Eigen::Index j = 0; j < psi.rows(); ++j) out.push_back(0.5 * std::log(psi(j, j)));
  for (Eigen::Index i = 0; i < psi.rows() && model_.random_correlated; ++i)
    for (Eigen::Index j = i + 1; j < psi.rows(); ++j) out.push_back(2 * std::atanh(std::clamp(psi(i, j) / std::sqrt(psi(i, i) * psi(j, j)), -1.0, 1.0)));
  const double z = model_.correlation == Serial::independent ? 0 : all(criterion_.factor_size());
  if (model_.correlation == Serial::ar1) out.push_back(2 * z);
  if (model_.correlation == Serial::compound_symmetric) out.push_back(z);
  if (model_.correlation == Serial::car1) {
    const double log_phi = -std::log1p(std::exp(-z)) / rows_.gap_unit;
    out.push_back(log_phi - std::log(-std::expm1(log_phi)));
  }
  out.insert(out.end(), residual.log_ratio.begin(), residual.log_ratio.end());
  if (!rows_.log_power.empty()) out.push_back(residual.power);
  if (!model_.only_sampling) out.push_back(std::log(sigma(all)));
  return Eigen::Map<Eigen::VectorXd>(out.data(), static_cast<Eigen::Index>(out.size()));
}

double SerialNames::told(std::size_t j, double open) const {
  const double low = 1 / (1 - static_cast<double>(rows_.largest_group));
  switch (kinds()[j]) {
    case Kind::log:
      return std::exp(open);
    case Kind::both_ends:
      return std::tanh(open / 2);
    case Kind::logit:
      return 1 / (1 + std::exp(-open));
    case Kind::above_low:
      return low + (1 - low) / (1 + std::exp(-open));
    case Kind::plain:
      break;
  }
  return open;
}

}  // namespace karuna::stats
