// SPDX-License-Identifier: Apache-2.0
#include "protect/released/file_in_cells.h"

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/text.h"

namespace karuna::protect {

namespace {

/// Cells by what a file may call them. A name that two cells share names none.
class CellNames {
 public:
  explicit CellNames(const WaveTree& tree) {
    for (const auto& [cell, unit] : tree.unit_of_cell) {
      add(tree.tree[unit].name, unit);
      add(std::to_string(cell), unit);
      add(tree.tree[unit].id, unit);
    }
  }
  Result<UnitId> find(const Unit& unit) const {
    for (const std::string* name : {&unit.id, &unit.name})
      if (const auto found = cells_.find(*name); found != cells_.end()) {
        if (found->second) return *found->second;
        return fail(Fault::invalid,
                    "the unit " + in_quotes(*name) + " of the file fits more than one cell of the wave; give the unit its cell's number as its id");
      }
    return fail(Fault::invalid,
                "the unit " + in_quotes(unit.id) + " of the file is no cell of the wave: no cell has this label or number. Cells are in cells.json");
  }

 private:
  void add(const std::string& name, UnitId unit) {
    const auto [place, is_new] = cells_.try_emplace(name, unit);
    if (!is_new && place->second != unit) place->second.reset();
  }
  std::unordered_map<std::string, std::optional<UnitId>> cells_;
};

Result<const collect::ItemColumn*> column_of(const collect::Sheets& sheets, const std::string& id, const AnswerByte& asked) {
  const auto found = std::find_if(sheets.items.begin(), sheets.items.end(), [&](const collect::ItemColumn& item) { return item.id == id; });
  if (found == sheets.items.end()) {
    std::vector<std::string> there;
    for (const auto& item : sheets.items) there.push_back(item.id);
    return fail(Fault::not_found, "the file holds no answers to the question " + in_quotes(id) + " of the wave; it holds " + join_words(there));
  }
  if (found->min != asked.min || found->max != asked.max)
    return fail(Fault::invalid, "the question " + in_quotes(id) + " goes from " + std::to_string(found->min) + " to " + std::to_string(found->max) +
                                    " in the file and from " + std::to_string(asked.min) + " to " + std::to_string(asked.max) + " in the wave");
  return &*found;
}

}  // namespace

Result<void> fill_from_file(WaveForm& form, const collect::Sheets& sheets) {
  if (sheets.periods.size() != 1)
    return fail(Fault::invalid, "the file has " + std::to_string(sheets.periods.size()) + " periods; a wave is one, so give a file of that period alone");
  const CellNames names(form.tree);
  std::vector<std::optional<UnitId>> cell_of(sheets.tree.size());
  for (std::size_t r = 0; r < sheets.rows(); ++r) {
    auto& cell = cell_of[sheets.unit[r].value];
    if (!cell) {
      KARUNA_TRY(found, names.find(sheets.tree[sheets.unit[r]]));
      cell = found;
    }
    form.sheets.unit.push_back(*cell);
  }
  form.sheets.period.assign(sheets.rows(), 0);
  for (std::size_t i = 0; i < form.sheets.items.size(); ++i) {
    const AnswerByte& asked = form.answers[i];
    KARUNA_TRY(column, column_of(sheets, form.sheets.items[asked.question].id, asked));
    auto& codes = form.sheets.items[i].codes;
    codes.reserve(sheets.rows());
    for (const std::int16_t code : column->codes)
      codes.push_back(code == collect::no_answer ? code : asked.code_of(static_cast<std::uint8_t>(code - asked.min + 1)));
  }
  return {};
}

}  // namespace karuna::protect
