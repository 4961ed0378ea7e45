// SPDX-License-Identifier: Apache-2.0
#include "base/toml.h"

#include <toml++/toml.h>

#include <algorithm>
#include <cmath>

#include "base/encoding.h"
#include "base/files.h"
#include "base/text.h"

namespace karuna {
namespace {

constexpr std::size_t most_bytes = 4U << 20;
constexpr std::size_t deepest_key = 16;     // a.b.c: tables nest by it, and taking them down is recursive

const toml::table& as_table(const void* node) { return *static_cast<const toml::table*>(node); }

const char* name_of(toml::node_type type) {
  switch (type) {
    case toml::node_type::none: return "nothing";
    case toml::node_type::table: return "a table";
    case toml::node_type::array: return "a list";
    case toml::node_type::string: return "a text";
    case toml::node_type::integer: return "a whole number";
    case toml::node_type::floating_point: return "a number";
    case toml::node_type::boolean: return "true or false";
    case toml::node_type::date: return "a date";
    case toml::node_type::time: return "a time";
    case toml::node_type::date_time: return "a date and time";
  }
  return "something else";
}

/// "is the text "x"", "is a list": what was given, in words.
std::string given(const toml::node& node) {
  if (const auto text = node.value_exact<std::string>()) return "is the text " + in_quotes(*text);
  if (const auto whole = node.value_exact<std::int64_t>()) return "is " + std::to_string(*whole);
  if (const auto number = node.value_exact<double>()) return "is " + shortest(*number);
  if (const auto flag = node.value_exact<bool>()) return *flag ? "is true" : "is false";
  return std::string("is ") + name_of(node.type());
}

/// Where the TOML string that starts at `at` ends (behind its quotes), or the text where it does not.
std::size_t end_of_string(std::string_view text, std::size_t at) {
  const char quote = text[at];
  const std::string three(3, quote);
  const bool many_lines = text.substr(at).starts_with(three);
  for (std::size_t i = at + (many_lines ? 3 : 1); i < text.size(); ++i) {
    if (text[i] == '\\' && quote == '"') ++i;
    else if (many_lines ? text.substr(i).starts_with(three) : text[i] == quote || text[i] == '\n') {
      if (!many_lines) return i + (text[i] == quote ? 1 : 0);
      for (i += 3; i < text.size() && text[i] == quote;) ++i;     // up to two quotes may stand before the closing three
      return i;
    }
  }
  return text.size();
}

/// The line of the first key with more steps than any file of ours needs; 0 where there is none.
std::size_t line_of_too_deep_key(std::string_view text) {
  std::size_t dots = 0;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == '"' || c == '\'') {
      i = end_of_string(text, i);
      continue;
    }
    if (c == '#') {
      i = std::min(text.find('\n', i), text.size());
      continue;
    }
    if (std::string_view("\n=,[{").contains(c)) dots = 0;
    if (c == '.' && ++dots >= deepest_key) return 1 + static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(i), '\n'));
    ++i;
  }
  return 0;
}

template <typename T>
std::optional<T> read_as(const toml::node& node) {
  if constexpr (std::is_same_v<T, double>) {
    if (const auto whole = node.value_exact<std::int64_t>()) return static_cast<double>(*whole);
    const auto number = node.value_exact<double>();
    return number && std::isfinite(*number) ? number : std::nullopt;
  } else {
    return node.value_exact<T>();
  }
}

}  // namespace

struct TomlTable::Document {
  std::string name;
  toml::table root;
};

namespace {

struct Look {
  const TomlTable& table;
  const void* node;

  const toml::node* find(std::string_view key) const { return node ? as_table(node).get(key) : nullptr; }

  template <typename T>
  Result<T> one(std::string_view key, std::string_view expected) const {
    const toml::node* value = find(key);
    if (!value) return table.wrong(key, "is missing", expected);
    if (auto read = read_as<T>(*value)) return *std::move(read);
    return table.wrong(key, given(*value), expected);
  }

  template <typename T>
  Result<std::vector<T>> list(std::string_view key, std::string_view expected) const {
    const toml::node* value = find(key);
    if (!value) return table.wrong(key, "is missing", expected);
    const toml::array* array = value->as_array();
    if (!array) return table.wrong(key, given(*value), expected);
    std::vector<T> all;
    all.reserve(array->size());
    for (const toml::node& element : *array) {
      auto read = read_as<T>(element);
      if (!read) return table.wrong(key, "holds an element that " + given(element), expected);
      all.push_back(*std::move(read));
    }
    return all;
  }
};

}  // namespace

