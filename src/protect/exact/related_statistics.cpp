// SPDX-License-Identifier: Apache-2.0
#include "protect/exact/related_statistics.h"

#include <map>
#include <numeric>

namespace karuna::protect {

std::vector<RelatedStatistics> related_statistics(const Declaration& declaration) {
  const auto& statistics = declaration.statistics;
  std::vector<std::size_t> leader(declaration.questions.size());
  std::iota(leader.begin(), leader.end(), std::size_t{0});
  const auto find = [&](std::size_t question) {
    while (leader[question] != question) question = leader[question] = leader[leader[question]];
    return question;
  };
  for (const Declared& declared : statistics)
    if (declared.statistic.family == Family::scale)
      for (const Member& member : declared.members) leader[find(member.question)] = find(declared.members[0].question);

  std::vector<RelatedStatistics> sets;
  std::map<std::size_t, std::size_t> place;   // of a leader in sets
  for (std::size_t s = 0; s < statistics.size(); ++s) {
    if (statistics[s].statistic.family == Family::index) continue;
    const auto [found, is_new] = place.try_emplace(find(statistics[s].members[0].question), sets.size());
    if (is_new) sets.emplace_back();
    (statistics[s].statistic.family == Family::scale ? sets[found->second].scales : sets[found->second].items).push_back(s);
  }
  for (RelatedStatistics& set : sets) {
    std::map<std::size_t, std::pair<Member, std::vector<bool>>> questions;   // which scales a question is in
    for (std::size_t i = 0; i < set.scales.size(); ++i)
      for (const Member& member : statistics[set.scales[i]].members) {
        auto& entry = questions.try_emplace(member.question, member, std::vector<bool>(set.scales.size(), false)).first->second;
        entry.second[i] = true;
      }
    std::map<std::vector<bool>, std::vector<Member>> blocks;
    for (const auto& [question, entry] : questions) blocks[entry.second].push_back(entry.first);
    for (auto& [scales, members] : blocks) set.blocks.push_back(std::move(members));
  }
  return sets;
}

}  // namespace karuna::protect
