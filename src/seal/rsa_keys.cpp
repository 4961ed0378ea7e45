// SPDX-License-Identifier: Apache-2.0
#include "seal/rsa_keys.h"

#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <algorithm>
#include <initializer_list>
#include <string>

#include "seal/secret.h"

namespace karuna::seal {

namespace {

constexpr std::array<std::size_t, 3> lengths{256, 384, 512};  // 2048, 3072, 4096 bits

Key shared(const Key& key) {
  EVP_PKEY_up_ref(key.get());
  return Key(key.get());
}

Number copy_of(const Number& number) { return Number(BN_dup(number.get())); }

Number number_of(Bytes bytes) { return Number(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr)); }

struct NamedNumber {
  const char* name;
  const BIGNUM* value;
};

Key key_of(std::initializer_list<NamedNumber> numbers, int selection) {
  using Builder = std::unique_ptr<OSSL_PARAM_BLD, FreeWith<OSSL_PARAM_BLD_free>>;
  using Parameters = std::unique_ptr<OSSL_PARAM, FreeWith<OSSL_PARAM_free>>;
  const Builder builder(OSSL_PARAM_BLD_new());
  for (const auto& [name, value] : numbers)
    if (!builder || value == nullptr || OSSL_PARAM_BLD_push_BN(builder.get(), name, value) != 1) return nullptr;
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  EVP_PKEY* key = nullptr;
  if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 || EVP_PKEY_fromdata(context.get(), &key, selection, parameters.get()) != 1)
    return nullptr;
  return Key(key);
}

Number number_in(const EVP_PKEY* key, const char* name) {
  BIGNUM* number = nullptr;
  EVP_PKEY_get_bn_param(key, name, &number);
  return Number(number);
}

std::unexpected<Error> not_written() { return fail(Fault::internal, "OpenSSL did not take the numbers of an RSA key"); }

/// SubjectPublicKeyInfo is, for a length of modulus and the one exponent we take, a fixed head, the modulus, a fixed end.
std::vector<std::uint8_t> spki_of(Bytes n) {
  const auto tagged = [](std::uint8_t tag, std::size_t length, std::vector<std::uint8_t>& out) {
    out.insert(out.end(), {tag, 0x82, static_cast<std::uint8_t>(length >> 8U), static_cast<std::uint8_t>(length)});
  };
  const std::size_t number = n.size() + 1, numbers = 4 + number + 5, bits = 1 + 4 + numbers;
  std::vector<std::uint8_t> out;
  out.reserve(bits + 32);
  tagged(0x30, 15 + 4 + bits, out);
  out.insert(out.end(), {0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00});  // rsaEncryption, NULL
  tagged(0x03, bits, out);
  out.push_back(0);
  tagged(0x30, numbers, out);
  tagged(0x02, number, out);
  out.push_back(0);  // the modulus is no negative number
  out.insert(out.end(), n.begin(), n.end());
  out.insert(out.end(), {0x02, 0x03, 0x01, 0x00, 0x01});
  return out;
}

}  // namespace

RsaPublicKey::State::State(const State& other) : key(shared(other.key)), n(copy_of(other.n)), e(copy_of(other.e)), length(other.length) {}

