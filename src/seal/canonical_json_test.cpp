// SPDX-License-Identifier: Apache-2.0
#include "seal/canonical_json.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "shared.h"

namespace karuna::seal {
namespace {

using nlohmann::json;

TEST(CanonicalJson, writes_the_published_pairs) {
  KARUNA_NEEDS_SHARED("vectors/rfc8785/weird.input.json");
  for (const std::string name : {"arrays", "french", "structures", "unicode", "values", "weird"}) {
    const std::string input = test::read_text(test::shared_file("vectors/rfc8785/" + name + ".input.json"));
    const std::string output = test::read_text(test::shared_file("vectors/rfc8785/" + name + ".output.json"));
    EXPECT_EQ(canonical_json(json::parse(input)).value(), output) << name;
    EXPECT_EQ(canonical_json(json::parse(output)).value(), output) << name << ", a second time";
  }
}

// RFC 8785 appendix B: IEEE 754 bits and their text.
TEST(CanonicalJson, writes_the_numbers_of_RFC_8785) {
  const std::pair<std::uint64_t, const char*> values[] = {
      {0x0000000000000000, "0"},
      {0x8000000000000000, "0"},
      {0x0000000000000001, "5e-324"},
      {0x8000000000000001, "-5e-324"},
      {0x7fefffffffffffff, "1.7976931348623157e+308"},
      {0xffefffffffffffff, "-1.7976931348623157e+308"},
      {0x4340000000000000, "9007199254740992"},
      {0xc340000000000000, "-9007199254740992"},
      {0x4430000000000000, "295147905179352830000"},
      {0x44b52d02c7e14af5, "9.999999999999997e+22"},
      {0x44b52d02c7e14af6, "1e+23"},
      {0x44b52d02c7e14af7, "1.0000000000000001e+23"},
      {0x444b1ae4d6e2ef4e, "999999999999999700000"},
      {0x444b1ae4d6e2ef4f, "999999999999999900000"},
      {0x444b1ae4d6e2ef50, "1e+21"},
      {0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
      {0x3eb0c6f7a0b5ed8d, "0.000001"},
      {0x41b3de4355555553, "333333333.3333332"},
      {0x41b3de4355555554, "333333333.33333325"},
      {0x41b3de4355555555, "333333333.3333333"},
      {0x41b3de4355555556, "333333333.3333334"},
      {0x41b3de4355555557, "333333333.33333343"},
      {0xbecbf647612f3696, "-0.0000033333333333333333"},
      {0x43143ff3c1cb0959, "1424953923781206.2"},
  };
  for (const auto& [bits, text] : values) EXPECT_EQ(canonical_json(json(std::bit_cast<double>(bits))).value(), text);
  for (const double number : {std::nan(""), std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()})
    EXPECT_EQ(canonical_json(json(number)).error().fault, Fault::invalid);
}

TEST(CanonicalJson, writes_whole_numbers_as_doubles_beyond_two_to_the_53) {
  EXPECT_EQ(canonical_json(json(9007199254740991)).value(), "9007199254740991");
  EXPECT_EQ(canonical_json(json(-9007199254740991)).value(), "-9007199254740991");
  EXPECT_EQ(canonical_json(json(9007199254740993)).value(), "9007199254740992");
  EXPECT_EQ(canonical_json(json(std::uint64_t{18446744073709551615U})).value(), "18446744073709552000");
  EXPECT_EQ(canonical_json(json(std::int64_t{-1})).value(), "-1");
}

// RFC 8785 section 3.2.3 gives this order; the key with two UTF-16 units comes before the Hebrew letter U+FB33.
TEST(CanonicalJson, orders_keys_by_UTF_16) {
  EXPECT_EQ(canonical_json(json::parse("{\"\\ufb33\":1,\"\\ud83d\\ude00\":2,\"\\u20ac\":3,\"\":4,\"b\":5,\"a\":6,\"ab\":7}")).value(),
            "{\"\":4,\"a\":6,\"ab\":7,\"b\":5,\"€\":3,\"😀\":2,\"\ufb33\":1}");
}

TEST(CanonicalJson, refuses_text_that_is_not_UTF_8_and_depth_without_end) {
  EXPECT_EQ(canonical_json(json("\xff")).error().fault, Fault::invalid);
  EXPECT_EQ(canonical_json(json("\xed\xa0\x80")).error().fault, Fault::invalid);  // half of a surrogate pair
  EXPECT_EQ(canonical_json(json{{"\xc0\x80", 1}}).error().fault, Fault::invalid);
  EXPECT_EQ(canonical_json(json::binary({1, 2})).error().fault, Fault::invalid);
  json deep = 1;
  for (int i = 0; i < 100; ++i) deep = json::array({deep});
  EXPECT_EQ(canonical_json(deep).error().fault, Fault::invalid);
}

TEST(ReadCanonicalJson, reads_back_what_was_written) {
  for (const char* text : {"{}", "[]", "0", "-1", "\"\"", "null", "true", "{\"a\":[1,2,{\"b\":\"ä\\n\"}],\"b\":9007199254740991}", "[-9007199254740991]",
                           "{\"€\":1,\"😀\":2,\"\ufb33\":3}"}) {
    const auto value = read_canonical_json(text);
    ASSERT_TRUE(value) << text << ": " << value.error().what;
    EXPECT_EQ(canonical_json(*value).value(), text);
  }
  EXPECT_EQ((*read_canonical_json("{\"a\":[1,2]}"))["a"][1], 2);
}

TEST(ReadCanonicalFile, begins_with_the_name_of_the_file) {
  const std::pair<std::string, const char*> cases[] = {{"", "a.json is no JSON"}, {"{\"a\": 1}", "a.json is not in canonical form"}, {"[1.5]", "a.json holds the number 1.5"}};
  for (const auto& [text, words] : cases) {
    const auto value = read_canonical_file("a.json", text);
    ASSERT_FALSE(value) << text;
    EXPECT_EQ(value.error().what.find(words), 0) << value.error().what;
  }
  EXPECT_EQ(read_canonical_file("a.json", "[1,2]", 4).error().what.find("a.json has 5 bytes"), 0);
}

TEST(ReadCanonicalJson, names_what_is_wrong_and_where) {
  const std::pair<std::string, const char*> cases[] = {
      {"{\"a\": 1}", "this JSON is not in canonical form (RFC 8785: keys in order, no blanks, one way to write each value): byte 6 is the first that differs"},
      {"{\"b\":1,\"a\":2}", "byte 3 is the first"},
      {"{\"a\":1,\"a\":1}", "this JSON has the key \"a\" twice in one object"},
      {"{\"a\":1,\"b\":2,\"a\":1}", "is the first that differs"},
      {"1.5", "holds the number 1.5; whole numbers below 2^53 are expected"},
      {"[1.0]", "holds the number 1.0"},
      {"1e3", "holds the number 1e3"},
      {"9007199254740992", "holds the number 9007199254740992"},
      {"-9007199254740992", "holds the number -9007199254740992"},
      {"18446744073709551616", "holds the number 18446744073709551616"},
      {"-0", "byte 1 is the first"},
      {"\"\\u0041\"", "byte 2 is the first"},
      {"\"\\/\"", "byte 2 is the first"},
      {"\"\\u000A\"", "byte 3 is the first"},
      {"\"\xff\"", "is no JSON"},
      {"\"\\ud800\"", "is no JSON"},
      {"{\"a\":1", "is no JSON"},
      {"{\"a\":1}}", "is no JSON"},
      {"{} ", "byte 3 is the first"},
      {"\xef\xbb\xbf{}", "byte 1 is the first"},
      {"", "is no JSON"},
      {"[1,]", "is no JSON"},
      {"// x\n1", "is no JSON"},
      {"NaN", "is no JSON"},
      {std::string("\"\0\"", 3), "is no JSON"},
      {std::string(65, '[') + std::string(65, ']'), "more than 64 levels"},
      {std::string(1000000, '['), "more than 64 levels"},
  };
  for (const auto& [text, words] : cases) {
    const auto value = read_canonical_json(text);
    ASSERT_FALSE(value) << text;
    EXPECT_EQ(value.error().fault, Fault::invalid);
    EXPECT_NE(value.error().what.find(words), std::string::npos) << text << ": " << value.error().what;
  }
  EXPECT_EQ(read_canonical_json("[1,2,3]", 6).error().what, "this JSON has 7 bytes, at most 6 are read");
}

}  // namespace
}  // namespace karuna::seal
