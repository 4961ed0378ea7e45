// SPDX-License-Identifier: Apache-2.0
#include "stats/matching/stable_matching.h"

#include <algorithm>
#include <limits>
#include <string>

namespace karuna::stats {
namespace {

constexpr std::uint32_t unranked = std::numeric_limits<std::uint32_t>::max();

/// rank[owner][other]: position in the owner's list.
std::vector<std::vector<std::uint32_t>> ranks(const std::vector<std::vector<std::uint32_t>>& lists, std::size_t others) {
  std::vector<std::vector<std::uint32_t>> out(lists.size(), std::vector<std::uint32_t>(others, unranked));
  for (std::size_t a = 0; a < lists.size(); ++a)
    for (std::uint32_t k = 0; k < lists[a].size(); ++k) out[a][lists[a][k]] = k;
  return out;
}

Result<void> check_lists(const std::vector<std::vector<std::uint32_t>>& lists, std::size_t others) {
  for (const auto& list : lists) {
    std::vector<std::uint32_t> sorted = list;
    std::sort(sorted.begin(), sorted.end());
    if ((!sorted.empty() && sorted.back() >= others) || std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end())
      return fail(Fault::invalid, "a list of preferences may name each of the " + std::to_string(others) + " others once");
  }
  return {};
}

}  // namespace

Result<HostOf> stable_matching(const PreferenceProblem& problem) {
  KARUNA_CHECK(check_lists(problem.guests, problem.hosts.size()));
  KARUNA_CHECK(check_lists(problem.hosts, problem.guests.size()));
  if (problem.places.size() != problem.hosts.size()) return fail(Fault::invalid, "every host needs a number of places");
  const auto rank = ranks(problem.hosts, problem.guests.size());
  HostOf host_of(problem.guests.size());
  std::vector<std::vector<std::uint32_t>> taken(problem.hosts.size());
  std::vector<std::size_t> next(problem.guests.size(), 0);
  std::vector<std::uint32_t> asking;
  for (std::uint32_t g = static_cast<std::uint32_t>(problem.guests.size()); g-- > 0;) asking.push_back(g);
  while (!asking.empty()) {
    const std::uint32_t guest = asking.back();
    if (next[guest] == problem.guests[guest].size()) {
      asking.pop_back();
      continue;
    }
    const std::uint32_t host = problem.guests[guest][next[guest]++];
    if (rank[host][guest] == unranked || problem.places[host] == 0) continue;
    asking.pop_back();
    auto& list = taken[host];
    list.push_back(guest);
    host_of[guest] = host;
    if (list.size() <= problem.places[host]) continue;
    const auto last = std::max_element(list.begin(), list.end(), [&](auto a, auto b) { return rank[host][a] < rank[host][b]; });
    host_of[*last].reset();
    asking.push_back(*last);
    list.erase(last);
  }
  return host_of;
}

std::vector<std::pair<std::uint32_t, std::uint32_t>> blocking_pairs(const PreferenceProblem& problem, const HostOf& host_of) {
  const auto host_rank = ranks(problem.hosts, problem.guests.size()), guest_rank = ranks(problem.guests, problem.hosts.size());
  std::vector<std::uint32_t> taken(problem.hosts.size(), 0), last(problem.hosts.size(), 0);
  for (std::size_t g = 0; g < host_of.size(); ++g)
    if (host_of[g]) {
      ++taken[*host_of[g]];
      last[*host_of[g]] = std::max(last[*host_of[g]], host_rank[*host_of[g]][g]);
    }
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
  for (std::uint32_t g = 0; g < problem.guests.size(); ++g)
    for (const std::uint32_t host : problem.guests[g]) {
      if (host_of[g] && guest_rank[g][*host_of[g]] <= guest_rank[g][host]) break;
      if (host_rank[host][g] == unranked || problem.places[host] == 0) continue;
      if (taken[host] < problem.places[host] || host_rank[host][g] < last[host]) pairs.emplace_back(g, host);
    }
  return pairs;
}

}  // namespace karuna::stats
