// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace karuna::show {

/// The pages of the studio as scripts/web-build packs them into one file: a line "NAME BYTES" each, a blank line, then the bytes one after the other.
/// Names: index.html, pages (the addresses that show it, one a line, behind it the scripts that this page needs and others do not), and what it loads, each with
/// a hash of its bytes in its name and a second time as NAME.gz.
struct Site {
  std::map<std::string, std::string_view, std::less<>> files;   ///< they point into the pack, which lives as long as the program
  std::vector<std::string> pages;                               ///< "home", "promise"
  std::map<std::string, std::string, std::less<>> ahead;        ///< by page: links that ask for its own scripts at once instead of one after the other
  bool built() const { return files.contains("index.html"); }
};

/// A pack that is empty or damaged gives a site that is not built.
Site read_site(std::string_view pack);

/// What every page may load: its own script, style and data from its own address, and nothing inline.
inline constexpr std::string_view studio_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/// The one page behind every address, for `path` with the links to that page's scripts, the same bytes for everybody; where it was not built, a page that says
/// what to do.
http::Response site_page(const Site& site, std::string_view path = "/");
/// A script or style by its name; it never changes under that name, so a browser may keep it for a year.
http::Response site_file(const Site& site, const http::Request& request);

}  // namespace karuna::show
