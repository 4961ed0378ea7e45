// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <numeric>
#include <stdexcept>

#include "base/csv_blocks.h"
#include "bench.h"
#include "stats/agreement/rwg.h"
#include "stats/codes.h"
#include "stats/group_moments.h"
#include "stats/reliability/alpha.h"
#include "stats/resample/two_level_bootstrap.h"
#include "stats/units/icc.h"
#include "stats/weights/raking.h"

namespace karuna::bench {
namespace {

template <typename T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().what);
  return *std::move(result);
}

/// Whole columns of a CSV file of numbers.
std::vector<std::vector<double>> columns_of(const std::filesystem::path& file) {
  CsvBlocks table = must(CsvBlocks::open(file));
  std::vector<CsvColumn> wanted;
  for (std::size_t j = 0; j < table.header().names().size(); ++j) wanted.push_back({j, CsvKind::decimal});
  std::vector<std::vector<double>> columns(wanted.size());
  Progress silent;
  must(table.read(wanted, 2, silent, [&](const CsvBlock& block) -> Result<void> {
    for (std::size_t j = 0; j < columns.size(); ++j)
      columns[j].insert(columns[j].end(), block.columns[j].decimals.begin(), block.columns[j].decimals.begin() + static_cast<std::ptrdiff_t>(block.rows));
    return {};
  }));
  return columns;
}

std::vector<std::uint32_t> levels(const std::vector<double>& values) {
  std::vector<std::uint32_t> out;
  for (double v : values) out.push_back(static_cast<std::uint32_t>(v) - 1);
  return out;
}

/// 7,382 people, 20 items of five points, in 738 units by turns.
struct Items {
  std::vector<std::vector<std::int16_t>> codes;
  std::vector<stats::CodeColumn> views;
  std::vector<std::uint32_t> unit;
  std::vector<double> score;
  void load() {
    if (!codes.empty()) return;
    const auto columns = columns_of(items_file());
    score.assign(columns[0].size(), 0);
    for (const auto& column : columns) {
      codes.emplace_back(column.begin(), column.end());
      for (std::size_t i = 0; i < column.size(); ++i) score[i] += column[i] / static_cast<double>(columns.size());
    }
    for (const auto& column : codes) views.emplace_back(column);
    for (std::uint32_t i = 0; i < score.size(); ++i) unit.push_back(i % 738);
  }
};

}  // namespace

std::vector<Job> stats_jobs() {
  auto items = std::make_shared<Items>();
  const auto load = [items] { items->load(); };
  std::vector<Job> jobs;
  jobs.push_back({.name = "alpha", .what = "Cronbach's alpha with intervals and item statistics, 7,382 people x 20 items", .prepare = load,
                  .run = [items] { return must(stats::cronbach_alpha(items->views)).figures.raw; }, .repeats = 101, .goal_seconds = 0.5e-3,
                  .peer_job = "alpha", .goal_ratios = {{"psych", 150}, {"base R", 6}}});
  auto sums = std::make_shared<stats::GroupSums>();
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
    static const std::vector<double> weights{.2, .1, .1, .1, .1, .1, .05, .05, .05, .05, .05, .05};
    std::vector<double> person((*composite)[0].size(), 0.0);
    for (std::size_t j = 0; j < weights.size(); ++j)
      for (std::size_t i = 0; i < person.size(); ++i) person[i] += weights[j] * (*composite)[j][i];
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

  struct People { std::vector<std::uint32_t> a, b, c; std::vector<double> y; };
  auto people = std::make_shared<People>();
  const auto rake = [people] {
    std::vector<double> falling;
    for (int k = 12; k >= 1; --k) falling.push_back(k / 78.0 * 1e6);
    const std::vector<stats::Margin> margins{{"a", people->a, {.3e6, .3e6, .2e6, .2e6}}, {"b", people->b, std::vector<double>(5, .2e6)}, {"c", people->c, falling}};
    return must(stats::rake(margins));
  };
  jobs.push_back({.name = "rake", .what = "raking 1,000,000 people to margins of 4, 5 and 12 levels",
                  .prepare = [people] {
                    const auto columns = columns_of(rake_file());
                    people->a = levels(columns[0]), people->b = levels(columns[1]), people->c = levels(columns[2]), people->y = columns[3];
                  },
                  .run = [rake] {
                    const auto raked = rake();
                    return std::inner_product(raked.weights.begin(), raked.weights.end(), raked.weights.begin(), 0.0);
                  },
                  .goal_seconds = 0.02, .peer_job = "rake", .goal_ratios = {{"survey rake", 190}}, .check_tolerance = 1e-6});
  return jobs;
}

}  // namespace karuna::bench
