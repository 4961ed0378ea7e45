// SPDX-License-Identifier: Apache-2.0
#include "stats/units/tau2_posterior.h"

#include <algorithm>
#include <cmath>

namespace karuna::stats {
namespace {

constexpr int cells = 400;

/// tau2 as a function of u in 0..1: the whole half line, close together near 0.
double tau2_at(double u, double scale) { return 0.25 * scale * (u / (1 - u)) * (u / (1 - u)); }
double stretch_at(double u, double scale) { return 0.5 * scale * u / ((1 - u) * (1 - u) * (1 - u)); }

}  // namespace

Tau2Posterior::Tau2Posterior(const RestrictedLikelihood& likelihood) {
  const double scale = likelihood.scale();
  double first = 0, last = 0.9985;  // tau2 up to 110,000 times its scale
  for (int pass = 0; pass < 2; ++pass) {
    const double width = (last - first) / cells;
    std::vector<double> log_density(cells), mass(cells);
    for (int k = 0; k < cells; ++k) {
      const double u = first + (k + 0.5) * width;
      log_density[static_cast<std::size_t>(k)] = -0.5 * likelihood(tau2_at(u, scale)).value + std::log(stretch_at(u, scale));
    }
    const double most = *std::max_element(log_density.begin(), log_density.end());
    double total = 0;
    for (std::size_t k = 0; k < mass.size(); ++k) total += mass[k] = std::exp(log_density[k] - most);
    if (pass == 0) {
      const auto matters = [&](double m) { return m > 1e-9 * total; };
      const auto from = std::find_if(mass.begin(), mass.end(), matters) - mass.begin();
      const auto to = mass.rend() - std::find_if(mass.rbegin(), mass.rend(), matters);
      last = std::min(last, first + static_cast<double>(to + 1) * width);
      first = std::max(0.0, first + static_cast<double>(from - 1) * width);
      continue;
    }
    double sum = 0;
    place_.push_back(tau2_at(first, scale));
    below_.push_back(0);
    for (std::size_t k = 0; k < mass.size(); ++k) {
      sum += mass[k] / total;
      place_.push_back(tau2_at(first + static_cast<double>(k + 1) * width, scale));
      below_.push_back(sum);
    }
  }
}

double Tau2Posterior::quantile(double probability) const {
  const auto above = std::upper_bound(below_.begin() + 1, below_.end() - 1, probability) - below_.begin();
  const auto k = static_cast<std::size_t>(above);
  const double share = (probability - below_[k - 1]) / std::max(below_[k] - below_[k - 1], 1e-300);
  return place_[k - 1] + std::clamp(share, 0.0, 1.0) * (place_[k] - place_[k - 1]);
}

}  // namespace karuna::stats
