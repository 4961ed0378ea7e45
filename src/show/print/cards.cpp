// SPDX-License-Identifier: Apache-2.0
#include "show/print/cards.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "show/print/page.h"
#include "show/print/words.h"

namespace karuna::show::print {

namespace {

constexpr double margin = 10 * millimetre, card_width = (a4_width - 2 * margin) / 2, card_height = (a4_height - 2 * margin) / 3;
constexpr double padding = 6.5 * millimetre, qr_size = 29 * millimetre, smallest_scale = 0.72;

/// Short marks outside the cards, so that a knife finds every line and none crosses a card.
void cut_marks(Document& document) {
  constexpr double length = 5 * millimetre, gap = 1.5 * millimetre;
  for (int column = 0; column <= 2; ++column) {
    const double x = margin + column * card_width;
    document.rule(x, margin - gap - length, x, margin - gap, Ink::soft);
    document.rule(x, a4_height - margin + gap, x, a4_height - margin + gap + length, Ink::soft);
  }
  for (int row = 0; row <= 3; ++row) {
    const double y = margin + row * card_height;
    document.rule(margin - gap - length, y, margin - gap, y, Ink::soft);
    document.rule(a4_width - margin + gap, y, a4_width - margin + gap + length, y, Ink::soft);
  }
  // Where four cards meet a mark outside does not reach: small crosses.
  for (int row = 1; row <= 2; ++row) {
    const double x = margin + card_width, y = margin + row * card_height;
    document.rule(x - 4, y, x + 4, y, Ink::soft);
    document.rule(x, y - 4, x, y + 4, Ink::soft);
  }
}

struct Card {
  const CardWave& wave;
  const CardCell& cell;
  const Words& words;
  std::string_view code;
};

/// Draws (or only measures) one card at a scale of its type. Gives the y at which it ends.
class CardDrawing {
 public:
  CardDrawing(Document& document, const Card& card, double x, double y, double scale, bool draws)
      : document_(document), card_(card), left_(x + padding), y_(y + padding), scale_(scale), draws_(draws) {}

  Result<double> all() {
    const Words& words = card_.words;
    const double top = y_, text_width = width_ - qr_size - 3 * millimetre;
    const bool mirrored = words.language == "ar";
    const double text_x = mirrored ? left_ + width_ - text_width : left_, qr_x = mirrored ? left_ - 3 : left_ + width_ - qr_size + 3;
    line(text_x, text_width, words.card, {.size = 8.5, .ink = Ink::soft});
    line(text_x, text_width, card_.wave.title, {.size = 13, .face = Face::bold, .line = 1.2});
    y_ += 4 * scale_;
    line(text_x, text_width, filled(words.asks, {{"organisation", card_.wave.organisation}}), {.size = 8.5});
    y_ += 3 * scale_;
    line(text_x, text_width, filled(words.smallest, {{"k", std::to_string(card_.wave.smallest)}}), {.size = 8.5});
    y_ += 3 * scale_;
    line(text_x, text_width, filled(words.card_once, {{"date", end_words(card_.wave.until, words)}}), {.size = 8.5, .face = Face::bold});
    if (draws_) KARUNA_CHECK(document_.qr(qr_x, top - 3, qr_size, card_.wave.address + "/#card=" + std::string(card_.code)));
    y_ = std::max(y_, top + qr_size - 3) + 4 * scale_;
    line(left_, width_, words.card_how, {.size = 8.5});
    y_ += scale_;
    TextStyle address{.size = 11, .face = Face::bold, .ink = Ink::teal, .side = Side::middle, .line = 1.5};
    while (address.size > 7 && !on_one_line(typed(card_.wave.address), address)) address.size -= 0.5;
    line(left_, width_, typed(card_.wave.address), address);
    y_ += 2 * scale_;
    const double box_height = 26;
    if (draws_) document_.fill({left_, y_, width_, box_height}, Ink::mist, 4);
    if (draws_) document_.text(left_, y_ + (box_height - 16 * 1.3) / 2, width_, card_.code, {.size = 16, .face = Face::mono, .side = Side::middle});
    y_ += box_height + 5 * scale_;
    line(left_, width_, words.card_key, {.size = 8});
    y_ += 2 * scale_;
    line(left_, width_, words.card_keep, {.size = 8});
    y_ += 3 * scale_;
    line(left_, width_, filled(words.group, {{"group", card_.cell.label}, {"people", std::to_string(card_.cell.eligible)}}), {.size = 7.5, .ink = Ink::soft});
    return y_;
  }

