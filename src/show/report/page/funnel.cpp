// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "show/report/page/sections.h"

namespace karuna::show {
namespace {

bool outside(const measure::FunnelPoint& at) { return at.value < at.low998 || at.value > at.high998; }

struct Frame {
  double most_n = 1, low = 0, high = 1;
  std::string x(double n) const { return fixed(3 + 94 * std::sqrt(std::max(0.0, n) / most_n), 2) + "%"; }   // square root: small units need the room
  std::string y(double value) const { return fixed(96 - 92 * std::clamp((value - low) / (high - low), 0.0, 1.0), 2) + "%"; }
};

Frame frame_of(const measure::Funnel& funnel, const Measure* measure) {
  Frame frame;
  double low = funnel.centre, high = funnel.centre;
  for (const auto& at : funnel.points) {
    frame.most_n = std::max(frame.most_n, at.n);
    low = std::min({low, at.value, at.low998});
    high = std::max({high, at.value, at.high998});
  }
  if (measure) {
    low = std::max(low, measure->min);
    high = std::min(high, measure->max);
  }
  const double room = std::max((high - low) * 0.05, 1e-9);
  frame.low = low - room;
  frame.high = high + room;
  return frame;
}

/// Limits as short straight pieces through at most 48 of the points, in order of size.
void limit(Html& html, const Frame& frame, const std::vector<measure::FunnelPoint>& by_size, double measure::FunnelPoint::* at, std::string_view kind) {
  const std::size_t step = std::max<std::size_t>(1, by_size.size() / 48);
  const measure::FunnelPoint* before = nullptr;
  for (std::size_t i = 0; i < by_size.size(); i += step) {
    const auto& point = by_size[i];
    if (before)
      html.raw("<line class=\"").raw(kind).raw("\" x1=\"").raw(frame.x(before->n)).raw("\" y1=\"").raw(frame.y(before->*at)).raw("\" x2=\"").raw(frame.x(point.n)).raw("\" y2=\"")
          .raw(frame.y(point.*at)).raw("\"/>");
    before = &point;
  }
}

void draw(Page& page, const measure::Funnel& funnel, const Measure& measure) {
  Html& html = page.html;
  const Frame frame = frame_of(funnel, &measure);
  std::vector<measure::FunnelPoint> by_size = funnel.points;
  std::sort(by_size.begin(), by_size.end(), [](const auto& a, const auto& b) { return a.n != b.n ? a.n < b.n : a.unit < b.unit; });
  html.raw("<svg class=\"funnel\" aria-hidden=\"true\" focusable=\"false\"><line class=\"ref\" x1=\"3%\" x2=\"97%\" y1=\"").raw(frame.y(funnel.centre)).raw("\" y2=\"").raw(frame.y(funnel.centre)).raw("\"/>");
  limit(html, frame, by_size, &measure::FunnelPoint::low95, "limit inner");
  limit(html, frame, by_size, &measure::FunnelPoint::high95, "limit inner");
  limit(html, frame, by_size, &measure::FunnelPoint::low998, "limit");
  limit(html, frame, by_size, &measure::FunnelPoint::high998, "limit");
  // Ordinary units first, so that those outside lie on top; one beyond four hundred ordinary ones adds ink, not knowledge.
  std::size_t ordinary = 0;
  for (const auto& at : by_size)
    if (!outside(at) && ordinary++ < page.options.most_rows)
      html.raw("<circle class=\"dot\" r=\"4\" cx=\"").raw(frame.x(at.n)).raw("\" cy=\"").raw(frame.y(at.value)).raw("\"/>");
  std::size_t named = 0;
  for (const auto& at : by_size) {
    if (!outside(at)) continue;
    const bool up = at.value > at.high998;
    const bool good = up == (measure.direction == measure::Direction::higher_is_better);
    html.raw("<g class=\"").raw(good ? "good" : "care").raw("\"><use href=\"#").raw(up ? "m-up" : "m-down").raw("\" x=\"").raw(frame.x(at.n)).raw("\" y=\"").raw(frame.y(at.value)).raw("\"/></g>");
    if (named++ < 8) {
      const bool right = at.n > frame.most_n / 3;
      html.raw("<text class=\"").raw(right ? "label end" : "label").raw("\" dx=\"").raw(right ? "-10" : "10").raw("\" dy=\"4\" x=\"").raw(frame.x(at.n)).raw("\" y=\"").raw(frame.y(at.value)).raw("\">")
          .text(truncated(name_of(page.report.tree, at.unit), 28)).raw("</text>");
    }
  }
  // Limits are named where they lie furthest apart, at the smallest unit; the axis at its two ends.
  const auto label = [&](const std::string& x, double value, std::string_view kind, std::string_view words) {
    html.raw("<text class=\"label soft").raw(kind).raw("\" dy=\"-5\" x=\"").raw(x).raw("\" y=\"").raw(frame.y(value)).raw("\">").text(words).raw("</text>");
  };
  if (!by_size.empty()) {
    label("100%", funnel.centre, " end", fill(page.words.funnel_centre, {{"value", figure(funnel.centre, measure)}}));
    const std::string start = frame.x(std::max(0.0, by_size.front().n));
    label(start, by_size.front().high95, " end", page.words.funnel_95);
    label(start, by_size.front().high998, " end", page.words.funnel_998);
    label("0%", frame.high, "", figure(frame.high, measure));
    label("0%", frame.low, "", figure(frame.low, measure));
  }
  html.raw("</svg><p class=\"about funnel-axis\"><span>").text("0").raw("</span><span>").text(page.words.funnel_x).raw("</span><span>").text(number(page.words, static_cast<std::size_t>(frame.most_n))).raw("</span></p>");
}

}  // namespace

void write_funnels(Page& page) {
  const Words& w = page.words;
  bool begun = false;
  int part = 0;
  for (const measure::Funnel& funnel : page.report.funnels) {
    const Measure* measure = nullptr;
    for (const Measure& one : page.report.measures)
      if (one.id == funnel.measure) measure = &one;
    if (!measure || funnel.points.empty()) continue;
    if (page.now < page.report.periods.size() && funnel.period != page.report.periods[page.now]) continue;
    const auto beyond = static_cast<std::size_t>(std::count_if(funnel.points.begin(), funnel.points.end(), outside));
    const std::string title = fill(beyond > 0 ? w.funnel_title : w.funnel_title_inside,
                                   {{"measure", measure->name}, {"n", number(w, beyond)}, {"units", count(w, w.units, funnel.points.size())}});
    if (!begun) begin_section(page, "funnel", w.funnel_nav, w.funnel_nav);
    begun = true;
    if (part > 0) page.html.raw("<details class=\"more\"><summary>").name(measure->name).raw("</summary>");
    begin_chart(page, "funnel-" + std::to_string(++part), title, fill(w.funnel_sub, {{"period", funnel.period}}));
    draw(page, funnel, *measure);
    Twin table{.columns = {w.col_unit, w.col_state, w.col_value, w.col_n, w.limits}, .numbers = {false, false, true, true, true}, .rows = {}, .beyond = {}};
    for (const auto& at : funnel.points) {
      if (table.rows.size() >= page.options.most_rows) {
        table.beyond = fill(w.twin_beyond, {{"file", "funnel.csv"}});
        break;
      }
      table.rows.push_back({name_of(page.report.tree, at.unit), std::string(outside(at) ? w.funnel_outside : w.funnel_inside), figure(at.value, *measure),
                            number(w, static_cast<std::size_t>(at.n)), range({at.low998, at.high998}, *measure)});
    }
    twin(page, title, table);
    end_chart(page);
    if (part > 1) page.html.raw("</details>");
  }
  if (begun) end_section(page);
}

}  // namespace karuna::show
