// SPDX-License-Identifier: Apache-2.0
#include "answer/code.h"

#include <algorithm>
#include <array>

#include "base/crockford.h"
#include "seal/hash.h"

namespace karuna::answer {

namespace {

constexpr std::size_t characters = 56, check_bytes = 3;

std::array<std::uint8_t, check_bytes> check_of(const Code& code) {
  seal::Sha256 hash;
  hash.add("KARUNA-CODE-v1").add(seal::Bytes(code.bytes()));
  const auto full = hash.finish();
  return {full[0], full[1], full[2]};
}

}  // namespace

Result<Code> new_code() {
  KARUNA_TRY(bytes, seal::random_bytes(32));
  Code code;
  std::copy(bytes.begin(), bytes.end(), code.bytes().begin());
  seal::wipe(bytes);
  return code;
}

std::string code_text(const Code& code) {
  std::array<std::uint8_t, 32 + check_bytes> all{};
  std::copy(code.bytes().begin(), code.bytes().end(), all.begin());
  const auto check = check_of(code);
  std::copy(check.begin(), check.end(), all.begin() + 32);
  std::string text;
  for (std::size_t c = 0; c < characters; ++c) {
    unsigned value = 0;
    for (std::size_t b = 5 * c; b < 5 * c + 5; ++b) value = value << 1 | (all[b / 8] >> (7 - b % 8) & 1U);
    if (c && c % 4 == 0) text += '-';
    text += crockford_alphabet[value];
  }
  seal::wipe(all);
  return text;
}

Result<Code> read_code(std::string_view text) {
  std::array<std::uint8_t, 32 + check_bytes> all{};
  std::size_t count = 0;
  for (const char c : text) {
    if (c == '-' || c == ' ' || c == '\n' || c == '\r' || c == '\t') continue;
    const int value = crockford_value(c);
    if (value < 0) return fail(Fault::invalid, "a code has digits and letters only; something else was typed after " + std::to_string(count) + " of them");
    if (count < characters)
      for (std::size_t b = 0; b < 5; ++b)
        if (value >> (4 - b) & 1) all[(5 * count + b) / 8] = static_cast<std::uint8_t>(all[(5 * count + b) / 8] | 1U << (7 - (5 * count + b) % 8));
    ++count;
  }
  if (count != characters) return fail(Fault::invalid, "a code has 56 characters in 14 groups of 4, these are " + std::to_string(count));
  Code code;
  std::copy_n(all.begin(), 32, code.bytes().begin());
  const auto check = check_of(code);
  const bool good = std::equal(check.begin(), check.end(), all.begin() + 32);
  seal::wipe(all);
  if (!good) return fail(Fault::invalid, "this code was mistyped somewhere: its check does not fit. Compare it group by group");
  return code;
}

std::vector<std::uint8_t> derive(const Code& code, const ask::WaveId& wave, std::string_view label, std::uint8_t kind, std::uint8_t cls, std::uint32_t cell,
                                 std::uint8_t counter, std::size_t length) {
  auto prk = seal::hmac_sha256(wave, seal::Bytes(code.bytes()));  // HKDF-Extract: the salt is the key
  std::vector<std::uint8_t> info(label.begin(), label.end());
  info.push_back(kind);
  info.push_back(cls);
  for (int shift = 24; shift >= 0; shift -= 8) info.push_back(static_cast<std::uint8_t>(cell >> shift));
  info.push_back(counter);
  auto out = seal::hkdf_expand(prk, info, length);
  seal::wipe(prk);
  return out.value_or(std::vector<std::uint8_t>());
}

seal::SigningKey token_key(const Code& code, const ask::WaveId& wave, std::uint8_t kind, std::uint8_t cls, std::uint32_t cell) {
  auto derived = derive(code, wave, "pk", kind, cls, cell, 0, 32);
  seal::Digest seed{};
  std::copy(derived.begin(), derived.end(), seed.begin());
  const auto key = seal::signing_key(seed);
  seal::wipe(derived);
  seal::wipe(seed);
  return key;
}

}  // namespace karuna::answer
