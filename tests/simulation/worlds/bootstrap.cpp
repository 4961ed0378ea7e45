// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>

#include "stats/resample/bca.h"
#include "stats/resample/two_level_bootstrap.h"
#include "worlds/made_up.h"

namespace karuna::simulation {
namespace {

using stats::BootstrapSums;

std::vector<Quantity> four(const char* why) {
  std::vector<Quantity> all;
  for (const char* name : {"normal", "basic", "percentile", "BCa"}) all.push_back({fmt::format("bootstrap, {} interval", name), Kind::coverage, 0.90, why});
  return all;
}

std::vector<double> judge(double estimate, const std::vector<double>& replicates, const std::vector<double>& jackknife, double truth) {
  const auto found = stats::bootstrap_intervals(estimate, replicates, jackknife);
  if (!found) return all_refused(4);
  return {covered(found->normal, truth), covered(found->basic, truth), covered(found->percentile, truth), covered(found->bca, truth)};
}

constexpr std::size_t dimensions = 3;
double geometric(std::span<const double> sums, double people) {
  double product = 1;
  for (std::size_t d = 0; d < dimensions; ++d) product *= sums[d] / people;
  return std::cbrt(product);
}

/// One unit: the geometric index of three lopsided dimensions that go together (20 + 5 x a chi-square of 4 degrees, half of it shared).
World composite_of(std::size_t people) {
  return {"bootstrap", fmt::format("one unit of {}, geometric index of three skewed dimensions", people),
          four("The bootstrap draws from the people who are there: among few, their spread is too small by sqrt((n - 1)/n) and no t quantile makes up for it."),
          2000, [people](stats::Random& random) {
            std::vector<double> x(people * dimensions);
            for (std::size_t i = 0; i < people; ++i) {
              const double shared = random.chi_square(2);
              for (std::size_t d = 0; d < dimensions; ++d) x[d * people + i] = 20 + 5 * (shared + random.chi_square(2));
            }
            const MatrixView sums(x.data(), people, dimensions);
            const std::vector<std::uint32_t> start{0, static_cast<std::uint32_t>(people)};
            const auto drawn = stats::two_level_bootstrap(start, sums, {.replicates = 999, .seed = random.word()});
            std::vector<double> replicates, jackknife, total(dimensions, 0);
            const double n = static_cast<double>(people);
            for (std::size_t d = 0; d < dimensions; ++d)
              for (std::size_t i = 0; i < people; ++i) total[d] += sums(i, d);
            for (std::size_t r = 0; r < 999; ++r) replicates.push_back(geometric(drawn->at(r, 0), n));
            for (std::size_t i = 0; i < people; ++i) {
              std::vector<double> rest = total;
              for (std::size_t d = 0; d < dimensions; ++d) rest[d] -= sums(i, d);
              jackknife.push_back(geometric(rest, n - 1));
            }
            return judge(geometric(total, n), replicates, jackknife, 40.0);  // 20 + 5 x 4
          }};
}

/// Units drawn from many, people drawn within them: the mean of all.
World two_levels(std::size_t units, Sizes sizes, double icc) {
  const auto n = sizes_of_units(units, sizes);
  const auto unit = people_of(n);
  std::vector<std::uint32_t> start{0};
  for (const std::uint32_t size : n) start.push_back(start.back() + size);
  return {
      "bootstrap", fmt::format("{} units {}, ICC {}, the mean of all", units, name_of(sizes), icc),
      four("Few units, no t quantile: too narrow; people resampled within resampled units add their spread a second time, which helps where the ICC is small."),
      2000, [unit, units, start, icc](stats::Random& random) {
        std::vector<double> x = draw_in_units(unit, units, icc, random);
        x.resize(2 * unit.size(), 1.0);  // the second column counts people
        const MatrixView sums(x.data(), unit.size(), 2);
        const auto drawn = stats::two_level_bootstrap(start, sums, {.replicates = 999, .seed = random.word(), .units = stats::ResampleUnits::yes});
        std::vector<double> replicates, jackknife, of_unit(units, 0);
        double total = 0;
        for (std::size_t i = 0; i < unit.size(); ++i) of_unit[unit[i]] += x[i], total += x[i];
        const double people = static_cast<double>(unit.size());
        for (std::size_t r = 0; r < 999; ++r) {
          double sum = 0, count = 0;
          for (std::size_t u = 0; u < units; ++u) sum += drawn->at(r, u)[0], count += drawn->at(r, u)[1];
          replicates.push_back(sum / count);
        }
        for (std::size_t u = 0; u < units; ++u) jackknife.push_back((total - of_unit[u]) / (people - (start[u + 1] - start[u])));
        return judge(total / people, replicates, jackknife, 0.0);
      }};
}

}  // namespace

void add_bootstrap(std::vector<World>& worlds) {
  for (const std::size_t people : {8, 12, 20, 40}) worlds.push_back(composite_of(people));
  for (const std::size_t units : {8, 12, 20, 40})
    for (const double icc : {0.05, 0.3}) worlds.push_back(two_levels(units, Sizes::equal, icc));
  worlds.push_back(two_levels(20, Sizes::unequal, 0.3));
}

}  // namespace karuna::simulation
