// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/ids.h"
#include "base/result.h"

namespace karuna {

/// One line of a table of units as it was given: who it is and who its parent is.
struct UnitRow {
  std::string id;
  std::string parent;                     ///< empty for the organisation itself
  std::string name;                       ///< empty: the id is the name
  std::optional<std::uint32_t> eligible;  ///< people who could answer, where known; of a unit above others: those in it directly, or all below
                                          ///< as well, whichever holds in the whole table (all, if no number is smaller than what lies below)
  std::size_t line = 0;                   ///< line of the file, for words; 0 where there is none
};

struct Unit {
  std::string id;
  std::string name;
  UnitId parent;                          ///< none for the root
  std::uint32_t depth = 0;                ///< root 0
  std::vector<UnitId> children;           ///< in the order of the input
  std::optional<std::uint32_t> eligible;  ///< people directly or below, where every part is known
};

/// The organisation's tree: exactly one root, no cycle, ids unique. Nodes are in depth-first order (parent before child,
/// children in the order of the input), so a unit and everything below it is one range [u, end(u)).
class UnitTree {
 public:
  UnitTree() = default;   ///< empty; the functions below make real ones

  /// From a table of units and parents. Several roots are put under one made-up root named `organisation`.
  /// Fails  invalid  a cycle (its members are named), an unknown parent, a repeated id, no unit at all
  static Result<UnitTree> from_rows(std::span<const UnitRow> rows, std::string_view organisation);

  /// From paths such as {"North", "Nursing", "Ward 3"}, one per row; equal paths are one unit. The root is `organisation`.
  /// Ids are the path joined by " / ". Fails  invalid  an empty path or an empty step (a gap) inside one
  static Result<UnitTree> from_paths(std::span<const std::vector<std::string>> paths, std::string_view organisation);

  std::size_t size() const { return units_.size(); }
  const Unit& operator[](UnitId u) const { return units_[u.value]; }
  UnitId root() const { return UnitId{0U}; }
  UnitId end(UnitId u) const { return UnitId{end_[u.value]}; }             ///< one past the last unit below u
  bool contains(UnitId above, UnitId u) const { return above <= u && u < end(above); }
  bool is_leaf(UnitId u) const { return units_[u.value].children.empty(); }
  std::optional<UnitId> find(std::string_view id) const;
  std::vector<UnitId> path(UnitId u) const;                                ///< from the root to u, both included

 private:
  std::vector<Unit> units_;
  std::vector<std::uint32_t> end_;
  std::unordered_map<std::string, UnitId> by_id_;
};

}  // namespace karuna
