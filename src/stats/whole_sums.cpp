// SPDX-License-Identifier: Apache-2.0
#include "stats/whole_sums.h"

#include <algorithm>

#include "stats/wide.h"

namespace karuna::stats {
namespace {

constexpr std::size_t block = 1024;

}  // namespace

KARUNA_WIDE std::int64_t dot(const std::int16_t* x, const std::int16_t* y, std::size_t count) {
  std::int64_t total = 0;
  for (std::size_t i = 0; i < count; ++i) total += std::int64_t{x[i]} * y[i];
  return total;
}

KARUNA_WIDE std::int64_t dot_of_small(const std::int16_t* x, const std::int16_t* y, std::size_t count) {
  std::int64_t total = 0;
  std::size_t first = 0;
  for (; first + block <= count; first += block) {
    std::int32_t part = 0;
    for (std::size_t i = 0; i < block; ++i) part += x[first + i] * y[first + i];
    total += part;
  }
  std::int32_t rest = 0;
  for (; first < count; ++first) rest += x[first] * y[first];
  return total + rest;
}

KARUNA_WIDE std::int64_t sum(const std::int16_t* x, std::size_t count) {
  std::int64_t total = 0;
  for (std::size_t first = 0; first < count; first += block) {
    const std::size_t last = std::min(count, first + block);
    std::int32_t part = 0;
    for (std::size_t i = first; i < last; ++i) part += x[i];
    total += part;
  }
  return total;
}

KARUNA_WIDE CodeEnds ends(const std::int16_t* x, std::size_t count) {
  std::int16_t least = INT16_MAX, most = INT16_MIN;
  for (std::size_t i = 0; i < count; ++i) {
    least = x[i] < least ? x[i] : least;
    most = x[i] > most ? x[i] : most;
  }
  return {least, most};
}

}  // namespace karuna::stats
