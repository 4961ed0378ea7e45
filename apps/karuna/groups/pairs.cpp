// SPDX-License-Identifier: Apache-2.0
#include "act/pairs/pairs.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "act/pods/open_table.h"
#include "base/csv.h"
#include "base/files.h"
#include "base/numbers.h"
#include "base/text.h"
#include "commands.h"

namespace karuna {
namespace {

using Json = nlohmann::ordered_json;

struct PairWords {
  std::string people, exclude, out, cohorts;
  bool stable = false, json = false, dry_run = false;
  double distance = 0.5;
  unsigned minutes = 60, carriers = 0, places = 2, weeks = 12, training = 4;
  act::PairOptions options;
};

std::string id_of(const act::PairInput& input, std::optional<std::uint32_t> carrier) { return carrier ? input.members.people[input.carriers[*carrier].person].id : ""; }

Json pairs_json(const act::PairInput& input, const act::PairAnswer& answer, bool stable) {
  Json out{{"format", "karuna-pairs-1"},        {"way", stable ? "stable" : "best total"}, {"without", answer.without}, {"fit", answer.fit}, {"fit_of_best_total", answer.fit_of_best},
           {"fit_of_stable", answer.fit_of_stable}, {"without_in_stable", answer.without_in_stable}, {"pairs_who_would_both_change", answer.blocking}, {"rows", Json::array()}, {"carriers", Json::array()}};
  for (const auto& line : answer.lines)
    out["rows"].push_back({{"hire", input.members.people[line.hire].id}, {"carrier", id_of(input, line.carrier)}, {"backup", id_of(input, line.backup)}, {"fit", line.fit}, {"why", line.why}});
  for (std::size_t c = 0; c < input.carriers.size(); ++c) out["carriers"].push_back({{"id", input.members.people[input.carriers[c].person].id}, {"places", input.carriers[c].places}, {"people", answer.load[c]}});
  return out;
}

std::string pairs_csv(const act::PairInput& input, const act::PairAnswer& answer) {
  CsvWriter table;
  table.text("hire").text("carrier").text("backup").text("fit").text("why").end_row();
  for (const auto& line : answer.lines)
    table.text(input.members.people[line.hire].id).text(id_of(input, line.carrier)).text(id_of(input, line.backup)).integer(line.fit).text(line.why).end_row();
  return table.take();
}

std::string pairs_terminal(const act::PairInput& input, const act::PairAnswer& answer) {
  std::string out = fmt::format("{} and {}; {} without a carrier.\n\n  {}{}{}{}\n", counted(answer.lines.size(), "new person", "new people"), counted(input.carriers.size(), "carrier"), answer.without,
                                pad_right("new", 14), pad_right("carrier", 14), pad_left("fit", 4), "  why");
  for (const auto& line : answer.lines)
    out += "  " + pad_right(input.members.people[line.hire].id, 14) + pad_right(line.carrier ? id_of(input, line.carrier) : "–", 14) + pad_left(line.carrier ? std::to_string(line.fit) : "–", 4) + "  " +
           truncated(line.why, 42) + "\n";
  out += "\n  Load of carriers\n";
  for (std::size_t c = 0; c < input.carriers.size(); ++c) {
    std::string bar;
    for (unsigned k = 0; k < input.carriers[c].places; ++k) bar += k < answer.load[c] ? "●" : "○";
    out += "  " + pad_right(input.members.people[input.carriers[c].person].id, 14) + bar + "\n";
  }
  out += fmt::format("\n  Best total: fit {}. Stable: fit {}, {} without. Stability costs {} points of fit.\n", answer.fit_of_best, answer.fit_of_stable, answer.without_in_stable, answer.fit_of_best - answer.fit_of_stable);
  out += answer.blocking == 0 ? "  No two people would both rather have each other.\n"
                              : "  " + counted(answer.blocking, "pair", "pairs") + " would both rather have each other; --stable avoids that.\n";
  return out;
}

Result<int> write_or_say(const PairWords& words, const std::string& csv, const Json& json, const std::string& terminal) {
  fmt::print("{}", words.json ? json.dump(2) + "\n" : terminal);
  if (words.out.empty() || words.dry_run) {
    if (!words.json) fmt::print("Nothing was written{}.\n", words.dry_run ? " (--dry-run)" : "; --out FILE.csv or FILE.json writes the table");
    return 0;
  }
  KARUNA_CHECK(write_atomically(words.out, words.out.ends_with(".json") ? json.dump(2) + "\n" : csv));
  return 0;
}

Result<int> assign(const PairWords& words) {
  KARUNA_TRY(input, act::read_pairs(words.people));
  input.minutes = words.minutes;
  input.distance = words.distance;
  if (!words.exclude.empty()) {
    KARUNA_TRY(pairs, act::read_exclusions(words.exclude, input.members));
    input.exclusions = std::move(pairs);
  }
  act::PairOptions options = words.options;
  options.way = words.stable ? act::PairWay::stable : act::PairWay::best_total;
  KARUNA_TRY(answer, act::assign_pairs(input, options));
  KARUNA_TRY(done, write_or_say(words, pairs_csv(input, answer), pairs_json(input, answer, words.stable), pairs_terminal(input, answer)));
  return answer.without > 0 ? 1 : done;
}

Result<int> plan(const PairWords& words) {
  KARUNA_TRY(opened, act::open_table(words.cohorts));
  CsvReader& table = opened.reader;
  KARUNA_TRY(week, table.header().position("week"));
  KARUNA_TRY(hires, table.header().position("hires"));
  std::vector<act::Cohort> cohorts;
  while (true) {
    KARUNA_TRY(more, table.next());
    if (!more) break;
    const auto at = parse_integer(table.fields()[week]), count = parse_integer(table.fields()[hires]);
    if (!at || !count || *at < 0 || *at > 5200 || *count < 0 || *count > 1'000'000)
      return fail(Fault::invalid, table.name() + ", line " + std::to_string(table.line()) + ": expected a week from 0 on and a number of people, found " + in_quotes(table.fields()[week]) + " and " + in_quotes(table.fields()[hires]));
    cohorts.push_back({static_cast<int>(*at), static_cast<std::uint32_t>(*count)});
  }
  KARUNA_TRY(plan, act::plan_growth(cohorts, words.carriers, words.places, words.weeks, words.training));
  CsvWriter csv;
  csv.text("week").text("hires").text("accompanied").text("carriers_needed").text("carriers_there").text("train_by_now").end_row();
  Json json{{"format", "karuna-growth-1"}, {"most_needed", plan.most_needed}, {"to_train", plan.to_train}, {"rows", Json::array()}};
  std::string terminal = fmt::format("At the most {} needed at once; {} to train beside the {} there are.\n\n  week  new  accompanied  carriers  train by now\n", counted(plan.most_needed, "carrier is", "carriers are"), plan.to_train, words.carriers);
  std::uint32_t trained = 0;
  for (const auto& at : plan.weeks) {
    csv.integer(at.week).integer(at.hires).integer(at.accompanied).integer(at.carriers_needed).integer(at.carriers_there).integer(at.train_by_now).end_row();
    json["rows"].push_back({{"week", at.week}, {"hires", at.hires}, {"accompanied", at.accompanied}, {"carriers_needed", at.carriers_needed}, {"carriers_there", at.carriers_there}, {"train_by_now", at.train_by_now}});
    if (at.train_by_now == trained && at.week > 0) continue;   // weeks in which something is to be done
    trained = at.train_by_now;
    terminal += fmt::format("  {:>4} {:>4} {:>12} {:>9}  {:>12}  {}\n", at.week, at.hires, at.accompanied, at.carriers_needed, at.train_by_now, std::string(std::min<std::size_t>(at.train_by_now, 28), '#'));
  }
  terminal += "  Weeks in which no further carrier has to begin are left out.\n";
  return write_or_say(words, csv.take(), json, terminal);
}

}  // namespace

void add_pairs(CLI::App& app, Command& run) {
  auto* pairs = app.add_subcommand("pairs", "new people and culture carriers: who accompanies whom, and how many carriers growth takes");
  pairs->require_subcommand(1);
  const auto writing = [](CLI::App* sub, PairWords& words) {
    sub->add_option("--out", words.out, "FILE.csv or FILE.json, written whole or not at all");
    sub->add_flag("--dry-run", words.dry_run, "shows everything and writes nothing");
    sub->add_flag("--json", words.json, "the answer as JSON");
  };
  auto words = std::make_shared<PairWords>();
  auto* sub = pairs->add_subcommand("assign", "one carrier for each new person, the load spread");
  sub->add_option("PEOPLE", words->people, "CSV or JSON: as for pods, and hire, carrier, places, consents, recovering, prefers")->required();
  sub->add_option("--exclude", words->exclude, "confidential: pairs kept apart, columns a and b alone; shown nowhere");
  sub->add_option("--minutes", words->minutes, "a stretch of the week that both have free")->capture_default_str()->check(CLI::Range(30, 480));
  sub->add_option("--distance", words->distance, "how different their work should be: 0 the same, 1 nothing shared")->capture_default_str()->check(CLI::Range(0.0, 1.0));
  sub->add_flag("--stable", words->stable, "a pairing that no two would leave for each other, instead of the best total");
  sub->add_flag("--backups", words->options.backups, "a second carrier for each, where one is left");
  writing(sub, *words);
  sub->footer("Examples:\n  karuna pairs assign people.csv --dry-run\n  karuna pairs assign people.csv --stable --backups --out pairs.csv\nExit code 1 where somebody has no carrier.");
  sub->callback([words, &run] { run = [words] { return assign(*words); }; });

  auto growth = std::make_shared<PairWords>();
  sub = pairs->add_subcommand("plan", "how many carriers to train by which week");
  sub->add_option("COHORTS", growth->cohorts, "CSV or JSON: week (from 0) and hires")->required();
  sub->add_option("--carriers", growth->carriers, "trained carriers there are now")->capture_default_str();
  sub->add_option("--places", growth->places, "people a carrier accompanies at a time, 1 to 3")->capture_default_str();
  sub->add_option("--weeks", growth->weeks, "how long each person is accompanied")->capture_default_str();
  sub->add_option("--training", growth->training, "weeks that training takes")->capture_default_str()->check(CLI::Range(0, 104));
  writing(sub, *growth);
  sub->footer("Examples:\n  karuna pairs plan cohorts.csv --carriers 4\n  karuna pairs plan cohorts.csv --places 2 --weeks 12 --out plan.csv");
  sub->callback([growth, &run] { run = [growth] { return plan(*growth); }; });
}

}  // namespace karuna
