// SPDX-License-Identifier: Apache-2.0
// The plain SHA-256 calls of libcrypto, not its EVP layer: EVP takes several times as long for a message of one block, and its copies of a
// prepared key allocate. OpenSSL calls them deprecated and ships them; hash_test.cpp compares them with EVP.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "seal/hash.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <algorithm>
#include <cstring>
#include <string>

namespace karuna::seal {

namespace {

constexpr std::size_t block = 64;

/// HMAC with the key mixed in already: copied for every message.
struct PreparedKey {
  SHA256_CTX inner{}, outer{};

  explicit PreparedKey(Bytes key) {
    std::array<std::uint8_t, block> pad{};
    if (key.size() > block) {
      const Digest hashed = sha256(key);
      std::copy(hashed.begin(), hashed.end(), pad.begin());
    } else {
      std::copy(key.begin(), key.end(), pad.begin());
    }
    for (std::uint8_t& byte : pad) byte = static_cast<std::uint8_t>(byte ^ 0x36U);
    SHA256_Init(&inner);
    SHA256_Update(&inner, pad.data(), block);
    for (std::uint8_t& byte : pad) byte = static_cast<std::uint8_t>(byte ^ 0x36U ^ 0x5cU);
    SHA256_Init(&outer);
    SHA256_Update(&outer, pad.data(), block);
    OPENSSL_cleanse(pad.data(), pad.size());
  }
  PreparedKey(const PreparedKey&) = default;
  PreparedKey& operator=(const PreparedKey&) = delete;
  ~PreparedKey() {
    OPENSSL_cleanse(&inner, sizeof inner);
    OPENSSL_cleanse(&outer, sizeof outer);
  }

  Digest finish(SHA256_CTX message) const {
    Digest value;
    SHA256_Final(value.data(), &message);
    SHA256_CTX last = outer;
    SHA256_Update(&last, value.data(), value.size());
    SHA256_Final(value.data(), &last);
    return value;
  }
};

std::array<std::uint8_t, 4> big_endian(std::uint32_t value) {
  return {static_cast<std::uint8_t>(value >> 24), static_cast<std::uint8_t>(value >> 16), static_cast<std::uint8_t>(value >> 8),
          static_cast<std::uint8_t>(value)};
}

}  // namespace

Bytes bytes_of(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }
std::string_view text_of(Bytes bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

struct Sha256::State {
  SHA256_CTX context{};
};

Sha256::Sha256() : state_(std::make_unique<State>()) { SHA256_Init(&state_->context); }
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

Sha256& Sha256::add(Bytes bytes) {
  SHA256_Update(&state_->context, bytes.data(), bytes.size());
  return *this;
}

Sha256& Sha256::add_u32(std::uint32_t value) { return add(big_endian(value)); }

Digest Sha256::finish() {
  Digest value;
  SHA256_Final(value.data(), &state_->context);
  SHA256_Init(&state_->context);
  return value;
}

Digest sha256(Bytes bytes) {
  SHA256_CTX context;
  Digest value;
  SHA256_Init(&context);
  SHA256_Update(&context, bytes.data(), bytes.size());
  SHA256_Final(value.data(), &context);
  return value;
}

std::array<std::uint8_t, 48> sha384(Bytes bytes) {
  SHA512_CTX context;
  std::array<std::uint8_t, 48> value;
  SHA384_Init(&context);
  SHA384_Update(&context, bytes.data(), bytes.size());
  SHA384_Final(value.data(), &context);
  return value;
}

Digest hmac_sha256(Bytes key, Bytes message) {
  const PreparedKey prepared(key);
  SHA256_CTX context = prepared.inner;
  SHA256_Update(&context, message.data(), message.size());
  return prepared.finish(context);
}

Result<std::vector<std::uint8_t>> hkdf_expand(Bytes prk, Bytes info, std::size_t length) {
  if (prk.size() < 32) return fail(Fault::invalid, "a key to expand has at least 32 bytes, this one has " + std::to_string(prk.size()));
  if (length > 255U * 32U) return fail(Fault::invalid, "one key gives at most 8160 bytes, " + std::to_string(length) + " were asked for");
  const PreparedKey prepared(prk);
  std::vector<std::uint8_t> out;
  out.reserve(length + 32);
  Digest last{};
  for (std::uint8_t counter = 1; out.size() < length; ++counter) {
    SHA256_CTX context = prepared.inner;
    if (counter > 1) SHA256_Update(&context, last.data(), last.size());
    SHA256_Update(&context, info.data(), info.size());
    SHA256_Update(&context, &counter, 1);
    last = prepared.finish(context);
    out.insert(out.end(), last.begin(), last.end());
  }
  out.resize(length);
  return out;
}

struct SeedTree::State {
  PreparedKey key;
  SHA256_CTX labelled;
  State(const Digest& prk, std::string_view label) : key(prk), labelled(key.inner) { SHA256_Update(&labelled, label.data(), label.size()); }
  State(const State&) = default;
  State& operator=(const State&) = delete;
  ~State() { OPENSSL_cleanse(&labelled, sizeof labelled); }
};

SeedTree::SeedTree(const Digest& prk, std::string_view label) : state_(std::make_unique<State>(prk, label)) {}
SeedTree::~SeedTree() = default;
SeedTree::SeedTree(const SeedTree& other) : state_(std::make_unique<State>(*other.state_)) {}

Digest SeedTree::leaf(std::uint32_t i) const {
  SHA256_CTX context = state_->labelled;
  const std::array<std::uint8_t, 4> number = big_endian(i);
  const std::array<std::uint8_t, 5> tail{number[0], number[1], number[2], number[3], 1};
  SHA256_Update(&context, tail.data(), tail.size());
  return state_->key.finish(context);
}

Result<std::vector<std::uint8_t>> random_bytes(std::size_t count) {
  std::vector<std::uint8_t> out(count);
  if (count > 0 && RAND_priv_bytes(out.data(), static_cast<int>(count)) != 1)
    return fail(Fault::internal, "the operating system gave no random bytes; without them no secret can be made");
  return out;
}

std::string to_hex(Bytes bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  out.reserve(2 * bytes.size());
  for (const std::uint8_t byte : bytes) {
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
  }
  return out;
}

Result<std::vector<std::uint8_t>> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return fail(Fault::invalid, "hexadecimal needs two digits a byte, here are " + std::to_string(text.size()));
  const auto digit = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  };
  std::vector<std::uint8_t> out(text.size() / 2);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const int high = digit(text[2 * i]), low = digit(text[2 * i + 1]);
    if (high < 0 || low < 0) return fail(Fault::invalid, "hexadecimal has the digits 0-9 and a-f; byte " + std::to_string(i + 1) + " has another character");
    out[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return out;
}

}  // namespace karuna::seal
