// SPDX-License-Identifier: Apache-2.0
#include "stats/formula/formula.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/text.h"

namespace karuna::stats {
namespace {

using Kind = Expression::Kind;
constexpr std::size_t most_terms = 1000, most_power = 10;

/// A term while terms are still multiplied: places in the list of variables.
struct Product {
  std::vector<std::size_t> variables;  // rising
  std::size_t at = 0;
};

struct Sum {
  bool intercept = true;
  std::vector<Product> products;
};

class Expander {
 public:
  explicit Expander(std::string_view text) : text_(text) {}

  enum class Place { top, bar };  // where sums may hold random terms and offsets; where they may not

  Result<Terms> terms(const Expression& e, Place place) {
    Sum sum;
    KARUNA_CHECK(add(sum, e, place, false));
    std::stable_sort(sum.products.begin(), sum.products.end(), [](const auto& a, const auto& b) { return a.variables.size() < b.variables.size(); });
    Terms found;
    found.intercept = sum.intercept;
    for (const auto& p : sum.products) {
      Term& term = found.terms.emplace_back();
      term.at = p.at;
      for (const auto v : p.variables) term.factors.push_back(variables_[v]);
    }
    return found;
  }

  std::vector<RandomTerm> random;
  std::vector<Expression> offsets;

  std::unexpected<Error> wrong(std::size_t at, const std::string& what) const { return fail(Fault::invalid, pointing(text_, at, what)); }

 private:
  /// A sum: numbers are about the intercept, bars are random terms, the rest are products.
  Result<void> add(Sum& sum, const Expression& e, Place place, bool away) {
    if (e.kind == Kind::number) {
      if (e.number != 0 && e.number != 1)
        return wrong(e.at, shortest(e.number) + " stands alone; only 1 (an intercept) and 0 (none) can. A number belongs into I( )");
      sum.intercept = (e.number == 1) != away;
      return {};
    }
    if (e.kind == Kind::unary) return add(sum, e.parts[0], place, (e.text == "-") != away);
    if (e.is(Kind::binary, "+") || e.is(Kind::binary, "-")) {
      KARUNA_CHECK(add(sum, e.parts[0], place, away));
      return add(sum, e.parts[1], place, (e.text == "-") != away);
    }
    const bool bar = e.is(Kind::binary, "|") || e.is(Kind::binary, "||");
    if (bar || e.is(Kind::call, "offset")) {
      const std::string what = bar ? "a random term" : "an offset";
      if (place != Place::top) return wrong(e.at, what + " stands inside another term; it can be added, nothing else");
      if (away) return wrong(e.at, what + " cannot be taken away");
      if (bar) return add_random(e);
      if (e.parts.size() != 1) return wrong(e.at, "offset( ) takes one column or expression");
      offsets.push_back(e.parts[0]);
      return {};
    }
    KARUNA_TRY(products, multiplied(e));
    for (auto& p : products) {
      const auto same = [&](const Product& other) { return other.variables == p.variables; };
      const auto found = std::find_if(sum.products.begin(), sum.products.end(), same);
      if (away && found != sum.products.end())
        sum.products.erase(found);
      else if (!away && found == sum.products.end())
        sum.products.push_back(std::move(p));
    }
    if (sum.products.size() > most_terms) return wrong(e.at, "the formula has more than 1,000 terms");
    return {};
  }

  static void put(std::vector<Product>& into, Product p) {
    if (std::none_of(into.begin(), into.end(), [&](const Product& other) { return other.variables == p.variables; })) into.push_back(std::move(p));
  }

  Result<std::vector<Product>> crossed(const std::vector<Product>& a, const std::vector<Product>& b, std::size_t at) {
    std::vector<Product> found;
    if (a.size() * b.size() > most_terms) return wrong(at, "the formula has more than 1,000 terms");
    for (const auto& left : a)
      for (const auto& right : b) {
        Product p{{}, left.at};
        std::set_union(left.variables.begin(), left.variables.end(), right.variables.begin(), right.variables.end(), std::back_inserter(p.variables));
        put(found, std::move(p));
      }
    return found;
  }

  Result<std::vector<Product>> multiplied(const Expression& e) {
    if (e.kind == Kind::name || e.kind == Kind::call) return std::vector<Product>{{{variable(e)}, e.at}};
    if (e.kind == Kind::number) return wrong(e.at, "a number cannot be part of a product of columns; arithmetic belongs into I( )");
    if (e.kind == Kind::unary) return wrong(e.at, "a sign cannot be part of a product of columns; arithmetic belongs into I( )");
    if (e.text == "|" || e.text == "||") return wrong(e.at, "a random term stands inside another term; it can be added, nothing else");
    if (e.text == "-") return wrong(e.at, "- stands inside a product; a term can be taken away from a sum only");
    if (e.text == "~") return wrong(e.at, "a formula has one ~");
    KARUNA_TRY(left, multiplied(e.parts[0]));
    if (e.text == "^") return power(left, e);
    KARUNA_TRY(right, multiplied(e.parts[1]));
    if (e.text == ":") return crossed(left, right, e.at);
    std::vector<Product> found = left;
    if (e.text == "+" || e.text == "*")
      for (const auto& p : right) put(found, p);
    if (e.text == "+") return found;
    std::vector<Product> outer = left;
    if (e.text == "/") {  // b within every combination of a
      Product all{{}, e.parts[0].at};
      for (const auto& p : left) {
        std::vector<std::size_t> both;
        std::set_union(all.variables.begin(), all.variables.end(), p.variables.begin(), p.variables.end(), std::back_inserter(both));
        all.variables = std::move(both);
      }
      outer = {all};
    }
    KARUNA_TRY(products, crossed(outer, right, e.at));
    for (auto& p : products) put(found, std::move(p));
    return found;
  }

