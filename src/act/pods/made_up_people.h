// SPDX-License-Identifier: Apache-2.0
// For tests and benchmarks: an organisation for which pods exist that keep every rule, because it was made around them.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "act/pods/pods.h"
#include "stats/resample/philox.h"

namespace karuna::act {

/// Pods of 5 to 7 are drawn first; then departments (at most 2 in a pod), shifts, managers and pairs apart so that these pods would be allowed.
/// The order of people tells nothing.
inline PodInput made_up_people(std::size_t people, std::uint64_t seed) {
  stats::Random random(seed, 31);
  const auto below = [&](std::size_t bound) { return random.below(static_cast<std::uint32_t>(bound)); };
  PodInput input;
  auto& members = input.members;
  members.has_hours = members.has_load = members.has_choice = true;
  std::vector<std::uint32_t> pod_of, order;
  for (std::uint32_t pod = 0; pod_of.size() < people; ++pod) {
    const std::size_t left = people - pod_of.size();
    std::size_t size = 5 + below(3);
    if (left < 10) size = left <= 7 ? left : 5;
    if (left >= 10 && left - size < 5) size = 5;
    for (std::size_t k = 0; k < size; ++k) pod_of.push_back(pod);
  }
  for (std::uint32_t i = 0; i < people; ++i) order.push_back(i);
  for (std::size_t i = people; i > 1; --i) std::swap(order[i - 1], order[below(i)]);
  std::vector<std::uint32_t> pod(people);
  for (std::size_t i = 0; i < people; ++i) pod[order[i]] = pod_of[i];
  const std::uint32_t pods = pod_of.back() + 1;

  const char* const shifts[] = {"Mon-Fri 08:00-17:00", "Mon-Fri 06:00-14:00", "Mon-Fri 14:00-22:00", "Sun-Thu 22:00-06:00"};
  std::vector<std::uint32_t> shift_of(pods);
  for (auto& shift : shift_of) shift = below(10) < 7 ? 0 : 1 + below(3);
  const std::uint32_t departments = static_cast<std::uint32_t>(people / 18 + 4);
  std::vector<std::vector<std::uint32_t>> in_pod(pods);
  for (std::uint32_t i = 0; i < people; ++i) {
    Member person;
    person.id = "p" + std::to_string(i);
    std::uint32_t department = 0;
    const auto name = [&] { return "Department " + std::to_string(department); };
    do department = std::min(below(departments), below(departments));   // some are larger
    while (std::count_if(in_pod[pod[i]].begin(), in_pod[pod[i]].end(), [&](auto j) { return members.people[j].department == name(); }) >= 2);
    person.department = name();
    person.level = std::to_string(1 + std::min(below(5), below(5)));
    person.site = std::string(1, static_cast<char>('A' + below(3)));
    person.role = "role " + std::to_string(below(8));
    person.tenure = std::to_string(below(4));
    person.load = static_cast<int>(below(4));
    person.week = *parse_week(shifts[shift_of[pod[i]]]);
    if (below(4) == 0) person.week |= *parse_week(shifts[below(4)]);
    in_pod[pod[i]].push_back(i);
    members.at.emplace(person.id, i);
    members.people.push_back(std::move(person));
  }
  // A manager stands earlier in the list, so there are no rings; nobody of the chain within two steps shares the pod.
  for (std::uint32_t i = 10; i < people; ++i)
    for (int attempt = 0; attempt < 50; ++attempt) {
      const std::uint32_t manager = below(std::max<std::uint32_t>(1, i / 6));
      const auto next = members.at.find(members.people[manager].manager);
      if (pod[manager] == pod[i] || (next != members.at.end() && pod[next->second] == pod[i])) continue;
      members.people[i].manager = members.people[manager].id;
      break;
    }
  for (std::size_t k = 0; k < people / 2; ++k)
    if (const std::uint32_t a = below(people), b = below(people); pod[a] != pod[b]) input.rules.exclusions.emplace_back(a, b);
  for (std::size_t k = 0; k < people / 60; ++k) {
    const auto& own = in_pod[below(pods)];
    input.rules.together.emplace_back(own[0], own[1]);
  }
  return input;
}

/// How many rules an answer breaks, counted from the people themselves and not by the search.
inline std::size_t rules_broken(const PodInput& input, const std::vector<Pod>& pods) {
  std::size_t broken = 0;
  std::vector<std::uint32_t> pod_of(input.members.people.size(), 0xffffffffU);
  for (std::uint32_t p = 0; p < pods.size(); ++p) {
    const auto& people = pods[p].people;
    if (people.size() < input.rules.least || people.size() > input.rules.most || people.size() < smallest_pod) ++broken;
    Week free = Week().set();
    for (const auto i : people) {
      const Member& person = input.members.people[i];
      broken += pod_of[i] != 0xffffffffU || !person.takes_part ? 1 : 0;
      pod_of[i] = p;
      free &= starts_of(person.week, input.rules.minutes);
      std::size_t alike = 0;
      for (const auto j : people) alike += input.members.people[j].department == person.department ? 1 : 0;
      broken += input.rules.most_per_department > 0 && alike > input.rules.most_per_department ? 1 : 0;
      for (const auto manager : chain_of(input.members, i, input.rules.chain_steps)) broken += std::find(people.begin(), people.end(), manager) != people.end() ? 1 : 0;
    }
    broken += input.members.has_hours && free.none() ? 1 : 0;
  }
  for (const auto i : participants(input)) broken += pod_of[i] == 0xffffffffU ? 1 : 0;
  for (const auto& [a, b] : input.rules.exclusions) broken += pod_of[a] == pod_of[b] && pod_of[a] != 0xffffffffU ? 1 : 0;
  for (const auto& [a, b] : input.rules.together)
    if (input.members.people[a].takes_part && input.members.people[b].takes_part) broken += pod_of[a] != pod_of[b] ? 1 : 0;
  return broken;
}

}  // namespace karuna::act
