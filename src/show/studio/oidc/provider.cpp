// SPDX-License-Identifier: Apache-2.0
#include "show/studio/oidc/provider.h"

#include <sys/stat.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/text.h"
#include "seal/base64url.h"

namespace karuna::show {

namespace {

using nlohmann::json;
constexpr std::int64_t attempt_seconds = 600;

/// For addresses and forms: everything but letters, digits and "-._~" as %XX (RFC 3986).
std::string escaped(std::string_view text) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || std::string_view("-._~").find(c) != std::string_view::npos) out += c;
    else out += '%', out += digits[byte >> 4], out += digits[byte & 15];
  }
  return out;
}

std::string base64(std::string_view text) {
  static constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    std::uint32_t three = 0;
    for (std::size_t j = 0; j < 3; ++j) three = three << 8 | (i + j < text.size() ? static_cast<unsigned char>(text[i + j]) : 0U);
    for (std::size_t j = 0; j < 4; ++j) out += i + j > text.size() ? '=' : digits[three >> (18 - 6 * j) & 63];
  }
  return out;
}

std::string text_of(const json& object, const char* name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// The secret the provider gave, where it gave one: one line, read once.
Result<std::string> secret_of(const std::filesystem::path& file) {
  struct stat about{};
  if (stat(file.c_str(), &about) != 0) return std::string();
  if ((about.st_mode & 077) != 0) return fail(Fault::refused, file.string() + " can be read by others; `chmod 600 " + file.string() + "` mends that");
  KARUNA_TRY(text, read_file(file, 4096));
  return std::string(trimmed(text));
}

}  // namespace

