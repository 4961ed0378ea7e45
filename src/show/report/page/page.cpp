// SPDX-License-Identifier: Apache-2.0
#include "show/report/page/page.h"

#include "show/report/page/sections.h"
#include "show/report/page/style.h"

namespace karuna::show {
namespace {

std::string foot(const Page& page) {
  const measure::Report& report = page.report;
  return fill(page.words.foot,
              {{"title", clean(report.title)},
               {"period", report.periods.empty() ? "" : clean(report.periods[page.now])},
               {"profile", report.from_persons ? fill(page.words.foot_profile, {{"profile", report.profile}}) : std::string(page.words.published_words)},
               {"seed", std::to_string(report.seed)},
               {"input", report.input_sha256.substr(0, 16)},
               {"version", report.version}});
}

/// Words as a CSS string: every character of ASCII that is neither letter, digit nor blank is written as its number.
std::string css_string(std::string_view words) {
  static constexpr char hex[] = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : words) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = byte >= 0x80 || c == ' ' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (plain) {
      out += c;
    } else {
      out += '\\';
      out += hex[byte >> 4U];
      out += hex[byte & 15U];
      out += ' ';
    }
  }
  return out + "\"";
}

/// The foot of each printed page names the report; it is the one rule that holds words of the data, and so has a nonce in place of a hash.
std::string nonce_of(const measure::Report& report) {
  std::string nonce = "page-foot-";
  for (const char c : report.input_sha256.substr(0, 16))
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')) nonce += c;
  return nonce;
}

void head(Page& page, bool mirrored) {
  Html& html = page.html;
  const std::string nonce = nonce_of(page.report);
  html.raw("<!doctype html>\n<html lang=\"").raw(page.words.language).raw(mirrored ? "\" dir=\"rtl\">" : "\" dir=\"ltr\">");
  html.raw("<head><meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '")
      .raw(style_hash)
      .raw("' 'nonce-")
      .raw(nonce)
      .raw("'; script-src '");
  html.raw(script_hash).raw("'; img-src data:; base-uri 'none'; form-action 'none'\">\n");
  html.raw(
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<link rel=\"icon\" "
      "href=\"data:,\">\n<title>");
  html.text(page.report.title)
      .raw(" · ")
      .text(page.words.brand)
      .raw("</title>\n<style>")
      .raw(page_style)
      .raw("</style>\n<style nonce=\"")
      .raw(nonce)
      .raw("\">@page{@bottom-left{content:")
      .raw(css_string(foot(page)));
  html.raw(
      ";font:7.5pt system-ui,sans-serif;color:#333}@bottom-right{content:counter(page) \" / \" counter(pages);font:8pt "
      "system-ui,sans-serif;color:#333}}</style></head>\n<body>\n");
  html.raw("<a class=\"skip\" href=\"#main\">").text(page.words.skip).raw("</a>").raw(shapes()).raw("\n");
}

struct Stop {
  std::string_view id, words;
};

void navigation(Page& page, const std::vector<Stop>& stops) {
  Html& html = page.html;
  html.raw("<nav aria-label=\"").text(page.words.on_this_page).raw("\"><details><summary>").text(page.words.on_this_page).raw("</summary><ul>");
  for (const Stop& stop : stops) html.raw("<li><a href=\"#").raw(stop.id).raw("\">").text(stop.words).raw("</a></li>");
  html.raw("</ul></details><button type=\"button\" id=\"twins\" aria-pressed=\"false\" hidden>")
      .text(page.words.show_tables)
      .raw("<kbd>")
      .text(page.words.tables_key)
      .raw("</kbd></button></nav>\n");
}

using Section = void (*)(Page&);

}  // namespace

std::string report_page(const measure::Report& report, const PageOptions& options) {
  const Words& words = words_for(report.language);
  Page page{.report = report, .words = words, .options = options, .now = present(report), .html = {}, .twins = 0};
  const bool mirrored = right_to_left(report.language);

  // The sections are written first, each on its own, so that the list of contents names those that are there.
  const struct {
    Section write;
    Stop stop;
  } sections[] = {{write_headline, {}},
                  {write_findings, {"findings", words.findings}},
                  {write_units, {"units", words.units_nav}},
                  {write_change, {"change", words.change_nav}},
                  {write_heat_map, {"heat", words.heat_nav}},
                  {write_funnels, {"funnel", words.funnel_nav}},
                  {write_reliability, {"reliability", words.reliability_nav}},
                  {write_protection, {"protection", words.protection_nav}},
                  {write_computation, {"computation", words.computation_nav}},
                  {write_data, {"data", words.quality_nav}},
                  {write_limits, {"limits", words.limits_nav}},
                  {write_files, {"files", words.files_nav}}};
  std::string body;
  std::vector<Stop> stops;
  for (const auto& section : sections) {
    section.write(page);
    const std::string written = page.html.take();
    page.html = {};
    if (!written.empty() && !section.stop.id.empty()) stops.push_back(section.stop);
    body += written;
  }

  head(page, mirrored);
  Html& html = page.html;
  html.raw("<header class=\"top\"><p class=\"title\">")
      .name(report.title)
      .raw("</p><p>")
      .name(report.tree.size() > 0 ? name_of(report.tree, report.tree.root()) : "")
      .raw("</p></header>\n");
  html.raw("<div class=\"frame\">\n");
  navigation(page, stops);
  html.raw("<main id=\"main\" tabindex=\"-1\">\n").raw(body).raw("</main>\n</div>\n<footer class=\"foot\"><p>");
  html.text(foot(page));
  html.raw("</p></footer>\n<script>").raw(page_script).raw("</script>\n</body></html>\n");
  return html.take();
}

}  // namespace karuna::show
