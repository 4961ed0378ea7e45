// SPDX-License-Identifier: Apache-2.0
#include "show/print/poster.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/text.h"
#include "show/print/page.h"
#include "show/print/words.h"

namespace karuna::show::print {

namespace {

/// Seconds that a question takes, for the minutes on the poster.
constexpr double seconds_a_question = 12;

class Drawing {
 public:
  Drawing(Document& document, const PosterWave& wave, const Words& words, double width, double height, double type)
      : document_(document), wave_(wave), words_(words), scale_(width / a4_width), height_(height), type_(type) {}

  /// Draws everything, or only measures. Gives the y of the end of what stands above the foot, and where the foot begins.
  Result<std::pair<double, double>> all(bool draws) {
    draws_ = draws;
    y_ = 20 * millimetre * scale_;
    line(filled(words_.invites, {{"organisation", wave_.organisation}}), {.size = 15, .ink = Ink::soft});
    line(wave_.title, {.size = 40, .face = Face::bold, .line = 1.2});
    gap(6);
    line(words_.poster_lead, {.size = 17, .line = 1.4});
    gap(14);
    KARUNA_CHECK(where());
    gap(12);
    part(words_.when, {wave_.trial ? std::string(words_.trial) : desk_words(), wave_.trial ? std::string() : ballot_words(), std::string(words_.results)});
    part(words_.what, {asked_words()});
    part(words_.sure, {filled(words_.smallest, {{"k", std::to_string(wave_.smallest)}}), council_words()});
    const double end = y_;
    return std::pair(end, foot());
  }

 private:
  double left() const { return 20 * millimetre * scale_; }
  double width() const { return (a4_width - 40 * millimetre) * scale_; }
  void gap(double points) { y_ += points * scale_ * type_; }

  double put(double x, double y, double width, std::string_view text, TextStyle style) {
    style.size *= scale_ * type_;
    style.language = words_.language;
    return draws_ ? document_.text(x, y, width, text, style) : document_.text_height(width, text, style);
  }
  void line(std::string_view text, const TextStyle& style) { y_ += put(left(), y_, width(), text, style); }

  /// The address, large, as words and as a QR code.
  Result<void> where() {
    const double size = 46 * millimetre * scale_, inner = 6 * millimetre * scale_, height = size + 2 * inner;
    const bool mirrored = words_.language == "ar";
    if (draws_) document_.fill({left(), y_, width(), height}, Ink::mist, 10 * scale_);
    const double qr_x = mirrored ? left() + inner : left() + width() - inner - size, text_x = mirrored ? left() + 2 * inner + size : left() + inner;
    const double text_width = width() - size - 3 * inner;
    if (draws_) KARUNA_CHECK(document_.qr(qr_x, y_ + inner, size, wave_.address));
    double y = y_ + inner;
    y += put(text_x, y, text_width, words_.where, {.size = 12, .face = Face::bold, .ink = Ink::soft});
    y += put(text_x, y, text_width, typed(wave_.address), {.size = 20, .face = Face::bold, .ink = Ink::teal, .side = mirrored ? Side::right : Side::left, .line = 1.35});
    y += 8 * scale_;
    y += put(text_x, y, text_width, words_.no_mail, {.size = 12.5, .line = 1.4});
    y_ += std::max(height, y - y_ + inner);
    return {};
  }

  void part(std::string_view title, const std::vector<std::string>& lines) {
    gap(11);
    line(title, {.size = 12, .face = Face::bold, .ink = Ink::soft, .line = 1.5});
    for (const std::string& words : lines) line(words, {.size = 14.5, .line = 1.42});
  }

  std::string desk_words() const {
    return filled(wave_.late_desk ? words_.desk_late : words_.desk_dates,
                  {{"from", hour_words(wave_.opens_desk, words_)}, {"to", end_words(wave_.late_desk ? wave_.closes_ballots : wave_.closes_desk, words_)}});
  }
  std::string ballot_words() const {
    return filled(words_.ballot_dates, {{"from", hour_words(wave_.opens_ballots, words_)}, {"to", end_words(wave_.closes_ballots, words_)}});
  }
  std::string asked_words() const {
    if (!wave_.questions) return std::string(words_.asked_later);
    const auto minutes = static_cast<unsigned>(std::max(1.0, std::ceil(*wave_.questions * seconds_a_question / 60)));
    return filled(words_.questions, {{"questions", std::to_string(*wave_.questions)}, {"minutes", std::to_string(minutes)}});
  }
  std::string council_words() const {
    if (!wave_.council) return std::string(words_.alone);
    return filled(words_.council, {{"council", wave_.council_name.empty() ? std::string(words_.the_council) : wave_.council_name}});
  }

  /// The fingerprint of the page, at the bottom. Gives the y where it begins.
  double foot() {
    std::string digits;
    for (std::size_t d = 0; d < wave_.page_sha256.size(); ++d) {
      if (d && d % 8 == 0) digits += d % 32 == 0 ? '\n' : ' ';
      digits += wave_.page_sha256[d];
    }
    const std::string how = filled(words_.check_how, {{"address", "\u2066" + wave_.address + "\u2069"}});
    const TextStyle small{.size = 11, .line = 1.4}, title{.size = 11, .face = Face::bold, .line = 1.4},
        mono{.size = 12.5, .face = Face::mono, .side = words_.language == "ar" ? Side::right : Side::left, .line = 1.45};
    const bool drew = std::exchange(draws_, false);
    const double height = put(0, 0, width(), words_.check, title) + put(0, 0, width(), how, small) + put(0, 0, width(), digits, mono) + 14 * scale_;
    draws_ = drew;
    const double top = height_ - 17 * millimetre * scale_ - height;
    double y = top;
    if (draws_) document_.rule(left(), y, left() + width(), y, Ink::line, scale_);
    y += 8 * scale_;
    y += put(left(), y, width(), words_.check, title);
    y += put(left(), y, width(), how, small);
    y += 4 * scale_;
    put(left(), y, width(), digits, mono);
    return top;
  }

  Document& document_;
  const PosterWave& wave_;
  const Words& words_;
  double scale_, height_, type_, y_ = 0;
  bool draws_ = false;
};

Result<void> draw(Document& document, const PosterWave& wave, const Words& words, double width, double height) {
  for (double type = 1;; type -= 0.03) {
    KARUNA_TRY(measured, Drawing(document, wave, words, width, height, type).all(false));
    if (type < 0.6) return fail(Fault::invalid, "the title of the wave is too long for a poster; shorten it in its file");
    if (measured.first + 10 > measured.second) continue;
    KARUNA_TRY(drawn, Drawing(document, wave, words, width, height, type).all(true));
    (void)drawn;
    return {};
  }
}

}  // namespace

Result<std::string> poster(const PosterWave& wave, Paper paper, const std::vector<std::string>& codes) {
  const double width = paper == Paper::a4 ? a4_width : a4_height, height = paper == Paper::a4 ? a4_height : a4_width * 2;
  Document document(width, height, wave.organisation + ": " + wave.title);
  bool first = true;
  for (const std::string& language : codes) {
    if (!std::exchange(first, false)) document.next_page(width, height);
    KARUNA_CHECK(draw(document, wave, words_in(language), width, height));
  }
  return document.finish();
}

}  // namespace karuna::show::print
