// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace karuna::stats {

/// A piece of a formula as it was written: a tree that knows where each of its parts stands.
struct Expression {
  enum class Kind { number, name, call, unary, binary };
  Kind kind = Kind::number;
  std::string text = {};  ///< the name, the function, or the operator
  double number = 0;
  std::size_t at = 0;  ///< byte in the formula where a person would point
  std::vector<Expression> parts = {};

  bool is(Kind k, std::string_view what) const { return kind == k && text == what; }
};

/// Takes   one formula of at most 4,096 bytes: numbers, names (letters, digits, . and _, or anything between backticks), f(a, b), ( ),
///         and the operators of the field, loosest first: ~, | ||, + -, * /, :, sign, ^.
/// Gives   its tree; ~ is the root.
/// Fails   invalid  with the formula and a caret below the place
/// Cost    O(length).
/// Source  Wilkinson and Rogers 1973, doi:10.2307/2346786; the bar of random terms: Pinheiro and Bates 2000, doi:10.1007/b98882.
Result<Expression> parse_expression(std::string_view formula);

/// As a person would write it again: "log(x)", "I(x^2)", "a:b".
std::string label(const Expression& e);

/// "what\n  y ~ x + (1 | g\n             ^": the words of an error with the place below the formula.
std::string pointing(std::string_view formula, std::size_t at, const std::string& what);

}  // namespace karuna::stats
