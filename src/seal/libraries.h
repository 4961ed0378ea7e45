// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <memory>

/// For the .cpp files of this room alone: what OpenSSL and libsodium give, owned.
namespace karuna::seal {

template <auto free_it>
struct FreeWith {
  template <typename T>
  void operator()(T* thing) const {
    free_it(thing);
  }
};

/// Numbers are wiped when they go: it costs little, and nobody has to think which of them is secret.
using Number = std::unique_ptr<BIGNUM, FreeWith<BN_clear_free>>;
using NumberSpace = std::unique_ptr<BN_CTX, FreeWith<BN_CTX_free>>;
using MontgomeryForm = std::unique_ptr<BN_MONT_CTX, FreeWith<BN_MONT_CTX_free>>;
using CurvePoint = std::unique_ptr<EC_POINT, FreeWith<EC_POINT_clear_free>>;
using Key = std::unique_ptr<EVP_PKEY, FreeWith<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, FreeWith<EVP_PKEY_CTX_free>>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, FreeWith<EVP_CIPHER_CTX_free>>;
using HashContext = std::unique_ptr<EVP_MD_CTX, FreeWith<EVP_MD_CTX_free>>;

/// OpenSSL leaves words about refused input in a queue of the thread, where a later TLS call would take them for its own. This removes ours.
class QuietErrors {
 public:
  QuietErrors() { ERR_set_mark(); }
  ~QuietErrors() { ERR_pop_to_mark(); }
  QuietErrors(const QuietErrors&) = delete;
  QuietErrors& operator=(const QuietErrors&) = delete;
};

/// Before the first use of libsodium; any number of times, from any thread.
void start_sodium();

}  // namespace karuna::seal
