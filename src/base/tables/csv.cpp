// SPDX-License-Identifier: Apache-2.0
#include "base/csv.h"

#include "base/tables/csv_source.h"
#include "base/text.h"

namespace karuna {

CsvHeader::CsvHeader(std::string file, std::vector<std::string> names) : file_(std::move(file)), names_(std::move(names)) {}

std::optional<std::size_t> CsvHeader::find(std::string_view name) const {
  for (std::size_t i = 0; i < names_.size(); ++i)
    if (names_[i] == name) return i;
  return std::nullopt;
}

Result<std::size_t> CsvHeader::position(std::string_view name) const {
  if (const auto found = find(name)) return *found;
  std::string words = file_ + " has no column " + in_quotes(name);
  if (const auto nearest = nearest_word(name, names_)) words += "; was " + in_quotes(*nearest) + " meant?";
  if (names_.size() == 1) {
    words += "; its only column is " + in_quotes(names_.front());
    if (names_.front().find_first_of(",;:\t|^~") != std::string::npos) words += ", so perhaps the separator is none of , ; tab and |";
  } else {
    std::vector<std::string> shown;
    for (const std::string& each : names_) {
      shown.push_back(in_quotes(each));
      if (shown.size() > 12) break;
    }
    shown.resize(names_.size());   // the rest is only counted
    words += "; it has " + std::to_string(names_.size()) + " columns: " + join_words(shown);
  }
  return fail(Fault::not_found, words);
}

struct CsvReader::State {
  explicit State(CsvSource opened) : source(std::move(opened)), lines_before(source.lines_before()) {}

  CsvSource source;
  CsvChunk chunk;
  std::optional<CsvCursor> cursor;
  std::vector<std::string_view> fields;
  std::size_t lines_before = 0;      // before the chunk
  std::size_t line = 0;
  bool ended = false;

  /// Closes the chunk that was read and opens the next; false at the end.
  Result<bool> step_on() {
    if (cursor) lines_before += cursor->line();
    cursor.reset();
    KARUNA_TRY(more, source.next_chunk(chunk, source.options().piece_bytes));
    if (more) cursor.emplace(chunk.data(), source.dialect(), source.options());
    return more;
  }

  Result<bool> next() {
    const std::size_t columns = source.header().size();
    for (;;) {
      if (!cursor || cursor->at_end()) {
        KARUNA_TRY(more, step_on());
        if (!more) return false;
      }
      if (columns == 1 || !cursor->at_blank_line()) break;
      cursor->skip_blank_line();
    }
    cursor->forget();
    fields.clear();
    const std::size_t from = cursor->line();
    line = lines_before + from + 1;
    auto field_ended = CsvCursor::Ended::by_separator;
    while (field_ended == CsvCursor::Ended::by_separator) {
      if (fields.size() == columns) {
        field_ended = cursor->ragged(from, columns + cursor->count_rest(), columns);
        break;
      }
      std::string_view field;
      field_ended = cursor->next_field(field);
      if (field_ended != CsvCursor::Ended::badly && !cursor->decode(field, from)) field_ended = CsvCursor::Ended::badly;
      fields.push_back(field);
    }
    if (field_ended == CsvCursor::Ended::by_line && fields.size() < columns) field_ended = cursor->ragged(from, fields.size(), columns);
    if (field_ended == CsvCursor::Ended::badly) return source.at_line(lines_before + cursor->problem()->line + 1, cursor->problem()->words);
    KARUNA_CHECK(source.see_letters(cursor->letters(), lines_before));
    return true;
  }
};

CsvReader::CsvReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
CsvReader::CsvReader(CsvReader&&) noexcept = default;
CsvReader& CsvReader::operator=(CsvReader&&) noexcept = default;
CsvReader::~CsvReader() = default;

Result<CsvReader> CsvReader::open(const std::filesystem::path& file, const CsvOptions& options) {
  KARUNA_TRY(bytes, open_byte_source(file));
  KARUNA_TRY(source, CsvSource::open(std::move(bytes), options));
  return CsvReader(std::make_unique<State>(std::move(source)));
}

Result<CsvReader> CsvReader::open(std::istream& stream, std::string name, const CsvOptions& options) {
  KARUNA_TRY(source, CsvSource::open(open_byte_source(stream, std::move(name)), options));
  return CsvReader(std::make_unique<State>(std::move(source)));
}

const CsvHeader& CsvReader::header() const { return state_->source.header(); }
const CsvDialect& CsvReader::dialect() const { return state_->source.dialect(); }
const std::string& CsvReader::name() const { return state_->source.name(); }
std::span<const std::string_view> CsvReader::fields() const { return state_->fields; }
std::size_t CsvReader::line() const { return state_->line; }

Result<bool> CsvReader::next() {
  if (state_->ended) return false;
  auto stepped = state_->next();
  if (!stepped || !*stepped) {
    state_->ended = true;
    state_->fields.clear();
  }
  return stepped;
}

}  // namespace karuna
