// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <thread>

#include "base/files.h"
#include "base/text.h"
#include "fit/fit.h"
#include "fit/fit_methods.h"
#include "fit/read_data.h"
#include "fit/render.h"

namespace karuna {
namespace {

struct FitWords {
  std::string model, data, json, out, plot, example;
  std::optional<std::uint64_t> seed = {};
  unsigned threads = 0;
  bool names = false, dry_run = false;
};

Result<const fit::FitMethod*> method_named(const std::string& name, const std::string& where) {
  std::vector<std::string> names;
  for (const auto& m : fit::fit_methods()) {
    if (m.name == name) return &m;
    names.emplace_back(m.name);
  }
  const auto nearest = nearest_word(name, names);
  return fail(Fault::not_found, where + "there is no method " + in_quotes(name) +
                                    (nearest ? "; did you mean " + in_quotes(*nearest) + "?" : "; there are " + join_words(names, "and", names.size())));
}

Result<void> print(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0) return {};
  return fail(Fault::unwritable, "the output cannot be written; what came before is not whole");
}

Result<int> run_fit(const FitWords& words) {
  if (!words.example.empty()) {
    KARUNA_TRY(method, method_named(words.example, ""));
    KARUNA_CHECK(print(method->example));
    return 0;
  }
  if (words.model.empty()) return fail(Fault::usage, "a model file is expected: karuna fit MODEL.toml; karuna fit --example icc prints one");
  KARUNA_TRY(model, read_toml(words.model));
  KARUNA_TRY(name, model.text("method"));
  KARUNA_TRY(method, method_named(name, model.file() + ":" + std::to_string(model.line("method")) + ": "));
  std::vector<std::string> keys{"method", "data", "missing", "seed"};
  keys.insert(keys.end(), method->keys.begin(), method->keys.end());
  KARUNA_CHECK(model.only(keys));
  KARUNA_TRY(missing, model.words_or("missing", fit::usual_missing));
  KARUNA_TRY(seed, model.integer_or("seed", 1, 0));
  std::filesystem::path data = words.data;
  if (words.data.empty()) {
    KARUNA_TRY(named, model.text("data"));
    data = std::filesystem::path(words.model).parent_path() / named;
  }
  Progress progress(isatty(STDERR_FILENO) == 1 ? stderr : nullptr);
  KARUNA_TRY(table, fit::read_data(data, missing, progress));
  const unsigned threads = words.threads > 0 ? words.threads : std::max(1U, std::thread::hardware_concurrency());
  const fit::Request request{model, table, words.seed.value_or(static_cast<std::uint64_t>(seed)), threads, progress};
  progress.begin("fitting", 0);
  auto output = method->fit(request);
  progress.end();
  KARUNA_CHECK(progress.check());
  if (!output) return std::unexpected(output.error());

  KARUNA_TRY(formula, model.text_or("formula", ""));
  const fit::Around around{std::string(method->name), std::string(method->card), table.name, formula, words.names};
  const std::string json = words.json.empty() ? "" : fit::json_text(*output, around);
  if (!words.json.empty() && words.json != "-" && !words.dry_run) KARUNA_CHECK(write_atomically(words.json, json));
  if (!words.plot.empty()) {
    if (output->plot.kind == fit::Plot::Kind::none)
      return fail(Fault::usage, "the method " + name + " has no picture of this model, so --plot has nothing to draw");
    if (!words.dry_run) KARUNA_CHECK(write_atomically(words.plot, fit::svg_text(output->plot, words.names)));
  }
  if (!words.out.empty()) {
    if (output->by_row.empty()) return fail(Fault::usage, "the method " + name + " has no figure of single rows, so --out has nothing to write");
    if (!words.dry_run) KARUNA_CHECK(write_atomically(words.out, fit::rows_csv(*output)));
  }
  KARUNA_CHECK(print(words.json == "-" ? json : fit::terminal_words(*output, around)));
  return 0;
}

std::string methods_help() {
  std::string out = "Methods:\n";
  for (const auto& m : fit::fit_methods()) out += "  " + pad_right(m.name, 18) + std::string(m.question) + "\n";
  return out +
         "Examples:\n  karuna fit --example icc > MODEL.toml\n  karuna fit MODEL.toml\n  karuna fit MODEL.toml --data this-year.csv --json result.json --names";
}

}  // namespace

void add_fit(CLI::App& app, Command& run) {
  auto words = std::make_shared<FitWords>();
  CLI::App* sub = app.add_subcommand("fit", "a model on a table of yours: estimates, intervals, how it was fitted; not protected");
  sub->add_option("MODEL", words->model, "a TOML file: method, data and what the method asks for");
  sub->add_option("--data", words->data, "this CSV file instead of the one the model names");
  sub->add_option("--json", words->json, "write the result as JSON to this file; - prints it instead of the tables");
  sub->add_option("--plot", words->plot, "draw a picture (SVG) to this file: forest, units with their intervals, fitted lines");
  sub->add_option("--out", words->out, "write figures of single rows as CSV to this file: weights, fitted values");
  sub->add_option("--seed", words->seed, "of random numbers, where a method uses them; else the model's, else 1");
  sub->add_option("--threads", words->threads, "at most so many; the result is the same with any number")->check(CLI::Range(0, 1024));
  sub->add_flag("--names", words->names, "name units of fewer than 10 rows too");
  sub->add_flag("--dry-run", words->dry_run, "fits and shows, and writes no file");
  sub->add_option("--example", words->example, "print a commented model file for this method");
  sub->footer(methods_help());
  sub->callback([words, &run] { run = [words] { return run_fit(*words); }; });
}

}  // namespace karuna
