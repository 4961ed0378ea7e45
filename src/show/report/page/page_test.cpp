// SPDX-License-Identifier: Apache-2.0
#include "show/report/page/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "show/report/report_fixture.h"

namespace karuna::show {
namespace {

using testing::HasSubstr;
using testing::Not;

std::size_t times(const std::string& text, std::string_view what) {
  std::size_t n = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++n;
  return n;
}

}  // namespace

TEST(Page, OpensWithTheFindingInASentence) {
  EXPECT_THAT(report_page(fixture::hospital()),
              HasSubstr("<h1 id=\"headline-h\">Compassion Impact Index (CII-3) stands at 58.4 of 100, between 56.8 and 60.0.</h1>"));
}

TEST(Page, AsksNobodyForAnything) {
  const std::string page = report_page(fixture::hospital());
  for (const char* outside : {"http:", "https:", "//fonts", "@import", "<img", "<link rel=\"stylesheet", "src=", "unsafe-inline", "unsafe-eval"})
    EXPECT_THAT(page, Not(HasSubstr(outside))) << outside;
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
}

TEST(Page, HasNoStyleOrScriptInAttributesSinceThePolicyForbidsThem) {
  const std::string page = report_page(fixture::hospital());
  for (const char* attribute : {" style=\"", " onclick=", " onload="}) EXPECT_THAT(page, Not(HasSubstr(attribute))) << attribute;
}

TEST(Page, EscapesEverythingThatComesFromData) {
  const std::string page = report_page(fixture::hostile());
  EXPECT_EQ(times(page, "<script"), 1U);
  EXPECT_EQ(times(page, "<style"), 2U);
  for (const char* attack : {"<script>alert", "<img", "<b onmouseover", "<svg/onload", "</title><", "\u202E", "\x1b"})
    EXPECT_THAT(page, Not(HasSubstr(attack))) << attack;
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"));
  EXPECT_THAT(page, HasSubstr("content:\"\\3c \\2f title\\3e \\3c script\\3e alert\\28 2\\29 \\3c \\2f script\\3e "));
}

TEST(Page, GivesEveryChartATableTwin) {
  for (const measure::Report& report : {fixture::hospital(), fixture::one_unit(), fixture::published_table()}) {
    const std::string page = report_page(report);
    EXPECT_EQ(times(page, "<figure class=\"chart\""),
              times(page, "<details class=\"twin\">") - times(page, "class=\"more\"><summary>The questions one by one"));
  }
}

TEST(Page, UsesEachIdOnce) {
  for (const measure::Report& report : {fixture::hospital(), fixture::published_table(), fixture::nothing_shown()}) {
    const std::string page = report_page(report);
    std::set<std::string> ids;
    for (std::size_t at = page.find(" id=\""); at != std::string::npos; at = page.find(" id=\"", at + 1)) {
      const std::string id = page.substr(at + 5, page.find('"', at + 5) - at - 5);
      EXPECT_TRUE(ids.insert(id).second) << id << " stands twice";
    }
  }
}

TEST(Page, SaysOnceWhatCanBeBehindNotShown) { EXPECT_EQ(times(report_page(fixture::hospital()), "Behind “not shown”"), 1U); }

TEST(Page, ShowsNoNumberWhereNothingMayBeShown) {
  const std::string page = report_page(fixture::nothing_shown());
  EXPECT_THAT(page, HasSubstr("Too few people answered to show a number."));
  EXPECT_THAT(page, Not(HasSubstr("<b>5")));
}

TEST(Page, DrawsTheSamePageForHiddenEmptyAndAbsent) {
  measure::Report hidden = fixture::hospital();
  hidden.measures[0].periods[1].changes[9] = {.known = true, .value = 4, .interval = {2, 6}, .changed = true};
  EXPECT_EQ(report_page(hidden), report_page(fixture::hospital()));
}

TEST(Page, IsMirroredWhereTheLanguageIs) {
  EXPECT_THAT(report_page(fixture::arabic()), HasSubstr("dir=\"rtl\""));
  EXPECT_THAT(report_page(fixture::hospital()), HasSubstr("dir=\"ltr\""));
}

TEST(Page, StaysLightHoweverManyUnitsThereAre) {
  const std::string page = report_page(fixture::large());
  EXPECT_LT(page.size(), 2U << 20U);
  EXPECT_THAT(page, HasSubstr("1,188 further units are not drawn here; all of them are in units.csv."));
}

TEST(Page, NamesTheReportAtTheFootOfEachPrintedPage) {
  EXPECT_THAT(report_page(fixture::hospital()),
              HasSubstr("@bottom-left{content:\"Spring survey 2026 · Spring 2026 · profile exact · seed 1 · input 9f2c1e6b7a3d4058 · Karuna 0\\2e 1\\2e 0\""));
}

TEST(Page, GivesTheSameBytesForTheSameReport) { EXPECT_EQ(report_page(fixture::hospital()), report_page(fixture::hospital())); }

}  // namespace karuna::show
