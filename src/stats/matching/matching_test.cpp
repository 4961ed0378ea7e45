// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "stats/matching/assignment.h"
#include "stats/matching/convex_matching.h"
#include "stats/matching/stable_matching.h"
#include "stats/resample/philox.h"

namespace karuna::stats {
namespace {

TEST(Assignment, agrees_with_trying_all_orders) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    Random random(seed, 1);
    const std::size_t n = 1 + random.below(7);
    std::vector<std::int64_t> cost(n * n);
    const std::uint32_t range = seed % 2 ? 5 : 1000;   // small: many ties
    for (auto& c : cost) c = static_cast<std::int64_t>(random.below(range)) - 3;
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), 0U);
    std::int64_t best = 1 << 30;
    do {
      std::int64_t sum = 0;
      for (std::size_t i = 0; i < n; ++i) sum += cost[i * n + order[i]];
      best = std::min(best, sum);
    } while (std::next_permutation(order.begin(), order.end()));
    const auto found = cheapest_assignment(cost, n);
    ASSERT_TRUE(found.has_value());
    ASSERT_EQ(found->cost, best) << seed;
    std::vector<std::uint32_t> columns = found->column_of;
    std::sort(columns.begin(), columns.end());
    for (std::uint32_t j = 0; j < n; ++j) ASSERT_EQ(columns[j], j);
  }
}

/// Every matching of up to six guests, one by one.
TEST(ConvexMatching, agrees_with_trying_everything) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    Random random(seed, 2);
    const std::uint32_t guests = 1 + random.below(6), hosts = 1 + random.below(3);
    MatchingProblem problem;
    std::vector<std::vector<std::int64_t>> cost(guests, std::vector<std::int64_t>(hosts, -1));
    problem.guests.resize(guests);
    for (std::uint32_t g = 0; g < guests; ++g)
      for (std::uint32_t h = 0; h < hosts; ++h)
        if (random.below(3) > 0) problem.guests[g].push_back({h, cost[g][h] = random.below(20)});
    for (std::uint32_t h = 0; h < hosts; ++h) {
      const std::vector<std::int64_t> prices{1, 3, 7};
      problem.next_guest.emplace_back(prices.begin(), prices.begin() + random.below(4));
    }
    std::uint64_t ways = 1;
    for (std::uint32_t g = 0; g < guests; ++g) ways *= hosts + 1;
    std::size_t fewest = 99;
    std::int64_t cheapest = 0;
    for (std::uint64_t way = 0; way < ways; ++way) {
      std::vector<std::size_t> load(hosts, 0);
      std::size_t without = 0;
      std::int64_t sum = 0;
      bool good = true;
      std::uint64_t rest = way;
      for (std::uint32_t g = 0; g < guests && good; ++g, rest /= hosts + 1) {
        const std::uint64_t h = rest % (hosts + 1);
        if (h == hosts) ++without;
        else if (cost[g][h] < 0 || load[h] == problem.next_guest[h].size()) good = false;
        else sum += cost[g][h] + problem.next_guest[h][load[h]++];
      }
      if (good && (without < fewest || (without == fewest && sum < cheapest))) fewest = without, cheapest = sum;
    }
    const auto found = cheapest_matching(problem);
    ASSERT_TRUE(found.has_value());
    ASSERT_EQ(found->without, fewest) << seed;
    ASSERT_EQ(found->cost, cheapest) << seed;
  }
}

/// Three guests like the same host a little better. The second guest there costs 3, elsewhere 1: the load is spread.
TEST(ConvexMatching, spreads_by_hand) {
  MatchingProblem problem;
  for (int g = 0; g < 3; ++g) problem.guests.push_back({{0, 0}, {1, 1}, {2, 1}});
  problem.next_guest = {{1, 3, 7}, {1, 3, 7}, {1, 3, 7}};
  const auto found = cheapest_matching(problem);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->cost, 0 + 1 + 1 + 1 + 1 + 1);
}

TEST(StableMatching, has_no_blocking_pair_on_a_thousand_instances_and_is_best_for_guests) {
  for (std::uint64_t seed = 1; seed <= 1000; ++seed) {
    Random random(seed, 3);
    const std::uint32_t guests = 1 + random.below(8), hosts = 1 + random.below(4);
    PreferenceProblem problem;
    const auto shuffled = [&](std::uint32_t count, std::uint32_t keep) {
      std::vector<std::uint32_t> list(count);
      std::iota(list.begin(), list.end(), 0U);
      for (std::uint32_t i = count; i > 1; --i) std::swap(list[i - 1], list[random.below(i)]);
      list.resize(keep);
      return list;
    };
    for (std::uint32_t g = 0; g < guests; ++g) problem.guests.push_back(shuffled(hosts, 1 + random.below(hosts)));
    for (std::uint32_t h = 0; h < hosts; ++h) problem.hosts.push_back(shuffled(guests, 1 + random.below(guests))), problem.places.push_back(random.below(4));
    const auto stable = stable_matching(problem);
    ASSERT_TRUE(stable.has_value());
    ASSERT_TRUE(blocking_pairs(problem, *stable).empty()) << seed;
    if (guests > 5 || hosts > 3) continue;
    // Of all stable matchings none gives any guest a better host.
    std::uint64_t ways = 1;
    for (std::uint32_t g = 0; g < guests; ++g) ways *= hosts + 1;
    const auto rank = [&](std::uint32_t g, std::optional<std::uint32_t> h) {
      return h ? std::find(problem.guests[g].begin(), problem.guests[g].end(), *h) - problem.guests[g].begin() : static_cast<std::ptrdiff_t>(problem.guests[g].size());
    };
    for (std::uint64_t way = 0; way < ways; ++way) {
      HostOf host_of;
      std::vector<std::uint32_t> load(hosts, 0);
      bool good = true;
      std::uint64_t rest = way;
      for (std::uint32_t g = 0; g < guests && good; ++g, rest /= hosts + 1) {
        const auto h = static_cast<std::uint32_t>(rest % (hosts + 1));
        if (h == hosts) {
          host_of.emplace_back();
          continue;
        }
        const auto& own = problem.guests[g];
        const auto& theirs = problem.hosts[h];
        good = std::find(own.begin(), own.end(), h) != own.end() && std::find(theirs.begin(), theirs.end(), g) != theirs.end() && ++load[h] <= problem.places[h];
        host_of.emplace_back(h);
      }
      if (!good || !blocking_pairs(problem, host_of).empty()) continue;
      for (std::uint32_t g = 0; g < guests; ++g) ASSERT_LE(rank(g, (*stable)[g]), rank(g, host_of[g])) << seed;
    }
  }
}

TEST(Matching, refuses_what_makes_no_sense) {
  EXPECT_FALSE(cheapest_assignment(std::vector<std::int64_t>(5), 2).has_value());
  EXPECT_FALSE(cheapest_matching({.guests = {{{1, 0}}}, .next_guest = {{1}}}).has_value());
  EXPECT_FALSE(cheapest_matching({.guests = {{{0, 0}}}, .next_guest = {{3, 1}}}).has_value());
  EXPECT_FALSE(stable_matching({.guests = {{0, 0}}, .hosts = {{0}}, .places = {1}}).has_value());
}

}  // namespace
}  // namespace karuna::stats
