// SPDX-License-Identifier: Apache-2.0
#include "ask/texts.h"

#include <algorithm>
#include <cstdio>

#include "base/numbers.h"
#include "base/text.h"

namespace karuna::ask {
namespace {

constexpr std::size_t most_text_bytes = 2000;

/// A TOML basic string.
std::string toml_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\', out += c;
    else if (c == '\n') out += "\\n";
    else if (c == '\t') out += "\\t";
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\u%04X", static_cast<unsigned>(c));
      out += escaped;
    } else out += c;
  }
  return out + '"';
}

bool good_language(std::string_view language) {
  if (language.size() < 2 || language.size() > 12) return false;
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  if (!std::all_of(language.begin(), language.begin() + 2, [](char c) { return c >= 'a' && c <= 'z'; })) return false;
  return std::ranges::all_of(language, [&](char c) { return letter(c) || c == '-'; });
}

Result<std::string> checked_text(const TomlTable& table, std::string_view key, const std::string& whose) {
  KARUNA_TRY(given, table.text(key));
  const std::string text(trimmed(given));
  if (text.empty()) return table.wrong(key, "of " + whose + " is empty", "its wording");
  if (text.size() > most_text_bytes) return table.wrong(key, "of " + whose + " has " + std::to_string(text.size()) + " bytes", "at most " + std::to_string(most_text_bytes));
  if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; }))
    return table.wrong(key, "of " + whose + " holds a control character", "plain text on one line");
  return text;
}

Result<void> read_items(const TomlTable& file, const Instrument& instrument, Wording& wording) {
  std::vector<std::string> codes;
  for (const Item& item : instrument.items) codes.push_back(item.code);
  KARUNA_TRY(tables, file.tables("item"));
  wording.texts.assign(instrument.items.size(), "");
  for (const TomlTable& table : tables) {
    KARUNA_CHECK(table.only({"code", "topic", "reversed", "text"}));
    KARUNA_TRY(code, table.text("code"));
    const auto position = instrument.find_item(code);
    if (!position) {
      const auto near = nearest_word(code, codes);
      return table.wrong("code", "is " + in_quotes(code) + ", which " + instrument.id + " does not have",
                         near ? *near + " (the nearest) or another of its items" : "one of " + join_words(codes));
    }
    const Item& item = instrument.items[*position];
    if (!wording.texts[*position].empty()) return table.wrong("code", "is " + code + " a second time", "every item once");
    KARUNA_TRY(reversed, table.flag_or("reversed", false));
    if (reversed != item.reversed)
      return table.wrong("reversed", std::string("is ") + (reversed ? "true" : "false") + " for item " + code,
                         std::string(item.reversed ? "true" : "false") + " as in the key; another direction is another key");
    KARUNA_TRY(text, checked_text(table, "text", "item " + code));
    if (const auto twin = std::ranges::find(wording.texts, text); twin != wording.texts.end())
      return table.wrong("text", "of item " + code + " is that of item " + codes[static_cast<std::size_t>(twin - wording.texts.begin())], "a text of its own");
    wording.texts[*position] = text;
  }
  std::vector<std::string> absent;
  for (std::size_t j = 0; j < wording.texts.size(); ++j)
    if (wording.texts[j].empty()) absent.push_back(codes[j]);
  if (!absent.empty())
    return file.wrong("item", "has " + counted(tables.size(), "item") + ", without " + join_words(absent), "all " + std::to_string(codes.size()) + " of " + instrument.id);
  return {};
}

}  // namespace

std::string wording_template(const Instrument& instrument, std::string_view language) {
  std::string out = "# Wording of " + instrument.id + " (" + instrument.name + ") in " + std::string(language) +
                    ". Fill in the texts, then: karuna catalogue text " + instrument.id + " THIS-FILE\n";
  out += "# Terms, verdict " + std::string(name_of(instrument.verdict)) + ":\n";
  for (const std::string_view line : split(instrument.terms, '\n')) out += "#   " + std::string(line) + "\n";
  out += "\ninstrument  = " + toml_text(instrument.id) + "\nversion     = " + std::to_string(instrument.version) + "\nlanguage    = " + toml_text(language) +
         "\nsource      = \"\"   # where the wording was taken from, and who allowed it\ninstruction = \"\"   # the sentence before the questions; may stay empty\n";
  if (!instrument.items.empty()) {
    const Item& first = instrument.items.front();
    out += "\n[labels]           # what stands beside each answer; lines may be left out\n";
    for (int code = first.min; code <= first.max; code += first.step) out += "# " + std::to_string(code) + " = \"\"\n";
    for (const std::int16_t code : first.left_out) out += "# " + std::to_string(code) + " = \"\"\n";
  }
  for (const Item& item : instrument.items) {
    out += "\n[[item]]\ncode     = " + toml_text(item.code) + "\ntopic    = " + toml_text(in_language(item.topic, language)) + "\nreversed = " +
           (item.reversed ? "true" : "false") + "\ntext     = \"\"\n";
  }
  return out;
}

