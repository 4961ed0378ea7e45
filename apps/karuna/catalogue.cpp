// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <memory>

#include "ask/catalogue.h"
#include "ask/reading/check.h"
#include "ask/texts.h"
#include "base/files.h"
#include "base/text.h"
#include "catalogue_words.h"
#include "commands.h"
#include "terminal_words.h"

namespace karuna {
namespace {

struct CatalogueOptions {
  std::string texts = "karuna-texts";
  std::string id, file, language = "en", template_language;
  bool json = false, dry_run = false, accept_terms = false, replace = false;
};

void print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

Result<ask::Catalogue> load(const CatalogueOptions& options) {
  KARUNA_TRY(catalogue, ask::Catalogue::builtin());
  KARUNA_CHECK(catalogue.add_texts(options.texts));
  return catalogue;
}

Result<int> list(const CatalogueOptions& options) {
  KARUNA_TRY(catalogue, load(options));
  print(options.json ? catalogue_list_json(catalogue) : catalogue_list(catalogue));
  return 0;
}

Result<int> show(const CatalogueOptions& options) {
  KARUNA_TRY(catalogue, load(options));
  KARUNA_TRY(instrument, catalogue.need(options.id));
  print(options.json ? catalogue_page_json(catalogue, *instrument, options.language) : catalogue_page(catalogue, *instrument, options.language));
  return 0;
}

Result<int> check(const CatalogueOptions& options) {
  KARUNA_TRY(catalogue, ask::Catalogue::builtin());
  std::vector<std::string> found;
  if (const auto added = catalogue.add_texts(options.texts); !added) found.push_back(added.error().what);
  for (std::string& finding : ask::findings(catalogue)) found.push_back(std::move(finding));
  std::size_t values = 0, texts = 0;
  for (const ask::Instrument& instrument : catalogue.all()) {
    values += ask::worked_values(instrument);
    texts += !instrument.text_source.empty() && instrument.parts.empty();
  }
  for (const std::string& finding : found)
    for (const std::string& line : wrapped(finding, terminal_columns)) print(line + "\n");
  print("Checked " + counted(catalogue.all().size(), "instrument") + ", " + counted(values, "worked value") + " and added wording of " +
        counted(texts, "instrument") + ": " + (found.empty() ? "no finding" : counted(found.size(), "finding")) + ".\n");
  return found.empty() ? 0 : 1;
}

std::string terms_of(const ask::Instrument& instrument) {
  return labelled("Instrument", instrument.id + ", " + instrument.name) +
         labelled("Terms", std::string(name_of(instrument.verdict)) + ", " + std::string(what_is_allowed(instrument.verdict)) + ". " + instrument.terms) +
         labelled("Owner", instrument.owner + (instrument.owner_address.empty() ? "" : ", " + instrument.owner_address)) +
         labelled("Reference", instrument.reference);
}

/// Whether a person at the terminal says yes.
bool agreed_at_terminal() {
  print("\nMay your organisation use this wording under these terms? Type yes: ");
  std::fflush(stdout);
  std::string answer;
  std::getline(std::cin, answer);
  return trimmed(answer) == "yes";
}

Result<int> text(const CatalogueOptions& options) {
  KARUNA_TRY(catalogue, ask::Catalogue::builtin());
  KARUNA_TRY(instrument, catalogue.need(options.id));
  if (!options.template_language.empty()) {
    if (!instrument->scorable() || !instrument->parts.empty())
      return fail(Fault::invalid, instrument->id + (instrument->scorable() ? " is a battery; ask for a template of its parts: " + join_words(instrument->parts)
                                                                           : " is a reference card without a key, so no wording can be checked against it"));
    print(ask::wording_template(*instrument, options.template_language));
    return 0;
  }
  if (options.file.empty()) return fail(Fault::usage, "name the FILE with the wording, or --template LANGUAGE for an empty one");
  KARUNA_TRY(table, read_toml(options.file));
  KARUNA_TRY(wording, ask::read_wording(table, catalogue));
  if (wording.instrument != options.id)
    return fail(Fault::invalid, options.file + " holds the wording of " + wording.instrument + ", expected that of " + options.id);
  const std::filesystem::path kept = std::filesystem::path(options.texts) / ask::wording_file_name(wording);
  const std::string bytes = ask::wording_file(*instrument, wording);

  print(terms_of(*instrument));
  print(labelled("Wording",
                 counted(wording.texts.size(), "item") + " in " + wording.language + ", codes and reversals as in the key, source: " + wording.source));
  std::error_code ignored;
  if (std::filesystem::exists(kept, ignored)) {
    KARUNA_TRY(before, read_file(kept));
    if (before == bytes) {
      print("\nThe same wording is already in " + kept.string() + "; nothing was changed.\n");
      return 0;
    }
    if (!options.replace)
      return fail(Fault::refused, kept.string() + " holds another wording of " + options.id + " in " + wording.language +
                                      ". New words break a trend; --replace puts them in its place all the same");
  }
  if (options.dry_run) {
    print("\nDry run: it fits the key. Nothing was written; it would go to " + kept.string() + ".\n");
    return 0;
  }
  if (!options.accept_terms) {
    if (isatty(STDIN_FILENO) == 0)
      return fail(Fault::refused, "the terms above were not accepted: --accept-terms says that your organisation may use this wording");
    if (!agreed_at_terminal()) return fail(Fault::refused, "the terms were not accepted, so nothing was written");
  }
  std::error_code error;
  std::filesystem::create_directories(options.texts, error);
  if (error) return fail(Fault::unwritable, "the folder " + options.texts + " cannot be made: " + error.message());
  KARUNA_CHECK(write_atomically(kept, bytes));
  print("\nWritten to " + kept.string() + ". `karuna catalogue show " + options.id + " --lang " + wording.language + "` shows it.\n");
  return 0;
}

}  // namespace

void add_catalogue(CLI::App& app, Command& run) {
  auto options = std::make_shared<CatalogueOptions>();
  CLI::App* command = app.add_subcommand("catalogue", "instruments: their keys, terms and wording");
  command->require_subcommand(1);
  command->footer(
      "Examples:\n  karuna catalogue list\n  karuna catalogue show karuna-support --lang de\n  karuna catalogue text who5 --template de > who5.de.toml\n"
      "  karuna catalogue text who5 who5.de.toml");
  const auto with_texts = [options](CLI::App* sub) {
    sub->add_option("--texts", options->texts, "folder of the wording your organisation added")->capture_default_str();
  };

  CLI::App* list_command = command->add_subcommand("list", "every instrument in a line");
  list_command->add_flag("--json", options->json, "as JSON");
  with_texts(list_command);
  list_command->callback([options, &run] { run = [options] { return list(*options); }; });

  CLI::App* show_command = command->add_subcommand("show", "everything about one instrument");
  show_command->add_option("ID", options->id, "the instrument")->required();
  show_command->add_option("--lang", options->language, "language of topics, texts and labels: en, de, fr, es, ar or one you added")->capture_default_str();
  show_command->add_flag("--json", options->json, "as JSON");
  with_texts(show_command);
  show_command->callback([options, &run] { run = [options] { return show(*options); }; });

  CLI::App* check_command = command->add_subcommand("check", "compute every worked example again and apply every rule; exit code 1 on a finding");
  with_texts(check_command);
  check_command->callback([options, &run] { run = [options] { return check(*options); }; });

  CLI::App* text_command = command->add_subcommand("text", "add wording that your organisation may use, or print a template for it");
  text_command->add_option("ID", options->id, "the instrument")->required();
  text_command->add_option("FILE", options->file, "a filled-in template");
  text_command->add_option("--template", options->template_language, "print an empty file for this language, and nothing else");
  text_command->add_flag("--accept-terms", options->accept_terms, "say yes to the terms without being asked");
  text_command->add_flag("--replace", options->replace, "put it in the place of another wording in this language");
  text_command->add_flag("--dry-run", options->dry_run, "check it and write nothing");
  with_texts(text_command);
  text_command->callback([options, &run] { run = [options] { return text(*options); }; });
}

}  // namespace karuna
