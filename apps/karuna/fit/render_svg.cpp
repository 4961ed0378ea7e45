// SPDX-License-Identifier: Apache-2.0
// The pictures of --plot, after the colours and the anatomy of every chart of ours: a dot is an estimate, a thin bar its interval, shape carries the state.
#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "fit/render.h"
#include "fit/request.h"
#include "terminal_words.h"

namespace karuna::fit {
namespace {

constexpr std::string_view paper = "#FBF8F2", line = "#D9D2C5", ink = "#1E2530", soft = "#55606E", teal = "#0B6A6E", clay = "#A8481F", plum = "#6B3F7A";
constexpr double width = 760, margin = 24, label_width = 190, value_width = 150;
constexpr std::size_t most_named_rows = 60;

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else if (static_cast<unsigned char>(c) >= 0x20)
      out += c;
  }
  return out;
}

std::string px(double v) { return shortest(std::round(10 * v) / 10); }

/// Round numbers that cover a range, three to six of them.
std::vector<double> ticks_for(double low, double high) {
  const double raw = (high - low) / 4, power = std::pow(10.0, std::floor(std::log10(raw)));
  double step = power;
  for (const double times : {2.0, 5.0, 10.0})
    if (step < raw) step = times * power;
  std::vector<double> ticks;
  for (double t = std::ceil(low / step - 1e-9); t * step <= high + 1e-9 * step; t += 1) ticks.push_back(t == 0 ? 0 : t * step);
  return ticks;
}

struct Axis {
  double low, high, from, to;
  double at(double v) const { return from + (v - low) / (high - low) * (to - from); }
};

Axis axis_over(std::vector<double> values, double from, double to) {
  values.erase(std::remove_if(values.begin(), values.end(), [](double v) { return !std::isfinite(v); }), values.end());
  if (values.empty()) values = {0, 1};
  auto [low, high] = std::minmax_element(values.begin(), values.end());
  const double room = *high > *low ? 0.04 * (*high - *low) : 0.5;
  return {*low - room, *high + room, from, to};
}

class Drawing {
 public:
  void text(double x, double y, std::string_view words, std::string_view colour = ink, int size = 13, std::string_view anchor = "start", bool bold = false) {
    body_ += "<text x=\"" + px(x) + "\" y=\"" + px(y) + "\" fill=\"" + std::string(colour) + "\" font-size=\"" + std::to_string(size) + "\" text-anchor=\"" +
             std::string(anchor) + "\"" + (bold ? " font-weight=\"600\"" : "") + ">" + escaped(words) + "</text>\n";
  }
  void stroke(double x1, double y1, double x2, double y2, std::string_view colour, double thick = 1, bool dashed = false) {
    body_ += "<line x1=\"" + px(x1) + "\" y1=\"" + px(y1) + "\" x2=\"" + px(x2) + "\" y2=\"" + px(y2) + "\" stroke=\"" + std::string(colour) +
             "\" stroke-width=\"" + px(thick) + "\"" + (dashed ? " stroke-dasharray=\"5 4\"" : "") + "/>\n";
  }
  void path(const std::string& points, std::string_view colour, double thick, bool dashed) {
    body_ += "<polyline points=\"" + points + "\" fill=\"none\" stroke=\"" + std::string(colour) + "\" stroke-width=\"" + px(thick) + "\"" +
             (dashed ? " stroke-dasharray=\"5 4\"" : "") + "/>\n";
  }
  void polygon(const std::string& points, std::string_view colour) { body_ += "<polygon points=\"" + points + "\" fill=\"" + std::string(colour) + "\"/>\n"; }
  void circle(double x, double y, double r, std::string_view fill, std::string_view edge) {
    body_ += "<circle cx=\"" + px(x) + "\" cy=\"" + px(y) + "\" r=\"" + px(r) + "\" fill=\"" + std::string(fill) + "\" stroke=\"" + std::string(edge) +
             "\" stroke-width=\"1.5\"/>\n";
  }
  void square(double x, double y, double half) {
    body_ += "<rect x=\"" + px(x - half) + "\" y=\"" + px(y - half) + "\" width=\"" + px(2 * half) + "\" height=\"" + px(2 * half) + "\" fill=\"" +
             std::string(ink) + "\"/>\n";
  }
  /// The notice, the title and where what follows begins.
  double head(std::string_view title) {
    double y = margin;
    for (const auto& words : wrapped(unprotected, 118)) text(margin, y, words, soft, 11), y += 15;
    y += 16;
    for (const auto& words : wrapped(title, 68)) text(margin, y, words, ink, 20, "start", true), y += 26;
    return y + 6;
  }
  void x_axis(const Axis& axis, double y, std::string_view title) {
    stroke(axis.from, y, axis.to, y, soft);
    for (const double t : ticks_for(axis.low, axis.high)) {
      stroke(axis.at(t), y, axis.at(t), y + 5, soft);
      text(axis.at(t), y + 20, shortest(std::round(1e9 * t) / 1e9), soft, 13, "middle");
    }
    text((axis.from + axis.to) / 2, y + 42, title, soft, 13, "middle");
  }
  std::string finish(double height, std::string_view title) const {
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + px(width) + "\" height=\"" + px(height) + "\" viewBox=\"0 0 " + px(width) + " " + px(height) +
           "\" role=\"img\" font-family=\"system-ui, sans-serif\">\n<title>" + escaped(title) + "</title>\n<desc>" + escaped(unprotected) +
           "</desc>\n<rect width=\"100%\" height=\"100%\" fill=\"" + std::string(paper) + "\"/>\n" + body_ + "</svg>\n";
  }

