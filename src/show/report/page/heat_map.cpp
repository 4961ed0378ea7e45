// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/text.h"
#include "show/report/page/sections.h"

namespace karuna::show {
namespace {

std::vector<const Measure*> columns_of(const Page& page) {
  std::vector<const Measure*> columns;
  if (const Measure* first = headline(page.report); first && first->kind == MeasureKind::index) columns.push_back(first);
  for (const Measure* measure : profile(page.report))
    if (in_period(*measure, page.now)) columns.push_back(measure);
  if (columns.size() > 14) columns.resize(14);
  return columns;
}

void heat_cell(Page& page, const Measure& measure, const Drawn& drawn) {
  Html& html = page.html;
  if (!drawn.figure) {
    html.raw("<td class=\"h none\"><span aria-hidden=\"true\">–</span>").element("span", "unseen", state_word(page.words, Mark::none)).raw("</td>");
    return;
  }
  html.raw("<td class=\"h h").raw(std::to_string(step_of(drawn.figure->value, measure) + 1)).raw(drawn.mark == Mark::same ? " hatched" : "").raw("\">");
  sign_with_word(page, drawn.mark, Tone::plain);
  html.raw("<b>").text(figure(drawn.figure->value, measure)).raw("</b></td>");
}

void steps(Page& page) {
  Html& html = page.html;
  html.raw("<p class=\"steps about\"><span>").text(page.words.legend_low).raw("</span><span class=\"swatches\" aria-hidden=\"true\">");
  for (int step = 1; step <= 7; ++step) html.raw("<i class=\"h").raw(std::to_string(step)).raw("\"></i>");
  html.raw("</span><span>").text(page.words.legend_high).raw("</span><span class=\"steps-words\">").text(page.words.legend_steps).raw("</span></p>");
}

void heat_twin(Page& page, const std::vector<const Measure*>& columns, const std::vector<UnitId>& rows, std::string_view caption, std::size_t left_out) {
  Twin table{.columns = {page.words.col_unit}, .numbers = {false}, .rows = {}, .beyond = left_out > 0 ? fill(page.words.twin_beyond, {{"file", "units.csv"}}) : ""};
  for (const Measure* measure : columns) {
    table.columns.push_back(measure->name);
    table.numbers.push_back(true);
  }
  for (UnitId unit : rows) {
    std::vector<std::string> cells{name_of(page.report.tree, unit)};
    for (const Measure* measure : columns) {
      const MeasurePeriod& period = *in_period(*measure, page.now);
      const bool whole = unit == page.report.tree.root();
      const Drawn drawn = whole ? draw_organisation(period) : draw_unit(*measure, period, unit);
      if (!drawn.figure)
        cells.push_back(state_word(page.words, Mark::none));
      else
        cells.push_back(figure(drawn.figure->value, *measure) + " (" + range(drawn.figure->interval, *measure) + ")" + (whole ? "" : ", " + state_word(page.words, drawn.mark)));
    }
    table.rows.push_back(std::move(cells));
  }
  twin(page, caption, table);
}

}  // namespace

void write_heat_map(Page& page) {
  const Words& w = page.words;
  const std::vector<const Measure*> columns = columns_of(page);
  if (columns.size() < 2 || page.report.tree.size() < 2 || !lead(page.report)) return;
  Tally sum;
  for (const Measure* measure : columns) {
    const Tally one = tally(page.report, *measure, *in_period(*measure, page.now));
    sum.above += one.above;
    sum.below += one.below;
  }
  const Reach reach = reach_of(page.report.tree, page.options.most_heat_rows);
  const std::vector<UnitId> rows = rows_of(page.report.tree, reach);
  const std::string title = fill(sum.above + sum.below == 0 ? w.heat_title_none : w.heat_title,
                                 {{"measures", count(w, w.measures, columns.size())}, {"units", count(w, w.units, page.report.tree.size() - 1)}, {"above", number(w, sum.above)}, {"below", number(w, sum.below)}});
  begin_section(page, "heat", w.heat_nav, title);
  Html& html = page.html;
  html.raw("<figure class=\"chart\"><figcaption>");
  html.element("p", "about", fill(w.heat_sub, {{"period", page.report.periods.empty() ? "" : page.report.periods[page.now]}}));
  steps(page);
  html.raw("</figcaption><div class=\"scroll heat\" tabindex=\"0\" role=\"region\"").attribute("aria-label", w.heat_scroll).raw("><table><caption class=\"unseen\">").text(title);
  html.raw("</caption><thead><tr><th scope=\"col\"><span class=\"unseen\">").text(w.col_unit).raw("</span></th>");
  for (const Measure* measure : columns) {
    html.raw("<th scope=\"col\"><span class=\"turned\"><bdi>").text(measure->name).raw("</bdi><small>").text(ends(*measure));
    if (measure->direction == measure::Direction::lower_is_better) html.raw(", ").text(w.less_is_better);
    html.raw("</small></span></th>");
  }
  html.raw("</tr></thead><tbody>\n");
  for (UnitId unit : rows) {
    const std::uint32_t depth = page.report.tree[unit].depth;
    html.raw("<tr class=\"d").raw(std::to_string(std::min(depth, 6U))).raw("\"><th scope=\"row\">").name(name_of(page.report.tree, unit)).raw("</th>");
    for (const Measure* measure : columns) {
      const MeasurePeriod& period = *in_period(*measure, page.now);
      heat_cell(page, *measure, unit == page.report.tree.root() ? draw_organisation(period) : draw_unit(*measure, period, unit));
    }
    html.raw("</tr>\n");
  }
  html.raw("</tbody></table></div>");
  if (reach.left_out > 0) html.element("p", "about", fill(w.beyond, {{"n", number(w, reach.left_out)}}));
  heat_twin(page, columns, rows, title, reach.left_out);
  end_chart(page);
  end_section(page);
}

}  // namespace karuna::show
