// SPDX-License-Identifier: Apache-2.0
#include "ask/scoring/answer_map.h"

#include <algorithm>

#include "base/numbers.h"
#include "base/text.h"

namespace karuna::ask {

const std::string& AnswerMap::column(const std::string& item) const {
  const auto found = column_of.find(item);
  return found == column_of.end() ? item : found->second;
}

Result<AnswerMap> read_answer_map(const TomlTable& file, const Instrument& instrument) {
  KARUNA_CHECK(file.only({"map", "missing", "codes"}));
  AnswerMap map;
  KARUNA_TRY(missing, file.words_or("missing", map.missing));
  map.missing.clear();
  for (const std::string& word : missing) map.missing.emplace_back(trimmed(word));
  KARUNA_TRY(columns, file.table_or_empty("map"));
  std::vector<std::string> items;
  for (const Item& item : instrument.items) items.push_back(item.code);
  for (const std::string& code : columns.keys()) {
    if (!instrument.find_item(code)) {
      const auto near = nearest_word(code, items);
      return columns.wrong(code, "maps item " + in_quotes(code) + ", which " + instrument.id + " does not have",
                           near ? *near + " (the nearest) or another of its items" : "one of " + join_words(items));
    }
    KARUNA_TRY(column, columns.text(code));
    map.column_of[code] = column;
  }
  std::map<std::string, std::string> item_of;
  for (const std::string& code : items) {
    const auto [twin, is_new] = item_of.emplace(map.column(code), code);
    if (!is_new)
      return columns.wrong(code, "gives column " + in_quotes(map.column(code)) + " to item " + code + " and to item " + twin->second,
                           "a column of its own for every item");
  }
  KARUNA_TRY(codes, file.table_or_empty("codes"));
  for (const std::string& column : codes.keys()) {
    if (!item_of.contains(column)) return codes.wrong(column, "gives codes for column " + in_quotes(column) + ", which no item has", "a column of an item");
    KARUNA_TRY(words, codes.table(column));
    for (const std::string& word : words.keys()) {
      KARUNA_TRY(code, words.integer(word, INT16_MIN + 1, INT16_MAX));
      map.codes[column][std::string(trimmed(word))] = static_cast<std::int16_t>(code);
    }
  }
  return map;
}

Result<AnswerReader> AnswerReader::prepare(const Instrument& instrument, const AnswerMap& map, const CsvHeader& header) {
  AnswerReader reader;
  reader.map_ = map;
  std::vector<std::string> absent;
  std::string why;
  for (const Item& item : instrument.items) {
    const std::string& column = map.column(item.code);
    if (const auto position = header.find(column)) {
      reader.columns_.push_back({*position, nullptr});
      continue;
    }
    absent.push_back(column == item.code ? item.code : item.code + " (" + column + ")");
    if (why.empty()) why = header.position(column).error().what;
  }
  if (!absent.empty())
    return fail(Fault::not_found,
                (absent.size() == 1                         ? "item " + absent.front() + " of " + instrument.id + " has no column: "
                 : absent.size() == instrument.items.size() ? "none of the " + counted(absent.size(), "item") + " of " + instrument.id + " has a column: "
                                                            : std::to_string(absent.size()) + " of the " + counted(instrument.items.size(), "item") + " of " +
                                                                  instrument.id + " have no column (" + join_words(absent, "and", 6) + "): ") +
                    why + ". --map FILE names columns of another name, --score ID asks for a part alone");
  for (std::size_t j = 0; j < instrument.items.size(); ++j) {
    const auto codes = reader.map_.codes.find(map.column(instrument.items[j].code));
    if (codes != reader.map_.codes.end()) reader.columns_[j].codes = &codes->second;
  }
  reader.digits_are_codes_ = std::ranges::none_of(map.missing, [](const std::string& word) { return word.size() == 1 && word[0] >= '0' && word[0] <= '9'; });
  reader.unreadable_.assign(instrument.items.size(), 0);
  return reader;
}

std::int16_t AnswerReader::code_of(std::string_view field, std::size_t item) {
  if (field.size() == 1 && field[0] >= '0' && field[0] <= '9' && digits_are_codes_ && !columns_[item].codes) return static_cast<std::int16_t>(field[0] - '0');
  field = trimmed(field);
  if (field.empty() || std::ranges::find(map_.missing, field) != map_.missing.end()) return no_answer;
  if (columns_[item].codes)
    if (const auto code = columns_[item].codes->find(std::string(field)); code != columns_[item].codes->end()) return code->second;
  if (const auto number = parse_integer(field)) return static_cast<std::int16_t>(std::clamp<std::int64_t>(*number, INT16_MIN + 1, INT16_MAX));
  ++unreadable_[item];
  return no_answer;
}

void AnswerReader::read(std::span<const std::string_view> fields, std::span<std::int16_t> codes) {
  for (std::size_t j = 0; j < columns_.size(); ++j) codes[j] = code_of(fields[columns_[j].position], j);
}

}  // namespace karuna::ask