 private:
  std::string body_;
};

std::string figure_words(const PlotPoint& p) { return readable(p.estimate) + " (" + readable(p.low) + " to " + readable(p.high) + ")"; }

/// Above the reference, below it, or no clear difference: shape first, colour second.
void state_mark(Drawing& d, double x, double y, const PlotPoint& p, double reference, double size) {
  if (p.low > reference)
    d.polygon(px(x) + "," + px(y - size) + " " + px(x - size) + "," + px(y + 0.8 * size) + " " + px(x + size) + "," + px(y + 0.8 * size), teal);
  else if (p.high < reference)
    d.polygon(px(x) + "," + px(y + size) + " " + px(x - size) + "," + px(y - 0.8 * size) + " " + px(x + size) + "," + px(y - 0.8 * size), clay);
  else
    d.circle(x, y, 0.75 * size, paper, ink);
}

std::string rows_svg(const Plot& plot, bool names) {
  const bool forest = plot.kind == Plot::Kind::forest, named = plot.points.size() <= most_named_rows;
  const double row = named ? 24 : std::max(3.0, 1400 / static_cast<double>(plot.points.size()));
  std::vector<double> values;
  for (const auto& p : plot.points) values.insert(values.end(), {p.estimate, p.low, p.high});
  if (plot.summary) values.insert(values.end(), {plot.summary->low, plot.summary->high});
  if (plot.prediction) values.insert(values.end(), {plot.prediction->first, plot.prediction->second});
  if (plot.reference) values.push_back(*plot.reference);
  const Axis axis = axis_over(std::move(values), named ? margin + label_width : margin, width - margin - (named ? value_width : 0));
  Drawing d;
  double y = d.head(plot.title);
  if (named) d.text(margin, y + 8, plot.y_title, soft);
  y += 28;
  const double top = y - 14;
  const double bottom = top + row * (static_cast<double>(plot.points.size()) + (plot.summary ? 1.5 : 0)) + 10;
  if (plot.reference) d.stroke(axis.at(*plot.reference), top, axis.at(*plot.reference), bottom, line, 1.5);
  double heaviest = 0;
  for (const auto& p : plot.points) heaviest = std::max(heaviest, p.weight);
  const double size = named ? 6 : std::clamp(row / 2, 1.5, 5.0);
  for (const auto& p : plot.points) {
    if (named) d.text(margin, y + 4, truncated(shown_name(p.label, names), 26));
    d.stroke(axis.at(p.low), y, axis.at(p.high), y, soft, named ? 1.5 : 1);
    if (forest)
      d.square(axis.at(p.estimate), y, heaviest > 0 ? std::max(2.0, 7 * std::sqrt(p.weight / heaviest)) : 4);
    else
      state_mark(d, axis.at(p.estimate), y, p, plot.reference.value_or(0), size);
    if (named) d.text(width - margin, y + 4, figure_words(p), ink, 13, "end");
    y += row;
  }
  if (plot.summary) {
    const PlotPoint& s = *plot.summary;
    y += row / 2;
    if (plot.prediction) d.stroke(axis.at(plot.prediction->first), y, axis.at(plot.prediction->second), y, plum, 1.5, true);
    const double x = axis.at(s.estimate);
    d.polygon(px(axis.at(s.low)) + "," + px(y) + " " + px(x) + "," + px(y - 8) + " " + px(axis.at(s.high)) + "," + px(y) + " " + px(x) + "," + px(y + 8), teal);
    if (named) d.text(margin, y + 4, truncated(s.label.name, 26), ink, 13, "start", true), d.text(width - margin, y + 4, figure_words(s), ink, 13, "end", true);
  }
  d.x_axis(axis, bottom, plot.x_title);
  return d.finish(bottom + 42 + margin, plot.title);
}

