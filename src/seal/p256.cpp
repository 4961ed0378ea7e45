// SPDX-License-Identifier: Apache-2.0
#include "seal/p256.h"

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>

#include <string>
#include <vector>

#include "seal/libraries.h"

namespace karuna::seal {

namespace {

const EC_GROUP* curve() {
  static const EC_GROUP* const group = EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1);
  return group;
}

const BIGNUM* order() { return EC_GROUP_get0_order(curve()); }

/// The number, marked so that OpenSSL takes its constant-time ways; nothing where it is zero or not below the order.
Number number_of(const Scalar& secret) {
  Number number(BN_secure_new());
  if (!number || BN_bin2bn(secret.bytes().data(), 32, number.get()) == nullptr) return nullptr;
  BN_set_flags(number.get(), BN_FLG_CONSTTIME);
  if (BN_is_zero(number.get()) || BN_cmp(number.get(), order()) >= 0) return nullptr;
  return number;
}

std::unexpected<Error> no_scalar() { return fail(Fault::invalid, "a secret number of P-256 lies between 1 and the order of the group; this one does not"); }
std::unexpected<Error> no_point() {
  return fail(Fault::invalid, "these 65 bytes are no uncompressed point of P-256 (04, then x and y of a point on the curve)");
}

/// Nothing where the bytes are no point of the curve (oct2point looks), or not uncompressed.
CurvePoint point_of(const Point& bytes, BN_CTX* space) {
  CurvePoint point(EC_POINT_new(curve()));
  if (bytes[0] != POINT_CONVERSION_UNCOMPRESSED || !point || EC_POINT_oct2point(curve(), point.get(), bytes.data(), bytes.size(), space) != 1) return nullptr;
  return point;
}

bool write_point(const EC_POINT* point, Point& out, BN_CTX* space) {
  return EC_POINT_point2oct(curve(), point, POINT_CONVERSION_UNCOMPRESSED, out.data(), out.size(), space) == out.size();
}

/// A key for the EVP functions; `secret` may be absent.
Key evp_key(const Point& point, const BIGNUM* secret) {
  using Builder = std::unique_ptr<OSSL_PARAM_BLD, FreeWith<OSSL_PARAM_BLD_free>>;
  using Parameters = std::unique_ptr<OSSL_PARAM, FreeWith<OSSL_PARAM_free>>;
  const Builder builder(OSSL_PARAM_BLD_new());
  if (!builder || OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, SN_X9_62_prime256v1, 0) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) != 1 ||
      (secret != nullptr && OSSL_PARAM_BLD_push_BN_pad(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, secret, 32) != 1))
    return nullptr;
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* key = nullptr;
  if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, secret != nullptr ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
    return nullptr;
  return Key(key);
}

std::vector<std::uint8_t> proof_message(Half role, const std::array<std::uint8_t, 16>& wave, const Point& pk_s, const Point& pk_c) {
  const Bytes context = bytes_of("KARUNA-POP-v1");
  std::vector<std::uint8_t> message(context.begin(), context.end());
  message.push_back(static_cast<std::uint8_t>(role));
  message.insert(message.end(), wave.begin(), wave.end());
  message.insert(message.end(), pk_s.begin(), pk_s.end());
  message.insert(message.end(), pk_c.begin(), pk_c.end());
  return message;
}

using EcdsaSignature = std::unique_ptr<ECDSA_SIG, FreeWith<ECDSA_SIG_free>>;

}  // namespace

Result<Scalar> new_scalar() {
  Scalar secret;
  for (int attempt = 0; attempt < 100; ++attempt) {  // one of four thousand million is not below the order
    KARUNA_TRY(random, random_bytes(32));
    std::copy(random.begin(), random.end(), secret.bytes().begin());
    wipe(random);
    if (number_of(secret)) return secret;
  }
  return fail(Fault::internal, "the operating system's random bytes are not random");
}

Result<Point> public_point(const Scalar& secret) {
  const QuietErrors quiet;
  const NumberSpace space(BN_CTX_secure_new());
  const Number number = number_of(secret);
  if (!number) return no_scalar();
  const CurvePoint point(EC_POINT_new(curve()));
  Point out{};
  if (!point || EC_POINT_mul(curve(), point.get(), number.get(), nullptr, nullptr, space.get()) != 1 || !write_point(point.get(), out, space.get()))
    return fail(Fault::internal, "OpenSSL did not multiply on P-256");
  return out;
}

Result<void> check_point(const Point& point) {
  const QuietErrors quiet;
  const NumberSpace space(BN_CTX_new());
  if (!point_of(point, space.get())) return no_point();
  return {};
}

