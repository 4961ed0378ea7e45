// SPDX-License-Identifier: Apache-2.0
#include "row_space.h"

#include <algorithm>
#include <map>
#include <utility>

namespace karuna::privacy {
namespace {

__extension__ typedef unsigned __int128 Wide;
using Entry = std::pair<std::uint32_t, std::uint64_t>;  ///< column, value
using SparseRow = std::vector<Entry>;                   ///< by column, ascending; the first value is the pivot

/// Whole numbers modulo a prime.
struct Field {
  std::uint64_t prime;
  std::uint64_t times(std::uint64_t a, std::uint64_t b) const { return static_cast<std::uint64_t>(Wide{a} * b % prime); }
  std::uint64_t minus(std::uint64_t a, std::uint64_t b) const { return a >= b ? a - b : a + prime - b; }
  std::uint64_t of(int value) const { return value >= 0 ? static_cast<std::uint64_t>(value) : prime - static_cast<std::uint64_t>(-value); }
  std::uint64_t inverse(std::uint64_t a) const {  // Fermat
    std::uint64_t result = 1;
    for (std::uint64_t power = prime - 2; power > 0; power >>= 1) {
      if (power & 1) result = times(result, a);
      a = times(a, a);
    }
    return result;
  }
};

/// Reduced row echelon form, sparse.
class Echelon {
 public:
  Echelon(Field field, std::size_t columns) : field_(field), pivots_(columns), work_(columns, 0) {}

  void add(const SparseRow& row) {
    load(row);
    for (std::uint32_t column = row.front().first; column < work_.size(); ++column) {
      if (work_[column] == 0) continue;
      if (pivots_[column].empty()) {
        keep(column);
        return;
      }
      subtract(pivots_[column], work_[column]);
    }
  }

  /// Clears every column above its pivot, from the last pivot backwards.
  void reduce() {
    for (std::size_t i = pivots_.size(); i-- > 0;) {
      if (pivots_[i].size() < 2) continue;
      load(pivots_[i]);
      for (std::size_t column = i + 1; column < work_.size(); ++column)
        if (work_[column] != 0 && !pivots_[column].empty()) subtract(pivots_[column], work_[column]);
      keep(static_cast<std::uint32_t>(i));
    }
  }

  std::size_t rank() const {
    return static_cast<std::size_t>(std::count_if(pivots_.begin(), pivots_.end(), [](const SparseRow& row) { return !row.empty(); }));
  }
  bool alone(std::size_t column) const { return pivots_[column].size() == 1; }

 private:
  void load(const SparseRow& row) {
    for (const auto& [column, value] : row) work_[column] = value;
  }
  void subtract(const SparseRow& row, std::uint64_t factor) {
    for (const auto& [column, value] : row) work_[column] = field_.minus(work_[column], field_.times(value, factor));
  }
  /// Takes the working row, whose first value stands in `column`, as the pivot row of that column, and clears the work.
  void keep(std::uint32_t column) {
    const std::uint64_t scale = field_.inverse(work_[column]);
    SparseRow row;
    for (std::uint32_t c = column; c < work_.size(); ++c)
      if (work_[c] != 0) row.emplace_back(c, field_.times(std::exchange(work_[c], 0), scale));
    pivots_[column] = std::move(row);
  }

