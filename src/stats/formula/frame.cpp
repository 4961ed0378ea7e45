// SPDX-License-Identifier: Apache-2.0
#include "stats/formula/frame.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "base/text.h"
#include "stats/formula/evaluate.h"
#include "stats/formula/model_matrix.h"

namespace karuna::stats {
namespace {

/// The rows that are still in, and why others are not.
class Rows {
 public:
  explicit Rows(std::size_t count) : kept_(count) { std::iota(kept_.begin(), kept_.end(), std::size_t{0}); }

  /// Drops the rows (places among the kept ones) for which `bad` holds. True where there were any.
  template <typename Bad>
  bool drop(const std::string& why, const Bad& bad) {
    std::size_t left = 0;
    for (std::size_t i = 0; i < kept_.size(); ++i)
      if (!bad(i)) kept_[left++] = kept_[i];
    const std::size_t gone = kept_.size() - left;
    if (gone == 0) return false;
    kept_.resize(left);
    const auto found = std::find_if(dropped.begin(), dropped.end(), [&](const DroppedRows& d) { return d.why == why; });
    if (found == dropped.end())
      dropped.push_back({why, gone});
    else
      found->rows += gone;
    return true;
  }

  const std::vector<std::size_t>& kept() const { return kept_; }
  std::vector<DroppedRows> dropped;

 private:
  std::vector<std::size_t> kept_;
};

Result<void> some_left(const Rows& rows, const DataTable& table) {
  if (!rows.kept().empty()) return {};
  std::vector<std::string> why;
  for (const auto& d : rows.dropped) why.push_back(d.why + " in " + grouped(static_cast<std::int64_t>(d.rows)));
  return fail(Fault::too_few_people, "no row of " + table.name + " can be used" + (why.empty() ? ": it has none" : ": " + join_words(why)));
}

void drop_missing(const DataColumn& column, Rows& rows) {
  const std::vector<std::size_t> kept = rows.kept();
  rows.drop(column.name + " is missing", [&](std::size_t i) { return column.words ? column.codes[kept[i]] == no_level : std::isnan(column.numbers[kept[i]]); });
}

/// Every variable of a formula over the kept rows, each worked out once.
class Variables {
 public:
  Variables(const Formula& formula, const DataTable& table) : formula_(formula), table_(table) {
    if (formula.response) need(*formula.response);
    for (const auto& o : formula.offsets) need(o);
    need(formula.fixed);
    for (const auto& r : formula.random) need(r.varying);
  }

  /// Works them out, dropping rows where one is not finite until none is left.
  Result<void> settle(Rows& rows) {
    for (bool again = true; again;) {
      again = false;
      for (const auto& [name, e] : wanted_) {
        KARUNA_TRY(found, evaluate(*e, table_, rows.kept(), formula_.text));
        const std::vector<double>& v = found.numbers;
        if (found.categorical) {
          again = rows.drop(name + " is missing", [&](std::size_t i) { return found.levels.code[i] == no_level; });
          if (again) break;
        } else {
          again |= rows.drop(name + " is infinite", [&](std::size_t i) { return std::isinf(v[i]); });
          if (again) break;
          again |= rows.drop(name + " is not a number", [&](std::size_t i) { return std::isnan(v[i]); });
          if (again) break;
        }
        values_.insert_or_assign(name, std::move(found));
      }
      KARUNA_CHECK(some_left(rows, table_));
    }
    return {};
  }

  const Values& of(const Expression& e) const { return values_.at(label(e)); }

