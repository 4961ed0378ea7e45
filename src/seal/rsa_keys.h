// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "seal/blind_rsa.h"
#include "seal/libraries.h"

/// For blind_rsa.cpp and rsa_keys.cpp alone.
namespace karuna::seal {

/// What a public key is made of. The key itself is shared by its copies; a prepared context is each copy's own and made at its first use,
/// because setting one up costs more than half of what it is for.
struct RsaPublicKey::State {
  Key key;
  Number n, e;
  std::size_t length = 0;
  KeyContext pss, raw;

  State(Key its_key, Number modulus, Number exponent)
      : key(std::move(its_key)), n(std::move(modulus)), e(std::move(exponent)), length(static_cast<std::size_t>(BN_num_bytes(n.get()))) {}
  State(const State& other);
  State& operator=(const State&) = delete;
  ~State() = default;

  bool verify_pss(Bytes input_msg, Bytes signature);
  /// signature^e mod n, modulus_length bytes; false where OpenSSL says no.
  bool open_raw(Bytes signature, std::span<std::uint8_t> out);
};

struct RsaPrivateKey::State {
  Key key;
  RsaPublicKey public_key;
  KeyContext raw;

  State(Key its_key, RsaPublicKey its_public_key) : key(std::move(its_key)), public_key(std::move(its_public_key)) {}
  State(const State& other);
  State& operator=(const State&) = delete;
  ~State() = default;
};

struct RsaAccess {
  static RsaPublicKey::State& of(const RsaPublicKey& key) { return *key.state_; }
};

}  // namespace karuna::seal
