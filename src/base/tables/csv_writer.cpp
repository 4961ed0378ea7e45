// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "base/csv.h"
#include "base/text.h"

namespace karuna {

void CsvWriter::next_cell() {
  if (row_started_) out_ += separator_;
  row_started_ = true;
}

CsvWriter& CsvWriter::text(std::string_view value) {
  next_cell();
  // A spreadsheet runs a cell that begins so; an apostrophe makes it text (OWASP, "CSV injection").
  const bool would_run = !value.empty() && std::string_view("=+-@\t\r\n").contains(value.front());
  const bool needs_quotes = would_run || value.find_first_of("\"\r\n") != std::string_view::npos || value.contains(separator_) || (!value.empty() && (value.front() == ' ' || value.back() == ' '));
  if (!needs_quotes) {
    out_ += value;
    return *this;
  }
  out_ += '"';
  if (would_run) out_ += '\'';
  for (const char c : value) {
    if (c == '"') out_ += '"';
    out_ += c;
  }
  out_ += '"';
  return *this;
}

CsvWriter& CsvWriter::number(double value, int digits) {
  next_cell();
  if (std::isfinite(value)) out_ += fixed(value, digits);
  return *this;
}

CsvWriter& CsvWriter::number(double value) {
  next_cell();
  if (std::isfinite(value)) out_ += shortest(value);
  return *this;
}

CsvWriter& CsvWriter::integer(long long value) {
  next_cell();
  out_ += std::to_string(value);
  return *this;
}

CsvWriter& CsvWriter::empty() {
  next_cell();
  return *this;
}

CsvWriter& CsvWriter::end_row() {
  out_ += "\r\n";
  row_started_ = false;
  return *this;
}

std::string CsvWriter::take() { return std::exchange(out_, {}); }

}  // namespace karuna
