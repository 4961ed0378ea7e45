// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>

#include "stats/resample/philox.h"
#include "stats/serial/model.h"

namespace karuna::stats::test {

/// Columns that own what a SerialModel looks at.
struct Waves {
  std::vector<double> y, fixed, random, time, power_of, weights, sampling;
  std::vector<std::uint32_t> group, stratum;
  std::size_t groups = 0, fixed_columns = 0, random_columns = 0;
  SerialModel model() const {
    SerialModel m;
    m.y = y;
    m.fixed = MatrixView(fixed.data(), y.size(), fixed_columns);
    m.random = MatrixView(random.data(), y.size(), random_columns);
    for (std::size_t j = 0; j < fixed_columns; ++j) m.fixed_names.push_back(j == 0 ? "constant" : "x" + std::to_string(j));
    for (std::size_t j = 0; j < random_columns; ++j) m.random_names.push_back(j == 0 ? "constant" : "z" + std::to_string(j));
    m.group = group;
    m.groups = groups;
    return m;
  }
};

/// What a made-up set of waves is made of.
struct Truth {
  std::size_t groups = 30, waves = 6;
  double intercept_sd = 0.7, slope_sd = 0, phi = 0, sigma = 1, power = 0, ratio = 1;
  double slope = 0.3;
  bool uneven = false;     ///< times at uneven distances instead of 0, 1, 2, ...
  double sampling_sd = 0;  ///< known noise on top, between this and three times it
};

/// y = 1 + slope time + effects + residuals, seeded. Intercepts and slopes are drawn apart; the correlation over time is phi^distance.
inline Waves made_up(const Truth& truth, std::uint64_t seed, std::uint32_t replicate = 0) {
  Waves w;
  w.groups = truth.groups;
  w.fixed_columns = 2;
  w.random_columns = truth.slope_sd > 0 ? 2 : truth.intercept_sd > 0 ? 1 : 0;
  Random random(seed, replicate);
  for (std::uint32_t g = 0; g < truth.groups; ++g) {
    const double intercept = truth.intercept_sd * random.normal(), slope = truth.slope_sd * random.normal();
    double hidden = 0, time = 0;
    for (std::size_t t = 0; t < truth.waves; ++t) {
      const double gap = t == 0 ? 0 : truth.uneven ? 0.2 + 2 * random.uniform() : 1, kept = t == 0 ? 0 : std::pow(truth.phi, gap);
      time += gap;
      hidden = kept * hidden + std::sqrt(1 - kept * kept) * random.normal();
      const double size = 1 + 3 * random.uniform(), known = truth.sampling_sd * (1 + 2 * random.uniform());
      const std::uint32_t stratum = g % 2;
      w.y.push_back(1 + truth.slope * time + intercept + slope * time + truth.sigma * std::pow(size, truth.power) * (stratum == 1 ? truth.ratio : 1) * hidden +
                    known * random.normal());
      w.group.push_back(g);
      w.stratum.push_back(stratum);
      w.time.push_back(time);
      w.power_of.push_back(size);
      w.sampling.push_back(known * known);
      w.weights.push_back(0.5 + random.uniform());
    }
  }
  w.fixed.assign(w.y.size(), 1);
  w.fixed.insert(w.fixed.end(), w.time.begin(), w.time.end());
  w.random = w.fixed;
  return w;
}

}  // namespace karuna::stats::test
