// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/text.h"
#include "show/report/page/sections.h"

namespace karuna::show {
namespace {

void measure_row(Page& page, const Measure& measure, std::string_view kind, bool with_ends) {
  const MeasurePeriod& period = *in_period(measure, page.now);
  const Drawn drawn = draw_organisation(period);
  Html& html = page.html;
  html.raw("<li class=\"row ").raw(kind).raw("\"><span class=\"name\"><span>").name(measure.name).raw("</span>");
  std::string about = with_ends ? ends(measure) : "";
  const auto add = [&about](std::string_view words) {
    if (!about.empty() && !words.empty()) about += ", ";
    about += words;
  };
  if (measure.direction == measure::Direction::lower_is_better) add(page.words.less_is_better);
  add(measure.status);
  if (!about.empty()) html.raw(" ").element("small", "", about);
  html.raw("</span><span class=\"plot\">");
  Plotted row{.mark = drawn.mark, .tone = Tone::plain};
  if (drawn.figure) {
    row.value = drawn.figure->value;
    row.interval = drawn.figure->interval;
    if (page.now > 0)
      if (const MeasurePeriod* before = in_period(measure, page.now - 1))
        if (const Shown* was = number_of(before->organisation)) row.before = was->value;
  }
  plot(html, axis_of(measure), row);
  html.raw("</span>");
  if (!period.refused.empty() && !drawn.figure)
    html.raw("<span class=\"value none\">").text(page.words.refused_word).raw("</span>");
  else
    value_cell(page, measure, drawn);
  if (!period.refused.empty()) html.element("span", "why", period.refused);
  for (const std::string& remark : period.remarks) html.element("span", "why", remark);
  html.raw("</li>\n");
}

bool same_axis(const std::vector<const Measure*>& measures) {
  return std::all_of(measures.begin(), measures.end(), [&](const Measure* m) { return m->min == measures[0]->min && m->max == measures[0]->max; });
}

/// Rows of whole-organisation figures on one axis. Where their scales differ, the axis runs from the lowest to the highest answer and
/// each row says where its own scale begins and ends.
void measure_rows(Page& page, const std::vector<const Measure*>& measures) {
  Html& html = page.html;
  if (measures.empty()) return;
  const bool alike = same_axis(measures);
  html.raw("<div class=\"row axis-row\"><span class=\"name\"></span><span class=\"plot\">");
  if (alike)
    ticks(html, axis_of(*measures[0]));
  else
    ticks(html, axis_of(*measures[0]), {page.words.axis_low, page.words.axis_middle, page.words.axis_high});
  html.raw("</span></div><ul class=\"rows\">");
  for (const Measure* measure : measures)
    if (in_period(*measure, page.now)) measure_row(page, *measure, measure->kind == MeasureKind::dimension ? "strong" : measure->group.empty() ? "" : "d1", !alike);
  html.raw("</ul>");
}

void measures_twin(Page& page, std::string_view caption, const std::vector<const Measure*>& measures) {
  const Words& w = page.words;
  Twin table{.columns = {w.col_measure, w.col_value, w.col_low, w.col_high, w.col_n}, .numbers = {false, true, true, true, true}, .rows = {}, .beyond = {}};
  for (const Measure* measure : measures) {
    const MeasurePeriod* period = in_period(*measure, page.now);
    if (!period) continue;
    const Shown* shown = number_of(period->organisation);
    if (shown)
      table.rows.push_back({measure->name, figure(shown->value, *measure), figure(shown->interval.low, *measure), figure(shown->interval.high, *measure), number(w, shown->n)});
    else
      table.rows.push_back({measure->name, state_word(w, Mark::none), "", "", ""});
  }
  twin(page, caption, table);
}

void hero_plot(Page& page, const Measure& measure) {
  const MeasurePeriod& period = *in_period(measure, page.now);
  const Shown& shown = *number_of(period.organisation);
  Html& html = page.html;
  const Axis axis = axis_of(measure);
  Plotted row{.mark = Mark::point, .tone = Tone::plain, .value = shown.value, .interval = shown.interval, .label = figure(shown.value, measure), .large = true, .outer = period.worst_case};
  std::string before_words;
  if (page.now > 0)
    if (const MeasurePeriod* before = in_period(measure, page.now - 1))
      if (const Shown* was = number_of(before->organisation)) {
        row.before = was->value;
        before_words = fill(page.words.before_label, {{"period", page.report.periods[page.now - 1]}, {"value", figure(was->value, measure)}});
      }
  html.raw("<div class=\"hero-plot\" role=\"img\"").attribute("aria-label", headline_sentence(page.words, page.report, &measure)).raw(">");
  plot(html, axis, row);
  ticks(html, axis);
  html.raw("</div>");
  if (!before_words.empty()) html.raw("<p class=\"about\"><svg class=\"sign\" aria-hidden=\"true\" focusable=\"false\"><circle class=\"before\" r=\"4\" cx=\"50%\" cy=\"50%\"/></svg> ").text(before_words).raw("</p>");
}

void headline_words(Page& page, const Measure& measure) {
  const MeasurePeriod& period = *in_period(measure, page.now);
  Html& html = page.html;
  const Words& w = page.words;
  const std::string change = change_sentence(w, page.report, measure);
  std::string lead = change.empty() ? "" : change + " ";
  if (measure.direction == measure::Direction::lower_is_better) lead += std::string(w.lower_note) + " ";
  html.element("p", "lead", lead + std::string(w.interval_words));
  hero_plot(page, measure);
  html.raw("<ul class=\"asides\">");
  if (period.worst_case)
    html.element("li", "", fill(w.worst_case, {{"low", figure(period.worst_case->low, measure)}, {"high", figure(period.worst_case->high, measure)}}));
  if (period.weighted) {
    const std::string words = period.weighted_low && period.weighted_high
                                  ? fill(w.weighted_range, {{"value", figure(*period.weighted, measure)}, {"low", figure(*period.weighted_low, measure)}, {"high", figure(*period.weighted_high, measure)}})
                                  : fill(w.weighted, {{"value", figure(*period.weighted, measure)}});
    html.element("li", "", period.weighted_words.empty() ? words : words + " (" + period.weighted_words + ")");
  }
  for (const std::string& remark : period.remarks) html.element("li", "", remark);
  if (!page.report.index_words.empty()) html.element("li", "", page.report.index_words);
  html.raw("</ul>");
}

}  // namespace

void write_headline(Page& page) {
  const Measure* measure = headline(page.report);
  Html& html = page.html;
  const Words& w = page.words;
  html.raw("<section id=\"headline\" class=\"hero\" aria-labelledby=\"headline-h\"><p class=\"kicker\">").text(meta_sentence(w, page.report)).raw("</p><h1 id=\"headline-h\">");
  html.text(headline_sentence(w, page.report, measure)).raw("</h1>\n");
  for (const Measure& one : page.report.measures) {
    const MeasurePeriod* period = in_period(one, page.now);
    if (one.kind == MeasureKind::index && period && !period->refused.empty())
      html.raw("<p class=\"caution\">").text(fill(w.headline_refused, {{"why", period->refused}})).raw("</p>");
  }
  if (measure) {
    headline_words(page, *measure);
  } else {
    html.element("p", "lead", lead(page.report) ? w.headline_parts_why : w.headline_none_why);
    if (!page.report.index_words.empty()) html.element("p", "about", page.report.index_words);
  }
  html.raw("</section>\n");

  const std::vector<const Measure*> measures = profile(page.report);
  const std::vector<const Measure*> questions = items(page.report);
  if (measures.empty() && questions.empty()) return;
  const bool has_index = !page.report.measures.empty() && page.report.measures[0].kind == MeasureKind::index;
  const std::string period = page.now < page.report.periods.size() ? page.report.periods[page.now] : "";
  const std::string_view title = has_index ? w.profile_title : w.profile_title_plain;
  begin_section(page, "profile", title, title);
  begin_chart(page, "profile", "", fill(w.profile_sub, {{"period", period}}));
  measure_rows(page, measures);
  measures_twin(page, title, measures);
  end_chart(page);
  if (!questions.empty()) {
    html.raw("<details class=\"more\"><summary>").text(w.items_title).raw(" <small>").text(count(w, w.items, questions.size())).raw("</small></summary>");
    measure_rows(page, questions);
    measures_twin(page, w.items_title, questions);
    html.raw("</details>");
  }
  end_section(page);
}

void write_findings(Page& page) {
  Html& html = page.html;
  html.raw("<section id=\"findings\" aria-labelledby=\"findings-h\"><h2 id=\"findings-h\">").text(page.words.findings).raw("</h2>");
  const bool known = lead(page.report) != nullptr;
  if (page.report.findings.empty()) html.element("p", "", known ? page.words.findings_none : page.words.findings_unknown);
  if (!page.report.findings.empty()) html.raw("<ol class=\"findings\">");
  for (const measure::Finding& finding : page.report.findings) {
    const Measure* about = nullptr;
    for (const Measure& measure : page.report.measures)
      if (measure.id == finding.measure) about = &measure;
    const bool less = about && about->direction == measure::Direction::lower_is_better;
    const Mark mark = finding.state == measure::State::clear_above ? Mark::above : finding.state == measure::State::clear_below ? Mark::below : Mark::same;
    const Tone tone = mark == Mark::same ? Tone::plain : (mark == Mark::above) != less ? Tone::good : Tone::care;
    html.raw("<li class=\"").raw(tone == Tone::good ? "good" : tone == Tone::care ? "care" : "plain").raw("\">");
    sign(html, mark, tone);
    html.raw("<p>").text(finding.sentence).raw("</p></li>");
  }
  if (!page.report.findings.empty()) html.raw("</ol>");
  if (known && !page.report.finding_rule.empty()) {
    html.raw("<p class=\"about\"><b>").text(page.words.rule).raw(".</b> ").text(page.report.finding_rule).raw("</p>");
  }
  html.raw("</section>\n");
}

}  // namespace karuna::show
