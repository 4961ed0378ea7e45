// SPDX-License-Identifier: Apache-2.0
#include "wave_guess.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace karuna::privacy {

LeaverGuess::LeaverGuess(const Chances& prior, double persist, std::size_t others) : prior_(prior), others_(static_cast<int>(others)) {
  const std::size_t side = 4 * others + 1;
  joint_.assign(side * side, 0.0);
  joint_[0] = 1;
  for (std::size_t person = 0; person < others; ++person) {  // one person more: the convolution with their pair of answers
    std::vector<double> next(joint_.size(), 0.0);
    const std::size_t reach = 4 * person;
    for (std::size_t x = 0; x < levels; ++x)
      for (std::size_t y = 0; y < levels; ++y) {
        const double chance = prior[x] * ((x == y ? persist : 0.0) + (1 - persist) * prior[y]);
        if (chance == 0) continue;
        for (std::size_t a = 0; a <= reach; ++a)
          for (std::size_t b = 0; b <= reach; ++b) next[(a + x) * side + b + y] += chance * joint_[a * side + b];
      }
    joint_ = std::move(next);
  }
}

Chances LeaverGuess::posterior(const std::function<double(int)>& first, const std::function<double(int)>& second) const {
  const int side = 4 * others_ + 1;
  std::vector<double> one(static_cast<std::size_t>(side) + 4), two(static_cast<std::size_t>(side));
  for (int t = 0; t < side + 4; ++t) one[static_cast<std::size_t>(t)] = first(t + others_ + 1);
  for (int t = 0; t < side; ++t) two[static_cast<std::size_t>(t)] = second(t + others_);
  Chances chances{};
  for (int a = 0; a < side; ++a) {
    double inner = 0;
    for (int b = 0; b < side; ++b) inner += joint_[static_cast<std::size_t>(a * side + b)] * two[static_cast<std::size_t>(b)];
    for (std::size_t answer = 0; answer < levels; ++answer) chances[answer] += prior_[answer] * one[static_cast<std::size_t>(a) + answer] * inner;
  }
  double sum = 0;
  for (double chance : chances) sum += chance;
  for (double& chance : chances) chance = sum > 0 ? chance / sum : 0;
  return chances;
}

double best_guess_of_five(const Chances& prior, double rho) {
  const double shift = std::sqrt(2 * rho) / 4;  // of one point, in standard deviations of the noise
  constexpr double step = 1e-3;
  double success = 0;
  for (double t = -10; t < 4 * shift + 10; t += step) {
    double best = 0;
    for (std::size_t answer = 0; answer < levels; ++answer) {
      const double off = t - shift * static_cast<double>(answer);
      best = std::max(best, prior[answer] * std::exp(-off * off / 2));
    }
    success += best * step / std::sqrt(2 * std::numbers::pi);
  }
  return success;
}

}  // namespace karuna::privacy
