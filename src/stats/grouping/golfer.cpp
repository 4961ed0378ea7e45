// SPDX-License-Identifier: Apache-2.0
#include "stats/grouping/golfer.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <optional>

#include "stats/resample/philox.h"

namespace karuna::stats {
namespace {

/// Addition and multiplication of the field of q elements, numbers as polynomials over the prime; q a prime power up to 9.
struct Field {
  std::uint32_t q = 0, p = 0, degree = 0;
  std::array<std::uint32_t, 3> reduce{};   // x^degree equals this, lowest power first

  static std::optional<Field> of(std::uint32_t q) {
    switch (q) {
      case 2: case 3: case 5: case 7: return Field{q, q, 1, {}};
      case 4: return Field{4, 2, 2, {1, 1, 0}};   // x^2 = x + 1
      case 8: return Field{8, 2, 3, {1, 1, 0}};   // x^3 = x + 1
      case 9: return Field{9, 3, 2, {2, 0, 0}};   // x^2 = -1
      default: return std::nullopt;
    }
  }
  std::array<std::uint32_t, 6> digits(std::uint32_t a) const {
    std::array<std::uint32_t, 6> out{};
    for (std::uint32_t k = 0; k < degree; ++k, a /= p) out[k] = a % p;
    return out;
  }
  std::uint32_t number(const std::array<std::uint32_t, 6>& d) const {
    std::uint32_t out = 0;
    for (std::uint32_t k = degree; k-- > 0;) out = out * p + d[k];
    return out;
  }
  std::uint32_t add(std::uint32_t a, std::uint32_t b) const {
    auto x = digits(a);
    const auto y = digits(b);
    for (std::uint32_t k = 0; k < degree; ++k) x[k] = (x[k] + y[k]) % p;
    return number(x);
  }
  std::uint32_t times(std::uint32_t a, std::uint32_t b) const {
    if (degree == 1) return a * b % p;
    const auto x = digits(a), y = digits(b);
    std::array<std::uint32_t, 6> out{};
    for (std::uint32_t i = 0; i < degree; ++i)
      for (std::uint32_t j = 0; j < degree; ++j) out[i + j] = (out[i + j] + x[i] * y[j]) % p;
    for (std::uint32_t k = 2 * degree - 2; k >= degree; --k) {
      for (std::uint32_t j = 0; j < degree; ++j) out[k - degree + j] = (out[k - degree + j] + out[k] * reduce[j]) % p;
      out[k] = 0;
    }
    return number(out);
  }
};

/// Person (row a, column b) with a < size: in round r the group b + r a. Two of different rows meet for one r alone.
std::vector<Groups> plane(const Field& field, std::uint32_t size, std::uint32_t rounds) {
  std::vector<Groups> out;
  for (std::uint32_t r = 0; r < rounds; ++r) {
    Groups groups;
    for (std::uint32_t a = 0; a < size; ++a)
      for (std::uint32_t b = 0; b < field.q; ++b) groups.push_back(r == field.q ? a : field.add(b, field.times(r, a)));
    out.push_back(std::move(groups));
  }
  return out;
}

/// Swaps inside rounds, the best one that is not forbidden, with a shaken start when it stands still.
class Search {
 public:
  Search(std::uint32_t groups, std::uint32_t size, std::uint32_t rounds, std::uint64_t seed) : size_(size), n_(groups * size), random_(seed, 12) {
    rounds_.assign(rounds, Groups(n_));
    members_.assign(rounds, std::vector<std::vector<std::uint32_t>>(groups));
  }

  GolferRounds run(std::uint64_t most_swaps) {
    GolferRounds best;
    best.repeats = ~std::uint64_t{0};
    std::uint64_t looked = 0, step = 0, last_better = 0;
    start();
    std::uint64_t here_best = cost_;
    while (looked < most_swaps) {
      if (cost_ < best.repeats) best.repeats = cost_, best.rounds = rounds_;
      if (cost_ == 0) return best;
      if (cost_ < here_best) here_best = cost_, last_better = step;
      if (step - last_better > 4000) {
        if (random_.below(4) == 0) start();
        else
          for (int k = 0; k < 12; ++k) random_swap();
        here_best = cost_;
        last_better = step;
      }
      looked += best_swap(++step, best.repeats);
    }
    return best;
  }

 private:
  std::uint16_t& met(std::uint32_t a, std::uint32_t b) { return met_[a * n_ + b]; }

  void start() {
    met_.assign(std::size_t{n_} * n_, 0);
    tabu_.assign(rounds_.size() * n_ * n_, 0);
    cost_ = 0;
    std::vector<std::uint32_t> order(n_);
    std::iota(order.begin(), order.end(), 0U);
    for (std::size_t w = 0; w < rounds_.size(); ++w) {
      for (std::uint32_t i = n_; i > 1; --i) std::swap(order[i - 1], order[random_.below(i)]);
      for (auto& list : members_[w]) list.clear();
      for (std::uint32_t k = 0; k < n_; ++k) {
        const std::uint32_t g = k / size_;
        rounds_[w][order[k]] = g;
        for (const auto other : members_[w][g]) {
          cost_ += met(order[k], other) > 0 ? 1 : 0;
          ++met(order[k], other), ++met(other, order[k]);
        }
        members_[w][g].push_back(order[k]);
      }
    }
  }