Result<Point> add_points(const Point& a, const Point& b) {
  const QuietErrors quiet;
  const NumberSpace space(BN_CTX_new());
  const CurvePoint left = point_of(a, space.get()), right = point_of(b, space.get()), sum(EC_POINT_new(curve()));
  if (!left || !right) return no_point();
  if (a == b) return fail(Fault::refused, "both halves of the tally key are the same; each side makes its own");
  Point out{};
  if (!sum || EC_POINT_add(curve(), sum.get(), left.get(), right.get(), space.get()) != 1) return fail(Fault::internal, "OpenSSL did not add on P-256");
  if (EC_POINT_is_at_infinity(curve(), sum.get()) == 1) return fail(Fault::refused, "the halves of the tally key cancel each other; each side makes its own");
  if (!write_point(sum.get(), out, space.get())) return fail(Fault::internal, "OpenSSL did not write a point of P-256");
  return out;
}

Result<Scalar> add_scalars(const Scalar& a, const Scalar& b) {
  const QuietErrors quiet;
  const Number left = number_of(a), right = number_of(b), sum(BN_secure_new());
  if (!left || !right) return no_scalar();
  if (BN_cmp(left.get(), right.get()) == 0) return fail(Fault::refused, "both halves of the tally key are the same; each side makes its own");
  if (!sum || BN_mod_add_quick(sum.get(), left.get(), right.get(), order()) != 1) return fail(Fault::internal, "OpenSSL did not add numbers");
  if (BN_is_zero(sum.get())) return fail(Fault::refused, "the halves of the tally key cancel each other; each side makes its own");
  Scalar out;
  if (BN_bn2binpad(sum.get(), out.bytes().data(), 32) != 32) return fail(Fault::internal, "OpenSSL did not write a number");
  return out;
}

Result<Secret<32>> agree(const Scalar& secret, const Point& other) {
  const QuietErrors quiet;
  KARUNA_CHECK(check_point(other));
  KARUNA_TRY(own, public_point(secret));
  const Key key = evp_key(own, number_of(secret).get()), peer = evp_key(other, nullptr);
  const KeyContext context(key ? EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr) : nullptr);
  Secret<32> shared;
  std::size_t length = 32;
  // OpenSSL's own check of the other point multiplies it by the order; on this curve every point has that order, and that it lies there was seen above.
  if (!peer || !context || EVP_PKEY_derive_init(context.get()) != 1 || EVP_PKEY_derive_set_peer_ex(context.get(), peer.get(), 0) != 1 ||
      EVP_PKEY_derive(context.get(), shared.bytes().data(), &length) != 1 || length != 32)
    return fail(Fault::internal, "OpenSSL did not agree on a secret over P-256");
  return shared;
}

Result<Signature> prove_half(const Scalar& secret, Half role, const std::array<std::uint8_t, 16>& wave, const Point& pk_s, const Point& pk_c) {
  const QuietErrors quiet;
  KARUNA_TRY(own, public_point(secret));
  if (own != (role == Half::server ? pk_s : pk_c)) return fail(Fault::invalid, "this secret is not that of the point whose side proves it");
  const std::vector<std::uint8_t> message = proof_message(role, wave, pk_s, pk_c);
  const Key key = evp_key(own, number_of(secret).get());
  const HashContext context(EVP_MD_CTX_new());
  std::array<std::uint8_t, 80> der{};
  std::size_t length = der.size();
  if (!key || !context || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) != 1 ||
      EVP_DigestSign(context.get(), der.data(), &length, message.data(), message.size()) != 1)
    return fail(Fault::internal, "OpenSSL did not sign over P-256");
  const std::uint8_t* at = der.data();
  const EcdsaSignature parts(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(length)));
  Signature out{};
  if (!parts || BN_bn2binpad(ECDSA_SIG_get0_r(parts.get()), out.data(), 32) != 32 || BN_bn2binpad(ECDSA_SIG_get0_s(parts.get()), out.data() + 32, 32) != 32)
    return fail(Fault::internal, "OpenSSL did not write a signature over P-256");
  return out;
}

bool check_half(Half role, const std::array<std::uint8_t, 16>& wave, const Point& pk_s, const Point& pk_c, Bytes proof) {
  const QuietErrors quiet;
  const Point& point = role == Half::server ? pk_s : pk_c;
  if (proof.size() != 64 || pk_s == pk_c || !check_point(pk_s) || !check_point(pk_c)) return false;
  const EcdsaSignature parts(ECDSA_SIG_new());
  Number r(BN_bin2bn(proof.data(), 32, nullptr)), s(BN_bin2bn(proof.data() + 32, 32, nullptr));
  if (!parts || !r || !s || ECDSA_SIG_set0(parts.get(), r.release(), s.release()) != 1) return false;
  std::array<std::uint8_t, 80> der{};
  std::uint8_t* at = der.data();
  const int length = i2d_ECDSA_SIG(parts.get(), &at);
  const Key key = evp_key(point, nullptr);
  const HashContext context(EVP_MD_CTX_new());
  const std::vector<std::uint8_t> message = proof_message(role, wave, pk_s, pk_c);
  return length > 0 && key && context && EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), der.data(), static_cast<std::size_t>(length), message.data(), message.size()) == 1;
}

}  // namespace karuna::seal
