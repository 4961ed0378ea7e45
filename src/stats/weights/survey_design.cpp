// SPDX-License-Identifier: Apache-2.0
#include "stats/weights/survey_design.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <unordered_map>
#include <utility>

#include "base/text.h"
#include "stats/weights/calibrate.h"
#include "stats/weights/margin_residuals.h"

namespace karuna::stats {
namespace {

struct Stratum {
  std::uint32_t name = 0;
  double units = 0, population = 0;
};

/// Numbers things that have any name, in the order in which they appear.
template <typename Name>
class Places {
 public:
  std::size_t of(Name name) { return place_.emplace(name, place_.size()).first->second; }
  std::size_t size() const { return place_.size(); }

 private:
  std::unordered_map<Name, std::size_t> place_;
};

/// First-stage units, their strata and their weighted sums; units x columns.
struct Units {
  std::vector<std::uint32_t> stratum = {};  // of a unit; empty: one stratum
  std::vector<Stratum> strata = {};
  std::vector<std::vector<double>> sums = {};  // [column][unit]
};

Result<Units> units_of(std::vector<std::vector<double>> z, std::size_t people, const SurveyDesign& d) {
  Units units;
  std::vector<std::uint32_t> stratum;  // of a person
  if (d.strata.empty()) {
    units.strata.push_back({});
  } else {
    Places<std::uint32_t> places;
    stratum.resize(people);
    for (std::size_t i = 0; i < people; ++i) {
      const std::size_t at = i > 0 && d.strata[i] == d.strata[i - 1] ? stratum[i - 1] : places.of(d.strata[i]);
      stratum[i] = static_cast<std::uint32_t>(at);
      if (at == units.strata.size()) units.strata.push_back({d.strata[i], 0, 0});
    }
  }
  for (std::size_t i = 0; i < d.population.size(); ++i) {
    Stratum& s = units.strata[stratum.empty() ? 0 : stratum[i]];
    if (s.population != 0 && s.population != d.population[i])
      return fail(Fault::invalid, "people of stratum " + std::to_string(s.name) + " disagree about its population");
    s.population = d.population[i];
  }
  if (d.clusters.empty()) {
    units.stratum = std::move(stratum);
    units.sums = std::move(z);
  } else {
    Places<std::uint64_t> places;
    std::vector<std::size_t> unit(people);
    for (std::size_t i = 0; i < people; ++i) {
      const std::uint32_t s = stratum.empty() ? 0 : stratum[i];
      unit[i] = places.of(std::uint64_t{s} << 32 | d.clusters[i]);
      if (!stratum.empty() && unit[i] == units.stratum.size()) units.stratum.push_back(s);
    }
    for (const auto& column : z) {
      auto& sums = units.sums.emplace_back(places.size(), 0.0);
      for (std::size_t i = 0; i < people; ++i) sums[unit[i]] += column[i];
    }
  }
  if (units.stratum.empty())
    units.strata[0].units = static_cast<double>(units.sums.empty() ? 0 : units.sums[0].size());
  else
    for (const auto s : units.stratum) units.strata[s].units += 1;
  return units;
}

/// n/(n - 1) (1 - n/N) of a stratum; 0 where the whole stratum was asked.
Result<double> factor_of(const Stratum& s) {
  double left = 1;
  if (s.population != 0) {
    left = 1 - s.units / s.population;
    if (!(left >= 0))
      return fail(Fault::invalid,
                  "stratum " + std::to_string(s.name) + " is said to have " + shortest(s.population) + " units, but " + shortest(s.units) + " were drawn");
  }
  if (left == 0) return 0.0;
  if (s.units < 2)
    return fail(Fault::too_few_people, "stratum " + std::to_string(s.name) + " has a single unit: its variance is not known; merge it with another stratum");
  return left * s.units / (s.units - 1);
}

/// Takes the mean of its stratum away from every unit.
void centre(std::vector<double>& sums, const Units& units) {
  if (units.stratum.empty()) {
    double mean = 0;
    for (const double v : sums) mean += v;
    mean /= units.strata[0].units;
    for (double& v : sums) v -= mean;
    return;
  }
  std::vector<double> mean(units.strata.size(), 0);
  for (std::size_t u = 0; u < sums.size(); ++u) mean[units.stratum[u]] += sums[u];
  for (std::size_t s = 0; s < mean.size(); ++s) mean[s] /= units.strata[s].units;
  for (std::size_t u = 0; u < sums.size(); ++u) sums[u] -= mean[units.stratum[u]];
}

double product(const std::vector<double>& a, const std::vector<double>& b, const Units& units, const std::vector<double>& factor) {
  double sum = 0;
  if (units.stratum.empty()) {
    for (std::size_t u = 0; u < a.size(); ++u) sum += a[u] * b[u];
    return factor[0] * sum;
  }
  for (std::size_t u = 0; u < a.size(); ++u) sum += factor[units.stratum[u]] * a[u] * b[u];
  return sum;
}

}  // namespace

Result<void> check_design(std::size_t people, const SurveyDesign& d) {
  const auto fits = [people](std::size_t size) { return size == 0 || size == people; };
  if (!fits(d.weights.size()) || !fits(d.strata.size()) || !fits(d.clusters.size()) || !fits(d.population.size()) || !fits(d.domain.size()) ||
      !fits(d.start_weights.size()))
    return fail(Fault::invalid, "weights, strata, clusters, population and domain must be one each for the " + std::to_string(people) + " people, or left out");
  if (d.calibrated_on.columns > 0 && (d.calibrated_on.rows != people || !d.calibrated_to.empty()))
    return fail(Fault::invalid, "calibrated columns must have a row for each of the " + std::to_string(people) + " people, and stand without margins");
  for (std::size_t i = 0; i < d.weights.size(); ++i)
    if (!(d.weights[i] >= 0 || d.calibrated_on.columns > 0) || !std::isfinite(d.weights[i]))
      return fail(Fault::invalid, "the weight of person " + std::to_string(i + 1) + " must be a number of at least 0");
  return {};
}

Result<void> check_no_weight_below_0(const SurveyDesign& d) {
  for (std::size_t i = 0; i < d.weights.size(); ++i)
    if (d.weights[i] < 0)
      return fail(Fault::invalid, "the weight of person " + std::to_string(i + 1) +
                                      " is below 0, as calibration by the linear distance may have it; by raking or between bounds it is not");
  return {};
}

Result<DesignVariance> design_variance(MatrixView influence, const SurveyDesign& d) {
  const std::size_t p = influence.columns;
  std::vector<std::vector<double>> z;
  for (std::size_t j = 0; j < p; ++j) {
    const auto column = influence.column(j);
    std::vector<double> values;
    if (d.calibrated_on.columns > 0) {
      KARUNA_TRY(residual, calibration_residuals(column, d.calibrated_on, d.start_weights));
      values = std::move(residual);
    } else if (d.calibrated_to.empty()) {
      values.assign(column.begin(), column.end());
    } else {
      KARUNA_TRY(residual, margin_residuals(column, d.start_weights, d.calibrated_to));
      values = std::move(residual);
    }
    if (!d.weights.empty())
      for (std::size_t i = 0; i < values.size(); ++i) values[i] *= d.weights[i];
    z.push_back(std::move(values));
  }
  KARUNA_TRY(units, units_of(std::move(z), influence.rows, d));
  std::vector<double> factor;
  for (const auto& s : units.strata) {
    KARUNA_TRY(f, factor_of(s));
    factor.push_back(f);
  }
  for (auto& sums : units.sums) centre(sums, units);
  DesignVariance found;
  found.covariance.resize(p * p);
  for (std::size_t j = 0; j < p; ++j)
    for (std::size_t k = 0; k <= j; ++k) found.covariance[j * p + k] = found.covariance[k * p + j] = product(units.sums[j], units.sums[k], units, factor);
  found.degrees_of_freedom = (p == 0 ? 0.0 : static_cast<double>(units.sums[0].size())) - static_cast<double>(units.strata.size());
  return found;
}

}  // namespace karuna::stats
