// SPDX-License-Identifier: Apache-2.0
#include "http/compressed.h"

#include "base/text.h"

namespace karuna::http {

bool takes_gzip(const Request& request) {
  for (const std::string_view one : split(request.header("Accept-Encoding"), ',')) {
    const std::string_view coding = trimmed(one);
    if (coding == "gzip" || (coding.starts_with("gzip;") && coding.find("q=0") == std::string_view::npos)) return true;
  }
  return false;
}

Response compressed(Response plain, std::string_view packed, const Request& request) {
  plain.headers.emplace_back("Vary", "Accept-Encoding");
  if (packed.empty() || !takes_gzip(request)) return plain;
  plain.headers.emplace_back("Content-Encoding", "gzip");
  plain.body = packed;
  return plain;
}

}  // namespace karuna::http
