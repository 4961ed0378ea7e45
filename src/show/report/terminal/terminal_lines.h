// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "show/report/figures.h"
#include "show/report/terminal/terminal.h"

namespace karuna::show {

/// What is drawn with: characters of the terminal, or seven bits.
struct Strokes {
  std::string_view mark[mark_count];          ///< by Mark
  std::string_view branch, last, down, none;  ///< of the tree
  std::string_view open, close, bar, point, reference, rail;
  std::string_view dash, minus, dot, rule;
};
const Strokes& strokes(Marks marks);

/// Lines of text no wider than asked for.
class TerminalText {
 public:
  TerminalText(const TerminalOptions& options);
  std::size_t width() const { return width_; }
  const Strokes& strokes() const { return strokes_; }

  void line(std::string_view text = {});  ///< as it stands, cut where it is too wide
  void heading(std::string_view text, std::string_view right = {});
  void paragraph(std::string_view text, std::string_view first = {}, std::string_view indent = {});  ///< wrapped at blanks
  std::string coloured(std::string_view text, Tone tone) const;                                      ///< teal or clay where colour is on
  std::string strong(std::string_view text) const;
  std::string faint(std::string_view text) const;
  /// Ours in seven bits where that was asked for: "–" becomes "-", "−" becomes "-".
  std::string ours(std::string_view text) const;
  std::string cut(std::string_view name, std::size_t columns) const;  ///< exactly so wide; a name of others keeps its letters
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
  std::size_t width_;
  bool colour_;
  bool ascii_;
  const Strokes& strokes_;
};

/// An interval drawn in `columns` characters on the measure's fixed scale, with the organisation's value as a reference.
std::string interval_bar(const Strokes& strokes, const Measure& measure, const Interval& interval, double value, std::optional<double> reference,
                         std::size_t columns);

}  // namespace karuna::show
