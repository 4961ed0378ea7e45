// SPDX-License-Identifier: Apache-2.0
// Whatever the bytes: no crash; a refused formula is shown with a caret below it; one that is taken meets a small table, and what comes of it is finite.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <string_view>

#include "stats/formula/frame.h"

namespace {

using namespace karuna::stats;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

DataTable table() {
  DataTable t{"t.csv", 6, {}};
  t.columns.push_back({"y", false, {1, 2, 3, 4, 5, 6}});
  t.columns.push_back({"x", false, {1, 2, nan, 4, 5, 0}});
  t.columns.push_back({"w", false, {-1, 1, 0.5, 0.5, 1e300, 0}});
  t.columns.push_back({"g", true, {}, {0, 1, 1, 0, 2, 1}, {"b", "a", "c"}});
  return t;
}

void demand(bool holds) {
  if (!holds) std::abort();
}

bool finite(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto formula = parse_formula(text);
  if (!formula) {
    demand(!formula.error().what.empty());
    return 0;
  }
  for (const auto& column : columns_of(*formula)) demand(!column.name.empty() && column.at < size);
  for (const auto& term : formula->fixed.terms) demand(!label(term).empty() && term.at < size);
  for (const auto& term : formula->random) demand(label(term).starts_with("(") && term.at < size);
  const auto frame = frame_of(*formula, table());
  if (!frame) {
    demand(!frame.error().what.empty());
    return 0;
  }
  demand(frame->rows > 0 && frame->rows == frame->kept.size());
  demand(frame->x.values.size() == frame->rows * frame->x.columns.size());
  demand(finite(frame->y) && finite(frame->offset));
  for (const auto& part : frame->random) demand(part.grouping < frame->groupings.size());
  return 0;
}
