// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "seal/canonical_json.h"

/// Gives a reader of a signed file the bytes as they are and, where they are JSON at all, the same value in canonical form: else nearly every change
/// would end at the form and none would reach a field. What is read must be written as the same bytes, and what is refused is refused in words.
template <typename Read, typename Write, typename Look>
void read_both_forms(const std::uint8_t* data, std::size_t size, const Read& read, const Write& write, const Look& look) {
  const auto one = [&](std::string_view text) {
    const auto value = read(text);
    if (!value) {
      if (value.error().fault != karuna::Fault::invalid || value.error().what.empty()) std::abort();
      return;
    }
    if (write(*value) != text) std::abort();
    look(*value);
  };
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  one(text);
  const auto any = nlohmann::json::parse(text.begin(), text.end(), nullptr, false);
  if (any.is_discarded()) return;
  if (const auto canonical = karuna::seal::canonical_json(any); canonical && *canonical != text) one(*canonical);
}
