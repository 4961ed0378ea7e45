// SPDX-License-Identifier: Apache-2.0
#include "base/tables/csv_columns.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace karuna {
namespace {

using Ended = CsvCursor::Ended;

constexpr std::array<double, 16> power_of_ten = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

std::int32_t stray_integer(std::uint32_t word) { return static_cast<std::int32_t>(static_cast<std::int64_t>(std::numeric_limits<std::int32_t>::min()) + word); }
double stray_decimal(std::uint32_t word) { return std::bit_cast<double>(0x7ff8000000000000ULL | word); }

unsigned digit(char c) { return static_cast<unsigned>(static_cast<unsigned char>(c)) - '0'; }   // above 9: none

}  // namespace

std::uint64_t hash_of(std::string_view text) {
  // A multiplicative mix of eight bytes at a time; tables only, nothing secret.
  std::uint64_t hash = 0x9E3779B97F4A7C15ULL ^ text.size();
  const char* at = text.data();
  std::size_t left = text.size();
  for (; left >= 8; at += 8, left -= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, 8);
    hash = (hash ^ word) * 0xD6E8FEB86659FD93ULL;
    hash ^= hash >> 32;
  }
  std::uint64_t rest = 0;
  for (std::size_t i = 0; i < left; ++i) rest |= static_cast<std::uint64_t>(static_cast<unsigned char>(at[i])) << (8 * i);
  hash = (hash ^ rest) * 0xD6E8FEB86659FD93ULL;
  hash ^= hash >> 32;
  hash *= 0xD6E8FEB86659FD93ULL;
  return hash ^ (hash >> 32);
}

void BlockVocabulary::clear() {
  if (!texts_.empty()) std::fill(slots_.begin(), slots_.end(), 0);
  texts_.clear();
  last_ = 0;
}

void BlockVocabulary::grow() {
  slots_.assign(std::max<std::size_t>(64, slots_.size() * 2), 0);
  for (std::uint32_t number = 0; number < texts_.size(); ++number) {
    std::size_t slot = hash_of(texts_[number]) & (slots_.size() - 1);
    while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = number + 1;
  }
}

std::uint32_t BlockVocabulary::add(std::string_view text) {
  if (!texts_.empty() && texts_[last_] == text) return last_;      // neighbours are often of one unit
  if (texts_.size() * 2 >= slots_.size()) grow();
  std::size_t slot = hash_of(text) & (slots_.size() - 1);
  for (; slots_[slot] != 0; slot = (slot + 1) & (slots_.size() - 1))
    if (texts_[slots_[slot] - 1] == text) return last_ = slots_[slot] - 1;
  last_ = static_cast<std::uint32_t>(texts_.size());
  texts_.push_back(text);
  slots_[slot] = last_ + 1;
  return last_;
}

CsvColumnParser::CsvColumnParser(std::span<const CsvColumn> wishes, std::size_t columns, const CsvDialect& dialect, const CsvOptions& options)
    : steps_(columns), stores_(wishes.size()), dialect_(dialect), options_(options), comma_(dialect.separator == ',' ? DecimalComma::no : DecimalComma::allowed) {
  for (std::size_t w = 0; w < wishes.size(); ++w) {
    stores_[w].kind = wishes[w].kind;
    steps_[wishes[w].position] = {static_cast<Step::Kind>(wishes[w].kind), &stores_[w]};
  }
  block_.columns.resize(wishes.size());
}

void CsvColumnParser::make_room(std::size_t rows) {
  if (rows <= room_) return;
  room_ = std::max<std::size_t>(rows, room_ * 2);
  for (Store& store : stores_) switch (store.kind) {
      case CsvKind::integer: store.integers.resize(room_); break;
      case CsvKind::decimal: store.decimals.resize(room_); break;
      case CsvKind::words: store.words.resize(room_); break;
      case CsvKind::text: store.texts.resize(room_); break;
    }
  line_of_row_.resize(room_);
}

/// Anything but the commonest: quotes, blanks, texts, strays.
Ended CsvColumnParser::parse_cell_slowly(Store& store, std::size_t row) {
  std::string_view field;
  const Ended ended = cursor_->next_field(field);
  if (ended == Ended::badly || (!ascii_ && !cursor_->decode(field, record_line_))) return Ended::badly;
  switch (store.kind) {
    case CsvKind::integer: {
      const auto value = parse_integer(field, comma_);
      const bool fits = value && *value >= smallest_csv_integer && *value <= -smallest_csv_integer;
      store.integers[row] = fits ? static_cast<std::int32_t>(*value) : stray_integer(store.vocabulary.add(field));
      break;
    }
    case CsvKind::decimal: {
      const auto value = parse_decimal(field, comma_);
      store.decimals[row] = value ? *value : stray_decimal(store.vocabulary.add(field));
      break;
    }
    case CsvKind::words: store.words[row] = store.vocabulary.add(field); break;
    case CsvKind::text: store.texts[row] = field; break;
  }
  return ended;
}

/// The commonest integers: nothing, or digits, then at once a separator or the end of the line. Steps onto it; false where it is something else.
inline bool CsvColumnParser::parse_integer_fast(const char*& at, std::int32_t& value) const {
  const unsigned first = digit(*at);
  if (first > 9) {
    value = stray_integer(0);
    return ends_field(at);
  }
  if (digit(at[1]) > 9) {
    value = static_cast<std::int32_t>(first);
    return ends_field(++at);
  }
  // Up to eight digits at once (behind the data lie bytes that may be read): find the first byte that is none, push the digits to the top, add in pairs.
  std::uint64_t word = 0;
  std::memcpy(&word, at, 8);
  word ^= 0x3030303030303030ULL;
  const std::uint64_t others = ((word + 0x7676767676767676ULL) | word) & 0x8080808080808080ULL;
  if (others == 0) return false;
  const int bits = std::countr_zero(others) & ~7;
  word <<= 64 - bits;
  word = (word * 10 + (word >> 8)) & 0x00FF00FF00FF00FFULL;
  word = (word * 100 + (word >> 16)) & 0x0000FFFF0000FFFFULL;
  value = static_cast<std::int32_t>((word * 10000 + (word >> 32)) & 0xFFFFFFFFULL);
  at += bits / 8;
  return ends_field(at);
}

