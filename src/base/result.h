// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <expected>
#include <string>
#include <utility>

#include "base/error.h"

namespace karuna {

template <typename T>
using Result = std::expected<T, Error>;

/// return fail(Fault::invalid, "alpha needs at least 2 items, this scale has 1");
[[nodiscard]] inline std::unexpected<Error> fail(Fault fault, std::string what) {
  return std::unexpected(Error{fault, std::move(what)});
}

}  // namespace karuna

#define KARUNA_JOIN_(a, b) a##b
#define KARUNA_JOIN(a, b) KARUNA_JOIN_(a, b)

/// KARUNA_TRY(scale, load_scale(id)): returns the error, or names the value.
#define KARUNA_TRY(name, ...) KARUNA_TRY_(KARUNA_JOIN(karuna_result_, __LINE__), name, __VA_ARGS__)
#define KARUNA_TRY_(result, name, ...)                                      \
  auto result = (__VA_ARGS__);                                              \
  if (!result) return std::unexpected<::karuna::Error>(std::move(result).error()); \
  auto name = *std::move(result)

/// KARUNA_CHECK(write(file)): returns the error of a Result<void>, or goes on.
#define KARUNA_CHECK(...)                                                   \
  do {                                                                      \
    if (auto karuna_checked = (__VA_ARGS__); !karuna_checked)               \
      return std::unexpected<::karuna::Error>(std::move(karuna_checked).error()); \
  } while (false)
