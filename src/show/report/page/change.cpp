// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "show/report/page/sections.h"

namespace karuna::show {
namespace {

struct Moved {
  std::string name;
  const Measure* measure = nullptr;
  const Change* change = nullptr;
};

double widest(const std::vector<Moved>& rows) {
  double most = 0;
  for (const Moved& row : rows) most = std::max({most, std::fabs(row.change->interval.low), std::fabs(row.change->interval.high)});
  return most;
}

void change_rows(Page& page, const std::vector<Moved>& rows) {
  Html& html = page.html;
  const Axis axis = change_axis(widest(rows), rows[0].measure->digits);
  html.raw("<div class=\"row axis-row\"><span class=\"name\"></span><span class=\"plot\">");
  ticks(html, axis);
  html.raw("</span></div><ul class=\"rows\">");
  for (const Moved& row : rows) {
    const Change& change = *row.change;
    const bool good = (change.value > 0) == (row.measure->direction == measure::Direction::higher_is_better);
    html.raw("<li class=\"row\"><span class=\"name\"><span>").name(row.name).raw("</span>");
    if (row.measure->direction == measure::Direction::lower_is_better) html.raw(" ").element("small", "", page.words.less_is_better);
    html.raw("</span><span class=\"plot\">");
    plot(html, axis,
         {.mark = !change.changed ? Mark::same : change.value > 0 ? Mark::above : Mark::below, .tone = !change.changed ? Tone::plain : good ? Tone::good : Tone::care, .value = change.value,
          .interval = change.interval, .band = {}, .reference = 0.0, .before = {}, .outer = {}});
    html.raw("</span>");
    change_cell(page, *row.measure, change);
    html.raw("</li>\n");
  }
  html.raw("</ul>");
}

void change_twin(Page& page, std::string_view caption, std::string_view first, const std::vector<Moved>& rows) {
  const Words& w = page.words;
  Twin table{.columns = {first, w.col_state, w.col_change, w.col_low, w.col_high}, .numbers = {false, false, true, true, true}, .rows = {}, .beyond = {}};
  for (const Moved& row : rows) {
    const Change& c = *row.change;
    const std::string_view word = !c.changed ? w.changed_not : c.value > 0 ? w.changed_up : w.changed_down;
    table.rows.push_back({row.name, std::string(word), signed_figure(c.value, *row.measure), signed_figure(c.interval.low, *row.measure), signed_figure(c.interval.high, *row.measure)});
  }
  twin(page, caption, table);
}

/// The organisation's headline figure in every period there is, oldest first.
void trend(Page& page, const Measure& measure) {
  const Words& w = page.words;
  const std::string title = fill(w.trend_title, {{"measure", measure.name}});
  begin_chart(page, "trend", title, "");
  Html& html = page.html;
  html.raw("<div class=\"row axis-row\"><span class=\"name\"></span><span class=\"plot\">");
  ticks(html, axis_of(measure));
  html.raw("</span></div><ul class=\"rows\">");
  Twin table{.columns = {w.col_period, w.col_value, w.col_low, w.col_high, w.col_n}, .numbers = {false, true, true, true, true}, .rows = {}, .beyond = {}};
  for (std::size_t p = 0; p <= page.now; ++p) {
    const MeasurePeriod* period = in_period(measure, p);
    const Drawn drawn = period ? draw_organisation(*period) : Drawn{};
    Plotted plotted{.mark = drawn.mark};
    if (drawn.figure) {
      plotted.value = drawn.figure->value;
      plotted.interval = drawn.figure->interval;
      table.rows.push_back({page.report.periods[p], figure(drawn.figure->value, measure), figure(drawn.figure->interval.low, measure), figure(drawn.figure->interval.high, measure),
                            number(w, drawn.figure->n)});
    } else {
      table.rows.push_back({page.report.periods[p], state_word(w, Mark::none), "", "", ""});
    }
    html.raw("<li class=\"row\"><span class=\"name\"><span>").name(page.report.periods[p]).raw("</span></span><span class=\"plot\">");
    plot(html, axis_of(measure), plotted);
    html.raw("</span>");
    value_cell(page, measure, drawn);
    html.raw("</li>\n");
  }
  html.raw("</ul>");
  twin(page, title, table);
  end_chart(page);
}

std::size_t moved(const std::vector<Moved>& rows, bool up) {
  return static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), [up](const Moved& r) { return r.change->changed && (r.change->value > 0) == up; }));
}

