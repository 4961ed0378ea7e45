// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "base/result.h"

namespace karuna::show {

/// A page of this server on paper: what somebody sees who is signed in, printed by a browser that has no window.
struct PrintWish {
  std::string address;        ///< of this server: "http://127.0.0.1:8080"
  std::string page;           ///< "quarter"
  std::string cookie, value;  ///< the session of whoever asked, or one like it
  std::string language;       ///< "ar"
  std::chrono::seconds patience{60};
};

/// The browser that prints: the one the setting KARUNA_BROWSER names, else Chromium or Chrome of PATH. Empty: none here.
std::filesystem::path printing_browser();

/// Starts the browser with a folder of its own that is gone afterwards, and speaks with it over a pipe; it opens no port and is given no other address.
///
/// Gives   a tagged PDF, by the page's own print style
/// Fails   not_found   no such program
///         unreadable  it did not start, did not come to an end in time, or said no; its words
/// Source  Chrome DevTools Protocol 1.3: Network.setCookie, Page.navigate, Page.printToPDF
Result<std::string> print_page(const std::filesystem::path& browser, const PrintWish& wish);

}  // namespace karuna::show
