// SPDX-License-Identifier: Apache-2.0
#include "seal/gcm.h"

#include <climits>

#include "seal/libraries.h"
#include "seal/secret.h"

namespace karuna::seal {

namespace {

constexpr std::size_t tag_length = 16;

/// Fetched once: looking an algorithm up takes longer than enciphering a ballot with it.
const EVP_CIPHER* cipher_for(std::size_t key_length) {
  static const EVP_CIPHER* const aes_128 = EVP_CIPHER_fetch(nullptr, "AES-128-GCM", nullptr);
  static const EVP_CIPHER* const aes_256 = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  return key_length == 16 ? aes_128 : key_length == 32 ? aes_256 : nullptr;
}

Result<CipherContext> start(Bytes key, Bytes nonce, std::size_t bytes, int encrypt) {
  const EVP_CIPHER* const cipher = cipher_for(key.size());
  if (cipher == nullptr || nonce.size() != 12)
    return fail(Fault::invalid,
                "AES-GCM takes a key of 16 or 32 bytes and a nonce of 12, here are " + std::to_string(key.size()) + " and " + std::to_string(nonce.size()));
  if (bytes > INT_MAX / 2) return fail(Fault::invalid, "at most a gigabyte is sealed at once, here are " + std::to_string(bytes) + " bytes");
  CipherContext context(EVP_CIPHER_CTX_new());
  if (!context || EVP_CipherInit_ex2(context.get(), cipher, key.data(), nonce.data(), encrypt, nullptr) != 1)
    return fail(Fault::internal, "AES-GCM could not be started");
  return context;
}

bool add_associated(EVP_CIPHER_CTX* context, Bytes associated) {
  int length = 0;
  return associated.empty() || EVP_CipherUpdate(context, nullptr, &length, associated.data(), static_cast<int>(associated.size())) == 1;
}

}  // namespace

Result<std::vector<std::uint8_t>> gcm_seal(Bytes key, Bytes nonce, Bytes associated, Bytes plaintext) {
  const QuietErrors quiet;
  KARUNA_TRY(context, start(key, nonce, plaintext.size() + associated.size(), 1));
  std::vector<std::uint8_t> out(plaintext.size() + tag_length);
  int length = 0, rest = 0;
  const bool done = add_associated(context.get(), associated) &&
                    (plaintext.empty() || EVP_EncryptUpdate(context.get(), out.data(), &length, plaintext.data(), static_cast<int>(plaintext.size())) == 1) &&
                    EVP_EncryptFinal_ex(context.get(), out.data() + length, &rest) == 1 &&
                    EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, tag_length, out.data() + plaintext.size()) == 1;
  if (!done) return fail(Fault::internal, "AES-GCM did not encipher");
  return out;
}

Result<std::vector<std::uint8_t>> gcm_open(Bytes key, Bytes nonce, Bytes associated, Bytes ciphertext) {
  const QuietErrors quiet;
  if (ciphertext.size() < tag_length)
    return fail(Fault::invalid, "enciphered bytes end in a tag of 16 bytes, here are " + std::to_string(ciphertext.size()) + " in all");
  KARUNA_TRY(context, start(key, nonce, ciphertext.size() + associated.size(), 0));
  const Bytes body = ciphertext.first(ciphertext.size() - tag_length);
  std::vector<std::uint8_t> tag(ciphertext.end() - tag_length, ciphertext.end()), out(body.size());
  int length = 0, rest = 0;
  std::uint8_t nothing = 0;
  const bool done = add_associated(context.get(), associated) &&
                    (body.empty() || EVP_DecryptUpdate(context.get(), out.data(), &length, body.data(), static_cast<int>(body.size())) == 1) &&
                    EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, tag_length, tag.data()) == 1 &&
                    EVP_DecryptFinal_ex(context.get(), out.empty() ? &nothing : out.data() + length, &rest) == 1;
  if (!done) {
    wipe(out);  // deciphered before the tag was looked at: nobody may see it
    return fail(Fault::invalid, "the tag of these enciphered bytes does not hold: altered, or for another key or purpose");
  }
  return out;
}

}  // namespace karuna::seal
