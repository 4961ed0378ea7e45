// SPDX-License-Identifier: Apache-2.0
#include "stats/grouping/problem.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

namespace karuna::stats {
namespace {

using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

Result<void> check_pairs(const Pairs& pairs, std::size_t people) {
  for (const auto& [a, b] : pairs)
    if (a >= people || b >= people || a == b)
      return fail(Fault::invalid, "a pair must name two different people below " + std::to_string(people) + ", found " + std::to_string(a) + " and " + std::to_string(b));
  return {};
}

std::vector<std::vector<std::uint32_t>> members_of(std::span<const std::uint32_t> groups, std::size_t count) {
  std::vector<std::vector<std::uint32_t>> members(count);
  for (std::size_t i = 0; i < groups.size(); ++i) members[groups[i]].push_back(static_cast<std::uint32_t>(i));
  return members;
}

std::uint32_t above_caps(const KindCap& cap, std::span<const std::uint32_t> members) {
  std::vector<std::uint32_t> kinds;
  for (const auto i : members) kinds.push_back(cap.kind[i]);
  std::sort(kinds.begin(), kinds.end());
  std::uint32_t above = 0;
  for (std::size_t at = 0, end; at < kinds.size(); at = end) {
    end = at;
    while (end < kinds.size() && kinds[end] == kinds[at]) ++end;
    if (end - at > cap.most) above += static_cast<std::uint32_t>(end - at) - cap.most;
  }
  return above;
}

}  // namespace

Result<void> check(const GroupingProblem& problem) {
  const std::size_t n = problem.people;
  if (problem.gain.size() != n * n) return fail(Fault::invalid, "the table of gains needs " + std::to_string(n * n) + " numbers, it has " + std::to_string(problem.gain.size()));
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = i; j < n; ++j) {
      const double gain = problem.gain[i * n + j];
      if (!std::isfinite(gain) || gain != problem.gain[j * n + i] || (i == j && gain != 0))
        return fail(Fault::invalid, "gains must be finite, symmetric and 0 on the diagonal; row " + std::to_string(i) + ", column " + std::to_string(j) + " is not");
    }
  if (problem.least.empty() || problem.least.size() != problem.most.size()) return fail(Fault::invalid, "every group needs a least and a most size");
  for (std::size_t g = 0; g < problem.groups(); ++g)
    if (problem.least[g] > problem.most[g] || problem.most[g] == 0 || problem.most[g] > 255)
      return fail(Fault::invalid, "group " + std::to_string(g) + " has sizes " + std::to_string(problem.least[g]) + " to " + std::to_string(problem.most[g]) +
                                      "; the first may not be above the second, and the second is 1 to 255");
  KARUNA_CHECK(check_pairs(problem.apart, n));
  KARUNA_CHECK(check_pairs(problem.together, n));
  std::set<std::pair<std::uint32_t, std::uint32_t>> apart;
  for (const auto& [a, b] : problem.apart) apart.insert(std::minmax(a, b));
  for (const auto& [a, b] : problem.together)
    if (apart.contains(std::minmax(a, b))) return fail(Fault::invalid, "a pair is to be apart and together");
  for (const KindCap& cap : problem.caps)
    if (cap.kind.size() != n) return fail(Fault::invalid, "a cap needs the kind of every person");
  for (const auto& slot : problem.slots)
    for (const auto i : slot)
      if (i >= n) return fail(Fault::invalid, "a slot names a person that does not exist");
  if (!problem.load.empty() && problem.load.size() != n) return fail(Fault::invalid, "loads must be given for every person or for none");
  for (const double load : problem.load)
    if (!std::isfinite(load)) return fail(Fault::invalid, "loads must be finite");
  if (!problem.variety.empty() && problem.variety.size() != n) return fail(Fault::invalid, "kinds must be given for every person or for none");
  if (!(problem.spread_weight >= 0) || !(problem.variety_weight >= 0) || !std::isfinite(problem.spread_weight + problem.variety_weight))
    return fail(Fault::invalid, "weights must be 0 or more");
  return {};
}

GroupingScore score(const GroupingProblem& problem, std::span<const std::uint32_t> groups) {
  GroupingScore out;
  const std::size_t n = problem.people, count = problem.groups();
  const auto members = members_of(groups, count);
  double mean_load = 0;
  for (const double load : problem.load) mean_load += load;
  mean_load /= static_cast<double>(count);
  std::vector<std::vector<std::uint8_t>> comes(problem.slots.size(), std::vector<std::uint8_t>(n));
  for (std::size_t s = 0; s < comes.size(); ++s)
    for (const auto i : problem.slots[s]) comes[s][i] = 1;
  const auto broken = [&](GroupRule rule) -> std::uint32_t& { return out.broken[static_cast<std::size_t>(rule)]; };

  for (std::size_t g = 0; g < count; ++g) {
    const auto& in = members[g];
    const auto size = static_cast<std::uint32_t>(in.size());
    for (std::size_t a = 0; a < in.size(); ++a)
      for (std::size_t b = a + 1; b < in.size(); ++b) out.pairs += problem.gain[in[a] * n + in[b]];
    if (!problem.load.empty()) {
      double load = 0;
      for (const auto i : in) load += problem.load[i];
      out.spread += problem.spread_weight * (load - mean_load) * (load - mean_load);
    }
    if (!problem.variety.empty()) {
      std::set<std::uint32_t> kinds;
      for (const auto i : in) kinds.insert(problem.variety[i]);
      if (kinds.size() < problem.variety_wanted) out.variety += problem.variety_weight * static_cast<double>(problem.variety_wanted - kinds.size());
    }
    broken(GroupRule::size) += size > problem.most[g] ? size - problem.most[g] : size < problem.least[g] ? problem.least[g] - size : 0;
    for (const KindCap& cap : problem.caps) broken(GroupRule::cap) += above_caps(cap, in);
    if (!problem.slots.empty()) {
      std::uint32_t most = 0;
      for (const auto& slot : comes) {
        std::uint32_t here = 0;
        for (const auto i : in) here += slot[i];
        most = std::max(most, here);
      }
      broken(GroupRule::slot) += size - most;
    }
  }
  std::set<std::pair<std::uint32_t, std::uint32_t>> apart, together;
  for (const auto& [a, b] : problem.apart) apart.insert(std::minmax(a, b));
  for (const auto& [a, b] : problem.together) together.insert(std::minmax(a, b));
  for (const auto& [a, b] : apart) broken(GroupRule::apart) += groups[a] == groups[b] ? 1 : 0;
  for (const auto& [a, b] : together) broken(GroupRule::together) += groups[a] != groups[b] ? 1 : 0;
  out.value = out.pairs - out.spread - out.variety;
  return out;
}

}  // namespace karuna::stats
