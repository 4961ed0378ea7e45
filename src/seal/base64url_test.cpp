// SPDX-License-Identifier: Apache-2.0
#include "seal/base64url.h"

#include <gtest/gtest.h>

namespace karuna::seal {
namespace {

// RFC 4648 section 10, padding taken off.
TEST(Base64url, gives_the_values_of_RFC_4648) {
  const std::pair<const char*, const char*> values[] = {{"", ""},           {"f", "Zg"},          {"fo", "Zm8"},         {"foo", "Zm9v"},
                                                        {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : values) {
    EXPECT_EQ(to_base64url(bytes_of(bytes)), text);
    EXPECT_EQ(text_of(from_base64url(text).value()), bytes);
  }
}

// By hand: 0xfb 0xff 0xbe is 111110 111111 111110 111110.
TEST(Base64url, uses_the_two_characters_that_stand_in_addresses) {
  const std::uint8_t bytes[] = {0xfb, 0xff, 0xbe};
  EXPECT_EQ(to_base64url(bytes), "-_--");
  EXPECT_EQ(from_base64url("-_--").value(), std::vector<std::uint8_t>(std::begin(bytes), std::end(bytes)));
}

TEST(Base64url, reads_back_every_byte_in_every_place) {
  for (std::size_t length = 1; length <= 4; ++length)
    for (unsigned value = 0; value < 256; ++value)
      for (std::size_t at = 0; at < length; ++at) {
        std::vector<std::uint8_t> bytes(length, 0x5a);
        bytes[at] = static_cast<std::uint8_t>(value);
        ASSERT_EQ(from_base64url(to_base64url(bytes)).value(), bytes);
      }
}

TEST(Base64url, refuses_a_second_text_for_the_same_bytes) {
  for (const char* text : {"Zh", "Zm9", "Zg==", "Zg=", "Z", "Zm9vY", "Zm 9v", "Zm9v\n", "Zm+v", "Zm/v", "\xc3\xa4"})
    EXPECT_EQ(from_base64url(text).error().fault, Fault::invalid) << text;
  EXPECT_EQ(from_base64url("Zh").error().what, "the last character of this base64url has bits that belong to no byte");
  EXPECT_EQ(from_base64url("Zg==").error().what, "base64url has letters, digits, - and _ and no padding; character 3 is another");
}

}  // namespace
}  // namespace karuna::seal
