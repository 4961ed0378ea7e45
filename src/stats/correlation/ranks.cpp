// SPDX-License-Identifier: Apache-2.0
#include "stats/correlation/ranks.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "stats/correlation/pearson.h"
#include "stats/distributions.h"

namespace karuna::stats {
namespace {

/// Sums over sets of ties of size t that Kendall's variance asks for.
struct Ties {
  double pairs = 0;     ///< sum t(t - 1)/2
  double triples = 0;   ///< sum t(t - 1)(t - 2)
  double variance = 0;  ///< sum t(t - 1)(2t + 5)
  void add(double t) {
    pairs += t * (t - 1) / 2;
    triples += t * (t - 1) * (t - 2);
    variance += t * (t - 1) * (2 * t + 5);
  }
};

template <typename Same>
Ties count_ties(std::size_t n, const Same& same) {
  Ties ties;
  for (std::size_t from = 0; from < n;) {
    std::size_t to = from + 1;
    while (to < n && same(from, to)) ++to;
    ties.add(static_cast<double>(to - from));
    from = to;
  }
  return ties;
}

/// Sorts and says how many pairs stood the wrong way round.
double disorder(std::vector<double>& values) {
  double swaps = 0;
  std::vector<double> merged(values.size());
  for (std::size_t width = 1; width < values.size(); width *= 2) {
    for (std::size_t from = 0; from < values.size(); from += 2 * width) {
      const std::size_t middle = std::min(from + width, values.size()), end = std::min(from + 2 * width, values.size());
      std::size_t left = from, right = middle;
      for (std::size_t to = from; to < end; ++to) {
        const bool take_right = left == middle || (right < end && values[right] < values[left]);
        if (take_right) swaps += static_cast<double>(middle - left);
        merged[to] = take_right ? values[right++] : values[left++];
      }
    }
    values.swap(merged);
  }
  return swaps;
}

/// Chance of at most `count` pairs in order among all orders of n: the distribution is built up one element at a time.
double chance_of_order(double count, std::size_t n) {
  std::vector<double> chance{1};
  for (std::size_t size = 2; size <= n; ++size) {
    std::vector<double> next(chance.size() + size - 1, 0.0);
    for (std::size_t i = 0; i < chance.size(); ++i)
      for (std::size_t j = 0; j < size; ++j) next[i + j] += chance[i] / static_cast<double>(size);
    chance = std::move(next);
  }
  double sum = 0;
  for (std::size_t i = 0; i < chance.size() && static_cast<double>(i) <= count; ++i) sum += chance[i];
  return sum;
}

}  // namespace

std::vector<double> middle_ranks(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  for (std::size_t from = 0; from < order.size();) {
    std::size_t to = from + 1;
    while (to < order.size() && values[order[to]] == values[order[from]]) ++to;
    for (std::size_t i = from; i < to; ++i) ranks[order[i]] = static_cast<double>(from + 1 + to) / 2;
    from = to;
  }
  return ranks;
}

Result<Correlation> spearman(std::span<const double> x, std::span<const double> y, double confidence) {
  KARUNA_TRY(pairs, complete_pairs(x, y, 3));
  KARUNA_TRY(found, pearson(middle_ranks(pairs.x), middle_ranks(pairs.y), confidence));
  found.left_out = x.size() - found.n;
  if (found.n > 3) {
    const double error = std::sqrt((1 + found.r * found.r / 2) / (static_cast<double>(found.n) - 3));
    found.interval = fisher_interval(found.r, error, -normal_quantile((1 - confidence) / 2), confidence);
  }
  return found;
}

Result<Correlation> kendall(std::span<const double> x, std::span<const double> y, KendallTest test) {
  KARUNA_TRY(pairs, complete_pairs(x, y, 3));
  const std::size_t count = pairs.x.size();
  const double n = static_cast<double>(count), all = n * (n - 1) / 2;
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), 0U);
  const auto& px = pairs.x;
  const auto& py = pairs.y;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return px[a] != px[b] ? px[a] < px[b] : py[a] < py[b]; });
  const Ties x_ties = count_ties(count, [&](std::size_t a, std::size_t b) { return px[order[a]] == px[order[b]]; });
  const Ties both = count_ties(count, [&](std::size_t a, std::size_t b) { return px[order[a]] == px[order[b]] && py[order[a]] == py[order[b]]; });
  std::vector<double> sorted;
  for (const std::size_t i : order) sorted.push_back(py[i]);
  const double swaps = disorder(sorted);
  const Ties y_ties = count_ties(count, [&](std::size_t a, std::size_t b) { return sorted[a] == sorted[b]; });
  if (x_ties.pairs == all || y_ties.pairs == all) return fail(Fault::undefined, "a column is the same in every row: there is nothing to correlate");

  const double s = all - x_ties.pairs - y_ties.pairs + both.pairs - 2 * swaps;
  Correlation found;
  found.n = count;
  found.left_out = x.size() - count;
  found.r = std::clamp(s / std::sqrt(all - x_ties.pairs) / std::sqrt(all - y_ties.pairs), -1.0, 1.0);
  const bool ties = x_ties.pairs > 0 || y_ties.pairs > 0;
  if (test == KendallTest::exact && ties) return fail(Fault::invalid, "the exact test of Kendall's tau is for columns without ties; take the normal one");
  constexpr std::size_t exact_below = 50;
  if (test == KendallTest::exact || (test == KendallTest::automatic && !ties && count < exact_below)) {
    const double agreeing = (s + all) / 2;
    found.p = std::min(1.0, 2 * std::min(chance_of_order(agreeing, count), chance_of_order(all - agreeing, count)));
    return found;
  }
  const double variance = (n * (n - 1) * (2 * n + 5) - x_ties.variance - y_ties.variance) / 18 + 2 * x_ties.pairs * y_ties.pairs / (n * (n - 1)) +
                          x_ties.triples * y_ties.triples / (9 * n * (n - 1) * (n - 2));
  const double size = test == KendallTest::normal_with_continuity ? std::copysign(std::max(0.0, std::fabs(s) - 1), s) : s;
  found.statistic = size / std::sqrt(variance);
  found.p = std::min(1.0, 2 * normal_cdf(-std::fabs(found.statistic)));
  return found;
}

}  // namespace karuna::stats
