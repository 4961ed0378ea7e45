// SPDX-License-Identifier: Apache-2.0
#include "show/report/page/html.h"

#include "show/report/figures.h"

namespace karuna::show {

std::string escaped(std::string_view words) {
  std::string out;
  out.reserve(words.size() + words.size() / 16);
  for (const char c : clean(words)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

Html& Html::text(std::string_view words) { return raw(escaped(words)); }

Html& Html::name(std::string_view words) { return raw("<bdi>").text(words).raw("</bdi>"); }

Html& Html::attribute(std::string_view key, std::string_view value) { return raw(" ").raw(key).raw("=\"").text(value).raw("\""); }

Html& Html::element(std::string_view tag, std::string_view kind, std::string_view words) {
  raw("<").raw(tag);
  if (!kind.empty()) attribute("class", kind);
  return raw(">").text(words).raw("</").raw(tag).raw(">");
}

}  // namespace karuna::show
