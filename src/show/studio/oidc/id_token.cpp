// SPDX-License-Identifier: Apache-2.0
#include "show/studio/oidc/id_token.h"

#include <cjose/cjose.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "seal/base64url.h"

namespace karuna::show {

namespace {

using nlohmann::json;
constexpr std::int64_t slack_seconds = 60;
constexpr std::size_t most_token = 64U << 10, most_login = 200, most_groups = 1'000;

struct Release {
  void operator()(cjose_jwk_t* key) const { cjose_jwk_release(key); }
  void operator()(cjose_jws_t* token) const { cjose_jws_release(token); }
};

std::unexpected<Error> no(const std::string& why) { return fail(Fault::refused, "the provider's ID token " + why); }

std::string text_of(const json& object, const std::string& name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// The key a token names; without a name the one key that fits its kind.
Result<json> key_for(std::string_view keys, const std::string& kid, const char* kind) {
  const auto set = json::parse(keys, nullptr, false);
  if (!set.is_object() || !set.contains("keys") || !set["keys"].is_array()) return no("cannot be checked: the provider's keys cannot be read");
  const json* found = nullptr;
  for (const auto& key : set["keys"]) {
    if (!key.is_object() || text_of(key, "kty") != kind || (key.contains("use") && text_of(key, "use") != "sig")) continue;
    if (!kid.empty() && text_of(key, "kid") != kid) continue;
    if (found) return no("does not say which of several keys signed it");
    found = &key;
  }
  if (!found) return fail(Fault::not_found, "the provider has no key " + in_quotes(kid) + " for its ID token");
  return *found;
}

/// The signed bytes, once the signature holds.
Result<json> opened(std::string_view token, std::string_view keys) {
  if (token.empty() || token.size() > most_token) return no("is empty or too long");
  cjose_err error{};
  const std::unique_ptr<cjose_jws_t, Release> signed_token(cjose_jws_import(token.data(), token.size(), &error));
  if (!signed_token) return no("is not in the compact form of a signed token");
  cjose_header_t* header = cjose_jws_get_protected(signed_token.get());
  const char* algorithm = cjose_header_get(header, CJOSE_HDR_ALG, &error);
  const char* kid = cjose_header_get(header, CJOSE_HDR_KID, &error);
  const std::string_view alg = algorithm ? algorithm : "";
  if (alg != "RS256" && alg != "ES256") return no("is signed by " + in_quotes(std::string(alg)) + "; RS256 and ES256 are taken");
  KARUNA_TRY(key, key_for(keys, kid ? kid : "", alg == "RS256" ? "RSA" : "EC"));
  const std::string text = key.dump();
  const std::unique_ptr<cjose_jwk_t, Release> public_key(cjose_jwk_import(text.data(), text.size(), &error));
  if (!public_key) return no("names a key that cannot be read");
  if (!cjose_jws_verify(signed_token.get(), public_key.get(), &error)) return no("does not carry the provider's signature");
  std::uint8_t* bytes = nullptr;
  std::size_t length = 0;
  if (!cjose_jws_get_plaintext(signed_token.get(), &bytes, &length, &error)) return no("has no content");
  auto claims = json::parse(bytes, bytes + length, nullptr, false);
  if (!claims.is_object()) return no("holds no claims");
  return claims;
}

bool is_for(const json& claims, const std::string& client) {
  const auto audience = claims.find("aud");
  if (audience == claims.end()) return false;
  if (audience->is_string()) return *audience == client;
  if (!audience->is_array() || std::ranges::find(*audience, json(client)) == audience->end()) return false;
  return audience->size() == 1 || text_of(claims, "azp") == client;
}

}  // namespace

Result<ProvidedPerson> check_id_token(std::string_view token, std::string_view keys, const IdTokenRules& rules) {
  KARUNA_TRY(claims, opened(token, keys));
  if (text_of(claims, "iss") != rules.issuer) return no("comes from " + in_quotes(text_of(claims, "iss")) + ", not from " + rules.issuer);
  if (!is_for(claims, rules.client_id) || (claims.contains("azp") && text_of(claims, "azp") != rules.client_id)) return no("is for somebody else");
  for (const char* name : {"exp", "iat"})
    if (!claims.contains(name) || !claims[name].is_number()) return no(std::string("has no ") + name);
  if (claims["exp"].get<double>() <= static_cast<double>(rules.now - slack_seconds)) return no("is too old");
  if (claims["iat"].get<double>() > static_cast<double>(rules.now + slack_seconds)) return no("is from the future; compare the two clocks");
  if (rules.nonce.empty() || text_of(claims, "nonce") != rules.nonce) return no("belongs to another attempt");
  ProvidedPerson person;
  person.login = lower_ascii(trimmed(text_of(claims, rules.login_claim)));
  if (person.login.empty() || person.login.size() > most_login) return no("has no " + in_quotes(rules.login_claim) + ", which is the login here");
  // Who may write any address into a profile could come in as somebody else.
  if (rules.login_claim == "email" && claims.contains("email_verified") && claims["email_verified"] != json(true)) return no("has a mail address that was not verified");
  if (const auto groups = claims.find(rules.groups_claim); groups != claims.end() && groups->is_array())
    for (const auto& group : *groups)
      if (group.is_string() && person.groups.size() < most_groups) person.groups.push_back(group.get<std::string>());
  return person;
}

}  // namespace karuna::show
