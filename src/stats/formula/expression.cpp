// SPDX-License-Identifier: Apache-2.0
#include "stats/formula/expression.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/numbers.h"
#include "base/text.h"

namespace karuna::stats {
namespace {

constexpr std::size_t most_bytes = 4096, most_depth = 100;

bool starts_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Descends one rule for each strength of operator.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<Expression> whole() {
    KARUNA_TRY(root, binary(0));
    if (here() != '\0' || at_ < text_.size()) return unexpected("the end of the formula, or an operator (+ - * / : ^ | ~)");
    return root;
  }

 private:
  static constexpr std::array<std::array<std::string_view, 2>, 5> operators{{{"~", ""}, {"||", "|"}, {"+", "-"}, {"*", "/"}, {":", ""}}};

  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) ++at_;
  }
  char here() {
    skip_blanks();
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  std::unexpected<Error> wrong(std::size_t at, const std::string& what) const { return fail(Fault::invalid, pointing(text_, at, what)); }
  std::unexpected<Error> unexpected(const std::string& expected) {
    const std::string given = here() == '\0' && at_ >= text_.size() ? "the formula ends" : in_quotes(text_.substr(at_, 1)) + " stands";
    return wrong(at_, given + " where " + expected + " is expected");
  }

  Result<Expression> binary(std::size_t strength) {
    if (strength == operators.size()) return sign();
    Expression left;
    if (strength == 0 && here() == '~') {
      left.text = "none", left.at = at_;  // a formula without a response
    } else {
      KARUNA_TRY(first, binary(strength + 1));
      left = std::move(first);
    }
    for (;;) {
      here();
      std::string_view found;
      for (const auto op : operators[strength])
        if (!op.empty() && text_.substr(at_).starts_with(op) && found.empty()) found = op;
      if (found.empty()) return left;
      const std::size_t at = at_;
      at_ += found.size();
      KARUNA_TRY(right, binary(strength + 1));
      Expression both{Expression::Kind::binary, std::string(found), 0, at, {}};
      both.parts.push_back(std::move(left));
      both.parts.push_back(std::move(right));
      left = std::move(both);
    }
  }

  Result<Expression> sign() {
    if (here() != '-' && here() != '+') return power();
    Expression e{Expression::Kind::unary, std::string(1, text_[at_]), 0, at_, {}};
    ++at_;
    KARUNA_CHECK(deeper(e.at));
    KARUNA_TRY(of, sign());
    --depth_;
    e.parts.push_back(std::move(of));
    return e;
  }

  Result<Expression> power() {
    KARUNA_TRY(base, primary());
    if (here() != '^') return base;
    Expression e{Expression::Kind::binary, "^", 0, at_, {}};
    ++at_;
    KARUNA_CHECK(deeper(e.at));
    KARUNA_TRY(exponent, sign());
    --depth_;
    e.parts.push_back(std::move(base));
    e.parts.push_back(std::move(exponent));
    return e;
  }

  Result<void> deeper(std::size_t at) {
    if (++depth_ > most_depth) return wrong(at, "the formula is nested more than " + std::to_string(most_depth) + " deep");
    return {};
  }

  Result<Expression> in_brackets() {
    const std::size_t open = at_++;
    KARUNA_CHECK(deeper(open));
    KARUNA_TRY(inner, binary(1));
    --depth_;
    if (here() != ')') {
      if (at_ >= text_.size()) return wrong(open, "this bracket is not closed");
      return unexpected("\")\"");
    }
    ++at_;
    return inner;
  }

  Result<Expression> primary() {
    const char c = here();
    const std::size_t at = at_;
    if (c == '(') return in_brackets();
    if (c == '`') {
      const std::size_t end = text_.find('`', at_ + 1);
      if (end == std::string_view::npos) return wrong(at, "this backtick has no partner");
      at_ = end + 1;
      return Expression{Expression::Kind::name, std::string(text_.substr(at + 1, end - at - 1)), 0, at, {}};
    }
    if (is_digit(c) || (c == '.' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1]))) return number();
    if (starts_name(c) || c == '.') return name_or_call();
    return unexpected("a column, a number or a bracket");
  }

  Result<Expression> number() {
    const std::size_t at = at_;
    while (at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '.')) ++at_;
    if (at_ + 1 < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E') && (is_digit(text_[at_ + 1]) || text_[at_ + 1] == '-')) {
      at_ += 2;
      while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
    }
    const auto value = parse_decimal(text_.substr(at, at_ - at));
    if (!value) return wrong(at, in_quotes(text_.substr(at, at_ - at)) + " is not a number");
    return Expression{Expression::Kind::number, {}, *value, at, {}};
  }

  Result<Expression> name_or_call() {
    const std::size_t at = at_;
    while (at_ < text_.size() && (starts_name(text_[at_]) || is_digit(text_[at_]) || text_[at_] == '.')) ++at_;
    Expression e{Expression::Kind::name, std::string(text_.substr(at, at_ - at)), 0, at, {}};
    if (here() != '(') return e;
    e.kind = Expression::Kind::call;
    KARUNA_CHECK(deeper(at_));
    do {
      ++at_;
      KARUNA_TRY(argument, binary(2));
      e.parts.push_back(std::move(argument));
    } while (here() == ',');
    --depth_;
    if (here() != ')') {
      if (at_ >= text_.size()) return wrong(at, "the bracket of " + e.text + "( is not closed");
      return unexpected("\")\" or \",\"");
    }
    ++at_;
    return e;
  }

  std::string_view text_;
  std::size_t at_ = 0, depth_ = 0;
};

int strength_of(const Expression& e) {
  if (e.kind == Expression::Kind::unary) return 6;
  if (e.kind != Expression::Kind::binary) return 8;
  switch (e.text[0]) {
    case '~':
      return 0;
    case '|':
      return 1;
    case '+':
    case '-':
      return 2;
    case '*':
    case '/':
      return 3;
    case ':':
      return 4;
    default:
      return 7;
  }
}

}  // namespace

Result<Expression> parse_expression(std::string_view formula) {
  if (formula.size() > most_bytes) return fail(Fault::invalid, "the formula has " + std::to_string(formula.size()) + " bytes; at most 4,096 are read");
  if (trimmed(formula).empty()) return fail(Fault::invalid, "the formula is empty; it is written like y ~ x + (1 | group)");
  return Parser(formula).whole();
}

std::string label(const Expression& e) {
  const auto part = [&](std::size_t i, int least) {
    const std::string inner = label(e.parts[i]);
    return strength_of(e.parts[i]) < least ? "(" + inner + ")" : inner;
  };
  switch (e.kind) {
    case Expression::Kind::number:
      return shortest(e.number);
    case Expression::Kind::name:
      return e.text;
    case Expression::Kind::unary:
      return e.text + part(0, 6);
    case Expression::Kind::call: {
      std::string out = e.text + "(";
      for (std::size_t i = 0; i < e.parts.size(); ++i) out += (i == 0 ? "" : ", ") + label(e.parts[i]);
      return out + ")";
    }
    case Expression::Kind::binary:
      break;
  }
  const int strength = strength_of(e);
  const bool tight = strength >= 3;
  return part(0, strength) + (tight ? "" : " ") + e.text + (tight ? "" : " ") + part(1, strength + 1);
}

std::string pointing(std::string_view formula, std::size_t at, const std::string& what) {
  std::string shown(formula);
  std::replace_if(shown.begin(), shown.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return what + "\n  " + shown + "\n  " + std::string(display_width(std::string_view(shown).substr(0, std::min(at, shown.size()))), ' ') + "^";
}

}  // namespace karuna::stats
