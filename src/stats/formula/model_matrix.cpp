// SPDX-License-Identifier: Apache-2.0
#include "stats/formula/model_matrix.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace karuna::stats {
namespace {

constexpr std::size_t most_levels = 1000, most_numbers = std::size_t{1} << 28;

std::set<std::string> names_of(const Term& term) {
  std::set<std::string> names;
  for (const auto& f : term.factors) names.insert(label(f));
  return names;
}

/// The columns of one variable: itself, or one a level; `first` is the level to begin with (1: contrasts).
struct Coded {
  const Values& values;
  std::size_t first = 0;
  std::string name = {};
  std::size_t columns() const { return values.categorical ? values.levels.names.size() - first : 1; }
  double at(std::size_t row, std::size_t column) const {
    if (!values.categorical) return values.numbers[row];
    return values.levels.code[row] == column + first ? 1 : 0;
  }
  std::string column_name(std::size_t column) const { return values.categorical ? name + "[" + values.levels.names[column + first] + "]" : name; }
};

void append(ModelMatrix& matrix, const std::vector<Coded>& coded, std::size_t term) {
  std::size_t count = 1;
  bool levels = false;
  for (const auto& c : coded) count *= c.columns(), levels |= c.values.categorical;
  for (std::size_t k = 0; k < count; ++k) {
    ModelColumn column{"", term, matrix.rows};
    const std::size_t start = matrix.values.size();
    matrix.values.resize(start + matrix.rows, 1.0);
    std::vector<char> member(levels ? matrix.rows : 0, 1);
    std::size_t rest = k;
    for (const auto& c : coded) {  // the first variable runs fastest
      const std::size_t j = rest % c.columns();
      rest /= c.columns();
      column.name += (column.name.empty() ? "" : ":") + c.column_name(j);
      for (std::size_t i = 0; i < matrix.rows; ++i) {
        const double v = c.at(i, j);
        matrix.values[start + i] *= v;
        if (c.values.categorical && v == 0) member[i] = 0;
      }
    }
    if (levels) column.fewest_rows = static_cast<std::size_t>(std::count(member.begin(), member.end(), 1));
    matrix.columns.push_back(std::move(column));
  }
}

}  // namespace

Result<ModelMatrix> model_matrix(const Terms& terms, std::size_t rows, const ValuesOf& values, std::string_view formula) {
  ModelMatrix matrix;
  matrix.rows = rows;
  if (terms.intercept) {
    matrix.columns.push_back({"(Intercept)", 0, rows});
    matrix.values.assign(rows, 1.0);
  }
  std::set<std::set<std::string>> present{{}};  // the empty term: the intercept, or what takes its place
  for (const auto& term : terms.terms) present.insert(names_of(term));
  bool base_is_free = !terms.intercept;  // without an intercept, the first categorical variable shows all its levels
  for (std::size_t t = 0; t < terms.terms.size(); ++t) {
    const Term& term = terms.terms[t];
    std::vector<Coded> coded;
    std::size_t columns = 1;
    for (const auto& f : term.factors) {
      Coded c{values(f), 0, label(f)};
      if (c.values.categorical) {
        const std::size_t levels = c.values.levels.names.size();
        if (levels > most_levels)
          return fail(Fault::invalid, pointing(formula, f.at,
                                               in_quotes(c.name) + " has " + grouped(static_cast<std::int64_t>(levels)) +
                                                   " levels; as groups they are written (1 | " + c.name + ")"));
        auto without = names_of(term);
        without.erase(c.name);
        c.first = present.contains(without) ? 1 : 0;
        if (base_is_free) c.first = 0, base_is_free = false;
        if (c.columns() == 0)
          return fail(Fault::invalid,
                      pointing(formula, f.at, in_quotes(c.name) + " has a single level in the rows that are used, so it explains nothing; leave it out"));
      }
      columns *= c.columns();
      coded.push_back(std::move(c));
    }
    if (columns > most_numbers / std::max<std::size_t>(rows, 1) || (matrix.columns.size() + columns) * rows > most_numbers)
      return fail(Fault::invalid, pointing(formula, term.at, "the term " + in_quotes(label(term)) + " would need a matrix of more than 268 million numbers"));
    append(matrix, coded, t + 1);
  }
  return matrix;
}

}  // namespace karuna::stats
