// SPDX-License-Identifier: Apache-2.0
#include "seal/hash.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <nlohmann/json.hpp>
#include <set>

#include "seal/shake256.h"
#include "shared.h"

namespace karuna::seal {
namespace {

std::vector<std::uint8_t> hex(std::string_view text) { return from_hex(text).value(); }

std::vector<std::uint8_t> by_openssl(const EVP_MD* method, Bytes message, std::size_t length) {
  std::vector<std::uint8_t> out(length);
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVP_DigestInit_ex(context, method, nullptr);
  EVP_DigestUpdate(context, message.data(), message.size());
  if (EVP_MD_get_flags(method) & EVP_MD_FLAG_XOF) {
    EVP_DigestFinalXOF(context, out.data(), length);
  } else {
    unsigned written = 0;
    EVP_DigestFinal_ex(context, out.data(), &written);
  }
  EVP_MD_CTX_free(context);
  return out;
}

std::vector<std::uint8_t> counting(std::size_t length) {
  std::vector<std::uint8_t> out(length);
  for (std::size_t i = 0; i < length; ++i) out[i] = static_cast<std::uint8_t>(i * 37 + length);
  return out;
}

// FIPS 180-4 examples: the empty message, one block, two blocks.
TEST(Sha256, gives_the_values_of_FIPS_180) {
  EXPECT_EQ(to_hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(to_hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Sha256, agrees_with_the_EVP_layer_and_does_not_care_about_pieces) {
  for (std::size_t length = 0; length < 300; ++length) {
    const auto message = counting(length);
    Sha256 pieces;
    for (std::size_t at = 0; at < length; at += 7) pieces.add(Bytes(message).subspan(at, std::min<std::size_t>(7, length - at)));
    const Digest value = pieces.finish();
    EXPECT_EQ(value, sha256(message));
    EXPECT_EQ(std::vector<std::uint8_t>(value.begin(), value.end()), by_openssl(EVP_sha256(), message, 32)) << length;
    EXPECT_EQ(pieces.finish(), sha256("")) << "begins anew";
  }
}

TEST(Hmac, agrees_with_OpenSSL_for_short_and_long_keys) {
  for (const std::size_t length : {0U, 1U, 32U, 63U, 64U, 65U, 131U}) {
    const auto key = counting(length), message = counting(3 * length + 1);
    Digest theirs;
    unsigned written = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(length), message.data(), message.size(), theirs.data(), &written);
    EXPECT_EQ(hmac_sha256(key, message), theirs) << length;
  }
}

// FIPS 180-4 example, and OpenSSL's other way to the same value.
TEST(Sha384, agrees_with_FIPS_180_and_the_EVP_layer) {
  EXPECT_EQ(to_hex(sha384(bytes_of("abc"))), "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7");
  for (std::size_t length = 0; length < 300; ++length) {
    const auto message = counting(length);
    const auto value = sha384(message);
    EXPECT_EQ(std::vector<std::uint8_t>(value.begin(), value.end()), by_openssl(EVP_sha384(), message, 48)) << length;
  }
}

TEST(Hkdf, agrees_with_Wycheproof) {
  KARUNA_NEEDS_SHARED("vectors/wycheproof/hkdf_sha256_test.json");
  const auto file = test::read_json(test::shared_file("vectors/wycheproof/hkdf_sha256_test.json"));
  int seen = 0;
  for (const auto& group : file["testGroups"])
    for (const auto& each : group["tests"]) {
      const Digest prk = hmac_sha256(hex(each["salt"].get<std::string>()), hex(each["ikm"].get<std::string>()));
      const auto value = hkdf_expand(prk, hex(each["info"].get<std::string>()), each["size"]);
      if (each["result"] == "valid") {
        EXPECT_EQ(to_hex(value.value()), each["okm"].get<std::string>()) << each;
      } else {
        EXPECT_EQ(value.error().fault, Fault::invalid) << each;
      }
      ++seen;
    }
  EXPECT_EQ(seen, file["numberOfTests"]);
}

// RFC 5869, appendix A.1, A.2 and A.3: PRK, info and OKM.
TEST(HkdfExpand, gives_the_values_of_RFC_5869) {
  EXPECT_EQ(hkdf_expand(hex("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5"), hex("f0f1f2f3f4f5f6f7f8f9"), 42).value(),
            hex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"));
  std::vector<std::uint8_t> info(80);
  for (std::size_t i = 0; i < 80; ++i) info[i] = static_cast<std::uint8_t>(0xb0 + i);
  EXPECT_EQ(hkdf_expand(hex("06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244"), info, 82).value(),
            hex("b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71"
                "cc30c58179ec3e87c14c01d5c1f3434f1d87"));
  EXPECT_EQ(hkdf_expand(hex("19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04"), {}, 42).value(),
            hex("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"));
}

TEST(HkdfExpand, refuses_short_keys_and_long_outputs_in_words) {
  EXPECT_EQ(hkdf_expand(counting(31), {}, 32).error().what, "a key to expand has at least 32 bytes, this one has 31");
  EXPECT_EQ(hkdf_expand(counting(32), {}, 8161).error().what, "one key gives at most 8160 bytes, 8161 were asked for");
  EXPECT_EQ(hkdf_expand(counting(32), {}, 8160).value().size(), 8160U);
}

TEST(SeedTree, has_the_leaves_that_expansion_gives) {
  const Digest key = sha256("a key");
  const SeedTree tree(key, "KARUNA-SEED-v1");
  for (const std::uint32_t i : {0U, 1U, 255U, 256U, 0x01020304U, 0xffffffffU}) {
    std::string info = "KARUNA-SEED-v1";
    for (int shift = 24; shift >= 0; shift -= 8) info += static_cast<char>((i >> shift) & 0xffU);
    const auto expected = hkdf_expand(key, bytes_of(info), 32).value();
    const Digest leaf = tree.leaf(i);
    EXPECT_EQ(std::vector<std::uint8_t>(leaf.begin(), leaf.end()), expected) << i;
  }
}

// FIPS 202 (NIST example files): SHAKE256 of the empty message and of 200 bytes of a3, first and last bytes of 512.
TEST(Shake256, gives_the_values_of_FIPS_202) {
  std::array<std::uint8_t, 512> out{};
  Shake256(Bytes{}).squeeze(out);
  EXPECT_EQ(to_hex(Bytes(out).first(64)),
            "46b9dd2b0ba88d13233b3feb743eeb243fcd52ea62b81b82b50c27646ed5762fd75dc4ddd8c0f200cb05019d67b592f6fc821c49479ab48640292eacb3b7c4be");
  const std::vector<std::uint8_t> a3(200, 0xa3);
  Shake256(a3).squeeze(out);
  EXPECT_EQ(to_hex(Bytes(out).first(32)), "cd8a920ed141aa0407a22d59288652e9d9f1a7ee0c1e7c1ca699424da84a904d");
}

TEST(Shake256, agrees_with_OpenSSL_for_every_length_and_any_pieces) {
  for (std::size_t length = 0; length < 420; ++length) {
    const auto message = counting(length);
    const std::size_t wanted = 1 + (length * 31) % 700;
    const auto theirs = by_openssl(EVP_shake256(), message, wanted);
    std::vector<std::uint8_t> ours(wanted);
    Shake256 stream(message);
    for (std::size_t at = 0, piece = 1; at < wanted; at += piece, piece = 1 + (piece * 5) % 140) {
      piece = std::min(piece, wanted - at);
      stream.squeeze(std::span(ours).subspan(at, piece));
    }
    EXPECT_EQ(ours, theirs) << length;
  }
}

TEST(RandomBytes, are_as_many_as_asked_for_and_never_twice_the_same) {
  std::set<std::vector<std::uint8_t>> seen;
  for (int i = 0; i < 100; ++i) seen.insert(random_bytes(32).value());
  EXPECT_EQ(seen.size(), 100U);
  EXPECT_EQ(seen.begin()->size(), 32U);
  EXPECT_TRUE(random_bytes(0).value().empty());
}

TEST(Hex, goes_both_ways_and_says_what_is_wrong) {
  EXPECT_EQ(to_hex(hex("00ff1A")), "00ff1a");
  EXPECT_EQ(from_hex("abc").error().what, "hexadecimal needs two digits a byte, here are 3");
  EXPECT_EQ(from_hex("00zz").error().what, "hexadecimal has the digits 0-9 and a-f; byte 2 has another character");
}

}  // namespace
}  // namespace karuna::seal
