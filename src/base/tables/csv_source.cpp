// SPDX-License-Identifier: Apache-2.0
#include "base/tables/csv_source.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace karuna {
namespace {

constexpr std::size_t beginning = 1U << 16;
constexpr std::size_t slack = 16;

bool looks_like_utf16(std::string_view text) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) return true;
  const std::string_view first = text.substr(0, 64);
  std::array<std::size_t, 2> nuls{};
  for (std::size_t i = 0; i < first.size(); ++i) nuls[i % 2] += first[i] == '\0';
  return first.size() >= 4 && std::max(nuls[0], nuls[1]) * 4 >= first.size() && std::min(nuls[0], nuls[1]) == 0;
}

}  // namespace

char sniff_line_end(std::string_view text) {
  constexpr std::string_view before_a_field = ",;\t|\n\r";
  bool inside = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"') {
      if (inside) inside = false;                                   // a doubled quote opens again at once
      else if (i == 0 || before_a_field.contains(text[i - 1]) || text[i - 1] == '"') inside = true;
    } else if (!inside && text[i] == '\n') {
      return '\n';
    } else if (!inside && text[i] == '\r') {
      return i + 1 == text.size() || text[i + 1] != '\n' ? '\r' : '\n';
    }
  }
  return '\n';
}

char sniff_separator(std::string_view text, char line_end, bool whole) {
  constexpr std::size_t most_records = 100;
  struct Best {
    char separator = ',';
    double agreeing = 0;
    std::size_t columns = 1;
  } best;
  const CsvOptions no_limits{.most_columns = text.size(), .most_field_bytes = text.size(), .most_record_bytes = text.size()};
  for (const char separator : {',', ';', '\t', '|'}) {
    std::size_t end = end_of_last_record(text, separator, line_end);
    std::string last;                                               // a cursor needs whole records
    if (end == 0 || (whole && end < text.size())) {
      last = std::string(text) + line_end;
      end = last.size();
    }
    CsvDialect dialect;
    dialect.separator = separator;
    dialect.line_end = line_end;
    CsvCursor cursor(last.empty() ? text.substr(0, end) : std::string_view(last), dialect, no_limits);
    std::size_t columns = 0, records = 0, agreeing = 0;
    while (!cursor.at_end() && records < most_records) {
      if (cursor.at_blank_line()) {
        cursor.skip_blank_line();
        continue;
      }
      std::size_t fields = 0;
      auto ended = CsvCursor::Ended::by_separator;
      for (std::string_view field; ended == CsvCursor::Ended::by_separator; ++fields) ended = cursor.next_field(field);
      if (ended == CsvCursor::Ended::badly) break;
      if (records++ == 0) columns = fields;
      agreeing += fields == columns;
    }
    if (columns < 2) continue;
    const double share = static_cast<double>(agreeing) / static_cast<double>(records);
    if (share > best.agreeing || (share == best.agreeing && columns > best.columns)) best = {separator, share, columns};
  }
  return best.separator;
}

std::unexpected<Error> CsvSource::at_line(std::size_t line, const std::string& words) const { return fail(Fault::invalid, name() + ":" + std::to_string(line) + ": " + words); }

Result<void> CsvSource::fill(std::size_t wanted) {
  while (!at_end_ && pending_.size() < wanted) {
    const std::size_t had = pending_.size();
    pending_.resize(wanted);
    const auto got = bytes_->read(pending_.data() + had, wanted - had);
    pending_.resize(had + (got ? *got : 0));
    if (!got) return std::unexpected(got.error());
    at_end_ = *got == 0;
  }
  return {};
}

Result<CsvSource> CsvSource::open(std::unique_ptr<ByteSource> bytes, const CsvOptions& options) {
  CsvSource source;
  source.bytes_ = std::move(bytes);
  source.options_ = options;
  KARUNA_CHECK(source.look_at_beginning());
  KARUNA_CHECK(source.read_header());
  return source;
}

