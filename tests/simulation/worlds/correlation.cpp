// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "stats/correlation/clustered.h"
#include "stats/correlation/compare.h"
#include "stats/correlation/multiplicity.h"
#include "stats/correlation/partial.h"
#include "stats/correlation/pearson.h"
#include "stats/correlation/ranks.h"
#include "stats/correlation/repeated.h"
#include "stats/distributions.h"
#include "worlds/made_up.h"

namespace karuna::simulation {
namespace {

using Column = std::vector<double>;

struct Pairs {
  Column x, y;
};
enum class Tails { normal, heavy };  ///< heavy: both divided by the root of one chi-square of 4 degrees over 4 (a joint t)

Pairs draw_pairs(std::size_t n, double rho, Tails tails, stats::Random& random) {
  Pairs made;
  for (std::size_t i = 0; i < n; ++i) {
    const double x = random.normal(), y = rho * x + std::sqrt(1 - rho * rho) * random.normal();
    const double by = tails == Tails::normal ? 1 : std::sqrt(random.chi_square(4) / 4);
    made.x.push_back(x / by), made.y.push_back(y / by);
  }
  return made;
}

World of_pairs(std::size_t n, double rho, Tails tails) {
  const double of_ranks = 6 / std::numbers::pi * std::asin(rho / 2);  // Spearman's of a normal pair
  constexpr const char* heavy = "Fisher's transformation is of normal pairs; with heavy tails r varies more.";
  World world{
      "correlation",
      fmt::format("{} pairs, correlation {}{}", n, rho, tails == Tails::heavy ? ", heavy tails" : ""),
      {{"Pearson, Fisher's interval", Kind::coverage, 0.95, heavy}, {"Pearson's r", Kind::bias, 0, "r is a little nearer 0 than the truth in small samples."}},
      10000,
      {}};
  if (tails == Tails::normal)
    world.quantities.push_back({"Spearman, interval", Kind::coverage, 0.95, "The standard error of Spearman's interval is an approximation."});
  if (rho == 0) {
    world.quantities.push_back({"Pearson, t test", Kind::size, 0.05, "With heavy tails x and y are not independent though uncorrelated."});
    world.quantities.push_back(
        {"Spearman, test", Kind::size, 0.05, "With heavy tails x and y are not independent though uncorrelated; few pairs give few possible values."});
    world.quantities.push_back(
        {"Kendall, test", Kind::size, 0.05, "With heavy tails x and y are not independent though uncorrelated; few pairs give few possible values."});
  }
  world.draw = [=, count = world.quantities.size()](stats::Random& random) {
    const Pairs made = draw_pairs(n, rho, tails, random);
    const auto r = stats::pearson(made.x, made.y);
    const auto ranks = stats::spearman(made.x, made.y);
    const auto tau = stats::kendall(made.x, made.y);
    if (!r || !ranks || !tau) return all_refused(count);
    std::vector<double> all{covered(r->interval, rho), r->r - rho};
    if (tails == Tails::normal) all.push_back(covered(ranks->interval, of_ranks));
    if (rho == 0)
      for (const double p : {r->p, ranks->p, tau->p}) all.push_back(rejected(p));
    return all;
  };
  return world;
}

/// Colleagues are alike in both columns: the pairs are fewer than they seem.
World in_units(std::size_t units, double rho) {
  const auto unit = people_of(sizes_of_units(units, Sizes::equal));
  return {
      "correlation",
      fmt::format("{} units of 10, ICC .3 of both columns, correlation {}", units, rho),
      {{"clustered correlation, interval by the units' own scatter", Kind::coverage, 0.95, "Few units: the scatter of few is itself uncertain, and lopsided."},
       {"clustered correlation, BCa interval of whole units", Kind::coverage, 0.95, "Few units to draw from: the bootstrap is too narrow."},
       {"Pearson, Fisher's interval (for comparison)", Kind::coverage, 0.95, "for comparison: people of a unit are counted one by one."}},
      2000,
      [unit, units, rho](stats::Random& random) -> std::vector<double> {
        const Column x = draw_in_units(unit, units, 0.3, random);
        Column y = draw_in_units(unit, units, 0.3, random);
        for (std::size_t i = 0; i < y.size(); ++i) y[i] = rho * x[i] + std::sqrt(1 - rho * rho) * y[i];
        const auto found = stats::clustered_correlation(x, y, unit, {.replicates = 499, .seed = random.word()});
        const auto plain = stats::pearson(x, y);
        if (!found || !plain) return all_refused(3);
        return {covered(found->correlation.interval, rho), covered(found->bootstrap, rho), covered(plain->interval, rho)};
      }};
}

/// Within a subject x and y go together by rho, between subjects the other way round.
World repeated(std::size_t subjects, double rho) {
  return {"correlation",
          fmt::format("{} subjects measured 5 times, correlation within {}", subjects, rho),
          {{"repeated-measures correlation, interval", Kind::coverage, 0.95},
           {"Pearson, Fisher's interval (for comparison)", Kind::coverage, 0.95,
            "for comparison: it mixes what lies within subjects with what lies between them."}},
          4000,
          [subjects, rho](stats::Random& random) -> std::vector<double> {
            Column x, y;
            std::vector<std::uint32_t> subject;
            for (std::uint32_t s = 0; s < subjects; ++s) {
              const double level = random.normal();
              for (int wave = 0; wave < 5; ++wave) {
                const double e = random.normal();
                x.push_back(level + e);
                y.push_back(-level + rho * e + std::sqrt(1 - rho * rho) * random.normal());
                subject.push_back(s);
              }
            }
            const auto found = stats::repeated_correlation(x, y, subject);
            const auto plain = stats::pearson(x, y);
            if (!found || !plain) return all_refused(2);
            return {covered(found->correlation.interval, rho), covered(plain->interval, rho)};
          }};
}

/// Tests of equal correlations where they are equal, and of a partial correlation that is 0.
World comparisons(std::size_t n) {
  constexpr const char* approximate = "The test of two dependent correlations is of larger samples.";
  return {"correlation",
          fmt::format("{} people, correlations that do not differ", n),
          {{"comparison of independent correlations", Kind::size, 0.05},
           {"comparison of overlapping correlations", Kind::size, 0.05, approximate},
           {"comparison of separate correlations", Kind::size, 0.05, approximate},
           {"partial correlation, t test", Kind::size, 0.05}},
          10000,
          [n](stats::Random& random) -> std::vector<double> {
            std::array<Column, 4> z;  // one factor behind all, loading sqrt(.5): every correlation is .5
            for (std::size_t i = 0; i < n; ++i) {
              const double f = random.normal();
              for (Column& column : z) column.push_back(std::sqrt(0.5) * (f + random.normal()));
            }
            const Pairs other = draw_pairs(n, 0.5, Tails::normal, random);
            const auto r = [&](std::size_t a, std::size_t b) { return stats::pearson_r(z[a], z[b]); };
            const double people = static_cast<double>(n);
            const auto apart = stats::compare_independent(r(0, 1), people, stats::pearson_r(other.x, other.y), people);
            const auto overlapping = stats::compare_overlapping(r(0, 1), r(0, 2), r(1, 2), people);
            const auto separate = stats::compare_separate(r(0, 1), r(2, 3), {r(0, 2), r(0, 3), r(1, 2), r(1, 3)}, people);
            Column three;  // x and y share what is known of both, and nothing else
            Column f(n), a(n), b(n);
            for (std::size_t i = 0; i < n; ++i) f[i] = random.normal(), a[i] = f[i] + random.normal(), b[i] = f[i] + random.normal();
            for (const Column* column : {&a, &b, &f}) three.insert(three.end(), column->begin(), column->end());
            const auto partial = stats::partial_correlations(MatrixView(three.data(), n, 3));
            if (!apart || !overlapping || !separate || !partial) return all_refused(4);
            return {rejected(apart->p), rejected(overlapping->p), rejected(separate->p), rejected(partial->p[1])};
          }};
}

/// Twenty tests, together or apart. False: a true hypothesis was rejected.
World many_tests(double together) {
  static constexpr std::size_t tests = 20, effects = 5;
  using stats::Multiplicity;
  constexpr const char* careful = "It protects against any dependence and pays for it; with tests that go together the other methods pay too.";
  std::vector<Quantity> quantities;
  for (const char* name : {"Bonferroni", "Holm", "Hochberg", "Hommel"})
    quantities.push_back({fmt::format("{}, any false rejection among 20 true hypotheses", name), Kind::size, 0.05, careful});
  for (const char* name : {"Benjamini and Hochberg", "Benjamini and Yekutieli"})
    quantities.push_back({fmt::format("{}, false share of what was rejected, 15 of 20 true", name), Kind::size, 0.0375, careful});
  return {"correlation", fmt::format("20 tests, correlation between them {}", together), quantities, 10000, [=](stats::Random& random) -> std::vector<double> {
            Column null(tests), mixed(tests);
            const double shared = random.normal();
            for (std::size_t i = 0; i < tests; ++i) {
              const double z = std::sqrt(together) * shared + std::sqrt(1 - together) * random.normal();
              null[i] = 2 * stats::normal_cdf(-std::abs(z));
              mixed[i] = 2 * stats::normal_cdf(-std::abs(z + (i < effects ? 3 : 0)));
            }
            std::vector<double> all;
            for (const auto method : {Multiplicity::bonferroni, Multiplicity::holm, Multiplicity::hochberg, Multiplicity::hommel}) {
              const auto p = stats::adjusted_p(null, method);
              all.push_back(p ? rejected(*std::min_element(p->begin(), p->end())) : refused);
            }
            for (const auto method : {Multiplicity::BH, Multiplicity::BY}) {
              const auto p = stats::adjusted_p(mixed, method);
              double wrong = 0, found = 0;
              for (std::size_t i = 0; p && i < tests; ++i)
                if ((*p)[i] < 0.05) ++found, wrong += i < effects ? 0 : 1;
              all.push_back(!p ? refused : found > 0 ? wrong / found : 0);
            }
            return all;
          }};
}

}  // namespace

void add_correlation(std::vector<World>& worlds) {
  for (const std::size_t n : {8, 12, 20, 40}) {
    for (const double rho : {0.0, 0.5}) worlds.push_back(of_pairs(n, rho, Tails::normal));
    worlds.push_back(of_pairs(n, 0.5, Tails::heavy));
    worlds.push_back(comparisons(n));
    worlds.push_back(in_units(n, 0.4));
    worlds.push_back(repeated(n, 0.4));
  }
  for (const double together : {0.0, 0.5}) worlds.push_back(many_tests(together));
}

}  // namespace karuna::simulation
