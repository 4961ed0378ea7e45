// SPDX-License-Identifier: Apache-2.0
#include "stats/weights/cells.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/text.h"
#include "stats/wide.h"

namespace karuna::stats {
namespace {

KARUNA_WIDE std::uint32_t largest(const std::uint32_t* level, std::size_t people) {
  std::uint32_t most = 0;
  for (std::size_t i = 0; i < people; ++i) most = std::max(most, level[i]);
  return most;
}

Result<void> check(std::span<const Margin> margins) {
  if (margins.empty()) return fail(Fault::invalid, "weights need at least one margin");
  for (const auto& margin : margins) {
    if (margin.level.size() != margins[0].level.size())
      return fail(Fault::invalid, "margin '" + margin.name + "' has levels for " + std::to_string(margin.level.size()) + " people, margin '" + margins[0].name +
                                      "' for " + std::to_string(margins[0].level.size()));
    if (margin.level.empty() || largest(margin.level.data(), margin.level.size()) < margin.target.size()) continue;
    const auto person = std::find_if(margin.level.begin(), margin.level.end(), [&](std::uint32_t l) { return l >= margin.target.size(); });
    return fail(Fault::invalid, "person " + std::to_string(person - margin.level.begin() + 1) + " has a level of margin '" + margin.name +
                                    "' that has no target; give it one, or leave the person out");
  }
  return {};
}

}  // namespace

Result<Cells> cells_of(std::span<const Margin> margins) {
  KARUNA_CHECK(check(margins));
  const std::size_t people = margins[0].level.size();
  Cells cells;
  cells.of_person.assign(margins[0].level.begin(), margins[0].level.end());
  std::size_t known = margins[0].target.size();
  // One margin after the other; where the product of levels would be far more than the people, numbers are made dense on the way.
  const auto make_dense = [&] {
    std::vector<std::uint32_t> place(known, 0);
    for (const auto cell : cells.of_person) place[cell] = 1;
    std::uint32_t next = 0;
    for (auto& p : place) p = p ? next++ : 0;
    for (auto& cell : cells.of_person) cell = place[cell];
    known = next;
  };
  for (std::size_t m = 1; m < margins.size(); ++m) {
    const auto levels = static_cast<std::uint32_t>(margins[m].target.size());
    if (static_cast<double>(known) * levels > 64.0 * static_cast<double>(people) + 65536) make_dense();
    const std::uint32_t* const level = margins[m].level.data();
    std::uint32_t* const cell = cells.of_person.data();
    for (std::size_t i = 0; i < people; ++i) cell[i] = cell[i] * levels + level[i];
    known *= levels;
  }
  make_dense();
  cells.count = known;
  for (const auto& margin : margins) {
    auto& level = cells.level.emplace_back(cells.count);
    for (std::size_t i = 0; i < people; ++i) level[cells.of_person[i]] = margin.level[i];
  }
  return cells;
}

Result<Cells> persons_as_cells(std::span<const Margin> margins) {
  KARUNA_CHECK(check(margins));
  Cells cells;
  cells.count = margins[0].level.size();
  for (std::size_t i = 0; i < cells.count; ++i) cells.of_person.push_back(static_cast<std::uint32_t>(i));
  for (const auto& margin : margins) cells.level.emplace_back(margin.level.begin(), margin.level.end());
  return cells;
}

Result<void> check_weights(std::span<const double> weights, std::size_t people) {
  if (weights.empty()) return {};
  if (weights.size() != people)
    return fail(Fault::invalid, "there are " + std::to_string(weights.size()) + " weights for " + std::to_string(people) + " people; one each is expected");
  for (std::size_t i = 0; i < people; ++i)
    if (!(weights[i] > 0) || std::isinf(weights[i]))
      return fail(Fault::invalid, "the weight of person " + std::to_string(i + 1) + " must be a number above 0, it is " + shortest(weights[i]));
  return {};
}

}  // namespace karuna::stats
