// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "show/report/page/sections.h"

namespace karuna::show {
namespace {

/// Draws a measure's tree as nested rows. A unit with units below it is a <details>, so that it opens and closes without script.
class Tree {
 public:
  Tree(Page& page, const Measure& measure, const Reach& reach, bool open)
      : page_(page), measure_(measure), period_(*in_period(measure, page.now)), axis_(axis_of(measure)), reach_(reach), open_(open) {
    if (const Shown* shown = number_of(period_.organisation)) organisation_ = shown;
  }

  void write() {
    page_.html.raw("<ul class=\"tree\">");
    node(page_.report.tree.root());
    page_.html.raw("</ul>");
  }

 private:
  void node(UnitId unit) {
    ++drawn_;
    const Unit& found = page_.report.tree[unit];
    const bool children_drawn = !found.children.empty() && found.depth < reach_.depth && drawn_ < reach_.rows;
    Html& html = page_.html;
    if (!children_drawn) {
      html.raw("<li><div class=\"row ").raw(level(found.depth)).raw("\">");
      row(unit, found.children.empty() ? 0 : page_.report.tree.end(unit).value - unit.value - 1);
      html.raw("</div></li>\n");
      return;
    }
    // Two levels stand open; the rest waits until it is asked for, so that a thousand teams are not poured over the reader.
    html.raw(open_ && (found.depth == 0 || page_.report.tree.size() <= 60) ? "<li><details class=\"units\" open>" : "<li><details class=\"units\">");
    html.raw("<summary class=\"row ").raw(level(found.depth)).raw("\">");
    row(unit, 0);
    html.raw("</summary><ul>\n");
    for (UnitId child : found.children)
      if (drawn_ < reach_.rows) node(child);
    html.raw("</ul></details></li>\n");
  }

  static std::string level(std::uint32_t depth) { return "d" + std::to_string(std::min(depth, 6U)) + (depth == 0 ? " whole" : ""); }

  void row(UnitId unit, std::size_t below) {
    const bool whole = unit == page_.report.tree.root();
    const Drawn drawn = whole ? draw_organisation(period_) : draw_unit(measure_, period_, unit);
    const Words& w = page_.words;
    Html& html = page_.html;
    html.raw("<span class=\"name\">");
    if (drawn.mark == Mark::pooled) sign(html, Mark::pooled, Tone::plain);
    html.raw("<span>").name(name_of(page_.report.tree, unit)).raw("</span>");
    if (drawn.pooled) html.raw("<small>").text(fill(w.pooled_with, {{"names", listed(w, names_of(page_.report.tree, drawn.pooled->with))}})).raw("</small>");
    if (drawn.figure && drawn.figure->weak) html.element("small", "caution", w.weak);
    if (below > 0) html.element("small", "", fill(w.beyond_below, {{"n", count(w, w.units, below)}}));
    html.raw("</span><span class=\"plot\">");
    Plotted plotted{.mark = drawn.mark, .tone = drawn.tone};
    if (!drawn.figure) plotted.mark = Mark::none;
    if (drawn.figure) {
      plotted.value = drawn.figure->value;
      plotted.interval = drawn.figure->interval;
    }
    if (organisation_) {
      plotted.band = organisation_->interval;
      plotted.reference = organisation_->value;
    }
    plot(html, axis_, plotted);
    html.raw("</span>");
    value_cell(page_, measure_, drawn);
    html.raw("<span class=\"count\">");
    if (drawn.figure) html.raw("n ").text(number(w, drawn.figure->n));
    html.raw("</span>");
  }

