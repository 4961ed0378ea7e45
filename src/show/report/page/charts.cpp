// SPDX-License-Identifier: Apache-2.0
#include "show/report/page/charts.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.h"

namespace karuna::show {
namespace {

double share(double value, const Axis& axis) {
  const double width = axis.high - axis.low;
  if (!(width > 0) || !std::isfinite(value)) return 0;
  return std::clamp((value - axis.low) / width, 0.0, 1.0);
}

std::string percent(double value, const Axis& axis) { return fixed(share(value, axis) * 100, 2) + "%"; }

constexpr std::string_view shape_ids[mark_count] = {"m-up", "m-down", "m-ring", "m-linked", "m-none", "m-dot"};

constexpr std::string_view tone_class(Tone tone) {
  switch (tone) {
    case Tone::good: return "good";
    case Tone::care: return "care";
    case Tone::plain: break;
  }
  return "plain";
}

void line(Html& html, std::string_view kind, double low, double high, const Axis& axis) {
  html.raw("<line class=\"").raw(kind).raw("\" x1=\"").raw(percent(low, axis)).raw("\" x2=\"").raw(percent(high, axis)).raw("\" y1=\"50%\" y2=\"50%\"/>");
}

void upright(Html& html, std::string_view kind, double at, const Axis& axis) {
  const std::string x = percent(at, axis);
  html.raw("<line class=\"").raw(kind).raw("\" x1=\"").raw(x).raw("\" x2=\"").raw(x).raw("\" y1=\"0\" y2=\"100%\"/>");
}

}  // namespace

Axis axis_of(const Measure& measure) {
  Axis axis{.low = measure.min, .high = measure.max, .ticks = {}, .digits = 0};
  const double width = axis.high - axis.low;
  int steps = 4;
  for (const int tried : std::array{4, 5, 3, 2})
    if (const double step = width / tried; step == std::floor(step)) {
      steps = tried;
      break;
    }
  if (width / steps != std::floor(width / steps) || axis.low != std::floor(axis.low)) axis.digits = width < 2 ? 2 : 1;
  for (int i = 0; i <= steps; ++i) axis.ticks.push_back(axis.low + width * i / steps);
  return axis;
}

Axis change_axis(double widest, int digits) {
  static constexpr std::array nice{0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0};
  double half = nice.back();
  for (const double candidate : nice)
    if (candidate >= widest) {
      half = candidate;
      break;
    }
  return {.low = -half, .high = half, .ticks = {-half, -half / 2, 0, half / 2, half}, .digits = half >= 10 ? 0 : std::min(digits, 2), .change = true};
}

void plot(Html& html, const Axis& axis, const Plotted& row) {
  html.raw("<svg class=\"p\" aria-hidden=\"true\" focusable=\"false\">");
  if (row.band)
    html.raw("<rect class=\"band\" y=\"0\" height=\"100%\" x=\"").raw(percent(row.band->low, axis)).raw("\" width=\"")
        .raw(fixed((share(row.band->high, axis) - share(row.band->low, axis)) * 100, 2)).raw("%\"/>");
  html.raw("<line class=\"rail\" x1=\"0\" x2=\"100%\" y1=\"50%\" y2=\"50%\"/>");
  if (row.reference) upright(html, "ref", *row.reference, axis);
  if (row.mark != Mark::none) {
    if (row.outer) line(html, "outer", row.outer->low, row.outer->high, axis);
    html.raw("<g class=\"").raw(tone_class(row.tone)).raw("\">");
    // Where there is no clear difference the whole interval is hatched. Elsewhere its inner half is thick: .674 / 1.645 of each side of it.
    const bool hatched = row.mark == Mark::same;
    const double inner = hatched ? 1 : 0.41;
    const double low = row.value - (row.value - row.interval.low) * inner, high = row.value + (row.interval.high - row.value) * inner;
    if (!hatched) line(html, "thin", row.interval.low, row.interval.high, axis);
    html.raw("<rect class=\"").raw(hatched ? "hatched" : "thick").raw("\" y=\"50%\" x=\"").raw(percent(low, axis)).raw("\" width=\"")
        .raw(fixed((share(high, axis) - share(low, axis)) * 100, 2)).raw("%\"/>");
    if (hatched) line(html, "hatching", row.interval.low, row.interval.high, axis);   // short strokes across: a pattern takes a printer minutes
    if (!hatched)
      for (const double end : {row.interval.low, row.interval.high})
        html.raw("<use href=\"#cap\" x=\"").raw(percent(end, axis)).raw("\" y=\"50%\"/>");
    if (row.before) html.raw("<circle class=\"before\" r=\"4\" cy=\"50%\" cx=\"").raw(percent(*row.before, axis)).raw("\"/>");
    html.raw("<use href=\"#").raw(row.large ? "m-large" : shape_ids[static_cast<std::size_t>(row.mark)]).raw("\" x=\"").raw(percent(row.value, axis)).raw("\" y=\"50%\"/></g>");
    if (!row.label.empty()) html.raw("<text class=\"hero-label\" y=\"22\" x=\"").raw(percent(row.value, axis)).raw("\">").text(row.label).raw("</text>");
  }
  html.raw("</svg>");
}

namespace {

void tick(Html& html, const std::string& x, std::string_view kind, std::string_view label) {
  html.raw("<line class=\"tick\" y1=\"20\" y2=\"26\" x1=\"").raw(x).raw("\" x2=\"").raw(x).raw("\"/><text y=\"15\" x=\"").raw(x).raw("\" class=\"").raw(kind).raw("\">").text(label).raw("</text>");
}

}  // namespace

void ticks(Html& html, const Axis& axis) {
  html.raw("<svg class=\"axis\" aria-hidden=\"true\" focusable=\"false\">");
  for (std::size_t i = 0; i < axis.ticks.size(); ++i) {
    const double at = axis.ticks[i];
    std::string label = fixed(at, axis.digits);
    if (axis.change) label = at == 0 ? "0" : (at < 0 ? "−" : "+") + shortest(std::fabs(at));
    tick(html, percent(at, axis), i == 0 ? "t-first" : i + 1 == axis.ticks.size() ? "t-last" : "t-mid", label);
  }
  html.raw("</svg>");
}

void ticks(Html& html, const Axis& axis, const std::array<std::string_view, 3>& words) {
  html.raw("<svg class=\"axis\" aria-hidden=\"true\" focusable=\"false\">");
  tick(html, "0%", "t-first", words[0]);
  tick(html, percent((axis.low + axis.high) / 2, axis), "t-mid", words[1]);
  tick(html, "100%", "t-last", words[2]);
  html.raw("</svg>");
}

void sign(Html& html, Mark mark, Tone tone) {
  html.raw("<svg class=\"sign ").raw(tone_class(tone)).raw(mark == Mark::pooled ? " wide" : "").raw("\" aria-hidden=\"true\" focusable=\"false\"><use href=\"#")
      .raw(shape_ids[static_cast<std::size_t>(mark)]).raw("\" x=\"50%\" y=\"50%\"/></svg>");
}

void sign_with_word(Page& page, Mark mark, Tone tone) {
  sign(page.html, mark, tone);
  page.html.element("span", "unseen", " " + state_word(page.words, mark) + ": ");
}

void value_cell(Page& page, const Measure& measure, const Drawn& drawn) {
  Html& html = page.html;
  if (!drawn.figure) {
    html.raw("<span class=\"value none\">");
    if (drawn.mark == Mark::pooled) {
      sign(html, Mark::pooled, Tone::plain);
      html.raw(" ").text(state_word(page.words, Mark::none));
    } else {
      sign(html, Mark::none, Tone::plain);
      html.raw(" ").text(state_word(page.words, Mark::none));
    }
    html.raw("</span>");
    return;
  }
  html.raw("<span class=\"value\">");
  sign_with_word(page, drawn.mark, drawn.tone);
  html.element("b", "", figure(drawn.figure->value, measure)).raw(" ").element("span", "range", "(" + range(drawn.figure->interval, measure) + ")");
  html.raw("</span>");
}

void change_cell(Page& page, const Measure& measure, const Change& change) {
  Html& html = page.html;
  const Mark mark = !change.changed ? Mark::same : change.value > 0 ? Mark::above : Mark::below;
  const bool good = (change.value > 0) == (measure.direction == measure::Direction::higher_is_better);
  html.raw("<span class=\"value\">");
  sign(html, mark, !change.changed ? Tone::plain : good ? Tone::good : Tone::care);
  html.raw("<span class=\"unseen\"> ").text(!change.changed ? page.words.changed_not : change.value > 0 ? page.words.changed_up : page.words.changed_down).raw(": </span>");
  html.element("b", "", signed_figure(change.value, measure)).raw(" ").element("span", "range", "(" + range(change.interval, measure) + ")").raw("</span>");
}

void begin_chart(Page& page, std::string_view id, std::string_view title, std::string_view about) {
  // Without a title of its own the chart goes by the heading of its section.
  page.html.raw("<figure class=\"chart\" aria-labelledby=\"").raw(id).raw(title.empty() ? "-h\"><figcaption>" : "-title\"><figcaption>");
  if (!title.empty()) page.html.raw("<h3 id=\"").raw(id).raw("-title\">").text(title).raw("</h3>");
  if (!about.empty()) page.html.element("p", "about", about);
  page.html.raw("</figcaption>");
}

void end_chart(Page& page) { page.html.raw("</figure>\n"); }

void twin(Page& page, std::string_view caption, const Twin& table) {
  Html& html = page.html;
  html.raw("<details class=\"twin\"><summary>").text(page.words.as_table).raw("</summary><div class=\"scroll\" tabindex=\"0\" role=\"region\"");
  html.attribute("aria-label", std::string(page.words.as_table) + " (" + std::to_string(page.twins + 1) + "): " + std::string(caption)).raw("><table><caption class=\"unseen\">").text(caption).raw("</caption><thead><tr>");
  for (std::size_t c = 0; c < table.columns.size(); ++c)
    html.raw(table.numbers[c] ? "<th scope=\"col\" class=\"num\">" : "<th scope=\"col\">").text(table.columns[c]).raw("</th>");
  html.raw("</tr></thead><tbody>\n");
  for (const auto& row : table.rows) {
    html.raw("<tr>");
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (c == 0)
        html.raw("<th scope=\"row\">").name(row[c]).raw("</th>");
      else
        html.raw(table.numbers[c] ? "<td class=\"num\">" : "<td>").text(row[c]).raw("</td>");
    }
    html.raw("</tr>\n");
  }
  html.raw("</tbody></table></div>");
  if (!table.beyond.empty()) html.element("p", "about", table.beyond);
  html.raw("</details>");
  ++page.twins;
}