std::string group_title(Page& page, const std::vector<Moved>& rows) {
  const std::size_t up = moved(rows, true), down = moved(rows, false);
  return fill(page.words.change_group, {{"min", shortest(rows[0].measure->min)},
                                        {"max", shortest(rows[0].measure->max)},
                                        {"up", number(page.words, up)},
                                        {"down", number(page.words, down)},
                                        {"same", number(page.words, rows.size() - up - down)}});
}

std::string change_title(Page& page, const std::vector<Moved>& rows, const std::string& before) {
  const std::size_t up = moved(rows, true), down = moved(rows, false);
  if (up + down == 0) return fill(page.words.change_title_none, {{"before", before}});
  return fill(page.words.change_title,
              {{"before", before}, {"up", number(page.words, up)}, {"down", number(page.words, down)}, {"same", number(page.words, rows.size() - up - down)}});
}

void changes_of_units(Page& page, const Measure& measure, const std::string& before) {
  const Words& w = page.words;
  const MeasurePeriod& period = *in_period(measure, page.now);
  std::vector<Moved> rows;
  for (UnitId unit : rows_of(page.report.tree, reach_of(page.report.tree, page.options.most_rows / 2)))
    if (unit != page.report.tree.root())
      if (const Change* change = change_of(period, unit)) rows.push_back({name_of(page.report.tree, unit), &measure, change});
  page.html.raw("<details class=\"more\"><summary>").text(w.units_nav).raw("</summary>");
  if (rows.empty()) {
    page.html.element("p", "empty", w.change_unit_unknown);
  } else {
    const std::size_t clear = moved(rows, true) + moved(rows, false);
    const std::string title = fill(w.change_units_title, {{"measure", measure.name}, {"n", number(w, clear)}, {"all", number(w, rows.size())}});
    begin_chart(page, "change-units", title, fill(w.change_units_sub, {{"period", page.report.periods[page.now]}, {"before", before}}));
    change_rows(page, rows);
    change_twin(page, title, w.col_unit, rows);
    end_chart(page);
  }
  page.html.raw("</details>");
}

}  // namespace

void write_change(Page& page) {
  const Words& w = page.words;
  const Measure* first = lead(page.report);
  if (!first || page.report.periods.empty()) return;
  if (page.now == 0) {
    begin_section(page, "change", w.change_nav, w.change_nav);
    page.html.element("p", "empty", w.change_first);
    end_section(page);
    return;
  }
  const std::string before = page.report.periods[page.now - 1];
  std::vector<Moved> rows;
  std::vector<const Measure*> measures = profile(page.report);
  measures.insert(measures.begin(), first);
  for (std::size_t i = 0; i < measures.size(); ++i) {
    const MeasurePeriod* period = in_period(*measures[i], page.now);
    if ((i > 0 && measures[i] == first) || !period || !period->organisation_change.known || !number_of(period->organisation)) continue;
    rows.push_back({measures[i]->name, measures[i], &period->organisation_change});
  }
  begin_section(page, "change", w.change_nav, rows.empty() ? fill(w.change_unknown, {{"before", before}}) : change_title(page, rows, before));
  // Scales of different width have charts of their own: three points of a hundred are not three points of five.
  int part = 0;
  const std::size_t all = rows.size();
  while (!rows.empty()) {
    const Measure& first_here = *rows[0].measure;
    std::vector<Moved> alike, rest;
    for (Moved& row : rows) (row.measure->max == first_here.max && row.measure->min == first_here.min ? alike : rest).push_back(std::move(row));
    const std::string title = alike.size() == all ? "" : group_title(page, alike);
    begin_chart(page, title.empty() ? "change" : "change-" + std::to_string(++part), title, fill(w.change_sub, {{"period", page.report.periods[page.now]}, {"before", before}}));
    change_rows(page, alike);
    change_twin(page, title.empty() ? w.change_nav : title, w.col_measure, alike);
    end_chart(page);
    rows = std::move(rest);
  }
  trend(page, *first);
  if (page.report.tree.size() > 1) changes_of_units(page, *first, before);
  end_section(page);
}

}  // namespace karuna::show
