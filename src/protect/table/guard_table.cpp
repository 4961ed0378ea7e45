// SPDX-License-Identifier: Apache-2.0
#include "protect/table/guard_table.h"

#include <cmath>

#include "base/text.h"
#include "seal/hash.h"

namespace karuna::protect {

GuardedTable guard_table(collect::PublishedTable table) {
  GuardedTable guarded;
  guarded.tree = std::move(table.tree);
  guarded.periods = std::move(table.periods);
  guarded.smallest = smallest_published;
  guarded.input_sha256 = seal::to_hex(seal::bytes_of(table.canonical_sha256));
  for (const auto& measure : table.measures) {
    GuardedMeasure out{measure.id, measure.name, measure.dimension, measure.min, measure.max, measure.higher_is_better, {}};
    for (const auto& period : measure.cells) {
      std::vector<GuardedValue> values;
      values.reserve(period.size());
      for (const auto& cell : period) {
        const bool shown = cell.n >= smallest_published && std::isfinite(cell.value);
        values.push_back(shown ? GuardedValue{true, cell.n, cell.value} : GuardedValue{});
      }
      out.values.push_back(std::move(values));
    }
    guarded.measures.push_back(std::move(out));
  }
  guarded.notes = {
      "This table was aggregated before it came here. Values of fewer than " + std::to_string(smallest_published) +
          " answers are hidden; what is hidden, empty or absent looks the same.",
      "Differencing was not prevented: a hidden value may be found by subtracting shown ones from the unit above them. That cannot be undone here, because the "
      "answers of "
      "persons are not in the table.",
  };
  return guarded;
}

}  // namespace karuna::protect
