// SPDX-License-Identifier: Apache-2.0
#include "base/unit_tree.h"

#include <algorithm>

#include "base/text.h"

namespace karuna {
namespace {

constexpr std::uint32_t nobody = UnitId::none;
constexpr std::size_t most_named = 8;

std::string place(const UnitRow& row) { return row.line ? " (line " + std::to_string(row.line) + ")" : std::string(); }

/// Units by position of input, before they are put into depth-first order.
struct Draft {
  std::vector<std::string> id, name;
  std::vector<std::uint32_t> parent;                       // nobody for roots
  std::vector<std::optional<std::uint32_t>> eligible;
  std::size_t size() const { return id.size(); }
};

/// A cycle in which following parents from `start` ends, in words.
std::string cycle_in_words(const Draft& draft, std::uint32_t start) {
  std::string words = in_quotes(draft.id[start]);
  std::size_t named = 1, length = 1;
  for (std::uint32_t at = draft.parent[start]; at != start; at = draft.parent[at], ++length)
    if (named < most_named) {
      words += " -> " + in_quotes(draft.id[at]);
      ++named;
    }
  if (length > named) words += " -> " + std::to_string(length - named) + " more";
  return words + " -> " + in_quotes(draft.id[start]);
}

Result<void> check_for_cycle(const Draft& draft) {
  std::vector<std::uint32_t> walk_of(draft.size(), nobody);   // which walk met the unit first
  for (std::uint32_t start = 0; start < draft.size(); ++start) {
    std::uint32_t at = start;
    while (at != nobody && walk_of[at] == nobody) {
      walk_of[at] = start;
      at = draft.parent[at];
    }
    if (at == nobody || walk_of[at] != start) continue;
    if (draft.parent[at] == at)
      return fail(Fault::invalid, "unit " + in_quotes(draft.id[at]) + " is its own parent; leave the parent empty where a unit is the top");
    return fail(Fault::invalid, "the units run in a circle, each naming the next as its parent: " + cycle_in_words(draft, at) + "; one of them must name another parent");
  }
  return {};
}

/// An id that no unit has, as near to `wanted` as can be.
std::string free_id(std::string wanted, const std::unordered_map<std::string, UnitId>& taken) {
  if (wanted.empty()) wanted = "organisation";
  while (taken.contains(wanted)) wanted += " (organisation)";
  return wanted;
}

/// Positions of the input in depth-first order, children in the order of the input. Position 0 must be the only root.
std::vector<std::uint32_t> depth_first(const std::vector<std::uint32_t>& parent) {
  const std::size_t count = parent.size();
  std::vector<std::uint32_t> first_child(count, nobody), next_sibling(count, nobody);
  for (std::size_t i = count; i-- > 1;) {                    // backwards, so that lists come out in the order of the input
    next_sibling[i] = first_child[parent[i]];
    first_child[parent[i]] = static_cast<std::uint32_t>(i);
  }
  std::vector<std::uint32_t> order, waiting{0};
  order.reserve(count);
  while (!waiting.empty()) {
    const std::uint32_t at = waiting.back();
    waiting.pop_back();
    order.push_back(at);
    if (next_sibling[at] != nobody) waiting.push_back(next_sibling[at]);
    if (first_child[at] != nobody) waiting.push_back(first_child[at]);
  }
  return order;
}

}  // namespace

/// Everything that both ways of making a tree share: one root at position 0 of the draft, no cycle, ids unique.
struct UnitTreeBuilder {
  static void build(Draft draft, std::vector<Unit>& units, std::vector<std::uint32_t>& end, std::unordered_map<std::string, UnitId>& by_id) {
    const std::vector<std::uint32_t> order = depth_first(draft.parent);
    std::vector<std::uint32_t> position(order.size());
    for (std::uint32_t p = 0; p < order.size(); ++p) position[order[p]] = p;

    units.resize(order.size());
    end.assign(order.size(), 0);
    by_id.clear();
    by_id.reserve(order.size());
    for (std::uint32_t p = 0; p < order.size(); ++p) {
      const std::uint32_t from = order[p];
      Unit& unit = units[p];
      unit.id = std::move(draft.id[from]);
      unit.name = draft.name[from].empty() ? unit.id : std::move(draft.name[from]);
      unit.eligible = draft.eligible[from];
      by_id.emplace(unit.id, UnitId{p});
      if (p == 0) continue;
      unit.parent = UnitId{position[draft.parent[from]]};
      unit.depth = units[unit.parent.value].depth + 1;
      units[unit.parent.value].children.push_back(UnitId{p});
    }
    for (std::uint32_t p = static_cast<std::uint32_t>(order.size()); p-- > 0;) {
      end[p] = std::max(end[p], p + 1);
      if (p > 0) end[units[p].parent.value] = std::max(end[units[p].parent.value], end[p]);
    }
    count_eligible(units);
  }

