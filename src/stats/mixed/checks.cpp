// SPDX-License-Identifier: Apache-2.0
#include "stats/mixed/checks.h"

#include <algorithm>
#include <cmath>

namespace karuna::stats {
namespace {

using Eigen::Index;
constexpr double collinear = 1e-11;  // share of a column's squares that the columns before it leave

std::string quoted(const std::string& name) { return "\"" + name + "\""; }

Result<void> check_column(const DesignColumn& column, std::size_t rows, const std::string& where) {
  if (!column.values.empty() && column.values.size() != rows)
    return fail(Fault::invalid,
                "column " + quoted(column.name) + where + " has " + std::to_string(column.values.size()) + " values for " + std::to_string(rows) + " rows");
  return {};
}

/// The first column that is a combination of those before it, or -1.
Index combination(Eigen::MatrixXd squares) {
  for (Index j = 0; j < squares.cols(); ++j) {
    double left = squares(j, j);
    const double all = left;
    for (Index i = 0; i < j; ++i) {
      double product = squares(j, i);
      for (Index h = 0; h < i; ++h) product -= squares(j, h) * squares(i, h);
      squares(j, i) = product / squares(i, i);
      left -= squares(j, i) * squares(j, i);
    }
    if (!(left > collinear * all)) return j;
    squares(j, j) = std::sqrt(left);
  }
  return -1;
}

Result<void> finite(std::span<const double> values, const std::string& name) {
  const auto bad = std::find_if(values.begin(), values.end(), [](double v) { return !std::isfinite(v); });
  if (bad == values.end()) return {};
  return fail(Fault::invalid, quoted(name) + " is " + (std::isnan(*bad) ? "missing" : "infinite") + " in row " + std::to_string(bad - values.begin() + 1) +
                                  "; leave out rows in which something that the model uses is not known");
}

}  // namespace

Result<void> check_shape(const MixedModel& model) {
  const std::size_t rows = model.y.size();
  if (rows == 0) return fail(Fault::too_few_people, "a mixed model needs rows, there are none");
  if (model.terms.empty()) return fail(Fault::invalid, "a mixed model needs at least one term that varies between groups, such as (1 | unit)");
  for (const auto& column : model.fixed) KARUNA_CHECK(check_column(column, rows, ""));
  for (const auto& term : model.terms) {
    if (term.grouping >= model.groupings.size()) return fail(Fault::invalid, "term " + quoted(term.name) + " names a grouping that is not there");
    if (term.columns.empty()) return fail(Fault::invalid, "term " + quoted(term.name) + " says nothing that varies");
    for (const auto& column : term.columns) KARUNA_CHECK(check_column(column, rows, " of " + quoted(term.name)));
  }
  for (const auto& grouping : model.groupings) {
    if (grouping.group.size() != rows)
      return fail(Fault::invalid,
                  "grouping " + quoted(grouping.name) + " has " + std::to_string(grouping.group.size()) + " values for " + std::to_string(rows) + " rows");
    const auto beyond = std::find_if(grouping.group.begin(), grouping.group.end(), [&](std::uint32_t g) { return g >= grouping.groups; });
    if (beyond != grouping.group.end())
      return fail(Fault::invalid,
                  "row " + std::to_string(beyond - grouping.group.begin() + 1) + " has no group of " + quoted(grouping.name) + "; leave it out");
  }
  if (!model.weights.empty() && model.weights.size() != rows)
    return fail(Fault::invalid, "there are " + std::to_string(model.weights.size()) + " weights for " + std::to_string(rows) + " rows");
  for (std::size_t i = 0; i < model.weights.size(); ++i)
    if (!(model.weights[i] > 0) || !std::isfinite(model.weights[i]))
      return fail(Fault::invalid, "the weight of row " + std::to_string(i + 1) + " is not above 0; leave such rows out");
  if (!model.known_variance.empty() && model.known_variance.size() != rows)
    return fail(Fault::invalid, "there are " + std::to_string(model.known_variance.size()) + " known variances for " + std::to_string(rows) + " rows");
  for (std::size_t i = 0; i < model.known_variance.size(); ++i)
    if (!(model.known_variance[i] >= 0) || !std::isfinite(model.known_variance[i]))
      return fail(Fault::invalid, "the known variance of row " + std::to_string(i + 1) + " is not a number of 0 or more");
  return {};
}

Result<void> check_numbers(const MixedModel& model, const MixedSums& sums) {
  bool all_finite = sums.border.allFinite();
  for (const MixedBlock& block : sums.blocks)
    all_finite = all_finite && std::all_of(block.zz.begin(), block.zz.end(), [](double v) { return std::isfinite(v); });
  if (!all_finite) {
    KARUNA_CHECK(finite(model.y, "the outcome"));
    for (const auto& column : model.fixed) KARUNA_CHECK(finite(column.values, column.name));
    for (const auto& term : model.terms)
      for (const auto& column : term.columns) KARUNA_CHECK(finite(column.values, column.name));
    return fail(Fault::invalid, "the columns differ so much in size that their squares overflow; bring them to a common scale");
  }
  if (const Index bad = combination(sums.border.topLeftCorner(sums.p, sums.p)); bad >= 0)
    return fail(Fault::invalid, "fixed column " + quoted(sums.fixed_names[static_cast<std::size_t>(bad)]) +
                                    " is 0 throughout or a combination of the columns before it: its coefficient has no value; leave it out");
  for (const MixedBlock& block : sums.blocks) {
    Eigen::MatrixXd whole = Eigen::MatrixXd::Zero(block.k, block.k);
    for (std::size_t g = 0; g < block.groups; ++g)
      whole += Eigen::Map<const Eigen::MatrixXd>(block.zz.data() + g * static_cast<std::size_t>(block.k * block.k), block.k, block.k);
    for (const auto& part : block.parts)
      if (const Index bad = combination(whole.block(part.first, part.first, part.columns, part.columns)); bad >= 0)
        return fail(Fault::invalid, quoted(sums.terms[part.term].columns[static_cast<std::size_t>(bad)].name) + " in term " +
                                        quoted(sums.terms[part.term].name) + " is 0 throughout or a combination of the columns before it; leave it out");
  }
  const double spread = sums.border(sums.p, sums.p) * sums.y_scale * sums.y_scale;
  if (!(spread > 1e-26 * sums.y_shift * sums.y_shift * static_cast<double>(sums.rows)))
    return fail(Fault::undefined, "the outcome is the same in every row: there is nothing to explain");
  return {};
}

Result<void> check_counts(const MixedSums& sums, bool sigma_estimated) {
  const std::size_t parameters = static_cast<std::size_t>(sums.p) + sums.thetas + (sigma_estimated ? 1 : 0);
  for (const MixedBlock& block : sums.blocks) {
    const std::string& name = sums.grouping_names[block.grouping];
    if (block.groups_with_rows < 2)
      return fail(Fault::too_few_people, "grouping " + quoted(name) + " has " + std::to_string(block.groups_with_rows) +
                                             " group with rows; a variance between groups needs at least 2 (and is only worth having from some 5)");
    for (const auto& part : block.parts)
      if (sigma_estimated && block.groups_with_rows * static_cast<std::size_t>(part.columns) >= sums.rows)
        return fail(Fault::invalid, "term " + quoted(sums.terms[part.term].name) + " has " +
                                        std::to_string(block.groups_with_rows * static_cast<std::size_t>(part.columns)) + " effects for " +
                                        std::to_string(sums.rows) +
                                        " rows: what differs between groups cannot be told from what differs within them; "
                                        "it takes groups with several rows, or known variances");
  }
  if (sums.rows <= parameters)
    return fail(Fault::too_few_people, std::to_string(sums.rows) + " rows cannot carry " + std::to_string(parameters) + " parameters");
  return {};
}

}  // namespace karuna::stats
