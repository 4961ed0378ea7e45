// SPDX-License-Identifier: Apache-2.0
#include "show/mail/mime.h"

#include <gtest/gtest.h>

#include "show/mail/letter.h"
#include "show/mail/words.h"

namespace karuna::show::mail {
namespace {

TEST(Mime, QuotedPrintableIsThatOfTheRfc) {
  // RFC 2045, 6.7: "=" and what is not ASCII as =XX; no blank at the end of a line; no line longer than 76.
  EXPECT_EQ(quoted_printable("a=b\n"), "a=3Db\r\n");
  EXPECT_EQ(quoted_printable("Größe \nx"), "Gr=C3=B6=C3=9Fe=20\r\nx\r\n");
  EXPECT_EQ(quoted_printable(std::string(76, 'x')), std::string(76, 'x') + "\r\n");
  EXPECT_EQ(quoted_printable(std::string(77, 'x')), std::string(75, 'x') + "=\r\nxx\r\n");
  EXPECT_EQ(quoted_printable(std::string(74, 'x') + "é"), std::string(74, 'x') + "=\r\n=C3=A9\r\n");
}

TEST(Mime, HeadersAreAsciiAndFolded) {
  EXPECT_EQ(header_text("Subject", "Plain words"), "Subject: Plain words\r\n");
  EXPECT_EQ(header_text("Subject", "Größe"), "Subject: =?UTF-8?B?R3LDtsOfZQ==?=\r\n");  // printf 'Größe' | base64
  const std::string folded = header_text("Subject", "لا مزيد من التذكير لا مزيد من التذكير لا مزيد من التذكير");
  for (std::size_t at = 0, end = 0; end != std::string::npos; at = end + 2) {
    end = folded.find("\r\n", at);
    EXPECT_LE((end == std::string::npos ? folded.size() : end) - at, 76U);
  }
  EXPECT_EQ(header_text("Subject", "a\r\nBcc: x").find("\nBcc"), std::string::npos) << "a title cannot bring a header of its own";
}

TEST(Mime, ADateIsThatOfTheRfc) {
  EXPECT_EQ(date_text(29'830'984), "Sat, 19 Sep 2026 23:04:00 +0000");  // date -u -d @$((29830984*60)) -R
  EXPECT_EQ(date_text(0), "Thu, 01 Jan 1970 00:00:00 +0000");
}

TEST(Mime, AMailboxIsOneAndBringsNothingWithIt) {
  for (const char* good : {"a@b.example", "first.last+x@klinik.example"}) EXPECT_TRUE(is_mailbox(good)) << good;
  for (const char* bad : {"", "a", "@b", "a@", "a@b@c", "a b@c", "a@b\r\nX: y", "<a@b>", "a@b,c", "größe@b"}) EXPECT_FALSE(is_mailbox(bad)) << bad;
}

Invitation wave() {
  Invitation made;
  made.organisation = "Lindenhof & Söhne";
  made.title = "Winter <2026>";
  made.address = "https://answer.lindenhof.example";
  made.desk_ends = 20'787 * 24, made.ballots_begin = 20'787 * 24, made.ballots_end = 20'801 * 24 + 18;
  return made;
}

TEST(Letters, SayTheSameAsTextAndAsHtml) {
  for (const char* language : {"en", "de", "fr", "es", "ar"})
    for (const auto name : message_names) {
      const Letter letter = invitation(*message_of(name), wave(), language);
      EXPECT_EQ(letter.language, language);
      EXPECT_NE(letter.text.find("\nhttps://answer.lindenhof.example\n"), std::string::npos);
      EXPECT_NE(letter.html.find("href=\"https://answer.lindenhof.example\""), std::string::npos);
      EXPECT_EQ(letter.html.find("<2026>"), std::string::npos) << "what is text stays text";
      EXPECT_EQ(letter.html.find("<img"), std::string::npos);
      EXPECT_EQ(letter.text.find('{'), std::string::npos) << letter.text;
      EXPECT_EQ(letter.text.find('!'), std::string::npos);
      EXPECT_EQ(letter.nudge, name == "half-time" || name == "last-day");
      // Every line of the text stands in the HTML, escaped.
      for (std::size_t at = 0; at < letter.text.size();) {
        const std::size_t end = letter.text.find('\n', at);
        std::string line = letter.text.substr(at, end - at);
        for (const auto& [raw, safe] : {std::pair("&", "&amp;"), std::pair("<", "&lt;"), std::pair(">", "&gt;"), std::pair("\"", "&quot;")})
          for (std::size_t found = line.find(raw); found != std::string::npos; found = line.find(raw, found + 2)) line.replace(found, 1, safe);
        EXPECT_NE(letter.html.find(line), std::string::npos) << line;
        at = end == std::string::npos ? letter.text.size() : end + 1;
      }
    }
}

TEST(Letters, HaveTheDatesOfTheWaveInTheLanguage) {
  EXPECT_NE(invitation(Message::desk_opens, wave(), "en").text.find("open until 29 November."), std::string::npos);
  EXPECT_NE(invitation(Message::ballots_open, wave(), "de").text.find("bis 14. Dezember, 18:00 Uhr UTC offen"), std::string::npos);
  Invitation trial = wave();
  trial.trial = true;
  EXPECT_EQ(invitation(Message::last_day, trial, "en").text.find("December"), std::string::npos) << "a rehearsal has no dates that hold";
  EXPECT_EQ(invitation(Message::last_day, wave(), "xx").text, invitation(Message::last_day, wave(), "en").text);
}

TEST(Letters, OnlyRemindersHaveAWayToHaveNoMore) {
  const Envelope envelope{"karuna@klinik.example", "Klinik", "p1@klinik.example", "help@klinik.example", date_text(0), "00ff"};
  for (const auto name : message_names) {
    const std::string bytes = compose(invitation(*message_of(name), wave(), "en"), envelope);
    const bool nudge = name == "half-time" || name == "last-day";
    EXPECT_EQ(bytes.find("List-Unsubscribe:\r\n <mailto:help@klinik.example?subject=no%20more%20reminders>\r\n") != std::string::npos, nudge) << name;
  }
}

TEST(Letters, EveryLanguageSaysAllOfIt) {
  for (const char* language : {"de", "fr", "es", "ar"}) {
    const Words& words = words_in(language);
    EXPECT_EQ(words.language, language);
    for (std::size_t m = 0; m < 5; ++m) {
      EXPECT_NE(words.subject[m], words_in("en").subject[m]);
      EXPECT_EQ(words.what[m].find("{end}") != std::string_view::npos, words_in("en").what[m].find("{end}") != std::string_view::npos);
      EXPECT_EQ(words.what[m].find("{begin}") != std::string_view::npos, words_in("en").what[m].find("{begin}") != std::string_view::npos);
    }
  }
}

}  // namespace
}  // namespace karuna::show::mail