Result<void> CsvSource::look_at_beginning() {
  KARUNA_CHECK(fill(beginning));
  if (pending_.starts_with("\x1f\x8b")) {
    dialect_.gzip = true;
    bytes_ = unpack_gzip(std::move(bytes_), std::move(pending_));
    pending_.clear();
    at_end_ = false;
    KARUNA_CHECK(fill(beginning));
  }
  if (pending_.empty()) return fail(Fault::invalid, name() + ": the file is empty; expected a header with the names of the columns, then a row for each record");
  if (looks_like_utf16(pending_)) return fail(Fault::invalid, name() + ": the file is written in UTF-16; save it as UTF-8 (in a spreadsheet: \"CSV UTF-8\")");
  if (pending_.starts_with("\xEF\xBB\xBF")) {
    if (options_.encoding == Encoding::windows_1252) return fail(Fault::invalid, name() + ": begins with the mark of UTF-8, though Windows-1252 was asked for; leave the encoding out");
    dialect_.byte_order_mark = true;
    options_.encoding = Encoding::utf8;
    pending_.erase(0, 3);
  }
  dialect_.encoding = options_.encoding;
  dialect_.line_end = sniff_line_end(pending_);

  if (pending_.starts_with("sep=") && pending_.size() > 5 && (pending_[5] == '\r' || pending_[5] == '\n')) {
    if (!options_.separator) options_.separator = pending_[4];
    pending_.erase(0, pending_.compare(5, 2, "\r\n") == 0 ? 7 : 6);
    ++lines_before_;
  }
  if (options_.separator && std::string_view("\"\r\n\0", 4).contains(*options_.separator)) return fail(Fault::invalid, name() + ": the separator cannot be a quote, a line end or NUL");
  dialect_.separator = options_.separator ? *options_.separator : sniff_separator(pending_, dialect_.line_end, at_end_);
  return {};
}

Result<void> CsvSource::read_header() {
  std::size_t end = 0;
  for (;;) {                                                       // blank lines may stand before it
    while (end == 0) {
      end = end_of_first_record(pending_, dialect_.separator, dialect_.line_end);
      if (end > 0) break;
      if (at_end_) {
        if (pending_.empty()) return fail(Fault::invalid, name() + ": the file holds empty lines only; expected a header with the names of the columns");
        pending_ += dialect_.line_end;
        end = pending_.size();
        break;
      }
      if (pending_.size() >= options_.most_record_bytes) {
        const auto separators = static_cast<std::size_t>(std::count(pending_.begin(), pending_.end(), dialect_.separator));
        if (separators < options_.most_columns) return too_long();
        end = pending_.size();                                     // so many columns that the line is too long: told below
        pending_.back() = dialect_.line_end;
        break;
      }
      KARUNA_CHECK(fill(std::min(options_.most_record_bytes, pending_.size() * 2)));
    }
    if (!trimmed(std::string_view(pending_).substr(0, end)).empty()) break;
    pending_.erase(0, end);
    ++lines_before_;
    end = 0;
  }

  CsvCursor cursor(std::string_view(pending_).substr(0, end), dialect_, options_);
  std::vector<std::string> names;
  auto ended = CsvCursor::Ended::by_separator;
  for (std::string_view field; ended == CsvCursor::Ended::by_separator;) {
    ended = cursor.next_field(field);
    if (ended == CsvCursor::Ended::badly || !cursor.decode(field, 0)) return at_line(lines_before_ + cursor.problem()->line + 1, cursor.problem()->words);
    if (names.size() == options_.most_columns)
      return at_line(lines_before_ + 1, "more than " + grouped(static_cast<std::int64_t>(options_.most_columns)) + " columns, which is the most that is read; keep the columns that are needed, or turn the table round");
    names.emplace_back(trimmed(field));
    if (names.back().empty()) names.back() = "column " + std::to_string(names.size());
  }
  KARUNA_CHECK(see_letters(cursor.letters(), lines_before_));

  std::vector<std::pair<std::string_view, std::size_t>> sorted;
  for (std::size_t i = 0; i < names.size(); ++i) sorted.emplace_back(names[i], i);
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t i = 1; i < sorted.size(); ++i)
    if (sorted[i].first == sorted[i - 1].first)
      return at_line(lines_before_ + 1, "two columns are called " + in_quotes(sorted[i].first) + " (columns " + std::to_string(sorted[i - 1].second + 1) + " and " + std::to_string(sorted[i].second + 1) +
                                            "); every column needs a name of its own");
  lines_before_ += cursor.line();
  pending_.erase(0, end);
  header_ = CsvHeader(name(), std::move(names));
  return {};
}