std::string lines_svg(const Plot& plot, bool names) {
  std::vector<double> xs, ys;
  for (const auto& l : plot.lines) {
    xs.insert(xs.end(), l.x.begin(), l.x.end());
    for (const auto* of : {&l.y, &l.low, &l.high}) ys.insert(ys.end(), of->begin(), of->end());
  }
  for (const auto& [x, y] : plot.dots) xs.push_back(x), ys.push_back(y);
  Drawing d;
  const double top = d.head(plot.title) + 20, bottom = top + 360;
  const Axis x = axis_over(xs, margin + 60, width - margin - 120), y = axis_over(ys, bottom, top);
  d.text(margin, top - 14, plot.y_title, soft);
  for (const double t : ticks_for(y.low, y.high)) {
    d.stroke(x.from - 5, y.at(t), x.from, y.at(t), soft);
    d.text(x.from - 9, y.at(t) + 4, shortest(std::round(1e9 * t) / 1e9), soft, 13, "end");
  }
  d.stroke(x.from, top, x.from, bottom, soft);
  d.x_axis(x, bottom, plot.x_title);
  for (const auto& [dx, dy] : plot.dots)
    if (std::isfinite(dx) && std::isfinite(dy)) d.circle(x.at(dx), y.at(dy), 2, paper, line);
  constexpr std::string_view colours[]{teal, clay, ink};
  const bool few = plot.lines.size() <= std::size(colours);  // more of them are a bundle: thin and unnamed
  for (std::size_t k = 0; k < plot.lines.size(); ++k) {
    const PlotLine& l = plot.lines[k];
    const std::string_view colour = few ? colours[k] : soft;
    const auto points = [&](const std::vector<double>& of) {
      std::string made;
      for (std::size_t i = 0; i < l.x.size() && i < of.size(); ++i) made += (made.empty() ? "" : " ") + px(x.at(l.x[i])) + "," + px(y.at(of[i]));
      return made;
    };
    d.path(points(l.y), colour, few ? 2.5 : 1, false);
    if (!l.low.empty()) d.path(points(l.low), colour, 1, true), d.path(points(l.high), colour, 1, true);
    if (few && !l.y.empty()) d.text(x.at(l.x.back()) + 8, y.at(l.y.back()) + 4, truncated(shown_name(l.label, names), 16), colour);
  }
  return d.finish(bottom + 42 + margin, plot.title);
}

}  // namespace

std::string svg_text(const Plot& plot, bool names) { return plot.kind == Plot::Kind::lines ? lines_svg(plot, names) : rows_svg(plot, names); }

}  // namespace karuna::fit
