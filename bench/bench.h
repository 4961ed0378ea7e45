// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace karuna::bench {

/// One measurement. A benchmark is a name, an input, a run, a check value and a goal.
struct Job {
  std::string name = {};                   ///< also what `make bench BENCH=name` picks
  std::string what = {};                   ///< sizes, in words
  std::function<void()> prepare = {};      ///< makes the input; not timed
  std::function<double()> run = {};        ///< timed; gives a check value
  int repeats = 5;
  std::optional<double> goal_seconds = {};
  std::string peer_job = {};               ///< of the peers' script; empty: there is no peer
  std::vector<std::pair<std::string, double>> goal_ratios = {};   ///< peer's label begins with ... : at least so many times as long as ours
  double check_tolerance = 1e-9;           ///< relative; peers that do the same work give the same check value
  std::optional<double> goal_megabytes = {};
  std::function<double()> megabytes = {};  ///< peak of the run, where it is a program of its own
  double items = 0;                        ///< in one run; where given, the rate is printed
  std::function<double()> bare = {};       ///< the primitives of the run and nothing else, timed in turn with it
  std::optional<double> goal_check = {};   ///< the check value may not be above it (gaps, misses)
  std::optional<double> goal_share = {};   ///< of the speed of the bare primitives
  std::string peer_script = {};            ///< in bench/; empty: that of the shared folder
};

/// Where inputs are made: KARUNA_BENCH_DATA, else build/bench-data.
std::filesystem::path data_folder();

/// A table of random numbers as CSV, written once; the same bytes each time.
std::filesystem::path items_file();        ///< items_7382.csv: 7,382 x 20 answers 1..5, three factors
std::filesystem::path likert_file();       ///< likert_10m.csv: 10,000,000 rows u (1..100000), y (1..5)
std::filesystem::path composite_file();    ///< composite.csv: 60,000 rows of 12 items 1..5, u (1..1000)
std::filesystem::path rake_file();         ///< rake_1m.csv: 1,000,000 rows a (4), b (5), c (12), y

std::filesystem::path waves_file();        ///< waves_10k.csv: 10,000 rows person (1..1000), wave, time, mode (1, 2), y
std::filesystem::path meta_file(int studies);  ///< meta_13.csv and so on: effects yi with known variances vi
std::filesystem::path nested_file();       ///< meta_nested.csv: 2,000 effects yi, vi of study (1..500) and effect (1..4)

std::vector<Job> stats_jobs();
std::vector<Job> combining_jobs();
std::vector<Job> waves_jobs();
std::vector<Job> mixed_jobs();
std::vector<Job> file_jobs();
std::vector<Job> protect_jobs();
std::vector<Job> report_jobs();
std::vector<Job> seal_jobs();
std::vector<Job> groups_jobs();
std::vector<Job> studio_jobs();

}  // namespace karuna::bench
