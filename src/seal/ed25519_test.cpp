// SPDX-License-Identifier: Apache-2.0
#include "seal/ed25519.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "seal/file_signature.h"
#include "shared.h"

namespace karuna::seal {
namespace {

std::vector<std::uint8_t> hex(std::string_view text) { return from_hex(text).value(); }

Digest digest(std::string_view text) {
  const auto bytes = hex(text);
  Digest out{};
  std::copy_n(bytes.begin(), 32, out.begin());
  return out;
}

// RFC 8032 section 7.1, tests 1 and 3.
TEST(Ed25519, signs_as_RFC_8032) {
  const SigningKey first = signing_key(digest("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
  EXPECT_EQ(to_hex(first.public_key), "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  EXPECT_EQ(to_hex(sign(first, {})),
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
  const SigningKey third = signing_key(digest("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"));
  EXPECT_EQ(to_hex(third.public_key), "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
  EXPECT_EQ(to_hex(sign(third, hex("af82"))),
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
}

TEST(Ed25519, accepts_what_is_valid_and_refuses_what_is_not_in_Wycheproof) {
  KARUNA_NEEDS_SHARED("vectors/wycheproof/ed25519_test.json");
  const auto file = test::read_json(test::shared_file("vectors/wycheproof/ed25519_test.json"));
  int seen = 0;
  for (const auto& group : file["testGroups"]) {
    const Digest key = digest(group["publicKey"]["pk"].get<std::string>());
    for (const auto& each : group["tests"]) {
      EXPECT_EQ(verify(key, hex(each["msg"].get<std::string>()), hex(each["sig"].get<std::string>())), each["result"] == "valid") << each;
      ++seen;
    }
  }
  EXPECT_EQ(seen, file["numberOfTests"]);
}

// With the neutral element as key and as R, and S = 0, the equation of RFC 8032 holds for every message; OpenSSL accepts that.
TEST(Ed25519, refuses_the_key_under_which_everything_is_signed) {
  Digest neutral{1};
  std::array<std::uint8_t, 64> signature{1};
  EXPECT_FALSE(verify(neutral, bytes_of("any message"), signature));
  const SigningKey honest = signing_key(Digest{7});
  Signature own = sign(honest, bytes_of("any message"));
  EXPECT_TRUE(verify(honest.public_key, bytes_of("any message"), own));
  EXPECT_FALSE(verify(neutral, bytes_of("any message"), own));
}

TEST(Ed25519, makes_another_key_each_time) {
  const auto a = new_signing_key(), b = new_signing_key();
  ASSERT_TRUE(a && b);
  EXPECT_NE(a->seed, b->seed);
  EXPECT_NE(a->public_key, b->public_key);
  EXPECT_EQ(signing_key(a->seed).public_key, a->public_key);
  EXPECT_TRUE(verify(a->public_key, bytes_of("x"), sign(*a, bytes_of("x"))));
}

TEST(FileSignature, holds_for_one_file_of_one_wave_under_one_name_and_nothing_else) {
  const SigningKey key = signing_key(Digest{1, 2, 3});
  const WaveId wave{9, 8, 7}, other{9, 8, 6};
  const Signature made = sign_file(key, "HEAD", wave, "{}");
  const std::string signature(text_of(made));
  EXPECT_TRUE(verify_file(key.public_key, "HEAD", wave, "{}", signature));
  EXPECT_FALSE(verify_file(key.public_key, "COUNTS", wave, "{}", signature));
  EXPECT_FALSE(verify_file(key.public_key, "HEAD", other, "{}", signature));
  EXPECT_FALSE(verify_file(key.public_key, "HEAD", wave, "{ }", signature));
  EXPECT_FALSE(verify_file(signing_key(Digest{1, 2, 4}).public_key, "HEAD", wave, "{}", signature));
  EXPECT_FALSE(verify_file(key.public_key, "HEAD", wave, "{}", signature + "\n"));
  EXPECT_FALSE(verify_file(key.public_key, "HEAD", wave, "{}", ""));
}

// The message written out by hand: context, sixteen bytes, and the value of FIPS 180-4 for "abc".
TEST(FileSignature, signs_context_wave_and_hash) {
  const SigningKey key = signing_key(Digest{1});
  WaveId wave{};
  wave.fill(0xab);
  const auto message =
      hex("4b4152554e412d544f4b454e5f504152542d7631"
          "abababababababababababababababab"
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sign_file(key, "TOKEN_PART", wave, "abc"), sign(key, message));
  EXPECT_EQ(to_hex(bytes_of(final_message("HE", "abc"))), "4845ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace karuna::seal
