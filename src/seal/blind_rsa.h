// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/result.h"
#include "seal/hash.h"

namespace karuna::seal {

/// Blind signatures RSABSSA-SHA384-PSS-Randomized: the signer signs a message it cannot see, the result is an ordinary RSA-PSS signature.
/// Salt 48 bytes, MGF1 with SHA-384. Source  RFC 9474; RSA by OpenSSL.

inline constexpr std::size_t pss_salt_length = 48;
inline constexpr std::size_t token_prefix_length = 32;

/// A public key. Cheap to copy; verifying from several threads needs one copy each.
class RsaPublicKey {
 public:
  /// Takes   DER of a rsaEncryption SubjectPublicKeyInfo
  /// Fails   invalid  other algorithm, a modulus that has not 2048, 3072 or 4096 bits, an exponent other than 65537 (the vectors of RFC 9474 pass), trailing bytes
  static Result<RsaPublicKey> from_spki(Bytes der);
  /// From big-endian modulus and exponent; leading zero bytes are allowed.
  static Result<RsaPublicKey> from_numbers(Bytes n, Bytes e);
  std::vector<std::uint8_t> spki() const;
  std::size_t modulus_length() const;                     ///< bytes
  /// RSASSA-PSS-VERIFY of input_msg = prefix || message. Cost  about 26 us at 2048 bit
  bool verify(Bytes input_msg, Bytes signature) const;

  RsaPublicKey(const RsaPublicKey&);
  RsaPublicKey(RsaPublicKey&&) noexcept;
  RsaPublicKey& operator=(RsaPublicKey) noexcept;
  ~RsaPublicKey();

 private:
  friend struct RsaAccess;
  struct State;
  explicit RsaPublicKey(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// A private key that signs blinded messages and nothing else. One thread at a time for each copy.
class RsaPrivateKey {
 public:
  /// Fails  invalid  bits other than 2048 or 3072.  Cost  about 0.2 s at 2048 bit
  static Result<RsaPrivateKey> generate(unsigned bits = 2048);
  static Result<RsaPrivateKey> from_pkcs8(Bytes der);
  static Result<RsaPrivateKey> from_numbers(Bytes n, Bytes e, Bytes d, Bytes p, Bytes q);   ///< the vectors
  std::vector<std::uint8_t> pkcs8() const;                ///< the caller encrypts and wipes it
  RsaPublicKey public_key() const;
  /// RFC 9474 BlindSign: raw RSA with the library's blinding on, then s^e = m is checked.
  /// Takes   exactly modulus_length() bytes, as a number 0 < m < n
  /// Fails   invalid   length or range; internal  the check failed (a fault of the machine: nothing is given out)
  /// Note    deterministic: the same blinded message gets the same signature
  Result<std::vector<std::uint8_t>> blind_sign(Bytes blinded_message) const;

  RsaPrivateKey(const RsaPrivateKey&);
  RsaPrivateKey(RsaPrivateKey&&) noexcept;
  RsaPrivateKey& operator=(RsaPrivateKey) noexcept;
  ~RsaPrivateKey();

 private:
  struct State;
  explicit RsaPrivateKey(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

struct Blinded {
  std::vector<std::uint8_t> message;    ///< goes to the signer, modulus_length() bytes
  std::vector<std::uint8_t> inverse;    ///< stays: needed to finish
};

/// RFC 9474 Blind with the caller's salt and r (both from the person's code, see answer).
/// Takes   r  big-endian, taken modulo n
/// Fails   invalid  a salt of other length; undefined  r has no inverse (raise the counter and derive again)
Result<Blinded> blind(const RsaPublicKey& key, Bytes input_msg, Bytes salt, Bytes r);

/// RFC 9474 Finalize.  Fails  refused  the result is not a signature of input_msg under this key
Result<std::vector<std::uint8_t>> finalize(const RsaPublicKey& key, Bytes input_msg, Bytes blind_signature, Bytes inverse);

}  // namespace karuna::seal
