// SPDX-License-Identifier: Apache-2.0
// KARUNA_KEEP=DIR keeps the PDFs and their pages as pictures, to look at.
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>

#include "base/files.h"
#include "show/print/cards.h"
#include "show/print/poster.h"
#include "show/print/words.h"

namespace karuna::show::print {
namespace {

namespace fs = std::filesystem;

std::string output_of(const std::string& command) {
  std::string out;
  std::FILE* pipe = popen((command + " 2>/dev/null").c_str(), "r");
  std::array<char, 4096> piece{};
  while (std::size_t got = std::fread(piece.data(), 1, piece.size(), pipe)) out.append(piece.data(), got);
  pclose(pipe);
  return out;
}
bool there_is(const char* program) { return !output_of(std::string("command -v ") + program).empty(); }

/// Text without blanks and marks of direction: how a reader breaks lines is the reader's business.
std::string bare(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c <= 0x20) continue;
    const std::string_view three = text.substr(i, 3);
    if (three == "\u2066" || three == "\u2067" || three == "\u2068" || three == "\u2069" || three == "\u200e" || three == "\u200f" || three == "\u202a" || three == "\u202b" ||
        three == "\u202c" || three == "\u202f") {
      i += 2;
      continue;
    }
    if (text.substr(i, 2) == "\u00a0") {
      ++i;
      continue;
    }
    out += text[i];
  }
  return out;
}

class Printed : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* program : {"pdftotext", "pdfinfo", "pdftoppm"})
      if (!there_is(program)) GTEST_SKIP() << "there is no " << program << " here (package poppler-utils)";
    const char* kept = std::getenv("KARUNA_KEEP");
    keep_ = kept != nullptr;
    folder_ = keep_ ? fs::path(kept) : fs::temp_directory_path() / ("karuna-print-" + std::to_string(getpid()));
    fs::create_directories(folder_);
  }
  void TearDown() override {
    if (!keep_ && !folder_.empty()) fs::remove_all(folder_);
  }
  std::string keep(const std::string& name, const Result<std::string>& pdf) {
    EXPECT_TRUE(pdf) << (pdf ? "" : pdf.error().what);
    const fs::path file = folder_ / name;
    EXPECT_TRUE(write_atomically(file, pdf.value_or("")));
    if (keep_) output_of("pdftoppm -r 80 -png " + file.string() + " " + (folder_ / file.stem()).string());
    return file.string();
  }
  int pages(const std::string& file) {
    const std::string info = output_of("pdfinfo " + file);
    const std::size_t at = info.find("Pages:");
    return at == std::string::npos ? -1 : std::atoi(info.c_str() + at + 6);
  }
  std::string text(const std::string& file, int page) {
    return output_of("pdftotext -f " + std::to_string(page) + " -l " + std::to_string(page) + " " + file + " -");
  }
  std::multiset<std::string> qr_codes(const std::string& file, int page) {
    const std::string picture = (folder_ / "qr").string(), number = std::to_string(page);
    output_of("pdftoppm -r 200 -png -singlefile -f " + number + " -l " + number + " " + file + " " + picture);
    const std::string read = output_of("zbarimg -q --raw -Sdisable -Sqrcode.enable " + picture + ".png");
    std::multiset<std::string> codes;
    for (std::size_t at = 0; at < read.size();) {
      const std::size_t end = read.find('\n', at);
      codes.insert(read.substr(at, end - at));
      at = end == std::string::npos ? read.size() : end + 1;
    }
    return codes;
  }

  bool keep_ = false;
  fs::path folder_;
};

