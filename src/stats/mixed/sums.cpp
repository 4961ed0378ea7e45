// SPDX-License-Identifier: Apache-2.0
#include "stats/mixed/sums.h"

#include <algorithm>
#include <cmath>

#include "stats/mixed/checks.h"

namespace karuna::stats {
namespace {

using Eigen::Index;
constexpr std::size_t looked_at = 1024;  // rows from which a column's scale is guessed; it need only be near
constexpr std::size_t chunk = 512;       // rows whose columns stay in the nearest cache

bool constant(std::span<const double> values) {
  return values.empty() || (values[0] != 0 && std::all_of(values.begin(), values.end(), [&](double v) { return v == values[0]; }));
}

ScaledColumn scaled(std::span<const double> values, bool centred) {
  const std::size_t seen = std::min(values.size(), looked_at);
  const auto row = [&](std::size_t i) { return values[i * values.size() / seen]; };
  ScaledColumn column{values.data(), 0, 1};
  double largest = 0;
  for (std::size_t i = 0; i < seen; ++i) largest = std::max(largest, std::fabs(row(i)));
  if (!(largest > 0) || !std::isfinite(largest)) return column;
  if (centred)
    for (std::size_t i = 0; i < seen; ++i) column.shift += row(i) / static_cast<double>(seen);
  double squares = 0;  // of multiples of the largest, which neither overflow nor vanish
  for (std::size_t i = 0; i < seen; ++i) squares += std::pow((row(i) - column.shift) / largest, 2) / static_cast<double>(seen);
  if (squares > 1e-30) column.scale = largest * std::sqrt(squares);
  return column;
}

ScaledColumn scaled(const DesignColumn& given, bool is_constant, bool centred) {
  if (is_constant) return {nullptr, 0, given.values.empty() ? 1 : given.values[0]};
  return scaled(given.values, centred);
}

void add_part(MixedBlock& block, const MixedTerm& term, std::size_t number, std::size_t& thetas) {
  const Index first = block.k, k = static_cast<Index>(term.columns.size());
  const bool together = term.varying == Varying::together;
  block.parts.push_back({number, first, k, together});
  Index one = -1;  // a constant column takes up the shifts of those that vary with it
  std::vector<bool> is_constant;
  for (const DesignColumn& column : term.columns) is_constant.push_back(constant(column.values));
  for (Index j = 0; j < k && together; ++j)
    if (is_constant[static_cast<std::size_t>(j)]) one = first + j;
  Eigen::MatrixXd wider = Eigen::MatrixXd::Zero(first + k, first + k);
  wider.topLeftCorner(first, first) = block.to_raw;
  for (Index j = 0; j < k; ++j) {
    const auto at = static_cast<std::size_t>(j);
    block.columns.push_back(scaled(term.columns[at], is_constant[at], one >= 0));
    wider(first + j, first + j) = 1 / block.columns.back().scale;
  }
  for (Index j = first; j < first + k && one >= 0; ++j)
    if (j != one) wider(one, j) = -block.columns[static_cast<std::size_t>(j)].shift / block.columns[static_cast<std::size_t>(j)].scale * wider(one, one);
  block.to_raw = wider;
  block.k += k;
  for (Index column = 0; column < k; ++column)
    for (Index row = column; row < k; ++row)
      if (together || row == column) block.free.push_back({first + row, first + column, thetas++});
}

/// One pass: everything but the products of two blocks.
void pass(MixedSums& sums, const MixedModel& model, std::span<const double> variance) {
  const auto p = static_cast<std::size_t>(sums.p), width = p + 1;
  std::vector<double> side(chunk * width), weight(chunk, 1.0), z;
  std::vector<double> border(width * width, 0.0);
  const ScaledColumn y{model.y.data(), sums.y_shift, sums.y_scale};
  for (std::size_t from = 0; from < sums.rows; from += chunk) {
    const std::size_t n = std::min(chunk, sums.rows - from);
    for (std::size_t j = 0; j < width; ++j) {
      const ScaledColumn& column = j < p ? sums.x[j] : y;
      for (std::size_t i = 0; i < n; ++i) side[i * width + j] = column.at(from + i);
    }
    for (std::size_t i = 0; i < n && (!model.weights.empty() || !variance.empty()); ++i) {
      weight[i] = variance.empty() ? model.weights[from + i] : sums.y_scale * sums.y_scale / variance[from + i];
      sums.log_weights += std::log(weight[i]);
    }
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t a = 0; a < width; ++a) {
        const double wa = weight[i] * side[i * width + a];
        for (std::size_t b = 0; b <= a; ++b) border[a * width + b] += wa * side[i * width + b];
      }
    for (MixedBlock& block : sums.blocks) {
      const auto k = static_cast<std::size_t>(block.k);
      z.resize(chunk * k);
      for (std::size_t j = 0; j < k; ++j)
        for (std::size_t i = 0; i < n; ++i) z[i * k + j] = block.columns[j].at(from + i);
      for (std::size_t i = 0; i < n; ++i) {
        const std::size_t group = block.group[from + i];
        double* const zz = block.zz.data() + group * k * k;
        double* const zb = block.zb.data() + group * k * width;
        for (std::size_t a = 0; a < k; ++a) {
          const double wa = weight[i] * z[i * k + a];
          for (std::size_t b = 0; b < k; ++b) zz[a * k + b] += wa * z[i * k + b];
          for (std::size_t b = 0; b < width; ++b) zb[a * width + b] += wa * side[i * width + b];
        }
      }
    }
  }
  for (std::size_t a = 0; a < width; ++a)
    for (std::size_t b = 0; b <= a; ++b)
      sums.border(static_cast<Index>(a), static_cast<Index>(b)) = sums.border(static_cast<Index>(b), static_cast<Index>(a)) = border[a * width + b];
}

/// Rows sorted by the groups of a block, rows of a group in their order.
std::vector<std::uint32_t> sorted_rows(const MixedBlock& block, std::size_t rows, std::vector<std::size_t>& start) {
  start.assign(block.groups + 1, 0);
  for (std::size_t i = 0; i < rows; ++i) ++start[block.group[i] + 1];
  for (std::size_t g = 0; g < block.groups; ++g) start[g + 1] += start[g];
  std::vector<std::uint32_t> order(rows);
  std::vector<std::size_t> next(start.begin(), start.end() - 1);
  for (std::size_t i = 0; i < rows; ++i) order[next[block.group[i]]++] = static_cast<std::uint32_t>(i);
  return order;
}

CrossProducts crossed(const MixedSums& sums, const MixedBlock& a, const MixedBlock& b, const std::vector<std::uint32_t>& order,
                      const std::vector<std::size_t>& start, std::span<const double> weights, std::span<const double> variance) {
  const auto ka = static_cast<std::size_t>(a.k), kb = static_cast<std::size_t>(b.k), each = ka * kb;
  constexpr std::uint32_t nowhere = UINT32_MAX;
  std::vector<std::uint32_t> place(b.groups, nowhere);
  CrossProducts found;
  found.start.push_back(0);
  std::vector<double> za(ka), zb(kb);
  for (std::size_t group = 0; group < a.groups; ++group) {
    const std::size_t from = found.other.size();
    for (std::size_t i = start[group]; i < start[group + 1]; ++i) {
      const std::uint32_t row = order[i], other = b.group[row];
      if (place[other] == nowhere) {
        place[other] = static_cast<std::uint32_t>(found.other.size());
        found.other.push_back(other);
        found.values.resize(found.values.size() + each, 0.0);
      }
      const double weight = !variance.empty() ? sums.y_scale * sums.y_scale / variance[row] : weights.empty() ? 1 : weights[row];
      for (std::size_t j = 0; j < ka; ++j) za[j] = weight * a.columns[j].at(row);
      for (std::size_t j = 0; j < kb; ++j) zb[j] = b.columns[j].at(row);
      double* const into = found.values.data() + place[other] * each;
      for (std::size_t r = 0; r < ka; ++r)
        for (std::size_t c = 0; c < kb; ++c) into[r * kb + c] += za[r] * zb[c];
    }
    for (std::size_t i = from; i < found.other.size(); ++i) place[found.other[i]] = nowhere;
    found.start.push_back(found.other.size());
  }
  return found;
}

}  // namespace

