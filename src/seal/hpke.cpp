// SPDX-License-Identifier: Apache-2.0
// RFC 9180 over Diffie-Hellman, HMAC and AES-GCM: OpenSSL 3.0 has no HPKE of its own. Names of labels are the RFC's.
#include "seal/hpke.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "seal/gcm.h"

namespace karuna::seal {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view kem_suite = "KEM\x00\x10"sv;  // DHKEM(P-256, HKDF-SHA256)
constexpr std::size_t tag_length = 16, nonce_length = 12;

std::string_view suite_of(Aead aead) { return aead == Aead::aes_128_gcm ? "HPKE\x00\x10\x00\x01\x00\x01"sv : "HPKE\x00\x10\x00\x01\x00\x02"sv; }
std::size_t key_length(Aead aead) { return aead == Aead::aes_128_gcm ? 16 : 32; }

std::vector<std::uint8_t> joined(std::initializer_list<Bytes> parts) {
  std::vector<std::uint8_t> out;
  for (const Bytes part : parts) out.insert(out.end(), part.begin(), part.end());
  return out;
}

Digest labeled_extract(std::string_view suite, Bytes salt, std::string_view label, Bytes input) {
  auto message = joined({bytes_of("HPKE-v1"), bytes_of(suite), bytes_of(label), input});
  const Digest value = hmac_sha256(salt, message);
  wipe(message);
  return value;
}

Result<std::vector<std::uint8_t>> labeled_expand(std::string_view suite, const Digest& prk, std::string_view label, Bytes info, std::size_t length) {
  const std::array<std::uint8_t, 2> count{static_cast<std::uint8_t>(length >> 8U), static_cast<std::uint8_t>(length)};
  return hkdf_expand(prk, joined({count, bytes_of("HPKE-v1"), bytes_of(suite), bytes_of(label), info}), length);
}

struct Schedule {
  std::vector<std::uint8_t> key, nonce;
  ~Schedule() { wipe(key); }
};

/// ExtractAndExpand of the KEM, then KeySchedule in mode_base with an empty psk. The nonce is that of the first and only message.
Result<Schedule> schedule(Bytes dh, const Point& enc, const Point& recipient, Bytes info, Aead aead) {
  const std::string_view suite = suite_of(aead);
  Digest eae_prk = labeled_extract(kem_suite, {}, "eae_prk", dh);
  KARUNA_TRY(shared_secret, labeled_expand(kem_suite, eae_prk, "shared_secret", joined({enc, recipient}), 32));
  constexpr std::uint8_t mode_base = 0;
  const Digest psk_id_hash = labeled_extract(suite, {}, "psk_id_hash", {}), info_hash = labeled_extract(suite, {}, "info_hash", info);
  const auto context = joined({Bytes(&mode_base, 1), psk_id_hash, info_hash});
  Digest secret = labeled_extract(suite, shared_secret, "secret", {});
  Schedule out;
  KARUNA_TRY(key, labeled_expand(suite, secret, "key", context, key_length(aead)));
  KARUNA_TRY(nonce, labeled_expand(suite, secret, "base_nonce", context, nonce_length));
  out.key = std::move(key);
  out.nonce = std::move(nonce);
  wipe(eae_prk);
  wipe(shared_secret);
  wipe(secret);
  return out;
}

}  // namespace

Result<Sealed> hpke_seal_with(const Scalar& ephemeral, const Point& recipient, Bytes info, Bytes aad, Bytes plaintext, Aead aead) {
  KARUNA_TRY(enc, public_point(ephemeral));
  KARUNA_TRY(dh, agree(ephemeral, recipient));
  KARUNA_TRY(keys, schedule(dh.bytes(), enc, recipient, info, aead));
  KARUNA_TRY(ct, gcm_seal(keys.key, keys.nonce, aad, plaintext));
  return Sealed{.enc = enc, .ct = std::move(ct)};
}

Result<Sealed> hpke_seal(const Point& recipient, Bytes info, Bytes aad, Bytes plaintext, Aead aead) {
  KARUNA_TRY(ephemeral, new_scalar());
  return hpke_seal_with(ephemeral, recipient, info, aad, plaintext, aead);
}

Result<std::vector<std::uint8_t>> hpke_open(const Scalar& secret, const Point& enc, Bytes info, Bytes aad, Bytes ct, Aead aead) {
  if (ct.size() < tag_length) return fail(Fault::invalid, "a sealed message has at least 16 bytes, this one has " + std::to_string(ct.size()));
  KARUNA_TRY(recipient, public_point(secret));
  KARUNA_TRY(dh, agree(secret, enc));
  KARUNA_TRY(keys, schedule(dh.bytes(), enc, recipient, info, aead));
  auto opened = gcm_open(keys.key, keys.nonce, aad, ct);
  if (!opened) return fail(Fault::invalid, "this sealed message does not open: altered, or sealed for another key or purpose");
  return opened;
}

}  // namespace karuna::seal
