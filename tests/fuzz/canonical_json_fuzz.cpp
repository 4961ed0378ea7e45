// SPDX-License-Identifier: Apache-2.0
// Signed files: what is read as canonical is written as the same bytes; what any JSON becomes is canonical and stays so.
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>

#include "seal/canonical_json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace karuna;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto value = seal::read_canonical_json(text);
  if (value) {
    if (seal::canonical_json(*value).value_or("") != text) std::abort();
  } else if (value.error().fault != Fault::invalid || value.error().what.empty()) {
    std::abort();
  }
  const auto any = nlohmann::json::parse(text.begin(), text.end(), nullptr, false);
  if (any.is_discarded()) return 0;
  const auto once = seal::canonical_json(any);
  if (!once) return 0;
  const auto again = nlohmann::json::parse(*once, nullptr, false);
  if (again.is_discarded() || seal::canonical_json(again).value_or("") != *once) std::abort();
  return 0;
}
