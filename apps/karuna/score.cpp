// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>

#include "ask/catalogue.h"
#include "ask/scoring/answer_map.h"
#include "ask/scoring/score_file.h"
#include "ask/select.h"
#include "base/csv.h"
#include "base/files.h"
#include "base/progress.h"
#include "base/text.h"
#include "commands.h"
#include "terminal_words.h"

namespace karuna {
namespace {

struct ScoreCommand {
  std::string answers, instrument, map, out;
  std::vector<std::string> scores;
  bool json = false;
  ask::ScoreOptions options;
};

std::string scores_table(const ask::Instrument& instrument, const ask::FileSummary& summary) {
  std::string out = "\n  " + pad_right("score", 28) + pad_left("scored", 10) + pad_left("absent", 9) + pad_left("mean", 9) + pad_left("lowest", 9) +
                    pad_left("highest", 9) + "\n";
  for (std::size_t s = 0; s < instrument.scores.size(); ++s) {
    const ask::Score& score = instrument.scores[s];
    const ask::ScoreSummary& of = summary.scores[s];
    const bool person = score.scope == ask::Scope::respondent;  // a group's score has no value for a person
    const auto number = [&](double value) { return pad_left(of.scored == 0 || !person ? "–" : fixed(value, 2), 9); };
    const std::uint64_t absent = of.missing_items + of.nothing_left + of.missing_part;
    out += "  " + pad_right(score.id, 28) + pad_left(grouped(static_cast<std::int64_t>(of.scored)), 10) +
           pad_left(grouped(static_cast<std::int64_t>(absent)), 9) + number(of.sum / static_cast<double>(of.scored)) + number(of.low) + number(of.high) + "\n";
    std::vector<std::string> why;
    if (of.missing_items > 0) why.push_back(grouped(static_cast<std::int64_t>(of.missing_items)) + " too few answers");
    if (of.nothing_left > 0) why.push_back(grouped(static_cast<std::int64_t>(of.nothing_left)) + " nothing but \"do not know\"");
    if (of.missing_part > 0) why.push_back(grouped(static_cast<std::int64_t>(of.missing_part)) + " a part is absent");
    if (!why.empty()) out += "      absent: " + join_words(why) + "\n";
    for (std::size_t b = 0; person && b < score.bands.size(); ++b)
      out += "      " + pad_right(ask::in_language(score.bands[b].label, "en"), 46) + pad_left(grouped(static_cast<std::int64_t>(of.bands[b])), 9) + "\n";
  }
  return out;
}

std::string items_table(const ask::Instrument& instrument, const ask::FileSummary& summary) {
  std::string out;
  for (std::size_t j = 0; j < instrument.items.size(); ++j) {
    const ask::ItemSummary& item = summary.items[j];
    if (item.unanswered + item.outside + item.unreadable + item.left_out == 0) continue;
    if (out.empty())
      out = "\n  " + pad_right("item", 28) + pad_left("blank", 10) + pad_left("outside", 9) + pad_left("no code", 9) + pad_left("set aside", 11) + "\n";
    const auto number = [](std::uint64_t value, std::size_t width) { return pad_left(value == 0 ? "–" : grouped(static_cast<std::int64_t>(value)), width); };
    out += "  " + pad_right(instrument.items[j].code, 28) + number(item.unanswered, 10) + number(item.outside, 9) + number(item.unreadable, 9) +
           number(item.left_out, 11) + "\n";
  }
  if (out.empty()) return "\n  Every item was answered on its scale by everyone.\n";
  for (const std::string& line : wrapped("outside: a code that is not on the scale; no code: a word that stands for none; both count as blank. "
                                         "set aside: \"do not know\" and the like, which leave the mean.",
                                         76))
    out += "  " + line + "\n";
  return out;
}

/// The first groups, with the scores that fit.
std::string groups_table(const ask::Instrument& instrument, const ask::FileSummary& summary) {
  constexpr std::size_t most_scores = 4;
  const std::size_t scores = std::min(most_scores, instrument.scores.size());
  std::string out = "\n  " + pad_right("group", 22) + pad_left("rows", 7);
  for (std::size_t s = 0; s < scores; ++s) out += " " + pad_left(truncated(instrument.scores[s].id, 11), 11);
  out += "\n";
  for (const ask::GroupResult& group : summary.first_groups) {
    out += "  " + pad_right(group.name, 22) + pad_left(grouped(static_cast<std::int64_t>(group.rows)), 7);
    for (std::size_t s = 0; s < scores; ++s) out += " " + pad_left(group.scores[s].why_absent.empty() ? fixed(group.scores[s].value, 2) : "–", 11);
    out += "\n";
  }
  if (summary.groups > summary.first_groups.size()) out += "  and " + counted(summary.groups - summary.first_groups.size(), "more group") + "\n";
  if (instrument.scores.size() > scores) out += "  and " + counted(instrument.scores.size() - scores, "more score") + " in the output\n";
  return out;
}

std::string summary_words(const ScoreCommand& command, const ask::Instrument& instrument, const ask::FileSummary& summary) {
  std::string out;
  for (const std::string& line : wrapped(ask::not_protected, terminal_columns)) out += line + "\n";
  out += "\n" + labelled("Answers", command.answers + ", " + counted(summary.rows, "row"));
  out += labelled("Instrument", instrument.id + ", " + instrument.name + " (" + std::string(name_of(instrument.status)) + ")");
  if (summary.groups > 0)
    out += labelled("Groups",
                    grouped(static_cast<std::int64_t>(summary.groups)) + (command.options.whole ? ", the whole file" : ", by " + command.options.group_column));
  if (!command.out.empty()) out += labelled("Written to", command.out);
  out += summary.groups > 0 ? groups_table(instrument, summary) : scores_table(instrument, summary);
  return out + items_table(instrument, summary);
}

Result<int> score(const ScoreCommand& command) {
  KARUNA_TRY(catalogue, ask::Catalogue::builtin());
  KARUNA_TRY(whole, catalogue.need(command.instrument));
  KARUNA_TRY(instrument, ask::only_scores(*whole, command.scores));
  ask::AnswerMap map;
  if (!command.map.empty()) {
    KARUNA_TRY(table, read_toml(command.map));
    KARUNA_TRY(given, ask::read_answer_map(table, instrument));
    map = given;
  }
  KARUNA_TRY(answers, CsvReader::open(command.answers));
  listen_for_interrupt();
  Progress progress(stderr);
  ask::ScoreOptions options = command.options;
  options.format = command.json ? ask::ScoreFormat::json : ask::ScoreFormat::csv;

  std::optional<AtomicFile> file;
  if (!command.out.empty()) {
    KARUNA_TRY(opened, AtomicFile::open(command.out));
    file.emplace(std::move(opened));
  }
  const ask::Sink sink = [&](std::string_view bytes) -> Result<void> {
    if (file) return file->write(bytes);
    if (std::fwrite(bytes.data(), 1, bytes.size(), stdout) == bytes.size()) return {};
    return fail(Fault::unwritable, "the output cannot be written; what came before is not whole");
  };
  KARUNA_TRY(summary, ask::score_file(answers, instrument, map, options, sink, progress));
  if (file)
    KARUNA_CHECK(file->commit());
  else if (std::fflush(stdout) != 0)
    return fail(Fault::unwritable, "the output cannot be written; what came before is not whole");
  const std::string words = summary_words(command, instrument, summary);
  std::fwrite(words.data(), 1, words.size(), file ? stdout : stderr);
  return 0;
}

}  // namespace

void add_score(CLI::App& app, Command& run) {
  auto command = std::make_shared<ScoreCommand>();
  CLI::App* sub = app.add_subcommand("score", "your own answers in, your own scores out: one row a respondent, or one a group; not protected");
  sub->add_option("ANSWERS", command->answers, "a CSV file, .gz too: one row a respondent, one column an item")->required();
  sub->add_option("--instrument", command->instrument, "which key (karuna catalogue list)")->required();
  sub->add_option("--score", command->scores, "these scores alone, and only the items they need (may be repeated)");
  sub->add_option("--map", command->map, "a TOML file that says which column is which item");
  sub->add_option("--id", command->options.id_column, "a column to carry into the output, instead of the row number");
  CLI::Option* by = sub->add_option("--by", command->options.group_column, "one row a group instead: the column of the group");
  sub->add_flag("--whole", command->options.whole, "the whole file as one group")->excludes(by);
  sub->add_option("--out", command->out, "write here, whole or not at all; else rows go to the screen and the summary to stderr");
  sub->add_flag("--json", command->json, "rows as JSON instead of CSV");
  sub->footer(
      "Examples:\n  karuna score answers.csv --instrument who5 --id person --out scores.csv\n  karuna score answers.csv --instrument fevs_eei --by team\n"
      "  karuna score answers.csv --instrument socs_o --score acting --map map.toml");
  sub->callback([command, &run] { run = [command] { return score(*command); }; });
}

}  // namespace karuna
