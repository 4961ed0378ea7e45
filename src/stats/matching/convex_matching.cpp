// SPDX-License-Identifier: Apache-2.0
#include "stats/matching/convex_matching.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <queue>
#include <string>

namespace karuna::stats {
namespace {

constexpr std::int64_t far_away = std::numeric_limits<std::int64_t>::max() / 4;
constexpr std::int64_t largest_cost = std::int64_t{1} << 40;
constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

/// The last host is "nobody": it takes everyone, at a price above all that a chain of others could save.
class Solver {
 public:
  explicit Solver(const MatchingProblem& problem) : p_(problem), hosts_(problem.next_guest.size()), host_of_(problem.guests.size(), none), cost_of_(problem.guests.size(), 0) {
    std::int64_t largest = 1;
    for (const auto& guest : p_.guests)
      for (const auto& choice : guest) largest = std::max(largest, std::abs(choice.cost));
    for (const auto& prices : p_.next_guest)
      for (const auto price : prices) largest = std::max(largest, std::abs(price));
    nobody_cost_ = 4 * largest * (static_cast<std::int64_t>(hosts_) + 2);
    guests_of_.resize(hosts_ + 1);
    price_.assign(hosts_ + 1, 0);
  }

  Matching run() {
    for (std::uint32_t guest = 0; guest < p_.guests.size(); ++guest) place(guest);
    Matching out;
    for (std::uint32_t guest = 0; guest < p_.guests.size(); ++guest) {
      if (host_of_[guest] == hosts_) {
        out.host_of.emplace_back();
        ++out.without;
      } else {
        out.host_of.emplace_back(host_of_[guest]);
        out.cost += cost_of_[guest];
      }
    }
    for (std::size_t h = 0; h < hosts_; ++h)
      for (std::size_t k = 0; k < guests_of_[h].size(); ++k) out.cost += p_.next_guest[h][k];
    return out;
  }

 private:
  /// What one more guest costs at a host; far_away where it is full.
  std::int64_t next_price(std::size_t host) const {
    if (host == hosts_) return 0;
    const auto& prices = p_.next_guest[host];
    return guests_of_[host].size() < prices.size() ? prices[guests_of_[host].size()] : far_away;
  }

  template <typename Use>
  void each_choice(std::uint32_t guest, Use use) const {
    for (const auto& choice : p_.guests[guest]) use(choice.host, choice.cost);
    use(static_cast<std::uint32_t>(hosts_), nobody_cost_);
  }

  void place(std::uint32_t start) {
    const std::size_t count = hosts_ + 1;
    distance_.assign(count, far_away);
    moved_.assign(count, none);
    came_from_.assign(count, none);
    cost_there_.assign(count, 0);
    using Entry = std::pair<std::int64_t, std::uint32_t>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
    // Reduced costs of the first step are made 0 or more by the guest's own price.
    std::int64_t own = far_away, least_end = far_away;
    each_choice(start, [&](std::uint32_t host, std::int64_t cost) { own = std::min(own, cost - price_[host]); });
    for (std::size_t h = 0; h < count; ++h)
      if (next_price(h) < far_away) least_end = std::min(least_end, next_price(h) + price_[h]);
    each_choice(start, [&](std::uint32_t host, std::int64_t cost) {
      distance_[host] = cost - price_[host] - own;
      moved_[host] = start;
      cost_there_[host] = cost;
      open.emplace(distance_[host], host);
    });
    std::int64_t whole = far_away;
    std::uint32_t end = none;
    std::vector<std::uint32_t> settled;
    while (!open.empty()) {
      const auto [distance, host] = open.top();
      open.pop();
      if (distance != distance_[host]) continue;
      if (distance >= whole) break;
      settled.push_back(host);
      if (next_price(host) < far_away)
        if (const std::int64_t here = distance + next_price(host) + price_[host] - least_end; here < whole) whole = here, end = host;
      if (host == hosts_) continue;   // nobody takes all: there is no need to pass anyone on from there
      for (const auto guest : guests_of_[host])
        each_choice(guest, [&](std::uint32_t to, std::int64_t cost) {
          const std::int64_t there = distance + cost - cost_of_[guest] + price_[host] - price_[to];
          if (to == host || there >= distance_[to]) return;
          distance_[to] = there;
          moved_[to] = guest;
          came_from_[to] = host;
          cost_there_[to] = cost;
          open.emplace(there, to);
        });
    }
    for (const auto host : settled)
      if (distance_[host] < whole) price_[host] += distance_[host] - whole;
    for (std::uint32_t host = end; host != none;) {
      const std::uint32_t guest = moved_[host], before = came_from_[host];
      if (before != none) std::erase(guests_of_[before], guest);
      guests_of_[host].push_back(guest);
      host_of_[guest] = host;
      cost_of_[guest] = cost_there_[host];
      host = before;
    }
  }

  const MatchingProblem& p_;
  std::size_t hosts_;
  std::int64_t nobody_cost_ = 0;
  std::vector<std::uint32_t> host_of_;
  std::vector<std::int64_t> cost_of_, price_, distance_, cost_there_;
  std::vector<std::uint32_t> moved_, came_from_;
  std::vector<std::vector<std::uint32_t>> guests_of_;
};

}  // namespace

Result<Matching> cheapest_matching(const MatchingProblem& problem) {
  const std::size_t hosts = problem.next_guest.size();
  std::vector<std::uint32_t> seen(hosts, none);
  for (std::uint32_t guest = 0; guest < problem.guests.size(); ++guest)
    for (const auto& choice : problem.guests[guest]) {
      if (choice.host >= hosts || seen[choice.host] == guest)
        return fail(Fault::invalid, "guest " + std::to_string(guest) + " names host " + std::to_string(choice.host) + " twice, or there is none; there are " + std::to_string(hosts));
      seen[choice.host] = guest;
      if (std::abs(choice.cost) > largest_cost) return fail(Fault::invalid, "costs must lie within 2^40");
    }
  for (std::size_t h = 0; h < hosts; ++h)
    if (!std::is_sorted(problem.next_guest[h].begin(), problem.next_guest[h].end())) return fail(Fault::invalid, "the prices of host " + std::to_string(h) + " fall; each next guest must cost at least as much");
  return Solver(problem).run();
}

}  // namespace karuna::stats
