// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "collect/survey_parts.h"

namespace karuna::collect {
namespace {

Result<void> check_ends(const TomlTable& table, double min, double max) {
  if (min < max) return {};
  return table.wrong("max", "is " + shortest(max) + " and min is " + shortest(min), "that min is below max");
}

Result<void> parse_items(const TomlTable& table, OwnScale& scale) {
  KARUNA_TRY(items, table.texts("items"));
  if (items.empty()) return table.wrong("items", "is empty", "at least one column");
  KARUNA_CHECK(check_distinct(table, "items", items));
  KARUNA_TRY(reversed, table.texts_or("reversed"));
  KARUNA_CHECK(check_distinct(table, "reversed", reversed));
  for (const std::string& word : reversed) {
    if (std::find(items.begin(), items.end(), word) != items.end()) continue;
    const auto nearest = nearest_word(word, items);
    return table.wrong("reversed", "names " + in_quotes(word) + ", which is not among items",
                       nearest ? "did you mean " + in_quotes(*nearest) + "?" : "columns of items");
  }
  for (const double end : {scale.min, scale.max})
    if (end != std::floor(end) || std::abs(end) > largest_code)
      return table.wrong(end == scale.min ? "min" : "max", "is " + shortest(end),
                         "a whole number: items are answered in whole numbers; for a column with fractions write column = \"...\"");
  KARUNA_TRY(method, parse_choice(table, "method", std::vector<std::string>{"mean", "sum"}, 0));
  scale.method = static_cast<ScaleMethod>(method);
  const auto count = static_cast<std::int64_t>(items.size());
  KARUNA_TRY(least, table.integer_or("answer_at_least", count, 1, count));
  if (scale.method == ScaleMethod::sum && least != count)
    return table.wrong("answer_at_least", "is " + std::to_string(least) + " with method = \"sum\"",
                       "all " + std::to_string(count) + ": a sum needs every item; a mean may do with fewer");
  scale.answer_at_least = static_cast<std::uint32_t>(least);
  scale.items = std::move(items);
  scale.reversed = std::move(reversed);
  return {};
}

}  // namespace

Result<InstrumentWish> parse_instrument(const TomlTable& table) {
  KARUNA_CHECK(table.only(known_keys("instrument[]")));
  InstrumentWish wish;
  wish.line = table.line();
  KARUNA_TRY(id, table.text("id"));
  wish.id = std::move(id);
  KARUNA_TRY(map, table.table_or_empty("map"));
  std::map<std::string, std::string> item_of_column;
  for (const std::string& item : map.keys()) {
    KARUNA_TRY(column, map.text(item));
    const auto [earlier, fresh] = item_of_column.emplace(column, item);
    if (!fresh)
      return map.wrong(item, "is the column " + in_quotes(column) + ", which " + earlier->second + " has already", "a column of its own for each item");
    wish.map.emplace(item, std::move(column));
  }
  KARUNA_TRY(scores, table.texts_or("scores"));
  KARUNA_CHECK(check_distinct(table, "scores", scores));
  wish.scores = std::move(scores);
  return wish;
}

Result<OwnScale> parse_scale(const TomlTable& table) {
  KARUNA_CHECK(table.only(known_keys("scale[]")));
  OwnScale scale;
  scale.line = table.line();
  KARUNA_TRY(id, parse_id(table));
  KARUNA_TRY(name, table.text_or("name", id));
  scale.id = std::move(id);
  scale.name = std::move(name);
  KARUNA_TRY(min, table.number("min"));
  KARUNA_TRY(max, table.number("max"));
  KARUNA_CHECK(check_ends(table, min, max));
  scale.min = min;
  scale.max = max;
  KARUNA_TRY(higher, table.flag_or("higher_is_better", true));
  scale.higher_is_better = higher;
  KARUNA_TRY(dimension, table.text_or("dimension", ""));
  KARUNA_CHECK(check_dimension(table, dimension));
  scale.dimension = std::move(dimension);

  if (table.has("column") == table.has("items"))
    return table.wrong(table.has("items") ? "items" : "id",
                       table.has("items") ? "stands beside column" : "is " + in_quotes(scale.id) + " and the scale names neither column nor items",
                       "one of the two: column for a column that already is a score, items for a list of item columns");
  if (table.has("items")) {
    KARUNA_CHECK(parse_items(table, scale));
    return scale;
  }
  KARUNA_TRY(column, table.text("column"));
  if (trimmed(column).empty()) return table.wrong("column", "is empty", "the name of a column");
  scale.column = std::move(column);
  for (const char* key : {"reversed", "method", "answer_at_least"})
    if (table.has(key)) return table.wrong(key, "is given for a column that already is a score", "no such line, or items = [...] instead of column");
  return scale;
}

Result<Index> parse_index(const TomlTable& table) {
  KARUNA_CHECK(table.only(known_keys("index")));
  Index index;
  index.line = table.line();
  KARUNA_TRY(show, table.flag_or("show", true));
  index.show = show;
  KARUNA_TRY(weights, table.table_or_empty("weights"));
  std::vector<std::string> named;
  for (std::size_t d = 0; d < dimensions.size(); ++d) {
    KARUNA_TRY(scales, table.texts_or(dimensions[d]));
    KARUNA_CHECK(check_distinct(table, dimensions[d], scales));
    for (std::string& scale : scales) {
      if (std::find(named.begin(), named.end(), scale) != named.end())
        return table.wrong(dimensions[d], "names " + in_quotes(scale) + ", which stands in another dimension", "each scale in one dimension");
      named.push_back(scale);
      KARUNA_TRY(weight, weights.number_or(scale, 1.0));
      if (weight <= 0) return weights.wrong(scale, "is " + shortest(weight), "a weight above 0");
      index.parts[d].push_back({std::move(scale), weight});
    }
  }
  KARUNA_CHECK(weights.only(named));
  index.given = !named.empty();
  return index;
}

Result<Margin> parse_margin(const TomlTable& table, const std::string& column, std::size_t line) {
  Margin margin{column, {}, line};
  double sum = 0;
  for (const std::string& category : table.keys()) {
    KARUNA_TRY(share, table.number(category));
    if (share <= 0 || share > 1) return table.wrong(category, "is " + shortest(share), "a share above 0 and up to 1 (60 % is 0.6)");
    sum += share;
    margin.shares.emplace_back(trimmed(category), share);
  }
  if (margin.shares.size() < 2)
    return fail(Fault::invalid, table.file() + ":" + std::to_string(line) + ": [margins." + column + "] has " +
                                    counted(margin.shares.size(), "category", "categories") +
                                    "; expected at least two with their shares of the eligible people");
  if (std::abs(sum - 1) > 0.005)
    return fail(Fault::invalid,
                table.file() + ":" + std::to_string(line) + ": the shares of [margins." + column + "] add up to " + fixed(sum, 3) + "; expected 1");
  for (auto& [category, share] : margin.shares) share /= sum;
  return margin;
}

}  // namespace karuna::collect
