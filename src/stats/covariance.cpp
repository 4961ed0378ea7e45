// SPDX-License-Identifier: Apache-2.0
#include "stats/covariance.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>

#include "stats/interval.h"
#include "stats/whole_sums.h"

namespace karuna::stats {
namespace {

__extension__ typedef __int128 Wide;

Covariance blank(std::size_t items, std::size_t rows, Missing missing) {
  Covariance found;
  found.items = items;
  found.rows = rows;
  found.missing = missing;
  found.values.assign(items * items, 0);
  found.means.assign(items, 0);
  found.sds.assign(items, 0);
  found.item_n.assign(items, 0);
  return found;
}

void finish(Covariance& c) {
  for (std::size_t i = 0; i < c.items; ++i) c.sds[i] = std::sqrt(c(i, i));
}

std::unexpected<Error> too_few(const Covariance& c, std::size_t n) {
  const std::string kept = c.missing == Missing::complete_rows ? " people answered every one of the " + std::to_string(c.items) + " items"
                                                               : " people answered some pair of the " + std::to_string(c.items) + " items";
  return fail(Fault::too_few_people, "only " + std::to_string(n) + kept + " (of " + std::to_string(c.rows) + "); covariances need at least 2");
}

std::unexpected<Error> no_items() { return fail(Fault::invalid, "covariances need at least one item"); }

/// (n sum(xy) - sum(x) sum(y)) / (n (n - 1)), the numerator exact.
double from_sums(std::int64_t n, std::int64_t x, std::int64_t y, std::int64_t xy) {
  return static_cast<double>(Wide{n} * xy - Wide{x} * y) / (static_cast<double>(n) * static_cast<double>(n - 1));
}

struct Codes {
  std::vector<const std::int16_t*> column;
  std::vector<std::vector<std::int16_t>> copies;
  std::size_t rows = 0;
  bool small = true;
  std::int64_t product(std::size_t i, std::size_t j) const { return small ? dot_of_small(column[i], column[j], rows) : dot(column[i], column[j], rows); }
};

Result<Covariance> complete(CodeColumns answers, Covariance found) {
  Codes codes;
  codes.rows = found.rows;
  bool gaps = false;
  for (const auto& column : answers) {
    const CodeEnds range = ends(column.data(), column.size());
    gaps = gaps || range.least == no_code;
    codes.small = codes.small && range.most <= small_code && (range.least == no_code || range.least >= -small_code);
    codes.column.push_back(column.data());
  }
  if (gaps) {
    std::vector<std::size_t> kept;
    for (std::size_t row = 0; row < found.rows; ++row)
      if (std::none_of(answers.begin(), answers.end(), [row](const CodeColumn& c) { return c[row] == no_code; })) kept.push_back(row);
    codes.rows = kept.size();
    codes.small = true;
    for (std::size_t i = 0; i < found.items; ++i) {
      auto& copy = codes.copies.emplace_back(kept.size());
      for (std::size_t k = 0; k < kept.size(); ++k) {
        copy[k] = answers[i][kept[k]];
        codes.small = codes.small && std::abs(int{copy[k]}) <= small_code;
      }
    }
    for (std::size_t i = 0; i < found.items; ++i) codes.column[i] = codes.copies[i].data();
  }
  if (codes.rows < 2) return too_few(found, codes.rows);
  found.n = codes.rows;
  const auto n = static_cast<std::int64_t>(codes.rows);
  std::vector<std::int64_t> sums;
  for (const auto* column : codes.column) sums.push_back(sum(column, codes.rows));
  for (std::size_t i = 0; i < found.items; ++i) {
    found.item_n[i] = codes.rows;
    found.means[i] = static_cast<double>(sums[i]) / static_cast<double>(n);
    for (std::size_t j = 0; j <= i; ++j)
      found.values[i * found.items + j] = found.values[j * found.items + i] = from_sums(n, sums[i], sums[j], codes.product(i, j));
  }
  finish(found);
  return found;
}

Result<Covariance> pairs(CodeColumns answers, Covariance found) {
  std::vector<std::vector<std::int16_t>> value, known;  // 0 where missing, and 1 where not
  for (const auto& column : answers) {
    auto& v = value.emplace_back(column.begin(), column.end());
    auto& k = known.emplace_back(column.size(), std::int16_t{1});
    for (std::size_t row = 0; row < v.size(); ++row)
      if (v[row] == no_code) v[row] = k[row] = 0;
  }
  found.n = found.rows;
  for (std::size_t i = 0; i < found.items; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      const std::size_t rows = found.rows;
      const std::int64_t n = dot(known[i].data(), known[j].data(), rows);
      if (n < 2) return too_few(found, static_cast<std::size_t>(n));
      found.n = std::min(found.n, static_cast<std::size_t>(n));
      const std::int64_t x = dot(value[i].data(), known[j].data(), rows), y = dot(known[i].data(), value[j].data(), rows);
      found.values[i * found.items + j] = found.values[j * found.items + i] = from_sums(n, x, y, dot(value[i].data(), value[j].data(), rows));
      if (i == j) {
        found.item_n[i] = static_cast<std::size_t>(n);
        found.means[i] = static_cast<double>(x) / static_cast<double>(n);
      }
    }
  finish(found);
  return found;
}

Result<Covariance> complete(MatrixView answers, Covariance found) {
  std::vector<std::size_t> kept;
  for (std::size_t row = 0; row < answers.rows; ++row) {
    bool whole = true;
    for (std::size_t j = 0; j < answers.columns; ++j) whole = whole && !std::isnan(answers(row, j));
    if (whole) kept.push_back(row);
  }
  found.n = kept.size();
  if (found.n < 2) return too_few(found, found.n);
  const double n = static_cast<double>(found.n);
  std::vector<double> centred(found.n * found.items);
  for (std::size_t j = 0; j < found.items; ++j) {
    double total = 0;
    for (const auto row : kept) total += answers(row, j);
    found.means[j] = total / n;
    found.item_n[j] = found.n;
    for (std::size_t k = 0; k < found.n; ++k) centred[j * found.n + k] = answers(kept[k], j) - found.means[j];
  }
  for (std::size_t i = 0; i < found.items; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      const double *x = centred.data() + i * found.n, *y = centred.data() + j * found.n;
      double part[4] = {0, 0, 0, 0};
      std::size_t k = 0;
      for (; k + 4 <= found.n; k += 4)
        for (std::size_t lane = 0; lane < 4; ++lane) part[lane] += x[k + lane] * y[k + lane];
      for (; k < found.n; ++k) part[0] += x[k] * y[k];
      found.values[i * found.items + j] = found.values[j * found.items + i] = ((part[0] + part[1]) + (part[2] + part[3])) / (n - 1);
    }
  finish(found);
  return found;
}

Result<Covariance> pairs(MatrixView answers, Covariance found) {
  found.n = found.rows;
  for (std::size_t i = 0; i < found.items; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      const auto x = answers.column(i), y = answers.column(j);
      std::size_t count = 0;
      double mean_x = 0, mean_y = 0, products = 0;
      for (std::size_t row = 0; row < found.rows; ++row) {
        if (std::isnan(x[row]) || std::isnan(y[row])) continue;
        ++count;
        const double step = x[row] - mean_x;
        mean_x += step / static_cast<double>(count);
        mean_y += (y[row] - mean_y) / static_cast<double>(count);
        products += step * (y[row] - mean_y);
      }
      if (count < 2) return too_few(found, count);
      found.n = std::min(found.n, count);
      found.values[i * found.items + j] = found.values[j * found.items + i] = products / static_cast<double>(count - 1);
      if (i == j) found.item_n[i] = count, found.means[i] = mean_x;
    }
  finish(found);
  return found;
}

}  // namespace

Result<Covariance> covariance(CodeColumns answers, Missing missing) {
  if (answers.empty()) return no_items();
  const std::size_t rows = answers[0].size();
  for (std::size_t i = 0; i < answers.size(); ++i)
    if (answers[i].size() != rows)
      return fail(Fault::invalid, "item " + std::to_string(i + 1) + " has " + std::to_string(answers[i].size()) + " answers, the first item has " +
                                      std::to_string(rows) + "; one a person is expected");
  Covariance found = blank(answers.size(), rows, missing);
  return missing == Missing::complete_rows ? complete(answers, std::move(found)) : pairs(answers, std::move(found));
}

Result<Covariance> covariance(MatrixView answers, Missing missing) {
  if (answers.columns == 0) return no_items();
  Covariance found = blank(answers.columns, answers.rows, missing);
  return missing == Missing::complete_rows ? complete(answers, std::move(found)) : pairs(answers, std::move(found));
}

std::vector<double> correlations(const Covariance& c) {
  std::vector<double> r(c.items * c.items);
  for (std::size_t i = 0; i < c.items; ++i)
    for (std::size_t j = 0; j < c.items; ++j) {
      const double scale = std::sqrt(c(i, i)) * std::sqrt(c(j, j));
      r[i * c.items + j] = scale > 0 ? (i == j ? 1 : c(i, j) / scale) : not_known;
    }
  return r;
}

}  // namespace karuna::stats
