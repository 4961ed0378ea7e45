// SPDX-License-Identifier: Apache-2.0
#include "ask/reading/read_instrument.h"

#include <limits>

#include "ask/reading/read_score.h"
#include "base/numbers.h"
#include "base/text.h"

namespace karuna::ask {
namespace {

constexpr std::int64_t lowest_code = std::numeric_limits<std::int16_t>::min() + 1, highest_code = std::numeric_limits<std::int16_t>::max();

template <typename Enum, std::size_t N>
Result<Enum> one_of(const TomlTable& table, std::string_view key, const Enum (&values)[N]) {
  KARUNA_TRY(word, table.text(key));
  std::vector<std::string> words;
  for (const Enum value : values) {
    if (name_of(value) == word) return value;
    words.emplace_back(name_of(value));
  }
  return table.wrong(key, "is " + in_quotes(word), "one of " + join_words(words, "and"));
}

Result<std::vector<std::int16_t>> codes_or_none(const TomlTable& table, std::string_view key) {
  KARUNA_TRY(given, table.integers_or(key));
  std::vector<std::int16_t> codes;
  for (const std::int64_t code : given) {
    if (code < lowest_code || code > highest_code) return table.wrong(key, "holds " + std::to_string(code), "codes from -32767 to 32767");
    codes.push_back(static_cast<std::int16_t>(code));
  }
  return codes;
}

/// scale = { min = 1, max = 5, step = 1, labels = "agreement-5", left_out = [9], points = { 1 = 0, 2 = 2.5 } }
Result<void> read_scale(const TomlTable& scale, Item& item) {
  KARUNA_CHECK(scale.only({"min", "max", "step", "labels", "left_out", "points"}));
  KARUNA_TRY(min, scale.integer("min", lowest_code, highest_code));
  KARUNA_TRY(max, scale.integer("max", lowest_code, highest_code));
  KARUNA_TRY(step, scale.integer_or("step", 1, 1, 1000));
  KARUNA_TRY(labels, scale.text_or("labels", ""));
  KARUNA_TRY(left_out, codes_or_none(scale, "left_out"));
  KARUNA_TRY(points, scale.table_or_empty("points"));
  if (min >= max || max - min > 1000 || (max - min) % step != 0)
    return scale.wrong("max", "is " + std::to_string(max) + " with min " + std::to_string(min) + " and step " + std::to_string(step),
                       "a max above min by whole steps, by at most 1000");
  item.min = static_cast<std::int16_t>(min);
  item.max = static_cast<std::int16_t>(max);
  item.step = static_cast<std::int16_t>(step);
  item.labels = std::move(labels);
  item.left_out = std::move(left_out);
  item.points.clear();
  for (const std::string& key : points.keys()) {
    const auto code = parse_integer(key);
    if (!code || *code < min || *code > max) return points.wrong(key, "gives points to " + in_quotes(key), "a code of the scale");
    KARUNA_TRY(worth, points.number(key));
    item.points.push_back({static_cast<std::int16_t>(*code), worth});
  }
  return {};
}

Result<Item> read_item(const TomlTable& table, const Item& usual) {
  KARUNA_CHECK(table.only({"code", "topic", "reversed", "scored", "scale", "text", "care"}));
  Item item = usual;
  KARUNA_TRY(code, table.text("code"));
  KARUNA_TRY(topic, read_words(table, "topic"));
  KARUNA_TRY(reversed, table.flag_or("reversed", false));
  KARUNA_TRY(scored, table.flag_or("scored", true));
  if (table.has("text")) {
    KARUNA_TRY(text, read_words(table, "text"));
    item.text = std::move(text);
  }
  if (table.has("scale")) {
    KARUNA_TRY(scale, table.table("scale"));
    KARUNA_CHECK(read_scale(scale, item));
  }
  if (item.max == item.min) return table.wrong("scale", "is missing", "a scale of the file or of the item");
  if (reversed && !item.points.empty()) return table.wrong("reversed", "stands beside points", "points that already run the right way");
  KARUNA_TRY(care, codes_or_none(table, "care"));
  for (const std::int16_t answer : care)
    if (!item.on_scale(answer) && !item.leaves(answer)) return table.wrong("care", "names " + std::to_string(answer), "answers of the item");
  item.care = std::move(care);
  item.code = std::move(code);
  item.topic = std::move(topic);
  item.reversed = reversed;
  item.scored = scored;
  return item;
}

Result<std::vector<Facet>> read_facets(const TomlTable& file) {
  KARUNA_TRY(tables, file.tables("facet"));
  std::vector<Facet> facets;
  for (const TomlTable& table : tables) {
    KARUNA_CHECK(table.only({"name", "items"}));
    KARUNA_TRY(name, table.text("name"));
    KARUNA_TRY(items, table.integer_or("items", 0, 0, 1000));
    facets.push_back({name, static_cast<std::uint32_t>(items)});
  }
  return facets;
}

}  // namespace

Result<Words> read_words(const TomlTable& table, std::string_view key) {
  if (table.kind(key) != TomlKind::table) {
    KARUNA_TRY(english, table.text(key));
    return Words{{"en", english}};
  }
  KARUNA_TRY(by_language, table.table(key));
  Words words;
  for (const std::string& language : by_language.keys()) {
    KARUNA_TRY(text, by_language.text(language));
    words[language] = text;
  }
  return words;
}

Result<Instrument> read_instrument(const TomlTable& file) {
  KARUNA_CHECK(file.only({"id",    "version",       "status",  "verdict",     "name",     "construct", "reference", "terms",
                          "owner", "owner_address", "period",  "instruction", "notes",    "languages", "parts",     "scale",
                          "item",  "score",         "example", "item_count",  "response", "scoring",   "facet",     "missing"}));
  Instrument instrument;
  KARUNA_TRY(id, file.text("id"));
  KARUNA_TRY(version, file.integer("version", 1, 1000));
  KARUNA_TRY(status, one_of(file, "status", {Status::key, Status::card, Status::not_validated}));
  KARUNA_TRY(verdict, one_of(file, "verdict", {Verdict::ship, Verdict::ship_nc, Verdict::ship_nc_nd, Verdict::key, Verdict::no}));
  KARUNA_TRY(name, file.text("name"));
  KARUNA_TRY(construct, file.text("construct"));
  KARUNA_TRY(reference, file.text("reference"));
  KARUNA_TRY(terms, file.text("terms"));
  KARUNA_TRY(owner, file.text_or("owner", ""));
  KARUNA_TRY(address, file.text_or("owner_address", ""));
  KARUNA_TRY(period, file.text_or("period", ""));
  KARUNA_TRY(notes, file.texts_or("notes"));
  KARUNA_TRY(languages, file.texts_or("languages"));
  KARUNA_TRY(parts, file.texts_or("parts"));
  KARUNA_TRY(item_count, file.integer_or("item_count", 0, 0, 1000));
  KARUNA_TRY(response, file.text_or("response", ""));
  KARUNA_TRY(scoring, file.text_or("scoring", ""));
  KARUNA_TRY(missing, file.texts_or("missing"));
  KARUNA_TRY(facets, read_facets(file));
  instrument.id = id;
  instrument.version = static_cast<std::uint32_t>(version);
  instrument.status = status;
  instrument.verdict = verdict;
  instrument.name = name;
  instrument.construct = construct;
  instrument.reference = reference;
  instrument.terms = trimmed(terms);
  instrument.owner = owner;
  instrument.owner_address = address;
  instrument.period = period;
  instrument.notes = notes;
  instrument.languages = languages;
  instrument.parts = parts;
  instrument.item_count = static_cast<std::uint32_t>(item_count);
  instrument.scale = response;
  instrument.scoring = scoring;
  instrument.missing = missing;
  instrument.facets = facets;

  Item usual;
  usual.min = usual.max = 0;
  if (file.has("scale")) {
    KARUNA_TRY(scale, file.table("scale"));
    KARUNA_CHECK(read_scale(scale, usual));
  }
  KARUNA_TRY(items, file.tables("item"));
  for (const TomlTable& table : items) {
    KARUNA_TRY(item, read_item(table, usual));
    if (instrument.find_item(item.code)) return table.wrong("code", "is " + in_quotes(item.code) + " a second time", "a code of its own for every item");
    instrument.items.push_back(std::move(item));
  }
  if (file.has("instruction")) {
    KARUNA_TRY(instruction, read_words(file, "instruction"));
    instrument.instruction = std::move(instruction);
    if (!instrument.items.empty()) instrument.items.front().lead = instrument.instruction;
  }
  KARUNA_TRY(scores, file.table_or_empty("score"));
  for (const std::string& score_id : scores.keys()) {
    KARUNA_TRY(table, scores.table(score_id));
    KARUNA_TRY(score, read_score(table, score_id, instrument));
    instrument.scores.push_back(std::move(score));
  }
  KARUNA_TRY(examples, file.tables("example"));
  for (const TomlTable& table : examples) {
    KARUNA_TRY(example, read_example(table, instrument));
    instrument.examples.push_back(std::move(example));
  }
  return instrument;
}

Result<LabelSet> read_label_set(const TomlTable& file) {
  KARUNA_CHECK(file.only({"id", "labels"}));
  LabelSet set;
  KARUNA_TRY(id, file.text("id"));
  KARUNA_TRY(labels, file.table("labels"));
  set.id = id;
  for (const std::string& key : labels.keys()) {
    const auto code = parse_integer(key);
    if (!code || *code < lowest_code || *code > highest_code) return labels.wrong(key, "is " + in_quotes(key), "a code");
    KARUNA_TRY(words, read_words(labels, key));
    set.labels[static_cast<std::int16_t>(*code)] = words;
  }
  return set;
}

}  // namespace karuna::ask
