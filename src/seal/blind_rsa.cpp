// SPDX-License-Identifier: Apache-2.0
// RFC 9474, the side of who has something signed: EMSA-PSS of RFC 8017 9.1.1 with the salt given, Blind, Finalize.
#include "seal/blind_rsa.h"

#include <algorithm>
#include <array>
#include <string>

#include "seal/rsa_keys.h"

namespace karuna::seal {

namespace {

constexpr std::size_t hash_length = 48;

/// MGF1 of RFC 8017 B.2.1, laid over `bytes` by exclusive or.
void mask(std::span<std::uint8_t> bytes, std::span<const std::uint8_t, hash_length> seed) {
  std::array<std::uint8_t, hash_length + 4> input{};
  std::copy(seed.begin(), seed.end(), input.begin());
  for (std::size_t at = 0; at < bytes.size(); at += hash_length) {
    input[hash_length + 3] = static_cast<std::uint8_t>(at / hash_length);  // at most 12 blocks
    const auto block = sha384(input);
    for (std::size_t i = 0; i < hash_length && at + i < bytes.size(); ++i) bytes[at + i] = static_cast<std::uint8_t>(bytes[at + i] ^ block[i]);
  }
}

/// EMSA-PSS-ENCODE for a modulus of 8 length bits: the encoding has one bit less, so the first is cleared.
std::vector<std::uint8_t> encode(Bytes message, std::span<const std::uint8_t, pss_salt_length> salt, std::size_t length) {
  const auto message_hash = sha384(message);
  std::array<std::uint8_t, 8 + hash_length + pss_salt_length> joined{};
  std::copy(message_hash.begin(), message_hash.end(), joined.begin() + 8);
  std::copy(salt.begin(), salt.end(), joined.begin() + 8 + hash_length);
  const auto hash = sha384(joined);
  std::vector<std::uint8_t> out(length);
  const std::size_t db = length - hash_length - 1;
  out[db - salt.size() - 1] = 1;
  std::copy(salt.begin(), salt.end(), out.begin() + static_cast<std::ptrdiff_t>(db - salt.size()));
  mask(std::span(out).first(db), hash);
  out[0] &= 0x7f;
  std::copy(hash.begin(), hash.end(), out.begin() + static_cast<std::ptrdiff_t>(db));
  out[length - 1] = 0xbc;
  return out;
}

Number number_of(Bytes bytes) {
  Number number(BN_secure_new());
  if (number && BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), number.get()) == nullptr) return nullptr;
  return number;
}

std::vector<std::uint8_t> bytes_of_number(const BIGNUM* number, std::size_t length) {
  std::vector<std::uint8_t> out(length);
  BN_bn2binpad(number, out.data(), static_cast<int>(length));  // leading zeros stay: a number is always as long as its modulus
  return out;
}

std::unexpected<Error> no_arithmetic() { return fail(Fault::internal, "OpenSSL did not calculate modulo the key"); }

}  // namespace

Result<Blinded> blind(const RsaPublicKey& key, Bytes input_msg, Bytes salt, Bytes r) {
  const QuietErrors quiet;
  const auto& state = RsaAccess::of(key);
  const BIGNUM* const n = state.n.get();
  if (salt.size() != pss_salt_length) return fail(Fault::invalid, "a salt has 48 bytes, this one " + std::to_string(salt.size()));
  if (r.size() > 2 * state.length) return fail(Fault::invalid, "a blind of " + std::to_string(r.size()) + " bytes is longer than any key needs");
  const NumberSpace space(BN_CTX_secure_new());
  const MontgomeryForm form(BN_MONT_CTX_new());
  const Number message = number_of(encode(input_msg, salt.first<pss_salt_length>(), state.length)), given = number_of(r), factor(BN_secure_new()),
               power(BN_secure_new()), inverse(BN_secure_new()), blinded(BN_secure_new()), common(BN_secure_new());
  if (!space || !form || !message || !given || !factor || !power || !inverse || !blinded || !common ||
      BN_nnmod(factor.get(), given.get(), n, space.get()) != 1 || BN_MONT_CTX_set(form.get(), n, space.get()) != 1)
    return no_arithmetic();
  BN_set_flags(factor.get(), BN_FLG_CONSTTIME);
  // Only a signer who made a modulus of small factors can have this happen, to learn what stays visible modulo them.
  if (BN_gcd(common.get(), message.get(), n, space.get()) != 1) return no_arithmetic();
  if (!BN_is_one(common.get())) return fail(Fault::invalid, "the message and the key have a factor in common: this key was not made honestly");
  if (BN_is_zero(factor.get()) || BN_mod_inverse(inverse.get(), factor.get(), n, space.get()) == nullptr)
    return fail(Fault::undefined, "this blind has no inverse modulo the key; the next counter gives another");
  if (BN_mod_exp_mont_consttime(power.get(), factor.get(), state.e.get(), n, space.get(), form.get()) != 1 ||
      BN_mod_mul(blinded.get(), message.get(), power.get(), n, space.get()) != 1)
    return no_arithmetic();
  return Blinded{.message = bytes_of_number(blinded.get(), state.length), .inverse = bytes_of_number(inverse.get(), state.length)};
}

Result<std::vector<std::uint8_t>> finalize(const RsaPublicKey& key, Bytes input_msg, Bytes blind_signature, Bytes inverse) {
  const QuietErrors quiet;
  const auto& state = RsaAccess::of(key);
  if (blind_signature.size() != state.length || inverse.size() != state.length)
    return fail(Fault::refused, "a blind signature and an inverse have " + std::to_string(state.length) + " bytes under this key, here are " +
                                    std::to_string(blind_signature.size()) + " and " + std::to_string(inverse.size()));
  const NumberSpace space(BN_CTX_secure_new());
  const Number blinded = number_of(blind_signature), back = number_of(inverse), signature(BN_secure_new());
  if (!space || !blinded || !back || !signature || BN_mod_mul(signature.get(), blinded.get(), back.get(), state.n.get(), space.get()) != 1)
    return no_arithmetic();
  std::vector<std::uint8_t> out = bytes_of_number(signature.get(), state.length);
  if (!key.verify(input_msg, out)) return fail(Fault::refused, "what came back from the signer is no signature of this token under the key that was published");
  return out;
}

}  // namespace karuna::seal
