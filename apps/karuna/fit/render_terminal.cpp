// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "base/csv.h"
#include "base/text.h"
#include "fit/render.h"
#include "fit/request.h"
#include "terminal_words.h"

namespace karuna::fit {
namespace {

constexpr std::size_t gap = 2, widest_words = 34, label_width = 12;

std::string indented(std::string_view text) {
  std::string out;
  for (const auto& line : wrapped(text, terminal_columns - gap)) out += std::string(gap, ' ') + line + "\n";
  return out;
}

bool starts_with_words(const Section& s) { return !s.columns.empty() && s.columns[0].show == Show::words; }

/// Digits after the point that show four digits of the smallest figure; fewer where a column holds large ones too.
int digits_for(const Section& s, std::size_t column) {
  if (s.columns[column].digits >= 0) return s.columns[column].digits;
  if (s.columns[column].show == Show::degrees)
    return std::all_of(s.rows.begin(), s.rows.end(),
                       [column](const auto& row) {
                         const auto* v = std::get_if<double>(&row[column]);
                         return !v || !std::isfinite(*v) || is_whole(*v);
                       })
               ? 0
               : 1;
  double least = INFINITY, most = 0;
  for (const auto& row : s.rows)
    if (const auto* v = std::get_if<double>(&row[column]); v && std::isfinite(*v) && *v != 0)
      least = std::min(least, std::fabs(*v)), most = std::max(most, std::fabs(*v));
  if (most == 0) return 0;
  const int wanted = 3 - static_cast<int>(std::floor(std::log10(std::max(least, 1e-4 * most))));
  return std::clamp(wanted, 0, 6);
}

std::string number_words(double v, Show show, int digits) {
  if (std::isnan(v)) return "–";
  if (std::isinf(v)) return v > 0 ? "∞" : "-∞";
  if (show == Show::whole) return v == std::floor(v) && std::fabs(v) < 1e15 ? grouped(static_cast<std::int64_t>(v)) : fixed(v, 1);
  if (show == Show::probability) return v < 0.0001 ? "<0.0001" : fixed(v, 4);
  if (show == Show::percent) return fixed(100 * v, digits < 0 ? 1 : digits) + " %";
  if (v != 0 && std::fabs(v) < 0.5 * std::pow(10.0, -digits))
    return shortest(std::stod(fixed(v / std::pow(10.0, std::floor(std::log10(std::fabs(v)))), 2))) + "e" +
           std::to_string(static_cast<int>(std::floor(std::log10(std::fabs(v)))));
  return std::fabs(v) < 1e12 ? fixed(v, digits) : shortest(v);
}

std::string cell_words(const Cell& cell, const Column& column, int digits, bool names) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  if (const auto* unit = std::get_if<Unit>(&cell)) return shown_name(*unit, names);
  if (const auto* v = std::get_if<double>(&cell)) return number_words(*v, column.show, digits);
  return "–";
}

/// A table, in blocks of columns where it is wider than the terminal.
std::string table(const Section& s, bool names) {
  const std::size_t rows = std::min(s.rows.size(), s.most_shown);
  std::vector<std::vector<std::string>> text(s.columns.size());
  std::vector<std::size_t> width(s.columns.size());
  for (std::size_t j = 0; j < s.columns.size(); ++j) {
    const int digits = digits_for(s, j);
    width[j] = display_width(s.columns[j].title);
    for (std::size_t i = 0; i < rows; ++i) {
      text[j].push_back(cell_words(s.rows[i][j], s.columns[j], digits, names));
      width[j] = std::max(width[j], display_width(text[j].back()));
    }
    if (s.columns[j].show == Show::words) width[j] = std::min(width[j], widest_words);
  }
  const std::size_t lead = starts_with_words(s) ? 1 : 0;
  std::string out;
  for (std::size_t from = lead; from < s.columns.size() || (from == lead && lead == s.columns.size());) {
    std::size_t used = gap + (lead == 1 ? width[0] : 0), to = from;
    while (to < s.columns.size() && (to == from || used + gap + width[to] <= terminal_columns)) used += gap + width[to++];
    const auto line = [&](auto&& of) {
      std::string made(gap, ' ');
      if (lead == 1) made += pad_right(of(0), width[0]);
      for (std::size_t j = from; j < to; ++j)
        made += std::string(j == 0 ? 0 : gap, ' ') + (s.columns[j].show == Show::words ? pad_right(of(j), width[j]) : pad_left(of(j), width[j]));
      while (made.ends_with(' ')) made.pop_back();
      return made + "\n";
    };
    out += line([&](std::size_t j) { return s.columns[j].title; });
    for (std::size_t i = 0; i < rows; ++i) out += line([&](std::size_t j) { return text[j][i]; });
    if (to == s.columns.size()) break;
    out += "\n";
    from = to;
  }
  if (rows < s.rows.size()) out += "  and " + counted(s.rows.size() - rows, "more row") + " in --json\n";
  return out;
}

std::string rows_words(const FitOutput& output) {
  std::string out = counted(output.rows, "row") + " used";
  std::size_t gone = 0;
  for (const auto& d : output.dropped) gone += d.rows;
  if (gone == 0) return out;
  std::vector<std::string> why;
  for (const auto& d : output.dropped) why.push_back(d.why + " (" + grouped(static_cast<std::int64_t>(d.rows)) + ")");
  return out + ", " + grouped(static_cast<std::int64_t>(gone)) + " left out: " + join_words(why);
}

std::string how_words(const HowFitted& how) {
  const stats::Fit& f = how.fit;
  std::string out = how.what + ": " + (f.method.empty() ? "" : f.method + "; ") + stats::words(f);
  if (f.why == stats::Stopped::closed_form) return out + ".";
  if (f.evaluations > 0) out += ", " + counted(static_cast<std::uint64_t>(f.evaluations), "evaluation");
  out += "; criterion from " + shortest(std::stod(fixed(f.criterion_start, 6))) + " to " + shortest(std::stod(fixed(f.criterion, 6)));
  if (std::isfinite(f.gradient_norm)) out += ", slope at the end " + number_words(f.gradient_norm, Show::number, 8);
  const auto list = [](const std::vector<double>& v) {
    std::string made;
    for (std::size_t i = 0; i < v.size() && i < 6; ++i) made += (i == 0 ? "" : ", ") + readable(v[i]);
    return made + (v.size() > 6 ? ", …" : "");
  };
  if (!f.start.empty() && f.start.size() == f.end.size()) out += "; parameters from (" + list(f.start) + ") to (" + list(f.end) + ")";
  return out + ".";
}

}  // namespace

