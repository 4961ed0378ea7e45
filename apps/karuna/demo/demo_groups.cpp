// SPDX-License-Identifier: Apache-2.0
#include "demo/demo_groups.h"

#include <fmt/core.h>
#include <cstdio>

#include "act/groups/from_people.h"
#include "ask/planning/wave_file.h"
#include "ask/wave/wave_folder.h"
#include "people/directory.h"

namespace karuna {
namespace {

// Every 16th person takes part in a pod, every 40th accompanies, every 30th volunteers.
constexpr std::size_t one_in_a_pod = 16, one_accompanies = 40, one_volunteers = 30;

act::KeptRound first_round(const act::PodInput& input, const act::PodAnswer& answer, Date begins) {
  act::KeptRound round{.round = 1, .begins = begins};
  for (const act::Pod& pod : answer.pods) {
    act::KeptPod kept{.number = static_cast<int>(round.pods.size() + 1)};
    if (!pod.starts.empty()) kept.start = pod.starts.front();
    for (const auto i : pod.people) kept.people.push_back(input.members.people[i].id);
    round.pods.push_back(std::move(kept));
  }
  return round;
}

}  // namespace

Result<void> make_groups(const DemoPlace& place) {
  KARUNA_TRY(database, people::open_people(place.server() / "people"));
  KARUNA_TRY(act, act::open_act(place.server() / "people"));
  const auto today = *parse_date(ask::hour_text(static_cast<std::uint32_t>(ask::this_hour())).substr(0, 10), DateFormat::iso);
  act::GroupPeople people;
  KARUNA_TRY(directory, people::directory(database));
  people.directory = std::move(directory);
  for (std::size_t i = 0; i < people.directory.size(); ++i) {
    act::GroupChoice choice{
        .person = people.directory[i].employee_id, .pod = i % one_in_a_pod == 1, .ambassador = i % one_volunteers == 2, .carrier = i % one_accompanies == 3};
    if (choice.pod) choice.hours = i % 3 == 0 ? "Mon-Fri 06:00-14:00" : "Mon-Fri 08:00-17:00", choice.load = static_cast<int>(i / one_in_a_pod % 4);
    if (!choice.pod && !choice.ambassador && !choice.carrier) continue;
    KARUNA_CHECK(act::choose(act, choice));
    people.choices.push_back(std::move(choice));
  }
  const act::PodInput input = act::pods_of(people, {}, today);
  if (const auto pods = act::form_pods(input, {})) {
    KARUNA_CHECK(act::keep_round(act, first_round(input, *pods, today)));
  } else {
    fmt::print(stderr, "Without pods: {}\n", pods.error().what);
  }
  const auto ambassadors = act::choose_ambassadors(act::ambassadors_of(people, today), {});
  if (!ambassadors) {
    fmt::print(stderr, "Without ambassadors: {}\n", ambassadors.error().what);
    return {};
  }
  std::vector<std::string> chosen;
  for (const auto i : ambassadors->chosen) chosen.push_back(people.directory[i].employee_id);
  return act::keep_ambassadors(act, chosen);
}

}  // namespace karuna