  Result<std::vector<Product>> power(const std::vector<Product>& base, const Expression& e) {
    const Expression& exponent = e.parts[1];
    if (exponent.kind != Kind::number || exponent.number < 1 || exponent.number > most_power || exponent.number != std::floor(exponent.number))
      return wrong(e.at, "^ crosses terms and takes a whole number from 1 to 10; for the square of a column write I(x^2)");
    std::vector<Product> found = base;
    for (int k = 1; k < static_cast<int>(exponent.number); ++k) {
      KARUNA_TRY(next, crossed(found, base, e.at));
      for (auto& p : next) put(found, std::move(p));
      if (found.size() > most_terms) return wrong(e.at, "the formula has more than 1,000 terms");
    }
    return found;
  }

  Result<void> add_random(const Expression& e) {
    KARUNA_TRY(varying, terms(e.parts[0], Place::bar));
    KARUNA_TRY(groups, multiplied(e.parts[1]));
    if (!varying.intercept && varying.terms.empty()) return wrong(e.at, "nothing varies over " + in_quotes(label(e.parts[1])));
    for (const auto& g : groups) {
      Term group;
      group.at = g.at;
      for (const auto v : g.variables) {
        const Expression& x = variables_[v];
        if (x.kind != Kind::name && !(x.is(Kind::call, "factor") && x.parts.size() == 1 && x.parts[0].kind == Kind::name))
          return wrong(x.at, "groups are named by columns, not by " + in_quotes(label(x)));
        group.factors.push_back(x.kind == Kind::name ? x : x.parts[0]);
      }
      const auto put_term = [&](Terms what) { random.push_back({std::move(what), group, e.at}); };
      if (e.text == "|") {
        put_term(varying);
        continue;
      }
      if (varying.intercept) put_term({true, {}});
      for (const auto& term : varying.terms) put_term({false, {term}});
    }
    return {};
  }

  std::size_t variable(const Expression& e) {
    const std::string name = label(e);
    const auto [found, added] = place_.emplace(name, variables_.size());
    if (added) variables_.push_back(e);
    return found->second;
  }

  std::string_view text_;
  std::vector<Expression> variables_;
  std::map<std::string, std::size_t> place_;
};

void collect(const Expression& e, std::vector<NamedColumn>& into) {
  if (e.kind == Kind::name && std::none_of(into.begin(), into.end(), [&](const auto& c) { return c.name == e.text; })) into.push_back({e.text, e.at});
  for (const auto& part : e.parts) collect(part, into);
}

void collect(const Terms& terms, std::vector<NamedColumn>& into) {
  for (const auto& term : terms.terms)
    for (const auto& f : term.factors) collect(f, into);
}

}  // namespace

Result<Formula> parse_formula(std::string_view text) {
  KARUNA_TRY(root, parse_expression(text));
  Expander expander(text);
  if (!root.is(Kind::binary, "~")) return expander.wrong(text.size(), "the formula has no ~ between what is explained and what explains it, as in y ~ x");
  if (root.parts[0].is(Kind::binary, "~")) return expander.wrong(root.at, "a formula has one ~");
  Formula formula;
  formula.text = text;
  if (!root.parts[0].is(Kind::number, "none")) formula.response = root.parts[0];
  KARUNA_TRY(fixed, expander.terms(root.parts[1], Expander::Place::top));
  formula.fixed = std::move(fixed);
  formula.random = std::move(expander.random);
  formula.offsets = std::move(expander.offsets);
  return formula;
}

std::string label(const Term& term) {
  std::string out;
  for (const auto& f : term.factors) out += (out.empty() ? "" : ":") + label(f);
  return out;
}

std::string label(const RandomTerm& term) {
  std::string out = term.varying.intercept ? "1" : "0";
  for (const auto& t : term.varying.terms) out += " + " + label(t);
  return "(" + out + " | " + label(term.group) + ")";
}

std::vector<NamedColumn> columns_of(const Formula& formula) {
  std::vector<NamedColumn> found;
  if (formula.response) collect(*formula.response, found);
  collect(formula.fixed, found);
  for (const auto& r : formula.random) {
    collect(r.varying, found);
    for (const auto& f : r.group.factors) collect(f, found);
  }
  for (const auto& o : formula.offsets) collect(o, found);
  return found;
}

}  // namespace karuna::stats
