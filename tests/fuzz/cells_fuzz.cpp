// SPDX-License-Identifier: Apache-2.0
// cells.json: whatever is taken is written as the same bytes, stands in order, and has a root.
#include <utility>
#include <vector>

#include "ask/wave/manifest.h"
#include "canonical_forms.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace karuna::ask;
  read_both_forms(
      data, size, read_cells, [](const std::vector<CellKey>& cells) { return write_cells(cells); },
      [](const std::vector<CellKey>& cells) {
        for (std::size_t c = 1; c < cells.size(); ++c) {
          const CellRecord &before = cells[c - 1].record, &now = cells[c].record;
          if (std::pair(before.cls, before.cell) >= std::pair(now.cls, now.cell)) std::abort();
        }
        if (cells_root(cells).has_value() == cells.empty()) std::abort();
        TokenPart part;
        part.cells_count = static_cast<std::uint32_t>(cells.size());
        part.admission_spki.resize(1);
        part.eligible_total = {0};
        part.opens_desk = 1, part.closes_desk = part.opens_ballots = 2, part.closes_ballots = 3;
        if (const auto kept = check_token_part(part, cells); kept || kept.error().what.empty()) std::abort();  // it has no admission key
      });
  return 0;
}
