// SPDX-License-Identifier: Apache-2.0
#include "fit/request.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"

namespace karuna::fit {
namespace {

/// The same error with the file, the line and the key before it.
std::unexpected<Error> of_key(const TomlTable& model, std::string_view key, Error error) {
  return fail(error.fault, model.file() + ":" + std::to_string(model.line(key)) + ": " + std::string(key) + ": " + error.what);
}

}  // namespace

Result<stats::Formula> Request::formula() const {
  KARUNA_TRY(text, model.text("formula"));
  auto parsed = stats::parse_formula(text);
  if (!parsed) return of_key(model, "formula", parsed.error());
  return parsed;
}

Result<stats::Frame> Request::frame(const stats::FrameOptions& options) const {
  KARUNA_TRY(parsed, formula());
  auto made = stats::frame_of(parsed, data, options);
  if (!made) return of_key(model, "formula", made.error());
  return made;
}

Result<stats::Frame> Request::rows(const stats::FrameOptions& options) const {
  KARUNA_TRY(everybody, stats::parse_formula("~ 1"));
  return stats::frame_of(everybody, data, options);
}

Result<std::vector<double>> Request::values(const std::string& column, const stats::Frame& frame) const {
  KARUNA_TRY(found, data.need(column));
  if (found->words)
    return fail(Fault::invalid,
                "the column " + in_quotes(column) + " holds words" + (found->stray.empty() ? "" : " (" + found->stray + ")") + "; numbers are needed");
  std::vector<double> numbers;
  for (const auto row : frame.kept) numbers.push_back(std::isfinite(found->numbers[row]) ? found->numbers[row] : std::nan(""));
  return numbers;
}

Result<std::string> Request::column(std::string_view key) const {
  KARUNA_TRY(name, model.text_or(key, ""));
  if (name.empty()) return name;
  if (const auto found = data.need(name); !found) return of_key(model, key, found.error());
  return name;
}

Result<std::vector<std::string>> Request::columns(std::string_view key) const {
  KARUNA_TRY(names, model.texts(key));
  for (const auto& name : names)
    if (const auto found = data.need(name); !found) return of_key(model, key, found.error());
  return names;
}

Result<std::string> Request::choice(std::string_view key, const std::vector<std::string>& words) const {
  KARUNA_TRY(word, model.text_or(key, words.front()));
  if (std::find(words.begin(), words.end(), word) == words.end())
    return model.wrong(key, "is " + in_quotes(word), "one of " + join_words(words, "and", words.size()));
  return word;
}

Result<double> Request::confidence(double fallback) const {
  KARUNA_TRY(value, model.number_or("confidence", fallback));
  if (!(value > 0 && value < 1)) return model.wrong("confidence", "is " + shortest(value), "a share between 0 and 1, such as 0.95");
  return value;
}

Result<Request::Numbers> Request::numbers(const std::vector<std::string>& names, Gaps gaps) const {
  Numbers found;
  std::vector<const stats::DataColumn*> columns;
  for (const auto& name : names) {
    KARUNA_TRY(column, data.need(name));
    if (column->words)
      return fail(Fault::invalid,
                  "the column " + in_quotes(name) + " holds words" + (column->stray.empty() ? "" : " (" + column->stray + ")") + "; numbers are needed");
    columns.push_back(column);
  }
  std::vector<std::size_t> gone(names.size(), 0);
  for (std::size_t row = 0; row < data.rows; ++row) {
    const auto gap = std::find_if(columns.begin(), columns.end(), [row](const auto* c) { return !std::isfinite(c->numbers[row]); });
    if (gaps == Gaps::leave_out && gap != columns.end())
      ++gone[static_cast<std::size_t>(gap - columns.begin())];
    else
      found.kept.push_back(row);
  }
  for (std::size_t j = 0; j < names.size(); ++j)
    if (gone[j] > 0) found.dropped.push_back({names[j] + " is missing or infinite", gone[j]});
  if (found.kept.empty()) return fail(Fault::too_few_people, "no row of " + data.name + " has a number in each of " + join_words(names));
  found.rows = found.kept.size();
  found.columns = names.size();
  found.values.reserve(found.rows * found.columns);
  for (const auto* c : columns)
    for (const auto row : found.kept) found.values.push_back(std::isfinite(c->numbers[row]) ? c->numbers[row] : std::nan(""));
  return found;
}

std::vector<double> less_offset(const stats::Frame& frame) {
  std::vector<double> y = frame.y;
  for (std::size_t i = 0; i < frame.offset.size(); ++i) y[i] -= frame.offset[i];
  return y;
}

FitOutput output_of(const stats::Frame& frame) { return {.title = {}, .rows = frame.rows, .dropped = frame.dropped, .kept = frame.kept}; }

FitOutput output_of(const Request::Numbers& numbers) { return {.title = {}, .rows = numbers.rows, .dropped = numbers.dropped, .kept = numbers.kept}; }

Cell term_cell(const stats::ModelColumn& column, std::size_t all_rows) {
  if (column.fewest_rows == all_rows) return column.name;
  return Unit{column.name, column.fewest_rows};
}

std::string readable(double value) {
  if (!std::isfinite(value)) return "not known";
  if (value == 0) return "0";
  const int digits = 3 - static_cast<int>(std::floor(std::log10(std::fabs(value))));
  return fixed(value, std::clamp(digits, 0, 6));
}

bool is_whole(double value) { return std::fabs(value - std::round(value)) <= 1e-9 * std::max(1.0, std::fabs(value)); }

std::string degrees_words(double value) {
  if (!std::isfinite(value)) return readable(value);
  return is_whole(value) ? grouped(static_cast<std::int64_t>(std::round(value))) : fixed(value, 1);
}

std::string between(double low, double high) { return "between " + readable(low) + " and " + readable(high); }

std::string percent(double share) { return shortest(std::round(1000 * share) / 10) + " %"; }

}  // namespace karuna::fit
