// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "stats/methods.h"

namespace karuna::stats {

// Where a paper could not be read, the card says so, and what the code was checked against instead.
inline constexpr std::string_view not_read = "Paper not read; the formula is the one in general use, and the numbers were checked as said below.";

/// Lists of cards behind each other.
template <std::size_t A, std::size_t B>
constexpr std::array<MethodCard, A + B> joined(const std::array<MethodCard, A>& first, const std::array<MethodCard, B>& second) {
  std::array<MethodCard, A + B> all{};
  std::copy(second.begin(), second.end(), std::copy(first.begin(), first.end(), all.begin()));
  return all;
}

}  // namespace karuna::stats
