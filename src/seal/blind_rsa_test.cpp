// SPDX-License-Identifier: Apache-2.0
#include "seal/blind_rsa.h"

#include <gtest/gtest.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "shared.h"

namespace karuna::seal {
namespace {

using nlohmann::json;

std::vector<std::uint8_t> hex(const json& text) {
  std::string digits = text.get<std::string>();
  if (digits.starts_with("0x")) digits.erase(0, 2);
  return from_hex(digits).value();
}

std::vector<std::uint8_t> padded(std::vector<std::uint8_t> bytes, std::size_t length) {
  while (bytes.size() > length && bytes.front() == 0) bytes.erase(bytes.begin());
  bytes.insert(bytes.begin(), length - bytes.size(), 0);
  return bytes;
}

/// The vectors give the inverse of r.
std::vector<std::uint8_t> inverse_of(const std::vector<std::uint8_t>& number, const std::vector<std::uint8_t>& n) {
  BN_CTX* space = BN_CTX_new();
  BIGNUM* modulus = BN_bin2bn(n.data(), static_cast<int>(n.size()), nullptr);
  BIGNUM* value = BN_bin2bn(number.data(), static_cast<int>(number.size()), nullptr);
  BIGNUM* inverse = BN_mod_inverse(nullptr, value, modulus, space);
  std::vector<std::uint8_t> out(512);
  BN_bn2binpad(inverse, out.data(), 512);
  BN_free(inverse);
  BN_free(value);
  BN_free(modulus);
  BN_CTX_free(space);
  return out;
}

json variants() { return test::read_json(test::shared_file("vectors/rfc9474_rsabssa_sha384.json")); }

RsaPrivateKey private_key(const json& v) { return RsaPrivateKey::from_numbers(hex(v["n"]), hex(v["e"]), hex(v["d"]), hex(v["p"]), hex(v["q"])).value(); }

const RsaPrivateKey& some_key() {
  static const RsaPrivateKey key = RsaPrivateKey::generate().value();
  return key;
}

std::vector<std::uint8_t> fill(std::size_t length, std::uint8_t first) {
  std::vector<std::uint8_t> out(length);
  for (std::size_t i = 0; i < length; ++i) out[i] = static_cast<std::uint8_t>(first + 7 * i);
  return out;
}

// Appendix A. The two variants with a salt of 48 bytes are one algorithm here: with a prefix, and with an empty one.
TEST(BlindRsa, does_each_step_as_RFC_9474) {
  KARUNA_NEEDS_SHARED("vectors/rfc9474_rsabssa_sha384.json");
  int with_salt = 0, without = 0;
  for (const json& v : variants()) {
    const std::string name = v["name"];
    const RsaPrivateKey key = private_key(v);
    const RsaPublicKey open = RsaPublicKey::from_numbers(hex(v["n"]), hex(v["e"])).value();
    const auto input = hex(v["input_msg"]), inverse = padded(hex(v["inv"]), 512);
    auto prefixed = hex(v["msg_prefix"]);
    const auto message = hex(v["msg"]);
    prefixed.insert(prefixed.end(), message.begin(), message.end());
    EXPECT_EQ(prefixed, input) << name;
    EXPECT_EQ(key.blind_sign(hex(v["blinded_msg"])).value(), hex(v["blind_sig"])) << name;
    if (v["sLen"] == "0x30") {
      ++with_salt;
      const Blinded blinded = blind(open, input, hex(v["salt"]), inverse_of(inverse, hex(v["n"]))).value();
      EXPECT_EQ(blinded.message, hex(v["blinded_msg"])) << name;
      EXPECT_EQ(blinded.inverse, inverse) << name;
      EXPECT_EQ(finalize(open, input, hex(v["blind_sig"]), inverse).value(), hex(v["sig"])) << name;
      EXPECT_TRUE(open.verify(input, hex(v["sig"]))) << name;
    } else {
      ++without;  // a salt of no bytes is not ours: neither made nor accepted
      EXPECT_EQ(blind(open, input, hex(v["salt"]), inverse).error().fault, Fault::invalid) << name;
      EXPECT_EQ(finalize(open, input, hex(v["blind_sig"]), inverse).error().fault, Fault::refused) << name;
      EXPECT_FALSE(open.verify(input, hex(v["sig"]))) << name;
    }
  }
  EXPECT_EQ(with_salt, 2);
  EXPECT_EQ(without, 2);
}

TEST(RsaPublicKey, accepts_what_is_valid_and_refuses_what_is_not_in_Wycheproof) {
  KARUNA_NEEDS_SHARED("vectors/wycheproof/rsa_pss_2048_sha384_mgf1_48_test.json");
  const json file = test::read_json(test::shared_file("vectors/wycheproof/rsa_pss_2048_sha384_mgf1_48_test.json"));
  int seen = 0;
  for (const json& group : file["testGroups"]) {
    const RsaPublicKey key = RsaPublicKey::from_spki(hex(group["publicKeyDer"])).value();
    EXPECT_EQ(key.spki(), hex(group["publicKeyDer"]));
    EXPECT_EQ(RsaPublicKey::from_numbers(hex(group["publicKey"]["modulus"]), hex(group["publicKey"]["publicExponent"])).value().spki(), key.spki());
    for (const json& each : group["tests"]) {
      EXPECT_EQ(key.verify(hex(each["msg"]), hex(each["sig"])), each["result"] == "valid") << each;
      ++seen;
    }
  }
  EXPECT_EQ(seen, file["numberOfTests"]);
  EXPECT_EQ(ERR_peek_error(), 0U) << "words left behind would be taken for a later TLS error";
}

TEST(BlindRsa, gives_an_ordinary_signature_that_OpenSSL_verifies) {
  const RsaPublicKey open = some_key().public_key();
  const auto input = fill(102, 3);
  const Blinded blinded = blind(open, input, fill(48, 9), fill(272, 200)).value();
  const auto signature = finalize(open, input, some_key().blind_sign(blinded.message).value(), blinded.inverse).value();
  const auto der = open.spki();
  const std::uint8_t* at = der.data();
  EVP_PKEY* key = d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size()));
  ASSERT_NE(key, nullptr);
  std::uint8_t* again = nullptr;
  const int length = i2d_PUBKEY(key, &again);
  EXPECT_EQ(std::vector<std::uint8_t>(again, again + length), der);
  OPENSSL_free(again);
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVP_PKEY_CTX* options = nullptr;
  EVP_DigestVerifyInit(context, &options, EVP_sha384(), nullptr, key);
  EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING);
  EVP_PKEY_CTX_set_rsa_pss_saltlen(options, 48);
  EXPECT_EQ(EVP_DigestVerify(context, signature.data(), signature.size(), input.data(), input.size()), 1);
  EVP_MD_CTX_free(context);
  EVP_PKEY_free(key);
}

