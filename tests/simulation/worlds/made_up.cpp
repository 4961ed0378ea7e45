// SPDX-License-Identifier: Apache-2.0
#include "worlds/made_up.h"

#include <array>
#include <cmath>
#include <numbers>

#include "stats/distributions.h"

namespace karuna::simulation {
namespace {

constexpr std::array<double, 4> steps{-1.5, -0.8, 0.0, 0.9};

double category(double x) {
  double value = 1;
  for (const double step : steps) value += x > step ? 1 : 0;
  return value;
}

/// Mean of the categories of x ~ N(centre, sd^2).
double mean_category(double centre, double sd) {
  double value = 1;
  for (const double step : steps) value += stats::normal_cdf((centre - step) / sd);
  return value;
}

double variance_category() {
  double mean = 1, square = 1, rank = 1;  // E v^2 = 1 + sum over steps of (2 k + 1) P(v > k)
  for (const double step : steps) {
    const double above = stats::normal_cdf(-step);
    mean += above;
    square += (2 * rank++ + 1) * above;
  }
  return square - mean * mean;
}

/// E g(z), z standard normal: the trapezoidal rule, exact to all digits for smooth g.
template <typename G>
double expectation(const G& g) {
  constexpr double width = 0.02, reach = 8.5;
  double sum = 0;
  for (int i = 0; i <= static_cast<int>(2 * reach / width); ++i) {
    const double z = -reach + i * width;
    sum += g(z) * std::exp(-z * z / 2);
  }
  return sum * width / std::sqrt(2 * std::numbers::pi);
}

double sum_of(std::span<const double> x) {
  double sum = 0;
  for (const double value : x) sum += value;
  return sum;
}

}  // namespace

double Scale::alpha() const {
  const double p = static_cast<double>(loadings.size());
  double trace = p, total = p;
  if (answers == Answers::normal) {
    double squares = 0;
    for (const double l : loadings) squares += l * l;
    total += sum_of(loadings) * sum_of(loadings) - squares;
  } else {
    const double mean = mean_category(0, 1);
    trace = p * variance_category();
    total = trace + expectation([&](double f) {
              double sum = 0, squares = 0;
              for (const double l : loadings) {
                const double away = mean_category(l * f, std::sqrt(1 - l * l)) - mean;
                sum += away;
                squares += away * away;
              }
              return sum * sum - squares;
            });
  }
  return p / (p - 1) * (1 - trace / total);
}

double Scale::omega() const {
  double residual = 0;
  for (const double l : loadings) residual += 1 - l * l;
  const double common = sum_of(loadings) * sum_of(loadings);
  return common / (common + residual);
}

double Scale::icc_of_mean(double icc) const {
  const double p = static_cast<double>(loadings.size());
  if (answers == Answers::normal) return icc * omega();
  const double mean = mean_category(0, 1);
  const double between = expectation([&](double u) {
    double sum = 0;  // the mean of the categories of one unit
    for (const double l : loadings) sum += mean_category(l * std::sqrt(icc) * u, std::sqrt(1 - l * l * icc)) - mean;
    return sum * sum;
  });
  const double trace = p * variance_category(), total = trace / (1 - alpha() * (p - 1) / p);
  return between / total;
}

std::vector<double> draw_answers(const Scale& scale, std::size_t people, stats::Random& random, std::span<const std::uint32_t> unit, double icc) {
  std::vector<double> factor(people), of_unit;
  for (const std::uint32_t u : unit)
    while (of_unit.size() <= u) of_unit.push_back(random.normal());
  for (std::size_t i = 0; i < people; ++i)
    factor[i] = (unit.empty() ? 0 : std::sqrt(icc) * of_unit[unit[i]]) + std::sqrt(unit.empty() ? 1 : 1 - icc) * random.normal();
  std::vector<double> x;
  x.reserve(people * scale.loadings.size());
  for (const double l : scale.loadings)
    for (std::size_t i = 0; i < people; ++i) {
      const double latent = l * factor[i] + std::sqrt(1 - l * l) * random.normal();
      x.push_back(scale.answers == Answers::normal ? latent : category(latent));
    }
  return x;
}

const char* name_of(Sizes sizes) { return sizes == Sizes::equal ? "of 10" : "of 4 to 25"; }

std::vector<std::uint32_t> sizes_of_units(std::size_t units, Sizes sizes) {
  std::vector<std::uint32_t> n;
  for (std::size_t i = 0; i < units; ++i) {
    const double along = static_cast<double>(i) / static_cast<double>(units - 1);
    n.push_back(sizes == Sizes::equal ? 10U : static_cast<std::uint32_t>(std::lround(4 * std::pow(25.0 / 4.0, along))));
  }
  return n;
}

std::vector<std::uint32_t> people_of(std::span<const std::uint32_t> sizes) {
  std::vector<std::uint32_t> unit;
  for (std::uint32_t u = 0; u < sizes.size(); ++u) unit.insert(unit.end(), sizes[u], u);
  return unit;
}

std::vector<double> draw_in_units(std::span<const std::uint32_t> unit, std::size_t units, double icc, stats::Random& random) {
  std::vector<double> effect(units), y;
  for (double& e : effect) e = std::sqrt(icc) * random.normal();
  y.reserve(unit.size());
  for (const std::uint32_t u : unit) y.push_back(effect[u] + std::sqrt(1 - icc) * random.normal());
  return y;
}

}  // namespace karuna::simulation
