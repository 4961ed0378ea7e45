// SPDX-License-Identifier: Apache-2.0
#include "catalogue_words.h"

#include <algorithm>

#include "ask/reading/check.h"
#include "base/text.h"
#include "terminal_words.h"

namespace karuna {
namespace {

using ask::Instrument;

std::string join(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

constexpr std::size_t id_width = 21, name_width = 36, last_width = 14;

/// One instrument; a long name goes on in the next line, a long id pushes the name.
std::string row_of(const Instrument& instrument) {
  const std::size_t items = instrument.items.empty() ? instrument.item_count : instrument.items.size();
  std::string last = join(instrument.languages);
  if (!instrument.ours()) last = std::string(name_of(instrument.verdict)) + (last.empty() ? "" : " " + last);
  const std::size_t id_columns = std::max(id_width, display_width(instrument.id)), name_columns = name_width - (id_columns - id_width);
  std::string out;
  for (const std::string& line : wrapped(instrument.name, name_columns)) {
    if (out.empty())
      out = "  " + pad_right(instrument.id, id_columns) + pad_left(items == 0 ? "?" : std::to_string(items), 4) + "  " + pad_right(line, name_columns) + " " +
            truncated(last, last_width) + "\n";
    else
      out += std::string(id_columns + 8, ' ') + line + "\n";
  }
  return out;
}

std::string section(const ask::Catalogue& catalogue, std::string_view title, std::string_view last, ask::Status status) {
  std::string out =
      "\n" + std::string(title) + "\n  " + pad_right("id", id_width - 1) + "items  " + pad_right("name", name_width) + " " + std::string(last) + "\n";
  for (const Instrument& instrument : catalogue.all())
    if (instrument.status == status) out += row_of(instrument);
  return out;
}

std::string scale_of(const ask::Item& item) {
  std::string words = std::to_string(item.min) + " to " + std::to_string(item.max);
  if (item.step != 1) words += " by " + std::to_string(item.step);
  return words;
}

std::string items_of(const ask::Catalogue& catalogue, const Instrument& instrument, std::string_view language) {
  std::size_t code_width = 4;
  for (const ask::Item& item : instrument.items) code_width = std::max(code_width, display_width(item.code));
  std::string out = "\nItems\n";
  std::string labels_shown;
  for (const ask::Item& item : instrument.items) {
    std::string more = scale_of(item);
    if (item.reversed) more += ", reversed";
    if (!item.scored) more += ", not scored";
    if (!item.points.empty()) {
      more += ", counts";
      for (const ask::Points& points : item.points) more += " " + shortest(points.points);
    }
    for (const std::int16_t code : item.left_out) more += ", " + std::to_string(code) + " leaves";
    const std::string start = "  " + pad_right(item.code, code_width) + "  ";
    out += start + pad_right(ask::in_language(item.topic, language), 26) + "  " + truncated(more, terminal_columns - display_width(start) - 28) + "\n";
    if (const auto text = item.text.find(std::string(language)); text != item.text.end())
      for (const std::string& line : wrapped(text->second, terminal_columns - display_width(start) - 2))
        out += std::string(display_width(start) + 2, ' ') + line + "\n";
  }
  for (const ask::Item& item : instrument.items) {
    std::string labels;
    for (int code = item.min; code <= item.max; code += item.step)
      if (const auto label = catalogue.label(instrument, item, static_cast<std::int16_t>(code), language); !label.empty())
        labels += (labels.empty() ? "" : "; ") + std::to_string(code) + " " + std::string(label);
    if (labels.empty() || labels_shown.find(labels) != std::string::npos) continue;
    labels_shown += labels + "\n";
    out += (labels_shown == labels + "\n" ? "\n" : "") + labelled("Answers", labels);
  }
  return out;
}

std::string scores_of(const Instrument& instrument, std::string_view language) {
  std::string out = "\nScores\n";
  for (const ask::Score& score : instrument.scores) {
    out += "  " + pad_right(score.id, std::max<std::size_t>(28, display_width(score.id))) + "  " + truncated(ask::in_language(score.name, language), 48) + "\n";
    const auto below = [&](const std::string& text) {
      for (const std::string& line : wrapped(text, 74)) out += "      " + line + "\n";
    };
    below(how_scored(instrument, score) + "; " + shortest(score.min) + " to " + shortest(score.max) + ", " +
          (score.higher_is_better ? "higher is better" : "lower is better") + (score.scope == ask::Scope::group ? "; of a group, not of a person" : ""));
    if (!score.indicator.empty()) below("indicator " + score.indicator + " of the index (" + score.dimension + ")");
    for (const ask::Band& band : score.bands)
      out += "      up to " + pad_left(shortest(band.up_to), 5) + "  " + truncated(ask::in_language(band.label, language), 62) + "\n";
    if (!score.bands_note.empty()) below(score.bands_note);
    for (const ask::Norm& norm : score.norms)
      below("mean " + shortest(norm.mean) + (norm.sd ? ", sd " + shortest(*norm.sd) : "") + " among " + norm.population + " (" + norm.source + "; " +
            std::string(name_of(norm.certainty)) + ")");
  }
  return out;
}

std::string card_of(const Instrument& card) {
  std::string out;
  if (card.item_count > 0) out += labelled("Items", std::to_string(card.item_count));
  std::string facets;
  for (const ask::Facet& facet : card.facets)
    facets += (facets.empty() ? "" : ", ") + facet.name + (facet.items > 0 ? " (" + std::to_string(facet.items) + ")" : "");
  if (!facets.empty()) out += labelled("Parts", facets);
  out += labelled("Answers", card.scale) + labelled("Scoring", card.scoring) + "\nMissing before it can be scored\n";
  for (const std::string& missing : card.missing) out += labelled("  -", missing, 4);
  return out;
}

}  // namespace

std::string_view what_is_allowed(ask::Verdict verdict) {
  switch (verdict) {
    case ask::Verdict::ship:
      return "free with attribution";
    case ask::Verdict::ship_nc:
      return "free with notice, never sold";
    case ask::Verdict::ship_nc_nd:
      return "free with notice, never sold, never edited";
    case ask::Verdict::key:
      return "the owner's permission is needed for the wording";
    case ask::Verdict::no:
      return "stay away";
  }
  return "";
}

std::string how_scored(const Instrument& instrument, const ask::Score& score) {
  std::string words;
  switch (score.method) {
    case ask::Method::mean:
      words = "mean of ";
      break;
    case ask::Method::sum:
      words = "sum of ";
      break;
    case ask::Method::percent_positive:
      words = "percent positive, mean of ";
      break;
    case ask::Method::net_share:
      words = "100 x (share of the highest answers - share of the lowest), ";
      break;
    case ask::Method::mean_of_scores: {
      std::vector<std::string> parts;
      for (const std::size_t part : score.parts) parts.push_back(instrument.scores[part].id);
      return "mean of " + join_words(parts);
    }
  }
  words += counted(score.items.size(), "item");
  if (score.times != 1) words += ", times " + shortest(score.times);
  if (score.scope == ask::Scope::group) return words;
  if (score.answer_at_least == 0) return words + (score.items.size() == 1 ? "" : ", all answered");
  return words + ", at least " + std::to_string(score.answer_at_least) + " answered";
}

std::string catalogue_list(const ask::Catalogue& catalogue) {
  std::size_t of[3] = {0, 0, 0};
  for (const Instrument& instrument : catalogue.all()) ++of[static_cast<std::size_t>(instrument.status)];
  std::string out = "Catalogue: " + counted(of[2], "instrument") + " of our own, " + counted(of[0], "key") + ", " + counted(of[1], "reference card") + "\n";
  out += section(catalogue, "Ours: complete and not validated", "languages", ask::Status::not_validated);
  out += section(catalogue, "Keys: scored here, worded by you (karuna catalogue text)", "terms, wording", ask::Status::key);
  out += section(catalogue, "Reference cards: known, and cannot be scored yet", "terms", ask::Status::card);
  out += "\nTerms of the wording\n";
  for (const auto verdict : {ask::Verdict::ship, ask::Verdict::ship_nc, ask::Verdict::ship_nc_nd, ask::Verdict::key, ask::Verdict::no})
    out += "  " + pad_right(name_of(verdict), 10) + "  " + std::string(what_is_allowed(verdict)) + "\n";
  return out + "\n`karuna catalogue show ID` says everything about one.\n";
}

std::string catalogue_page(const ask::Catalogue& catalogue, const Instrument& instrument, std::string_view language) {
  std::string out = instrument.id + ", version " + std::to_string(instrument.version) + ", " + std::string(name_of(instrument.status)) + "\n";
  for (const std::string& line : wrapped(instrument.name, terminal_columns)) out += line + "\n";
  out += "\n" + labelled("About", instrument.construct);
  if (!instrument.period.empty()) out += labelled("Time asked", instrument.period);
  out += labelled("Terms", std::string(name_of(instrument.verdict)) + ", " + std::string(what_is_allowed(instrument.verdict)) + ". " + instrument.terms);
  out += labelled("Owner", instrument.owner + (instrument.owner_address.empty() ? "" : ", " + instrument.owner_address));
  out += labelled("Reference", instrument.reference);
  if (!instrument.parts.empty()) out += labelled("Made of", join_words(instrument.parts));
  if (instrument.scorable()) {
    const std::string none = "none; `karuna catalogue text " + instrument.id + " --template de` prints a file to fill in";
    out += labelled("Wording", instrument.languages.empty()
                                   ? none
                                   : join_words(instrument.languages) + (instrument.text_source.empty() ? "" : "; source: " + instrument.text_source));
  }
  if (const auto instruction = ask::in_language(instrument.instruction, language); !instruction.empty()) out += labelled("Asks", instruction);
  if (!instrument.scorable()) out += card_of(instrument);
  if (!instrument.items.empty()) out += items_of(catalogue, instrument, language);
  if (!instrument.scores.empty()) out += scores_of(instrument, language);
  if (!instrument.notes.empty()) out += "\nNotes\n";
  for (const std::string& note : instrument.notes) out += labelled("  -", note, 4);
  if (instrument.scorable()) out += "\n" + counted(ask::worked_values(instrument), "worked value") + ", computed again by `karuna catalogue check`.\n";
  return out;
}

}  // namespace karuna
