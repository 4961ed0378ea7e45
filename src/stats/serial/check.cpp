// SPDX-License-Identifier: Apache-2.0
#include "stats/serial/check.h"

#include <cmath>

#include "stats/serial/rows.h"

namespace karuna::stats {
namespace {

Result<void> invalid(std::string what) { return fail(Fault::invalid, std::move(what)); }

std::string at_row(const std::string& column, std::size_t row, double value) {
  return "'" + column + "' is " + std::to_string(value) + " in row " + std::to_string(row + 1);
}

}  // namespace

Result<void> check_columns(const SerialModel& m) {
  const std::size_t n = m.y.size();
  if (m.fixed.columns == 0) return invalid("the model has no fixed column; give at least a column of ones");
  if (m.fixed.rows != n || (m.random.columns > 0 && m.random.rows != n))
    return invalid("y has " + std::to_string(n) + " rows, the fixed columns " + std::to_string(m.fixed.rows) + ", the random ones " +
                   std::to_string(m.random.rows) + ": they must be as many");
  if (m.fixed_names.size() != m.fixed.columns || m.random_names.size() != m.random.columns) return invalid("every fixed and random column needs a name");
  if (m.random.columns > most_random_columns)
    return invalid("a group can have at most " + std::to_string(most_random_columns) + " effects, this model has " + std::to_string(m.random.columns));
  for (const auto& [name, size] : {std::pair<const char*, std::size_t>{"group", m.group.size()},
                                   {"time", m.time.size()},
                                   {"stratum", m.stratum.size()},
                                   {"power of", m.power_of.size()},
                                   {"weights", m.weights.size()},
                                   {"sampling variance", m.sampling_variance.size()}})
    if (size != 0 && size != n) return invalid(std::string("the column for '") + name + "' has " + std::to_string(size) + " rows, y has " + std::to_string(n));
  for (const std::uint32_t g : m.group)
    if (g >= m.groups) return invalid("group number " + std::to_string(g) + " is not below the number of groups, " + std::to_string(m.groups));
  for (const std::uint32_t s : m.stratum)
    if (s >= m.stratum_names.size()) return invalid("stratum number " + std::to_string(s) + " has no name");
  if (m.only_sampling && m.sampling_variance.empty()) return invalid("a model without residual variance of its own needs known sampling variances");
  if (m.only_sampling && (m.correlation != Serial::independent || !m.stratum.empty() || !m.power_of.empty()))
    return invalid("where the known sampling variances are all there is, residuals have no correlation and no variance to estimate: leave these parts out");
  return {};
}

Result<void> check_values(const SerialModel& m, const std::vector<std::size_t>& rows) {
  std::vector<std::size_t> in_stratum(m.stratum_names.size(), 0);
  for (const std::size_t i : rows) {
    const auto infinite = [&](const std::string& name, double x) -> Result<void> {
      return std::isfinite(x) ? Result<void>{} : invalid(at_row(name, i, x) + "; every value must be finite (leave a field empty where there is none)");
    };
    KARUNA_CHECK(infinite("y", m.y[i]));
    for (std::size_t j = 0; j < m.fixed.columns; ++j) KARUNA_CHECK(infinite(m.fixed_names[j], m.fixed(i, j)));
    for (std::size_t j = 0; j < m.random.columns; ++j) KARUNA_CHECK(infinite(m.random_names[j], m.random(i, j)));
    if (!m.time.empty()) {
      KARUNA_CHECK(infinite("time", m.time[i]));
      if (m.correlation == Serial::ar1 && m.time[i] != std::floor(m.time[i]))
        return invalid(at_row("time", i, m.time[i]) + "; the waves of ar1 are numbered with whole numbers, car1 takes any times");
    }
    if (!m.power_of.empty() && !(std::isfinite(m.power_of[i]) && m.power_of[i] != 0))
      return invalid(at_row("power of", i, m.power_of[i]) + "; a variance that is a power of a column needs values other than 0");
    if (!m.weights.empty() && !(std::isfinite(m.weights[i]) && m.weights[i] > 0)) return invalid(at_row("weight", i, m.weights[i]) + "; weights are positive");
    if (!m.sampling_variance.empty()) {
      const double s = m.sampling_variance[i];
      if (!(std::isfinite(s) && s >= 0)) return invalid(at_row("sampling variance", i, s) + "; variances are not negative");
      if (s == 0 && m.only_sampling) return invalid(at_row("sampling variance", i, s) + "; where it is all there is, it must be positive");
    }
    if (!m.stratum.empty()) ++in_stratum[m.stratum[i]];
  }
  for (std::size_t s = 0; s < in_stratum.size() && !m.stratum.empty(); ++s)
    if (in_stratum[s] < 2)
      return fail(Fault::too_few_people,
                  "a variance by stratum needs at least 2 rows a stratum; '" + m.stratum_names[s] + "' has " + std::to_string(in_stratum[s]));
  if (!m.stratum.empty() && in_stratum.size() < 2) return invalid("a variance by stratum needs at least 2 strata, there is one");
  return {};
}

Result<void> check_size(const SerialModel& m, std::size_t rows, std::size_t groups, std::size_t largest_group) {
  const std::size_t q = m.random.columns, p = m.fixed.columns;
  const std::string have = std::to_string(rows) + " rows without a missing value in " + std::to_string(groups) + (groups == 1 ? " group" : " groups");
  if (rows <= p + (m.only_sampling ? 0 : 1)) return fail(Fault::too_few_people, have + " cannot carry " + std::to_string(p) + " coefficients and a variance");
  if (q > 0 && groups < 2) return fail(Fault::too_few_people, "a variance between groups needs at least 2 groups; there are " + have);
  if (q > 0 && m.sampling_variance.empty() && rows <= groups * q)
    return fail(Fault::too_few_people, "effects of groups cannot be told from what is left over: " + std::to_string(groups * q) +
                                           " effects need more rows than that, there are " + have);
  if (m.correlation != Serial::independent && largest_group < 2)
    return fail(Fault::too_few_people, "a correlation within groups needs a group with two rows; every group has one");
  if (m.correlation == Serial::compound_symmetric) {
    if (groups < 2) return fail(Fault::too_few_people, "a compound-symmetric correlation needs at least 2 groups; there are " + have);
    for (std::size_t j = 0; j < q; ++j) {
      bool constant = true;
      for (std::size_t i = 1; i < m.random.rows; ++i) constant = constant && m.random(i, j) == m.random(0, j);
      if (constant)
        return fail(Fault::invalid, "a random intercept ('" + m.random_names[j] + "') and a compound-symmetric correlation say the same twice: leave one out");
    }
  }
  return {};
}

}  // namespace karuna::stats
