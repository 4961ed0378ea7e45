// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include "verify/bundle.h"

namespace karuna::verify {

namespace {

struct Piece {
  std::vector<std::uint32_t> cells;  // ascending
  std::vector<std::string> seat;     // path of the deepest unit that contains them
  std::uint64_t n = 0;
  seal::Digest key{};

  auto order() const { return std::pair(key, cells.front()); }
};

std::vector<std::string> common(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()) && a[i] == b[i]; ++i) out.push_back(a[i]);
  return out;
}

void take_in(Piece& into, const Piece& piece) {
  if (into.cells.empty()) {
    into = piece;
    return;
  }
  into.cells.insert(into.cells.end(), piece.cells.begin(), piece.cells.end());
  std::sort(into.cells.begin(), into.cells.end());
  into.seat = common(into.seat, piece.seat);
  into.n += piece.n;
  into.key = std::min(into.key, piece.key);
}

bool starts_with(const std::vector<std::string>& path, const std::vector<std::string>& top) {
  return path.size() >= top.size() && std::equal(top.begin(), top.end(), path.begin());
}

/// Rules 1 to 3 for one size.
std::vector<Piece> partition(const std::vector<Piece>& pieces, std::uint64_t k) {
  std::uint64_t total = 0;
  for (const Piece& piece : pieces) total += piece.n;
  if (total < k) {
    if (total < 20) return {};
    Piece all;
    for (const Piece& piece : pieces) take_in(all, piece);
    return {all};
  }
  std::vector<Piece> atoms;
  std::map<std::vector<std::string>, std::vector<Piece>> small;  // by the unit where they wait
  std::size_t deepest = 0;
  for (const Piece& piece : pieces) {
    deepest = std::max(deepest, piece.seat.size());
    if (piece.n >= k)
      atoms.push_back(piece);
    else
      small[piece.seat].push_back(piece);
  }
  for (std::size_t depth = deepest; depth > 0; --depth) {
    std::vector<std::vector<std::string>> units;
    for (const auto& [unit, waiting] : small)
      if (unit.size() == depth) units.push_back(unit);
    for (const auto& unit : units) {
      std::vector<Piece> waiting = std::move(small[unit]);
      small.erase(unit);
      std::sort(waiting.begin(), waiting.end(), [](const Piece& a, const Piece& b) { return a.order() < b.order(); });
      const std::size_t made_from = atoms.size();
      Piece now;
      std::vector<Piece> left;
      for (const Piece& piece : waiting) {
        take_in(now, piece);
        left.push_back(piece);
        if (now.n < k) continue;
        atoms.push_back(std::exchange(now, Piece{}));
        left.clear();
      }
      if (left.empty()) continue;
      const auto smallest = [&](std::size_t from, std::size_t to) {
        std::size_t best = to;
        for (std::size_t a = from; a < to; ++a)
          if (starts_with(atoms[a].seat, unit) && (best == to || std::pair(atoms[a].n, atoms[a].order()) < std::pair(atoms[best].n, atoms[best].order())))
            best = a;
        return best;
      };
      std::size_t host = smallest(made_from, atoms.size());
      if (host == atoms.size()) host = smallest(0, made_from) == made_from ? atoms.size() : smallest(0, made_from);
      if (host < atoms.size()) {
        for (const Piece& piece : left) take_in(atoms[host], piece);
        continue;
      }
      auto up = unit;
      up.pop_back();
      for (Piece& piece : left) small[up].push_back(std::move(piece));
    }
  }
  return atoms;
}

}  // namespace

std::array<Atoms, 3> make_atoms(const Wave& wave) {
  std::vector<Piece> pieces;
  for (const Cell& cell : wave.cells) {
    if (cell.counted == 0) continue;
    std::vector<std::uint8_t> message(wave.board_root.begin(), wave.board_root.end());
    for (int shift = 24; shift >= 0; shift -= 8) message.push_back(static_cast<std::uint8_t>(cell.number >> shift));
    pieces.push_back({{cell.number}, cell.units, cell.counted, seal::sha256(seal::Bytes(message))});
  }
  std::array<Atoms, 3> out;
  for (std::size_t g = 0; g < 3; ++g) {
    pieces = partition(pieces, wave.k[g]);
    std::sort(pieces.begin(), pieces.end(), [](const Piece& a, const Piece& b) { return a.order() < b.order(); });
    for (const Piece& piece : pieces) out[g].push_back(piece.cells);
  }
  return out;
}

}  // namespace karuna::verify