TEST(BlindRsa, accepts_what_OpenSSL_signs) {
  const auto der = some_key().pkcs8(), input = fill(102, 77);
  const std::uint8_t* at = der.data();
  EVP_PKEY* key = d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(der.size()));
  ASSERT_NE(key, nullptr);
  for (const int salt : {48, 47, 0, 64}) {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    EVP_PKEY_CTX* options = nullptr;
    EVP_DigestSignInit(context, &options, EVP_sha384(), nullptr, key);
    EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING);
    EVP_PKEY_CTX_set_rsa_pss_saltlen(options, salt);
    std::vector<std::uint8_t> signature(256);
    std::size_t length = signature.size();
    ASSERT_EQ(EVP_DigestSign(context, signature.data(), &length, input.data(), input.size()), 1);
    EXPECT_EQ(some_key().public_key().verify(input, signature), salt == 48) << salt;
    EVP_MD_CTX_free(context);
  }
  EVP_PKEY_free(key);
}

TEST(BlindRsa, signs_the_same_blinded_message_the_same_way_and_checks_its_range) {
  const auto n = [] {
    const auto der = some_key().public_key().spki();
    return std::vector<std::uint8_t>(der.begin() + 33, der.begin() + 33 + 256);
  }();
  const auto message = padded({1, 2, 3}, 256);
  EXPECT_EQ(some_key().blind_sign(message).value(), some_key().blind_sign(message).value());
  EXPECT_EQ(some_key().blind_sign(padded({1}, 256)).value(), padded({1}, 256)) << "one to any power is one";
  for (const auto& wrong : {padded({}, 256), n, std::vector<std::uint8_t>(256, 0xff), padded({1}, 255), padded({1}, 257), std::vector<std::uint8_t>()})
    EXPECT_EQ(some_key().blind_sign(wrong).error().fault, Fault::invalid) << wrong.size();
  auto below = n;
  below.back() ^= 1;  // n is odd: n - 1, whose square is one, so that it is its own signature
  EXPECT_EQ(some_key().blind_sign(below).value(), below);
}

