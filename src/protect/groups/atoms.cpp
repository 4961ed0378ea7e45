// SPDX-License-Identifier: Apache-2.0
#include "protect/groups/atoms.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "protect/groups/standing.h"

namespace karuna::protect {

namespace {

constexpr std::uint32_t none = no_atom;

/// What becomes an atom, or part of one: a cell, or an atom of the finer partition.
struct Piece {
  UnitId home;
  std::uint32_t ballots = 0;
  std::uint64_t start = 0;  ///< of the key, so that the whole of it is seldom looked at
  seal::Digest key{};

  Piece(UnitId at, std::uint32_t n, const seal::Digest& k) : home(at), ballots(n), key(k) {
    for (std::size_t i = 0; i < 8; ++i) start = (start << 8) | k[i];
  }
};

bool smaller(const seal::Digest& a, const seal::Digest& b) { return std::memcmp(a.data(), b.data(), a.size()) < 0; }

/// The rule of 4.1 over any pieces. Ties of keys (which SHA-256 does not have) go to the piece that comes first.
class Builder {
 public:
  Builder(const UnitTree& tree, std::span<const Piece> pieces, std::uint32_t k)
      : tree_(tree), pieces_(pieces), k_(k), next_(pieces.size(), none), waiting_(tree.size(), none), heap_(tree.size(), none) {
    for (std::uint32_t p = 0; p < pieces.size(); ++p) push(waiting_[pieces[p].home.value], p);
  }

  /// By piece: the number of its atom, in order of making; none where there is no atom at all.
  std::vector<std::uint32_t> run() {
    atom_of_piece_.assign(pieces_.size(), none);
    for (std::size_t u = tree_.size(); u-- > 0;) at_unit(static_cast<std::uint32_t>(u));
    return std::move(atom_of_piece_);
  }

 private:
  struct Made {
    std::uint32_t ballots = 0;
    std::uint32_t first = none;                         ///< its piece with the smallest key
    std::uint32_t left = none, right = none, rank = 1;  ///< leftist heap
  };

  void push(std::uint32_t& list, std::uint32_t piece) {
    next_[piece] = list;
    list = piece;
  }
  bool piece_before(std::uint32_t a, std::uint32_t b) const {
    const Piece &x = pieces_[a], &y = pieces_[b];
    if (x.start != y.start) return x.start < y.start;
    return smaller(x.key, y.key) || (a < b && !smaller(y.key, x.key));
  }
  bool atom_before(std::uint32_t a, std::uint32_t b) const {
    if (made_[a].ballots != made_[b].ballots) return made_[a].ballots < made_[b].ballots;
    return piece_before(made_[a].first, made_[b].first);
  }
  std::uint32_t merge(std::uint32_t a, std::uint32_t b) {
    if (a == none) return b;
    if (b == none) return a;
    if (atom_before(b, a)) std::swap(a, b);
    made_[a].right = merge(made_[a].right, b);
    const auto rank = [&](std::uint32_t m) { return m == none ? 0U : made_[m].rank; };
    if (rank(made_[a].left) < rank(made_[a].right)) std::swap(made_[a].left, made_[a].right);
    made_[a].rank = rank(made_[a].right) + 1;
    return a;
  }
  void join(std::uint32_t atom, std::span<const std::uint32_t> pieces) {
    for (const std::uint32_t p : pieces) {
      atom_of_piece_[p] = atom;
      made_[atom].ballots += pieces_[p].ballots;
      if (made_[atom].first == none || piece_before(p, made_[atom].first)) made_[atom].first = p;
    }
  }
  std::uint32_t make(std::span<const std::uint32_t> pieces) {
    made_.emplace_back();
    const auto atom = static_cast<std::uint32_t>(made_.size() - 1);
    join(atom, pieces);
    return atom;
  }

  void at_unit(std::uint32_t u) {
    small_.clear();
    std::uint32_t heap = heap_[u];
    for (std::uint32_t p = waiting_[u]; p != none; p = next_[p]) {
      if (pieces_[p].ballots >= k_) {
        heap = merge(heap, make(std::span(&p, 1)));  // rule 1
      } else {
        small_.push_back(p);
      }
    }
    if (small_.size() > 1) std::sort(small_.begin(), small_.end(), [&](std::uint32_t a, std::uint32_t b) { return piece_before(a, b); });

    const std::size_t first_here = made_.size();  // rule 2
    std::size_t start = 0;
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < small_.size(); ++i) {
      sum += pieces_[small_[i]].ballots;
      if (sum < k_) continue;
      make(std::span(small_).subspan(start, i + 1 - start));
      start = i + 1;
      sum = 0;
    }
    const std::span<const std::uint32_t> left = std::span(small_).subspan(start);
    if (!left.empty() && made_.size() > first_here) {
      auto smallest = static_cast<std::uint32_t>(first_here);
      for (auto m = smallest + 1; m < made_.size(); ++m)
        if (atom_before(m, smallest)) smallest = m;
      join(smallest, left);
    } else if (!left.empty() && heap != none) {
      const std::uint32_t smallest = heap;
      heap = merge(made_[smallest].left, made_[smallest].right);
      made_[smallest].left = made_[smallest].right = none;
      made_[smallest].rank = 1;
      join(smallest, left);
      heap = merge(heap, smallest);
    } else if (!left.empty() && u == 0) {
      if (sum >= smallest_organisation) make(left);  // rule 3
    } else {
      for (const std::uint32_t p : left) push(waiting_[tree_[UnitId{u}].parent.value], p);
    }
    for (auto m = static_cast<std::uint32_t>(first_here); m < made_.size(); ++m) heap = merge(heap, m);
    if (u > 0) {
      std::uint32_t& above = heap_[tree_[UnitId{u}].parent.value];
      above = merge(above, heap);
    }
  }

