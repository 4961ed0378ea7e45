// SPDX-License-Identifier: Apache-2.0
#include "ask/planning/cells.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_map>
#include <utility>

#include "ask/wave/json_fields.h"
#include "base/text.h"
#include "seal/canonical_json.h"

namespace karuna::ask {

namespace {

struct Piece {
  std::vector<std::size_t> members;   // positions of units
  std::uint32_t eligible = 0;
};

class Planner {
 public:
  Planner(std::span<const UnitHeadcount> units, const EarlierCells& earlier) : units_(units), earlier_(earlier) {}

  Result<std::vector<PlannedCell>> run() {
    std::unordered_map<std::string, std::size_t> at;
    parent_.assign(units_.size(), units_.size());
    children_.resize(units_.size());
    std::uint64_t people = 0;
    for (std::size_t u = 0; u < units_.size(); ++u) {
      people += units_[u].eligible;
      if (!units_[u].parent.empty()) {
        const auto found = at.find(units_[u].parent);
        if (found == at.end()) return fail(Fault::invalid, "the unit " + units_[u].id + " stands before its parent " + units_[u].parent);
        parent_[u] = found->second;
        children_[found->second].push_back(u);
      } else if (u != 0) {
        return fail(Fault::invalid, "the unit " + units_[u].id + " has no parent; only the organisation itself has none");
      }
      at.emplace(units_[u].id, u);
    }
    if (people < smallest_cell)
      return fail(Fault::too_few_people, "a wave needs at least " + std::to_string(smallest_cell) + " people who may be asked, there are " + std::to_string(people));
    smallest_below_.assign(units_.size(), none);
    std::vector<std::vector<Piece>> left(units_.size());
    for (std::size_t u = units_.size(); u-- > 0;) {  // children stand after their parents
      auto left_here = at_unit(u, left[u]);
      if (parent_[u] == units_.size()) break;
      auto& up = left[parent_[u]];
      up.insert(up.end(), std::make_move_iterator(left_here.begin()), std::make_move_iterator(left_here.end()));
      offer(parent_[u], smallest_below_[u]);
    }
    return finished();
  }

 private:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  struct Made {
    Piece piece;
    std::size_t seat = 0;     // the unit it sits at
    bool alone = false;
    bool joined = false;      // took up what was left over elsewhere
  };

  std::vector<std::string> ids(const Piece& piece) const {
    std::vector<std::string> out;
    for (const std::size_t m : piece.members) out.push_back(units_[m].id);
    std::sort(out.begin(), out.end());
    return out;
  }

  /// 10 instead of 20 for a single unit of which 70 % drew last time.
  std::uint32_t least_of(const Piece& piece) const {
    const auto number = earlier_.numbers.find(ids(piece));
    if (piece.members.size() != 1 || number == earlier_.numbers.end()) return smallest_cell;
    const auto last = earlier_.last.find(number->second);
    if (last == earlier_.last.end() || last->second.second == 0) return smallest_cell;
    return std::uint64_t{10} * last->second.first >= std::uint64_t{7} * last->second.second ? smallest_cell_after_a_good_wave : smallest_cell;
  }

  void offer(std::size_t u, std::size_t cell) {
    if (cell == none) return;
    std::size_t& best = smallest_below_[u];
    if (best == none || std::pair(cells_[cell].piece.eligible, ids(cells_[cell].piece)) < std::pair(cells_[best].piece.eligible, ids(cells_[best].piece))) best = cell;
  }

  void make(Piece piece, std::size_t seat, bool alone) {
    cells_.push_back({std::move(piece), seat, alone, false});
    offer(seat, cells_.size() - 1);
  }

  /// What came up from below and who is directly here; gives what could not become a cell.
  std::vector<Piece> at_unit(std::size_t u, std::vector<Piece>& pieces) {
    if (units_[u].eligible > 0) {
      Piece own{{u}, units_[u].eligible};
      if (own.eligible >= least_of(own)) make(std::move(own), u, true);
      else pieces.push_back(std::move(own));
    }
    std::sort(pieces.begin(), pieces.end(), [&](const Piece& a, const Piece& b) { return ids(a) < ids(b); });
    Piece now;
    std::vector<Piece> open;
    for (Piece& piece : pieces) {
      now.members.insert(now.members.end(), piece.members.begin(), piece.members.end());
      now.eligible += piece.eligible;
      open.push_back(std::move(piece));
      if (now.eligible < smallest_cell) continue;
      make(std::exchange(now, {}), u, false);
      open.clear();
    }
    if (open.empty()) return open;
    const std::size_t found = host_for(open, u);
    if (found == none) return open;
    Made& host = cells_[found];
    for (const Piece& piece : open) {
      host.piece.members.insert(host.piece.members.end(), piece.members.begin(), piece.members.end());
      host.piece.eligible += piece.eligible;
    }
    host.seat = u;
    host.alone = false;
    host.joined = true;
    find_smallest_below(u);  // it has grown; another may be the smallest now
    return {};
  }

  /// The cell that takes in what is left over: the smallest here or below that has 20 with it. A cell that stood with 10 may not reach that; where no
  /// cell does, the smallest ends and is left over as well. Nothing: no cell is there.
  std::size_t host_for(std::vector<Piece>& open, std::size_t u) {
    while (smallest_below_[u] != none) {
      std::uint32_t left = 0;
      for (const Piece& piece : open) left += piece.eligible;
      const std::size_t smallest = smallest_below_[u];
      if (cells_[smallest].piece.eligible + left >= smallest_cell) return smallest;
      find_smallest_below(u, smallest_cell - left);
      const std::size_t host = smallest_below_[u];
      if (host != none) return host;
      open.push_back(std::exchange(cells_[smallest].piece, {}));
      find_smallest_below(u);
    }
    return none;
  }

