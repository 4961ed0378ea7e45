// SPDX-License-Identifier: Apache-2.0
#include "stats/methods.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "commands.h"
#include "terminal_words.h"

namespace karuna {
namespace {

struct MethodsOptions {
  std::string name;
  bool json = false;
};

void print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

/// The folders of src/stats are named by the question they answer.
const std::vector<std::pair<std::string, std::string>> questions{
    {"stats/reliability/", "Does a scale measure one thing?"},
    {"stats/agreement/", "Do the people of a unit see the same?"},
    {"stats/units/", "How much do units differ, and what is each one's value?"},
    {"stats/weights/", "Do those who answered stand for all?"},
    {"stats/resample/", "How sure are we?"},
    {"stats/grouping/", "Who goes with whom?"},
    {"stats/matching/", "Who accompanies whom?"},
    {"stats/coverage/", "Which few reach most?"},
    {"stats/", "What everything rests on"},
};

std::size_t question_of(const stats::MethodCard& card) {
  for (std::size_t i = 0; i < questions.size(); ++i)
    if (card.file.starts_with(questions[i].first)) return i;
  return questions.size() - 1;
}

void list() {
  print("Methods: what every figure is computed with. `karuna methods NAME` tells more.\n");
  for (std::size_t question = 0; question < questions.size(); ++question) {
    print("\n" + questions[question].second + "\n");
    for (const auto& card : stats::methods())
      if (question_of(card) == question) print("  " + pad_right(card.name, 24) + pad_right(card.title, 32) + std::string(card.status) + "\n");
  }
}

void show(const stats::MethodCard& card) {
  constexpr std::size_t indent = 14;
  print(std::string(card.title) + "  (" + std::string(card.name) + ")\n");
  for (const auto& line : wrapped(card.question, terminal_columns)) print(line + "\n");
  print("\n");
  for (const auto& [label, text] : {std::pair{"Does", card.does},
                                    {"Assumes", card.assumes},
                                    {"Source", card.source},
                                    {"Read", card.read},
                                    {"Status", card.status},
                                    {"Checked", card.checked}})
    print(labelled(label, text, indent));
  print(labelled("Code", "src/" + std::string(card.file), indent));
}

nlohmann::ordered_json as_json(const stats::MethodCard& card) {
  return {{"name", card.name},     {"title", card.title}, {"question", card.question}, {"does", card.does},       {"assumes", card.assumes},
          {"source", card.source}, {"read", card.read},   {"status", card.status},     {"checked", card.checked}, {"code", "src/" + std::string(card.file)}};
}

Result<int> run_methods(const MethodsOptions& options) {
  if (options.name.empty()) {
    if (!options.json) return list(), 0;
    nlohmann::ordered_json all = nlohmann::ordered_json::array();
    for (const auto& card : stats::methods()) all.push_back(as_json(card));
    print(nlohmann::ordered_json{{"methods", all}}.dump(2) + "\n");
    return 0;
  }
  const stats::MethodCard* card = stats::find_method(options.name);
  if (!card) {
    std::vector<std::string> names;
    for (const auto& known : stats::methods()) names.emplace_back(known.name);
    const auto nearest = nearest_word(options.name, names);
    return fail(Fault::not_found, "there is no method " + in_quotes(options.name) + (nearest ? "; did you mean " + *nearest + "?" : "") +
                                      " `karuna methods` lists all " + std::to_string(names.size()));
  }
  if (options.json)
    print(as_json(*card).dump(2) + "\n");
  else
    show(*card);
  return 0;
}

}  // namespace

void add_methods(CLI::App& app, Command& run) {
  auto options = std::make_shared<MethodsOptions>();
  CLI::App* command = app.add_subcommand("methods", "what every figure is computed with, and what it was checked against");
  command->add_option("NAME", options->name, "one method; none: all in a line each");
  command->add_flag("--json", options->json, "as JSON");
  command->footer("Examples:\n  karuna methods\n  karuna methods alpha\n  karuna methods --json");
  command->callback([options, &run] { run = [options] { return run_methods(*options); }; });
}

}  // namespace karuna
