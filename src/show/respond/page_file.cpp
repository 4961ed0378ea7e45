// SPDX-License-Identifier: Apache-2.0
#include "show/respond/page_file.h"

#include <algorithm>

#include "base/files.h"
#include "base/gzip.h"
#include "http/compressed.h"
#include "seal/base64url.h"
#include "seal/hash.h"

namespace karuna::show {

namespace {

/// Base64 with padding, as a content security policy wants it.
std::string policy_hash(std::string_view text) {
  std::string code = seal::to_base64url(seal::sha256(text));
  std::replace(code.begin(), code.end(), '-', '+');
  std::replace(code.begin(), code.end(), '_', '/');
  while (code.size() % 4) code += '=';
  return "'sha256-" + code + "'";
}

std::string hashes_of(std::string_view page, std::string_view element) {
  std::string out;
  const std::string open = "<" + std::string(element), close = "</" + std::string(element) + ">";
  for (std::size_t at = page.find(open); at != std::string_view::npos; at = page.find(open, at + 1)) {
    const std::size_t begin = page.find('>', at), end = page.find(close, at);
    if (begin == std::string_view::npos || end == std::string_view::npos) break;
    out += " " + policy_hash(page.substr(begin + 1, end - begin - 1));
  }
  return out.empty() ? " 'none'" : out;
}

}  // namespace

std::string policy_of_page(std::string_view page, const ask::Installation& installation) {
  return "default-src 'none'; script-src" + hashes_of(page, "script") + "; style-src" + hashes_of(page, "style") + "; img-src data: blob:; connect-src " +
         installation.respond + " " + installation.studio + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}

http::Response PageFile::answer(const http::Request& request) {
  const auto file = installation_.page() / "index.html";
  const std::lock_guard lock(mutex_);
  std::error_code error;
  const auto written = std::filesystem::last_write_time(file, error);
  const auto size = error ? 0 : std::filesystem::file_size(file, error);
  if (error || page_.empty() || written != written_ || size != size_) {
    auto page = read_file(file);
    if (!page)
      return http::html("<!doctype html><html lang=en><meta charset=utf-8><title>Karuna</title><p>The answering page is not built yet: karuna page build",
                        "default-src 'none'");
    page_ = *std::move(page);
    compressed_ = gzip(page_);
    policy_ = policy_of_page(page_, installation_);
    written_ = written;
    size_ = size;
  }
  return http::compressed(http::html(page_, policy_), compressed_, request);
}

}  // namespace karuna::show
