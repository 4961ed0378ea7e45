// SPDX-License-Identifier: Apache-2.0
#include "stats/agreement/ad_m.h"

#include <cmath>

#include "stats/agreement/complete_people.h"
#include "stats/interval.h"

namespace karuna::stats {

Result<Agreement> ad_m(std::span<const std::uint32_t> units, std::size_t unit_count, CodeColumns items) {
  KARUNA_TRY(people, complete_people(units, unit_count, items));
  Agreement found;
  found.value.assign(unit_count, 0);
  std::vector<double> mean(unit_count), distance(unit_count);
  ItemSums sums;
  for (const auto& item : items) {
    add_up(units, item, people, sums);
    for (std::size_t unit = 0; unit < unit_count; ++unit) {
      mean[unit] = static_cast<double>(sums.sum[unit]) / people.n[unit];
      distance[unit] = 0;
    }
    for (std::size_t person = 0; person < units.size(); ++person)
      if (people.counted(person)) distance[units[person]] += std::fabs(item[person] - mean[units[person]]);
    for (std::size_t unit = 0; unit < unit_count; ++unit) found.value[unit] += distance[unit] / people.n[unit] / static_cast<double>(items.size());
  }
  for (std::size_t unit = 0; unit < unit_count; ++unit)
    if (people.n[unit] < 2) found.value[unit] = not_known;
  found.n = std::move(people.n);
  return found;
}

}  // namespace karuna::stats