std::string shown_name(const Unit& unit, bool names) { return names || unit.rows >= fewest_named_rows ? unit.name : "(fewer than 10 rows)"; }

std::string terminal_words(const FitOutput& output, const Around& around) {
  std::string out;
  for (const auto& line : wrapped(unprotected, terminal_columns)) out += line + "\n";
  out += "\n";
  for (const auto& line : wrapped(output.title, terminal_columns)) out += line + "\n";
  out += "\n" + labelled("Method", around.method + " (karuna methods " + around.card + ")", label_width) +
         labelled("Data", around.data + ", " + rows_words(output), label_width);
  if (!around.formula.empty()) out += labelled("Formula", around.formula, label_width);
  if (output.seed) out += labelled("Seed", std::to_string(*output.seed), label_width);
  for (const auto& section : output.sections) {
    out += "\n" + section.title + "\n";
    if (!section.words.empty()) out += indented(section.words);
    if (!section.columns.empty()) out += table(section, around.names);
  }
  const auto list = [&](std::string_view title, const std::vector<std::string>& lines) {
    if (lines.empty()) return;
    out += "\n" + std::string(title) + "\n";
    for (const auto& line : lines) out += indented(line);
  };
  list("Not given", output.refusals);
  list("Mind", output.warnings);
  std::vector<std::string> how;
  for (const auto& h : output.how) how.push_back(how_words(h));
  list("How it was fitted", how);
  return out;
}

std::string rows_csv(const FitOutput& output) {
  CsvWriter table;
  table.text("row");
  for (const auto& column : output.by_row) table.text(column.name);
  table.end_row();
  for (std::size_t i = 0; i < output.kept.size(); ++i) {
    table.integer(static_cast<long long>(output.kept[i] + 1));
    for (const auto& column : output.by_row) table.number(column.values[i]);
    table.end_row();
  }
  return "# " + std::string(unprotected) + "\r\n" + table.take();
}

}  // namespace karuna::fit
