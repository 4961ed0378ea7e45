// SPDX-License-Identifier: Apache-2.0
#include "stats/linear/sandwich.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace karuna::stats {

Result<std::vector<double>> sandwich_covariance(const LeastSquares& fit, Heteroscedastic correction) {
  const double n = static_cast<double>(fit.residuals.size()), p = static_cast<double>(fit.beta.size());
  constexpr double alone = 1 - 1e-12;
  const auto& leverage = fit.leverage;
  if (correction != Heteroscedastic::HC0 && correction != Heteroscedastic::HC1)
    for (std::size_t i = 0; i < leverage.size(); ++i)
      if (leverage[i] > alone)
        return fail(Fault::undefined, "row " + std::to_string(fit.used[i] + 1) + " has a coefficient of its own (leverage 1), so its residual says nothing; " +
                                          "take HC0 or HC1, or leave the row out");
  const double ceiling = std::max(4.0, 0.7 * n / p * *std::max_element(leverage.begin(), leverage.end()));
  const auto power = [&](double h) {
    const double d = h * n / p;
    switch (correction) {
      case Heteroscedastic::HC0:
      case Heteroscedastic::HC1:
        return 0.0;
      case Heteroscedastic::HC2:
        return 1.0;
      case Heteroscedastic::HC3:
        return 2.0;
      case Heteroscedastic::HC4:
        return std::min(4.0, d);
      case Heteroscedastic::HC4m:
        return std::min(1.0, d) + std::min(1.5, d);
      case Heteroscedastic::HC5:
        return std::min(d, ceiling) / 2;
    }
    return 0.0;
  };
  std::vector<double> scale;
  for (std::size_t i = 0; i < leverage.size(); ++i) {
    const double squared = fit.residuals[i] * fit.residuals[i];
    scale.push_back(correction == Heteroscedastic::HC1 ? squared * n / (n - p) : squared / std::pow(1 - leverage[i], power(leverage[i])));
  }
  return sandwiched(fit.basis, scale);
}

}  // namespace karuna::stats
