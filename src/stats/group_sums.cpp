// SPDX-License-Identifier: Apache-2.0
#include "stats/group_sums.h"

#include <cmath>
#include <string>

namespace karuna::stats {
namespace {

Result<void> check(std::span<const std::uint32_t> units, std::size_t unit_count, std::size_t values) {
  if (units.size() != values)
    return fail(Fault::invalid, "there are " + std::to_string(units.size()) + " unit numbers for " + std::to_string(values) + " values; one each is expected");
  for (const auto unit : units)
    if (unit >= unit_count)
      return fail(Fault::invalid, "unit number " + std::to_string(unit) + " was given, but there are " + std::to_string(unit_count) + " units, counted from 0");
  return {};
}

GroupSums empty(std::size_t units) {
  GroupSums sums;
  sums.n.assign(units, 0);
  sums.sum.assign(units, 0);
  sums.square.assign(units, 0);
  return sums;
}

}  // namespace

Result<GroupSums> group_sums(std::span<const std::uint32_t> units, std::size_t unit_count, std::span<const double> values) {
  KARUNA_CHECK(check(units, unit_count, values.size()));
  GroupSums sums = empty(unit_count);
  double mean = 0, known = 0;
  for (const double x : values)
    if (!std::isnan(x)) mean += (x - mean) / ++known;
  sums.centre = mean;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(values[i])) continue;
    const double d = values[i] - mean;
    const std::size_t unit = units[i];
    sums.n[unit] += 1;
    sums.sum[unit] += d;
    sums.square[unit] += d * d;
  }
  return sums;
}

Result<GroupSums> group_sums(std::span<const std::uint32_t> units, std::size_t unit_count, CodeColumn codes) {
  KARUNA_CHECK(check(units, unit_count, codes.size()));
  GroupSums sums = empty(unit_count);
  for (std::size_t i = 0; i < codes.size(); ++i) {
    if (codes[i] == no_code) continue;
    const double x = codes[i];
    const std::size_t unit = units[i];
    sums.n[unit] += 1;
    sums.sum[unit] += x;
    sums.square[unit] += x * x;
  }
  return sums;
}

}  // namespace karuna::stats
