// SPDX-License-Identifier: Apache-2.0
#include "show/report/terminal/terminal_lines.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/text.h"

namespace karuna::show {
namespace {

constexpr Strokes drawn{.mark = {"▲", "▼", "○", "∞", "–", "●"},
                        .branch = "├─ ",
                        .last = "└─ ",
                        .down = "│  ",
                        .none = "   ",
                        .open = "├",
                        .close = "┤",
                        .bar = "─",
                        .point = "●",
                        .reference = "┊",
                        .rail = " ",
                        .dash = "–",
                        .minus = "−",
                        .dot = "·",
                        .rule = "─"};
constexpr Strokes typed{.mark = {"^", "v", "o", "&", "-", "*"},
                        .branch = "|- ",
                        .last = "`- ",
                        .down = "|  ",
                        .none = "   ",
                        .open = "[",
                        .close = "]",
                        .bar = "-",
                        .point = "*",
                        .reference = ":",
                        .rail = " ",
                        .dash = "-",
                        .minus = "-",
                        .dot = "-",
                        .rule = "-"};

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
  return text;
}

}  // namespace

const Strokes& strokes(Marks marks) { return marks == Marks::ascii ? typed : drawn; }

TerminalText::TerminalText(const TerminalOptions& options)
    : width_(std::clamp(options.columns, 60U, 140U)),
      colour_(options.colour == Colour::on),
      ascii_(options.marks == Marks::ascii),
      strokes_(show::strokes(options.marks)) {}

std::string TerminalText::ours(std::string_view text) const {
  std::string out(text);
  if (!ascii_) return out;
  for (const auto& [from, to] : {std::pair{"–", "-"}, {"−", "-"}, {"·", "-"}, {"“", "\""}, {"”", "\""}, {"²", "^2"}, {"…", "~"}})
    out = replaced(std::move(out), from, to);
  return out;
}

std::string TerminalText::cut(std::string_view name, std::size_t columns) const {
  const std::string padded = pad_right(name, columns);
  return ascii_ ? replaced(padded, "…", "~") : padded;
}

std::string TerminalText::coloured(std::string_view text, Tone tone) const {
  if (!colour_ || tone == Tone::plain) return std::string(text);
  return (tone == Tone::good ? "\x1b[36m" : "\x1b[33m") + std::string(text) + "\x1b[0m";
}

std::string TerminalText::strong(std::string_view text) const { return colour_ ? "\x1b[1m" + std::string(text) + "\x1b[0m" : std::string(text); }
std::string TerminalText::faint(std::string_view text) const { return colour_ ? "\x1b[2m" + std::string(text) + "\x1b[0m" : std::string(text); }

void TerminalText::line(std::string_view text) {
  std::string kept(text);
  kept.erase(kept.find_last_not_of(' ') + 1);
  out_ += kept;
  out_ += '\n';
}

void TerminalText::heading(std::string_view text, std::string_view right) {
  line();
  const std::string left = ours(text), end = ours(right);
  const std::size_t used = display_width(left) + display_width(end);
  if (end.empty() || used + 2 > width_) {
    paragraph(left);
    if (!end.empty()) paragraph(end);
    return;
  }
  line(strong(left) + std::string(width_ - used, ' ') + faint(end));
}

void TerminalText::paragraph(std::string_view text, std::string_view first, std::string_view indent) {
  std::string now(first);
  bool empty = true;
  const std::string said = ours(text);
  for (const std::string_view word : split(said, ' ')) {
    if (word.empty()) continue;
    if (!empty && display_width(now) + 1 + display_width(word) > width_) {
      line(now);
      now = indent;
      empty = true;
    }
    if (!empty) now += ' ';
    const std::size_t room = width_ - std::min(width_, display_width(now));
    now += display_width(word) > room ? truncated(word, room) : std::string(word);
    empty = false;
  }
  line(now);
}

std::string interval_bar(const Strokes& strokes, const Measure& measure, const Interval& interval, double value, std::optional<double> reference,
                         std::size_t columns) {
  const auto column = [&](double at) { return static_cast<std::size_t>(std::lround(place(at, measure) * static_cast<double>(columns - 1))); };
  std::vector<std::string_view> cells(columns, strokes.rail);
  if (reference) cells[column(*reference)] = strokes.reference;
  const std::size_t low = column(interval.low), high = column(interval.high);
  for (std::size_t c = low; c <= high; ++c) cells[c] = strokes.bar;
  cells[low] = strokes.open;
  cells[high] = strokes.close;
  cells[column(value)] = strokes.point;
  std::string out;
  for (const std::string_view cell : cells) out += cell;
  return out;
}

}  // namespace karuna::show
