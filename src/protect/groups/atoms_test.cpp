// SPDX-License-Identifier: Apache-2.0
#include "protect/groups/atoms.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "protect/groups/made_up_tree.h"
#include "protect/groups/standing.h"

namespace karuna::protect {
namespace {

const seal::Digest root = seal::sha256("a board");

std::vector<Group> groups_of(const Partition& partition) {
  std::vector<Group> groups;
  for (const Atom& atom : partition.atoms) {
    const auto cells = partition.cells_of(atom);
    groups.push_back({{cells.begin(), cells.end()}, atom.home, atom.ballots, static_cast<double>(atom.ballots), 0, 0});
  }
  return groups;
}

std::set<std::set<std::string>> by_name(const UnitTree& tree, const Partition& partition) {
  std::set<std::set<std::string>> sets;
  for (const Atom& atom : partition.atoms) {
    std::set<std::string> names;
    for (const UnitId cell : partition.cells_of(atom)) names.insert(tree[cell].id);
    sets.insert(names);
  }
  return sets;
}

/// The rule once more, as slowly and plainly as it is written.
struct Plain {
  struct Set {
    std::set<std::string> cells;
    std::uint32_t ballots = 0;
    seal::Digest key{};
    UnitId home;
  };
  static std::set<std::set<std::string>> atoms(const UnitTree& tree, std::vector<Set> pieces, std::uint32_t k) {
    std::vector<Set> atoms;
    std::map<std::uint32_t, std::vector<Set>> up;
    const auto add = [](Set& to, const Set& piece) {
      to.cells.insert(piece.cells.begin(), piece.cells.end());
      if (to.ballots == 0 || piece.key < to.key) to.key = piece.key;
      to.ballots += piece.ballots;
    };
    for (std::size_t v = tree.size(); v-- > 0;) {
      const UnitId u{v};
      std::vector<Set> small = up[u.value];
      for (const Set& piece : pieces) {
        if (piece.home != u) continue;
        if (piece.ballots >= k)
          atoms.push_back(piece);
        else
          small.push_back(piece);
      }
      std::sort(small.begin(), small.end(), [](const Set& a, const Set& b) { return a.key < b.key; });
      const std::size_t first_here = atoms.size();
      Set open;
      std::vector<Set> left;
      for (const Set& piece : small) {
        add(open, piece);
        left.push_back(piece);
        if (open.ballots < k) continue;
        open.home = u;
        atoms.push_back(open);
        open = Set{};
        left.clear();
      }
      if (left.empty()) continue;
      Set* best = nullptr;
      for (std::size_t i = 0; i < atoms.size(); ++i) {
        const bool here = i >= first_here, below = tree.contains(u, atoms[i].home);
        if (first_here < atoms.size() ? !here : !below) continue;
        if (!best || std::pair(atoms[i].ballots, atoms[i].key) < std::pair(best->ballots, best->key)) best = &atoms[i];
      }
      if (best) {
        for (const Set& piece : left) add(*best, piece);
        best->home = u;
      } else if (v > 0) {
        for (const Set& piece : left) up[tree[u].parent.value].push_back(piece);
      } else if (open.ballots >= 20) {
        atoms.push_back(open);
      }
    }
    std::set<std::set<std::string>> sets;
    for (const Set& atom : atoms) sets.insert(atom.cells);
    return sets;
  }
};

UnitTree hospital() {
  const std::vector<UnitRow> rows{{"H", "", "", {}, 0},  {"N", "H", "", {}, 0}, {"A", "N", "", {}, 0}, {"B", "N", "", {}, 0},
                                  {"C", "N", "", {}, 0}, {"M", "H", "", {}, 0}, {"D", "M", "", {}, 0}};
  return UnitTree::from_rows(rows, "H").value();
}

std::vector<std::uint32_t> counts(const UnitTree& tree, const std::map<std::string, std::uint32_t>& named) {
  std::vector<std::uint32_t> ballots(tree.size(), 0);
  for (const auto& [id, n] : named) ballots[tree.find(id)->value] = n;
  return ballots;
}

Standing standing_of(const UnitTree& tree, const std::vector<UnitStanding>& units, std::string_view id) { return units[tree.find(id)->value].standing; }

TEST(Atoms, hides_a_unit_when_its_sibling_would_reveal_it) {
  const UnitTree tree = hospital();
  const auto ballots = counts(tree, {{"A", 22}, {"B", 13}, {"C", 3}, {"D", 30}});
  const Partition atoms = make_atoms(tree, ballots, cell_keys(tree, ballots, root), 10);
  EXPECT_EQ(by_name(tree, atoms), (std::set<std::set<std::string>>{{"A"}, {"B", "C"}, {"D"}}));
  const auto units = standings(tree, groups_of(atoms), ballots);
  EXPECT_EQ(standing_of(tree, units, "A"), Standing::shown);
  EXPECT_EQ(standing_of(tree, units, "B"), Standing::pooled) << "B alone would give C as nursing minus A minus B";
  EXPECT_EQ(standing_of(tree, units, "C"), Standing::pooled);
  EXPECT_EQ(standing_of(tree, units, "N"), Standing::shown);
  EXPECT_EQ(standing_of(tree, units, "H"), Standing::shown);
}

TEST(Atoms, an_empty_unit_and_a_unit_without_a_group_look_the_same) {
  const UnitTree tree = hospital();
  const auto ballots = counts(tree, {{"A", 9}, {"D", 9}});
  const Partition atoms = make_atoms(tree, ballots, cell_keys(tree, ballots, root), 10);
  ASSERT_EQ(atoms.atoms.size(), 1U);
  const auto units = standings(tree, groups_of(atoms), ballots);
  EXPECT_EQ(standing_of(tree, units, "B"), Standing::not_shown);
  EXPECT_TRUE(units[tree.find("B")->value].groups.empty());
  EXPECT_EQ(standing_of(tree, units, "H"), Standing::shown);
  EXPECT_EQ(standing_of(tree, units, "A"), Standing::pooled);
}

TEST(Atoms, people_of_an_inner_unit_are_a_cell_there) {
  const UnitTree tree = hospital();
  const auto ballots = counts(tree, {{"N", 4}, {"A", 12}, {"B", 15}, {"D", 10}});
  const Partition atoms = make_atoms(tree, ballots, cell_keys(tree, ballots, root), 10);
  EXPECT_EQ(by_name(tree, atoms), (std::set<std::set<std::string>>{{"A", "N"}, {"B"}, {"D"}})) << "the smallest of those below takes them in";
  const auto units = standings(tree, groups_of(atoms), ballots);
  EXPECT_EQ(standing_of(tree, units, "A"), Standing::pooled);
  EXPECT_EQ(standing_of(tree, units, "N"), Standing::shown);
}

TEST(Atoms, a_small_organisation_is_one_group_from_20_ballots_and_nothing_below) {
  const UnitTree tree = hospital();
  for (const auto& [a, b, expected] : {std::tuple(10U, 10U, 1U), std::tuple(10U, 9U, 0U), std::tuple(15U, 14U, 1U)}) {
    const auto ballots = counts(tree, {{"A", a}, {"D", b}});
    EXPECT_EQ(make_atoms(tree, ballots, cell_keys(tree, ballots, root), 30).atoms.size(), expected) << a << " and " << b;
  }
}

TEST(Atoms, are_those_of_the_rule_written_plainly) {
  for (std::uint64_t seed = 1; seed <= 1500; ++seed) {
    const auto made = made_up::organisation(seed, 40, seed % 3 == 0 ? 4 : 25);
    const auto keys = cell_keys(made.tree, made.ballots, root);
    std::vector<Plain::Set> pieces;
    for (std::size_t u = 0; u < made.tree.size(); ++u)
      if (made.ballots[u] > 0) pieces.push_back({{made.tree[UnitId{u}].id}, made.ballots[u], keys[u], UnitId{u}});
    const Partition fine = make_atoms(made.tree, made.ballots, keys, 10);
    ASSERT_EQ(by_name(made.tree, fine), Plain::atoms(made.tree, pieces, 10)) << "seed " << seed;
    pieces.clear();
    for (const Atom& atom : fine.atoms) {
      Plain::Set piece{{}, atom.ballots, atom.key, atom.home};
      for (const UnitId cell : fine.cells_of(atom)) piece.cells.insert(made.tree[cell].id);
      pieces.push_back(piece);
    }
    ASSERT_EQ(by_name(made.tree, coarser_atoms(made.tree, fine, 30)), Plain::atoms(made.tree, pieces, 30)) << "seed " << seed;
  }
}

TEST(Atoms, hold_every_ballot_once_are_large_enough_and_sit_at_the_deepest_unit) {
  for (std::uint64_t seed = 1; seed <= 1000; ++seed) {
    const auto made = made_up::organisation(seed, 60, 30);
    const auto& tree = made.tree;
    const std::uint32_t total = std::accumulate(made.ballots.begin(), made.ballots.end(), 0U);
    Partition finer = make_atoms(tree, made.ballots, cell_keys(tree, made.ballots, root), 10);
    for (const std::uint32_t k : {10U, 30U, 100U}) {
      const Partition partition = k == 10 ? finer : coarser_atoms(tree, finer, k);
      std::uint32_t covered = 0;
      std::vector<int> times(tree.size(), 0);
      for (std::size_t a = 0; a < partition.atoms.size(); ++a) {
        const Atom& atom = partition.atoms[a];
        ASSERT_TRUE(atom.ballots >= k || (partition.atoms.size() == 1 && atom.ballots == total && total >= 20)) << "seed " << seed;
        std::uint32_t sum = 0;
        std::set<std::uint32_t> pieces;
        for (const UnitId cell : partition.cells_of(atom)) {
          sum += made.ballots[cell.value];
          ++times[cell.value];
          ASSERT_EQ(partition.atom_of_cell[cell.value], a);
          ASSERT_TRUE(tree.contains(atom.home, cell));
          pieces.insert(finer.atom_of_cell[cell.value]);
        }
        ASSERT_EQ(sum, atom.ballots);
        covered += sum;
        std::uint32_t in_pieces = 0;
        for (const std::uint32_t p : pieces) in_pieces += finer.atoms[p].ballots;
        ASSERT_EQ(in_pieces, atom.ballots) << "a coarser atom is a union of finer ones";
        const auto cells = partition.cells_of(atom);
        for (const UnitId child : tree[atom.home].children)
          ASSERT_FALSE(std::all_of(cells.begin(), cells.end(), [&](UnitId c) { return tree.contains(child, c); }));
        if (a > 0) {
          ASSERT_LT(partition.atoms[a - 1].key, atom.key);
        }
      }
      ASSERT_EQ(covered, partition.atoms.empty() ? 0 : total);
      for (std::size_t u = 0; u < tree.size(); ++u) ASSERT_EQ(times[u], !partition.atoms.empty() && made.ballots[u] > 0 ? 1 : 0);
      if (partition.atoms.empty()) {
        ASSERT_LT(total, 20U);
      }
      finer = partition;
    }
  }
}

TEST(Atoms, show_a_unit_exactly_when_it_is_a_union_of_them) {
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    const auto made = made_up::organisation(seed, 40, 30);
    const Partition partition = make_atoms(made.tree, made.ballots, cell_keys(made.tree, made.ballots, root), 10);
    const auto units = standings(made.tree, groups_of(partition), made.ballots);
    for (std::size_t u = 0; u < made.tree.size(); ++u) {
      std::set<std::uint32_t> touching;
      std::uint32_t inside = 0, all = 0;
      for (std::size_t c = u; c < made.tree.end(UnitId{u}).value; ++c)
        if (partition.atom_of_cell[c] != no_atom) inside += made.ballots[c], touching.insert(partition.atom_of_cell[c]);
      for (const std::uint32_t a : touching) all += partition.atoms[a].ballots;
      const Standing expected = touching.empty() ? Standing::not_shown : inside == all ? Standing::shown : Standing::pooled;
      ASSERT_EQ(units[u].standing, expected);
      ASSERT_EQ(std::set<std::uint32_t>(units[u].groups.begin(), units[u].groups.end()), touching);
      ASSERT_TRUE(std::is_sorted(units[u].groups.begin(), units[u].groups.end()));
    }
  }
}

TEST(Atoms, do_not_depend_on_the_order_of_the_units) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const auto made = made_up::organisation(seed, 40, 20);
    made_up::Numbers numbers(seed + 77);
    std::vector<UnitRow> rows;
    for (std::size_t u = 0; u < made.tree.size(); ++u) {
      const Unit& unit = made.tree[UnitId{u}];
      rows.push_back({unit.id, unit.parent ? made.tree[unit.parent].id : "", "", {}, 0});
    }
    for (std::size_t i = rows.size(); i > 1; --i) std::swap(rows[i - 1], rows[numbers.below(static_cast<std::uint32_t>(i))]);
    const UnitTree turned = UnitTree::from_rows(rows, "all").value();
    std::vector<std::uint32_t> ballots(turned.size());
    for (std::size_t u = 0; u < turned.size(); ++u) ballots[u] = made.ballots[made.tree.find(turned[UnitId{u}].id)->value];
    const Partition here = make_atoms(made.tree, made.ballots, cell_keys(made.tree, made.ballots, root), 10);
    const Partition there = make_atoms(turned, ballots, cell_keys(turned, ballots, root), 10);
    ASSERT_EQ(by_name(made.tree, here), by_name(turned, there));
    ASSERT_EQ(by_name(made.tree, coarser_atoms(made.tree, here, 30)), by_name(turned, coarser_atoms(turned, there, 30)));
  }
}

