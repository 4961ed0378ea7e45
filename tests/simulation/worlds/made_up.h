// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "frame/world.h"

namespace karuna::simulation {

/// One common factor behind items of variance 1: x = loading f + sqrt(1 - loading^2) e.
/// The items are shown as they are, or in five categories with lopsided steps (most people answer 3 to 5).
enum class Answers { normal, five_categories };
struct Scale {
  std::vector<double> loadings;
  Answers answers = Answers::normal;
  double alpha() const;  ///< of the population: by hand for normal answers, by numerical integration over the factor for categories
  double omega() const;  ///< of the population, normal answers
  /// How much of the variance of the mean score lies between units whose people share `icc` of the factor's variance.
  double icc_of_mean(double icc) const;
};

/// people x items in columns; the factor of the people of one unit shares the variance `icc`. No units: everybody is alone.
std::vector<double> draw_answers(const Scale& scale, std::size_t people, stats::Random& random, std::span<const std::uint32_t> unit = {}, double icc = 0);

/// Sizes of units: all 10, or from 4 to 25 in even steps of ratio.
enum class Sizes { equal, unequal };
const char* name_of(Sizes sizes);
std::vector<std::uint32_t> sizes_of_units(std::size_t units, Sizes sizes);
/// The unit of every person.
std::vector<std::uint32_t> people_of(std::span<const std::uint32_t> sizes);
/// y = unit + person, the variances icc and 1 - icc.
std::vector<double> draw_in_units(std::span<const std::uint32_t> unit, std::size_t units, double icc, stats::Random& random);

/// Adds the worlds of one family; one function a file of worlds/.
void add_alpha(std::vector<World>& worlds);
void add_noisy_reliability(std::vector<World>& worlds);
void add_omega(std::vector<World>& worlds);
void add_icc(std::vector<World>& worlds);
void add_unit_values(std::vector<World>& worlds);
void add_bootstrap(std::vector<World>& worlds);
void add_survey(std::vector<World>& worlds);
void add_report(std::vector<World>& worlds);
void add_mixed(std::vector<World>& worlds);
void add_waves(std::vector<World>& worlds);
void add_meta(std::vector<World>& worlds);
void add_correlation(std::vector<World>& worlds);
void add_linear(std::vector<World>& worlds);

}  // namespace karuna::simulation