TEST(BlindRsa, hides_the_message_and_asks_for_another_blind_where_there_is_no_inverse) {
  const RsaPublicKey open = some_key().public_key();
  const auto input = fill(102, 1), salt = fill(48, 2);
  const auto one = blind(open, input, salt, fill(272, 3)).value(), two = blind(open, input, salt, fill(272, 4)).value();
  EXPECT_NE(one.message, two.message);
  EXPECT_EQ(one.message.size(), 256U);
  EXPECT_EQ(one.inverse.size(), 256U);
  const auto der = open.spki();
  const std::vector<std::uint8_t> n(der.begin() + 33, der.begin() + 33 + 256);
  EXPECT_EQ(blind(open, input, salt, n).error().fault, Fault::undefined);
  EXPECT_EQ(blind(open, input, salt, {}).error().fault, Fault::undefined);
  EXPECT_EQ(blind(open, input, fill(47, 2), fill(272, 3)).error().fault, Fault::invalid);
  EXPECT_EQ(blind(open, input, salt, fill(5000, 3)).error().fault, Fault::invalid);
  // r is taken modulo n: n + 1 blinds as 1 does, and 1 blinds not at all.
  auto more = n;
  more.back() = static_cast<std::uint8_t>(more.back() + 1);
  const auto plain = blind(open, input, salt, more).value();
  EXPECT_EQ(plain.message, blind(open, input, salt, std::vector<std::uint8_t>{1}).value().message);
  EXPECT_EQ(plain.inverse, padded({1}, 256));
}

TEST(BlindRsa, finishes_nothing_that_was_altered_on_the_way) {
  const RsaPublicKey open = some_key().public_key();
  const auto input = fill(102, 1);
  const Blinded blinded = blind(open, input, fill(48, 2), fill(272, 3)).value();
  const auto signed_blindly = some_key().blind_sign(blinded.message).value();
  const auto signature = finalize(open, input, signed_blindly, blinded.inverse).value();
  for (std::size_t i = 0; i < 256; i += 5) {
    auto altered = signed_blindly, other_inverse = blinded.inverse, other_signature = signature;
    altered[i] ^= 1;
    other_inverse[i] ^= 1;
    other_signature[i] ^= 1;
    EXPECT_EQ(finalize(open, input, altered, blinded.inverse).error().fault, Fault::refused);
    EXPECT_EQ(finalize(open, input, signed_blindly, other_inverse).error().fault, Fault::refused);
    EXPECT_FALSE(open.verify(input, other_signature));
  }
  EXPECT_EQ(finalize(open, fill(102, 2), signed_blindly, blinded.inverse).error().fault, Fault::refused);
  EXPECT_EQ(finalize(open, input, Bytes(signed_blindly).first(255), blinded.inverse).error().fault, Fault::refused);
  // Another key, as a server that marks one person would use: what it signs is no signature under the published one.
  const RsaPrivateKey marked = RsaPrivateKey::generate().value();
  auto message = blinded.message;
  message[0] = 0;  // below either modulus
  EXPECT_EQ(finalize(open, input, marked.blind_sign(message).value(), blinded.inverse).error().fault, Fault::refused);
}

