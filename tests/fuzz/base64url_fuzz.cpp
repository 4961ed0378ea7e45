// SPDX-License-Identifier: Apache-2.0
// Bytes in JSON and in fragments: one text for the same bytes, both ways.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "seal/base64url.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace karuna::seal;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto read = from_base64url(text);
  if (read && to_base64url(*read) != text) std::abort();
  if (!read && read.error().what.empty()) std::abort();
  const auto back = from_base64url(to_base64url(Bytes(data, size)));
  if (!back || !std::ranges::equal(*back, Bytes(data, size))) std::abort();
  return 0;
}
