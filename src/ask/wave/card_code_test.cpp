// SPDX-License-Identifier: Apache-2.0
#include "ask/wave/card_code.h"

#include <gtest/gtest.h>

#include <random>

namespace karuna::ask {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

std::array<std::uint8_t, 10> bytes(std::initializer_list<int> values) {
  std::array<std::uint8_t, 10> out{};
  std::size_t at = 0;
  for (const int value : values) out[at++] = static_cast<std::uint8_t>(value);
  return out;
}

// By a script in Python that multiplies in the field of 32 elements (x^5 + x^2 + 1) and adds c_i x^(15-i), i from 0.
TEST(CardCode, HasTheCheckThatAnIndependentScriptFinds) {
  EXPECT_EQ(card_code(bytes({0, 1, 2, 3, 4, 5, 6, 7, 8, 9})), "000G40R40M30E200");
  EXPECT_EQ(card_code(bytes({255, 255, 255, 255, 255, 255, 255, 255, 255, 255})), "ZZZZZZZZZZZZZZZN");
  EXPECT_EQ(card_code(bytes({})), "0000000000000000");
  EXPECT_EQ(card_code(bytes({0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0x10, 0x32})), "04HMASW9NF6YY41Z");
}

TEST(CardCode, IsReadHoweverItIsTyped) {
  const std::string code = "04HMASW9NF6YY41Z";
  EXPECT_EQ(card_text(code), "04HM-ASW9-NF6Y-Y41Z");
  for (const char* typed : {"04HM-ASW9-NF6Y-Y41Z", "04hmasw9nf6yy41z", " O4HM ASW9\tNF6Y Y4IZ ", "o4hm-asw9-nf6y-y4lz\r\n"}) {
    const auto read = read_card(typed);
    ASSERT_TRUE(read) << typed << ": " << read.error().what;
    EXPECT_EQ(*read, code);
  }
}

TEST(CardCode, SaysWhatIsWrong) {
  EXPECT_NE(read_card("04HM-ASW9").error().what.find("these are 8"), std::string::npos);
  EXPECT_NE(read_card("04HM-ASW9-NF6Y-Y41Z0").error().what.find("these are 17"), std::string::npos);
  EXPECT_NE(read_card("04HM-ASW9-NF6Y-Y41U").error().what.find("after 15"), std::string::npos);
  EXPECT_NE(read_card("04HM-ASW9-NF6Y-Y41X").error().what.find("mistyped"), std::string::npos);
  EXPECT_FALSE(read_card(""));
}

TEST(CardCode, NoticesEveryWrongCharacterAndEveryTwoThatChangedPlaces) {
  std::mt19937 random(5);
  for (int round = 0; round < 50; ++round) {
    std::array<std::uint8_t, 10> seed{};
    for (auto& byte : seed) byte = static_cast<std::uint8_t>(random());
    const std::string code = card_code(seed);
    ASSERT_TRUE(read_card(code));
    for (std::size_t at = 0; at < code.size(); ++at) {
      for (const char other : alphabet) {
        std::string wrong = code;
        wrong[at] = other;
        EXPECT_EQ(read_card(wrong).has_value(), other == code[at]) << wrong;
      }
      for (std::size_t second = at + 1; second < code.size(); ++second) {
        std::string swapped = code;
        std::swap(swapped[at], swapped[second]);
        EXPECT_EQ(read_card(swapped).has_value(), swapped == code) << swapped;
      }
    }
  }
}

}  // namespace
}  // namespace karuna::ask
