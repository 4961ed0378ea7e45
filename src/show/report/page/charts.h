// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "show/report/figures.h"
#include "show/report/page/html.h"
#include "show/report/page/page.h"
#include "show/report/words/words.h"

namespace karuna::show {

/// What every section writes into.
struct Page {
  const Report& report;
  const Words& words;
  const PageOptions& options;
  std::size_t now;  ///< the period the page is about
  Html html;
  int twins = 0;
};

/// A fixed axis: the ends of a measure, or a range around "no change".
struct Axis {
  double low = 0, high = 100;
  std::vector<double> ticks{};
  int digits = 0;
  bool change = false;  ///< ticks carry their sign
};
Axis axis_of(const Measure& measure);
/// Around 0, wide enough for every interval given; the same to both sides.
Axis change_axis(double widest, int digits);

/// One row of a dot-and-interval plot.
struct Plotted {
  Mark mark = Mark::none;
  Tone tone = Tone::plain;
  double value = 0;
  Interval interval{};
  std::optional<Interval> band{};     ///< the organisation's interval, behind
  std::optional<double> reference{};  ///< its estimate, or no change
  std::optional<double> before{};     ///< the period before, a small ring
  std::string label{};                ///< stands above it
  bool large = false;                 ///< the one figure the page leads with
  std::optional<Interval> outer{};    ///< worst case, a dotted line
};
void plot(Html& html, const Axis& axis, const Plotted& row);
void ticks(Html& html, const Axis& axis);
/// Ticks at both ends and in the middle, in words: for rows whose scales differ.
void ticks(Html& html, const Axis& axis, const std::array<std::string_view, 3>& words);

/// The sign of a state, drawn; the word beside it for those who do not see it.
void sign(Html& html, Mark mark, Tone tone);
void sign_with_word(Page& page, Mark mark, Tone tone);
/// "▲ 74 (70–78)" with the state's word.
void value_cell(Page& page, const Measure& measure, const Drawn& drawn);
void change_cell(Page& page, const Measure& measure, const Change& change);

/// Frame of a chart: title (the finding; empty where the heading of section `id` says it), what it shows, the chart, its table twin.
void begin_chart(Page& page, std::string_view id, std::string_view title, std::string_view about);
void end_chart(Page& page);

/// The table twin: closed until asked for, opened by `t`.
struct Twin {
  std::vector<std::string_view> columns;
  std::vector<bool> numbers;                     ///< by column: aligned as numbers
  std::vector<std::vector<std::string>> rows{};  ///< the first cell heads the row
  std::string beyond{};                          ///< where the rest is, if something was left out
};
void twin(Page& page, std::string_view caption, const Twin& table);
std::vector<std::string> twin_cells(const Page& page, const Measure& measure, const Drawn& drawn);  ///< state, value, low, high, n, with

void begin_section(Page& page, std::string_view id, std::string_view kicker, std::string_view title);
void end_section(Page& page);

/// Shapes that the plots refer to, drawn once.
std::string_view shapes();
void legend(Page& page);

}  // namespace karuna::show