  /// A unit above others may give the people who are in it directly, or all of them. It is read as "all of them" when in the whole table
  /// no such number is smaller than what the units below it add up to.
  static void count_eligible(std::vector<Unit>& units) {
    constexpr std::uint64_t unknown = ~0ULL;
    std::vector<std::uint64_t> below(units.size(), 0);
    const auto sum_up = [&](bool numbers_are_totals) {
      bool totals_hold = true;
      std::fill(below.begin(), below.end(), 0);
      std::vector<std::uint64_t> all(units.size(), 0);
      for (std::size_t p = units.size(); p-- > 0;) {
        const Unit& unit = units[p];
        const std::uint64_t own = unit.eligible ? *unit.eligible : unknown;
        if (unit.children.empty()) all[p] = own;
        else if (own == unknown) all[p] = below[p];
        else if (numbers_are_totals) all[p] = own, totals_hold = totals_hold && (below[p] == unknown || own >= below[p]);
        else all[p] = below[p] == unknown ? unknown : own + below[p];
        if (p > 0) {
          std::uint64_t& sum = below[unit.parent.value];
          sum = sum == unknown || all[p] == unknown ? unknown : sum + all[p];
        }
      }
      below = std::move(all);
      return totals_hold;
    };
    if (!sum_up(true)) sum_up(false);
    for (std::size_t p = 0; p < units.size(); ++p)
      units[p].eligible = below[p] > 0xffffffffULL ? std::nullopt : std::optional(static_cast<std::uint32_t>(below[p]));
  }
};

Result<UnitTree> UnitTree::from_rows(std::span<const UnitRow> rows, std::string_view organisation) {
  if (rows.empty()) return fail(Fault::invalid, "the table of units holds no unit; at least one is needed");
  UnitTree tree;
  auto& by_id = tree.by_id_;
  by_id.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (trimmed(rows[i].id).empty())
      return fail(Fault::invalid, "unit number " + std::to_string(i + 1) + place(rows[i]) + " has no id; every unit needs one");
    const auto [known, added] = by_id.emplace(rows[i].id, UnitId{i});
    if (!added)
      return fail(Fault::invalid, "unit " + in_quotes(rows[i].id) + place(rows[i]) + " is there twice" + (rows[known->second.value].line ? ", first on line " + std::to_string(rows[known->second.value].line) : "") +
                                      "; every id may stand once");
  }
  Draft draft;
  std::size_t roots = 0, root = 0;
  draft.parent.reserve(rows.size() + 1);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].parent.empty()) {
      ++roots;
      root = i;
      draft.parent.push_back(nobody);
      continue;
    }
    const auto above = by_id.find(rows[i].parent);
    if (above == by_id.end())
      return fail(Fault::invalid, "unit " + in_quotes(rows[i].id) + place(rows[i]) + " names the parent " + in_quotes(rows[i].parent) + ", which is not among the " + counted(rows.size(), "unit") +
                                      "; add it, or leave the parent empty where a unit is the top");
    draft.parent.push_back(above->second.value);
  }
  for (const UnitRow& row : rows) {
    draft.id.push_back(row.id);
    draft.name.push_back(row.name);
    draft.eligible.push_back(row.eligible);
  }
  KARUNA_CHECK(check_for_cycle(draft));   // without a root there always is one

  // The root has to stand first: a made-up one is put in front, a given one changes places with the units before it.
  if (roots > 1) {
    const std::string id = free_id(std::string(organisation), by_id);
    draft.id.insert(draft.id.begin(), id);
    draft.name.insert(draft.name.begin(), organisation.empty() ? id : std::string(organisation));
    draft.eligible.insert(draft.eligible.begin(), std::nullopt);
    for (std::uint32_t& parent : draft.parent) parent = parent == nobody ? 0 : parent + 1;
    draft.parent.insert(draft.parent.begin(), nobody);
  } else if (root > 0) {
    const auto to_front = [root](auto& values) { std::rotate(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(root), values.begin() + static_cast<std::ptrdiff_t>(root) + 1); };
    to_front(draft.id), to_front(draft.name), to_front(draft.eligible), to_front(draft.parent);
    for (std::uint32_t& parent : draft.parent)
      if (parent != nobody) parent = parent == root ? 0 : parent < root ? parent + 1 : parent;
  }
  UnitTreeBuilder::build(std::move(draft), tree.units_, tree.end_, by_id);
  return tree;
}

