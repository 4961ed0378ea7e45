// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <string>

#include "bench.h"
#include "columns.h"
#include "stats/meta/combine.h"
#include "stats/meta/multilevel.h"

namespace karuna::bench {
namespace {

struct Table {
  std::vector<double> y, v;
  std::vector<std::uint32_t> outer, inner;
  void load(const std::filesystem::path& file) {
    if (!y.empty()) return;
    const auto columns = columns_of(file);
    y = columns[0], v = columns[1];
    if (columns.size() > 2) outer = levels(columns[2]), inner = levels(columns[3]);
  }
};

Job combine_job(int studies, double goal, double ratio) {
  auto table = std::make_shared<Table>();
  return {.name = "meta-" + std::to_string(studies),
          .what = "random effects by REML, Knapp and Hartung, Q-profile interval, every study drawn to the mean; " + std::to_string(studies) + " studies",
          .prepare = [table, studies] { table->load(meta_file(studies)); },
          .run = [table] { return must(stats::combine({table->y, table->v})).spread.tau2; },
          .repeats = 101,
          .goal_seconds = goal,
          .peer_job = "meta_" + std::to_string(studies),
          .goal_ratios = {{"metafor", ratio}},
          .check_tolerance = 1e-3};  // the peer stops when tau2 moves by less than 1e-5
}

}  // namespace

std::vector<Job> combining_jobs() {
  std::vector<Job> jobs{combine_job(13, 40e-6, 100), combine_job(1000, 0.5e-3, 2500), combine_job(5000, 5e-3, 10'000)};
  auto few = std::make_shared<Table>(), nested = std::make_shared<Table>();
  jobs.push_back({.name = "meta-interval",
                  .what = "Q-profile interval of tau2, 13 studies",
                  .prepare = [few] { few->load(meta_file(13)); },
                  .run =
                      [few] {
                        const auto basis = must(stats::orthonormal_basis({}, stats::Intercept::yes, {}, few->y.size()));
                        return must(stats::tau2_interval(stats::WeightedStudies(basis, few->y, few->v), 0.95)).high;
                      },
                  .repeats = 101,
                  .goal_seconds = 0.1e-3,
                  .peer_job = "meta-interval",
                  .goal_ratios = {{"metafor", 65}},
                  .check_tolerance = 1e-3,  // R's uniroot()
                  .peer_script = "peers.R"});
  jobs.push_back({.name = "meta-nested",
                  .what = "two levels by REML, 2,000 effects in 500 studies",
                  .prepare = [nested] { nested->load(nested_file()); },
                  .run = [nested] { return must(stats::combine_nested({nested->y, nested->v}, {nested->outer, nested->inner})).inner_variance; },
                  .repeats = 21,
                  .goal_seconds = 10e-3,
                  .peer_job = "meta-nested",
                  .goal_ratios = {{"metafor", 200}},
                  .check_tolerance = 1e-4,
                  .peer_script = "peers.R"});
  return jobs;
}

}  // namespace karuna::bench
