// SPDX-License-Identifier: Apache-2.0
#include "stats/agreement/complete_people.h"

#include <algorithm>
#include <string>

#include "stats/whole_sums.h"

namespace karuna::stats {
namespace {

__extension__ typedef __int128 Wide;

}  // namespace

Result<CompletePeople> complete_people(std::span<const std::uint32_t> units, std::size_t unit_count, CodeColumns items) {
  if (items.empty()) return fail(Fault::invalid, "agreement needs at least one item");
  CompletePeople people;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].size() != units.size())
      return fail(Fault::invalid, "item " + std::to_string(i + 1) + " has " + std::to_string(items[i].size()) + " answers for " + std::to_string(units.size()) +
                                      " people; one each is expected");
    if (ends(items[i].data(), items[i].size()).least != no_code) continue;
    if (people.counts.empty()) people.counts.assign(units.size(), 1);
    for (std::size_t person = 0; person < units.size(); ++person) people.counts[person] &= static_cast<std::uint8_t>(items[i][person] != no_code);
  }
  people.n.assign(unit_count, 0);
  for (std::size_t person = 0; person < units.size(); ++person) {
    if (units[person] >= unit_count)
      return fail(Fault::invalid,
                  "unit number " + std::to_string(units[person]) + " was given, but there are " + std::to_string(unit_count) + " units, counted from 0");
    people.n[units[person]] += people.counted(person) ? 1 : 0;
  }
  return people;
}

double ItemSums::variance(std::size_t unit, std::uint32_t n) const {
  const double spread = static_cast<double>(Wide{n} * square[unit] - Wide{sum[unit]} * sum[unit]);
  return spread / (static_cast<double>(n) * (static_cast<double>(n) - 1));
}

void add_up(std::span<const std::uint32_t> units, CodeColumn item, const CompletePeople& people, ItemSums& sums) {
  sums.sum.assign(people.n.size(), 0);
  sums.square.assign(people.n.size(), 0);
  for (std::size_t person = 0; person < units.size(); ++person) {
    if (!people.counted(person)) continue;
    const std::int64_t x = item[person];
    sums.sum[units[person]] += x;
    sums.square[units[person]] += x * x;
  }
}

}  // namespace karuna::stats