CardWave wave() {
  CardWave made;
  made.organisation = "Lindenhof";
  made.title = "How we treat each other, winter 2026";
  made.address = "https://answer.lindenhof.example";
  made.until = (20'801 + 1) * 24;  // midnight after 14 December 2026, which is day 20,801 since 1970 (date -d 2026-12-14 +%s / 86400)
  return made;
}

std::vector<std::string> codes(const std::string& first, std::size_t count) {
  std::vector<std::string> made;
  for (std::size_t c = 0; c < count; ++c) made.push_back(first + "-X0KD-94WN-HB" + std::to_string(10 + c));
  return made;
}

TEST_F(Printed, CardsHaveACoverACellAndSixASheet) {
  const std::vector<CardCell> cells{{"Kitchen and laundry", 41, {{"de", codes("7Q2M", 8)}}}, {"Ward 3", 28, {{"ar", codes("8AR0", 2)}, {"en", codes("9EN0", 4)}}}};
  const std::string file = keep("cards.pdf", card_sheets(wave(), cells));
  ASSERT_EQ(pages(file), 5) << "a cover and two sheets of eight cards; a cover and one sheet of six";
  EXPECT_NE(bare(text(file, 1)).find(bare("Cards for Kitchen and laundry")), std::string::npos);
  EXPECT_NE(bare(text(file, 1)).find(bare("Cards in all: 8")), std::string::npos);
  const std::string cover = bare(text(file, 4));
  EXPECT_NE(cover.find("العربية"), std::string::npos) << cover;
  EXPECT_NE(cover.find("English:4"), std::string::npos);
  for (int c = 0; c < 8; ++c) {
    const std::string code = codes("7Q2M", 8)[static_cast<std::size_t>(c)];
    EXPECT_EQ(text(file, c < 6 ? 2 : 3).find(code) != std::string::npos, true) << code << " is not on its sheet";
  }
  const std::string sheet = bare(text(file, 2));
  for (const char* words : {"Lindenhof fragt. Antworten ist freiwillig.", "How we treat each other, winter 2026", "answer.lindenhof.example", "bis 14. Dezember 2026.", "ab 10 Menschen",
                            "Diese Karte ist nur ein Schlüssel zum Schalter; sie lässt sich nicht mit Antworten verbinden.", "Gruppe: Kitchen and laundry, 41 Menschen"})
    EXPECT_NE(sheet.find(bare(words)), std::string::npos) << words << " is not in\n" << sheet;
}

TEST_F(Printed, ArabicIsSetWithItsWordsWhole) {
  const std::string file = keep("arabic.pdf", card_sheets(wave(), {{"Ward 3", 28, {{"ar", codes("8AR0", 6)}}}}));
  const std::string sheet = bare(text(file, 2));
  const Words& words = words_in("ar");
  // Poppler gives the letters of a ligature (lam-alef) in the order of the eye; sentences without one come back as they were written.
  for (const auto& sentence : {std::string(words.card), std::string("تصلح البطاقة مرة واحدة"), std::string("من يملك البطاقة يستطيع استعمالها")})
    EXPECT_NE(sheet.find(bare(sentence)), std::string::npos) << sentence << " is not in\n" << sheet;
  EXPECT_NE(sheet.find("8AR0-X0KD-94WN-HB10"), std::string::npos);
}

TEST_F(Printed, TheQrCodeOfACardBringsItsCode) {
  if (!there_is("zbarimg")) GTEST_SKIP() << "there is no zbarimg here (package zbar-tools)";
  const std::string file = keep("qr.pdf", card_sheets(wave(), {{"Ward 3", 28, {{"ar", codes("8AR0", 2)}, {"en", codes("9EN0", 4)}}}}));
  std::multiset<std::string> expected;
  for (const auto& code : codes("8AR0", 2)) expected.insert("https://answer.lindenhof.example/#card=" + code);
  for (const auto& code : codes("9EN0", 4)) expected.insert("https://answer.lindenhof.example/#card=" + code);
  EXPECT_EQ(qr_codes(file, 2), expected);
}

TEST_F(Printed, EveryLanguageFitsOnACardWithLongNames) {
  CardWave long_names = wave();
  long_names.organisation = "Städtisches Krankenhaus und Pflegezentrum Lindenhof am See";
  long_names.title = "Wie wir miteinander umgehen, wenn es schwer wird: Winter 2026/27";
  long_names.address = "https://antworten.krankenhaus-lindenhof-am-see.example:8443";
  CardCell cell{"Küche, Wäscherei, Hausdienst, Technik und Transport (Häuser A bis D)", 137, {}};
  for (const auto language : languages) cell.codes.emplace_back(std::string(language), codes("7Q2M", 1));
  const std::string file = keep("long.pdf", card_sheets(long_names, {cell}));
  EXPECT_EQ(pages(file), 2);
  long_names.title = std::string(2000, 'x');
  const auto refused = card_sheets(long_names, {cell});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::invalid);
}

PosterWave poster_wave() {
  PosterWave made;
  made.organisation = "Lindenhof";
  made.title = "How we treat each other";
  made.address = "https://answer.lindenhof.example";
  made.opens_desk = 20'782 * 24, made.closes_desk = 20'787 * 24;       // 25 November; midnight at the end of 29 November
  made.opens_ballots = 20'787 * 24, made.closes_ballots = 20'801 * 24 + 18;   // 30 November; 14 December, 18:00
  made.questions = 24;
  made.council_name = "The works council of Lindenhof";
  made.page_sha256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  return made;
}

