// SPDX-License-Identifier: Apache-2.0
#include "ask/reading/check.h"

#include <algorithm>
#include <map>
#include <set>

#include "ask/reading/check_examples.h"
#include "base/text.h"

namespace karuna::ask {
namespace {

struct Findings {
  const Instrument& instrument;
  std::vector<std::string>& found;
  void add(const std::string& sentence) const { found.push_back(instrument.id + ": " + sentence); }
};

bool good_id(std::string_view id) {
  return !id.empty() && std::ranges::all_of(id, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-'; });
}

/// Words must exist in English, and in all our languages where the file is ours.
void check_words(const Findings& out, const std::string& what, const Words& words) {
  for (const std::string_view language : languages) {
    if (language != "en" && !out.instrument.ours()) continue;
    const auto found = words.find(std::string(language));
    if (found == words.end() || trimmed(found->second).empty()) out.add(what + " has no words in " + std::string(language));
  }
}

void check_labels(const Findings& out, const Item& item, const Catalogue& catalogue) {
  if (item.labels.empty()) {
    if (out.instrument.ours()) out.add("item " + item.code + " names no response labels");
    return;
  }
  const LabelSet* set = catalogue.find_labels(item.labels);
  if (!set) return out.add("item " + item.code + " names response labels " + item.labels + ", which do not exist");
  for (const std::int16_t end : {item.min, item.max}) {
    const auto label = set->labels.find(end);
    if (label == set->labels.end()) out.add("response labels " + item.labels + " have none for " + std::to_string(end));
  }
  for (const auto& [code, words] : set->labels) {
    if (!item.on_scale(code) && !item.leaves(code))
      out.add("response labels " + item.labels + " label " + std::to_string(code) + ", outside the scale of " + item.code);
    check_words(out, "response label " + item.labels + " " + std::to_string(code), words);
  }
}

void check_items(const Findings& out, const Catalogue& catalogue) {
  const Instrument& instrument = out.instrument;
  std::set<std::size_t> used;
  for (const Score& score : instrument.scores) used.insert(score.items.begin(), score.items.end());
  std::map<std::string, std::string> texts;
  for (std::size_t j = 0; j < instrument.items.size(); ++j) {
    const Item& item = instrument.items[j];
    const std::string name = "item " + item.code;
    check_words(out, "the topic of " + name, item.topic);
    for (const auto& [language, topic] : item.topic)
      if (split(topic, ' ').size() > 5 || display_width(topic) > 40) out.add("the topic of " + name + " is longer than a label in " + language);
    for (const std::int16_t code : item.left_out)
      if (code >= item.min && code <= item.max) out.add(name + " leaves " + std::to_string(code) + " out, which is on its scale");
    for (int code = item.min; !item.points.empty() && code <= item.max; code += item.step)
      if (!item.on_scale(static_cast<std::int16_t>(code))) out.add(name + " gives no points to " + std::to_string(code));
    if (instrument.scorable() && item.scored != used.contains(j)) out.add(name + (item.scored ? " is in no score" : " is a filler and is scored"));
    check_labels(out, item, catalogue);
    for (const auto& [language, text] : item.text) {
      if (trimmed(text).empty()) out.add(name + " has an empty text in " + language);
      if (!texts.emplace(language + " " + text, item.code).second) out.add(name + " has the text of another item in " + language);
    }
    if (instrument.ours())
      check_words(out, "the text of " + name, item.text);
    else if (!item.text.empty() && instrument.text_source.empty())
      out.add(name + " has a text, and the instrument is not ours");
  }
}

void check_score(const Findings& out, const Score& score) {
  const std::string name = "score " + score.id;
  check_words(out, "the name of " + name, score.name);
  double before = score.min;
  for (const Band& band : score.bands) {
    if (band.up_to <= before && !(band.up_to == score.min && &band == &score.bands.front())) out.add(name + " has bands that do not rise");
    before = band.up_to;
  }
  if (!score.bands.empty() && score.bands.back().up_to != score.max)
    out.add("the last band of " + name + " ends at " + shortest(score.bands.back().up_to) + ", the score at " + shortest(score.max));
  for (const Norm& norm : score.norms)
    if (norm.mean < score.min || norm.mean > score.max) out.add(name + " has a norm off its scale");
  static const std::map<char, std::string> dimension_of{{'B', "behaviour"}, {'C', "culture"}, {'F', "fatigue"}, {'O', "outcomes"}};
  if (score.indicator.empty() != score.dimension.empty()) out.add(name + " has an indicator or a dimension without the other");
  if (!score.indicator.empty()) {
    const auto dimension = dimension_of.find(score.indicator.front());
    if (dimension == dimension_of.end() || dimension->second != score.dimension)
      out.add(name + " is indicator " + score.indicator + " in dimension " + score.dimension);
  }
}

void check_card(const Findings& out) {
  const Instrument& card = out.instrument;
  if (!card.scores.empty() || !card.examples.empty()) out.add("a card has no scores and no examples");
  if (card.missing.empty()) out.add("does not say what is missing to make it a key");
  if (card.scoring.empty() || card.scale.empty()) out.add("does not say its response scale and scoring, or that they are not known");
}

}  // namespace

std::vector<std::string> findings(const Instrument& instrument, const Catalogue& catalogue) {
  std::vector<std::string> found;
  const Findings out{instrument, found};
  if (!good_id(instrument.id)) out.add("an id is made of lower-case letters, digits, - and _");
  for (const auto& [what, text] : {std::pair{"name", &instrument.name},
                                   {"construct", &instrument.construct},
                                   {"reference", &instrument.reference},
                                   {"terms", &instrument.terms},
                                   {"owner", &instrument.owner}})
    if (trimmed(*text).empty()) out.add(std::string("has no ") + what);
  if (instrument.ours() != (instrument.status == Status::not_validated)) out.add("\"not validated\" is the status of our own instruments and of no other");
  if (instrument.ours() && instrument.parts.empty()) check_words(out, "the instruction", instrument.instruction);
  for (const std::string& language : instrument.languages)
    for (const Item& item : instrument.items)
      if (!item.text.contains(language)) out.add("says it speaks " + language + ", and item " + item.code + " has no text in it");
  check_items(out, catalogue);
  for (const Score& score : instrument.scores) check_score(out, score);
  if (!instrument.scorable())
    check_card(out);
  else
    check_examples(instrument, found);
  return found;
}

std::vector<std::string> findings(const Catalogue& catalogue) {
  std::vector<std::string> found;
  for (const Instrument& instrument : catalogue.all()) std::ranges::move(findings(instrument, catalogue), std::back_inserter(found));
  return found;
}

std::size_t worked_values(const Instrument& instrument) {
  std::size_t count = 0;
  for (const Example& example : instrument.examples) count += example.expected.size();
  return count;
}

}  // namespace karuna::ask