TEST(RsaPublicKey, is_read_from_one_form_alone) {
  const auto der = some_key().public_key().spki();
  EXPECT_EQ(der.size(), 294U);
  for (std::size_t i = 0; i < 33; ++i) {
    auto altered = der;
    altered[i] ^= 1;
    EXPECT_EQ(RsaPublicKey::from_spki(altered).error().fault, Fault::invalid) << i;
  }
  auto longer = der, even = der, exponent = der, small = der;
  longer.push_back(0);
  even[33 + 255] &= 0xfe;
  exponent.back() = 3;
  small[33] &= 0x7f;
  for (const auto& wrong : {longer, even, exponent, small, std::vector<std::uint8_t>(), std::vector<std::uint8_t>(294, 0)})
    EXPECT_EQ(RsaPublicKey::from_spki(wrong).error().fault, Fault::invalid);
  EXPECT_EQ(RsaPublicKey::from_spki(Bytes(der).first(293)).error().fault, Fault::invalid);
  EXPECT_EQ(RsaPublicKey::from_numbers(std::vector<std::uint8_t>(128, 0xff), std::vector<std::uint8_t>{1, 0, 1}).error().fault, Fault::invalid);
  EXPECT_EQ(RsaPublicKey::from_numbers(std::vector<std::uint8_t>(256, 0xff), std::vector<std::uint8_t>{3}).error().fault, Fault::invalid);
  EXPECT_EQ(RsaPublicKey::from_numbers({}, {}).error().fault, Fault::invalid);
}

TEST(RsaPrivateKey, is_kept_as_PKCS_8_and_read_back) {
  const auto der = some_key().pkcs8();
  const RsaPrivateKey again = RsaPrivateKey::from_pkcs8(der).value();
  EXPECT_EQ(again.public_key().spki(), some_key().public_key().spki());
  const auto message = padded({5}, 256);
  EXPECT_EQ(again.blind_sign(message).value(), some_key().blind_sign(message).value());
  auto longer = der;
  longer.push_back(0);
  EXPECT_FALSE(RsaPrivateKey::from_pkcs8(longer));
  EXPECT_FALSE(RsaPrivateKey::from_pkcs8(Bytes(der).first(der.size() - 1)));
  EXPECT_FALSE(RsaPrivateKey::from_pkcs8({}));
  EXPECT_FALSE(RsaPrivateKey::generate(1024));
  EXPECT_FALSE(RsaPrivateKey::generate(2047));
}

TEST(RsaPrivateKey, gives_nothing_out_when_its_numbers_are_wrong) {
  KARUNA_NEEDS_SHARED("vectors/rfc9474_rsabssa_sha384.json");
  const json v = variants()[0];
  auto d = hex(v["d"]);
  d.back() ^= 2;
  const auto key = RsaPrivateKey::from_numbers(hex(v["n"]), hex(v["e"]), d, hex(v["p"]), hex(v["q"])).value();
  EXPECT_EQ(key.blind_sign(hex(v["blinded_msg"])).error().fault, Fault::internal);
  auto p = hex(v["p"]);
  p.back() ^= 2;
  EXPECT_EQ(RsaPrivateKey::from_numbers(hex(v["n"]), hex(v["e"]), hex(v["d"]), p, hex(v["q"])).error().fault, Fault::invalid);
}

TEST(RsaPrivateKey, makes_longer_keys_by_switch) {
  const RsaPrivateKey key = RsaPrivateKey::generate(3072).value();
  const RsaPublicKey open = key.public_key();
  EXPECT_EQ(open.modulus_length(), 384U);
  EXPECT_EQ(RsaPublicKey::from_spki(open.spki()).value().spki(), open.spki());
  const auto input = fill(102, 1);
  const Blinded blinded = blind(open, input, fill(48, 2), fill(400, 3)).value();
  EXPECT_TRUE(open.verify(input, finalize(open, input, key.blind_sign(blinded.message).value(), blinded.inverse).value()));
}

TEST(Rsa, works_in_several_threads_with_a_copy_each) {
  const auto input = fill(102, 1);
  const Blinded blinded = blind(some_key().public_key(), input, fill(48, 2), fill(272, 3)).value();
  const auto signed_blindly = some_key().blind_sign(blinded.message).value();
  const auto signature = finalize(some_key().public_key(), input, signed_blindly, blinded.inverse).value();
  std::vector<int> good(4);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < good.size(); ++t)
    threads.emplace_back([&, t, key = some_key(), open = some_key().public_key()] {
      for (int i = 0; i < 50; ++i) good[t] += open.verify(input, signature) && key.blind_sign(blinded.message).value() == signed_blindly;
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(good, std::vector<int>(4, 50));
}

}  // namespace
}  // namespace karuna::seal
