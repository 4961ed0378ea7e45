// SPDX-License-Identifier: Apache-2.0
#include "base/tables/csv_fields.h"

#include <algorithm>

#include "base/text.h"

namespace karuna {

CsvCursor::Ended CsvCursor::quoted_field(std::string_view& field) {
  const std::size_t opened_on = line_;
  const char* from = ++at_;
  std::string* joined = nullptr;     // used once a doubled quote is met
  for (;;) {
    const auto* quote = static_cast<const char*>(std::memchr(at_, '"', static_cast<std::size_t>(end_ - at_)));
    if (!quote) return bad(opened_on, "a quote is opened and not closed before the end of the file");
    at_ = quote + 1;
    if (at_ == end_ || *at_ != '"') break;
    if (!joined) joined = &store_.emplace_back();
    joined->append(from, at_);       // with one of the two quotes
    from = ++at_;
  }
  const char* to = at_ - 1;
  if (joined) {
    joined->append(from, to);
    field = *joined;
  } else {
    field = {from, static_cast<std::size_t>(to - from)};
  }
  if (field.size() > options_.most_field_bytes) return too_long();
  if (std::memchr(field.data(), '\0', field.size())) {
    return bad(opened_on, "a NUL byte inside a field; expected text");
  }
  line_ += static_cast<std::size_t>(std::count(field.begin(), field.end(), line_end_));
  if (at_ == end_) return bad(opened_on, "a quote is opened and not closed before the end of the file");
  if (!stops_.stop[static_cast<unsigned char>(*at_)])
    return bad(line_, "text behind a closing quote; expected a separator or the end of the line (a quote inside a quoted field is written twice)");
  return step_over();
}

CsvCursor::Ended CsvCursor::strange_byte() {
  if (*at_ == '\0') return bad(line_, "a NUL byte; expected text");
  if (*at_ == '\r') return bad(line_, "a carriage return inside the line, though other lines end with a line feed; expected one kind of line end");
  return bad(line_, "a line feed inside the line, though other lines end with a carriage return; expected one kind of line end");
}

CsvCursor::Ended CsvCursor::too_long() {
  return bad(line_, "a field is longer than " + grouped(static_cast<std::int64_t>(options_.most_field_bytes)) + " bytes, which is the most that is read; is a quote missing?");
}

CsvCursor::Ended CsvCursor::ragged(std::size_t line, std::size_t given, std::size_t expected) {
  return bad(line, counted(given, "field") + "; expected " + std::to_string(expected) + ", as in the header");
}

std::size_t CsvCursor::count_rest() {
  std::size_t more = 0;
  for (std::string_view field;;) {
    const Ended ended = next_field(field);
    ++more;
    if (ended != Ended::by_separator) {
      problem_.reset();
      return more;
    }
  }
}

bool CsvCursor::decode(std::string_view& field, std::size_t line) {
  if (is_ascii(field)) return true;
  const bool must_be_1252 = options_.encoding == Encoding::windows_1252;
  if (!must_be_1252 && is_utf8(field)) {
    if (!letters_.utf8_line) letters_.utf8_line = line;
    return true;
  }
  if (!letters_.other_line) letters_.other_line = line;
  if (options_.encoding == Encoding::utf8) return true;      // refused with its line when the block is closed
  auto turned = from_windows_1252(field);
  if (!turned) {
    bad(line, "letters that are neither UTF-8 nor Windows-1252; save the file as UTF-8");
    return false;
  }
  field = store_.emplace_back(*std::move(turned));
  return true;
}

namespace {

/// Calls found(end) at the end of each record until it returns false.
template <typename Found>
void walk_records(std::string_view data, char separator, char line_end, Found found) {
  const char* const begin = data.data();
  const char* const end = begin + data.size();
  const char* at = begin;              // outside quotes
  const char* quote = begin;
  while (at < end) {
    // The next quote that opens a field: at its start, that is, behind a separator or a line end.
    for (;;) {
      quote = quote < end ? static_cast<const char*>(std::memchr(quote, '"', static_cast<std::size_t>(end - quote))) : nullptr;
      if (!quote || quote == begin || quote[-1] == separator || quote[-1] == line_end) break;
      ++quote;
    }
    const char* const plain_end = quote ? quote : end;
    while (at < plain_end) {
      const auto* next = static_cast<const char*>(std::memchr(at, line_end, static_cast<std::size_t>(plain_end - at)));
      if (!next) break;
      at = next + 1;
      if (!found(static_cast<std::size_t>(at - begin))) return;
    }
    if (!quote) return;
    at = quote + 1;
    for (;;) {
      const auto* closing = static_cast<const char*>(std::memchr(at, '"', static_cast<std::size_t>(end - at)));
      if (!closing) return;            // still open
      at = closing + 1;
      if (at == end || *at != '"') break;
      ++at;
    }
    quote = at;
  }
}

}  // namespace

std::size_t end_of_last_record(std::string_view data, char separator, char line_end) {
  if (data.empty()) return 0;
  if (!std::memchr(data.data(), '"', data.size())) {
    const std::size_t at = data.rfind(line_end);
    return at == std::string_view::npos ? 0 : at + 1;
  }
  std::size_t last = 0;
  walk_records(data, separator, line_end, [&](std::size_t end) {
    last = end;
    return true;
  });
  return last;
}

std::size_t end_of_first_record(std::string_view data, char separator, char line_end) {
  std::size_t first = 0;
  walk_records(data, separator, line_end, [&](std::size_t end) {
    first = end;
    return false;
  });
  return first;
}

}  // namespace karuna
