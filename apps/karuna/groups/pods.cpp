// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "act/pods/pod_output.h"
#include "act/pods/rhythm.h"
#include "base/files.h"
#include "base/numbers.h"
#include "base/progress.h"
#include "base/text.h"
#include "commands.h"

namespace karuna {
namespace {

struct PodWords {
  std::string people, size = "5-7", exclude, together, contacts, out, begin, language = "en", pods;
  std::vector<std::string> history;
  act::PodRules rules;
  act::PodWishes wishes;
  act::PodOptions options;
  act::Rhythm rhythm;
  int rounds = 4;
  double most_moved = 0.1;
  bool json = false, dry_run = false;
};

Result<act::PodInput> read_input(PodWords& words) {
  const auto ends = split(words.size, '-');
  const auto least = parse_integer(ends.front()), most = parse_integer(ends.back());
  if (ends.size() > 2 || !least || !most || *least < 1 || *most < 1 || *most > 255) return fail(Fault::usage, "--size is " + in_quotes(words.size) + "; expected \"6\" or \"5-7\"");
  words.rules.least = static_cast<std::uint32_t>(*least);
  words.rules.most = static_cast<std::uint32_t>(*most);
  words.rhythm.minutes = words.rules.minutes;
  if (!words.begin.empty()) {
    const auto date = parse_date(words.begin, DateFormat::iso);
    if (!date) return fail(Fault::usage, "--begin is " + in_quotes(words.begin) + "; expected a day like 2026-03-02");
    words.rhythm.begin = *date;
  }
  act::PodInput input;
  input.rules = words.rules;
  input.wishes = words.wishes;
  KARUNA_TRY(members, act::read_members(words.people));
  input.members = std::move(members);
  if (!words.exclude.empty()) {
    KARUNA_TRY(pairs, act::read_exclusions(words.exclude, input.members));
    input.rules.exclusions = std::move(pairs);
  }
  if (!words.together.empty()) {
    KARUNA_TRY(pairs, act::read_together(words.together, input.members));
    input.rules.together = std::move(pairs);
  }
  if (!words.contacts.empty()) {
    KARUNA_TRY(contacts, act::read_contacts(words.contacts, input.members));
    input.contacts = std::move(contacts);
  }
  for (const auto& file : words.history) {
    KARUNA_TRY(past, act::read_history(file, input.members));
    input.history.insert(input.history.end(), past.begin(), past.end());
  }
  return input;
}

/// Told of the share that is done, in thousandths, on a terminal; stops where the person presses Ctrl-C.
std::function<bool(double)> watched(Progress& progress, std::string_view what) {
  progress.begin(what, 1000);
  auto done = std::make_shared<std::uint64_t>(0);
  return [&progress, done](double share) {
    const auto now = static_cast<std::uint64_t>(share * 1000);
    if (now > *done) progress.advance(now - *done), *done = now;
    return progress.check().has_value();
  };
}

/// Everything that a folder of pods holds.
std::vector<FileToWrite> files_of(const PodWords& words, const act::PodInput& input, const std::vector<act::PodAnswer>& rounds) {
  std::vector<FileToWrite> files{{"pods.csv", act::pods_csv(input, rounds)}, {"pods.json", act::pods_json(input, rounds).dump(2) + "\n"}};
  act::PodInput until = input;
  for (const auto& answer : rounds) {
    const std::string name = rounds.size() == 1 ? "pods.html" : "round-" + std::to_string(answer.round) + ".html";
    files.push_back({name, act::pods_page(until, answer)});
    for (const auto& pod : answer.pods) until.history.push_back({answer.round, pod.people});
    if (words.begin.empty()) continue;
    for (std::size_t p = 0; p < answer.pods.size(); ++p) {
      const std::size_t start = answer.pods[p].starts.empty() ? 20 : answer.pods[p].starts.front();   // Monday 10:00 where nobody gave hours
      files.push_back({fmt::format("calendar/round-{}-pod-{:02}.ics", answer.round, p + 1), act::calendar_of(words.rhythm, answer.round, p + 1, start, words.language)});
    }
  }
  files.push_back({"agenda.md", act::agenda(words.rules.minutes, words.language)});
  return files;
}

Result<int> finish(const PodWords& words, const act::PodInput& input, const std::vector<act::PodAnswer>& rounds, const std::string& first = {}) {
  if (words.json) {
    fmt::print("{}\n", act::pods_json(input, rounds).dump(2));
  } else {
    act::PodInput until = input;
    fmt::print("{}", first);
    for (const auto& answer : rounds) {
      fmt::print("{}\n", act::pods_terminal(until, answer));
      for (const auto& pod : answer.pods) until.history.push_back({answer.round, pod.people});
    }
  }
  if (words.out.empty() || words.dry_run) {
    if (!words.json) fmt::print("Nothing was written{}.\n", words.dry_run ? " (--dry-run)" : "; --out FOLDER writes tables, page, calendars and agenda");
    return 0;
  }
  KARUNA_CHECK(write_folder_atomically(words.out, files_of(words, input, rounds)));
  if (!words.json) fmt::print("Written to {}: pods.csv, pods.json, a page, agenda.md{}.\n", words.out, words.begin.empty() ? "" : " and a calendar for each pod");
  return 0;
}

Result<int> form(PodWords& words) {
  KARUNA_TRY(input, read_input(words));
  Progress progress(isatty(STDERR_FILENO) == 1 ? stderr : nullptr);
  words.options.go_on = watched(progress, "forming pods");
  auto answer = act::form_pods(input, words.options);
  progress.end();
  if (!answer) return std::unexpected(answer.error());
  return finish(words, input, {*answer});
}

Result<int> explain(PodWords& words) {
  KARUNA_TRY(input, read_input(words));
  Progress progress(isatty(STDERR_FILENO) == 1 ? stderr : nullptr);
  progress.begin("looking for what is in the way", 0);
  words.options.go_on = [&](double) { return progress.check().has_value(); };
  auto why = act::explain_pods(input, words.options);
  progress.end();
  if (!why) return std::unexpected(why.error());
  fmt::print("{}", words.json ? act::explanation_json(*why).dump(2) + "\n" : act::explanation_terminal(*why));
  return why->possible ? 0 : 1;
}

Result<int> rotate(PodWords& words) {
  if (words.rounds < 1 || words.rounds > 100) return fail(Fault::usage, "--rounds is " + std::to_string(words.rounds) + "; expected 1 to 100");
  KARUNA_TRY(input, read_input(words));
  Progress progress(isatty(STDERR_FILENO) == 1 ? stderr : nullptr);
  words.options.go_on = watched(progress, "rotating pods");
  auto rounds = act::rotate_pods(input, words.options, words.rounds);
  progress.end();
  if (!rounds) return std::unexpected(rounds.error());
  return finish(words, input, *rounds);
}

Result<int> repair(PodWords& words) {
  KARUNA_TRY(input, read_input(words));
  KARUNA_TRY(all, act::read_history(words.pods, input.members));
  int last = 0;
  for (const auto& pod : all) last = std::max(last, pod.round);
  std::vector<act::PastPod> pods;
  for (const auto& pod : all) (pod.round == last ? pods : input.history).push_back(pod);
  KARUNA_TRY(mended, act::repair_pods(input, pods, 0, words.most_moved, words.options));
  mended.answer.round = std::max(last, 1);   // the same round, mended
  const auto names = [&](const std::vector<std::uint32_t>& who) {
    std::vector<std::string> ids;
    for (const auto i : who) ids.push_back(input.members.people[i].id);
    return ids.empty() ? std::string("nobody") : join_words(ids, "and", 20);
  };
  std::string first = "Moved: " + names(mended.moved) + ".\nJoined: " + names(mended.joined) + ".\n";
  if (mended.dissolved > 0) first += counted(mended.dissolved, "pod") + " became too small and was shared out.\n";
  return finish(words, input, {mended.answer}, first + "\n");
}

void add_rules(CLI::App* sub, PodWords& words) {
  sub->add_option("PEOPLE", words.people, "CSV or JSON: id, department, level, site, role, tenure, manager, load, hours, takes_part")->required();
  sub->add_option("--size", words.size, "people in a pod, never below 5")->capture_default_str();
  sub->add_option("--per-department", words.rules.most_per_department, "at most so many of a department in a pod; 0: any number")->capture_default_str();
  sub->add_option("--steps", words.rules.chain_steps, "nobody with a manager of theirs up to so many steps above")->capture_default_str();
  sub->add_option("--minutes", words.rules.minutes, "a stretch of the week that all members have free")->capture_default_str();
  sub->add_option("--exclude", words.exclude, "confidential: pairs kept apart, columns a and b alone; shown nowhere");
  sub->add_option("--together", words.together, "pairs who stay together, columns a and b");
  sub->add_option("--history", words.history, "pods.csv of earlier rounds (may be repeated)");
  sub->add_option("--contacts", words.contacts, "who has to do with whom: a, b and, if known, times");
  sub->add_option("--seed", words.options.seed, "the same seed gives the same pods")->capture_default_str();
  sub->add_option("--effort", words.options.effort, "1: some three quarters of a second for 300 people; more looks longer")->capture_default_str()->check(CLI::Range(0.01, 1000.0));
  sub->add_flag("--json", words.json, "the answer as JSON");
}

void add_writing(CLI::App* sub, PodWords& words) {
  sub->add_option("--out", words.out, "folder for pods.csv, pods.json, page, agenda and calendars, written whole or not at all");
  sub->add_flag("--dry-run", words.dry_run, "shows everything and writes nothing");
  sub->add_option("--begin", words.begin, "the first day, like 2026-03-02: calendars are written");
  sub->add_option("--every", words.rhythm.every_weeks, "weeks between meetings")->capture_default_str()->check(CLI::Range(1, 52));
  sub->add_option("--meetings", words.rhythm.meetings, "how many meetings a round has")->capture_default_str()->check(CLI::Range(1, 520));
  sub->add_option("--language", words.language, "of agenda and calendar: en, de, fr, es, ar")->capture_default_str()->check(CLI::IsMember({"en", "de", "fr", "es", "ar"}));
}

}  // namespace

void add_pods(CLI::App& app, Command& run) {
  auto* pods = app.add_subcommand("pods", "small circles of peers: formed under rules, rotated, mended");
  pods->require_subcommand(1);
  const auto verb = [&](const char* name, const char* what, Result<int> (*work)(PodWords&), bool writes, const char* examples) {
    auto words = std::make_shared<PodWords>();
    auto* sub = pods->add_subcommand(name, what);
    add_rules(sub, *words);
    if (writes) add_writing(sub, *words);
    sub->footer(examples);
    sub->callback([words, work, &run] { run = [words, work] { return work(*words); }; });
    return std::pair{sub, words};
  };
  verb("form", "pods that keep every rule, with how good they are", form, true,
       "Examples:\n  karuna pods form people.csv --seed 7 --dry-run\n  karuna pods form people.csv --exclude apart.csv --out pods --begin 2026-03-02 --language de");
  verb("explain", "why there are no pods that keep every rule, and the smallest changes that would help", explain, false,
       "Examples:\n  karuna pods explain people.csv --per-department 1\n  karuna pods explain people.csv --size 6 --json\nExit code 1 where no pods are possible.");
  const auto [rotation, rotation_words] = verb("rotate", "several rounds in which people meet others than before", rotate, true,
                                               "Examples:\n  karuna pods rotate people.csv --rounds 4 --out year\n  karuna pods rotate people.csv --history spring/pods.csv --rounds 1 --dry-run");
  rotation->add_option("--rounds", rotation_words->rounds, "how many")->capture_default_str();
  const auto [mending, mending_words] = verb("repair", "mends pods after people came and went, moving few", repair, true,
                                             "Examples:\n  karuna pods repair people.csv --pods pods/pods.csv --dry-run\n  karuna pods repair people.csv --pods pods/pods.csv --most-moved 0.05 --out mended");
  mending->add_option("--pods", mending_words->pods, "pods.csv as they are now; its last round is mended")->required();
  mending->add_option("--most-moved", mending_words->most_moved, "share of those who stay that may be moved")->capture_default_str();
}

}  // namespace karuna