// P1: adding and subtracting whatever is published never isolates fewer than k ballots.
TEST(Atoms, no_combination_of_published_figures_rests_on_fewer_than_k) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const auto made = made_up::organisation(seed, 16, 25);
    const Partition fine = make_atoms(made.tree, made.ballots, cell_keys(made.tree, made.ballots, root), 10);
    std::vector<std::vector<int>> figures;  // by unit: 1 where the unit's ballots are in the figure
    for (const Partition& partition : {fine, coarser_atoms(made.tree, fine, 30)}) {
      const auto units = standings(made.tree, groups_of(partition), made.ballots);
      for (std::size_t u = 0; u < made.tree.size(); ++u) {
        if (units[u].standing != Standing::shown) continue;
        std::vector<int> figure(made.tree.size(), 0);
        for (std::size_t c = u; c < made.tree.end(UnitId{u}).value; ++c) figure[c] = 1;
        figures.push_back(figure);
      }
    }
    if (figures.size() > 9) figures.resize(9);
    std::size_t combinations = 1;
    for (std::size_t i = 0; i < figures.size(); ++i) combinations *= 3;
    for (std::size_t c = 0; c < combinations; ++c) {
      std::vector<int> sum(made.tree.size(), 0);
      std::size_t rest = c;
      for (const auto& figure : figures) {
        const int factor = static_cast<int>(rest % 3) - 1;
        rest /= 3;
        for (std::size_t u = 0; u < sum.size(); ++u) sum[u] += factor * figure[u];
      }
      std::uint32_t support = 0;
      for (std::size_t u = 0; u < sum.size(); ++u)
        if (sum[u] != 0) support += made.ballots[u];
      ASSERT_TRUE(support == 0 || support >= 10) << "seed " << seed;
    }
  }
}

TEST(Atoms, name_a_cell_of_a_file_by_the_bytes_of_its_id) {
  const UnitTree tree = hospital();
  const auto ballots = counts(tree, {{"A", 1}});
  const auto keys = cell_keys(tree, ballots, root);
  std::string bytes(seal::text_of(root));
  EXPECT_EQ(keys[tree.find("A")->value], seal::sha256(bytes + "A"));
  EXPECT_EQ(keys[tree.find("B")->value], seal::Digest{});
}

}  // namespace
}  // namespace karuna::protect