Result<UnitTree> UnitTree::from_paths(std::span<const std::vector<std::string>> paths, std::string_view organisation) {
  if (paths.empty()) return fail(Fault::invalid, "there is no path of units; at least one is needed");
  const bool starts_with_root = std::all_of(paths.begin(), paths.end(), [&](const auto& path) { return !path.empty() && path.front() == organisation; });

  Draft draft;
  std::unordered_map<std::string, std::uint32_t> by_step;     // "<position of the parent>\0<step>"
  std::unordered_map<std::string, UnitId> ids;
  draft.id.emplace_back();
  draft.name.emplace_back(organisation);
  draft.parent.push_back(nobody);
  draft.eligible.emplace_back();
  std::string key;
  for (std::size_t row = 0; row < paths.size(); ++row) {
    const auto& path = paths[row];
    if (path.empty()) return fail(Fault::invalid, "path number " + std::to_string(row + 1) + " names no unit; every row needs at least one step");
    std::uint32_t at = 0;
    for (std::size_t step = 0; step < path.size(); ++step) {
      if (trimmed(path[step]).empty())
        return fail(Fault::invalid, "path number " + std::to_string(row + 1) + " has a gap: step " + std::to_string(step + 1) + " of " + std::to_string(path.size()) +
                                        (step > 0 ? ", below " + in_quotes(path[step - 1]) + "," : "") + " is empty; name the unit, or end the path before it");
      if (step == 0 && starts_with_root) continue;
      key.assign(reinterpret_cast<const char*>(&at), sizeof at);
      key += path[step];
      const auto [known, added] = by_step.emplace(key, static_cast<std::uint32_t>(draft.size()));
      if (added) {
        std::string id = draft.id[at].empty() ? path[step] : draft.id[at] + " / " + path[step];
        if (!ids.emplace(id, UnitId{draft.size()}).second)
          return fail(Fault::invalid, "two different paths are both called " + in_quotes(id) + " (path number " + std::to_string(row + 1) + "); a step must not hold \" / \"");
        draft.id.push_back(std::move(id));
        draft.name.push_back(path[step]);
        draft.parent.push_back(at);
        draft.eligible.emplace_back();
      }
      at = known->second;
    }
  }
  draft.id[0] = free_id(std::string(organisation), ids);
  UnitTree tree;
  UnitTreeBuilder::build(std::move(draft), tree.units_, tree.end_, tree.by_id_);
  return tree;
}

std::optional<UnitId> UnitTree::find(std::string_view id) const {
  const auto found = by_id_.find(std::string(id));
  return found == by_id_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<UnitId> UnitTree::path(UnitId u) const {
  std::vector<UnitId> steps;
  for (UnitId at = u; at; at = units_[at.value].parent) steps.push_back(at);
  std::reverse(steps.begin(), steps.end());
  return steps;
}

}  // namespace karuna