 private:
  void need(const Expression& e) { wanted_.emplace(label(e), &e); }
  void need(const Terms& terms) {
    for (const auto& t : terms.terms)
      for (const auto& f : t.factors) need(f);
  }
  const Formula& formula_;
  const DataTable& table_;
  std::map<std::string, const Expression*> wanted_;
  std::map<std::string, Values> values_;
};

Result<void> take_response(Frame& frame, const Variables& variables, ResponseKind kind) {
  const Expression& e = *frame.formula.response;
  const Values& v = variables.of(e);
  frame.response = label(e);
  if (!v.categorical) {
    frame.y = v.numbers;
    return {};
  }
  const auto levels = v.levels.names.size();
  if (kind == ResponseKind::numbers || levels > 2)
    return fail(Fault::invalid,
                pointing(frame.formula.text, e.at,
                         "the response " + in_quotes(frame.response) + " holds words" +
                             (kind == ResponseKind::numbers ? "; this method needs numbers" : " of " + std::to_string(levels) + " kinds; two are needed")));
  frame.response_levels = v.levels.names;
  frame.y.assign(v.levels.code.begin(), v.levels.code.end());
  return {};
}

Grouping grouping_of(const Term& group, const DataTable& table, const Rows& rows) {
  Grouping found;
  for (const auto& f : group.factors) {
    const Levels next = levels_of(*table.find(f.text), rows.kept());
    found.levels = found.name.empty() ? next : crossed(found.levels, next);
    found.name += (found.name.empty() ? "" : ":") + f.text;
  }
  return found;
}

Result<void> take_random(Frame& frame, const Variables& variables, const DataTable& table, const Rows& rows) {
  for (const auto& term : frame.formula.random) {
    RandomPart part;
    part.label = label(term);
    KARUNA_TRY(z, model_matrix(term.varying, frame.rows, [&](const Expression& e) -> const Values& { return variables.of(e); }, frame.formula.text));
    part.z = std::move(z);
    const std::string name = label(term.group);
    const auto known = std::find_if(frame.groupings.begin(), frame.groupings.end(), [&](const Grouping& g) { return g.name == name; });
    part.grouping = static_cast<std::size_t>(known - frame.groupings.begin());
    if (known == frame.groupings.end()) frame.groupings.push_back(grouping_of(term.group, table, rows));
    frame.random.push_back(std::move(part));
  }
  return {};
}

}  // namespace

Result<Frame> frame_of(const Formula& formula, const DataTable& table, const FrameOptions& options) {
  Rows rows(table.rows);
  KARUNA_CHECK(some_left(rows, table));
  for (const auto& named : columns_of(formula)) {
    const auto* column = table.find(named.name);
    if (!column) return fail(Fault::not_found, pointing(formula.text, named.at, table.no_column(named.name)));
    drop_missing(*column, rows);
  }
  std::vector<std::string> further = options.numbers;
  if (!options.weights.empty()) further.push_back(options.weights);
  for (const auto& name : further) {
    KARUNA_TRY(column, table.need(name));
    if (column->words)
      return fail(Fault::invalid,
                  "the column " + in_quotes(name) + " holds words" + (column->stray.empty() ? "" : " (" + column->stray + ")") + "; numbers are needed");
    drop_missing(*column, rows);
    const std::vector<std::size_t> kept = rows.kept();
    rows.drop(name + " is infinite", [&](std::size_t i) { return std::isinf(column->numbers[kept[i]]); });
  }
  for (const auto& name : options.levels) {
    KARUNA_TRY(column, table.need(name));
    drop_missing(*column, rows);
  }
  KARUNA_CHECK(some_left(rows, table));
  Variables variables(formula, table);
  KARUNA_CHECK(variables.settle(rows));

  Frame frame;
  frame.formula = formula;
  frame.rows = rows.kept().size();
  if (formula.response) KARUNA_CHECK(take_response(frame, variables, options.response));
  KARUNA_TRY(x, model_matrix(formula.fixed, frame.rows, [&](const Expression& e) -> const Values& { return variables.of(e); }, formula.text));
  frame.x = std::move(x);
  KARUNA_CHECK(take_random(frame, variables, table, rows));
  for (const auto& o : formula.offsets) {
    const Values& v = variables.of(o);
    if (v.categorical) return fail(Fault::invalid, pointing(formula.text, o.at, "an offset is a number, " + in_quotes(label(o)) + " holds words"));
    frame.offset.resize(frame.rows, 0);
    for (std::size_t i = 0; i < frame.rows; ++i) frame.offset[i] += v.numbers[i];
  }
  const auto column_of = [&](const std::string& name) {
    std::vector<double> values;
    for (const auto row : rows.kept()) values.push_back(table.find(name)->numbers[row]);
    return values;
  };
  for (const auto& name : options.numbers) frame.numbers.push_back(column_of(name));
  for (const auto& name : options.levels) frame.levels.push_back({name, levels_of(*table.find(name), rows.kept())});
  if (!options.weights.empty()) {
    frame.weights = column_of(options.weights);
    const auto below = std::find_if(frame.weights.begin(), frame.weights.end(), [](double w) { return w < 0; });
    if (below != frame.weights.end())
      return fail(Fault::invalid, "the column " + in_quotes(options.weights) + " holds the weight " + shortest(*below) + "; weights are 0 or more");
  }
  frame.kept = rows.kept();
  frame.dropped = std::move(rows.dropped);
  return frame;
}

}  // namespace karuna::stats
