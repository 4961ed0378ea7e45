// SPDX-License-Identifier: Apache-2.0
#include "lmm_frame.h"

#include <map>

namespace karuna::test {

std::size_t MixedFrame::add(const std::string& name, Levels found) {
  groups_.push_back(found.of_row);
  model.groupings.push_back({name, groups_.back(), found.names.size()});
  levels.push_back(std::move(found));
  return levels.size() - 1;
}

std::size_t MixedFrame::grouping(const std::string& column) { return add(column, table_.levels(column)); }

std::size_t MixedFrame::grouping(const std::string& a, const std::string& b) {
  const Levels first = table_.levels(a), second = table_.levels(b);
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> place;
  for (std::size_t i = 0; i < first.of_row.size(); ++i) place[{first.of_row[i], second.of_row[i]}] = 0;
  Levels both;
  for (auto& [pair, number] : place)
    number = static_cast<std::uint32_t>(both.names.size()), both.names.push_back(first.names[pair.first] + ":" + second.names[pair.second]);
  for (std::size_t i = 0; i < first.of_row.size(); ++i) both.of_row.push_back(place[{first.of_row[i], second.of_row[i]}]);
  return add(a + ":" + b, std::move(both));
}

void MixedFrame::term(const std::string& name, std::size_t grouping, const std::vector<std::string>& slopes, stats::Varying varying) {
  stats::MixedTerm term{name, grouping, {{"(Intercept)", {}}}, varying};
  for (const auto& slope : slopes) term.columns.push_back({slope, keep(table_.numbers(slope))});
  model.terms.push_back(std::move(term));
}

}  // namespace karuna::test