Provider::Provider(const ask::Installation& installation) : settings_(installation.oidc), redirect_(installation.studio + "/api/oidc/back") {
  client_.patience = std::chrono::milliseconds(10'000);
  client_.most_body = 1U << 20;
  client_.authorities = settings_.authorities;
  auto secret = secret_of(installation.people() / "oidc.secret");
  if (secret) secret_ = *std::move(secret);
  else why_not_ = secret.error().what;
  if (const auto bytes = seal::random_bytes(key_.size())) std::copy(bytes->begin(), bytes->end(), key_.begin());
  else why_not_ = bytes.error().what;
}

Result<SignInAttempt> Provider::from(std::string cookie) const {
  if (!why_not_.empty()) return fail(Fault::refused, why_not_);
  const auto derive = [&](const char* what) { return seal::to_base64url(seal::hmac_sha256(key_, seal::bytes_of(std::string(what) + "|" + cookie))); };
  SignInAttempt attempt{cookie, derive("state"), derive("nonce"), derive("verifier")};
  return attempt;
}

Result<SignInAttempt> Provider::begin(std::int64_t now) const {
  KARUNA_TRY(bytes, seal::random_bytes(24));
  return from(seal::to_base64url(bytes) + "." + std::to_string(now));
}

std::optional<SignInAttempt> Provider::attempt_of(std::string_view cookie, std::int64_t now) const {
  const std::size_t dot = cookie.find('.');
  if (dot == std::string_view::npos || cookie.size() > 100) return {};
  std::int64_t began = 0;
  if (std::from_chars(cookie.data() + dot + 1, cookie.data() + cookie.size(), began).ec != std::errc() || began > now || now - began > attempt_seconds) return {};
  auto attempt = from(std::string(cookie));
  return attempt ? std::optional(*std::move(attempt)) : std::nullopt;
}

Result<std::string> Provider::fetched(const std::string& url) const {
  KARUNA_TRY(answer, http::ask(http::Method::get, url, {{"Accept", "application/json"}}, {}, client_));
  if (answer.status != 200) return fail(Fault::unreadable, url + " answered " + std::to_string(answer.status));
  return answer.body;
}

Result<Provider::Endpoints> Provider::endpoints(bool fresh) {
  {
    const std::lock_guard lock(mutex_);
    if (known_ && !fresh) return *known_;
  }
  std::string issuer = settings_.issuer;
  while (issuer.ends_with('/')) issuer.pop_back();
  KARUNA_TRY(text, fetched(issuer + "/.well-known/openid-configuration"));
  const auto described = json::parse(text, nullptr, false);
  if (text_of(described, "issuer") != settings_.issuer) return fail(Fault::refused, "the provider calls itself " + in_quotes(text_of(described, "issuer")) + "; issuer in karuna.toml must be the same, letter by letter");
  Endpoints found{text_of(described, "authorization_endpoint"), text_of(described, "token_endpoint"), text_of(described, "jwks_uri"), {}};
  const bool plain = settings_.issuer.starts_with("http://");
  for (const std::string* one : {&found.authorization, &found.token, &found.keys_address})
    if (!one->starts_with("https://") && !(plain && one->starts_with("http://"))) return fail(Fault::refused, "the provider describes an address that is missing or not encrypted: " + in_quotes(*one));
  KARUNA_TRY(keys, fetched(found.keys_address));
  found.keys = keys;
  const std::lock_guard lock(mutex_);
  known_ = found;
  return found;
}

Result<std::string> Provider::address_for(const SignInAttempt& attempt) {
  KARUNA_TRY(places, endpoints(false));
  const std::string challenge = seal::to_base64url(seal::sha256(attempt.verifier));
  std::string address = places.authorization + (places.authorization.find('?') == std::string::npos ? "?" : "&");
  address += "response_type=code&client_id=" + escaped(settings_.client_id) + "&redirect_uri=" + escaped(redirect_) + "&scope=" + escaped(settings_.scopes);
  return address + "&state=" + attempt.state + "&nonce=" + attempt.nonce + "&code_challenge=" + challenge + "&code_challenge_method=S256";
}

Result<ProvidedPerson> Provider::person_of(const SignInAttempt& attempt, std::string_view code, std::int64_t now) {
  KARUNA_TRY(places, endpoints(false));
  std::string form = "grant_type=authorization_code&code=" + escaped(code) + "&redirect_uri=" + escaped(redirect_) + "&code_verifier=" + attempt.verifier;
  http::Headers headers{{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}};
  if (secret_.empty()) form += "&client_id=" + escaped(settings_.client_id);
  else headers.emplace_back("Authorization", "Basic " + base64(escaped(settings_.client_id) + ":" + escaped(secret_)));
  KARUNA_TRY(answer, http::ask(http::Method::post, places.token, headers, form, client_));
  const auto body = json::parse(answer.body, nullptr, false);
  if (answer.status != 200) return fail(Fault::refused, "the provider did not take the code: " + in_quotes(text_of(body, "error")));
  const IdTokenRules rules{settings_.issuer, settings_.client_id, attempt.nonce, settings_.login_claim, settings_.groups_claim, now};
  auto person = check_id_token(text_of(body, "id_token"), places.keys, rules);
  if (person || person.error().fault != Fault::not_found) return person;
  KARUNA_TRY(again, endpoints(true));
  return check_id_token(text_of(body, "id_token"), again.keys, rules);
}

std::vector<people::Role> roles_through(const ask::OidcSettings& settings, const std::vector<people::Role>& here, const std::vector<std::string>& groups) {
  std::vector<people::Role> roles;
  const auto name_of = [](people::Role role) { return people::role_names[static_cast<std::size_t>(role)]; };
  const auto mapped = [&](people::Role role) { return std::ranges::any_of(settings.roles, [&](const auto& one) { return one.first == name_of(role); }); };
  for (const people::Role role : here)
    if (!mapped(role) && role != people::Role::administrator) roles.push_back(role);
  for (std::size_t r = 0; r < std::size(people::role_names); ++r)
    for (const auto& [name, members] : settings.roles)
      if (name == people::role_names[r] && std::ranges::any_of(members, [&](const std::string& group) { return std::ranges::find(groups, group) != groups.end(); })) roles.push_back(static_cast<people::Role>(r));
  return roles;
}

}  // namespace karuna::show