Result<MixedSums> MixedSums::of(const MixedModel& model, std::span<const double> variance) {
  KARUNA_CHECK(check_shape(model));
  MixedSums sums;
  sums.rows = model.y.size();
  sums.p = static_cast<Index>(model.fixed.size());
  std::vector<bool> is_constant;
  for (const DesignColumn& column : model.fixed) {
    is_constant.push_back(constant(column.values));
    if (is_constant.back()) sums.intercept = static_cast<Index>(is_constant.size()) - 1;
    sums.fixed_names.push_back(column.name);
  }
  for (std::size_t j = 0; j < model.fixed.size(); ++j) sums.x.push_back(scaled(model.fixed[j], is_constant[j], sums.intercept >= 0));
  const ScaledColumn y = scaled(model.y, sums.intercept >= 0);
  sums.y_shift = y.shift, sums.y_scale = y.scale;
  std::vector<MixedBlock> by_grouping(model.groupings.size());
  for (std::size_t t = 0; t < model.terms.size(); ++t) {
    const MixedTerm& term = model.terms[t];
    sums.terms.push_back({term.name, term.grouping, {}, term.varying});
    for (const DesignColumn& column : term.columns) sums.terms.back().columns.push_back({column.name, {}});
    add_part(by_grouping[term.grouping], term, t, sums.thetas);
  }
  for (std::size_t g = 0; g < by_grouping.size(); ++g) {
    sums.grouping_names.push_back(model.groupings[g].name);
    MixedBlock& block = by_grouping[g];
    if (block.k == 0) continue;
    block.grouping = g;
    block.groups = model.groupings[g].groups;
    block.group = model.groupings[g].group.data();
    block.zz.assign(block.groups * static_cast<std::size_t>(block.k * block.k), 0.0);
    block.zb.assign(block.groups * static_cast<std::size_t>(block.k * (sums.p + 1)), 0.0);
    std::vector<bool> seen(block.groups, false);
    for (std::size_t i = 0; i < sums.rows; ++i) seen[block.group[i]] = true;
    block.groups_with_rows = static_cast<std::size_t>(std::count(seen.begin(), seen.end(), true));
    sums.blocks.push_back(std::move(block));
  }
  std::stable_sort(sums.blocks.begin(), sums.blocks.end(), [](const MixedBlock& a, const MixedBlock& b) {
    return a.groups * static_cast<std::size_t>(a.k) > b.groups * static_cast<std::size_t>(b.k);
  });
  for (std::size_t b = 1; b < sums.blocks.size(); ++b) {
    sums.blocks[b].first = sums.rest;
    sums.rest += static_cast<Index>(sums.blocks[b].groups) * sums.blocks[b].k;
  }
  sums.border.setZero(sums.p + 1, sums.p + 1);
  pass(sums, model, variance);
  KARUNA_CHECK(check_numbers(model, sums));
  for (std::size_t a = 0; a + 1 < sums.blocks.size(); ++a) {
    std::vector<std::size_t> start;
    const auto order = sorted_rows(sums.blocks[a], sums.rows, start);
    sums.cross.emplace_back();
    for (std::size_t b = a + 1; b < sums.blocks.size(); ++b)
      sums.cross.back().push_back(crossed(sums, sums.blocks[a], sums.blocks[b], order, start, model.weights, variance));
  }
  return sums;
}

Eigen::MatrixXd MixedSums::fixed_to_raw() const {
  Eigen::MatrixXd raw = Eigen::MatrixXd::Zero(p, p);
  for (Index j = 0; j < p; ++j) raw(j, j) = 1 / x[static_cast<std::size_t>(j)].scale;
  for (Index j = 0; j < p && intercept >= 0; ++j)
    if (j != intercept) raw(intercept, j) = -x[static_cast<std::size_t>(j)].shift * raw(j, j) * raw(intercept, intercept);
  return raw;
}

double MixedSums::log_det_fixed() const {
  double sum = 0;
  for (const ScaledColumn& column : x) sum += 2 * std::log(std::fabs(column.scale));
  return sum;
}

}  // namespace karuna::stats
