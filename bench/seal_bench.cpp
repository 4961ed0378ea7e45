// SPDX-License-Identifier: Apache-2.0
// What a wave does for each person: sign a blinded message, check a ballot; and once for each cell: make a key. Beside the first two stand the
// bare primitives, called as plainly as OpenSSL and libsodium allow.
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <sodium.h>

#include <cstdlib>
#include <memory>
#include <thread>

#include "ask/ballot/ballot.h"
#include "bench.h"

namespace karuna::bench {
namespace {

constexpr std::size_t many = 500;
constexpr std::size_t questions = 60;

/// A raw RSA operation with a context prepared once.
struct Raw {
  std::shared_ptr<EVP_PKEY_CTX> context;
  int (*run)(EVP_PKEY_CTX*, unsigned char*, std::size_t*, const unsigned char*, std::size_t) = nullptr;

  double operator()(const std::vector<std::uint8_t>& in) const {
    std::array<std::uint8_t, 256> out{};
    std::size_t length = out.size();
    if (run(context.get(), out.data(), &length, in.data(), in.size()) != 1) std::abort();
    return out[255];
  }
};

Raw raw(EVP_PKEY* key, bool with_secret) {
  Raw raw{.context = {EVP_PKEY_CTX_new(key, nullptr), EVP_PKEY_CTX_free}, .run = with_secret ? EVP_PKEY_sign : EVP_PKEY_encrypt};
  (with_secret ? EVP_PKEY_sign_init : EVP_PKEY_encrypt_init)(raw.context.get());
  EVP_PKEY_CTX_set_rsa_padding(raw.context.get(), RSA_NO_PADDING);
  return raw;
}

/// One election of `many` ballots: admission key, one key of a cell, and what was posted.
struct Election {
  ask::WaveId wave{1, 2, 3};
  std::optional<seal::RsaPrivateKey> admission, right;
  std::vector<std::vector<std::uint8_t>> blinded;
  std::vector<ask::Token> admissions;
  std::vector<ask::Ballot> ballots;
  Raw bare_sign, bare_admission, bare_right;

  ask::Token token(const seal::RsaPrivateKey& key, std::uint8_t kind, std::uint32_t cell, const seal::SigningKey& signer, bool keep) {
    ask::Token token{.pk = signer.public_key, .prefix = seal::sha256(signer.public_key)};
    const auto input = ask::token_input(token.prefix, kind, wave, ask::class_ballot, cell, token.pk);
    const auto hidden = seal::blind(key.public_key(), input, seal::random_bytes(48).value(), seal::random_bytes(272).value()).value();
    if (keep) blinded.push_back(hidden.message);
    const auto signature = seal::finalize(key.public_key(), input, key.blind_sign(hidden.message).value(), hidden.inverse).value();
    std::copy(signature.begin(), signature.end(), token.signature.begin());
    return token;
  }

  static EVP_PKEY* with_openssl(const std::vector<std::uint8_t>& der, bool secret) {
    const std::uint8_t* at = der.data();
    return secret ? d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(der.size())) : d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size()));
  }

  void make() {
    if (right) return;
    admission = seal::RsaPrivateKey::generate().value();
    right = seal::RsaPrivateKey::generate().value();
    for (std::size_t i = 0; i < many; ++i) {
      const seal::SigningKey first = seal::new_signing_key().value(), second = seal::new_signing_key().value();
      admissions.push_back(token(*admission, ask::kind_admission, 0, first, false));
      ask::Ballot ballot;
      ballot.cell = 7;
      ballot.token = token(*right, ask::kind_right, 7, second, true);
      ballot.answers.assign(questions, 3);
      ballot.signature = seal::sign(second, ask::signed_message(wave, ask::class_ballot, ballot));
      ballots.push_back(ballot);
    }
    bare_sign = raw(with_openssl(right->pkcs8(), true), true);
    bare_admission = raw(with_openssl(admission->public_key().spki(), false), false);
    bare_right = raw(with_openssl(right->public_key().spki(), false), false);
  }
};

