// SPDX-License-Identifier: Apache-2.0
#include "act/ambassadors/ambassadors.h"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/csv.h"
#include "base/files.h"
#include "base/progress.h"
#include "base/text.h"
#include "commands.h"

namespace karuna {
namespace {

using Json = nlohmann::ordered_json;

struct AmbassadorWords {
  std::string people, out;
  act::AmbassadorRules rules;
  bool json = false, dry_run = false;
};

std::vector<std::string> ids(const act::AmbassadorInput& input, const std::vector<std::uint32_t>& who) {
  std::vector<std::string> out;
  for (const auto i : who) out.push_back(input.members.people[i].id);
  return out;
}

Json as_json(const act::AmbassadorInput& input, const act::AmbassadorAnswer& answer) {
  Json out{{"format", "karuna-ambassadors-1"}, {"places", answer.needed}, {"covered", answer.covered}, {"most_possible", answer.most_possible}, {"one_after_the_other", answer.greedy},
           {"proven_best", answer.proven_best}, {"levels_without", answer.levels_without}, {"hand_over", ids(input, answer.hand_over)},
           {"not_asked", {{"served_long", answer.set_aside_served}, {"carry_much", answer.set_aside_load}}}, {"rows", Json::array()}, {"cells", Json::array()}};
  for (const auto i : answer.chosen) {
    const auto& person = input.members.people[i];
    out["rows"].push_back({{"id", person.id}, {"department", person.department}, {"level", person.level}, {"site", person.site}, {"shift", person.shift}});
  }
  for (const auto& cell : answer.cells)
    out["cells"].push_back({{"level", cell.level}, {"department", cell.department}, {"site", cell.site}, {"shift", cell.shift}, {"people", cell.people}, {"need", cell.need}, {"covered", cell.covered}});
  return out;
}

/// Departments down, levels across: full, in part, not at all.
std::string coverage_map(const act::AmbassadorAnswer& answer) {
  std::map<std::string, std::map<std::string, std::pair<std::uint32_t, std::uint32_t>>> map;
  std::map<std::string, bool> levels;
  for (const auto& cell : answer.cells) {
    auto& at = map[cell.department][cell.level];
    at.first += cell.covered;
    at.second += cell.need;
    levels[cell.level] = true;
  }
  std::string out = "  " + pad_right("", 24);
  for (const auto& [level, there] : levels) out += pad_left(truncated(level, 7), 8);
  out += "\n";
  std::size_t shown = 0;
  for (const auto& [department, row] : map) {
    if (++shown > 40) return out + "  The rest is in the JSON.\n";
    out += "  " + pad_right(department, 24);
    for (const auto& [level, there] : levels) {
      const auto at = row.find(level);
      if (at == row.end()) {
        out += pad_left("", 8);
        continue;
      }
      const auto [covered, need] = at->second;
      out += pad_left((covered == need ? "●" : covered == 0 ? "○" : "◐") + std::string(" ") + std::to_string(covered) + "/" + std::to_string(need), 8);
    }
    out += "\n";
  }
  return out + "  ● covered, ◐ in part, ○ not; places covered of places needed\n";
}

Result<int> choose(const AmbassadorWords& words) {
  KARUNA_TRY(input, act::read_ambassadors(words.people));
  Progress progress(isatty(STDERR_FILENO) == 1 ? stderr : nullptr);
  progress.begin("choosing ambassadors", 0);
  auto chosen = act::choose_ambassadors(input, words.rules, [&] { return progress.advance(1), progress.check().has_value(); });
  progress.end();
  if (!chosen) return std::unexpected(chosen.error());
  const Json json = as_json(input, *chosen);
  CsvWriter csv;
  csv.text("id").text("department").text("level").text("site").text("shift").end_row();
  for (const auto i : chosen->chosen) {
    const auto& person = input.members.people[i];
    csv.text(person.id).text(person.department).text(person.level).text(person.site).text(person.shift).end_row();
  }
  if (words.json) {
    fmt::print("{}\n", json.dump(2));
  } else {
    fmt::print("{} cover {} of {} places. {}\n", counted(chosen->chosen.size(), "ambassador"), chosen->covered, chosen->needed,
               chosen->proven_best ? "No other choice covers more: proven." : fmt::format("No choice covers more than {}.", chosen->most_possible));
    fmt::print("Ask: {}.\n\n{}", join_words(ids(input, chosen->chosen), "and", 100), coverage_map(*chosen));
    if (!chosen->levels_without.empty()) fmt::print("\n  No ambassador on level {}.\n", join_words(chosen->levels_without));
    if (!chosen->hand_over.empty()) fmt::print("\n  In their last round, with somebody beside them who takes over: {}.\n", join_words(ids(input, chosen->hand_over), "and", 40));
    if (chosen->set_aside_served + chosen->set_aside_load > 0)
      fmt::print("\n  Not asked this time: {} after {} in a row, {} with more than {}.\n", chosen->set_aside_served, counted(words.rules.most_rounds, "round"), chosen->set_aside_load, counted(words.rules.most_load, "other role"));
  }
  if (words.out.empty() || words.dry_run) {
    if (!words.json) fmt::print("\nNothing was written{}.\n", words.dry_run ? " (--dry-run)" : "; --out FILE.csv or FILE.json writes the list");
    return 0;
  }
  KARUNA_CHECK(write_atomically(words.out, words.out.ends_with(".json") ? json.dump(2) + "\n" : csv.take()));
  return 0;
}

}  // namespace

void add_ambassadors(CLI::App& app, Command& run) {
  auto* ambassadors = app.add_subcommand("ambassadors", "volunteers whom others can turn to, on every level, site and shift");
  ambassadors->require_subcommand(1);
  auto words = std::make_shared<AmbassadorWords>();
  auto* sub = ambassadors->add_subcommand("choose", "the volunteers who cover most, and how many any choice could cover");
  sub->add_option("PEOPLE", words->people, "CSV or JSON: as for pods, and shift, volunteer, served, roles")->required();
  sub->add_option("--most", words->rules.most, "ambassadors")->capture_default_str()->check(CLI::Range(1, 10000));
  sub->add_option("--per-department", words->rules.most_per_department, "at most so many of a department; 0: any number")->capture_default_str();
  sub->add_option("--people-each", words->rules.people_each, "one ambassador for so many people of a level, department, site and shift")->capture_default_str()->check(CLI::Range(1, 100000));
  sub->add_option("--most-rounds", words->rules.most_rounds, "rounds in a row; then somebody else")->capture_default_str()->check(CLI::Range(1, 100));
  sub->add_option("--most-load", words->rules.most_load, "other roles somebody may carry beside it")->capture_default_str();
  sub->add_option("--out", words->out, "FILE.csv or FILE.json, written whole or not at all");
  sub->add_flag("--dry-run", words->dry_run, "shows everything and writes nothing");
  sub->add_flag("--json", words->json, "the answer as JSON");
  sub->footer("Examples:\n  karuna ambassadors choose people.csv --most 12 --dry-run\n  karuna ambassadors choose people.csv --per-department 1 --out ambassadors.csv");
  sub->callback([words, &run] { run = [words] { return choose(*words); }; });
}

}  // namespace karuna
