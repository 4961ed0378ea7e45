// SPDX-License-Identifier: Apache-2.0
#include "seal/p256.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "shared.h"

namespace karuna::seal {
namespace {

std::vector<std::uint8_t> hex(std::string_view text) { return from_hex(text).value(); }

Scalar scalar(std::vector<std::uint8_t> bytes) {
  while (bytes.size() > 32 && bytes.front() == 0) bytes.erase(bytes.begin());
  bytes.insert(bytes.begin(), 32 - bytes.size(), 0);
  return Scalar(std::span<const std::uint8_t, 32>(bytes));
}
Scalar scalar(std::string_view text) { return scalar(hex(text)); }

Point point(std::string_view text) {
  const auto bytes = hex(text);
  Point out{};
  std::copy_n(bytes.begin(), std::min<std::size_t>(65, bytes.size()), out.begin());
  return out;
}

std::string x_of(const Point& p) { return to_hex(Bytes(p).subspan(1, 32)); }

constexpr std::string_view one = "0000000000000000000000000000000000000000000000000000000000000001";
constexpr std::string_view order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
constexpr std::string_view order_less_one = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550";

// SEC 2 section 2.4.2: the base point; its double and triple as in the published multiples of NIST P-256 (k = 2, 3).
TEST(P256, multiplies_the_base_point) {
  EXPECT_EQ(to_hex(public_point(scalar(one)).value()),
            "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5");
  EXPECT_EQ(x_of(public_point(scalar("02")).value()), "7cf27b188d034f7e8a52380304b51ac3c08969e277f21b35a60b48fc47669978");
  EXPECT_EQ(x_of(public_point(scalar("03")).value()), "5ecbe4d1a6330a44c8f7ef951d4bf165e6c6b721efada985fb41661bc6e7fd6c");
  // n-1 is the base point mirrored.
  EXPECT_EQ(x_of(public_point(scalar(order_less_one)).value()), x_of(public_point(scalar(one)).value()));
}

TEST(P256, takes_no_number_outside_the_group) {
  for (const std::string_view text : {std::string_view("00"), order, std::string_view("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")}) {
    EXPECT_EQ(public_point(scalar(text)).error().fault, Fault::invalid) << text;
    EXPECT_EQ(add_scalars(scalar(one), scalar(text)).error().fault, Fault::invalid) << text;
    EXPECT_EQ(add_scalars(scalar(text), scalar(one)).error().fault, Fault::invalid) << text;
    EXPECT_EQ(agree(scalar(text), public_point(scalar("02")).value()).error().fault, Fault::invalid) << text;
  }
}

TEST(P256, takes_no_point_off_the_curve_or_in_another_form) {
  Point base = public_point(scalar(one)).value();
  EXPECT_TRUE(check_point(base));
  for (const int form : {0, 1, 2, 3, 5, 6, 7, 255}) {
    Point other = base;
    other[0] = static_cast<std::uint8_t>(form);
    EXPECT_EQ(check_point(other).error().fault, Fault::invalid) << form;
  }
  for (std::size_t i = 1; i < 65; ++i) {
    Point other = base;
    other[i] ^= 1;
    EXPECT_FALSE(check_point(other)) << i;
  }
  EXPECT_FALSE(check_point(Point{}));
  EXPECT_FALSE(check_point(Point{4}));
  // x = p is zero written another way.
  EXPECT_FALSE(
      check_point(point("04ffffffff00000001000000000000000000000000ffffffffffffffffffffffff66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4")));
}

// 1 + 2 = 3, and in general both sides of pk_s + pk_c = (sk_s + sk_c) G.
TEST(P256, adds_points_as_it_adds_numbers) {
  EXPECT_EQ(add_points(public_point(scalar(one)).value(), public_point(scalar("02")).value()).value(), public_point(scalar("03")).value());
  for (int i = 0; i < 50; ++i) {
    const Scalar a = new_scalar().value(), b = new_scalar().value();
    const Scalar sum = add_scalars(a, b).value();
    EXPECT_EQ(add_points(public_point(a).value(), public_point(b).value()).value(), public_point(sum).value());
    EXPECT_EQ(to_hex(add_scalars(b, a).value().bytes()), to_hex(sum.bytes()));
  }
  // (n - 1) + 2 wraps round to 1.
  EXPECT_EQ(to_hex(add_scalars(scalar(order_less_one), scalar("02")).value().bytes()), one);
}

TEST(P256, refuses_halves_that_are_equal_or_cancel) {
  const Point base = public_point(scalar(one)).value(), mirrored = public_point(scalar(order_less_one)).value();
  EXPECT_EQ(add_points(base, base).error().fault, Fault::refused);
  EXPECT_EQ(add_points(base, mirrored).error().fault, Fault::refused);
  EXPECT_EQ(add_scalars(scalar(one), scalar(one)).error().fault, Fault::refused);
  EXPECT_EQ(add_scalars(scalar(one), scalar(order_less_one)).error().fault, Fault::refused);
  EXPECT_EQ(add_points(base, Point{}).error().fault, Fault::invalid);
}

TEST(P256, agrees_as_Wycheproof_says) {
  KARUNA_NEEDS_SHARED("vectors/wycheproof/ecdh_secp256r1_ecpoint_test.json");
  const auto file = test::read_json(test::shared_file("vectors/wycheproof/ecdh_secp256r1_ecpoint_test.json"));
  int seen = 0, refused = 0;
  for (const auto& group : file["testGroups"])
    for (const auto& each : group["tests"]) {
      ++seen;
      const auto bytes = hex(each["public"].get<std::string>());
      const Scalar secret = scalar(each["private"].get<std::string>());
      if (each["result"] == "valid") {
        ASSERT_EQ(bytes.size(), 65U) << each;
        EXPECT_EQ(to_hex(agree(secret, point(each["public"].get<std::string>())).value().bytes()), each["shared"].get<std::string>()) << each;
      } else {
        // Compressed points (the acceptable one too) and short ones have no place in our type; what is left is filled up and must be refused.
        EXPECT_FALSE(agree(secret, point(each["public"].get<std::string>()))) << each;
        ++refused;
      }
    }
  EXPECT_EQ(seen, file["numberOfTests"]);
  EXPECT_EQ(refused, 25);
}

TEST(Proof, holds_for_one_side_of_one_wave_and_both_points) {
  const Scalar s = new_scalar().value(), c = new_scalar().value();
  const Point pk_s = public_point(s).value(), pk_c = public_point(c).value(), other = public_point(new_scalar().value()).value();
  const std::array<std::uint8_t, 16> wave{1, 2, 3}, another{1, 2, 4};
  const auto of_server = prove_half(s, Half::server, wave, pk_s, pk_c).value(), of_council = prove_half(c, Half::council, wave, pk_s, pk_c).value();
  EXPECT_TRUE(check_half(Half::server, wave, pk_s, pk_c, of_server));
  EXPECT_TRUE(check_half(Half::council, wave, pk_s, pk_c, of_council));
  EXPECT_FALSE(check_half(Half::council, wave, pk_s, pk_c, of_server));
  EXPECT_FALSE(check_half(Half::server, wave, pk_s, pk_c, of_council));
  EXPECT_FALSE(check_half(Half::server, another, pk_s, pk_c, of_server));
  EXPECT_FALSE(check_half(Half::server, wave, pk_s, other, of_server));  // a rogue half chosen after the first was seen
  EXPECT_FALSE(check_half(Half::server, wave, other, pk_c, of_server));
  EXPECT_FALSE(check_half(Half::server, wave, pk_s, pk_s, of_server));
  EXPECT_FALSE(check_half(Half::server, wave, pk_s, Point{}, of_server));
  for (std::size_t i = 0; i < 64; ++i) {
    Signature altered = of_server;
    altered[i] ^= 1;
    EXPECT_FALSE(check_half(Half::server, wave, pk_s, pk_c, altered)) << i;
  }
  EXPECT_FALSE(check_half(Half::server, wave, pk_s, pk_c, Bytes(of_server).first(63)));
  EXPECT_FALSE(check_half(Half::server, wave, pk_s, pk_c, Signature{}));
  EXPECT_EQ(prove_half(s, Half::council, wave, pk_s, pk_c).error().fault, Fault::invalid);
}

TEST(Scalar, is_another_each_time) {
  const Scalar first = new_scalar().value(), second = new_scalar().value();
  EXPECT_NE(to_hex(first.bytes()), to_hex(second.bytes()));
}

}  // namespace
}  // namespace karuna::seal
