// SPDX-License-Identifier: Apache-2.0
#include "show/studio/site/site.h"

#include <algorithm>
#include <charconv>
#include <span>

#include "base/text.h"

namespace karuna::show {

Site read_site(std::string_view pack) {
  Site site;
  const std::size_t end = pack.find("\n\n");
  if (end == std::string_view::npos) return {};
  std::size_t at = end + 2;
  for (const std::string_view line : split(pack.substr(0, end), '\n')) {
    const std::size_t blank = line.find(' ');
    std::size_t bytes = 0;
    if (blank == std::string_view::npos || std::from_chars(line.data() + blank + 1, line.data() + line.size(), bytes).ec != std::errc()) return {};
    if (bytes > pack.size() - at) return {};
    site.files.emplace(line.substr(0, blank), pack.substr(at, bytes));
    at += bytes;
  }
  if (const auto pages = site.files.find("pages"); pages != site.files.end())
    for (const std::string_view line : split(pages->second, '\n')) {
      const auto words = split(line, ' ');
      if (words.front().empty()) continue;
      site.pages.emplace_back(words.front());
      std::string& links = site.ahead[site.pages.back()];
      for (const std::string_view script : std::span(words).subspan(1)) links += "<link rel=\"modulepreload\" href=\"/assets/" + std::string(script) + "\">\n";
    }
  return site;
}

http::Response site_page(const Site& site, std::string_view path) {
  if (site.built()) {
    std::string page(site.files.at("index.html"));
    const auto links = site.ahead.find(path.substr(std::min<std::size_t>(1, path.size())));
    if (const std::size_t head = page.find("</head>"); links != site.ahead.end() && head != std::string::npos) page.insert(head, links->second);
    return http::html(std::move(page), studio_policy);
  }
  return http::html("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Karuna</title><h1>The pages of the studio are not in this program</h1>"
                    "<p>It was built where Node was missing. Install Node 18 or newer, run scripts/web-build, and build again. Everything works from the command line meanwhile.",
                    "default-src 'none'");
}

http::Response site_file(const Site& site, const http::Request& request) {
  const std::string name(request.part("file"));
  const auto plain = site.files.find(name);
  if (plain == site.files.end() || name == "index.html" || name == "pages" || name.ends_with(".gz")) return http::error(404, "NOT_FOUND");
  http::Response response;
  response.content_type = name.ends_with(".js") ? "text/javascript; charset=utf-8" : name.ends_with(".css") ? "text/css; charset=utf-8" : name.ends_with(".svg") ? "image/svg+xml" : "application/octet-stream";
  response.headers = {{"Cache-Control", "public, max-age=31536000, immutable"}, {"Vary", "Accept-Encoding"}};
  const auto packed = site.files.find(name + ".gz");
  if (packed != site.files.end() && request.header("Accept-Encoding").find("gzip") != std::string_view::npos) {
    response.headers.emplace_back("Content-Encoding", "gzip");
    response.body = packed->second;
  } else {
    response.body = plain->second;
  }
  return response;
}

}  // namespace karuna::show