std::unexpected<Error> CsvSource::too_long() const {
  const bool quote = pending_.find('"') != std::string::npos;
  return fail(Fault::invalid, name() + ": a line of more than " + grouped(static_cast<std::int64_t>(options_.most_record_bytes)) + " bytes, which is the most that is read" +
                                  (quote ? "; is a quote opened and never closed?" : "; is this a table of text?"));
}

Result<bool> CsvSource::next_chunk(CsvChunk& chunk, std::size_t size) {
  chunk.used = 0;
  for (std::size_t wanted = std::max<std::size_t>(size, 1);; wanted *= 2) {
    if (chunk.bytes.size() < wanted + slack) chunk.bytes.resize(wanted + slack);
    if (!pending_.empty()) {                                      // the beginning of a record from before
      const std::size_t taken = std::min(pending_.size(), wanted - chunk.used);
      std::copy_n(pending_.data(), taken, chunk.bytes.data() + chunk.used);
      chunk.used += taken;
      pending_.erase(0, taken);
    }
    while (!at_end_ && pending_.empty() && chunk.used < wanted) {
      KARUNA_TRY(got, bytes_->read(chunk.bytes.data() + chunk.used, wanted - chunk.used));
      chunk.used += got;
      at_end_ = got == 0;
    }
    if (chunk.used == 0) return false;
    if (at_end_ && pending_.empty()) {
      if (chunk.bytes[chunk.used - 1] != dialect_.line_end) chunk.bytes[chunk.used++] = dialect_.line_end;
      return true;
    }
    if (const std::size_t end = end_of_last_record(chunk.data(), dialect_.separator, dialect_.line_end)) {
      pending_.insert(0, chunk.bytes.data() + end, chunk.used - end);
      chunk.used = end;
      return true;
    }
    if (chunk.used >= options_.most_record_bytes) {
      pending_.insert(0, chunk.bytes.data(), chunk.used);
      return too_long();
    }
  }
}

Result<void> CsvSource::see_letters(const CsvLetters& letters, std::size_t lines_before) {
  if (letters.utf8_line && utf8_line_ == 0) utf8_line_ = lines_before + *letters.utf8_line + 1;
  if (letters.other_line && other_line_ == 0) other_line_ = lines_before + *letters.other_line + 1;
  if (other_line_ != 0 && options_.encoding == Encoding::utf8) return at_line(other_line_, "not UTF-8, though the file says or was said to be UTF-8; save it as UTF-8");
  if (utf8_line_ != 0 && other_line_ != 0)
    return at_line(std::max(utf8_line_, other_line_), std::string(utf8_line_ > other_line_ ? "UTF-8, though line " : "not UTF-8, though line ") + std::to_string(std::min(utf8_line_, other_line_)) +
                                                          " is" + (utf8_line_ > other_line_ ? " not" : "") + "; the file mixes encodings; save it as UTF-8");
  if (utf8_line_ != 0) dialect_.encoding = Encoding::utf8;
  if (other_line_ != 0) dialect_.encoding = Encoding::windows_1252;
  return {};
}

}  // namespace karuna