  void find_smallest_below(std::size_t u, std::uint32_t at_least = 1) {
    smallest_below_[u] = none;
    for (std::size_t c = 0; c < cells_.size(); ++c)
      if (cells_[c].piece.eligible >= at_least && is_below(cells_[c].seat, u)) offer(u, c);
  }

  bool is_below(std::size_t u, std::size_t top) const {
    for (; u != units_.size(); u = parent_[u])
      if (u == top) return true;
    return false;
  }

  std::vector<std::string> path(std::size_t u) const {
    std::vector<std::string> out;
    for (; u != units_.size(); u = parent_[u]) out.push_back(units_[u].id);
    std::reverse(out.begin(), out.end());
    return out;
  }

  Result<std::vector<PlannedCell>> finished() const {
    std::vector<PlannedCell> planned;
    for (const Made& made : cells_) {
      if (made.piece.members.empty()) continue;  // ended, and was left over
      PlannedCell cell;
      cell.members = ids(made.piece);
      cell.eligible = made.piece.eligible;
      const std::size_t only = made.piece.members.front();
      const bool leaf = made.alone && children_[only].empty() && parent_[only] != units_.size();
      cell.units = path(leaf ? parent_[only] : made.seat);
      std::vector<std::string> names, counted_names;
      std::vector<std::size_t> members = made.piece.members;
      std::sort(members.begin(), members.end());
      for (const std::size_t m : members) {
        const std::string name = children_[m].empty() ? units_[m].name : units_[m].name + " (directly)";
        names.push_back(name);
        counted_names.push_back(name + " (" + std::to_string(units_[m].eligible) + ")");
      }
      cell.label = join_words(names, "and", 4);
      if (!made.alone) {
        cell.reason = join_words(counted_names, "and", 6) + " answer together, because a group needs " + std::to_string(smallest_cell);
        if (names.size() == 1) cell.reason = counted_names[0] + " answers as one group";
        std::string listed = counted_names[0];
        for (std::size_t i = 1; i < counted_names.size(); ++i) listed += ", " + counted_names[i];
        cell.reason_said.push_back(names.size() == 1 ? Said{"cell_one", {{"names", listed}}}
                                                     : Said{"cell_together", {{"names", listed}, {"least", std::to_string(smallest_cell)}}});
        if (made.joined) {
          cell.reason += " and what was left over joins the smallest group near it";
          cell.reason_said.push_back({"cell_joined"});
        }
      }
      const auto number = earlier_.numbers.find(cell.members);
      if (number != earlier_.numbers.end()) {
        cell.cell = number->second;
        const auto last = earlier_.last.find(number->second);
        if (made.alone && least_of(made.piece) == smallest_cell_after_a_good_wave) {
          cell.minimum = smallest_cell_after_a_good_wave;
          cell.last_issued = last->second.first;
          cell.last_eligible = last->second.second;
        }
      }
      planned.push_back(std::move(cell));
    }
    std::sort(planned.begin(), planned.end(), [](const PlannedCell& a, const PlannedCell& b) { return a.members < b.members; });
    std::uint32_t next = earlier_.next;
    for (PlannedCell& cell : planned)
      if (cell.cell == 0) cell.cell = next++;
    std::sort(planned.begin(), planned.end(), [](const PlannedCell& a, const PlannedCell& b) { return a.cell < b.cell; });
    return planned;
  }

  std::span<const UnitHeadcount> units_;
  const EarlierCells& earlier_;
  std::vector<std::size_t> parent_;
  std::vector<std::vector<std::size_t>> children_;
  std::vector<Made> cells_;
  std::vector<std::size_t> smallest_below_;
};

}  // namespace

Result<std::vector<PlannedCell>> plan_cells(std::span<const UnitHeadcount> units, const EarlierCells& earlier) { return Planner(units, earlier).run(); }

std::string write_registry(const EarlierCells& earlier, std::span<const PlannedCell> cells) {
  std::map<std::uint32_t, std::vector<std::string>> by_number;
  for (const auto& [members, number] : earlier.numbers) by_number[number] = members;
  for (const PlannedCell& cell : cells) by_number[cell.cell] = cell.members;
  nlohmann::json list = nlohmann::json::array();
  for (const auto& [number, members] : by_number) list.push_back({{"cell", number}, {"units", members}});
  return seal::canonical_json(list).value_or("");
}

Result<EarlierCells> read_registry(std::string_view text) {
  KARUNA_TRY(value, seal::read_canonical_file("the registry of cells", text));
  EarlierCells earlier;
  if (!value.is_array()) return fail(Fault::invalid, "the registry of cells is no list");
  for (const auto& entry : value) {
    JsonFields fields(entry, "the registry of cells");
    const auto number = static_cast<std::uint32_t>(fields.whole("cell", 0xfffffffeU));
    std::vector<std::string> members;
    for (const auto& unit : fields.list("units", 100'000)) {
      if (unit.is_string()) members.push_back(unit.get<std::string>());
      else fields.wrong("units", "unit ids");
    }
    KARUNA_CHECK(fields.finish());
    earlier.numbers[members] = number;
    earlier.next = std::max(earlier.next, number + 1);
  }
  return earlier;
}

}  // namespace karuna::ask
