// SPDX-License-Identifier: Apache-2.0
#include "act/groups/from_people.h"

#include <algorithm>
#include <cstdlib>
#include <set>

namespace karuna::act {
namespace {

constexpr int days_of_a_year = 365;

std::map<std::string, const GroupChoice*> by_person(const std::vector<GroupChoice>& choices) {
  std::map<std::string, const GroupChoice*> at;
  for (const GroupChoice& choice : choices) at[choice.person] = &choice;
  return at;
}

/// Everybody, with what they said of themselves; `takes_part` is theirs to say.
Members members_of(const GroupPeople& people, const Date& today) {
  const auto choices = by_person(people.choices);
  Members members;
  members.has_choice = true;
  for (const auto& person : people.directory) {
    const auto& fields = person;
    Member member;
    member.id = fields.employee_id;
    if (person.unit_path.size() > 1)
      member.department = person.unit_path[1];
    else if (!person.unit_path.empty())
      member.department = person.unit_path[0];
    if (person.unit_path.size() > 2) member.site = person.unit_path.back();
    member.level = fields.level_band;
    member.role = fields.job_family;
    if (const auto start = parse_date(fields.start_date, DateFormat::iso))
      member.tenure = std::to_string(std::max(0, (days_since_1970(today) - days_since_1970(*start)) / days_of_a_year));
    member.manager = fields.manager_id;
    member.language = fields.language;
    member.shift = fields.shift_pattern;
    member.takes_part = false;
    member.week.set();
    if (const auto said = choices.find(member.id); said != choices.end()) {
      const GroupChoice& choice = *said->second;
      member.takes_part = choice.pod;
      member.load = choice.load;
      members.has_load = members.has_load || (choice.pod && choice.load);
      if (const auto week = parse_week(choice.hours); week && !choice.hours.empty()) member.week = *week, members.has_hours = members.has_hours || choice.pod;
    }
    members.at.emplace(member.id, static_cast<std::uint32_t>(members.people.size()));
    members.people.push_back(std::move(member));
  }
  return members;
}

Pairs apart_of(const GroupPeople& people, const Members& members) {
  Pairs pairs;
  for (const auto& [a, b] : people.apart)
    if (const auto one = members.at.find(a), other = members.at.find(b); one != members.at.end() && other != members.at.end())
      pairs.emplace_back(one->second, other->second);
  return pairs;
}

std::vector<std::uint32_t> numbers_of(const Members& members, const std::vector<std::string>& ids) {
  std::vector<std::uint32_t> numbers;
  for (const std::string& id : ids)
    if (const auto at = members.at.find(id); at != members.at.end()) numbers.push_back(at->second);
  return numbers;
}

std::map<std::string, unsigned> people_of_carriers(const GroupPeople& people) {
  std::map<std::string, unsigned> count;
  for (const auto& [hire, carrier] : people.carrier_of) ++count[carrier];
  return count;
}

}  // namespace

PodInput pods_of(const GroupPeople& people, const PodRules& rules, const Date& today) {
  PodInput input;
  input.members = members_of(people, today);
  input.rules = rules;
  input.rules.exclusions = apart_of(people, input.members);
  for (const KeptRound& round : people.rounds)
    for (const KeptPod& pod : round.pods) input.history.push_back({round.round, numbers_of(input.members, pod.people)});
  return input;
}

std::vector<PastPod> pods_to_mend(const GroupPeople& people, PodInput& input) {
  std::vector<PastPod> pods;
  if (people.rounds.empty()) return pods;
  const KeptRound& newest = people.rounds.back();
  std::erase_if(input.history, [&](const PastPod& pod) { return pod.round == newest.round; });
  for (const KeptPod& pod : newest.pods) {
    PastPod now{newest.round, {}};
    std::vector<std::uint32_t> leaving = numbers_of(input.members, pod.want_other);
    for (const std::uint32_t member : numbers_of(input.members, pod.people))
      if (std::ranges::find(leaving, member) == leaving.end()) now.people.push_back(member);
    for (const std::uint32_t one : leaving)
      for (const std::uint32_t other : now.people) input.rules.exclusions.emplace_back(one, other);
    pods.push_back(std::move(now));
  }
  return pods;
}

PairInput pairs_of(const GroupPeople& people, const Date& today, int days) {
  PairInput input;
  input.members = members_of(people, today);
  input.exclusions = apart_of(people, input.members);
  const auto carries = people_of_carriers(people);
  std::set<std::string> carriers;
  for (const GroupChoice& choice : people.choices) {
    const auto at = input.members.at.find(choice.person);
    if (!choice.carrier || at == input.members.at.end()) continue;
    const auto now = carries.find(choice.person);
    const unsigned taken = now == carries.end() ? 0 : now->second;
    input.carriers.push_back(
        {.person = at->second, .places = choice.places > taken ? choice.places - taken : 0, .consents = true, .recovering = choice.resting});
    carriers.insert(choice.person);
  }
  for (std::size_t i = 0; i < people.directory.size(); ++i) {
    const auto& fields = people.directory[i];
    const auto start = parse_date(fields.start_date, DateFormat::iso);
    if (start && std::abs(days_since_1970(*start) - days_since_1970(today)) <= days && !people.carrier_of.contains(fields.employee_id) &&
        !carriers.contains(fields.employee_id))
      input.hires.push_back(static_cast<std::uint32_t>(i));
  }
  return input;
}

AmbassadorInput ambassadors_of(const GroupPeople& people, const Date& today) {
  AmbassadorInput input;
  input.members = members_of(people, today);
  for (Member& member : input.members.people) member.site.clear();  // a cell of one ward on one level is too small to need somebody of its own
  const auto carries = people_of_carriers(people);
  for (const GroupChoice& choice : people.choices) {
    const auto at = input.members.at.find(choice.person);
    if (!choice.ambassador || choice.resting || at == input.members.at.end()) continue;
    const auto served = people.ambassadors.find(choice.person);
    const auto accompanies = carries.find(choice.person);
    input.volunteers.push_back(at->second);
    input.served.push_back(served == people.ambassadors.end() ? 0 : served->second);
    input.load.push_back(accompanies == carries.end() ? 0 : accompanies->second);
  }
  return input;
}

}  // namespace karuna::act