/// The commonest decimals: at most 15 digits, so that number and power of ten are exact in a double and one division rounds correctly (Clinger 1990).
inline bool CsvColumnParser::parse_decimal_fast(const char*& at, double& value) const {
  const bool negative = *at == '-';
  at += negative;
  const char* const first = at;
  std::uint64_t digits = 0;
  for (unsigned next = digit(*at); next <= 9 && at - first < 15; next = digit(*++at)) digits = digits * 10 + next;
  if (at == first) {
    value = stray_decimal(0);
    return !negative && ends_field(at);
  }
  std::size_t behind_point = 0;
  if (*at == '.' || (*at == ',' && comma_ == DecimalComma::allowed)) {
    const char* const point = at++;
    for (unsigned next = digit(*at); next <= 9 && at - first < 16; next = digit(*++at)) digits = digits * 10 + next;
    behind_point = static_cast<std::size_t>(at - point - 1);
  }
  value = static_cast<double>(digits) / power_of_ten[behind_point];
  if (negative) value = -value;
  return ends_field(at);
}

bool CsvColumnParser::parse_record(std::size_t row) {
  const char* at = cursor_->position();
  const Step* const last = steps_.data() + steps_.size() - 1;
  for (const Step* step = steps_.data();; ++step) {
    const char* const from = at;
    bool easy = false;
    switch (step->kind) {
      case Step::integer: easy = parse_integer_fast(at, step->store->integers[row]); break;
      case Step::decimal: easy = parse_decimal_fast(at, step->store->decimals[row]); break;
      case Step::words:
      case Step::text:
        if (*at == '"') break;
        at = cursor_->end_of_plain(at);
        easy = ends_field(at) && static_cast<std::size_t>(at - from) <= options_.most_field_bytes;
        if (std::string_view field{from, static_cast<std::size_t>(at - from)}; easy && (ascii_ || (easy = cursor_->decode(field, record_line_)))) {
          if (step->kind == Step::text) step->store->texts[row] = field;
          else step->store->words[row] = step->store->vocabulary.add(field);
        }
        break;
      case Step::skip:
        if (*at == '"' || !ascii_) break;
        at = cursor_->end_of_plain(at);
        easy = ends_field(at) && static_cast<std::size_t>(at - from) <= options_.most_field_bytes;
        break;
    }
    Ended ended = Ended::by_separator;
    if (easy && *at == dialect_.separator) {
      ++at;
    } else {
      cursor_->jump(easy ? at : from);
      ended = easy ? cursor_->step_over() : step->kind == Step::skip ? skip_slowly() : parse_cell_slowly(*step->store, row);
      at = cursor_->position();
    }
    if (ended == Ended::by_separator && step != last) continue;
    if (ended == Ended::by_line && step == last) return true;
    const auto given = static_cast<std::size_t>(step - steps_.data()) + 1;
    cursor_->jump(at);
    if (ended == Ended::by_line) cursor_->ragged(record_line_, given, steps_.size());
    if (ended == Ended::by_separator) cursor_->ragged(record_line_, given + cursor_->count_rest(), steps_.size());
    return false;
  }
}

Ended CsvColumnParser::skip_slowly() {
  std::string_view field;
  const Ended ended = cursor_->next_field(field);
  return ended != Ended::badly && !ascii_ && !cursor_->decode(field, record_line_) ? Ended::badly : ended;
}

void CsvColumnParser::parse(std::string_view data) {
  cursor_.emplace(data, dialect_, options_);
  ascii_ = is_ascii(data);
  for (Store& store : stores_) {
    store.vocabulary.clear();
    if (store.kind == CsvKind::integer || store.kind == CsvKind::decimal) store.vocabulary.add("");
  }
  const bool blank_lines_count = steps_.size() == 1;
  bool lines_are_rows = true;
  std::size_t row = 0;
  while (!cursor_->at_end()) {
    if (!blank_lines_count && cursor_->at_blank_line()) {
      cursor_->skip_blank_line();
      continue;
    }
    if (row == room_) make_room(std::max<std::size_t>(row + 1, 1024));
    record_line_ = cursor_->line();
    line_of_row_[row] = static_cast<std::uint32_t>(record_line_);
    lines_are_rows = lines_are_rows && record_line_ == row;
    if (!parse_record(row)) break;
    ++row;
  }
  lines_ = cursor_->line();
  block_.rows = row;
  block_.line_of_row = lines_are_rows ? std::span<const std::uint32_t>() : std::span<const std::uint32_t>(line_of_row_.data(), row);
  for (std::size_t w = 0; w < stores_.size(); ++w) {
    const Store& store = stores_[w];
    CsvBlock::Column& column = block_.columns[w];
    column = {};
    if (store.kind == CsvKind::integer) column.integers = {store.integers.data(), row};
    if (store.kind == CsvKind::decimal) column.decimals = {store.decimals.data(), row};
    if (store.kind == CsvKind::words) column.words = {store.words.data(), row};
    if (store.kind == CsvKind::text) column.texts = {store.texts.data(), row};
    column.vocabulary = store.vocabulary.texts();
  }
}

}  // namespace karuna
