// SPDX-License-Identifier: Apache-2.0
#include "stats/formula/evaluate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "base/text.h"
#include "stats/moments.h"

namespace karuna::stats {
namespace {

using Kind = Expression::Kind;

struct Elementwise {
  std::string_view name;
  double (*of)(double);
};
constexpr std::array elementwise{
    Elementwise{"log", [](double x) { return std::log(x); }},
    Elementwise{"log2", [](double x) { return std::log2(x); }},
    Elementwise{"log10", [](double x) { return std::log10(x); }},
    Elementwise{"log1p", [](double x) { return std::log1p(x); }},
    Elementwise{"exp", [](double x) { return std::exp(x); }},
    Elementwise{"expm1", [](double x) { return std::expm1(x); }},
    Elementwise{"sqrt", [](double x) { return std::sqrt(x); }},
    Elementwise{"abs", [](double x) { return std::fabs(x); }},
    Elementwise{"I", [](double x) { return x; }},
};

class Evaluator {
 public:
  Evaluator(const DataTable& table, std::span<const std::size_t> rows, std::string_view formula) : table_(table), rows_(rows), formula_(formula) {}

  Result<Values> variable(const Expression& e) const {
    if (e.kind == Kind::name) {
      KARUNA_TRY(column, find(e));
      if (!column->words) {
        KARUNA_TRY(numbers, number(e));
        return Values{false, std::move(numbers), {}};
      }
      if (!column->stray.empty())
        return wrong(e, "the column " + in_quotes(e.text) + " holds numbers, but also " + column->stray +
                            "; correct it, name it in missing = [...], or write factor(" + e.text + ")");
      return Values{true, {}, levels_of(*column, rows_)};
    }
    if (e.is(Kind::call, "factor")) {
      KARUNA_CHECK(takes(e, 1));
      if (e.parts[0].kind == Kind::name) {
        KARUNA_TRY(column, find(e.parts[0]));
        return Values{true, {}, levels_of(*column, rows_)};
      }
      DataColumn made;
      KARUNA_TRY(numbers, number(e.parts[0]));
      made.numbers = std::move(numbers);
      std::vector<std::size_t> all(made.numbers.size());
      for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
      return Values{true, {}, levels_of(made, all)};
    }
    KARUNA_TRY(numbers, number(e));
    return Values{false, std::move(numbers), {}};
  }

 private:
  std::unexpected<Error> wrong(const Expression& e, const std::string& what, Fault fault = Fault::invalid) const {
    return fail(fault, pointing(formula_, e.at, what));
  }

  Result<const DataColumn*> find(const Expression& e) const {
    if (const auto* column = table_.find(e.text)) return column;
    return wrong(e, table_.no_column(e.text), Fault::not_found);
  }

  Result<void> takes(const Expression& e, std::size_t arguments) const {
    if (e.parts.size() == arguments) return {};
    return wrong(e, e.text + "( ) takes " + counted(arguments, "argument") + ", here are " + std::to_string(e.parts.size()));
  }

  Result<std::vector<double>> number(const Expression& e) const {
    std::vector<double> values(rows_.size());
    switch (e.kind) {
      case Kind::number:
        std::fill(values.begin(), values.end(), e.number);
        return values;
      case Kind::name: {
        KARUNA_TRY(column, find(e));
        if (column->words)
          return wrong(
              e, "the column " + in_quotes(e.text) + " holds words" + (column->stray.empty() ? "" : " (" + column->stray + ")") + "; a number is needed here");
        for (std::size_t i = 0; i < rows_.size(); ++i) values[i] = column->numbers[rows_[i]];
        return values;
      }
      case Kind::unary: {
        KARUNA_TRY(of, number(e.parts[0]));
        if (e.text == "-")
          for (auto& v : of) v = -v;
        return of;
      }
      case Kind::binary:
        return arithmetic(e);
      case Kind::call:
        return call(e);
    }
    return values;
  }

  Result<std::vector<double>> arithmetic(const Expression& e) const {
    if (e.text != "+" && e.text != "-" && e.text != "*" && e.text != "/" && e.text != "^") return wrong(e, in_quotes(e.text) + " has no meaning among numbers");
    KARUNA_TRY(left, number(e.parts[0]));
    KARUNA_TRY(right, number(e.parts[1]));
    for (std::size_t i = 0; i < left.size(); ++i) {
      switch (e.text[0]) {
        case '+':
          left[i] += right[i];
          break;
        case '-':
          left[i] -= right[i];
          break;
        case '*':
          left[i] *= right[i];
          break;
        case '/':
          left[i] /= right[i];
          break;
        default:
          left[i] = right[i] == 2 ? left[i] * left[i] : std::pow(left[i], right[i]);
      }
    }
    return left;
  }

  Result<std::vector<double>> call(const Expression& e) const {
    for (const auto& f : elementwise) {
      if (e.text != f.name) continue;
      KARUNA_CHECK(takes(e, 1));
      KARUNA_TRY(values, number(e.parts[0]));
      for (auto& v : values) v = f.of(v);
      return values;
    }
    if (e.text == "center" || e.text == "scale") {
      KARUNA_CHECK(takes(e, 1));
      KARUNA_TRY(values, number(e.parts[0]));
      const Moments m = moments(values);
      if (e.text == "scale" && !(m.variance > 0)) return wrong(e, in_quotes(label(e.parts[0])) + " does not vary, so it cannot be scaled");
      for (auto& v : values) v = e.text == "scale" ? (v - m.mean) / m.sd : v - m.mean;
      return values;
    }
    if (e.text == "between" || e.text == "within") return by_group(e);
    if (e.text == "factor") return wrong(e, "factor( ) gives levels; a number is needed here");
    std::vector<std::string> known{"factor", "center", "scale", "between", "within", "offset"};
    for (const auto& f : elementwise) known.emplace_back(f.name);
    const auto nearest = nearest_word(e.text, known);
    return wrong(e, "there is no function " + in_quotes(e.text) +
                        (nearest ? "; did you mean " + *nearest + "?" : "; there are " + join_words(known, "and", known.size())));
  }

  Result<std::vector<double>> by_group(const Expression& e) const {
    KARUNA_CHECK(takes(e, 2));
    if (e.parts[1].kind != Kind::name) return wrong(e.parts[1], e.text + "(x, g) takes a column of groups");
    KARUNA_TRY(values, number(e.parts[0]));
    KARUNA_TRY(column, find(e.parts[1]));
    const Levels groups = levels_of(*column, rows_);
    std::vector<double> sum(groups.names.size(), 0), n(groups.names.size(), 0);
    for (std::size_t i = 0; i < values.size(); ++i)
      if (groups.code[i] != no_level && !std::isnan(values[i])) sum[groups.code[i]] += values[i], n[groups.code[i]] += 1;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double mean = groups.code[i] == no_level ? std::nan("") : sum[groups.code[i]] / n[groups.code[i]];
      values[i] = e.text == "between" ? mean : values[i] - mean;
    }
    return values;
  }

  const DataTable& table_;
  std::span<const std::size_t> rows_;
  std::string_view formula_;
};

}  // namespace

Result<Values> evaluate(const Expression& e, const DataTable& table, std::span<const std::size_t> rows, std::string_view formula) {
  return Evaluator(table, rows, formula).variable(e);
}

}  // namespace karuna::stats