 private:
  void line(double x, double width, std::string_view text, TextStyle style) {
    style.size *= scale_;
    style.language = card_.words.language;
    y_ += draws_ ? document_.text(x, y_, width, text, style) : document_.text_height(width, text, style);
  }

  bool on_one_line(std::string_view text, TextStyle style) {
    style.size *= scale_;
    return document_.text_height(width_, text, style) < 1.5 * style.size * style.line;
  }

  Document& document_;
  const Card& card_;
  double left_, y_;
  double scale_;
  bool draws_;
  const double width_ = card_width - 2 * padding;
};

Result<void> draw_card(Document& document, const Card& card, double x, double y) {
  double scale = 1.16;  // the largest type that fits
  for (;; scale -= 0.04) {
    KARUNA_TRY(end, CardDrawing(document, card, x, y, scale, false).all());
    if (end <= y + card_height - padding * 0.6) break;
    if (scale < smallest_scale)
      return fail(Fault::invalid, "the title, the name of the organisation, the address or '" + card.cell.label + "' is too long for a card; shorten it");
  }
  KARUNA_TRY(drawn, CardDrawing(document, card, x, y, scale, true).all());
  (void)drawn;
  return {};
}

void draw_cover(Document& document, const CardWave& wave, const CardCell& cell) {
  const Words& words = words_in(wave.cover_language);
  const double x = 25 * millimetre, width = a4_width - 2 * x;
  double y = 30 * millimetre;
  const auto line = [&](std::string_view text, TextStyle style) {
    style.language = words.language;
    y += document.text(x, y, width, text, style);
  };
  line(wave.organisation + " · " + wave.title, {.size = 12, .ink = Ink::soft});
  line(filled(words.cover, {{"group", cell.label}}), {.size = 26, .face = Face::bold, .line = 1.25});
  y += 16;
  std::size_t all = 0;
  for (const auto& [language, codes] : cell.codes) all += codes.size();
  line(filled(words.cover_count, {{"cards", std::to_string(all)}}), {.size = 14, .face = Face::bold, .line = 1.5});
  if (cell.codes.size() > 1)
    for (const auto& [language, codes] : cell.codes)
      line(filled(words.cover_language, {{"language", "\u2068" + std::string(words_in(language).name) + "\u2069"}, {"cards", std::to_string(codes.size())}}), {.size = 13, .line = 1.5});
  y += 16;
  document.rule(x, y, x + width, y, Ink::line, 1);
  y += 16;
  for (const auto& how : words.cover_how) {
    line(how, {.size = 12, .line = 1.45});
    y += 8;
  }
}

}  // namespace

Result<std::string> card_sheets(const CardWave& wave, const std::vector<CardCell>& cells) {
  Document document(a4_width, a4_height, wave.organisation + ": " + wave.title);
  bool first = true;
  const auto page = [&] {
    if (!std::exchange(first, false)) document.next_page(a4_width, a4_height);
  };
  for (const CardCell& cell : cells) {
    page();
    draw_cover(document, wave, cell);
    std::size_t place = 0;
    for (const auto& [language, codes] : cell.codes)
      for (const std::string& code : codes) {
        if (place % cards_a_sheet == 0) {
          page();
          cut_marks(document);
        }
        const double x = margin + static_cast<double>(place % 2) * card_width, y = margin + static_cast<double>(place / 2 % 3) * card_height;
        KARUNA_CHECK(draw_card(document, {wave, cell, words_in(language), code}, x, y));
        ++place;
      }
  }
  return document.finish();
}

}  // namespace karuna::show::print