Result<TomlTable> parse_toml(std::string_view text, std::string name) {
  if (text.size() > most_bytes) return fail(Fault::invalid, name + ": larger than 4 MiB, which is the most that is read as TOML; was another file meant?");
  if (const auto at = find_nul(text)) return fail(Fault::invalid, name + ":" + std::to_string(1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(*at), '\n')) + ": a NUL byte; expected text in UTF-8");
  if (!is_utf8(text)) {
    std::size_t line = 1;
    for (const std::string_view each : split(text, '\n')) {
      if (!is_utf8(each)) break;
      ++line;
    }
    return fail(Fault::invalid, name + ":" + std::to_string(line) + ": not UTF-8; save the file as UTF-8");
  }
  if (const std::size_t line = line_of_too_deep_key(text))
    return fail(Fault::invalid, name + ":" + std::to_string(line) + ": a key of more than " + std::to_string(deepest_key) + " steps; expected fewer dots");
  auto document = std::make_shared<TomlTable::Document>();
  document->name = std::move(name);
  try {
    document->root = toml::parse(text);
  } catch (const toml::parse_error& problem) {
    return fail(Fault::invalid, document->name + ":" + std::to_string(problem.source().begin.line) + ": not TOML: " + std::string(problem.description()));
  }
  TomlTable root;
  root.node_ = &document->root;
  root.document_ = std::move(document);
  return root;
}

Result<TomlTable> read_toml(const std::filesystem::path& file) {
  KARUNA_TRY(text, read_file(file, most_bytes));
  return parse_toml(text, file.string());
}

TomlKind TomlTable::kind(std::string_view key) const {
  const toml::node* node = Look{*this, node_}.find(key);
  if (!node) return TomlKind::absent;
  switch (node->type()) {
    case toml::node_type::none: return TomlKind::absent;
    case toml::node_type::table: return TomlKind::table;
    case toml::node_type::array: return TomlKind::list;
    case toml::node_type::string: return TomlKind::text;
    case toml::node_type::integer: return TomlKind::integer;
    case toml::node_type::floating_point: return TomlKind::number;
    case toml::node_type::boolean: return TomlKind::flag;
    case toml::node_type::date:
    case toml::node_type::time:
    case toml::node_type::date_time: return TomlKind::date;
  }
  return TomlKind::absent;
}

std::vector<std::string> TomlTable::keys() const {
  if (!node_) return {};
  struct Placed {
    std::pair<toml::source_index, toml::source_index> at;
    std::string key;
  };
  std::vector<Placed> placed;
  for (const auto& [key, value] : as_table(node_)) placed.push_back({{key.source().begin.line, key.source().begin.column}, std::string(key.str())});
  std::sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) { return a.at < b.at; });
  std::vector<std::string> keys;
  for (Placed& each : placed) keys.push_back(std::move(each.key));
  return keys;
}

const std::string& TomlTable::file() const {
  static const std::string none;
  return document_ ? document_->name : none;
}

std::size_t TomlTable::line() const { return node_ ? std::max<std::size_t>(1, as_table(node_).source().begin.line) : 0; }

std::size_t TomlTable::line(std::string_view key) const {
  const toml::node* node = Look{*this, node_}.find(key);
  return node && node->source().begin.line ? node->source().begin.line : line();
}

std::unexpected<Error> TomlTable::wrong(std::string_view key, std::string_view given_words, std::string_view expected) const {
  return fail(Fault::invalid, file() + ":" + std::to_string(line(key)) + ": " + in_quotes(key) + " " + std::string(given_words) + "; expected " + std::string(expected));
}

Result<std::string> TomlTable::text(std::string_view key) const { return Look{*this, node_}.one<std::string>(key, "a text in quotes"); }
Result<std::string> TomlTable::text_or(std::string_view key, std::string_view fallback) const { return has(key) ? text(key) : Result<std::string>(std::string(fallback)); }

Result<std::int64_t> TomlTable::integer(std::string_view key, std::int64_t min, std::int64_t max) const {
  constexpr auto lowest = std::numeric_limits<std::int64_t>::min(), highest = std::numeric_limits<std::int64_t>::max();
  std::string expected = "a whole number";
  if (min != lowest && max != highest) expected += " from " + std::to_string(min) + " to " + std::to_string(max);
  else if (min != lowest) expected += " of at least " + std::to_string(min);
  else if (max != highest) expected += " of at most " + std::to_string(max);
  KARUNA_TRY(value, Look{*this, node_}.one<std::int64_t>(key, expected));
  if (value < min || value > max) return wrong(key, "is " + std::to_string(value), expected);
  return value;
}
Result<std::int64_t> TomlTable::integer_or(std::string_view key, std::int64_t fallback, std::int64_t min, std::int64_t max) const { return has(key) ? integer(key, min, max) : fallback; }

