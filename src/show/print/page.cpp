// SPDX-License-Identifier: Apache-2.0
#include "show/print/page.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <qrencode.h>

#include <algorithm>
#include <numbers>

namespace karuna::show::print {

namespace {

constexpr const char* plain_family = "Noto Sans, Noto Sans Arabic, DejaVu Sans, sans-serif";
constexpr const char* mono_family = "DejaVu Sans Mono, Noto Sans Mono, monospace";

struct Colour {
  double red, green, blue;
};

Colour colour_of(Ink ink) {
  const auto of = [](unsigned hex) { return Colour{(hex >> 16 & 255U) / 255.0, (hex >> 8 & 255U) / 255.0, (hex & 255U) / 255.0}; };
  switch (ink) {
    case Ink::soft: return of(0x55606E);
    case Ink::teal: return of(0x0B6A6E);
    case Ink::line: return of(0xD9D2C5);
    case Ink::mist: return of(0xE6EFEE);
    case Ink::ink: break;
  }
  return of(0x1E2530);
}

cairo_status_t take(void* into, const unsigned char* data, unsigned length) {
  static_cast<std::string*>(into)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

struct Freed {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* context) const { cairo_destroy(context); }
  void operator()(PangoLayout* layout) const { g_object_unref(layout); }
  void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
  void operator()(QRcode* code) const { QRcode_free(code); }
};
template <class T>
using Held = std::unique_ptr<T, Freed>;

}  // namespace

struct Document::State {
  std::string bytes;
  Held<cairo_surface_t> surface;
  Held<cairo_t> context;
  std::string without_letters;   ///< the first language whose letters no font has

