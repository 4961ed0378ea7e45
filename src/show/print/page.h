// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace karuna::show::print {

/// Everything is in points (1/72 inch), from the top left.
inline constexpr double a4_width = 595.276, a4_height = 841.890, millimetre = 72 / 25.4;

struct Box {
  double x = 0, y = 0, width = 0, height = 0;
};

enum class Ink { ink, soft, teal, line, mist };
enum class Face { plain, bold, mono };
/// Where a text stands: on the side on which its language begins; or, written from left to right whatever the language (addresses, codes), left, right or
/// in the middle.
enum class Side { start, left, right, middle };

struct TextStyle {
  double size = 10;
  Face face = Face::plain;
  Ink ink = Ink::ink;
  Side side = Side::start;
  double line = 1.3;               ///< height of a line, in sizes
  std::string_view language = "en";
};

/// A PDF document that is being drawn. Text is set by Pango (shaping, bidirectional text), drawn by Cairo, and can be read out of the file again.
class Document {
 public:
  /// Takes   language  of the whole document, for its metadata; title likewise
  Document(double width, double height, std::string_view title);
  ~Document();
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  void next_page(double width, double height);        ///< ends this page and begins another
  /// Sets text into a width, in as many lines as it needs.  Gives  its height
  double text(double x, double y, double width, std::string_view words, const TextStyle& style);
  double text_height(double width, std::string_view words, const TextStyle& style);
  void fill(const Box& box, Ink ink, double corner = 0);
  void frame(const Box& box, Ink ink, double thickness = 0.6, double corner = 0);
  void rule(double x0, double y0, double x1, double y1, Ink ink, double thickness = 0.5);
  /// A QR code of error level M with its quiet zone of four modules, black on white.
  /// Fails  invalid  more text than a QR code takes
  Result<void> qr(double x, double y, double size, std::string_view text);

  /// Ends the document.
  /// Gives   the bytes of the file
  /// Fails   not_found  no font of this machine has letters of a text; which language, and the package that has them, stand in the words
  ///         internal   Cairo could not draw
  Result<std::string> finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace karuna::show::print
