// SPDX-License-Identifier: Apache-2.0
#include "people/cards.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "ask/wave/card_code.h"
#include "base/csv.h"
#include "base/files.h"
#include "base/text.h"
#include "commands.h"
#include "people/people_database.h"
#include "show/print/cards.h"
#include "show/print/words.h"
#include "waves/wave_steps.h"

namespace karuna {

namespace {

using nlohmann::json;

struct Wishes {
  WaveWish wave;
  std::string out, people, language = "en";
  std::vector<std::int64_t> batches;
  bool all = false, as_json = false;
};
using Given = std::shared_ptr<Wishes>;

const ask::CellRecord* record_of(const ask::OpenedWave& wave, std::uint32_t cell) {
  for (const auto& key : wave.cells)
    if (key.record.cell == cell && key.record.cls == ask::class_ballot) return &key.record;
  return nullptr;
}

show::print::CardCell to_print(const ask::OpenedWave& wave, const people::NewCards& cards) {
  show::print::CardCell cell;
  if (const ask::CellRecord* record = record_of(wave, cards.cell)) cell.label = record->label, cell.eligible = record->eligible;
  // What is no language of ours is printed in English.
  std::map<std::string, std::vector<std::string>> by_language;
  for (const auto& [language, codes] : cards.codes)
    for (const std::string& code : codes) by_language[std::string(show::print::words_in(language).language)].push_back(ask::card_text(code));
  cell.codes.assign(by_language.begin(), by_language.end());
  return cell;
}

Result<int> print(const Wishes& wishes) {
  KARUNA_TRY(of, wave_of(wishes.wave));
  KARUNA_TRY(wave, ask::open_wave(of.installation.waves() / ask::hex_of(of.id), of.installation.signers()));
  KARUNA_TRY(people, people::open_people(of.installation.people()));
  KARUNA_TRY(made, people::make_cards(people, of.id, wave.desk_has_opened(ask::this_hour())));
  if (made.empty()) {
    fmt::print("Nothing to print: everybody without a mail address has a card already, or there is nobody. `karuna cards list {}` tells which.\n", wishes.wave.wave);
    return 0;
  }
  std::vector<show::print::CardCell> cells;
  std::vector<std::int64_t> batches;
  std::size_t count = 0;
  for (const auto& cards : made) cells.push_back(to_print(wave, cards)), batches.push_back(cards.batch), count += cards.count();
  const auto& part = wave.token_part;
  auto pdf = show::print::card_sheets({of.installation.name, part.title, of.installation.respond, part.closes_ballots, part.k[0], wishes.language}, cells);
  const auto written = pdf ? write_atomically(wishes.out, *pdf, FileMode::owner_only) : Result<void>(std::unexpected(pdf.error()));
  if (!written) {
    // Nobody has these codes, so they are taken back.
    KARUNA_TRY(voided, people::void_cards(people, of.id, batches));
    (void)voided;
    return std::unexpected(written.error());
  }
  fmt::print("{} for {} in {}. Only its owner can read the file; print it, then delete it. The codes are nowhere else.\n", counted(count, "card"), counted(made.size(), "group"), wishes.out);
  fmt::print("Who gets one is on the card list and not on the sign-in list of this wave: `karuna cards list {} --people FILE` names them.\n", wishes.wave.wave);
  return 0;
}

Result<int> list(const Wishes& wishes) {
  KARUNA_TRY(of, wave_of(wishes.wave));
  KARUNA_TRY(wave, ask::open_wave(of.installation.waves() / ask::hex_of(of.id), of.installation.signers()));
  KARUNA_TRY(people, people::open_people(of.installation.people()));
  KARUNA_TRY(batches, people::card_batches(people, of.id));
  const bool released = wave.state >= ask::WaveState::released;
  std::optional<std::size_t> spent;
  if (released) {
    KARUNA_TRY(count, people::spent_cards(people, of.id, released));
    spent = count;
  }
  if (!wishes.people.empty()) {
    KARUNA_TRY(persons, people::card_list(people, of.id));
    CsvWriter table;
    table.text("group").text("employee_id").text("unit").text("language").end_row();
    for (const auto& person : persons) {
      const ask::CellRecord* record = record_of(wave, person.cell);
      table.text(record ? record->label : std::to_string(person.cell)).text(person.employee_id).text(person.unit).text(person.language).end_row();
    }
    KARUNA_CHECK(write_atomically(wishes.people, table.bytes(), FileMode::owner_only));
  }
  json rows = json::array();
  for (const auto& batch : batches) {
    const ask::CellRecord* record = record_of(wave, batch.cell);
    rows.push_back({{"batch", batch.batch}, {"cell", batch.cell}, {"group", record ? record->label : ""}, {"printed", batch.printed}, {"voided", batch.voided}});
  }
  if (wishes.as_json) {
    json told{{"batches", rows}};
    if (spent) told["used"] = *spent;
    fmt::print("{}\n", told.dump(2));
    return 0;
  }
  for (const auto& row : rows)
    fmt::print("{:>6}  {}{:>6}{}\n", row["batch"].get<std::int64_t>(), pad_right(row["group"].get<std::string>(), 44), row["printed"].get<std::int64_t>(),
               row["voided"].get<bool>() ? "  void" : "");
  if (rows.empty()) fmt::print("No cards were printed for this wave.\n");
  else if (spent) fmt::print("Rights drawn with cards, in all: {}. Never by group.\n", *spent);
  else fmt::print("How many were used is told with the results.\n");
  return 0;
}

Result<int> void_batches(const Wishes& wishes) {
  if (wishes.all == !wishes.batches.empty()) return fail(Fault::usage, "name batches with --batch (`karuna cards list` has their numbers), or take --all");
  KARUNA_TRY(of, wave_of(wishes.wave));
  KARUNA_TRY(wave, ask::open_wave(of.installation.waves() / ask::hex_of(of.id), of.installation.signers()));
  KARUNA_TRY(people, people::open_people(of.installation.people()));
  KARUNA_TRY(voided, people::void_cards(people, of.id, wishes.batches));
  fmt::print("{} void. Rights that were drawn with these cards stay. {}\n", counted(voided, "batch is", "batches are"),
             wave.desk_has_opened(ask::this_hour()) ? "The desk has been open, so none are printed anew for this wave." : "`karuna cards print` prints them anew.");
  return 0;
}

CLI::App* add(CLI::App& cards, const char* name, const char* what, const char* example, const Given& given, Command& run, Result<int> (*command)(const Wishes&)) {
  auto* added = cards.add_subcommand(name, what);
  added->footer(std::string("Example:\n  ") + example);
  add_wave_wish(*added, given->wave);
  added->callback([given, command, &run] { run = [given, command] { return command(*given); }; });
  return added;
}

}  // namespace

void add_cards(CLI::App& app, Command& run) {
  auto* cards = app.add_subcommand("cards", "printed cards for people without a mail address: a sign-in for the desk and nothing more");
  cards->require_subcommand(1);
  auto given = std::make_shared<Wishes>();
  auto* printing = add(*cards, "print", "sheets of cards as PDF, one group after another", "karuna cards print 4f1c... --out cards.pdf", given, run, print);
  printing->add_option("--out", given->out, "the PDF; only its owner can read it")->required();
  printing->add_option("--language", given->language, "of the page on top of each group's cards: en, de, fr, es, ar")->capture_default_str();
  auto* listing = add(*cards, "list", "batches by group, and who gets a card", "karuna cards list 4f1c... --people who.csv", given, run, list);
  listing->add_option("--people", given->people, "file for the employee ids of the card list, for whoever hands cards out");
  listing->add_flag("--json", given->as_json, "as JSON");
  auto* voiding = add(*cards, "void", "make batches of cards worthless", "karuna cards void 4f1c... --batch 3", given, run, void_batches);
  voiding->add_option("--batch", given->batches, "number of a batch; may be given several times");
  voiding->add_flag("--all", given->all, "all batches of the wave");
}

}  // namespace karuna
