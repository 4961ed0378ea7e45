// SPDX-License-Identifier: Apache-2.0
#include "stats/agreement/awg.h"

#include <string>

#include "base/text.h"
#include "stats/agreement/complete_people.h"
#include "stats/interval.h"

namespace karuna::stats {

Result<Awg> awg(std::span<const std::uint32_t> units, std::size_t unit_count, CodeColumns items, double low, double high) {
  if (!(low < high))
    return fail(Fault::invalid, "the answer scale must run from a low to a high end, it was given as " + shortest(low) + " to " + shortest(high));
  KARUNA_TRY(people, complete_people(units, unit_count, items));
  for (std::size_t i = 0; i < items.size(); ++i)
    for (std::size_t person = 0; person < units.size(); ++person)
      if (people.counted(person) && (items[i][person] < low || items[i][person] > high))
        return fail(Fault::invalid, "item " + std::to_string(i + 1) + " holds the answer " + std::to_string(items[i][person]) + ", outside the scale " +
                                        shortest(low) + " to " + shortest(high));
  Awg found;
  found.value.assign(unit_count, 0);
  found.average_variance.assign(unit_count, 0);
  std::vector<double> judged(unit_count, 0);
  ItemSums sums;
  for (const auto& item : items) {
    add_up(units, item, people, sums);
    for (std::size_t unit = 0; unit < unit_count; ++unit) {
      if (people.n[unit] < 2) continue;
      const double k = people.n[unit], mean = static_cast<double>(sums.sum[unit]) / k, variance = sums.variance(unit, people.n[unit]);
      found.average_variance[unit] += variance / static_cast<double>(items.size());
      if (mean == low || mean == high) {
        found.value[unit] += 1;
      } else if (mean < (low * (k - 1) + high) / k || mean > (high * (k - 1) + low) / k) {
        continue;  // one person away from an end: no disagreement is possible that could be told from agreement
      } else {
        found.value[unit] += 1 - 2 * variance / (((high + low) * mean - mean * mean - high * low) * k / (k - 1));
      }
      ++judged[unit];
    }
  }
  for (std::size_t unit = 0; unit < unit_count; ++unit) {
    found.value[unit] = judged[unit] > 0 ? found.value[unit] / judged[unit] : not_known;
    if (people.n[unit] < 2) found.average_variance[unit] = not_known;
  }
  found.n = std::move(people.n);
  return found;
}

}  // namespace karuna::stats
