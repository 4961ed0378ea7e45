// SPDX-License-Identifier: Apache-2.0
#include "act/pods/pod_problem.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "base/numbers.h"
#include "base/text.h"

namespace karuna::act {
namespace {

/// 0 to 1: numbers by distance, words as the same or not.
class Attribute {
 public:
  Attribute(const Members& members, const std::vector<std::uint32_t>& who, std::string Member::*field, bool ordered) {
    std::set<std::string> words;
    bool all_numbers = ordered;
    double low = 0, high = 0;
    for (const auto i : who) {
      const std::string& text = members.people[i].*field;
      words.insert(text);
      const auto number = parse_decimal(text);
      all_numbers = all_numbers && number.has_value();
      numbers_.push_back(number.value_or(0));
      texts_.push_back(&text);
    }
    known_ = words.size() > 1;
    if (!all_numbers) return;
    const auto [least, most] = std::minmax_element(numbers_.begin(), numbers_.end());
    low = *least, high = *most;
    range_ = high - low;
  }
  bool known() const { return known_; }
  double between(std::size_t a, std::size_t b) const { return range_ > 0 ? std::abs(numbers_[a] - numbers_[b]) / range_ : *texts_[a] != *texts_[b] ? 1 : 0; }

 private:
  std::vector<double> numbers_;
  std::vector<const std::string*> texts_;
  double range_ = 0;
  bool known_ = false;
};

std::vector<std::uint32_t> numbered(const Members& members, const std::vector<std::uint32_t>& who, std::string Member::*field) {
  std::map<std::string, std::uint32_t> numbers;
  std::vector<std::uint32_t> out;
  for (const auto i : who) out.push_back(numbers.emplace(members.people[i].*field, static_cast<std::uint32_t>(numbers.size())).first->second);
  return out;
}

/// Starts at which people can come, as slots; those that lie wholly within another are not needed.
std::vector<std::vector<std::uint32_t>> slots_of(const PodInput& input, const std::vector<std::uint32_t>& who) {
  std::vector<Week> starts;
  for (const auto i : who) starts.push_back(starts_of(input.members.people[i].week, input.rules.minutes));
  std::set<std::vector<std::uint32_t>> distinct;
  for (std::size_t half = 0; half < 336; ++half) {
    std::vector<std::uint32_t> can;
    for (std::uint32_t i = 0; i < who.size(); ++i)
      if (starts[i][half]) can.push_back(i);
    if (!can.empty()) distinct.insert(std::move(can));
  }
  std::vector<std::vector<std::uint32_t>> all(distinct.begin(), distinct.end()), out;
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  for (const auto& slot : all)
    if (std::none_of(out.begin(), out.end(), [&](const auto& larger) { return std::includes(larger.begin(), larger.end(), slot.begin(), slot.end()); })) out.push_back(slot);
  return out;
}

}  // namespace

Result<void> check_rules(const PodRules& rules) {
  if (rules.least < smallest_pod)
    return fail(Fault::refused, "pods of " + std::to_string(rules.least) + " are not formed: below " + std::to_string(smallest_pod) + " people everybody knows who said what");
  if (rules.least > rules.most || rules.most > 40)
    return fail(Fault::invalid, "the sizes of pods are " + std::to_string(rules.least) + " to " + std::to_string(rules.most) + "; expected the smaller first, and at most 40");
  if (rules.chain_steps < 1) return fail(Fault::refused, "a manager and somebody they lead are never put into one pod; the reporting line counts at least 1 step");
  if (rules.minutes < 30 || rules.minutes > 480) return fail(Fault::invalid, "a meeting takes 30 to 480 minutes, " + std::to_string(rules.minutes) + " was given");
  return {};
}

std::vector<std::uint32_t> participants(const PodInput& input) {
  std::vector<std::uint32_t> who;
  for (std::uint32_t i = 0; i < input.members.people.size(); ++i)
    if (input.members.people[i].takes_part) who.push_back(i);
  return who;
}

PodProblem pod_problem(const PodInput& input) {
  PodProblem out;
  out.who = participants(input);
  const std::size_t n = out.who.size();
  std::map<std::uint32_t, std::uint32_t> number;
  for (std::uint32_t i = 0; i < n; ++i) number[out.who[i]] = i;
  auto& grouping = out.grouping;
  grouping.people = n;
  const auto& wishes = input.wishes;

  const Attribute attributes[] = {{input.members, out.who, &Member::department, false}, {input.members, out.who, &Member::level, true}, {input.members, out.who, &Member::site, false},
                                  {input.members, out.who, &Member::role, false},       {input.members, out.who, &Member::tenure, true}};
  const double weights[] = {wishes.department, wishes.level, wishes.site, wishes.role, wishes.tenure};
  double whole = 0;
  for (std::size_t k = 0; k < 5; ++k) whole += attributes[k].known() ? weights[k] : 0;
  out.difference.assign(n * n, 0.0);
  for (std::size_t i = 0; i < n && whole > 0; ++i)
    for (std::size_t j = i + 1; j < n; ++j) {
      double sum = 0;
      for (std::size_t k = 0; k < 5; ++k)
        if (attributes[k].known()) sum += weights[k] * attributes[k].between(i, j);
      out.difference[i * n + j] = out.difference[j * n + i] = sum / whole;
    }

  int last = 0;
  for (const PastPod& pod : input.history) last = std::max(last, pod.round);
  for (const PastPod& pod : input.history)
    for (std::size_t a = 0; a < pod.people.size(); ++a)
      for (std::size_t b = a + 1; b < pod.people.size(); ++b) {
        const auto i = number.find(pod.people[a]), j = number.find(pod.people[b]);
        if (i != number.end() && j != number.end() && i != j)
          out.met[std::minmax(i->second, j->second)] += std::pow(2.0, -(last - pod.round) / std::max(0.01, wishes.novelty_half_life));
      }
  grouping.gain = out.difference;
  const auto lessen = [&](std::uint32_t i, std::uint32_t j, double by) { grouping.gain[i * n + j] = grouping.gain[j * n + i] -= by; };
  for (const auto& [pair, weight] : out.met) lessen(pair.first, pair.second, wishes.novelty * weight);
  double most = 0;
  for (const auto& [pair, times] : input.contacts) most = std::max(most, times);
  for (const auto& [pair, times] : input.contacts)
    if (number.contains(pair.first) && number.contains(pair.second)) lessen(number[pair.first], number[pair.second], wishes.contact * std::log1p(times) / std::log1p(most));

  for (std::uint32_t i = 0; i < n; ++i)
    for (const auto manager : chain_of(input.members, out.who[i], input.rules.chain_steps))
      if (const auto j = number.find(manager); j != number.end()) out.chain_pairs.emplace_back(i, j->second);
  grouping.apart = out.chain_pairs;
  const auto here = [&](const Pairs& pairs, Pairs& into) {
    for (const auto& [a, b] : pairs)
      if (number.contains(a) && number.contains(b)) into.emplace_back(number[a], number[b]);
  };
  here(input.rules.exclusions, grouping.apart);
  here(input.rules.together, grouping.together);
  if (input.rules.most_per_department > 0) grouping.caps.push_back({numbered(input.members, out.who, &Member::department), input.rules.most_per_department});
  if (input.members.has_hours) grouping.slots = slots_of(input, out.who);
  if (input.members.has_load && wishes.load > 0) {
    for (const auto i : out.who) grouping.load.push_back(input.members.people[i].load.value_or(0));
    grouping.spread_weight = wishes.load;
  }
  const auto levels = numbered(input.members, out.who, &Member::level);
  const std::set<std::uint32_t> kinds(levels.begin(), levels.end());
  if (kinds.size() > 1 && wishes.levels > 0) {
    grouping.variety = levels;
    grouping.variety_wanted = std::min(wishes.levels_wanted, static_cast<std::uint32_t>(kinds.size()));
    grouping.variety_weight = wishes.levels;
  }
  return out;
}

std::vector<std::size_t> pod_counts(const PodInput& input, const PodProblem& problem) {
  const std::size_t n = problem.who.size(), low = (n + input.rules.most - 1) / input.rules.most, high = n / input.rules.least;
  std::size_t needed = 1;
  if (input.rules.most_per_department > 0) {
    std::map<std::string, std::size_t> sizes;
    for (const auto i : problem.who) needed = std::max(needed, (++sizes[input.members.people[i].department] + input.rules.most_per_department - 1) / input.rules.most_per_department);
  }
  const double middle = 2.0 * static_cast<double>(n) / (input.rules.least + input.rules.most);
  std::vector<std::size_t> counts;
  for (std::size_t pods = std::max<std::size_t>(low, 1); pods <= high; ++pods) counts.push_back(pods);
  std::stable_sort(counts.begin(), counts.end(), [&](std::size_t a, std::size_t b) {
    const bool few_a = a < needed, few_b = b < needed;
    if (few_a != few_b) return !few_a;
    return std::abs(static_cast<double>(a) - middle) < std::abs(static_cast<double>(b) - middle);
  });
  return counts;
}

void set_sizes(stats::GroupingProblem& grouping, std::size_t pods, const PodRules& rules, bool even) {
  const auto small = static_cast<std::uint32_t>(grouping.people / pods);
  grouping.least.assign(pods, even ? small : rules.least);
  grouping.most.assign(pods, even ? small + (grouping.people % pods ? 1 : 0) : rules.most);
}

std::uint64_t swaps_for(std::size_t people, double effort) {
  const double all = static_cast<double>(people) * static_cast<double>(people);
  return static_cast<std::uint64_t>(std::clamp(effort * all * 200, 200'000.0, 1e12));
}

PodAnswer answer_of(const PodInput& input, const PodProblem& problem, const stats::Groups& groups, std::size_t pods) {
  PodAnswer out;
  const std::size_t n = problem.who.size();
  std::vector<std::vector<std::uint32_t>> members(pods);
  for (std::uint32_t i = 0; i < n; ++i) members[groups[i]].push_back(i);
  std::erase_if(members, [](const auto& list) { return list.empty(); });
  // In the order of their first member, so that the same groups always look the same.
  std::sort(members.begin(), members.end(), [](const auto& a, const auto& b) { return a.front() < b.front(); });
  double inside = 0, pairs = 0, all = 0;
  for (const double d : problem.difference) all += d;
  const std::uint32_t wanted = problem.grouping.variety_wanted;
  for (const auto& list : members) {
    Pod pod;
    Week free = Week().set();
    std::set<std::string> levels, departments;
    for (std::size_t a = 0; a < list.size(); ++a) {
      const Member& person = input.members.people[problem.who[list[a]]];
      pod.people.push_back(problem.who[list[a]]);
      free &= starts_of(person.week, input.rules.minutes);
      levels.insert(person.level);
      if (!person.department.empty()) departments.insert(person.department);
      pod.load += person.load.value_or(0);
      for (std::size_t b = a + 1; b < list.size(); ++b) {
        inside += problem.difference[list[a] * n + list[b]];
        ++pairs;
        pod.met_before += problem.met.contains({list[a], list[b]}) ? 1 : 0;
      }
    }
    if (input.members.has_hours)
      for (std::size_t half = 0; half < 336; ++half)
        if (free[half]) pod.starts.push_back(half);
    pod.levels = static_cast<std::uint32_t>(levels.size());
    pod.departments = static_cast<std::uint32_t>(departments.size());
    out.pods_short_of_levels += pod.levels < wanted ? 1 : 0;
    out.repeats += pod.met_before;
    out.load_low = out.pods.empty() ? pod.load : std::min<double>(out.load_low, pod.load);
    out.load_high = out.pods.empty() ? pod.load : std::max<double>(out.load_high, pod.load);
    out.pods.push_back(std::move(pod));
  }
  std::map<std::uint32_t, std::uint32_t> group_of;
  for (std::uint32_t i = 0; i < n; ++i) group_of[problem.who[i]] = groups[i];
  double known = 0, known_inside = 0;
  for (const auto& [pair, times] : input.contacts) {
    const auto a = group_of.find(pair.first), b = group_of.find(pair.second);
    if (a == group_of.end() || b == group_of.end() || times <= 0) continue;
    ++known;
    known_inside += a->second == b->second ? 1 : 0;
  }
  out.contact = pairs > 0 ? known_inside / pairs : 0;
  out.contact_of_all = n > 1 ? known / (static_cast<double>(n) * static_cast<double>(n - 1) / 2) : 0;
  out.difference = pairs > 0 ? inside / pairs : 0;
  out.difference_of_all = n > 1 ? all / static_cast<double>(n * (n - 1)) : 0;
  for (const PastPod& pod : input.history) out.round = std::max(out.round, pod.round + 1);

  const std::string in_all = "kept in all " + counted(out.pods.size(), "pod");
  const auto& rules = input.rules;
  out.rules.push_back({"size", std::to_string(rules.least) + " to " + std::to_string(rules.most) + " people", in_all});
  out.rules.push_back({"reporting line", "nobody with a manager up to " + counted(rules.chain_steps, "step") + " above", in_all});
  if (rules.most_per_department > 0) out.rules.push_back({"department", "at most " + std::to_string(rules.most_per_department) + " of a department", in_all});
  out.rules.push_back({"common hour", std::to_string(rules.minutes) + " minutes that all have free", input.members.has_hours ? in_all : "not checked: the list has no column hours"});
  if (!rules.together.empty()) out.rules.push_back({"together", counted(rules.together.size(), "pair") + " who stay together", in_all});
  // The same line whether or not there are any: not even their number is told.
  out.rules.push_back({"confidential", "pairs kept apart for reasons that nobody stores", in_all});
  if (wanted > 0)
    out.rules.push_back({"levels", "wished: " + std::to_string(wanted) + " in a pod", out.pods_short_of_levels == 0 ? "in all " + counted(out.pods.size(), "pod") : counted(out.pods_short_of_levels, "pod") + " with fewer"});
  out.rules.push_back({"novelty", "wished: people who have not shared a pod", out.repeats == 0 ? "no pair meets again" : counted(out.repeats, "pair") + (out.repeats == 1 ? " meets again" : " meet again")});
  if (!input.contacts.empty())
    out.rules.push_back({"contact", "wished: people who have little to do with each other", fixed(100 * out.contact, 1) + " % of pairs in a pod had contact, " + fixed(100 * out.contact_of_all, 1) + " % of all"});
  if (input.members.has_load)
    out.rules.push_back({"load", "wished: spread evenly", "from " + fixed(out.load_low, 0) + " to " + fixed(out.load_high, 0) + " a pod"});
  return out;
}

}  // namespace karuna::act