std::vector<std::string> twin_cells(const Page& page, const Measure& measure, const Drawn& drawn) {
  std::vector<std::string> cells{state_word(page.words, drawn.figure || drawn.pooled ? drawn.mark : Mark::none)};
  if (const Shown* shown = drawn.figure) {
    for (const double value : {shown->value, shown->interval.low, shown->interval.high}) cells.push_back(figure(value, measure));
    cells.push_back(number(page.words, shown->n));
  } else {
    cells.resize(5);
  }
  cells.push_back(drawn.pooled ? listed(page.words, names_of(page.report.tree, drawn.pooled->with), 6) : "");
  return cells;
}

void begin_section(Page& page, std::string_view id, std::string_view kicker, std::string_view title) {
  page.html.raw("<section id=\"").raw(id).raw("\" aria-labelledby=\"").raw(id).raw("-h\">");
  if (kicker != title) page.html.element("p", "kicker", kicker);
  page.html.raw("<h2 id=\"").raw(id).raw("-h\">").text(title).raw("</h2>\n");
}

void end_section(Page& page) { page.html.raw("</section>\n"); }

std::string_view shapes() {
  return "<svg class=\"shapes\" width=\"0\" height=\"0\" aria-hidden=\"true\" focusable=\"false\"><defs>"
         "<path id=\"m-up\" class=\"fill\" d=\"M0-5.8 5.8 4.6H-5.8Z\"/><path id=\"m-down\" class=\"fill\" d=\"M0 5.8 5.8-4.6H-5.8Z\"/>"
         "<line id=\"cap\" class=\"cap\" x1=\"0\" x2=\"0\" y1=\"-4.5\" y2=\"4.5\"/><circle id=\"m-large\" class=\"fill\" r=\"7\"/>"
         "<circle id=\"m-ring\" class=\"open\" r=\"4.4\"/><circle id=\"m-dot\" class=\"fill\" r=\"4.4\"/>"
         "<g id=\"m-linked\"><circle class=\"open\" cx=\"-3.2\" r=\"4.2\"/><circle class=\"link\" cx=\"3.2\" r=\"4.2\"/></g>"
         "<path id=\"g-passed\" class=\"tickmark\" d=\"M-5 .5-1.5 4 5.5-4\"/><path id=\"g-failed\" class=\"tickmark\" d=\"M-4.5-4.5 4.5 4.5M4.5-4.5-4.5 4.5\"/>"
         "<path id=\"g-unknown\" class=\"tickmark\" d=\"M-5 0H5\"/>"
         "<g id=\"m-none\"><rect class=\"box\" x=\"-8\" y=\"-7\" width=\"16\" height=\"14\" rx=\"2\"/><line class=\"dash\" x1=\"-3.5\" x2=\"3.5\" y1=\"0\" y2=\"0\"/></g>"
         "</defs></svg>";
}

void legend(Page& page) {
  Html& html = page.html;
  html.raw("<div class=\"legend\"><p class=\"kicker\">").text(page.words.legend_title).raw("</p><ul>");
  const struct {
    Mark mark;
    Tone tone;
  } shown[] = {{Mark::above, Tone::good}, {Mark::below, Tone::care}, {Mark::same, Tone::plain}, {Mark::pooled, Tone::plain}, {Mark::none, Tone::plain}};
  for (const auto& one : shown) {
    html.raw("<li>");
    sign(html, one.mark, one.tone);
    html.raw(" ").text(state_word(page.words, one.mark)).raw("</li>");
  }
  html.raw("</ul><p class=\"about\">").text(page.words.legend_interval).raw(" ").text(page.words.legend_band).raw("</p></div>");
}

}  // namespace karuna::show