  const UnitTree& tree_;
  std::span<const Piece> pieces_;
  std::uint32_t k_;
  std::vector<std::uint32_t> next_, waiting_, heap_;
  std::vector<std::uint32_t> atom_of_piece_, small_;
  std::vector<Made> made_;
};

/// From "which piece is in which atom" to atoms in canonical order with their cells ascending.
Partition assemble(const UnitTree& tree, std::span<const Piece> pieces, std::span<const std::uint32_t> atom_of_piece,
                   std::span<const std::uint32_t> piece_of_cell, std::uint32_t k) {
  Partition partition;
  partition.k = k;
  partition.atom_of_cell.assign(tree.size(), no_atom);
  std::uint32_t count = 0;
  for (const std::uint32_t a : atom_of_piece)
    if (a != none) count = std::max(count, a + 1);
  if (count == 0) return partition;

  struct First {  // the piece with the smallest key of every atom
    std::uint64_t start = 0;
    std::uint32_t piece = none, atom = none, ballots = 0;
  };
  std::vector<First> order(count);
  const auto before = [&](const First& a, const First& b) {
    return a.start != b.start ? a.start < b.start : smaller(pieces[a.piece].key, pieces[b.piece].key);
  };
  for (std::uint32_t p = 0; p < pieces.size(); ++p) {
    First& atom = order[atom_of_piece[p]];
    const First mine{pieces[p].start, p, atom_of_piece[p], atom.ballots + pieces[p].ballots};
    if (atom.piece == none || before(mine, atom)) atom = mine;
    atom.ballots = mine.ballots;
  }
  std::sort(order.begin(), order.end(), before);
  std::vector<std::uint32_t> place(count);
  partition.atoms.resize(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    partition.atoms[i].ballots = order[i].ballots;
    partition.atoms[i].key = pieces[order[i].piece].key;
    place[order[i].atom] = i;
  }
  for (std::size_t u = 0; u < tree.size(); ++u) {
    if (piece_of_cell[u] == none) continue;
    const std::uint32_t a = place[atom_of_piece[piece_of_cell[u]]];
    partition.atom_of_cell[u] = a;
    ++partition.atoms[a].cell_count;
  }
  std::uint32_t at = 0;
  for (Atom& atom : partition.atoms) {
    atom.first_cell = at;
    at += atom.cell_count;
    atom.cell_count = 0;
  }
  partition.cells.resize(at);
  for (std::size_t u = 0; u < tree.size(); ++u) {
    if (partition.atom_of_cell[u] == no_atom) continue;
    Atom& atom = partition.atoms[partition.atom_of_cell[u]];
    partition.cells[atom.first_cell + atom.cell_count++] = UnitId{u};
  }
  for (Atom& atom : partition.atoms)  // units are in depth-first order: first and last cell decide
    atom.home = common_unit(tree, partition.cells[atom.first_cell], partition.cells[atom.first_cell + atom.cell_count - 1]);
  return partition;
}

}  // namespace

std::vector<seal::Digest> cell_keys(const UnitTree& tree, std::span<const std::uint32_t> ballots, const seal::Digest& root) {
  std::vector<seal::Digest> keys(tree.size());
  seal::Sha256 hash;
  for (std::size_t u = 0; u < tree.size(); ++u)
    if (ballots[u] > 0) keys[u] = hash.add(root).add(tree[UnitId{u}].id).finish();
  return keys;
}

Partition make_atoms(const UnitTree& tree, std::span<const std::uint32_t> ballots, std::span<const seal::Digest> keys, std::uint32_t k) {
  std::vector<Piece> pieces;
  pieces.reserve(tree.size());
  std::vector<std::uint32_t> piece_of_cell(tree.size(), none);
  for (std::size_t u = 0; u < tree.size(); ++u) {
    if (ballots[u] == 0) continue;
    piece_of_cell[u] = static_cast<std::uint32_t>(pieces.size());
    pieces.emplace_back(UnitId{u}, ballots[u], keys[u]);
  }
  return assemble(tree, pieces, Builder(tree, pieces, k).run(), piece_of_cell, k);
}

Partition coarser_atoms(const UnitTree& tree, const Partition& finer, std::uint32_t k) {
  std::vector<Piece> pieces;
  pieces.reserve(finer.atoms.size());
  for (const Atom& atom : finer.atoms) pieces.emplace_back(atom.home, atom.ballots, atom.key);
  return assemble(tree, pieces, Builder(tree, pieces, k).run(), finer.atom_of_cell, k);
}

}  // namespace karuna::protect
