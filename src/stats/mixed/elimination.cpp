// SPDX-License-Identifier: Apache-2.0
#include "stats/mixed/elimination.h"

#include <Eigen/OrderingMethods>
#include <Eigen/SparseCore>
#include <algorithm>
#include <numeric>

namespace karuna::stats {
namespace {

using Eigen::Index;
using Nodes = std::vector<std::uint32_t>;

constexpr double most_zeros = 0.15;  // of what merged supernodes store
constexpr Index small = 8;           // columns, up to which half may be zeros

/// order[new] = old
Nodes fewest_neighbours_first(const NodePattern& pattern) {
  const auto n = static_cast<int>(pattern.nodes());
  std::vector<Eigen::Triplet<char, int>> entries;
  entries.reserve(pattern.row.size());
  for (std::size_t j = 0; j < pattern.nodes(); ++j)
    for (std::size_t t = pattern.start[j]; t < pattern.start[j + 1]; ++t) entries.emplace_back(static_cast<int>(pattern.row[t]), static_cast<int>(j), 1);
  Eigen::SparseMatrix<char, Eigen::ColMajor, int> matrix(n, n);
  matrix.setFromTriplets(entries.begin(), entries.end());
  Eigen::PermutationMatrix<Eigen::Dynamic, Eigen::Dynamic, int> order(n);
  Eigen::AMDOrdering<int>()(matrix.selfadjointView<Eigen::Lower>(), order);
  Nodes found;
  for (int i = 0; i < n; ++i) found.push_back(static_cast<std::uint32_t>(order.indices()[i]));
  return found;
}

/// What each node reaches once those before it are eliminated, and so its parent: the first it reaches.
std::vector<Nodes> reached(const NodePattern& pattern, const Nodes& order) {
  const std::size_t n = order.size();
  Nodes number(n);
  for (std::size_t i = 0; i < n; ++i) number[order[i]] = static_cast<std::uint32_t>(i);
  std::vector<Nodes> reach(n), children(n);
  for (std::size_t j = 0; j < n; ++j)
    for (std::size_t t = pattern.start[j] + 1; t < pattern.start[j + 1]; ++t) {
      const std::uint32_t a = number[j], b = number[pattern.row[t]];
      reach[std::min(a, b)].push_back(std::max(a, b));
    }
  std::vector<std::uint32_t> seen(n, UINT32_MAX);
  for (std::uint32_t j = 0; j < n; ++j) {
    for (const std::uint32_t i : reach[j]) seen[i] = j;
    for (const std::uint32_t child : children[j])
      for (const std::uint32_t i : reach[child])
        if (i != j && seen[i] != j) seen[i] = j, reach[j].push_back(i);
    std::sort(reach[j].begin(), reach[j].end());
    if (!reach[j].empty()) children[reach[j][0]].push_back(j);
  }
  return reach;
}

/// The order in which a node follows its children at once, the child that reaches most last. order[new] = old
Nodes children_first(const std::vector<Nodes>& reach) {
  const std::size_t n = reach.size();
  std::vector<Nodes> children(n + 1);  // those of nobody at the end
  for (std::uint32_t j = 0; j < n; ++j) children[reach[j].empty() ? n : reach[j][0]].push_back(j);
  for (auto& list : children) std::stable_sort(list.begin(), list.end(), [&](std::uint32_t a, std::uint32_t b) { return reach[a].size() < reach[b].size(); });
  Nodes order;
  std::vector<std::pair<std::size_t, std::size_t>> path{{n, 0}};
  while (!path.empty()) {
    auto& [node, next] = path.back();
    if (next < children[node].size()) {
      const std::size_t child = children[node][next++];
      path.emplace_back(child, 0);
    } else {
      if (node < n) order.push_back(static_cast<std::uint32_t>(node));
      path.pop_back();
    }
  }
  return order;
}

struct Run {
  std::uint32_t first, last;
  Index columns, rows;
  double entries;  ///< that are not zeros by structure
  double stored() const { return static_cast<double>(columns * (columns + 1)) / 2 + static_cast<double>(columns * rows); }
};

/// Runs of nodes that reach the same, or nearly.
std::vector<Run> runs_of(const std::vector<Nodes>& reach, const std::vector<Index>& size) {
  std::vector<Run> runs;
  for (std::uint32_t j = 0; j < reach.size(); ++j) {
    Run next{j, j, size[j], 0, 0};
    for (const std::uint32_t i : reach[j]) next.rows += size[i];
    next.entries = next.stored();
    while (!runs.empty()) {
      const Run& before = runs.back();
      const Nodes& out = reach[before.last];
      if (out.empty() || out[0] < next.first || out[0] > next.last) break;
      Run both{before.first, j, before.columns + next.columns, next.rows, before.entries + next.entries};
      const double zeros = 1 - both.entries / both.stored();
      if (zeros > (both.columns <= small ? 0.5 : most_zeros)) break;
      runs.pop_back();
      next = both;
    }
    runs.push_back(next);
  }
  return runs;
}

}  // namespace

Elimination::Elimination(const NodePattern& pattern) {
  const std::size_t n = pattern.nodes();
  Nodes order = fewest_neighbours_first(pattern);
  const std::vector<Nodes> reach_before = reached(pattern, order);
  const Nodes again = children_first(reach_before);
  Nodes both(n), number(n);
  std::vector<Index> size(n), first(n + 1, 0);
  for (std::size_t i = 0; i < n; ++i) both[i] = order[again[i]];
  for (std::size_t i = 0; i < n; ++i) {
    number[both[i]] = static_cast<std::uint32_t>(i);
    size[i] = pattern.size(both[i]);
    first[i + 1] = first[i] + size[i];
  }
  position.resize(static_cast<std::size_t>(first[n]));
  for (std::size_t j = 0; j < n; ++j)
    for (Index a = 0; a < pattern.size(j); ++a) position[static_cast<std::size_t>(pattern.place[j] + a)] = first[number[j]] + a;
  Nodes moved(n);  // what is reached stays the same where children keep before their parents
  for (std::size_t i = 0; i < n; ++i) moved[again[i]] = static_cast<std::uint32_t>(i);
  std::vector<Nodes> reach(n);
  for (std::size_t i = 0; i < n; ++i) {
    for (const std::uint32_t old : reach_before[again[i]]) reach[i].push_back(moved[old]);
    std::sort(reach[i].begin(), reach[i].end());
  }
  std::vector<std::uint32_t> owner(static_cast<std::size_t>(first[n]));
  for (const Run& run : runs_of(reach, size)) {
    Supernode node{.column = first[run.first], .columns = run.columns};
    for (const std::uint32_t i : reach[run.last])
      for (Index a = 0; a < size[i]; ++a) node.rows.push_back(first[i] + a);
    node.offset = values;
    values += static_cast<std::size_t>(node.height() * node.columns);
    for (Index c = 0; c < node.columns; ++c) owner[static_cast<std::size_t>(node.column + c)] = static_cast<std::uint32_t>(supernodes.size());
    supernodes.push_back(std::move(node));
  }
  for (Supernode& node : supernodes)
    for (std::size_t from = 0; from < node.rows.size();) {
      const std::size_t other = owner[static_cast<std::size_t>(node.rows[from])];
      const Supernode& later = supernodes[other];
      Supernode::Target target{other, from, from, {}};
      auto below = later.rows.begin();
      for (std::size_t i = from; i < node.rows.size(); ++i) {
        const Index row = node.rows[i];
        if (row < later.column + later.columns) {
          target.at.push_back(static_cast<std::uint32_t>(row - later.column));
          target.to = i + 1;
        } else {
          below = std::lower_bound(below, later.rows.end(), row);
          target.at.push_back(static_cast<std::uint32_t>(later.columns + (below - later.rows.begin())));
        }
      }
      from = target.to;
      node.targets.push_back(std::move(target));
    }
  for (std::size_t j = 0; j < n; ++j)
    for (std::size_t t = pattern.start[j]; t < pattern.start[j + 1]; ++t) {
      const bool turned = number[pattern.row[t]] < number[j];
      const Index low = first[turned ? number[pattern.row[t]] : number[j]], high = first[turned ? number[j] : number[pattern.row[t]]];
      const Supernode& node = supernodes[owner[static_cast<std::size_t>(low)]];
      Index row = high - node.column;
      if (row >= node.columns) row = node.columns + (std::lower_bound(node.rows.begin(), node.rows.end(), high) - node.rows.begin());
      lies.push_back({node.offset + static_cast<std::size_t>((low - node.column) * node.height() + row), node.height(), turned});
    }
}

}  // namespace karuna::stats
