// SPDX-License-Identifier: Apache-2.0
#include "seal/ed25519.h"

#include <sodium.h>

#include <algorithm>

#include "seal/libraries.h"
#include "seal/secret.h"

namespace karuna::seal {

void start_sodium() { [[maybe_unused]] static const int started = sodium_init(); }

SigningKey signing_key(const Digest& seed) {
  start_sodium();
  SigningKey key{.seed = seed};
  std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> both{};
  crypto_sign_seed_keypair(key.public_key.data(), both.data(), seed.data());
  wipe(both);
  return key;
}

Result<SigningKey> new_signing_key() {
  KARUNA_TRY(random, random_bytes(32));
  Digest seed;
  std::copy(random.begin(), random.end(), seed.begin());
  const SigningKey key = signing_key(seed);
  wipe(seed);
  wipe(random);
  return key;
}

Signature sign(const SigningKey& key, Bytes message) {
  start_sodium();
  // libsodium's secret key is the seed with the public key behind it.
  std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> both{};
  std::copy(key.seed.begin(), key.seed.end(), both.begin());
  std::copy(key.public_key.begin(), key.public_key.end(), both.begin() + 32);
  Signature signature{};
  crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), both.data());
  wipe(both);
  return signature;
}

bool verify(const Digest& public_key, Bytes message, Bytes signature) {
  start_sodium();
  return signature.size() == crypto_sign_BYTES && crypto_sign_verify_detached(signature.data(), message.data(), message.size(), public_key.data()) == 0;
}

}  // namespace karuna::seal
