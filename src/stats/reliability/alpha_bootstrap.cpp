// SPDX-License-Identifier: Apache-2.0
#include "stats/reliability/alpha_bootstrap.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "stats/resample/philox.h"
#include "stats/resample/share_out.h"
#include "stats/wide.h"

namespace karuna::stats {
namespace {

/// What alpha rests on: sums of each item, the sum of all squares, and the sum of squared totals.
struct Sums {
  std::vector<std::int64_t> item;
  std::int64_t squares = 0, totals_squared = 0;
  /// p/(p - 1) (1 - sum of item variances / variance of the total), both times n (n - 1): whole numbers. NaN where the total does not vary.
  double alpha(std::size_t people) const {
    const auto n = static_cast<std::int64_t>(people);
    std::int64_t total = 0;
    double of_items = static_cast<double>(n * squares);
    for (const std::int64_t sum : item) {
      total += sum;
      of_items -= static_cast<double>(sum) * static_cast<double>(sum);
    }
    const double of_total = static_cast<double>(n * totals_squared) - static_cast<double>(total) * static_cast<double>(total);
    const double p = static_cast<double>(item.size());
    return of_total > 0 ? p / (p - 1) * (1 - of_items / of_total) : not_known;
  }
};

/// Adds up the rows of people drawn; few enough at once for 32 bits.
constexpr std::size_t at_once = 1024;  // times 2^15 is below 2^31
KARUNA_WIDE void add_rows(const std::int32_t* answer, std::size_t items, const std::uint32_t* person, std::size_t count, std::int32_t* sums) {
  for (std::size_t i = 0; i < count; ++i) {
    const std::int32_t* row = answer + person[i] * items;
    for (std::size_t j = 0; j < items; ++j) sums[j] += row[j];
  }
}

/// Complete rows, person by person.
struct People {
  std::size_t n = 0, items = 0;
  std::vector<std::int32_t> answer;
  std::vector<std::int64_t> square, total_squared;
  void add_to(Sums& sums, std::size_t person, std::int64_t times = 1) const {
    const std::int32_t* row = answer.data() + person * items;
    for (std::size_t j = 0; j < items; ++j) sums.item[j] += times * row[j];
    sums.squares += times * square[person];
    sums.totals_squared += times * total_squared[person];
  }
  Sums none() const { return {std::vector<std::int64_t>(items, 0)}; }
};

Result<People> complete_rows(CodeColumns answers) {
  if (answers.size() < 2) return fail(Fault::invalid, "alpha needs at least 2 items, this scale has " + std::to_string(answers.size()));
  for (const CodeColumn& column : answers)
    if (column.size() != answers[0].size()) return fail(Fault::invalid, "the columns of the items are not equally long");
  People people;
  people.items = answers.size();
  for (std::size_t i = 0; i < answers[0].size(); ++i) {
    if (std::any_of(answers.begin(), answers.end(), [i](const CodeColumn& column) { return column[i] == no_code; })) continue;
    std::int64_t square = 0, total = 0;
    for (const CodeColumn& column : answers) {
      people.answer.push_back(column[i]);
      square += std::int64_t{column[i]} * column[i];
      total += column[i];
    }
    people.square.push_back(square);
    people.total_squared.push_back(total * total);
    ++people.n;
  }
  if (people.n < 3)
    return fail(Fault::too_few_people, "a bootstrap of alpha needs at least 3 people who answered every item, here are " + std::to_string(people.n));
  return people;
}

}  // namespace

Result<AlphaBootstrap> bootstrap_alpha(CodeColumns answers, const AlphaBootstrapOptions& options) {
  if (options.replicates < 100) return fail(Fault::invalid, "a bootstrap needs at least 100 replicates, asked for are " + std::to_string(options.replicates));
  KARUNA_TRY(people, complete_rows(answers));
  Sums all = people.none();
  for (std::size_t i = 0; i < people.n; ++i) people.add_to(all, i);
  AlphaBootstrap out;
  out.raw = all.alpha(people.n);
  if (std::isnan(out.raw)) return fail(Fault::undefined, "every person has the same total, so alpha has no value");
  out.n = people.n;
  out.seed = options.seed;

  std::vector<double> drawn(options.replicates);
  const auto work = [&](std::uint32_t from, std::uint32_t to) {  // a replicate's numbers depend on nothing but seed and replicate
    std::vector<std::uint32_t> places(at_once);
    std::vector<std::int32_t> few(people.items);
    for (std::uint32_t r = from; r < to; ++r) {
      Random random(options.seed, r);
      Sums sums = people.none();
      for (std::size_t left = people.n; left > 0;) {
        const std::size_t count = std::min(left, at_once);
        for (std::size_t i = 0; i < count; ++i) {
          const std::uint32_t person = places[i] = random.below(static_cast<std::uint32_t>(people.n));
          sums.squares += people.square[person];
          sums.totals_squared += people.total_squared[person];
        }
        std::fill(few.begin(), few.end(), 0);
        add_rows(people.answer.data(), people.items, places.data(), count, few.data());
        for (std::size_t j = 0; j < people.items; ++j) sums.item[j] += few[j];
        left -= count;
      }
      drawn[r] = sums.alpha(people.n);
    }
  };
  share_out(options.replicates, options.threads, work);
  for (const double alpha : drawn)
    if (!std::isnan(alpha)) out.replicates.push_back(alpha);
  out.failed = options.replicates - static_cast<std::uint32_t>(out.replicates.size());
  if (10 * std::uint64_t{out.failed} > options.replicates)
    return fail(Fault::undefined, "in " + std::to_string(out.failed) + " of " + std::to_string(options.replicates) + " draws every person had the same total");

  std::vector<double> without;
  for (std::size_t i = 0; i < people.n; ++i) {
    people.add_to(all, i, -1);
    without.push_back(all.alpha(people.n - 1));
    people.add_to(all, i);
  }
  KARUNA_TRY(intervals, bootstrap_intervals(out.raw, out.replicates, without, options.confidence));
  out.intervals = intervals;
  return out;
}

}  // namespace karuna::stats
