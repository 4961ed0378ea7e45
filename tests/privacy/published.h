// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <vector>

#include "organisation.h"

namespace karuna::privacy {

/// One printed figure: the mean of a measure over a set of cells.
struct Row {
  std::string measure, kind, period;
  std::string place;               ///< "U3", or "pool 2"
  std::vector<std::size_t> cells;  ///< ascending, positions in the tree
  std::uint32_t n = 0;
  double mean = 0;  ///< in points from 1 to 5, whatever scale it was printed on
  double step = 0;  ///< half a unit of the last printed digit, in points: the mean lies within it
};

/// All that an attacker takes from an output folder.
struct Published {
  std::vector<std::string> units;  ///< ids, parents before children
  std::vector<std::size_t> parents;
  std::vector<Row> rows;

  std::vector<const Row*> of(const std::string& measure, const std::string& period) const;
  /// The printed figure with the fewest people that contains a cell; null where there is none.
  const Row* smallest_with(const std::string& measure, const std::string& period, std::size_t cell) const;
};

/// Reads report.json of an output folder. Who works where in which wave is side knowledge: it is no secret.
Published read_published(const std::filesystem::path& out, const std::vector<Wave>& waves);
Published read_published(const std::filesystem::path& out, const Organisation& organisation);

nlohmann::json read_report(const std::filesystem::path& out);

/// How an answer enters a measure; the survey file says it. By question: 0 not at all, above 0 as answered, below 0 turned round (6 - answer).
/// Whole numbers in proportion to the weights. The mean of a measure is sum(|entry| x (answer or 6 - answer)) / sum |entry| / n.
/// The index proper (a geometric mean of dimensions) is not linear; it counts here as if it were, since it moves with the same answers.
std::vector<int> entries_of(const Organisation& organisation, const std::string& measure);

}  // namespace karuna::privacy