Result<Wording> read_wording(const TomlTable& file, const Catalogue& catalogue) {
  KARUNA_CHECK(file.only({"instrument", "version", "language", "source", "instruction", "labels", "item"}));
  Wording wording;
  KARUNA_TRY(id, file.text("instrument"));
  KARUNA_TRY(instrument, catalogue.need(id));
  KARUNA_TRY(version, file.integer("version", 1));
  KARUNA_TRY(language, file.text("language"));
  KARUNA_TRY(instruction, file.text_or("instruction", ""));
  if (instrument->verdict == Verdict::no) return fail(Fault::refused, instrument->id + ": the owner's terms leave no use of its wording. " + instrument->terms);
  if (!instrument->scorable())
    return fail(Fault::invalid, instrument->id + " is a reference card without a key to check a wording against; missing: " + join_words(instrument->missing));
  if (!instrument->parts.empty()) return fail(Fault::invalid, instrument->id + " is a battery; add the wording to its parts: " + join_words(instrument->parts));
  if (static_cast<std::uint64_t>(version) != instrument->version)
    return file.wrong("version", "is " + std::to_string(version), "version " + std::to_string(instrument->version) + " of " + id + ", the one in this catalogue");
  if (!good_language(language)) return file.wrong("language", "is " + in_quotes(language), "a language code such as \"de\" or \"pt-BR\"");
  if (instrument->ours() && std::ranges::find(languages, language) != std::end(languages))
    return file.wrong("language", "is " + language, "a language that " + id + " does not speak yet; a published wording is not edited");
  KARUNA_TRY(source, checked_text(file, "source", "the wording"));
  wording.instrument = id;
  wording.version = instrument->version;
  wording.language = language;
  wording.source = source;
  wording.instruction = trimmed(instruction);
  KARUNA_TRY(labels, file.table_or_empty("labels"));
  for (const std::string& key : labels.keys()) {
    const auto code = parse_integer(key);
    const bool known = code && *code > INT16_MIN && *code <= INT16_MAX && std::ranges::any_of(instrument->items, [&](const Item& item) {
      return item.on_scale(static_cast<std::int16_t>(*code)) || item.leaves(static_cast<std::int16_t>(*code));
    });
    if (!known) return labels.wrong(key, "labels " + in_quotes(key), "answers on the scale of " + id);
    KARUNA_TRY(text, checked_text(labels, key, "label " + key));
    wording.labels[static_cast<std::int16_t>(*code)] = text;
  }
  KARUNA_CHECK(read_items(file, *instrument, wording));
  return wording;
}

std::string wording_file(const Instrument& instrument, const Wording& wording) {
  std::string out = "# Wording the organisation added with `karuna catalogue text`. Terms of " + instrument.id + ": verdict " +
                    std::string(name_of(instrument.verdict)) + ".\n\ninstrument  = " + toml_text(wording.instrument) + "\nversion     = " +
                    std::to_string(wording.version) + "\nlanguage    = " + toml_text(wording.language) + "\nsource      = " + toml_text(wording.source) + "\n";
  if (!wording.instruction.empty()) out += "instruction = " + toml_text(wording.instruction) + "\n";
  if (!wording.labels.empty()) out += "\n[labels]\n";
  for (const auto& [code, text] : wording.labels) out += std::to_string(code) + " = " + toml_text(text) + "\n";
  for (std::size_t j = 0; j < instrument.items.size(); ++j)
    out += "\n[[item]]\ncode     = " + toml_text(instrument.items[j].code) + "\nreversed = " + (instrument.items[j].reversed ? "true" : "false") +
           "\ntext     = " + toml_text(wording.texts[j]) + "\n";
  return out;
}

std::string wording_file_name(const Wording& wording) { return wording.instrument + "." + wording.language + ".toml"; }

void add_wording(Instrument& instrument, const Wording& wording) {
  for (std::size_t j = 0; j < instrument.items.size(); ++j) instrument.items[j].text[wording.language] = wording.texts[j];
  if (!wording.instruction.empty()) instrument.instruction[wording.language] = wording.instruction;
  if (!wording.labels.empty()) instrument.label_text[wording.language] = wording.labels;
  if (std::ranges::find(instrument.languages, wording.language) == instrument.languages.end()) instrument.languages.push_back(wording.language);
  instrument.text_source = wording.source;
}

Result<std::vector<std::filesystem::path>> wording_files(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  const auto status = std::filesystem::status(folder, error);
  if (status.type() == std::filesystem::file_type::not_found) return files;
  if (!std::filesystem::is_directory(status)) return fail(Fault::unreadable, folder.string() + " is not a folder; --texts names the folder of added wording");
  std::filesystem::directory_iterator entries(folder, error);
  if (error) return fail(Fault::unreadable, folder.string() + " cannot be read: " + error.message());
  for (const auto& entry : entries)
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

}  // namespace karuna::ask
