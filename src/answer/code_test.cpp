// SPDX-License-Identifier: Apache-2.0
#include "answer/code.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "answer/draw.h"
#include "seal/blind_rsa.h"
#include "shared.h"

namespace karuna::answer {
namespace {

std::vector<std::uint8_t> hex(const nlohmann::json& text) { return seal::from_hex(text.get<std::string>()).value(); }

Code code_of(const nlohmann::json& text) {
  Code code;
  std::ranges::copy(hex(text), code.bytes().begin());
  return code;
}

ask::WaveId wave_of(const nlohmann::json& text) {
  ask::WaveId wave{};
  std::ranges::copy(hex(text), wave.begin());
  return wave;
}

// tests/reference/answer: another program, with its own HKDF, Ed25519 and RSA, written from the protocol.
nlohmann::json cases() { return test::read_json(std::string(KARUNA_SOURCE_DIR) + "/tests/reference/answer/derived.json"); }

TEST(Code, gives_the_keys_prefixes_salts_and_blinds_of_another_program) {
  for (const auto& one : cases()) {
    const Code code = code_of(one["code"]);
    const auto wave = wave_of(one["wave"]);
    const std::uint8_t kind = one["kind"], cls = one["class"], counter = one["counter"];
    const std::uint32_t cell = one["cell"];
    const auto derived = [&](const char* label, std::uint8_t c, std::size_t length) {
      return seal::to_hex(derive(code, wave, label, kind, cls, cell, c, length));
    };
    EXPECT_EQ(derived("pk", 0, 32), one["seed"]);
    EXPECT_EQ(derived("prefix", 0, 32), one["prefix"]);
    EXPECT_EQ(derived("salt", 0, 48), one["salt"]);
    EXPECT_EQ(derived("blind", counter, 272), one["blind"]);
    EXPECT_EQ(seal::to_hex(token_key(code, wave, kind, cls, cell).public_key), one["pk"]);
  }
}

TEST(Code, blinds_as_another_program_and_raises_the_counter_where_it_must) {
  int raised = 0, compared = 0;
  for (const auto& one : cases()) {
    if (one["class"] != ask::class_ballot) continue;  // a draw is of ballots
    const auto key = seal::RsaPublicKey::from_numbers(hex(one["n"]), std::vector<std::uint8_t>{1, 0, 1});
    ASSERT_TRUE(key);
    const auto made = prepare(code_of(one["code"]), wave_of(one["wave"]), one["kind"], one["cell"], *key);
    ASSERT_TRUE(made) << made.error().what;
    EXPECT_EQ(seal::to_hex(made->blinded), one["blinded"]);
    EXPECT_EQ(seal::to_hex(made->input), one["input"]);
    raised += one["counter"] > 0;
    ++compared;
  }
  EXPECT_GE(compared, 4);
  EXPECT_GE(raised, 1);
}

TEST(Code, is_read_however_it_was_copied) {
  for (const auto& one : cases()) {
    const std::string text = one["text"];
    EXPECT_EQ(code_text(code_of(one["code"])), text);
    std::string untidy = " ";
    for (const char c : text) untidy += c == '-' ? ' ' : c == '0' ? 'o' : c == '1' ? 'l' : static_cast<char>(std::tolower(c));
    const auto read = read_code(untidy + "\n");
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(seal::to_hex(seal::Bytes(read->bytes())), one["code"]);
  }
}

TEST(Code, notices_a_slip_of_the_pen) {
  const std::string text = cases()[0]["text"];
  for (const std::string& typed :
       {std::string(), text.substr(1), text + "0", text.substr(0, 3) + "H" + text.substr(4), text.substr(0, 2) + "G0" + text.substr(4)}) {
    EXPECT_FALSE(read_code(typed)) << typed;
  }
  const auto odd = read_code("000!" + text.substr(4));
  ASSERT_FALSE(odd);
  EXPECT_EQ(odd.error().what, "a code has digits and letters only; something else was typed after 3 of them");
}

TEST(Code, notices_every_single_character_that_was_mistyped_and_neighbours_that_changed_places) {
  constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";  // without I, L, O, U
  int tried = 0;
  for (const auto& one : cases()) {
    const std::string text = one["text"];
    ASSERT_EQ(text.size(), 14U * 4 + 13) << "14 groups of 4";
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (text[at] == '-') continue;
      for (const char other : alphabet) {
        if (other == text[at]) continue;
        std::string typed = text;
        typed[at] = other;
        EXPECT_FALSE(read_code(typed)) << typed << " differs from " << text << " at " << at;
        ++tried;
      }
      for (const char none : {'U', '!', '\0', '\x80'}) {
        std::string typed = text;
        typed[at] = none;
        EXPECT_FALSE(read_code(typed)) << at;
      }
      const std::size_t next = at + 1 < text.size() && text[at + 1] == '-' ? at + 2 : at + 1;
      if (next >= text.size() || text[at] == text[next]) continue;
      std::string swapped = text;
      std::swap(swapped[at], swapped[next]);
      EXPECT_FALSE(read_code(swapped)) << swapped;
    }
  }
  EXPECT_GE(tried, 56 * 31);
}

}  // namespace
}  // namespace karuna::answer