double check_ballots(const Election& e) {
  const seal::RsaPublicKey admission = e.admission->public_key(), right = e.right->public_key();
  std::size_t good = 0;
  for (std::size_t i = 0; i < many; ++i) {
    const ask::Token& a = e.admissions[i];
    const ask::Ballot& b = e.ballots[i];
    const auto link = ask::link_of(ask::leaf_of(ask::class_ballot, b), b.t);
    good += admission.verify(ask::token_input(a.prefix, ask::kind_admission, e.wave, ask::class_ballot, 0, a.pk), a.signature) &&
            right.verify(ask::token_input(b.token.prefix, ask::kind_right, e.wave, ask::class_ballot, b.cell, b.token.pk), b.token.signature) &&
            seal::verify(b.token.pk, ask::signed_message(e.wave, ask::class_ballot, b), b.signature) && link != seal::Digest{};
  }
  return static_cast<double>(good);
}

/// Two public operations, one Ed25519 verification, and the hashes: two SHA-384 of a token, SHA-256 of the answers (twice: for leaf and signature) and of the
/// leaf.
double bare_check(const Election& e) {
  double sum = 0;
  std::vector<std::uint8_t> signature(256);
  const std::vector<std::uint8_t> bytes(600, 1);
  const seal::Bytes all(bytes);
  for (std::size_t i = 0; i < many; ++i) {
    const ask::Ballot& b = e.ballots[i];
    signature.assign(e.admissions[i].signature.begin(), e.admissions[i].signature.end());
    sum += e.bare_admission(signature);
    signature.assign(b.token.signature.begin(), b.token.signature.end());
    sum += e.bare_right(signature);
    const auto message = ask::signed_message(e.wave, ask::class_ballot, b);
    sum += crypto_sign_verify_detached(b.signature.data(), message.data(), message.size(), b.token.pk.data());
    sum += seal::sha384(all.first(102))[0] + seal::sha384(all.first(102))[0] + seal::sha256(all.first(47 + questions))[0] + seal::sha256(all.first(468))[0];
  }
  return sum;
}

}  // namespace

std::vector<Job> seal_jobs() {
  auto election = std::make_shared<Election>();
  std::vector<Job> jobs;
  jobs.push_back({.name = "issue",
                  .what = "500 blinded messages signed and each signature checked, RSA-2048, one thread",
                  .prepare = [election] { election->make(); },
                  .run =
                      [election] {
                        double sum = 0;
                        for (const auto& message : election->blinded) sum += election->right->blind_sign(message).value()[255];
                        return sum;
                      },
                  .repeats = 15,
                  .items = many,
                  .bare =
                      [election] {
                        double sum = 0;
                        for (const auto& message : election->blinded) sum += election->bare_sign(message);
                        return sum;
                      },
                  .goal_share = 0.85});
  jobs.push_back({.name = "ballot-check",
                  .what = "500 ballots of 60 answers: admission, right, signature by the ballot's own key, leaf and link, one thread",
                  .prepare = [election] { election->make(); },
                  .run = [election] { return check_ballots(*election); },
                  .repeats = 25,
                  .items = many,
                  .bare = [election] { return bare_check(*election); },
                  .goal_share = 0.80});
  jobs.push_back({.name = "token-keys",
                  .what = "500 keys of RSA-2048, a thread for each core",
                  .run =
                      [] {
                        const std::size_t threads = std::max(1U, std::thread::hardware_concurrency());
                        std::vector<std::size_t> made(threads);
                        std::vector<std::thread> running;
                        for (std::size_t t = 0; t < threads; ++t)
                          running.emplace_back([&made, t, threads] {
                            for (std::size_t i = t; i < many; i += threads) made[t] += seal::RsaPrivateKey::generate().has_value();
                          });
                        double sum = 0;
                        for (std::size_t t = 0; t < threads; ++t) running[t].join(), sum += static_cast<double>(made[t]);
                        return sum;
                      },
                  .repeats = 1,
                  .items = many});
  return jobs;
}

}  // namespace karuna::bench
