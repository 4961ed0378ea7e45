// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <numeric>
#include <stdexcept>
#include <thread>

#include "bench.h"
#include "columns.h"
#include "stats/agreement/rwg.h"
#include "stats/codes.h"
#include "stats/group_moments.h"
#include "stats/reliability/alpha.h"
#include "stats/reliability/alpha_bootstrap.h"
#include "stats/reliability/omega.h"
#include "stats/reliability/shrout_fleiss.h"
#include "stats/resample/bca.h"
#include "stats/resample/two_level_bootstrap.h"
#include "stats/units/icc.h"
#include "stats/weights/raking.h"
#include "stats/weights/survey_mean.h"

namespace karuna::bench {
namespace {

/// 7,382 people, 20 items of five points, in 738 units by turns.
struct Items {
  std::vector<std::vector<std::int16_t>> codes;
  std::vector<stats::CodeColumn> views;
  std::vector<std::uint32_t> unit;
  std::vector<double> score, answers;  ///< answers: people x items in columns
  void load() {
    if (!codes.empty()) return;
    const auto columns = columns_of(items_file());
    for (const auto& column : columns) answers.insert(answers.end(), column.begin(), column.end());
    score.assign(columns[0].size(), 0);
    for (const auto& column : columns) {
      codes.emplace_back(column.begin(), column.end());
      for (std::size_t i = 0; i < column.size(); ++i) score[i] += column[i] / static_cast<double>(columns.size());
    }
    for (const auto& column : codes) views.emplace_back(column);
    for (std::uint32_t i = 0; i < score.size(); ++i) unit.push_back(i % 738);
  }
};

/// The index of each of 60,000 people: a weighted sum of twelve items.
std::vector<double> index_of(const std::vector<std::vector<double>>& items) {
  static const std::vector<double> weights{.2, .1, .1, .1, .1, .1, .05, .05, .05, .05, .05, .05};
  std::vector<double> person(items[0].size(), 0.0);
  for (std::size_t j = 0; j < weights.size(); ++j)
    for (std::size_t i = 0; i < person.size(); ++i) person[i] += weights[j] * items[j][i];
  return person;
}

}  // namespace

std::vector<Job> stats_jobs() {
  auto items = std::make_shared<Items>();
  const auto load = [items] { items->load(); };
  std::vector<Job> jobs;
  jobs.push_back({.name = "alpha", .what = "Cronbach's alpha with intervals and item statistics, 7,382 people x 20 items", .prepare = load,
                  .run = [items] { return must(stats::cronbach_alpha(items->views)).figures.raw; }, .repeats = 101, .goal_seconds = 0.5e-3,
                  .peer_job = "alpha", .goal_ratios = {{"psych", 150}, {"base R", 6}}});
  jobs.push_back({.name = "alpha-bootstrap", .what = "1,000 bootstraps of alpha with BCa interval, 7,382 people x 20 items, two threads", .prepare = load,
                  .run = [items] {
                    const auto drawn = must(stats::bootstrap_alpha(items->views, {.replicates = 1000, .threads = 2}));
                    return std::accumulate(drawn.replicates.begin(), drawn.replicates.end(), 0.0) / 1000;
                  },
                  .goal_seconds = 0.25, .peer_job = "alpha-bootstrap", .goal_ratios = {{"psych", 50}}, .check_tolerance = 1e-3, .peer_script = "peers.R"});
  jobs.push_back({.name = "omega", .what = "McDonald's omega of one factor with its interval, covariances included, 7,382 people x 20 items", .prepare = load,
                  .run = [items] { return must(stats::mcdonald_omega(must(stats::covariance(stats::CodeColumns(items->views))))).omega; },
                  .repeats = 101, .goal_seconds = 3e-3, .peer_job = "omega", .goal_ratios = {{"psych", 15}, {"factanal", 1}},
                  .check_tolerance = 2e-2, .peer_script = "peers.R"});  // psych's is of standardised items
  jobs.push_back({.name = "raters", .what = "six intraclass correlations, 7,382 subjects x 20 raters", .prepare = load,
                  .run = [items] { return must(stats::shrout_fleiss({items->answers.data(), items->score.size(), 20})).icc[1].icc; },
                  .repeats = 101, .goal_seconds = 1e-3, .peer_job = "raters", .goal_ratios = {{"psych", 3000}}, .check_tolerance = 1e-4,
                  .peer_script = "peers.R"});
  jobs.push_back({.name = "icc", .what = "ICC(1), ICC(2) and exact intervals, 738 units, from sums over 7,382 people",
                  .prepare = [=] { items->load(); },
                  .run = [=] { return must(stats::one_way_icc(must(stats::group_sums(items->unit, 738, items->score)))).icc1; }, .repeats = 101,
                  .goal_seconds = 0.2e-3, .peer_job = "icc", .goal_ratios = {{"multilevel", 5000}}});
  jobs.push_back({.name = "rwgj", .what = "rwg(j), 738 units x 20 items", .prepare = load,
                  .run = [items] {
                    const auto agreement = must(stats::rwg_j(items->unit, 738, items->views, 2.0));
                    return std::accumulate(agreement.value.begin(), agreement.value.end(), 0.0) / 738;
                  },
                  .repeats = 101, .goal_seconds = 1e-3, .peer_job = "rwgj", .goal_ratios = {{"multilevel", 300}}});

  struct Likert { std::vector<std::uint32_t> unit; std::vector<std::int16_t> answer; };
  auto likert = std::make_shared<Likert>();
  jobs.push_back({.name = "means", .what = "mean, variance, n and t interval, 10,000,000 answers in 100,000 units",
                  .prepare = [likert] {
                    const auto columns = columns_of(likert_file());
                    likert->unit = levels(columns[0]);
                    likert->answer.assign(columns[1].begin(), columns[1].end());
                  },
                  .run = [likert] {
                    const auto moments = must(stats::group_moments(likert->unit, 100'000, std::span<const std::int16_t>(likert->answer), {.threads = 2}));
                    return std::accumulate(moments.mean.begin(), moments.mean.end(), 0.0);
                  },
                  .repeats = 11, .goal_seconds = 0.03, .peer_job = "means_10m", .goal_ratios = {{"data.table", 50}, {"collapse", 10}}});

  auto composite = std::make_shared<std::vector<std::vector<double>>>();
  const auto bootstrap = [composite](unsigned threads) {
    const std::vector<double> person = index_of(*composite);
    std::vector<std::uint32_t> start;
    for (std::uint32_t u = 0; u <= 1000; ++u) start.push_back(u * 60);
    const auto drawn = must(stats::two_level_bootstrap(start, MatrixView(person.data(), person.size(), 1), {.replicates = 2000, .seed = 1, .threads = threads}));
    return std::accumulate(drawn.sums.begin(), drawn.sums.end(), 0.0) / 2000 / 60;
  };
  const auto load_composite = [composite] { if (composite->empty()) *composite = columns_of(composite_file()); };
  jobs.push_back({.name = "bootstrap", .what = "2,000 bootstraps of an index of 12 items, 1,000 units x 60 people, two threads", .prepare = load_composite,
                  .run = [=] { return bootstrap(2); }, .goal_seconds = 0.35, .peer_job = "composite", .goal_ratios = {{"best vectorised R", 15}}, .check_tolerance = 1e-3});
  jobs.push_back({.name = "bootstrap-one-thread", .what = "the same on one thread; the check must be the same bytes", .prepare = load_composite,
                  .run = [=] {
                    const double one = bootstrap(1), two = bootstrap(2);
                    if (one != two) throw std::runtime_error("one and two threads differ");
                    return one;
                  },
                  .repeats = 1});

  const auto of_units = [composite] {  // every unit's mean with its BCa interval; the mean of the first 30 lower ends
    std::vector<double> low(1000);
    const std::vector<double> person = index_of(*composite);
    const auto work = [&](std::uint32_t from, std::uint32_t to) {
      std::vector<double> drawn(2000), without(60);
      for (std::uint32_t u = from; u < to; ++u) {
        stats::resample_unit(MatrixView(person.data(), person.size(), 1), u * 60, 60, u, 1, 2000, drawn);
        const double sum = std::accumulate(person.begin() + u * 60, person.begin() + (u + 1) * 60, 0.0);
        for (std::size_t i = 0; i < 60; ++i) without[i] = (sum - person[u * 60 + i]) / 59;
        for (double& value : drawn) value /= 60;
        low[u] = must(stats::bootstrap_intervals(sum / 60, drawn, without, 0.95)).bca.low;
      }
    };
    {
      const std::jthread other(work, 0, 500);
      work(500, 1000);
    }
    return std::accumulate(low.begin(), low.begin() + 30, 0.0) / 30;
  };
  jobs.push_back({.name = "bootstrap-bca", .what = "the BCa interval of each of 1,000 units from 2,000 bootstraps of its 60 people, two threads", .prepare = load_composite,
                  .run = of_units, .goal_seconds = 0.35, .peer_job = "bootstrap-bca", .goal_ratios = {{"boot with", 90}, {"boot,", 48}}, .check_tolerance = 2e-3,
                  .peer_script = "peers.R"});

  struct People { std::vector<std::uint32_t> a, b, c; std::vector<double> y, weights; };
  auto people = std::make_shared<People>();
  const auto margins_of = [people] {
    std::vector<double> falling;
    for (int k = 12; k >= 1; --k) falling.push_back(k / 78.0 * 1e6);
    return std::vector<stats::Margin>{{"a", people->a, {.3e6, .3e6, .2e6, .2e6}}, {"b", people->b, std::vector<double>(5, .2e6)}, {"c", people->c, falling}};
  };
  const auto rake = [margins_of] { return must(stats::rake(margins_of())); };
  const auto load_people = [people] {
    const auto columns = columns_of(rake_file());
    people->a = levels(columns[0]), people->b = levels(columns[1]), people->c = levels(columns[2]), people->y = columns[3];
  };
  jobs.push_back({.name = "rake", .what = "raking 1,000,000 people to margins of 4, 5 and 12 levels",
                  .prepare = load_people,
                  .run = [rake] {
                    const auto raked = rake();
                    return std::inner_product(raked.weights.begin(), raked.weights.end(), raked.weights.begin(), 0.0);
                  },
                  .goal_seconds = 0.02, .peer_job = "rake", .goal_ratios = {{"survey rake", 190}}, .check_tolerance = 1e-6});
  jobs.push_back({.name = "raked-mean", .what = "the mean of 1,000,000 raked people and its variance (what the margins do not explain)",
                  .prepare = [=] { load_people(), people->weights = rake().weights; },
                  .run = [people, margins_of] {
                    const auto margins = margins_of();
                    return must(stats::survey_mean(people->y, {.weights = people->weights, .calibrated_to = margins})).standard_error;
                  },
                  .goal_seconds = 0.05, .peer_job = "rake", .goal_ratios = {{"survey svymean", 80}}, .check_tolerance = 1e-6});
  return jobs;
}

}  // namespace karuna::bench