TEST_F(Printed, APosterSaysWhereWhenAndWhatHolds) {
  const std::string file = keep("poster.pdf", poster(poster_wave(), Paper::a4, {languages.begin(), languages.end()}));
  ASSERT_EQ(pages(file), 5);
  const std::string page = bare(text(file, 1));
  for (const char* words : {"Lindenhof asks", "How we treat each other", "Save the page at https://answer.lindenhof.example as a file", "25 November 2026 to 29 November 2026", "30 November 2026 to 14 December 2026, 18:00 UTC",
                            "groups of at least 10 people", "Questions: 24, about 5 minutes", "The works council of Lindenhof holds half of the key",
                            "01234567 89abcdef 01234567 89abcdef"})
    EXPECT_NE(page.find(bare(words)), std::string::npos) << words << " is not in\n" << page;
  EXPECT_NE(bare(text(file, 2)).find(bare("25. November 2026 bis 29. November 2026")), std::string::npos);
  EXPECT_NE(bare(text(file, 3)).find(bare("du 25 novembre 2026 au 29 novembre 2026")), std::string::npos);
  EXPECT_NE(bare(text(file, 4)).find(bare("del 25 de noviembre de 2026 al 29 de noviembre de 2026")), std::string::npos);
  EXPECT_NE(bare(text(file, 5)).find(bare("ثم تأتي النتائج")), std::string::npos) << text(file, 5);
  if (!there_is("zbarimg")) return;
  for (int p = 1; p <= 5; ++p) EXPECT_EQ(qr_codes(file, p), std::multiset<std::string>{"https://answer.lindenhof.example"});
}

TEST_F(Printed, APosterOfA3IsTwiceAsLargeAndTheSameBytesEachTime) {
  const auto once = poster(poster_wave(), Paper::a3, {"de"}), again = poster(poster_wave(), Paper::a3, {"de"});
  ASSERT_TRUE(once && again);
  EXPECT_EQ(*once, *again);
  const std::string file = keep("a3.pdf", once);
  EXPECT_NE(output_of("pdfinfo " + file).find("(A3)"), std::string::npos) << output_of("pdfinfo " + file);
}

TEST_F(Printed, WithoutACouncilThePosterSaysWhatTheOperatorCouldDo) {
  PosterWave alone = poster_wave();
  alone.council = false;
  alone.questions.reset();
  const std::string page = bare(text(keep("alone.pdf", poster(alone, Paper::a4, {"en"})), 1));
  EXPECT_NE(page.find(bare("the operator alone could open ballots before the close")), std::string::npos);
  EXPECT_EQ(page.find(bare("holds half of the key")), std::string::npos);
  EXPECT_NE(page.find(bare("You see the questions before you answer")), std::string::npos);
}

TEST(PrintedWords, EveryLanguageHasEveryNameThatIsFilledIn) {
  const Words& english = words_in("en");
  const auto names = [](std::string_view text) {
    std::multiset<std::string> found;
    for (std::size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1)) found.insert(std::string(text.substr(at, text.find('}', at) - at)));
    return found;
  };
  const auto all = [](const Words& words) {
    return std::vector<std::string_view>{words.asks, words.card_once, words.smallest, words.group, words.cover, words.cover_count, words.cover_language, words.invites, words.desk_dates, words.desk_late,
                                         words.ballot_dates, words.questions, words.council, words.check_how, words.date, words.at_hour};
  };
  for (const auto language : languages) {
    const auto ours = all(words_in(language)), theirs = all(english);
    for (std::size_t w = 0; w < ours.size(); ++w) EXPECT_EQ(names(ours[w]), names(theirs[w])) << ours[w];
    EXPECT_EQ(std::string(language), words_in(language).language);
  }
  EXPECT_EQ(words_in("xx").language, "en");
}

TEST(PrintedWords, ADateEndsOnTheDayBeforeMidnight) {
  EXPECT_EQ(hour_words(20'801 * 24, words_in("en")), "14 December 2026");
  EXPECT_EQ(end_words(20'801 * 24, words_in("en")), "13 December 2026");
  EXPECT_EQ(end_words(20'801 * 24 + 8, words_in("de")), "14. Dezember 2026, 08:00 Uhr UTC");
  EXPECT_EQ(hour_words(20'788 * 24, words_in("fr")), "1er décembre 2026");
}

}  // namespace
}  // namespace karuna::show::print
