// SPDX-License-Identifier: Apache-2.0
#include "show/studio/oidc/id_token.h"

#include <cjose/cjose.h>
#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "show/studio/oidc/provider.h"

namespace karuna::show {
namespace {

using nlohmann::json;
using people::Role;

// RFC 7515, A.2: RS256 over {"iss":"joe", "exp":1300819380, "http://example.com/is_root":true}, and its key.
constexpr std::string_view rfc_token =
    "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB"
    "_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
constexpr std::string_view rfc_key =
    R"({"keys":[{"kty":"RSA","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ","e":"AQAB"}]})";

struct Free {
  void operator()(cjose_jwk_t* key) const { cjose_jwk_release(key); }
  void operator()(cjose_jws_t* token) const { cjose_jws_release(token); }
  void operator()(cjose_header_t* header) const { cjose_header_release(header); }
};

/// A provider of the test's own, with one key.
struct Signer {
  explicit Signer(bool rsa) : key(rsa ? cjose_jwk_create_RSA_random(2048, reinterpret_cast<const std::uint8_t*>("\x01\x00\x01"), 3, &error) : cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, &error)), algorithm(rsa ? "RS256" : "ES256") {}
  std::string keys() const {
    char* text = cjose_jwk_to_json(key.get(), false, nullptr);
    const std::string out = R"({"keys":[)" + std::string(text) + "]}";
    free(text);
    return out;
  }
  std::string token(const json& claims) {
    const std::unique_ptr<cjose_header_t, Free> header(cjose_header_new(&error));
    cjose_header_set(header.get(), CJOSE_HDR_ALG, algorithm, &error);
    const std::string text = claims.dump();
    const std::unique_ptr<cjose_jws_t, Free> made(cjose_jws_sign(key.get(), header.get(), reinterpret_cast<const std::uint8_t*>(text.data()), text.size(), &error));
    const char* out = nullptr;
    cjose_jws_export(made.get(), &out, &error);
    return out;
  }
  cjose_err error{};
  std::unique_ptr<cjose_jwk_t, Free> key;
  const char* algorithm;
};

const IdTokenRules rules{"https://login.example.org", "karuna", "n-1", "email", "groups", 1'000'000};
json good_claims() {
  return {{"iss", rules.issuer}, {"aud", "karuna"}, {"exp", 1'000'300}, {"iat", 1'000'000}, {"nonce", "n-1"}, {"email", "Ana@Example.org"}, {"email_verified", true}, {"groups", {"leads", "all"}}};
}
std::string refusal(Signer& signer, const json& claims) {
  const auto checked = check_id_token(signer.token(claims), signer.keys(), rules);
  return checked ? "taken" : checked.error().what;
}

TEST(IdToken, HoldsTheSignatureOfTheRfc) {
  const auto checked = check_id_token(rfc_token, rfc_key, {"joe", "karuna", "n", "email", "groups", 0});
  ASSERT_FALSE(checked);
  EXPECT_NE(checked.error().what.find("is for somebody else"), std::string::npos) << "the signature holds and the issuer fits: " << checked.error().what;
  std::string other(rfc_token);
  other[40] = other[40] == 'A' ? 'B' : 'A';  // a letter of the content
  const auto tampered = check_id_token(other, rfc_key, {"joe", "karuna", "n", "email", "groups", 0});
  ASSERT_FALSE(tampered);
  EXPECT_NE(tampered.error().what.find("does not carry the provider's signature"), std::string::npos) << tampered.error().what;
}

TEST(IdToken, TakesBothKindsOfKeyAndWritesTheLoginSmall) {
  for (const bool rsa : {true, false}) {
    Signer signer(rsa);
    const auto checked = check_id_token(signer.token(good_claims()), signer.keys(), rules);
    ASSERT_TRUE(checked) << checked.error().what;
    EXPECT_EQ(checked->login, "ana@example.org");
    EXPECT_EQ(checked->groups, (std::vector<std::string>{"leads", "all"}));
  }
}

TEST(IdToken, RefusesWhatIsNotSaidToUsNow) {
  Signer signer(false), another(false);
  const auto with = [](const char* name, json value) {
    json claims = good_claims();
    claims[name] = std::move(value);
    return claims;
  };
  const auto without = [](const char* name) {
    json claims = good_claims();
    claims.erase(name);
    return claims;
  };
  EXPECT_EQ(refusal(signer, good_claims()), "taken");
  for (const auto& claims : {with("iss", "https://elsewhere.example.org"), with("aud", "another"), with("aud", json::array({"karuna", "another"})), with("azp", "another"), with("exp", 999'900), with("iat", 1'000'100),
                             with("nonce", "n-2"), with("email_verified", false), with("email", ""), without("aud"), without("exp"), without("iat"), without("nonce"), without("email")})
    EXPECT_NE(refusal(signer, claims), "taken") << claims;
  EXPECT_FALSE(check_id_token(another.token(good_claims()), signer.keys(), rules));
  // {"alg":"none"} without a signature, and HS256: not even looked at.
  EXPECT_FALSE(check_id_token("eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UifQ.", signer.keys(), rules));
  EXPECT_FALSE(check_id_token("eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UifQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", signer.keys(), rules));
  for (const char* junk : {"", ".", "..", "a.b.c", "eyJhbGciOiJFUzI1NiJ9..", "{}"}) EXPECT_FALSE(check_id_token(junk, signer.keys(), rules)) << junk;
  for (const char* keys : {"", "[]", "{}", R"({"keys":{}})", R"({"keys":[1]})"}) EXPECT_FALSE(check_id_token(signer.token(good_claims()), keys, rules)) << keys;
}

TEST(IdToken, ComesToNobodyTwice) {
  Signer signer(false);
  EXPECT_EQ(refusal(signer, [] { json claims = good_claims(); claims["groups"] = "leads"; return claims; }()), "taken") << "a claim of another form gives no group";
}

TEST(RolesThroughAProvider, ComeFromTheGroupsWhereTheMapNamesThem) {
  ask::OidcSettings settings;
  settings.roles = {{"programme-lead", {"leads"}}, {"council", {"works-council", "deputies"}}};
  using Roles = std::vector<Role>;
  EXPECT_EQ(roles_through(settings, {Role::employee}, {"leads"}), (Roles{Role::employee, Role::programme_lead}));
  EXPECT_EQ(roles_through(settings, {Role::employee, Role::programme_lead}, {}), Roles{Role::employee}) << "given by hand, but the map names it";
  EXPECT_EQ(roles_through(settings, {Role::employee, Role::sponsor}, {"deputies"}), (Roles{Role::employee, Role::sponsor, Role::council}));
  EXPECT_EQ(roles_through(settings, {Role::administrator}, {"leads"}), Roles{Role::programme_lead}) << "an administrator made here is none through the provider";
  settings.roles.emplace_back("administrator", std::vector<std::string>{"admins"});
  EXPECT_EQ(roles_through(settings, {}, {"admins"}), Roles{Role::administrator});
  EXPECT_EQ(roles_through(settings, {}, {}), Roles{});
}

TEST(SignInAttempt, IsOfOneCookieAndTenMinutes) {
  ask::Installation installation;
  installation.folder = "/nowhere";
  Provider one(installation), other(installation);
  const auto attempt = one.begin(1'000);
  ASSERT_TRUE(attempt);
  EXPECT_EQ(one.attempt_of(attempt->cookie, 1'600)->state, attempt->state);
  EXPECT_FALSE(one.attempt_of(attempt->cookie, 1'601));
  EXPECT_FALSE(one.attempt_of(attempt->cookie, 999));
  EXPECT_NE(other.attempt_of(attempt->cookie, 1'000)->state, attempt->state) << "another process has another key";
  EXPECT_FALSE(one.attempt_of("", 1'000) || one.attempt_of("no-time", 1'000) || one.attempt_of("x.y", 1'000));
  EXPECT_NE(attempt->state, attempt->nonce);
  EXPECT_GE(attempt->verifier.size(), 43U) << "RFC 7636, 4.1";
}

}  // namespace
}  // namespace karuna::show
