// SPDX-License-Identifier: Apache-2.0
#include "seal/hpke.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "shared.h"

namespace karuna::seal {
namespace {

std::vector<std::uint8_t> hex(const nlohmann::json& text) { return from_hex(text.get<std::string>()).value(); }

Scalar scalar(const nlohmann::json& text) {
  const auto bytes = hex(text);
  return Scalar(std::span<const std::uint8_t, 32>(bytes));
}

// Appendix A.3.1. The whole key schedule stands behind the first of its encryptions: another key or base nonce would give other bytes.
TEST(Hpke, seals_and_opens_as_RFC_9180) {
  KARUNA_NEEDS_SHARED("vectors/rfc9180_a3_1_p256_aes128gcm_base.json");
  const auto file = test::read_json(test::shared_file("vectors/rfc9180_a3_1_p256_aes128gcm_base.json"));
  const auto& setup = file["setup"];
  const Scalar recipient = scalar(setup["skRm"]), ephemeral = scalar(setup["skEm"]);
  EXPECT_EQ(to_hex(public_point(recipient).value()), setup["pkRm"].get<std::string>());
  bool met = false;
  for (const auto& each : file["encryptions"]) {
    if (each["sequence_number"] != "0") continue;
    met = true;
    const auto sealed =
        hpke_seal_with(ephemeral, public_point(recipient).value(), hex(setup["info"]), hex(each["aad"]), hex(each["pt"]), Aead::aes_128_gcm).value();
    EXPECT_EQ(to_hex(sealed.enc), setup["enc"].get<std::string>());
    EXPECT_EQ(to_hex(sealed.ct), each["ct"].get<std::string>());
    EXPECT_EQ(hpke_open(recipient, sealed.enc, hex(setup["info"]), hex(each["aad"]), hex(each["ct"]), Aead::aes_128_gcm).value(), hex(each["pt"]));
  }
  EXPECT_TRUE(met);
}

TEST(Hpke, opens_for_one_key_one_purpose_and_unaltered_bytes_alone) {
  const Scalar secret = new_scalar().value();
  const Point recipient = public_point(secret).value();
  const std::string text = "every ballot is as long as every other";
  auto sealed = hpke_seal(recipient, bytes_of("info"), bytes_of("aad"), bytes_of(text)).value();
  EXPECT_EQ(sealed.ct.size(), text.size() + 16);
  const auto open = [&](const Sealed& s) { return hpke_open(secret, s.enc, bytes_of("info"), bytes_of("aad"), s.ct); };
  EXPECT_EQ(text_of(open(sealed).value()), text);
  EXPECT_FALSE(hpke_open(secret, sealed.enc, bytes_of("inf"), bytes_of("aad"), sealed.ct));
  EXPECT_FALSE(hpke_open(secret, sealed.enc, bytes_of("info"), bytes_of("aae"), sealed.ct));
  EXPECT_FALSE(hpke_open(secret, sealed.enc, bytes_of("info"), bytes_of("aad"), sealed.ct, Aead::aes_128_gcm));
  EXPECT_FALSE(hpke_open(new_scalar().value(), sealed.enc, bytes_of("info"), bytes_of("aad"), sealed.ct));
  for (std::size_t i = 0; i < sealed.ct.size(); ++i) {
    Sealed altered = sealed;
    altered.ct[i] ^= 1;
    EXPECT_EQ(open(altered).error().fault, Fault::invalid) << i;
  }
  for (std::size_t i = 0; i < 65; ++i) {
    Sealed altered = sealed;
    altered.enc[i] ^= 1;
    EXPECT_EQ(open(altered).error().fault, Fault::invalid) << i;
  }
  for (std::size_t length = 0; length < sealed.ct.size(); ++length)
    EXPECT_FALSE(hpke_open(secret, sealed.enc, bytes_of("info"), bytes_of("aad"), Bytes(sealed.ct).first(length)));
  EXPECT_EQ(hpke_seal(Point{}, {}, {}, {}).error().fault, Fault::invalid);
}

TEST(Hpke, seals_the_same_words_anew_each_time_and_seals_nothing_too) {
  const Scalar secret = new_scalar().value();
  const Point recipient = public_point(secret).value();
  const auto a = hpke_seal(recipient, {}, {}, bytes_of("x")).value(), b = hpke_seal(recipient, {}, {}, bytes_of("x")).value();
  EXPECT_NE(a.enc, b.enc);
  EXPECT_NE(a.ct, b.ct);
  const auto nothing = hpke_seal(recipient, {}, {}, {}).value();
  EXPECT_EQ(nothing.ct.size(), 16U);
  EXPECT_TRUE(hpke_open(secret, nothing.enc, {}, {}, nothing.ct).value().empty());
}

// The tally key: sealed to the sum of two points, opened by the sum of two numbers, by neither alone.
TEST(Hpke, needs_both_halves_of_an_additive_key) {
  const Scalar s = new_scalar().value(), c = new_scalar().value();
  const Point sum = add_points(public_point(s).value(), public_point(c).value()).value();
  const auto sealed = hpke_seal(sum, bytes_of("i"), bytes_of("a"), bytes_of("ballot")).value();
  EXPECT_EQ(text_of(hpke_open(add_scalars(s, c).value(), sealed.enc, bytes_of("i"), bytes_of("a"), sealed.ct).value()), "ballot");
  EXPECT_FALSE(hpke_open(s, sealed.enc, bytes_of("i"), bytes_of("a"), sealed.ct));
  EXPECT_FALSE(hpke_open(c, sealed.enc, bytes_of("i"), bytes_of("a"), sealed.ct));
}

}  // namespace
}  // namespace karuna::seal