  Field field_;
  std::vector<SparseRow> pivots_;
  std::vector<std::uint64_t> work_;
};

struct Blocks {
  std::vector<Block> list;
  std::vector<std::vector<std::uint32_t>> of;  ///< by question, by cell; `none` where nobody is or nothing is published
  static constexpr std::uint32_t none = 0xffffffffU;
};

Blocks find_blocks(std::span<const Sum> sums, std::span<const std::uint32_t> people, const std::vector<std::vector<std::uint32_t>>& answered) {
  Blocks blocks;
  std::map<std::vector<std::pair<std::uint32_t, int>>, std::uint32_t> by_signature;  // in which sums, with which entries
  for (std::size_t question = 0; question < answered.size(); ++question) {
    std::vector<std::vector<std::pair<std::uint32_t, int>>> signatures(answered[question].size());
    for (std::uint32_t s = 0; s < sums.size(); ++s)
      if (sums[s].entries[question] != 0)
        for (std::size_t cell : sums[s].cells) signatures[cell].emplace_back(s, sums[s].entries[question]);
    blocks.of.emplace_back(signatures.size(), Blocks::none);
    for (std::size_t cell = 0; cell < signatures.size(); ++cell) {
      if (people[cell] == 0 || signatures[cell].empty()) continue;
      const auto [place, fresh] = by_signature.emplace(std::move(signatures[cell]), static_cast<std::uint32_t>(blocks.list.size()));
      if (fresh) blocks.list.emplace_back();
      blocks.of[question][cell] = place->second;
      blocks.list[place->second].cells.push_back(cell);
      blocks.list[place->second].questions.push_back(question);
    }
  }
  for (Block& block : blocks.list) {
    std::map<std::size_t, std::uint32_t> who;  // several questions of one cell are mostly the same people
    for (std::size_t i = 0; i < block.cells.size(); ++i) {
      who[block.cells[i]] = std::max(who[block.cells[i]], answered[block.questions[i]][block.cells[i]]);
      block.single_question = block.single_question && block.questions[i] == block.questions[0];
    }
    for (const auto& [cell, count] : who) block.people += count, block.ballots += people[cell];
  }
  return blocks;
}

Echelon eliminate(std::span<const Sum> sums, const Blocks& blocks, Field field) {
  std::vector<SparseRow> rows;
  for (const Sum& sum : sums) {
    std::map<std::uint32_t, std::uint64_t> row;
    for (std::size_t question = 0; question < sum.entries.size(); ++question)
      if (sum.entries[question] != 0)
        for (std::size_t cell : sum.cells)
          if (const std::uint32_t block = blocks.of[question][cell]; block != Blocks::none) row[block] = field.of(sum.entries[question]);
    if (!row.empty()) rows.emplace_back(row.begin(), row.end());
  }
  std::sort(rows.begin(), rows.end(),
            [](const SparseRow& a, const SparseRow& b) { return a.size() != b.size() ? a.size() < b.size() : a < b; });  // small ones first: little fill
  Echelon echelon(field, blocks.list.size());
  for (const SparseRow& row : rows) echelon.add(row);
  echelon.reduce();
  return echelon;
}

}  // namespace

RowSpace row_space(std::span<const Sum> sums, std::span<const std::uint32_t> people, const std::vector<std::vector<std::uint32_t>>& answered, std::uint32_t k) {
  Blocks blocks = find_blocks(sums, people, answered);
  const Echelon first = eliminate(sums, blocks, {2305843009213693951ULL});   // 2^61 - 1
  const Echelon second = eliminate(sums, blocks, {2305843009213693921ULL});  // the prime before it
  RowSpace result;
  result.rank = first.rank();
  result.primes_agree = first.rank() == second.rank();
  std::map<std::size_t, std::uint32_t> exposed, isolated;  // by cell
  for (std::size_t b = 0; b < blocks.list.size(); ++b) {
    Block& block = blocks.list[b];
    block.alone = first.alone(b);
    result.primes_agree = result.primes_agree && block.alone == second.alone(b);
    if (result.smallest_block == 0 || block.ballots < result.smallest_block) result.smallest_block = block.ballots;
    if (!block.alone || block.people >= k) continue;
    for (std::size_t i = 0; i < block.cells.size(); ++i)
      isolated[block.cells[i]] = std::max(isolated[block.cells[i]], answered[block.questions[i]][block.cells[i]]);
    if (block.people == 1 && block.single_question) exposed[block.cells[0]] = 1;
  }
  for (const auto& [cell, count] : exposed) result.people_exposed += count;
  for (const auto& [cell, count] : isolated) result.people_isolated += count;
  result.blocks = std::move(blocks.list);
  return result;
}

}  // namespace karuna::privacy
