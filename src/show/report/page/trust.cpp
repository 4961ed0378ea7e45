// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "base/text.h"
#include "show/report/files/dictionary.h"
#include "show/report/page/sections.h"

namespace karuna::show {
namespace {

constexpr std::string_view gate_class(measure::GateResult result) {
  switch (result) {
    case measure::GateResult::passed:
      return "passed";
    case measure::GateResult::failed:
      return "failed";
    case measure::GateResult::not_known:
      break;
  }
  return "unknown";
}

std::string_view gate_word(const Words& words, measure::GateResult result) { return words.gate_results[static_cast<std::size_t>(result)]; }

std::string bracketed(const measure::ReliabilityLine& line) {
  if (!line.low || !line.high) return {};
  return fixed(*line.low, line.digits) + "–" + fixed(*line.high, line.digits);
}

void scale_card(Page& page, const Measure& measure, const MeasurePeriod& period) {
  Html& html = page.html;
  const Words& w = page.words;
  std::array<std::size_t, 3> results{};
  for (const measure::Gate& gate : period.gates) ++results[static_cast<std::size_t>(gate.result)];
  html.raw("<li class=\"card\"><h3>").name(measure.name).raw("</h3><p class=\"about\">");
  html.text(fill(w.gate_tally, {{"passed", number(w, results[0])}, {"failed", number(w, results[1])}, {"unknown", number(w, results[2])}}));
  if (!measure.status.empty()) html.raw(" · ").text(measure.status);
  html.raw("</p><ul class=\"gates\">");
  for (const measure::Gate& gate : period.gates) {
    html.raw("<li class=\"")
        .raw(gate_class(gate.result))
        .raw("\"><svg class=\"sign\" aria-hidden=\"true\" focusable=\"false\"><use href=\"#g-")
        .raw(gate_class(gate.result))
        .raw("\" x=\"50%\" y=\"50%\"/></svg><p><b>");
    html.text(gate.name).raw(": ").text(gate_word(w, gate.result)).raw(".</b> ").text(gate.words).raw("</p></li>");
  }
  html.raw("</ul>");
  if (!period.reliability.empty()) {
    html.raw("<details class=\"more\"><summary>")
        .text(w.coefficients)
        .raw("<span class=\"unseen\">: ")
        .text(measure.name)
        .raw("</span></summary><dl class=\"coefficients\">");
    for (const measure::ReliabilityLine& line : period.reliability) {
      html.raw("<dt>").text(line.label).raw("</dt><dd><b>").text(line.value ? fixed(*line.value, line.digits) : std::string(w.not_known)).raw("</b>");
      if (const std::string interval = bracketed(line); !interval.empty()) html.raw(" <span class=\"range\">(").text(interval).raw(")</span>");
      if (!line.words.empty()) html.raw(" ").element("small", "", line.words);
      html.raw("</dd>");
    }
    html.raw("</dl></details>");
  }
  html.raw("</li>\n");
}

void facts(Page& page, const std::vector<measure::Fact>& lines) {
  if (lines.empty()) return;
  page.html.raw("<dl class=\"facts\">");
  for (const measure::Fact& fact : lines) page.html.raw("<div><dt>").text(fact.label).raw("</dt><dd>").text(fact.words).raw("</dd></div>");
  page.html.raw("</dl>");
}

void sentences(Page& page, std::string_view kind, const std::vector<std::string>& lines) {
  page.html.raw("<ul class=\"").raw(kind).raw("\">");
  for (const std::string& line : lines) page.html.element("li", "", line);
  page.html.raw("</ul>");
}

/// Lines of their own, counted with others and not shown, by kind of measure: what protection costs, drawn as one strip each.
void counts_by_kind(Page& page) {
  const Words& w = page.words;
  Html& html = page.html;
  std::array<Tally, 5> sums{};
  std::array<bool, 5> there{};
  for (const Measure& measure : page.report.measures) {
    const MeasurePeriod* period = in_period(measure, page.now);
    if (!period) continue;
    const Tally one = tally(page.report, measure, *period);
    Tally& sum = sums[static_cast<std::size_t>(measure.kind)];
    sum.units += one.units;
    sum.own_line += one.own_line;
    sum.pooled += one.pooled;
    sum.hidden += one.hidden;
    there[static_cast<std::size_t>(measure.kind)] = true;
  }
  begin_chart(page, "counts", w.protection_counts, fill(w.protection_sub, {{"period", page.report.periods.empty() ? "" : page.report.periods[page.now]}}));
  Twin table{.columns = {w.col_kind, w.col_own, w.col_pooled, w.col_hidden}, .numbers = {false, true, true, true}, .rows = {}, .beyond = {}};
  html.raw("<ul class=\"strips\">");
  for (std::size_t k = 0; k < sums.size(); ++k) {
    if (!there[k] || sums[k].units == 0) continue;
    const Tally& sum = sums[k];
    html.raw("<li><span class=\"name\">").text(w.kind_names[k]).raw("</span><svg class=\"strip\" aria-hidden=\"true\" focusable=\"false\">");
    double at = 0;
    const auto piece = [&](std::size_t n, std::string_view kind) {
      const double width = 100.0 * static_cast<double>(n) / static_cast<double>(sum.units);
      const std::string from = fixed(at, 2) + "%", to = fixed(at + width, 2) + "%";
      if (n > 0) html.raw("<rect class=\"").raw(kind).raw("\" y=\"1\" height=\"14\" x=\"").raw(from).raw("\" width=\"").raw(fixed(width, 2)).raw("%\"/>");
      if (n > 0 && kind == "pooled") html.raw("<line class=\"hatching\" y1=\"8\" y2=\"8\" x1=\"").raw(from).raw("\" x2=\"").raw(to).raw("\"/>");
      at += width;
    };
    piece(sum.own_line, "own");
    piece(sum.pooled, "pooled");
    piece(sum.hidden, "hidden");
    html.raw("</svg><span class=\"about\">")
        .text(number(w, sum.own_line) + " " + std::string(w.col_own) + ", " + number(w, sum.pooled) + " " + std::string(w.col_pooled) + ", " +
              number(w, sum.hidden) + " " + std::string(w.col_hidden))
        .raw("</span></li>");
    table.rows.push_back({std::string(w.kind_names[k]), number(w, sum.own_line), number(w, sum.pooled), number(w, sum.hidden)});
  }
  html.raw("</ul>");
  twin(page, w.protection_counts, table);
  end_chart(page);
}

}  // namespace

void write_reliability(Page& page) {
  const Words& w = page.words;
  std::vector<const Measure*> scales;
  std::size_t passed = 0;
  for (const Measure& measure : page.report.measures) {
    const MeasurePeriod* period = in_period(measure, page.now);
    if (!period || !worth_a_card(measure, *period)) continue;
    scales.push_back(&measure);
    if (std::none_of(period->gates.begin(), period->gates.end(), [](const measure::Gate& g) { return g.result == measure::GateResult::failed; })) ++passed;
  }
  if (scales.empty()) {
    begin_section(page, "reliability", w.reliability_nav, w.reliability_nav);
    page.html.element("p", "empty", page.report.from_persons ? w.reliability_unknown : w.reliability_empty);
    end_section(page);
    return;
  }
  const std::string_view pattern = passed == scales.size() ? w.reliability_title_all : passed == 0 ? w.reliability_title_none : w.reliability_title;
  begin_section(page, "reliability", w.reliability_nav, fill(pattern, {{"passed", number(w, passed)}, {"all", number(w, scales.size())}}));
  page.html.element("p", "about", w.reliability_sub).raw("<ul class=\"cards\">");
  for (const Measure* measure : scales) scale_card(page, *measure, *in_period(*measure, page.now));
  page.html.raw("</ul>");
  end_section(page);
}

void write_protection(Page& page) {
  const Words& w = page.words;
  begin_section(page, "protection", w.protection_nav, protection_sentence(w, page.report, lead(page.report)));
  page.html.element("p", "lead", profile_sentence(w, page.report));
  page.html.raw("<div class=\"two\"><div><p>");
  sign(page.html, Mark::pooled, Tone::plain);
  page.html.raw(" ").text(w.why_pooled).raw("</p><p>");
  sign(page.html, Mark::none, Tone::plain);
  page.html.raw(" ").text(w.behind).raw("</p></div>");
  if (page.report.tree.size() > 1) counts_by_kind(page);
  page.html.raw("</div>");
  facts(page, page.report.protection);
  end_section(page);
}

void write_computation(Page& page) {
  const Words& w = page.words;
  begin_section(page, "computation", w.computation_nav, w.computation_title);
  std::vector<measure::Fact> lines = page.report.computation;
  lines.push_back({std::string(w.facts_version), "Karuna " + page.report.version});
  if (page.report.draws > 0) lines.push_back({std::string(w.facts_draws), grouped(page.report.draws)});
  lines.push_back({std::string(w.facts_seed), std::to_string(page.report.seed)});
  if (!page.report.input_sha256.empty()) lines.push_back({std::string(w.facts_input), page.report.input_sha256});
  facts(page, lines);
  // Measures of which the same is to be said share a line.
  std::vector<std::pair<std::string, std::vector<std::string>>> said;
  for (const Measure& measure : page.report.measures) {
    const MeasurePeriod* period = in_period(measure, page.now);
    if (!period || period->shrinkage_words.empty() || measure.kind == MeasureKind::item) continue;
    auto at = std::find_if(said.begin(), said.end(), [&](const auto& one) { return one.first == period->shrinkage_words; });
    if (at == said.end()) at = said.insert(said.end(), {period->shrinkage_words, {}});
    at->second.push_back(measure.name);
  }
  for (const auto& [sentence, names] : said) page.html.raw("<p class=\"about\"><b>").text(listed(w, names, 20)).raw(".</b> ").text(sentence).raw("</p>");
  end_section(page);
}

void write_data(Page& page) {
  begin_section(page, "data", page.words.quality_nav, page.words.quality_title);
  if (page.report.data_quality.empty())
    page.html.element("p", "", page.words.quality_none);
  else
    sentences(page, "plain-list", page.report.data_quality);
  end_section(page);
}

void write_limits(Page& page) {
  if (page.report.promises_not_carried.empty()) return;
  begin_section(page, "limits", page.words.limits_nav, page.words.limits_title);
  sentences(page, "plain-list warn", page.report.promises_not_carried);
  end_section(page);
}

void write_files(Page& page) {
  const Words& w = page.words;
  begin_section(page, "files", w.files_nav, w.files_title);
  page.html.element("p", "about", w.files_sub).raw("<ul class=\"files\">");
  const std::array cards{&units_card,       &organisation_card, &pools_card, &tree_card,   &periods_card,
                         &reliability_card, &gates_card,        &notes_card, &funnel_card, &dictionary_card};
  for (const std::string& file : page.options.files) {
    page.html.raw("<li><a").attribute("href", file).raw(" download>").text(file).raw("</a>");
    for (const TableCard* card : cards)
      if (card->file == file) page.html.raw(" ").element("span", "about", card->words);
    page.html.raw("</li>");
  }
  page.html.raw("</ul>");
  bool titled = false;
  for (const Measure& measure : page.report.measures) {
    if (measure.notice.empty()) continue;
    if (!titled) page.html.element("h3", "gap", w.terms_title);
    titled = true;
    page.html.raw("<p class=\"about\"><b>").name(measure.name).raw(".</b> ").text(measure.notice).raw("</p>");
  }
  end_section(page);
}

}  // namespace karuna::show