  std::int64_t leaving(std::uint32_t i, const std::vector<std::uint32_t>& list, std::uint32_t but) {
    std::int64_t sum = 0;
    for (const auto other : list)
      if (other != i && other != but) sum += met(i, other) > 1 ? 1 : 0;
    return sum;
  }
  std::int64_t joining(std::uint32_t i, const std::vector<std::uint32_t>& list, std::uint32_t but) {
    std::int64_t sum = 0;
    for (const auto other : list)
      if (other != but) sum += met(i, other) > 0 ? 1 : 0;
    return sum;
  }

  std::uint64_t best_swap(std::uint64_t step, std::uint64_t best_known) {
    std::uint64_t looked = 0;
    std::int64_t least = 1 << 30;
    std::uint32_t ties = 0, bw = 0, ba = 0, bb = 0;
    for (std::uint32_t w = 0; w < rounds_.size(); ++w)
      for (std::uint32_t a = 0; a < n_; ++a) {
        const auto& own = members_[w][rounds_[w][a]];
        const std::int64_t out = leaving(a, own, a);
        if (out == 0) continue;   // only who meets somebody again
        for (std::uint32_t b = 0; b < n_; ++b) {
          if (rounds_[w][a] == rounds_[w][b]) continue;
          const auto& theirs = members_[w][rounds_[w][b]];
          ++looked;
          const std::int64_t change = joining(a, theirs, b) + joining(b, own, a) - out - leaving(b, theirs, b);
          if (tabu_[(w * n_ + a) * n_ + b] > step && static_cast<std::int64_t>(cost_) + change >= static_cast<std::int64_t>(best_known)) continue;
          if (change > least) continue;
          if (change < least) least = change, ties = 0;
          if (random_.below(++ties) == 0) bw = w, ba = a, bb = b;
        }
      }
    if (ties == 0) {
      random_swap();
      return looked + 1;
    }
    apply(bw, ba, bb);
    const std::uint64_t until = step + 4 + random_.below(10);
    tabu_[(bw * n_ + ba) * n_ + bb] = tabu_[(bw * n_ + bb) * n_ + ba] = until;
    return looked;
  }

  void random_swap() {
    const auto w = random_.below(static_cast<std::uint32_t>(rounds_.size()));
    std::uint32_t a = 0, b = 0;
    do a = random_.below(n_), b = random_.below(n_);
    while (rounds_[w][a] == rounds_[w][b]);
    apply(w, a, b);
  }

  void apply(std::uint32_t w, std::uint32_t a, std::uint32_t b) {
    const auto take = [&](std::uint32_t i) {
      auto& list = members_[w][rounds_[w][i]];
      std::erase(list, i);
      for (const auto other : list) {
        cost_ -= met(i, other) > 1 ? 1 : 0;
        --met(i, other), --met(other, i);
      }
    };
    const auto put = [&](std::uint32_t i, std::uint32_t g) {
      for (const auto other : members_[w][g]) {
        cost_ += met(i, other) > 0 ? 1 : 0;
        ++met(i, other), ++met(other, i);
      }
      members_[w][g].push_back(i);
      rounds_[w][i] = g;
    };
    const std::uint32_t g = rounds_[w][a], h = rounds_[w][b];
    take(a), take(b);
    put(a, h), put(b, g);
  }

  std::uint32_t size_, n_;
  Random random_;
  std::vector<Groups> rounds_;
  std::vector<std::vector<std::vector<std::uint32_t>>> members_;
  std::vector<std::uint16_t> met_;
  std::vector<std::uint64_t> tabu_;
  std::uint64_t cost_ = 0;
};

}  // namespace

std::uint64_t repeated_meetings(const std::vector<Groups>& rounds) {
  std::map<std::pair<std::size_t, std::size_t>, std::uint64_t> met;
  for (const Groups& groups : rounds)
    for (std::size_t a = 0; a < groups.size(); ++a)
      for (std::size_t b = a + 1; b < groups.size(); ++b)
        if (groups[a] == groups[b]) ++met[{a, b}];
  std::uint64_t repeats = 0;
  for (const auto& [pair, count] : met) repeats += count - 1;
  return repeats;
}

GolferRounds golfer_rounds(std::uint32_t groups, std::uint32_t size, std::uint32_t rounds, std::uint64_t seed, std::uint64_t most_swaps) {
  if (const auto field = Field::of(groups); field && size <= groups && rounds <= groups + (size == groups ? 1 : 0)) return {plane(*field, size, rounds), 0, true};
  if (size <= groups && rounds <= (size == groups ? 3U : 2U)) {
    // Columns, the diagonals b + a (a Latin square), and rows where they are of the right size.
    std::vector<Groups> out(rounds);
    for (std::uint32_t r = 0; r < rounds; ++r)
      for (std::uint32_t a = 0; a < size; ++a)
        for (std::uint32_t b = 0; b < groups; ++b) out[r].push_back(r == 0 ? b : r == 1 ? (a + b) % groups : a);
    return {out, 0, true};
  }
  if (groups < 2 || size == 0 || rounds == 0) return {std::vector<Groups>(rounds, Groups(std::size_t{groups} * size, 0)), 0, false};
  return Search(groups, size, rounds, seed).run(most_swaps);
}

}  // namespace karuna::stats
