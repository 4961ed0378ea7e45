// SPDX-License-Identifier: Apache-2.0
#include "ask/wave/counts.h"

#include <nlohmann/json.hpp>

#include "ask/wave/json_fields.h"
#include "seal/canonical_json.h"

namespace karuna::ask {

std::string write_counts(std::span<const IssuedCount> counts) {
  nlohmann::json list = nlohmann::json::array();
  for (const IssuedCount& count : counts) list.push_back({{"cell", count.cell}, {"class", count.cls}, {"issued", count.issued}});
  return seal::canonical_json(list).value();  // numbers alone: cannot fail
}

Result<std::vector<IssuedCount>> read_counts_of_desk(std::string_view json) {
  KARUNA_TRY(list, seal::read_canonical_file("counts.json", json));
  if (!list.is_array()) return fail(Fault::invalid, "counts of a desk are a list");
  std::vector<IssuedCount> counts;
  for (std::size_t i = 0; i < list.size(); ++i) {
    JsonFields fields(list[i], "counts.json, entry " + std::to_string(i + 1));
    IssuedCount count;
    count.cls = static_cast<std::uint8_t>(fields.whole("class", 255));
    count.cell = static_cast<std::uint32_t>(fields.whole("cell", 0xffffffffU));
    count.issued = static_cast<std::uint32_t>(fields.whole("issued", 0xffffffffU));
    KARUNA_CHECK(fields.finish());
    counts.push_back(count);
  }
  return counts;
}

Result<std::vector<IssuedCount>> read_counts(std::string_view json, std::span<const CellKey> cells) {
  KARUNA_TRY(counts, read_counts_of_desk(json));
  if (counts.size() != cells.size())
    return fail(Fault::invalid,
                "counts.json does not have one entry for each of the " + std::to_string(cells.size()) + " cells; `karuna wave close` writes it anew");
  for (std::size_t i = 0; i < cells.size(); ++i)
    if (counts[i].cls != cells[i].record.cls || counts[i].cell != cells[i].record.cell)
      return fail(Fault::invalid, "counts.json, entry " + std::to_string(i + 1) + " is of another cell than cells.json has there");
  return counts;
}

}  // namespace karuna::ask
