// SPDX-License-Identifier: Apache-2.0
#include "stats/matching/assignment.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <string>

namespace karuna::stats {
namespace {

constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
constexpr std::int64_t far_away = std::numeric_limits<std::int64_t>::max() / 4;

class Solver {
 public:
  Solver(std::span<const std::int64_t> cost, std::size_t size) : cost_(cost), n_(static_cast<std::uint32_t>(size)), column_of_(size, none), row_of_(size, none), price_(size, 0) {}

  Assignment run() {
    reduce_columns();
    for (int pass = 0; pass < 2; ++pass) reduce_rows();
    for (std::uint32_t i = 0; i < n_; ++i)
      if (column_of_[i] == none) augment(i);
    Assignment out{column_of_, 0};
    for (std::uint32_t i = 0; i < n_; ++i) out.cost += at(i, column_of_[i]);
    return out;
  }

 private:
  std::int64_t at(std::uint32_t i, std::uint32_t j) const { return cost_[std::size_t{i} * n_ + j]; }

  void reduce_columns() {
    std::vector<std::int64_t> least(n_, far_away);
    std::vector<std::uint32_t> who(n_, 0);
    for (std::uint32_t i = 0; i < n_; ++i)
      for (std::uint32_t j = 0; j < n_; ++j)
        if (at(i, j) < least[j]) least[j] = at(i, j), who[j] = i;
    for (std::uint32_t j = n_; j-- > 0;) {
      price_[j] = least[j];
      if (column_of_[who[j]] == none) column_of_[who[j]] = j, row_of_[j] = who[j];
    }
    // A row that has its column may lower that column's price to its second choice.
    for (std::uint32_t i = 0; i < n_; ++i) {
      if (column_of_[i] == none) continue;
      std::int64_t second = far_away;
      for (std::uint32_t j = 0; j < n_; ++j)
        if (j != column_of_[i]) second = std::min(second, at(i, j) - price_[j]);
      if (n_ > 1) price_[column_of_[i]] -= second - (at(i, column_of_[i]) - price_[column_of_[i]]);
    }
  }

  /// Rows without a column take their best one and pay the difference to the second best; who is pushed out goes next.
  void reduce_rows() {
    std::vector<std::uint32_t> waiting;
    for (std::uint32_t i = n_; i-- > 0;)
      if (column_of_[i] == none) waiting.push_back(i);
    // A tie may push back and forth; what is left then is for the augmenting paths.
    for (std::size_t steps = 0; !waiting.empty() && steps < 10 * std::size_t{n_}; ++steps) {
      const std::uint32_t i = waiting.back();
      waiting.pop_back();
      std::int64_t best = far_away, second = far_away;
      std::uint32_t j = 0, other = 0;
      for (std::uint32_t k = 0; k < n_; ++k) {
        const std::int64_t reduced = at(i, k) - price_[k];
        if (reduced < best) second = best, other = j, best = reduced, j = k;
        else if (reduced < second) second = reduced, other = k;
      }
      if (n_ == 1) second = best;
      if (best < second) price_[j] -= second - best;
      else if (row_of_[j] != none) j = other;
      const std::uint32_t pushed = row_of_[j];
      if (pushed != none) column_of_[pushed] = none;
      row_of_[j] = i;
      column_of_[i] = j;
      if (pushed != none && best < second) waiting.push_back(pushed);
    }
  }

  void augment(std::uint32_t start) {
    std::vector<std::int64_t> distance(n_);
    std::vector<std::uint32_t> from(n_, start), columns(n_);
    for (std::uint32_t j = 0; j < n_; ++j) distance[j] = at(start, j) - price_[j], columns[j] = j;
    std::uint32_t ready = 0, scanned = 0, end = none;   // columns: [0, scanned) done, [scanned, ready) at the least distance, the rest further
    std::int64_t least = 0;
    while (end == none) {
      if (scanned == ready) {
        least = far_away;
        for (std::uint32_t k = ready; k < n_; ++k) {
          const std::uint32_t j = columns[k];
          if (distance[j] > least) continue;
          if (distance[j] < least) ready = scanned, least = distance[j];
          columns[k] = columns[ready];
          columns[ready++] = j;
        }
        for (std::uint32_t k = scanned; k < ready && end == none; ++k)
          if (row_of_[columns[k]] == none) end = columns[k];
        if (end != none) break;
      }
      const std::uint32_t j = columns[scanned++], i = row_of_[j];
      const std::int64_t base = at(i, j) - price_[j] - least;
      for (std::uint32_t k = ready; k < n_; ++k) {
        const std::uint32_t to = columns[k];
        const std::int64_t reduced = at(i, to) - price_[to] - base;
        if (reduced >= distance[to]) continue;
        distance[to] = reduced;
        from[to] = i;
        if (reduced > least) continue;
        if (row_of_[to] == none) {
          end = to;
          break;
        }
        columns[k] = columns[ready];
        columns[ready++] = to;
      }
    }
    for (std::uint32_t k = 0; k < scanned; ++k) price_[columns[k]] += distance[columns[k]] - least;
    for (std::uint32_t j = end, i = none; i != start;) {
      i = from[j];
      row_of_[j] = i;
      std::swap(column_of_[i], j);
    }
  }

  std::span<const std::int64_t> cost_;
  std::uint32_t n_;
  std::vector<std::uint32_t> column_of_, row_of_;
  std::vector<std::int64_t> price_;
};

}  // namespace

Result<Assignment> cheapest_assignment(std::span<const std::int64_t> cost, std::size_t size) {
  if (cost.size() != size * size) return fail(Fault::invalid, "a table of " + std::to_string(size) + " rows needs as many columns; " + std::to_string(cost.size()) + " costs were given");
  if (size == 0) return Assignment{};
  return Solver(cost, size).run();
}

}  // namespace karuna::stats