  Held<PangoLayout> layout(double width, std::string_view words, const TextStyle& style) {
    Held<PangoLayout> made(pango_cairo_create_layout(context.get()));
    const Held<PangoFontDescription> font(pango_font_description_from_string(style.face == Face::mono ? mono_family : plain_family));
    pango_font_description_set_absolute_size(font.get(), style.size * PANGO_SCALE);
    if (style.face != Face::plain) pango_font_description_set_weight(font.get(), PANGO_WEIGHT_BOLD);
    PangoContext* pango = pango_layout_get_context(made.get());
    const bool from_right = style.language == "ar" && style.side == Side::start;
    pango_context_set_base_dir(pango, from_right ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
    pango_context_set_language(pango, pango_language_from_string(std::string(style.language).c_str()));
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);  // the same lines whatever the printer
    pango_cairo_context_set_font_options(pango, options);
    cairo_font_options_destroy(options);
    pango_layout_context_changed(made.get());
    pango_layout_set_auto_dir(made.get(), FALSE);  // the language says the direction, not the first letter
    pango_layout_set_font_description(made.get(), font.get());
    pango_layout_set_width(made.get(), static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(made.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(made.get(), style.side == Side::middle                ? PANGO_ALIGN_CENTER
                                           : from_right || style.side == Side::right ? PANGO_ALIGN_RIGHT
                                                                                     : PANGO_ALIGN_LEFT);
    pango_layout_set_line_spacing(made.get(), 0);
    pango_layout_set_text(made.get(), words.data(), static_cast<int>(words.size()));
    if (without_letters.empty() && pango_layout_get_unknown_glyphs_count(made.get()) > 0) without_letters = style.language;
    return made;
  }
  int lines(PangoLayout* layout) { return pango_layout_get_line_count(layout); }
  void use(Ink ink) {
    const Colour colour = colour_of(ink);
    cairo_set_source_rgb(context.get(), colour.red, colour.green, colour.blue);
  }
  void path(const Box& box, double corner) {
    cairo_t* c = context.get();
    cairo_new_path(c);
    if (corner <= 0) return cairo_rectangle(c, box.x, box.y, box.width, box.height);
    const double quarter = std::numbers::pi / 2, right = box.x + box.width - corner, bottom = box.y + box.height - corner;
    cairo_arc(c, right, box.y + corner, corner, -quarter, 0);
    cairo_arc(c, right, bottom, corner, 0, quarter);
    cairo_arc(c, box.x + corner, bottom, corner, quarter, 2 * quarter);
    cairo_arc(c, box.x + corner, box.y + corner, corner, 2 * quarter, 3 * quarter);
    cairo_close_path(c);
  }
};

Document::Document(double width, double height, std::string_view title) : state_(std::make_unique<State>()) {
  state_->surface.reset(cairo_pdf_surface_create_for_stream(take, &state_->bytes, width, height));
  cairo_pdf_surface_set_metadata(state_->surface.get(), CAIRO_PDF_METADATA_TITLE, std::string(title).c_str());
  // When something was printed is nobody's business, and the same poster should be the same bytes.
  cairo_pdf_surface_set_metadata(state_->surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z");
  state_->context.reset(cairo_create(state_->surface.get()));
}
Document::~Document() = default;

void Document::next_page(double width, double height) {
  cairo_show_page(state_->context.get());
  cairo_pdf_surface_set_size(state_->surface.get(), width, height);
}

double Document::text_height(double width, std::string_view words, const TextStyle& style) {
  if (words.empty()) return 0;
  const auto layout = state_->layout(width, words, style);
  return state_->lines(layout.get()) * style.size * style.line;
}

double Document::text(double x, double y, double width, std::string_view words, const TextStyle& style) {
  if (words.empty()) return 0;
  const auto layout = state_->layout(width, words, style);
  state_->use(style.ink);
  // Every line on a grid of its own, so that a font that is taller (Arabic) does not move what stands below.
  PangoLayoutIter* iter = pango_layout_get_iter(layout.get());
  double baseline = y + style.size * (style.line * 0.5 + 0.36);
  do {
    PangoRectangle at;
    pango_layout_iter_get_line_extents(iter, nullptr, &at);
    cairo_move_to(state_->context.get(), x + static_cast<double>(at.x) / PANGO_SCALE, baseline);
    pango_cairo_show_layout_line(state_->context.get(), pango_layout_iter_get_line_readonly(iter));
    baseline += style.size * style.line;
  } while (pango_layout_iter_next_line(iter));
  pango_layout_iter_free(iter);
  return state_->lines(layout.get()) * style.size * style.line;
}

void Document::fill(const Box& box, Ink ink, double corner) {
  state_->use(ink);
  state_->path(box, corner);
  cairo_fill(state_->context.get());
}

void Document::frame(const Box& box, Ink ink, double thickness, double corner) {
  state_->use(ink);
  cairo_set_line_width(state_->context.get(), thickness);
  state_->path(box, corner);
  cairo_stroke(state_->context.get());
}

void Document::rule(double x0, double y0, double x1, double y1, Ink ink, double thickness) {
  state_->use(ink);
  cairo_set_line_width(state_->context.get(), thickness);
  cairo_move_to(state_->context.get(), x0, y0);
  cairo_line_to(state_->context.get(), x1, y1);
  cairo_stroke(state_->context.get());
}

Result<void> Document::qr(double x, double y, double size, std::string_view text) {
  const Held<QRcode> code(QRcode_encodeData(static_cast<int>(text.size()), reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_M));
  if (!code) return fail(Fault::invalid, "a QR code cannot hold " + std::to_string(text.size()) + " bytes");
  cairo_t* c = state_->context.get();
  const int modules = code->width;
  const double module = size / (modules + 8);
  cairo_set_source_rgb(c, 1, 1, 1);
  cairo_rectangle(c, x, y, size, size);
  cairo_fill(c);
  cairo_set_source_rgb(c, 0, 0, 0);
  cairo_new_path(c);
  for (int row = 0; row < modules; ++row)
    for (int column = 0; column < modules;) {
      int end = column;
      while (end < modules && code->data[row * modules + end] & 1) ++end;
      if (end > column) cairo_rectangle(c, x + (4 + column) * module, y + (4 + row) * module, (end - column) * module, module);
      column = std::max(end, column + 1);
    }
  cairo_fill(c);
  return {};
}

Result<std::string> Document::finish() {
  cairo_show_page(state_->context.get());
  state_->context.reset();
  cairo_surface_finish(state_->surface.get());
  const cairo_status_t status = cairo_surface_status(state_->surface.get());
  if (status != CAIRO_STATUS_SUCCESS) return fail(Fault::internal, std::string("a page could not be drawn: ") + cairo_status_to_string(status));
  if (!state_->without_letters.empty())
    return fail(Fault::not_found, "no font of this machine has the letters of a text in language '" + state_->without_letters +
                                      "', so boxes would be printed; `apt-get install fonts-noto-core` (or fonts-dejavu-core) brings them");
  return std::move(state_->bytes);
}

}  // namespace karuna::show::print