bool RsaPublicKey::State::verify_pss(Bytes input_msg, Bytes signature) {
  const QuietErrors quiet;
  if (signature.size() != length) return false;
  if (!pss) {
    KeyContext fresh(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
    if (!fresh || EVP_PKEY_verify_init(fresh.get()) != 1 || EVP_PKEY_CTX_set_rsa_padding(fresh.get(), RSA_PKCS1_PSS_PADDING) != 1 ||
        EVP_PKEY_CTX_set_signature_md(fresh.get(), EVP_sha384()) != 1 || EVP_PKEY_CTX_set_rsa_mgf1_md(fresh.get(), EVP_sha384()) != 1 ||
        EVP_PKEY_CTX_set_rsa_pss_saltlen(fresh.get(), static_cast<int>(pss_salt_length)) != 1)
      return false;
    pss = std::move(fresh);
  }
  const auto hash = sha384(input_msg);
  return EVP_PKEY_verify(pss.get(), signature.data(), signature.size(), hash.data(), hash.size()) == 1;
}

bool RsaPublicKey::State::open_raw(Bytes signature, std::span<std::uint8_t> out) {
  const QuietErrors quiet;
  if (!raw) {
    KeyContext fresh(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
    if (!fresh || EVP_PKEY_encrypt_init(fresh.get()) != 1 || EVP_PKEY_CTX_set_rsa_padding(fresh.get(), RSA_NO_PADDING) != 1) return false;
    raw = std::move(fresh);
  }
  std::size_t written = out.size();
  return EVP_PKEY_encrypt(raw.get(), out.data(), &written, signature.data(), signature.size()) == 1 && written == length;
}

RsaPublicKey::RsaPublicKey(std::unique_ptr<State> state) : state_(std::move(state)) {}
RsaPublicKey::RsaPublicKey(const RsaPublicKey& other) : state_(other.state_ ? std::make_unique<State>(*other.state_) : nullptr) {}
RsaPublicKey::RsaPublicKey(RsaPublicKey&&) noexcept = default;
RsaPublicKey& RsaPublicKey::operator=(RsaPublicKey other) noexcept {
  state_ = std::move(other.state_);
  return *this;
}
RsaPublicKey::~RsaPublicKey() = default;

Result<RsaPublicKey> RsaPublicKey::from_numbers(Bytes n, Bytes e) {
  const QuietErrors quiet;
  constexpr std::size_t most = 1024;
  if (n.size() > most || e.size() > most) return fail(Fault::invalid, "an RSA key of more than 4096 bits is not taken");
  Number modulus = number_of(n), exponent = number_of(e);
  if (!modulus || !exponent) return not_written();
  const int bits = BN_num_bits(modulus.get());
  if (bits % 8 != 0 || std::ranges::find(lengths, static_cast<std::size_t>(bits) / 8) == lengths.end() || !BN_is_odd(modulus.get()))
    return fail(Fault::invalid, "an RSA key has an odd modulus of 2048, 3072 or 4096 bits, this one of " + std::to_string(bits));
  if (!BN_is_word(exponent.get(), 65537)) return fail(Fault::invalid, "the exponent of an RSA key is 65537; this key has another");
  Key key = key_of({{OSSL_PKEY_PARAM_RSA_N, modulus.get()}, {OSSL_PKEY_PARAM_RSA_E, exponent.get()}}, EVP_PKEY_PUBLIC_KEY);
  if (!key) return not_written();
  return RsaPublicKey(std::make_unique<State>(std::move(key), std::move(modulus), std::move(exponent)));
}

Result<RsaPublicKey> RsaPublicKey::from_spki(Bytes der) {
  for (const std::size_t length : lengths) {
    const std::size_t head = 33;  // of spki_of
    if (der.size() != head + length + 5) continue;
    const Bytes n = der.subspan(head, length);
    if (!std::ranges::equal(der, spki_of(n))) break;
    return from_numbers(n, std::array<std::uint8_t, 3>{1, 0, 1});
  }
  return fail(
      Fault::invalid,
      "these " + std::to_string(der.size()) +
          " bytes are no public key of ours: DER of a SubjectPublicKeyInfo with rsaEncryption, a modulus of 2048, 3072 or 4096 bits and exponent 65537");
}

std::vector<std::uint8_t> RsaPublicKey::spki() const {
  std::vector<std::uint8_t> n(state_->length);
  BN_bn2binpad(state_->n.get(), n.data(), static_cast<int>(n.size()));
  return spki_of(n);
}

std::size_t RsaPublicKey::modulus_length() const { return state_->length; }
bool RsaPublicKey::verify(Bytes input_msg, Bytes signature) const { return state_->verify_pss(input_msg, signature); }

RsaPrivateKey::State::State(const State& other) : key(shared(other.key)), public_key(other.public_key) {}

RsaPrivateKey::RsaPrivateKey(std::unique_ptr<State> state) : state_(std::move(state)) {}
RsaPrivateKey::RsaPrivateKey(const RsaPrivateKey& other) : state_(other.state_ ? std::make_unique<State>(*other.state_) : nullptr) {}
RsaPrivateKey::RsaPrivateKey(RsaPrivateKey&&) noexcept = default;
RsaPrivateKey& RsaPrivateKey::operator=(RsaPrivateKey other) noexcept {
  state_ = std::move(other.state_);
  return *this;
}
RsaPrivateKey::~RsaPrivateKey() = default;

namespace {

Result<RsaPublicKey> public_part(const EVP_PKEY* key) {
  const Number n = number_in(key, OSSL_PKEY_PARAM_RSA_N), e = number_in(key, OSSL_PKEY_PARAM_RSA_E);
  if (!n || !e) return not_written();
  std::vector<std::uint8_t> n_bytes(static_cast<std::size_t>(BN_num_bytes(n.get()))), e_bytes(static_cast<std::size_t>(BN_num_bytes(e.get())));
  BN_bn2bin(n.get(), n_bytes.data());
  BN_bn2bin(e.get(), e_bytes.data());
  return RsaPublicKey::from_numbers(n_bytes, e_bytes);
}

}  // namespace

Result<RsaPrivateKey> RsaPrivateKey::generate(unsigned bits) {
  const QuietErrors quiet;
  if (bits != 2048 && bits != 3072) return fail(Fault::invalid, "a token key has 2048 or 3072 bits, not " + std::to_string(bits));
  Key key(EVP_RSA_gen(bits));
  if (!key) return fail(Fault::internal, "OpenSSL did not make an RSA key");
  KARUNA_TRY(open, public_part(key.get()));
  return RsaPrivateKey(std::make_unique<State>(std::move(key), std::move(open)));
}

Result<RsaPrivateKey> RsaPrivateKey::from_pkcs8(Bytes der) {
  const QuietErrors quiet;
  using Container = std::unique_ptr<PKCS8_PRIV_KEY_INFO, FreeWith<PKCS8_PRIV_KEY_INFO_free>>;
  const std::uint8_t* at = der.data();
  const Container container(d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, static_cast<long>(der.size())));
  Key key(container && at == der.data() + der.size() ? EVP_PKCS82PKEY(container.get()) : nullptr);
  if (!key || EVP_PKEY_is_a(key.get(), "RSA") != 1) return fail(Fault::invalid, "these bytes are no RSA private key in PKCS 8 form");
  KARUNA_TRY(open, public_part(key.get()));
  return RsaPrivateKey(std::make_unique<State>(std::move(key), std::move(open)));
}

Result<RsaPrivateKey> RsaPrivateKey::from_numbers(Bytes n, Bytes e, Bytes d, Bytes p, Bytes q) {
  const QuietErrors quiet;
  KARUNA_TRY(open, RsaPublicKey::from_numbers(n, e));
  const NumberSpace space(BN_CTX_secure_new());
  const Number modulus = number_of(n), exponent = number_of(e), secret = number_of(d), first = number_of(p), second = number_of(q);
  const Number product(BN_new()), first_less(BN_dup(first.get())), second_less(BN_dup(second.get())), d_p(BN_secure_new()), d_q(BN_secure_new());
  if (BN_mul(product.get(), first.get(), second.get(), space.get()) != 1 || BN_cmp(product.get(), modulus.get()) != 0 || BN_is_one(first.get()) ||
      BN_is_one(second.get()))
    return fail(Fault::invalid, "these numbers are no RSA key: p times q is not n");
  for (const Number* number : {&secret, &first, &second, &first_less, &second_less}) BN_set_flags(number->get(), BN_FLG_CONSTTIME);
  if (BN_sub_word(first_less.get(), 1) != 1 || BN_sub_word(second_less.get(), 1) != 1 || BN_mod(d_p.get(), secret.get(), first_less.get(), space.get()) != 1 ||
      BN_mod(d_q.get(), secret.get(), second_less.get(), space.get()) != 1)
    return not_written();
  const Number inverse(BN_mod_inverse(nullptr, second.get(), first.get(), space.get()));
  Key key = key_of({{OSSL_PKEY_PARAM_RSA_N, modulus.get()},
                    {OSSL_PKEY_PARAM_RSA_E, exponent.get()},
                    {OSSL_PKEY_PARAM_RSA_D, secret.get()},
                    {OSSL_PKEY_PARAM_RSA_FACTOR1, first.get()},
                    {OSSL_PKEY_PARAM_RSA_FACTOR2, second.get()},
                    {OSSL_PKEY_PARAM_RSA_EXPONENT1, d_p.get()},
                    {OSSL_PKEY_PARAM_RSA_EXPONENT2, d_q.get()},
                    {OSSL_PKEY_PARAM_RSA_COEFFICIENT1, inverse.get()}},
                   EVP_PKEY_KEYPAIR);
  if (!key) return not_written();
  return RsaPrivateKey(std::make_unique<State>(std::move(key), std::move(open)));
}

std::vector<std::uint8_t> RsaPrivateKey::pkcs8() const {
  const QuietErrors quiet;
  using Container = std::unique_ptr<PKCS8_PRIV_KEY_INFO, FreeWith<PKCS8_PRIV_KEY_INFO_free>>;
  const Container container(EVP_PKEY2PKCS8(state_->key.get()));
  std::uint8_t* der = nullptr;
  const int length = container ? i2d_PKCS8_PRIV_KEY_INFO(container.get(), &der) : 0;
  std::vector<std::uint8_t> out;
  if (length > 0) out.assign(der, der + length);
  if (der != nullptr) OPENSSL_clear_free(der, static_cast<std::size_t>(std::max(length, 0)));
  return out;
}

RsaPublicKey RsaPrivateKey::public_key() const { return state_->public_key; }

Result<std::vector<std::uint8_t>> RsaPrivateKey::blind_sign(Bytes blinded_message) const {
  const QuietErrors quiet;
  auto& open = RsaAccess::of(state_->public_key);
  if (blinded_message.size() != open.length)
    return fail(Fault::invalid, "a blinded message has " + std::to_string(open.length) + " bytes, this one " + std::to_string(blinded_message.size()));
  const Number message = number_of(blinded_message);
  if (!message || BN_is_zero(message.get()) || BN_cmp(message.get(), open.n.get()) >= 0)
    return fail(Fault::invalid, "a blinded message is a number between 0 and the modulus of the key; this one is not");
  if (!state_->raw) {
    KeyContext fresh(EVP_PKEY_CTX_new_from_pkey(nullptr, state_->key.get(), nullptr));
    if (!fresh || EVP_PKEY_sign_init(fresh.get()) != 1 || EVP_PKEY_CTX_set_rsa_padding(fresh.get(), RSA_NO_PADDING) != 1)
      return fail(Fault::internal, "OpenSSL did not start an RSA signature");
    state_->raw = std::move(fresh);
  }
  std::vector<std::uint8_t> signature(open.length), again(open.length);
  std::size_t written = signature.size();
  if (EVP_PKEY_sign(state_->raw.get(), signature.data(), &written, blinded_message.data(), blinded_message.size()) != 1 || written != open.length)
    return fail(Fault::internal, "OpenSSL did not sign a blinded message");
  // A signature wrong in one of the two primes gives the key away (Boneh, DeMillo, Lipton 1997), so a machine's fault must not leave the house.
  if (!open.open_raw(signature, again) || !std::ranges::equal(again, blinded_message))
    return fail(Fault::internal, "a signature just made does not check; the machine's memory or processor is at fault, and nothing was given out");
  return signature;
}

}  // namespace karuna::seal