  Page& page_;
  const Measure& measure_;
  const MeasurePeriod& period_;
  const Axis axis_;
  const Reach& reach_;
  const bool open_;
  const Shown* organisation_ = nullptr;
  std::size_t drawn_ = 0;
};

void tree_twin(Page& page, const Measure& measure, const Reach& reach, std::string_view caption) {
  const Words& w = page.words;
  Twin table{.columns = {w.col_unit, w.col_state, w.col_value, w.col_low, w.col_high, w.col_n, w.col_with},
             .numbers = {false, false, true, true, true, true, false},
             .rows = {},
             .beyond = reach.left_out > 0 ? fill(w.twin_beyond, {{"file", "units.csv"}}) : ""};
  const MeasurePeriod& period = *in_period(measure, page.now);
  for (UnitId unit : rows_of(page.report.tree, reach)) {
    const Drawn drawn = unit == page.report.tree.root() ? draw_organisation(period) : draw_unit(measure, period, unit);
    std::vector<std::string> row{name_of(page.report.tree, unit)};
    for (std::string& cell : twin_cells(page, measure, drawn)) row.push_back(std::move(cell));
    table.rows.push_back(std::move(row));
  }
  twin(page, caption, table);
}

}  // namespace

void write_tree(Page& page, const Measure& measure, std::string_view id, std::size_t most_rows, bool open) {
  const Words& w = page.words;
  const std::string finding = units_sentence(w, page.report, measure);
  const std::string title = id == "units" ? "" : finding;   // the section of that name carries the finding as its heading
  const std::string period = page.now < page.report.periods.size() ? page.report.periods[page.now] : "";
  const Reach reach = reach_of(page.report.tree, most_rows);
  begin_chart(page, id, title, fill(w.units_sub, {{"measure", measure.name}, {"period", period}}));
  Html& html = page.html;
  html.raw("<div class=\"row axis-row\"><span class=\"name\"></span><span class=\"plot\">");
  ticks(html, axis_of(measure));
  html.raw("</span></div>");
  Tree(page, measure, reach, open).write();
  if (reach.left_out > 0) html.element("p", "about", fill(w.beyond, {{"n", number(w, reach.left_out)}}));
  tree_twin(page, measure, reach, finding);
  end_chart(page);
}

void write_units(Page& page) {
  const Measure* first = lead(page.report);
  if (!first && page.report.tree.size() < 2) return;
  const Words& w = page.words;
  begin_section(page, "units", w.units_nav, first && page.report.tree.size() > 1 ? units_sentence(w, page.report, *first) : std::string(w.units_nav));
  if (!first) {
    page.html.element("p", "empty", w.headline_none);
    end_section(page);
    return;
  }
  if (page.report.tree.size() < 2) {
    page.html.element("p", "", w.single_unit);
    end_section(page);
    return;
  }
  legend(page);
  page.html.raw("<p class=\"tools\" hidden><button type=\"button\" data-units=\"open\">").text(w.expand).raw("</button> <button type=\"button\" data-units=\"close\">").text(w.collapse).raw("</button></p>");
  write_tree(page, *first, "units", page.options.most_rows, true);

  // The other measures share what is left of the page's budget of rows, so that the page stays light.
  std::vector<const Measure*> others;
  for (const Measure* measure : profile(page.report))
    if (measure != first && in_period(*measure, page.now) && number_of(in_period(*measure, page.now)->organisation)) others.push_back(measure);
  if (!others.empty()) {
    page.html.raw("<div class=\"trees\"><h3 class=\"gap\">").text(w.other_measures).raw("</h3>");
    const std::size_t each = std::max<std::size_t>(40, 2 * page.options.most_rows / others.size());
    for (std::size_t i = 0; i < others.size(); ++i) {
      page.html.raw("<details class=\"more\"><summary>").name(others[i]->name);
      if (others[i]->direction == measure::Direction::lower_is_better) page.html.raw(" ").element("small", "", w.less_is_better);
      page.html.raw("</summary>");
      write_tree(page, *others[i], "tree-" + std::to_string(i + 1), std::min(each, page.options.most_rows), true);
      page.html.raw("</details>");
    }
    page.html.raw("</div>");
  }
  end_section(page);
}

}  // namespace karuna::show
