// SPDX-License-Identifier: Apache-2.0
// A public key out of a file: what is taken has one form only, and signs nothing by accident.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "seal/blind_rsa.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace karuna::seal;
  const Bytes bytes(data, size);
  const auto key = RsaPublicKey::from_spki(bytes);
  if (!key) return 0;
  if (!std::ranges::equal(key->spki(), bytes) || bytes.size() != key->modulus_length() + 38) std::abort();
  if (key->verify(bytes, std::vector<std::uint8_t>(key->modulus_length()))) std::abort();
  return 0;
}
