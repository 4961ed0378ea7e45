// SPDX-License-Identifier: Apache-2.0
// Mixed models on the inputs that the peers' script makes: Rscript peers.R gen DIR, DIR being the folder of inputs (KARUNA_BENCH_DATA).
#include <cstdio>
#include <memory>

#include "base/csv_blocks.h"
#include "bench.h"
#include "stats/mixed/model.h"

namespace karuna::bench {
namespace {

/// The columns of one input file, and the groups that its models use.
struct MixedInput {
  std::vector<std::string> names = {};
  std::vector<std::vector<double>> columns = {};
  std::vector<std::vector<std::uint32_t>> groups = {};
  std::vector<std::size_t> group_count = {};

  void load(const std::filesystem::path& file, const std::vector<std::string>& grouped) {
    if (!columns.empty()) return;
    CsvBlocks table = CsvBlocks::open(file).value();
    names = table.header().names();
    std::vector<CsvColumn> wanted;
    for (std::size_t j = 0; j < names.size(); ++j) wanted.push_back({j, CsvKind::decimal});
    columns.resize(names.size());
    Progress silent;
    const auto read = table.read(wanted, 2, silent, [&](const CsvBlock& block) -> Result<void> {
      for (std::size_t j = 0; j < columns.size(); ++j)
        columns[j].insert(columns[j].end(), block.columns[j].decimals.begin(), block.columns[j].decimals.begin() + static_cast<std::ptrdiff_t>(block.rows));
      return {};
    });
    if (!read) throw std::runtime_error(read.error().what);
    for (const auto& name : grouped) {
      groups.emplace_back();
      std::size_t most = 0;
      for (const double value : column(name))
        groups.back().push_back(static_cast<std::uint32_t>(value)), most = std::max(most, static_cast<std::size_t>(value));
      group_count.push_back(most + 1);
    }
  }
  const std::vector<double>& column(const std::string& name) const {
    for (std::size_t j = 0; j < names.size(); ++j)
      if (names[j] == name) return columns[j];
    throw std::runtime_error("the input has no column " + name);
  }
};

double fit(const MixedInput& input, const std::vector<std::string>& fixed, const std::vector<std::string>& grouped, const std::string& slope) {
  stats::MixedModel model{.y = input.column("y"), .fixed = {{"(Intercept)", {}}}};
  for (const auto& name : fixed) model.fixed.push_back({name, input.column(name)});
  for (std::size_t g = 0; g < grouped.size(); ++g) {
    model.groupings.push_back({grouped[g], input.groups[g], input.group_count[g]});
    model.terms.push_back({grouped[g], g, {{"(Intercept)", {}}}});
    if (g == 0 && !slope.empty()) model.terms[0].columns.push_back({slope, input.column(slope)});
  }
  const auto fitted = stats::fit_mixed(model);
  if (!fitted) throw std::runtime_error(fitted.error().what);
  return fitted->criterion;
}

/// KARUNA_BENCH_DATA without the file: said, and left out.
bool present(const std::string& file) { return std::filesystem::exists(data_folder() / file); }

}  // namespace

std::vector<Job> mixed_jobs() {
  std::vector<Job> jobs;
  const auto add = [&](const std::string& name, const std::string& what, const std::string& file, const std::vector<std::string>& fixed,
                       const std::vector<std::string>& grouped, const std::string& slope, const std::string& peer, double goal, double ratio, int repeats) {
    if (!present(file)) return;
    auto input = std::make_shared<MixedInput>();
    jobs.push_back({.name = name,
                    .what = what,
                    .prepare = [=] { input->load(data_folder() / file, grouped); },
                    .run = [=] { return fit(*input, fixed, grouped, slope); },
                    .repeats = repeats,
                    .goal_seconds = goal,
                    .peer_job = peer,
                    .goal_ratios = {{"lme4", ratio}},
                    .check_tolerance = 1e-7});
  };
  const std::vector<std::string> fixed{"x", "w"};
  add("mixed-b1", "(1 | g), 100,000 rows, 10,000 groups", "mixed_100k.csv", fixed, {"g"}, "", "lmm_100k_i", 0.010, 65, 11);
  add("mixed-b2", "(1 + w | g), 100,000 rows", "mixed_100k.csv", fixed, {"g"}, "w", "lmm_100k_s", 0.025, 60, 11);
  add("mixed-b3", "(1 | g) + (1 | item), 100,000 rows", "mixed_100k.csv", fixed, {"g", "it"}, "", "lmm_100k_ic", 0.050, 30, 11);
  add("mixed-b4", "(1 + w | g) + (1 | item), 100,000 rows", "mixed_100k.csv", fixed, {"g", "it"}, "w", "lmm_100k_sc", 0.25, 25, 5);
  add("mixed-b5", "(1 | g), 1,000,000 rows", "mixed_1m.csv", fixed, {"g"}, "", "lmm_1m_i", 0.060, 190, 7);
  add("mixed-b6", "(1 + w | g), 1,000,000 rows", "mixed_1m.csv", fixed, {"g"}, "w", "lmm_1m_s", 0.12, 200, 7);
  add("mixed-b7", "(1 | g) + (1 | item), 1,000,000 rows", "mixed_1m.csv", fixed, {"g", "it"}, "", "lmm_1m_ic", 0.20, 145, 5);
  add("mixed-b8", "(1 + w | g) + (1 | item), 1,000,000 rows", "mixed_1m.csv", fixed, {"g", "it"}, "w", "lmm_1m_sc", 0.50, 200, 5);
  add("mixed-b8a", "InstEval: service + (1 | s) + (1 | d) + (1 | dept), 73,421 rows", "insteval.csv", {"service"}, {"s", "d", "dept"}, "", "insteval", 0.40, 18,
      3);
  return jobs;
}

}  // namespace karuna::bench