Result<double> TomlTable::number(std::string_view key) const { return Look{*this, node_}.one<double>(key, "a number"); }
Result<double> TomlTable::number_or(std::string_view key, double fallback) const { return has(key) ? number(key) : fallback; }
Result<bool> TomlTable::flag(std::string_view key) const { return Look{*this, node_}.one<bool>(key, "true or false"); }
Result<bool> TomlTable::flag_or(std::string_view key, bool fallback) const { return has(key) ? flag(key) : fallback; }

Result<std::vector<std::string>> TomlTable::texts(std::string_view key) const { return Look{*this, node_}.list<std::string>(key, "a list of texts"); }
Result<std::vector<std::string>> TomlTable::texts_or(std::string_view key, std::vector<std::string> fallback) const { return has(key) ? texts(key) : fallback; }
Result<std::vector<std::int64_t>> TomlTable::integers(std::string_view key) const { return Look{*this, node_}.list<std::int64_t>(key, "a list of whole numbers"); }
Result<std::vector<std::int64_t>> TomlTable::integers_or(std::string_view key, std::vector<std::int64_t> fallback) const { return has(key) ? integers(key) : fallback; }
Result<std::vector<double>> TomlTable::numbers(std::string_view key) const { return Look{*this, node_}.list<double>(key, "a list of numbers"); }
Result<std::vector<double>> TomlTable::numbers_or(std::string_view key, std::vector<double> fallback) const { return has(key) ? numbers(key) : fallback; }

Result<std::vector<std::string>> TomlTable::words_or(std::string_view key, std::vector<std::string> fallback) const {
  const toml::node* node = Look{*this, node_}.find(key);
  if (!node) return fallback;
  std::vector<std::string> words;
  const auto take = [&](const toml::node& each) {
    if (const auto text = each.value_exact<std::string>()) words.push_back(*text);
    else if (const auto whole = each.value_exact<std::int64_t>()) words.push_back(std::to_string(*whole));
    else if (const auto number = each.value_exact<double>(); number && std::isfinite(*number)) words.push_back(shortest(*number));
    else return false;
    return true;
  };
  if (const toml::array* array = node->as_array()) {
    for (const toml::node& each : *array)
      if (!take(each)) return wrong(key, "holds an element that " + given(each), "texts and numbers");
  } else if (!take(*node)) {
    return wrong(key, given(*node), "a list of texts and numbers");
  }
  return words;
}

Result<TomlTable> TomlTable::table(std::string_view key) const {
  const toml::node* node = Look{*this, node_}.find(key);
  if (!node) return wrong(key, "is missing", "a table [" + std::string(key) + "]");
  if (!node->is_table()) return wrong(key, given(*node), "a table [" + std::string(key) + "]");
  TomlTable below = *this;
  below.node_ = node->as_table();
  return below;
}

Result<TomlTable> TomlTable::table_or_empty(std::string_view key) const {
  static const toml::table empty;
  if (has(key)) return table(key);
  TomlTable below = *this;
  below.node_ = &empty;
  return below;
}

Result<std::vector<TomlTable>> TomlTable::tables(std::string_view key) const {
  const std::string expected = "tables [[" + std::string(key) + "]]";
  const toml::node* node = Look{*this, node_}.find(key);
  std::vector<TomlTable> all;
  if (!node) return all;
  const toml::array* array = node->as_array();
  if (!array) return wrong(key, given(*node), expected);
  for (const toml::node& each : *array) {
    if (!each.is_table()) return wrong(key, "holds an element that " + given(each), expected);
    all.push_back(*this);
    all.back().node_ = each.as_table();
  }
  return all;
}

Result<void> TomlTable::only(const std::vector<std::string>& known) const {
  if (!node_) return {};
  for (const std::string& key : keys()) {
    if (std::ranges::find(known, key) != known.end()) continue;
    const auto nearest = nearest_word(key, known);
    return wrong(key, "is not known here", nearest ? "\"" + *nearest + "\" perhaps" : "one of " + join_words(known, "or", 40));
  }
  return {};
}

Result<void> TomlTable::only(std::initializer_list<std::string_view> known) const { return only(std::vector<std::string>(known.begin(), known.end())); }

}  // namespace karuna
