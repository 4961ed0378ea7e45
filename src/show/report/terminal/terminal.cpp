// SPDX-License-Identifier: Apache-2.0
#include "show/report/terminal/terminal.h"

#include <algorithm>

#include "base/text.h"
#include "show/report/terminal/terminal_lines.h"
#include "show/report/words/words.h"

namespace karuna::show {
namespace {

/// The columns of a table with interval bars, shared out over the width there is.
struct Layout {
  std::size_t name = 26, value = 5, range = 13, bar = 20, n = 7, word = 0;
};

Layout layout_for(std::size_t width, const Measure& measure) {
  Layout l;
  l.value = std::max(display_width(figure(measure.max, measure)), display_width(figure(measure.min, measure)));
  l.range = 2 * l.value + (measure.min < 0 ? 5 : 3);
  if (width >= 104) l.word = 20;
  const std::size_t fixed_part = 2 + l.value + 2 + l.range + 2 + 2 + l.n + l.word;
  const std::size_t rest = width > fixed_part + 24 ? width - fixed_part : 24;
  l.name = std::clamp<std::size_t>(rest / 2, 12, 40);
  l.bar = rest - l.name;
  return l;
}

class Drawing {
 public:
  Drawing(const Report& report, const TerminalOptions& options)
      : report_(report), options_(options), words_(words_for(report.language)), text_(options), now_(present(report)) {}

  std::string draw() {
    head();
    findings();
    if (const Measure* first = lead(report_); first && report_.tree.size() > 1) {
      tree(*first);
      hidden(first);
    } else {
      hidden(first);
    }
    summary();
    reliability();
    limits();
    files();
    return text_.take();
  }

 private:
  void head() {
    text_.line(text_.strong(truncated(clean(report_.title), text_.width())));
    if (report_.tree.size() > 0) text_.line(truncated(name_of(report_.tree, report_.tree.root()), text_.width()));
    text_.paragraph(meta_sentence(words_, report_));
    text_.line();
    const Measure* first = headline(report_);
    text_.paragraph(headline_sentence(words_, report_, first));
    if (!first) text_.paragraph(lead(report_) ? words_.headline_parts_why : words_.headline_none_why);
    if (first)
      if (const std::string change = change_sentence(words_, report_, *first); !change.empty()) text_.paragraph(change);
    if (first && first->direction == measure::Direction::lower_is_better) text_.paragraph(words_.lower_note);
    for (const Measure& measure : report_.measures) {
      const MeasurePeriod* period = in_period(measure, now_);
      if (measure.kind == MeasureKind::index && period && !period->refused.empty()) text_.paragraph(fill(words_.headline_refused, {{"why", period->refused}}));
    }
    if (first)
      for (const std::string& remark : in_period(*first, now_)->remarks) text_.paragraph(clean(remark));
    if (!report_.index_words.empty()) text_.paragraph(clean(report_.index_words));
  }

  void findings() {
    text_.heading(words_.findings);
    if (report_.findings.empty()) text_.paragraph(lead(report_) ? words_.findings_none : words_.findings_unknown, "  ", "  ");
    for (const measure::Finding& finding : report_.findings) {
      const Mark mark = finding.state == measure::State::clear_above ? Mark::above : finding.state == measure::State::clear_below ? Mark::below : Mark::same;
      text_.paragraph(clean(finding.sentence), "  " + std::string(sign(mark)) + " ", "    ");
    }
    if (lead(report_) && !report_.finding_rule.empty()) text_.paragraph(std::string(words_.rule) + ": " + clean(report_.finding_rule), "  ", "  ");
  }

  std::string_view sign(Mark mark) const { return text_.strokes().mark[static_cast<std::size_t>(mark)]; }

