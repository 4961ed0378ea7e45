// SPDX-License-Identifier: Apache-2.0
#include "differences.h"

#include <algorithm>
#include <numeric>

namespace karuna::privacy {
namespace {

using Set = std::vector<std::size_t>;
using Polynomial = std::vector<double>;  ///< coefficient j: number of ways to leave j people

bool holds(const Set& large, const Set& small) { return std::includes(large.begin(), large.end(), small.begin(), small.end()); }

bool meet(const Set& a, const Set& b) {
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i] == b[j]) return true;
    a[i] < b[j] ? ++i : ++j;
  }
  return false;
}

Polynomial times(const Polynomial& a, const Polynomial& b) {
  Polynomial product(a.size(), 0.0);
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t j = 0; i + j < product.size() && a[i] != 0; ++j) product[i + j] += a[i] * b[j];
  return product;
}

/// The figures as a forest: each stands below the smallest that holds it.
struct Forest {
  std::vector<Set> sets;                        ///< different ones, large before small
  std::vector<std::vector<std::size_t>> parts;  ///< by set: those directly inside
  std::size_t crossing = 0;
};

Forest plant(std::vector<Set> sets) {
  std::sort(sets.begin(), sets.end(), [](const Set& a, const Set& b) { return a.size() != b.size() ? a.size() > b.size() : a < b; });
  sets.erase(std::unique(sets.begin(), sets.end()), sets.end());
  Forest forest{std::move(sets), {}, 0};
  forest.parts.resize(forest.sets.size());
  for (std::size_t i = 0; i < forest.sets.size(); ++i) {
    std::size_t above = forest.sets.size();
    for (std::size_t j = 0; j < i; ++j) {
      if (holds(forest.sets[j], forest.sets[i]))
        above = j;  // later ones are smaller
      else if (meet(forest.sets[j], forest.sets[i]))
        ++forest.crossing;
    }
    if (above < forest.sets.size()) forest.parts[above].push_back(i);
  }
  return forest;
}

}  // namespace

Differences count_differences(const std::vector<Set>& sets, std::span<const std::uint32_t> people, std::uint32_t k) {
  const Forest forest = plant(sets);
  Differences result;
  result.crossing = forest.crossing;
  std::vector<Polynomial> ways(forest.sets.size());
  for (std::size_t i = forest.sets.size(); i-- > 0;) {  // parts stand behind the whole
    // Cells of the figure that lie in no part stay over in any case.
    std::uint32_t own = 0;
    for (std::size_t cell : forest.sets[i]) own += people[cell];
    Polynomial left(std::max<std::uint32_t>(k, 1), 0.0);
    std::uint32_t least = own;
    for (std::size_t part : forest.parts[i])
      for (std::size_t cell : forest.sets[part]) least -= people[cell];
    if (least < left.size()) left[least] = 1;
    for (std::size_t part : forest.parts[i]) left = times(left, ways[part]);
    if (least > 0 && (result.smallest == 0 || least < result.smallest)) result.smallest = least;
    result.found += std::accumulate(left.begin() + 1, left.end(), 0.0);
    ways[i] = left;
    if (!ways[i].empty()) ways[i][0] += 1;  // published itself: subtracted whole, nothing stays over
  }
  return result;
}

}  // namespace karuna::privacy
