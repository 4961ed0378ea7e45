// SPDX-License-Identifier: Apache-2.0
#include "show/mail/letter.h"

#include <algorithm>
#include <chrono>
#include <initializer_list>
#include <utility>
#include <vector>

#include "base/dates.h"
#include "base/text.h"
#include "show/mail/words.h"

namespace karuna::show::mail {

namespace {

std::string hour_words(std::uint32_t hour, const Words& words) { return karuna::hour_words(hour, {words.language, words.months, words.date, words.at_hour}); }
/// As the end of something, midnight is the day before.
std::string end_words(std::uint32_t hour, const Words& words) { return hour_words(last_hour(hour), words); }

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') out += "&amp;";
    else if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else if (c == '"') out += "&quot;";
    else out += c;
  }
  return out;
}

/// Title, paragraphs, and the address on a line of its own; as text and as HTML.
class Writing {
 public:
  explicit Writing(const Words& words) : words_(words) {
    html_ = "<!doctype html>\n<html lang=\"" + std::string(words.language) + "\" dir=\"" + (words.language == "ar" ? "rtl" : "ltr") +
            "\"><head><meta charset=\"utf-8\"><title></title></head>\n<body style=\"font-family:sans-serif;line-height:1.5;max-width:34em\">\n";
  }
  void title(std::string_view text) { text_ += std::string(text) + "\n\n", html_ += "<h1 style=\"font-size:1.3em\">" + escaped(text) + "</h1>\n"; }
  void paragraph(std::string_view text) {
    if (text.empty()) return;
    text_ += std::string(text) + "\n\n", html_ += "<p>" + escaped(text) + "</p>\n";
  }
  void address(std::string_view text) {
    text_ += std::string(text) + "\n\n", html_ += "<p dir=\"ltr\"><a href=\"" + escaped(text) + "\">" + escaped(text) + "</a></p>\n";
  }
  Letter done(std::string subject, bool nudge) {
    while (text_.ends_with("\n\n")) text_.pop_back();
    return {std::move(subject), text_, html_ + "</body></html>\n", std::string(words_.language), nudge};
  }

 private:
  const Words& words_;
  std::string text_, html_;
};

}  // namespace

std::string_view name_of(Message message) { return message_names[static_cast<std::size_t>(message) - 1]; }

std::optional<Message> message_of(std::string_view name) {
  const auto found = std::find(message_names.begin(), message_names.end(), name);
  if (found == message_names.end()) return {};
  return static_cast<Message>(found - message_names.begin() + 1);
}

Letter invitation(Message message, const Invitation& wave, std::string_view language) {
  const Words& words = words_in(language);
  const std::size_t which = static_cast<std::size_t>(message) - 1;
  Writing writing(words);
  writing.title(wave.title);
  writing.paragraph(filled(wave.trial ? words.trial[which] : words.what[which],
                           {{"desk", end_words(wave.desk_ends, words)}, {"begin", hour_words(wave.ballots_begin, words)}, {"end", end_words(wave.ballots_end, words)}}));
  writing.address(wave.address);
  if (message != Message::desk_opens && message != Message::results) writing.paragraph(wave.late_desk ? words.late_desk : words.no_late_desk);
  if (is_nudge(message)) writing.paragraph(words.nobody_knows);
  if (message != Message::results) writing.paragraph(filled(words.voluntary, {{"k", std::to_string(wave.smallest)}}));
  writing.paragraph(words.same);
  if (is_nudge(message)) writing.paragraph(words.no_more);
  return writing.done(filled(words.subject[which], {{"organisation", wave.organisation}}), is_nudge(message));
}

Letter sign_in_link(std::string_view organisation, std::string_view link, std::uint32_t hours, std::string_view language) {
  const Words& words = words_in(language);
  Writing writing(words);
  writing.paragraph(filled(words.link_what, {{"organisation", std::string(organisation)}, {"hours", std::to_string(hours)}}));
  writing.address(link);
  writing.paragraph(words.link_not_you);
  return writing.done(filled(words.link_subject, {{"organisation", std::string(organisation)}}), false);
}

Letter trial_letter(std::string_view organisation) {
  Writing writing(words_in("en"));
  writing.paragraph("This mail shows that the mail settings of Karuna for " + std::string(organisation) + " work. Nothing has to be done.");
  return writing.done(std::string(organisation) + ": a mail to try the settings", false);
}

}  // namespace karuna::show::mail