  /// One line: name, mark, value, interval, bar, n, and the state in words where there is room.
  void row(const Measure& measure, const Layout& l, const std::string& name, const Drawn& drawn, std::optional<double> reference) {
    std::string out = text_.cut(name, l.name) + ' ' + text_.coloured(sign(drawn.mark), drawn.tone) + ' ';
    if (!drawn.figure) {
      out += state_word(words_, Mark::none);
      text_.line(out);
      return;
    }
    const Shown& shown = *drawn.figure;
    const std::string interval = text_.ours("(" + range(shown.interval, measure) + ")");
    out += pad_left(text_.ours(figure(shown.value, measure)), l.value) + "  " + pad_right(interval, l.range) + ' ';
    if (drawn.pooled) {
      const std::size_t room = text_.width() > display_width(out) ? text_.width() - display_width(out) : 0;
      const std::vector<std::string> names = names_of(report_.tree, drawn.pooled->with);
      std::string with = fill(words_.pooled_with, {{"names", listed(words_, names, 3)}});
      if (display_width(with) > room) with = fill(words_.pooled_with, {{"names", listed(words_, names, 1)}});
      if (display_width(with) > room && names.size() > 1) with = fill(words_.pooled_many, {{"n", number(words_, names.size())}});
      // Colour is never on for a pooled line, so its width is what is seen.
      text_.line(out + text_.ours(truncated(with, room)));
      return;
    }
    out += text_.coloured(interval_bar(text_.strokes(), measure, shown.interval, shown.value, reference, l.bar), drawn.tone) + ' ' +
           pad_left("n=" + std::to_string(shown.n) + (shown.weak ? "!" : ""), l.n);
    weak_drawn_ = weak_drawn_ || shown.weak;
    if (l.word > 0 && drawn.mark != Mark::point) out += "  " + state_word(words_, drawn.mark);
    text_.line(out);
  }

  std::string branches(UnitId unit) const {
    std::string out;
    const std::vector<UnitId> path = report_.tree.path(unit);
    for (std::size_t i = 1; i < path.size(); ++i) {
      const bool last = report_.tree[path[i - 1]].children.back() == path[i];
      if (i + 1 == path.size())
        out += last ? text_.strokes().last : text_.strokes().branch;
      else
        out += last ? text_.strokes().none : text_.strokes().down;
    }
    return out;
  }

  void tree(const Measure& measure) {
    const MeasurePeriod& period = *in_period(measure, now_);
    text_.heading(fill(words_.terminal_tree, {{"measure", clean(measure.name)}}),
                  fill(words_.terminal_scale, {{"min", shortest(measure.min)}, {"max", shortest(measure.max)}}));
    Layout l = layout_for(text_.width(), measure);
    const Shown* whole = number_of(period.organisation);
    const Reach reach = reach_of(report_.tree, options_.most_units);
    const std::vector<UnitId> rows = rows_of(report_.tree, reach);
    std::size_t longest = 12;
    for (UnitId unit : rows) longest = std::max(longest, display_width(branches(unit) + name_of(report_.tree, unit)));
    const std::size_t both = l.name + l.bar;
    l.name = std::min({longest, both - 16, std::size_t{48}});
    l.bar = both - l.name;
    for (UnitId unit : rows) {
      const bool root = unit == report_.tree.root();
      const Drawn drawn = root ? draw_organisation(period) : draw_unit(measure, period, unit);
      const std::optional<double> reference = whole && !root ? std::optional(whole->value) : std::nullopt;
      row(measure, l, branches(unit) + name_of(report_.tree, unit), drawn, reference);
    }
    if (reach.left_out > 0) text_.paragraph(fill(words_.terminal_beyond, {{"n", number(words_, reach.left_out)}}), "  ", "  ");
    text_.line();
    text_.paragraph(units_sentence(words_, report_, measure));
    const auto mark = [&](Mark m) { return std::string(sign(m)); };
    text_.paragraph(fill(words_.terminal_marks, {{"above", mark(Mark::above)},
                                                 {"below", mark(Mark::below)},
                                                 {"same", mark(Mark::same)},
                                                 {"pooled", mark(Mark::pooled)},
                                                 {"none", mark(Mark::none)},
                                                 {"reference", std::string(text_.strokes().reference)}}) +
                    (weak_drawn_ ? ", ! " + std::string(words_.weak) : ""));
  }

