// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <list>
#include <string>
#include <vector>

#include "stats/mixed/model.h"
#include "table.h"

namespace karuna::test {

/// A mixed model over the columns of a table, put together by hand; it owns what the model looks at.
class MixedFrame {
 public:
  MixedFrame(const Table& table, const std::string& y) : table_(table) { model.y = keep(table.numbers(y)); }
  MixedFrame(const MixedFrame&) = delete;
  MixedFrame& operator=(const MixedFrame&) = delete;

  stats::MixedModel model;
  std::vector<Levels> levels;  ///< by grouping

  void fixed_one() { model.fixed.push_back({"(Intercept)", {}}); }
  void fixed(const std::string& column) { fixed(column, table_.numbers(column)); }
  void fixed(const std::string& name, std::vector<double> values) { model.fixed.push_back({name, keep(std::move(values))}); }
  /// Groups by one column, or by the pairs of two.
  std::size_t grouping(const std::string& column);
  std::size_t grouping(const std::string& a, const std::string& b);
  void term(const std::string& name, std::size_t grouping, const std::vector<std::string>& slopes, stats::Varying varying = stats::Varying::together);

 private:
  std::span<const double> keep(std::vector<double> values) { return kept_.emplace_back(std::move(values)); }
  std::size_t add(const std::string& name, Levels levels);
  const Table& table_;
  std::list<std::vector<double>> kept_;
  std::list<std::vector<std::uint32_t>> groups_;
};

}  // namespace karuna::test
