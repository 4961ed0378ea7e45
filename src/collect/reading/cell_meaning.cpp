// SPDX-License-Identifier: Apache-2.0
#include "collect/reading/cell_meaning.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/text.h"

namespace karuna::collect {
namespace {
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
}

ItemMeaning::ItemMeaning(std::span<const std::int16_t> valid, const Codes* codes, std::span<const std::string> missing, DecimalComma comma)
    : valid_(valid.begin(), valid.end()), comma_(comma) {
  for (const std::string& word : missing) {
    const Cell cell{no_answer, Meaning::missing};
    if (const auto number = parse_integer(word)) special_[*number] = cell;
    words_[word] = cell;
  }
  if (codes)
    for (const auto& [text, code] : *codes) {
      const Cell cell = code ? numeric(*code) : Cell{no_answer, Meaning::missing};
      if (const auto number = parse_integer(text)) special_[*number] = cell;
      words_[text] = cell;
    }
  low_ = valid_.front();
  for (std::int64_t number = low_; number <= valid_.back(); ++number) table_.push_back(beyond(number));
}

ItemMeaning::Cell ItemMeaning::numeric(std::int64_t number) const {
  if (number < valid_.front()) return {no_answer, Meaning::below};
  if (number > valid_.back()) return {no_answer, Meaning::above};
  const auto code = static_cast<std::int16_t>(number);
  if (!std::binary_search(valid_.begin(), valid_.end(), code)) return {no_answer, Meaning::unreadable};
  return {code, Meaning::answered};
}

ItemMeaning::Cell ItemMeaning::beyond(std::int64_t number) const {
  if (const auto found = special_.find(number); found != special_.end()) return found->second;
  return numeric(number);
}

ItemMeaning::Cell ItemMeaning::of(std::string_view text) const {
  const std::string word(trimmed(text));
  if (const auto found = words_.find(word); found != words_.end()) return found->second;
  if (const auto number = parse_decimal(word, comma_)) {
    if (*number < valid_.front()) return {no_answer, Meaning::below};
    if (*number > valid_.back()) return {no_answer, Meaning::above};
  }
  return {no_answer, Meaning::unreadable};
}

ScoreMeaning::ScoreMeaning(double min, double max, const Codes* codes, std::span<const std::string> missing, DecimalComma comma)
    : min_(min), max_(max), slack_(1e-9 * (max - min)), comma_(comma) {
  for (const std::string& word : missing) {
    if (const auto number = parse_decimal(word)) special_.emplace_back(*number, Cell{nothing, Meaning::missing});
    words_[word] = {nothing, Meaning::missing};
  }
  if (!codes) return;
  for (const auto& [text, code] : *codes) {
    Cell cell{nothing, Meaning::missing};
    if (code)
      cell = *code < min_ ? Cell{nothing, Meaning::below} : *code > max_ ? Cell{nothing, Meaning::above} : Cell{static_cast<double>(*code), Meaning::answered};
    if (const auto number = parse_decimal(text)) special_.insert(special_.begin(), {*number, cell});
    words_[text] = cell;
  }
}

ScoreMeaning::Cell ScoreMeaning::of(double number) const {
  for (const auto& [special, cell] : special_)
    if (number == special) return cell;
  if (number < min_ - slack_) return {nothing, Meaning::below};
  if (number > max_ + slack_) return {nothing, Meaning::above};
  return {number, Meaning::answered};
}

ScoreMeaning::Cell ScoreMeaning::of(std::string_view text) const {
  const std::string word(trimmed(text));
  if (const auto found = words_.find(word); found != words_.end()) return found->second;
  if (const auto number = parse_decimal(word, comma_)) return of(*number);
  return {nothing, Meaning::unreadable};
}

}  // namespace karuna::collect