  void hidden(const Measure* first) {
    text_.heading(words_.terminal_hidden);
    text_.paragraph(protection_sentence(words_, report_, first), "  ", "  ");
    text_.paragraph(words_.why_pooled, "  ", "  ");
    text_.paragraph(words_.behind, "  ", "  ");
    text_.paragraph(profile_sentence(words_, report_), "  ", "  ");
    for (const measure::Fact& fact : report_.protection) text_.paragraph(clean(fact.label) + ": " + clean(fact.words), "  ", "    ");
  }

  void summary() {
    const std::vector<const Measure*> measures = profile(report_);
    if (measures.empty()) return;
    text_.heading(words_.terminal_summary);
    std::vector<std::string> names;
    std::size_t longest = 0;
    Layout l = layout_for(text_.width(), *measures[0]);
    for (const Measure* measure : measures) {
      const bool below = measure->kind != MeasureKind::dimension && !measure->group.empty();
      names.push_back((below ? "  " : "") + clean(measure->name) + " " + text_.ours(ends(*measure)));
      if (measure->direction == measure::Direction::lower_is_better) names.back() += ", " + std::string(words_.less_is_better);
      longest = std::max(longest, display_width(names.back()));
      const Layout own = layout_for(text_.width(), *measure);  // one layout for all rows, wide enough for the widest figure
      l.value = std::max(l.value, own.value);
      l.range = std::max(l.range, own.range);
      l.bar = std::min(l.bar, own.bar);
      l.name = std::min(l.name, own.name);
    }
    const std::size_t both = l.name + l.bar;
    l.name = std::min(longest, both - 12);
    l.bar = both - l.name;
    for (std::size_t i = 0; i < measures.size(); ++i) {
      const Measure* measure = measures[i];
      const MeasurePeriod* period = in_period(*measure, now_);
      if (!period) continue;
      row(*measure, l, names[i], draw_organisation(*period), std::nullopt);
      if (!period->refused.empty()) text_.paragraph(clean(period->refused), "    ", "    ");
      for (const std::string& remark : period->remarks) text_.paragraph(clean(remark), "    ", "    ");
    }
  }

  void reliability() {
    bool begun = false;
    for (const Measure& measure : report_.measures) {
      const MeasurePeriod* period = in_period(measure, now_);
      if (!period || !worth_a_card(measure, *period)) continue;
      if (!begun) text_.heading(words_.terminal_reliability);
      begun = true;
      std::string about = clean(measure.name);
      if (!measure.status.empty()) about += " (" + clean(measure.status) + ")";
      text_.paragraph(about, "  ", "  ");
      std::string figures;
      for (const measure::ReliabilityLine& line : period->reliability) {
        if (!figures.empty()) figures += "; ";
        figures += line.label + " " + (line.value ? fixed(*line.value, line.digits) : std::string(words_.not_known));
        if (line.value && line.low && line.high) figures += " (" + fixed(*line.low, line.digits) + "–" + fixed(*line.high, line.digits) + ")";
      }
      if (!figures.empty()) text_.paragraph(clean(figures), "    ", "    ");
      for (const measure::Gate& gate : period->gates)
        text_.paragraph(clean(gate.name) + ": " + std::string(words_.gate_results[static_cast<std::size_t>(gate.result)]) + ". " + clean(gate.words), "    ",
                        "      ");
    }
  }

  void limits() {
    if (!report_.data_quality.empty()) text_.heading(words_.quality_title);
    for (const std::string& sentence : report_.data_quality) text_.paragraph(clean(sentence), "  ", "    ");
    if (!report_.promises_not_carried.empty()) text_.heading(words_.limits_title);
    for (const std::string& sentence : report_.promises_not_carried) text_.paragraph(clean(sentence), "  ", "    ");
  }

  void files() {
    if (options_.files.empty()) return;
    text_.heading(words_.terminal_files);
    for (const std::string& file : options_.files) text_.line("  " + file);  // never cut: it is there to be copied
  }

  const Report& report_;
  const TerminalOptions& options_;
  const Words& words_;
  TerminalText text_;
  bool weak_drawn_ = false;
  std::size_t now_;
};

}  // namespace

std::string terminal_report(const Report& report, const TerminalOptions& options) { return Drawing(report, options).draw(); }

}  // namespace karuna::show
