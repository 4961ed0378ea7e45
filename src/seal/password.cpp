// SPDX-License-Identifier: Apache-2.0
#include "seal/password.h"

#include <sodium.h>

#include <array>

#include "seal/libraries.h"

namespace karuna::seal {

Result<std::string> hash_password(std::string_view password) {
  start_sodium();
  std::array<char, crypto_pwhash_STRBYTES> text{};
  if (crypto_pwhash_str(text.data(), password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
    return fail(Fault::internal, "keeping a password takes 64 MB of memory for a moment, and the system has not that much to give");
  return std::string(text.data());
}

bool check_password(std::string_view stored, std::string_view password) {
  start_sodium();
  const std::string text(stored);  // libsodium reads to the zero at its end
  if (text.size() >= crypto_pwhash_STRBYTES || text.find('\0') != std::string::npos) return false;
  return crypto_pwhash_str_verify(text.c_str(), password.data(), password.size()) == 0;
}

bool same_bytes(std::string_view a, std::string_view b) { return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0; }

}  // namespace karuna::seal
