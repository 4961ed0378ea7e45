// SPDX-License-Identifier: Apache-2.0
#include "ask/catalogue.h"

#include <algorithm>

#include "ask/reading/read_instrument.h"
#include "ask/texts.h"
#include "base/text.h"
#include "base/toml.h"
#include "embedded_catalogue.h"

namespace karuna::ask {
namespace {

/// A battery is its parts, one after the other: items, scores, examples.
Result<void> put_together(Instrument& battery, const Catalogue& catalogue) {
  for (const std::string& id : battery.parts) {
    KARUNA_TRY(part, catalogue.need(id));
    // It speaks the languages that every part speaks.
    if (battery.items.empty())
      battery.languages = part->languages;
    else
      std::erase_if(battery.languages, [&](const std::string& language) { return std::ranges::find(part->languages, language) == part->languages.end(); });
    if (!part->text_source.empty()) battery.text_source = part->text_source;
    const std::size_t first_item = battery.items.size(), first_score = battery.scores.size();
    for (const Item& item : part->items) {
      if (battery.find_item(item.code)) return fail(Fault::invalid, battery.id + ": item " + item.code + " is in two of its parts");
      battery.items.push_back(item);
    }
    for (Score score : part->scores) {
      if (battery.find_score(score.id)) return fail(Fault::invalid, battery.id + ": score " + score.id + " is in two of its parts");
      for (std::size_t& item : score.items) item += first_item;
      for (std::size_t& other : score.parts) other += first_score;
      battery.scores.push_back(std::move(score));
    }
    for (const Example& example : part->examples) {
      Example moved{{}, example.expected};
      for (const auto& row : example.rows) {
        moved.rows.emplace_back(first_item);
        moved.rows.back().insert(moved.rows.back().end(), row.begin(), row.end());
      }
      battery.examples.push_back(std::move(moved));
    }
  }
  for (Example& example : battery.examples)
    for (auto& row : example.rows) row.resize(battery.items.size());
  return {};
}

}  // namespace

Result<Catalogue> Catalogue::from_files(std::span<const std::pair<std::string, std::string>> files) {
  Catalogue catalogue;
  for (const auto& [name, bytes] : files) {
    KARUNA_TRY(table, parse_toml(bytes, name));
    if (name.starts_with("labels/")) {
      KARUNA_TRY(set, read_label_set(table));
      catalogue.label_sets_.push_back(std::move(set));
      continue;
    }
    KARUNA_TRY(instrument, read_instrument(table));
    if (name != instrument.id + ".toml")
      return fail(Fault::invalid, name + ": holds instrument " + instrument.id + ", expected a file named " + instrument.id + ".toml");
    if (catalogue.find(instrument.id)) return fail(Fault::invalid, name + ": a second instrument " + instrument.id);
    catalogue.instruments_.push_back(std::move(instrument));
  }
  std::ranges::sort(catalogue.instruments_, {}, &Instrument::id);
  std::ranges::sort(catalogue.label_sets_, {}, &LabelSet::id);
  for (Instrument& instrument : catalogue.instruments_) KARUNA_CHECK(put_together(instrument, catalogue));
  return catalogue;
}

Result<Catalogue> Catalogue::builtin() {
  std::vector<std::pair<std::string, std::string>> files;
  for (const auto& file : embedded_catalogue()) files.emplace_back(file.name, file.bytes);
  auto catalogue = from_files(files);
  if (!catalogue) return fail(Fault::internal, "the catalogue inside the program: " + catalogue.error().what);
  return catalogue;
}

Result<void> Catalogue::add_texts(const std::filesystem::path& folder) {
  KARUNA_TRY(files, wording_files(folder));
  for (const std::filesystem::path& file : files) {
    KARUNA_TRY(table, read_toml(file));
    KARUNA_TRY(wording, read_wording(table, *this));
    const auto instrument = std::ranges::find(instruments_, wording.instrument, &Instrument::id);
    add_wording(*instrument, wording);
  }
  for (Instrument& battery : instruments_) {
    if (battery.parts.empty()) continue;
    battery.items.clear();
    battery.scores.clear();
    battery.examples.clear();
    KARUNA_CHECK(put_together(battery, *this));
  }
  return {};
}

const Instrument* Catalogue::find(std::string_view id) const {
  const auto found = std::ranges::find(instruments_, id, &Instrument::id);
  return found == instruments_.end() ? nullptr : &*found;
}

Result<const Instrument*> Catalogue::need(std::string_view id) const {
  if (const Instrument* found = find(id)) return found;
  std::vector<std::string> ids;
  for (const Instrument& instrument : instruments_) ids.push_back(instrument.id);
  const auto near = nearest_word(id, ids);
  return fail(Fault::not_found,
              "no instrument is called " + in_quotes(id) + (near ? "; did you mean " + *near + "?" : "") + " `karuna catalogue list` names them all");
}

const LabelSet* Catalogue::find_labels(std::string_view id) const {
  const auto found = std::ranges::find(label_sets_, id, &LabelSet::id);
  return found == label_sets_.end() ? nullptr : &*found;
}

std::string_view Catalogue::label(const Instrument& instrument, const Item& item, std::int16_t code, std::string_view language) const {
  if (const auto own = instrument.label_text.find(std::string(language)); own != instrument.label_text.end())
    if (const auto text = own->second.find(code); text != own->second.end()) return text->second;
  const LabelSet* set = find_labels(item.labels);
  if (!set) return {};
  const auto words = set->labels.find(code);
  return words == set->labels.end() ? std::string_view{} : in_language(words->second, language);
}

}  // namespace karuna::ask
