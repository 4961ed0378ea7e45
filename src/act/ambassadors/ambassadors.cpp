// SPDX-License-Identifier: Apache-2.0
#include "act/ambassadors/ambassadors.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "act/pods/open_table.h"
#include "base/numbers.h"
#include "base/text.h"
#include "stats/coverage/coverage.h"

namespace karuna::act {
namespace {

/// A place in a cell counts 1; a level with an ambassador counts more than all cells together.
constexpr std::int64_t level_weight = 1'000'000;

Result<unsigned> number_at(const CsvReader& table, std::string_view text, std::string_view column) {
  if (trimmed(text).empty()) return 0U;
  const auto number = parse_integer(text);
  if (!number || *number < 0 || *number > 1000)
    return fail(Fault::invalid, table.name() + ", line " + std::to_string(table.line()) + ": " + std::string(column) + " is " + in_quotes(text) + "; expected a whole number of 0 or more");
  return static_cast<unsigned>(*number);
}

using CellKey = std::tuple<std::string, std::string, std::string, std::string>;

/// Levels in order: by number where all are numbers, else each beside itself only.
bool beside(const std::string& a, const std::string& b) {
  const auto x = parse_decimal(a), y = parse_decimal(b);
  return a == b || (x && y && std::abs(*x - *y) <= 1);
}

}  // namespace

Result<AmbassadorInput> read_ambassadors(const std::filesystem::path& file) {
  AmbassadorInput out;
  KARUNA_TRY(members, read_members(file));
  out.members = std::move(members);
  KARUNA_TRY(opened, open_table(file));
  CsvReader& table = opened.reader;
  KARUNA_TRY(volunteer, table.header().position("volunteer"));
  const auto served = table.header().find("served"), roles = table.header().find("roles");
  for (std::uint32_t i = 0; i < out.members.people.size(); ++i) {
    KARUNA_TRY(more, table.next());
    if (!more) break;
    const auto fields = table.fields();
    if (!is_yes(fields[volunteer])) continue;
    out.volunteers.push_back(i);
    KARUNA_TRY(rounds, number_at(table, served ? fields[*served] : "", "served"));
    KARUNA_TRY(load, number_at(table, roles ? fields[*roles] : "", "roles"));
    out.served.push_back(rounds);
    out.load.push_back(load);
  }
  if (out.volunteers.empty()) return fail(Fault::too_few_people, file.string() + ": nobody volunteered (column volunteer, yes)");
  return out;
}

Result<AmbassadorAnswer> choose_ambassadors(const AmbassadorInput& input, const AmbassadorRules& rules, const std::function<bool()>& go_on) {
  if (rules.most == 0 || rules.people_each == 0) return fail(Fault::invalid, "at least one ambassador and at least one person each are needed");
  AmbassadorAnswer out;
  const auto& people = input.members.people;
  std::map<CellKey, std::uint32_t> sizes;
  std::set<std::string> leaders, levels;
  for (const Member& person : people) {
    ++sizes[{person.level, person.department, person.site, person.shift}];
    levels.insert(person.level);
    if (!person.manager.empty() && person.manager != person.id) leaders.insert(person.manager);
  }
  for (const auto& [key, size] : sizes)
    out.cells.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), std::get<3>(key), size, (size + rules.people_each - 1) / rules.people_each, 0});
  std::stable_sort(out.cells.begin(), out.cells.end(), [](const auto& a, const auto& b) { return a.people > b.people; });

  std::vector<std::uint32_t> able;
  for (std::size_t v = 0; v < input.volunteers.size(); ++v) {
    if (input.served[v] >= rules.most_rounds) ++out.set_aside_served;
    else if (input.load[v] > rules.most_load) ++out.set_aside_load;
    else able.push_back(static_cast<std::uint32_t>(v));
  }
  if (able.empty())
    return fail(Fault::too_few_people, "no volunteer is left: " + counted(out.set_aside_served, "has", "have") + " served " + counted(rules.most_rounds, "round") + " in a row, " +
                                           counted(out.set_aside_load, "carries", "carry") + " more than " + counted(rules.most_load, "other role"));
  stats::CoverageProblem problem;
  problem.most = rules.most;
  problem.most_per_group = rules.most_per_department == 0 ? static_cast<std::uint32_t>(rules.most) : rules.most_per_department;
  for (const auto& cell : out.cells) problem.need.push_back(cell.need), problem.weight.push_back(1);
  std::map<std::string, std::uint32_t> departments, level_element;
  for (const auto& level : levels) {
    level_element[level] = static_cast<std::uint32_t>(problem.need.size());
    problem.need.push_back(1);
    problem.weight.push_back(level_weight);
  }
  for (const auto v : able) {
    const Member& person = people[input.volunteers[v]];
    std::vector<std::uint32_t> covers;
    for (std::uint32_t c = 0; c < out.cells.size(); ++c) {
      const auto& cell = out.cells[c];
      if (cell.department == person.department && cell.site == person.site && cell.shift == person.shift && beside(cell.level, person.level)) covers.push_back(c);
    }
    covers.push_back(level_element[person.level]);
    problem.covers.push_back(std::move(covers));
    problem.group.push_back(departments.emplace(person.department, static_cast<std::uint32_t>(departments.size())).first->second);
    problem.marked.push_back(leaders.contains(person.id) ? 1 : 0);
  }
  // Two who lead for each one who does not, of as many as will be chosen.
  const std::size_t others = static_cast<std::size_t>(std::count(problem.marked.begin(), problem.marked.end(), 0));
  problem.most_marked = std::min(2 * others, std::min(rules.most, able.size()) * 2 / 3);
  KARUNA_CHECK(stats::check(problem));
  const auto places = [](std::int64_t value) { return static_cast<std::uint32_t>(value % level_weight); };
  out.greedy = places(stats::greedy_cover(problem).value);
  stats::Cover best = stats::best_cover(problem, rules.exact_nodes, go_on);
  const auto leads = [&](const std::vector<std::uint32_t>& chosen) {
    return static_cast<std::size_t>(std::count_if(chosen.begin(), chosen.end(), [&](auto k) { return problem.marked[k] != 0; }));
  };
  // Fewer may have been chosen than there is room for; the share still has to hold.
  while (leads(best.chosen) > 2 * (best.chosen.size() - leads(best.chosen))) {
    problem.most_marked = leads(best.chosen) - 1;
    best = stats::best_cover(problem, rules.exact_nodes, go_on);
  }
  out.proven_best = best.proven;
  out.most_possible = places(best.bound);
  std::set<std::string> covered_levels;
  for (const auto k : best.chosen) {
    out.chosen.push_back(input.volunteers[able[k]]);
    covered_levels.insert(people[out.chosen.back()].level);
    if (input.served[able[k]] + 1 >= rules.most_rounds) out.hand_over.push_back(out.chosen.back());
    for (const auto element : problem.covers[k])
      if (element < out.cells.size() && out.cells[element].covered < out.cells[element].need) ++out.cells[element].covered;
  }
  std::sort(out.chosen.begin(), out.chosen.end());
  for (const auto& cell : out.cells) out.needed += cell.need, out.covered += cell.covered;
  for (const auto& level : levels)
    if (!covered_levels.contains(level)) out.levels_without.push_back(level);
  return out;
}

}  // namespace karuna::act
