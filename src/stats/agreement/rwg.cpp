// SPDX-License-Identifier: Apache-2.0
#include "stats/agreement/rwg.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "stats/agreement/complete_people.h"
#include "stats/group_sums.h"
#include "stats/interval.h"

namespace karuna::stats {
namespace {

Result<void> check(double chance_variance) {
  if (chance_variance > 0) return {};
  return fail(Fault::invalid, "the variance expected by chance must be above 0, it is " + shortest(chance_variance));
}

}  // namespace

double uniform_variance(double options) { return (options * options - 1) / 12; }

Result<Agreement> rwg(std::span<const std::uint32_t> units, std::size_t unit_count, std::span<const double> values, double chance_variance) {
  KARUNA_CHECK(check(chance_variance));
  KARUNA_TRY(sums, group_sums(units, unit_count, values));
  // Around each unit's own mean in a second pass, so that nothing cancels.
  std::vector<double> squares(unit_count, 0);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::size_t unit = units[i];
    const double d = values[i] - sums.centre - sums.sum[unit] / sums.n[unit];
    if (d == d) squares[unit] += d * d;
  }
  Agreement found;
  for (std::size_t unit = 0; unit < unit_count; ++unit) {
    found.n.push_back(static_cast<std::uint32_t>(sums.n[unit]));
    found.value.push_back(sums.n[unit] < 2 ? not_known : std::max(0.0, 1 - squares[unit] / (sums.n[unit] - 1) / chance_variance));
  }
  return found;
}

Result<Agreement> rwg(std::span<const std::uint32_t> units, std::size_t unit_count, CodeColumn codes, double chance_variance) {
  return rwg_j(units, unit_count, CodeColumns(&codes, 1), chance_variance);
}

Result<Agreement> rwg_j(std::span<const std::uint32_t> units, std::size_t unit_count, CodeColumns items, double chance_variance) {
  KARUNA_CHECK(check(chance_variance));
  KARUNA_TRY(people, complete_people(units, unit_count, items));
  std::vector<double> variance(unit_count, 0);
  ItemSums sums;
  for (const auto& item : items) {
    add_up(units, item, people, sums);
    for (std::size_t unit = 0; unit < unit_count; ++unit)
      if (people.n[unit] >= 2) variance[unit] += sums.variance(unit, people.n[unit]);
  }
  const double j = static_cast<double>(items.size());
  Agreement found;
  found.value.assign(unit_count, not_known);
  for (std::size_t unit = 0; unit < unit_count; ++unit) {
    if (people.n[unit] < 2) continue;
    const double share = std::min(variance[unit] / j / chance_variance, 1.0);
    found.value[unit] = j * (1 - share) / (j * (1 - share) + share);
  }
  found.n = std::move(people.n);
  return found;
}

}  // namespace karuna::stats
