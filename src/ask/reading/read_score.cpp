// SPDX-License-Identifier: Apache-2.0
#include "ask/reading/read_score.h"

#include <algorithm>
#include <numeric>

#include "ask/reading/read_instrument.h"
#include "base/text.h"

namespace karuna::ask {
namespace {

std::vector<std::string> codes_of(const Instrument& instrument) {
  std::vector<std::string> codes;
  for (const Item& item : instrument.items) codes.push_back(item.code);
  return codes;
}

/// "S2 (the nearest) or another item of this file".
std::string known_item(std::string_view given, const Instrument& instrument) {
  const auto near = nearest_word(given, codes_of(instrument));
  return near ? *near + " (the nearest) or another item of this file" : "an item of this file";
}

Result<std::vector<std::size_t>> item_positions(const TomlTable& table, const Instrument& instrument) {
  std::vector<std::size_t> items;
  if (table.kind("items") == TomlKind::text) {
    KARUNA_TRY(word, table.text("items"));
    if (word != "all") return table.wrong("items", "is " + in_quotes(word), "a list of item codes, or \"all\"");
    for (std::size_t j = 0; j < instrument.items.size(); ++j)
      if (instrument.items[j].scored) items.push_back(j);
    return items;
  }
  KARUNA_TRY(codes, table.texts("items"));
  for (const std::string& code : codes) {
    const auto item = instrument.find_item(code);
    if (!item) return table.wrong("items", "names item " + in_quotes(code) + ", which does not exist", known_item(code, instrument));
    if (std::ranges::find(items, *item) != items.end()) return table.wrong("items", "names item " + in_quotes(code) + " twice", "every item once");
    items.push_back(*item);
  }
  if (items.empty()) return table.wrong("items", "is empty", "at least one item");
  return items;
}

Result<Method> read_method(const TomlTable& table) {
  KARUNA_TRY(word, table.text("method"));
  for (const Method method : {Method::mean, Method::sum, Method::mean_of_scores, Method::percent_positive, Method::net_share})
    if (name_of(method) == word) return method;
  return table.wrong("method", "is " + in_quotes(word), "mean, sum, mean of scores, percent positive or net share");
}

Result<std::vector<std::int16_t>> read_codes(const TomlTable& table, std::string_view key) {
  KARUNA_TRY(given, table.integers_or(key));
  std::vector<std::int16_t> codes;
  for (const std::int64_t code : given) {
    if (code <= INT16_MIN || code > INT16_MAX) return table.wrong(key, "holds " + std::to_string(code), "codes from -32767 to 32767");
    codes.push_back(static_cast<std::int16_t>(code));
  }
  return codes;
}

Result<void> read_bands_and_norms(const TomlTable& table, Score& score) {
  KARUNA_TRY(bands, table.tables("bands"));
  for (const TomlTable& band : bands) {
    KARUNA_CHECK(band.only({"up_to", "label"}));
    KARUNA_TRY(up_to, band.number("up_to"));
    KARUNA_TRY(label, read_words(band, "label"));
    score.bands.push_back({up_to, label});
  }
  KARUNA_TRY(note, table.text_or("bands_note", ""));
  score.bands_note = note;
  KARUNA_TRY(norms, table.tables("norms"));
  for (const TomlTable& given : norms) {
    KARUNA_CHECK(given.only({"population", "mean", "sd", "source", "certainty"}));
    Norm norm;
    KARUNA_TRY(population, given.text("population"));
    KARUNA_TRY(mean, given.number("mean"));
    KARUNA_TRY(source, given.text("source"));
    KARUNA_TRY(certainty, given.text("certainty"));
    norm.population = population;
    norm.mean = mean;
    norm.source = source;
    if (given.has("sd")) {
      KARUNA_TRY(sd, given.number("sd"));
      norm.sd = sd;
    }
    bool known = false;
    for (const Certainty value : {Certainty::read, Certainty::recalled, Certainty::computed})
      if (name_of(value) == certainty) norm.certainty = value, known = true;
    if (!known) return given.wrong("certainty", "is " + in_quotes(certainty), "read, recalled or computed");
    score.norms.push_back(norm);
  }
  return {};
}

void work_out_ends(Score& score, const Instrument& instrument) {
  double low = 0, high = 0;
  for (const std::size_t j : score.items) {
    low += instrument.items[j].lowest();
    high += instrument.items[j].highest();
  }
  for (const std::size_t part : score.parts) {
    low += instrument.scores[part].min;
    high += instrument.scores[part].max;
  }
  const double count = static_cast<double>(score.items.size() + score.parts.size());
  switch (score.method) {
    case Method::sum:
      score.min = low * score.times, score.max = high * score.times;
      break;
    case Method::mean:
    case Method::mean_of_scores:
      score.min = low / count * score.times, score.max = high / count * score.times;
      break;
    case Method::percent_positive:
      score.min = 0, score.max = 100;
      break;
    case Method::net_share:
      score.min = -100, score.max = 100;
      break;
  }
}

}  // namespace

Result<Score> read_score(const TomlTable& table, const std::string& id, const Instrument& instrument) {
  KARUNA_CHECK(table.only({"name", "items", "parts", "method", "times", "missing", "positive", "negative", "higher_is_better", "dimension", "indicator",
                           "bands", "bands_note", "norms"}));
  Score score;
  score.id = id;
  KARUNA_TRY(name, read_words(table, "name"));
  KARUNA_TRY(method, read_method(table));
  KARUNA_TRY(times, table.number_or("times", 1));
  KARUNA_TRY(missing, table.table_or_empty("missing"));
  KARUNA_CHECK(missing.only({"answer_at_least"}));
  KARUNA_TRY(positive, read_codes(table, "positive"));
  KARUNA_TRY(negative, read_codes(table, "negative"));
  KARUNA_TRY(higher, table.flag_or("higher_is_better", true));
  KARUNA_TRY(dimension, table.text_or("dimension", ""));
  KARUNA_TRY(indicator, table.text_or("indicator", ""));
  score.name = name;
  score.method = method;
  score.times = times;
  score.positive = positive;
  score.negative = negative;
  score.higher_is_better = higher;
  score.dimension = dimension;
  score.indicator = indicator;
  if (method == Method::mean_of_scores) {
    KARUNA_TRY(parts, table.texts("parts"));
    for (const std::string& part : parts) {
      const auto position = instrument.find_score(part);
      if (!position) return table.wrong("parts", "names score " + in_quotes(part), "scores that stand above this one");
      score.parts.push_back(*position);
    }
    if (score.parts.empty()) return table.wrong("parts", "is empty", "at least one score");
    score.scope = instrument.scores[score.parts.front()].scope;
  } else {
    KARUNA_TRY(items, item_positions(table, instrument));
    score.items = items;
    KARUNA_TRY(at_least, missing.integer_or("answer_at_least", 0, 0, static_cast<std::int64_t>(items.size())));
    score.answer_at_least = static_cast<std::uint32_t>(at_least);
  }
  const bool share = method == Method::percent_positive || method == Method::net_share;
  if (share) score.scope = Scope::group;
  if (share == positive.empty())
    return table.wrong("positive", share ? "is missing" : "is given", share ? "the codes that count as positive" : "none for this method");
  if ((method == Method::net_share) == negative.empty())
    return table.wrong("negative", negative.empty() ? "is missing" : "is given", negative.empty() ? "the codes that count against" : "none for this method");
  if (method == Method::net_share && score.items.size() != 1) return table.wrong("items", "holds several items", "one item for a net share");
  if (method == Method::sum && score.answer_at_least != 0 && score.answer_at_least != score.items.size())
    return table.wrong("missing", "lets a sum leave items out", "every item, or method mean");
  work_out_ends(score, instrument);
  KARUNA_CHECK(read_bands_and_norms(table, score));
  return score;
}

Result<Example> read_example(const TomlTable& table, const Instrument& instrument) {
  std::vector<std::string> known{"answers", "rows"};
  for (const Score& score : instrument.scores) known.push_back(score.id);
  KARUNA_CHECK(table.only(known));
  Example example;
  if (table.kind("answers") == TomlKind::table) {
    KARUNA_TRY(answers, table.table("answers"));
    example.rows.emplace_back(instrument.items.size());
    for (const std::string& code : answers.keys()) {
      const auto item = instrument.find_item(code);
      if (!item) return answers.wrong(code, "answers item " + in_quotes(code) + ", which does not exist", known_item(code, instrument));
      KARUNA_TRY(answer, answers.integer(code, INT16_MIN + 1, INT16_MAX));
      example.rows.front()[*item] = static_cast<std::int16_t>(answer);
    }
  } else if (table.has("answers")) {
    KARUNA_TRY(answers, read_codes(table, "answers"));
    if (answers.size() != instrument.items.size())
      return table.wrong("answers", "holds " + counted(answers.size(), "answer"), std::to_string(instrument.items.size()) + ", one an item");
    example.rows.emplace_back(answers.begin(), answers.end());
  } else {
    KARUNA_TRY(rows, table.table("rows"));
    for (const std::string& respondent : rows.keys()) {
      KARUNA_TRY(answers, read_codes(rows, respondent));
      if (answers.size() != instrument.items.size())
        return rows.wrong(respondent, "holds " + counted(answers.size(), "answer"), std::to_string(instrument.items.size()) + ", one an item");
      example.rows.emplace_back(answers.begin(), answers.end());
    }
  }
  for (const Score& score : instrument.scores) {
    if (!table.has(score.id)) continue;
    if (table.kind(score.id) == TomlKind::text) {
      KARUNA_TRY(word, table.text(score.id));
      if (word != "not scored") return table.wrong(score.id, "is " + in_quotes(word), "a number, or \"not scored\"");
      example.expected[score.id] = std::nullopt;
    } else {
      KARUNA_TRY(value, table.number(score.id));
      example.expected[score.id] = value;
    }
  }
  return example;
}

}  // namespace karuna::ask
