// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "catalogue_words.h"

namespace karuna {
namespace {

using nlohmann::ordered_json;

ordered_json short_of(const ask::Instrument& instrument) {
  ordered_json out;
  out["id"] = instrument.id;
  out["version"] = instrument.version;
  out["status"] = name_of(instrument.status);
  out["verdict"] = name_of(instrument.verdict);
  out["name"] = instrument.name;
  out["items"] = instrument.items.empty() ? instrument.item_count : instrument.items.size();
  out["languages"] = instrument.languages;
  return out;
}

ordered_json item_of(const ask::Catalogue& catalogue, const ask::Instrument& instrument, const ask::Item& item, std::string_view language) {
  ordered_json out;
  out["code"] = item.code;
  out["topic"] = ask::in_language(item.topic, language);
  out["min"] = item.min;
  out["max"] = item.max;
  out["step"] = item.step;
  out["reversed"] = item.reversed;
  out["scored"] = item.scored;
  out["left_out"] = item.left_out;
  out["points"] = ordered_json::object();
  for (const ask::Points& points : item.points) out["points"][std::to_string(points.code)] = points.points;
  out["text"] = item.text;
  out["labels"] = ordered_json::object();
  for (int code = item.min; code <= item.max; code += item.step)
    if (const auto label = catalogue.label(instrument, item, static_cast<std::int16_t>(code), language); !label.empty()) out["labels"][std::to_string(code)] = label;
  return out;
}

ordered_json score_of(const ask::Instrument& instrument, const ask::Score& score, std::string_view language) {
  ordered_json out;
  out["id"] = score.id;
  out["name"] = ask::in_language(score.name, language);
  out["method"] = name_of(score.method);
  out["of"] = score.scope == ask::Scope::group ? "group" : "respondent";
  out["items"] = ordered_json::array();
  for (const std::size_t item : score.items) out["items"].push_back(instrument.items[item].code);
  out["parts"] = ordered_json::array();
  for (const std::size_t part : score.parts) out["parts"].push_back(instrument.scores[part].id);
  out["times"] = score.times;
  out["answer_at_least"] = score.answer_at_least == 0 ? score.items.size() : score.answer_at_least;
  out["min"] = score.min;
  out["max"] = score.max;
  out["higher_is_better"] = score.higher_is_better;
  out["dimension"] = score.dimension;
  out["indicator"] = score.indicator;
  out["bands"] = ordered_json::array();
  for (const ask::Band& band : score.bands) out["bands"].push_back(ordered_json{{"up_to", band.up_to}, {"label", ask::in_language(band.label, language)}});
  out["norms"] = ordered_json::array();
  for (const ask::Norm& norm : score.norms) {
    ordered_json given{{"population", norm.population}, {"mean", norm.mean}};
    if (norm.sd) given["sd"] = *norm.sd;
    given["source"] = norm.source;
    given["certainty"] = name_of(norm.certainty);
    out["norms"].push_back(given);
  }
  return out;
}

}  // namespace

std::string catalogue_list_json(const ask::Catalogue& catalogue) {
  ordered_json out = ordered_json::array();
  for (const ask::Instrument& instrument : catalogue.all()) out.push_back(short_of(instrument));
  return out.dump(2) + "\n";
}

std::string catalogue_page_json(const ask::Catalogue& catalogue, const ask::Instrument& instrument, std::string_view language) {
  ordered_json out = short_of(instrument);
  out["construct"] = instrument.construct;
  out["period"] = instrument.period;
  out["reference"] = instrument.reference;
  out["terms"] = instrument.terms;
  out["owner"] = instrument.owner;
  out["owner_address"] = instrument.owner_address;
  out["notes"] = instrument.notes;
  out["parts"] = instrument.parts;
  out["instruction"] = ask::in_language(instrument.instruction, language);
  out["text_source"] = instrument.text_source;
  out["items"] = ordered_json::array();
  for (const ask::Item& item : instrument.items) out["items"].push_back(item_of(catalogue, instrument, item, language));
  out["scores"] = ordered_json::array();
  for (const ask::Score& score : instrument.scores) out["scores"].push_back(score_of(instrument, score, language));
  if (!instrument.scorable()) {
    out["item_count"] = instrument.item_count;
    out["response"] = instrument.scale;
    out["scoring"] = instrument.scoring;
    out["facets"] = ordered_json::array();
    for (const ask::Facet& facet : instrument.facets) out["facets"].push_back(ordered_json{{"name", facet.name}, {"items", facet.items}});
    out["missing"] = instrument.missing;
  }
  return out.dump(2) + "\n";
}

}  // namespace karuna
