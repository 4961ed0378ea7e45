// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "stats/formula/expression.h"

namespace karuna::stats {

/// A product of variables: "x", "x:w"; its variables stand in the order in which the formula first names them.
struct Term {
  std::vector<Expression> factors = {};
  std::size_t at = 0;
};

/// What one side of a formula, or of a bar, asks for.
struct Terms {
  bool intercept = true;
  std::vector<Term> terms = {};  ///< single variables first, then pairs, and so on
};

/// (1 + w | g): an intercept and the terms, varying together over the groups.
struct RandomTerm {
  Terms varying = {};
  Term group = {};  ///< several factors: each combination is a group
  std::size_t at = 0;
};

/// A model as its formula says it. (x || g) has become (1 | g) + (0 + x | g), and (1 | a/b) has become (1 | a) + (1 | a:b).
struct Formula {
  std::string text = {};
  std::optional<Expression> response = {};
  Terms fixed = {};
  std::vector<RandomTerm> random = {};
  std::vector<Expression> offsets = {};  ///< of offset(...)
};

/// Takes   "y ~ x * w + I(x^2) + log(x) + factor(g) - 1 + (1 + w | g) + (1 | a/b)", in the field's usual meaning: a*b is a + b + a:b, a/b is a + a:b,
///         (a + b)^2 all pairs, 0 or -1 no intercept. Inside a function and on the left, + - * / ^ are arithmetic.
/// Gives   response, fixed and random terms.
/// Fails   invalid  with the formula and a caret below the place
/// Cost    O(length); a formula that would have more than 1,000 terms is refused.
/// Source  Wilkinson and Rogers 1973, doi:10.2307/2346786; random terms: Bates, Machler, Bolker and Walker 2015, doi:10.18637/jss.v067.i01, section 2.1.
Result<Formula> parse_formula(std::string_view text);

std::string label(const Term& term);
/// "(1 + w | g)"
std::string label(const RandomTerm& term);

/// The columns that a formula names, each once, with where it first stands.
struct NamedColumn {
  std::string name;
  std::size_t at = 0;
};
std::vector<NamedColumn> columns_of(const Formula& formula);

}  // namespace karuna::stats
