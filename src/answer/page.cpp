// SPDX-License-Identifier: Apache-2.0
#include "answer/page.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "ask/wave/json_fields.h"
#include "http/client.h"
#include "seal/base64url.h"
#include "seal/canonical_json.h"

namespace karuna::answer {

namespace {

using nlohmann::json;
using seal::to_base64url;

constexpr std::string_view stamp_open = "<script type=\"application/json\" id=\"stamp\">", script_open = "<script>", script_close = "</script>";

/// What stands between two marks, of which the first is there once.
Result<std::string_view> between(std::string_view page, std::string_view open, std::string_view close) {
  const std::size_t at = page.find(open), end = at == std::string_view::npos ? at : page.find(close, at + open.size());
  if (end == std::string_view::npos || page.find(open, at + 1) != std::string_view::npos)
    return fail(Fault::internal, "the page has not exactly one " + std::string(open) + "; build it again with scripts/web-build");
  return page.substr(at + open.size(), end - at - open.size());
}

Result<void> put(std::string& page, std::string_view place, std::string_view text) {
  const std::size_t at = page.find(place);
  if (at == std::string::npos || page.find(place, at + 1) != std::string::npos)
    return fail(Fault::internal, "the page has not exactly one " + std::string(place) + "; build it again with scripts/web-build");
  page.replace(at, place.size(), text);
  return {};
}

std::string hash_source(std::string_view text) {
  std::string code = to_base64url(seal::sha256(text));
  std::ranges::replace(code, '-', '+');
  std::ranges::replace(code, '_', '/');
  while (code.size() % 4 != 0) code += '=';
  return "'sha256-" + code + "'";
}

/// Of every script that runs: the stamp is none.
Result<std::string> hash_sources(std::string_view page) {
  std::string out;
  for (std::size_t at = page.find(script_open); at != std::string_view::npos; at = page.find(script_open, at + 1)) {
    const std::size_t begin = at + script_open.size(), end = page.find(script_close, begin);
    if (end == std::string_view::npos) break;
    out += " " + hash_source(page.substr(begin, end - begin));
  }
  if (out.empty()) return fail(Fault::internal, "the page has no script; build it again with scripts/web-build");
  return out;
}

Result<void> check_address(const std::string& address) {
  KARUNA_TRY(url, http::read_url(address));
  if (url.target != "/" || address.back() == '/' || address.find_first_of("\"'<>;,?#\\") != std::string::npos)
    return fail(Fault::invalid, "the address " + address +
                                    " in karuna.toml must be a scheme, a name and perhaps a port, without anything after it: https://answer.example.org");
  return {};
}

}  // namespace

Result<std::string> stamp_page(std::string_view built, const ask::Installation& installation) {
  if (installation.council && installation.witness_keys.empty())
    return fail(Fault::refused, "the council's key is not registered yet, and the page would not know whom to believe; `karuna council add KEY` first");
  KARUNA_CHECK(check_address(installation.respond));
  KARUNA_CHECK(check_address(installation.studio));
  json witnesses = json::array();
  for (const auto& key : installation.witness_keys) witnesses.push_back(to_base64url(key));
  KARUNA_TRY(stamp, seal::canonical_json({{"organisation", installation.name},
                                          {"receipt_key", to_base64url(installation.receipt_key)},
                                          {"respond", installation.respond},
                                          {"server_key", to_base64url(installation.server_key)},
                                          {"studio", installation.studio},
                                          {"witness_keys", witnesses}}));
  for (std::size_t at = stamp.find('<'); at != std::string::npos; at = stamp.find('<', at)) stamp.replace(at, 1, "\\u003c");  // no name ends the element

  KARUNA_TRY(scripts, hash_sources(built));
  KARUNA_TRY(style, between(built, "<style>", "</style>"));
  const std::string policy = "default-src 'none'; script-src" + scripts + "; style-src " + hash_source(style) + "; img-src data:; connect-src " +
                             installation.respond + "; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'";
  std::string page(built);
  KARUNA_CHECK(put(page, "{{policy}}", policy));
  KARUNA_CHECK(put(page, "{{stamp}}", stamp));
  return page;
}

Result<PageStamp> read_stamp(std::string_view page) {
  const auto text = between(page, stamp_open, script_close);
  const json value = text ? json::parse(*text, nullptr, false) : json(json::value_t::discarded);
  if (value.is_discarded()) return fail(Fault::invalid, "this is not an answering page that `karuna page build` made");
  ask::JsonFields fields(value, "the stamp of the page");
  PageStamp stamp;
  stamp.organisation = fields.text("organisation");
  stamp.studio = fields.text("studio");
  stamp.respond = fields.text("respond");
  fields.bytes_into("server_key", stamp.keys.server_key);
  fields.bytes_into("receipt_key", stamp.receipt_key);
  for (const json& key : fields.list("witness_keys", 16)) {
    const auto bytes = key.is_string() ? seal::from_base64url(key.get<std::string>()) : fail(Fault::invalid, "");
    seal::Digest digest{};
    if (!bytes || bytes->size() != digest.size()) {
      fields.wrong("witness_keys", "keys of 32 bytes");
      break;
    }
    std::ranges::copy(*bytes, digest.begin());
    stamp.keys.witness_keys.push_back(digest);
  }
  KARUNA_CHECK(fields.finish());
  return stamp;
}

}  // namespace karuna::answer
