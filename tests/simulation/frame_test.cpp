// SPDX-License-Identifier: Apache-2.0
// The frame behind `make simulate`: few replicates, the same bytes on any number of threads, and nothing grossly wrong.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <set>

#include "base/files.h"
#include "frame/kept.h"
#include "frame/run.h"
#include "frame/table.h"
#include "stats/distributions.h"
#include "worlds/made_up.h"

namespace karuna::simulation {
namespace {

using testing::HasSubstr;

std::vector<Tally> run_silently(const World& world, std::uint32_t replicates, unsigned threads) {
  Progress silent;
  const auto found = run(world, 7, replicates, threads, silent);
  if (!found) throw std::runtime_error(found.error().what);
  return *found;
}

Page page_of(const World& world, std::vector<Tally> tallies) {
  Page page;
  page.version = "1.0";
  page.seed = 7;
  page.rows.push_back({&world, std::move(tallies)});
  return page;
}

/// A world whose answers are known: an interval of a normal mean of known variance, a test that never rejects, an estimate one too high.
World known_world() {
  return {"known",
          "one normal number",
          {{"exact interval", Kind::coverage, 0.90}, {"deaf test", Kind::size, 0.05, "It does not listen."}, {"one too high", Kind::bias, 0}},
          100,
          [](stats::Random& random) -> std::vector<double> {
            const double x = random.normal(), z = stats::normal_quantile(0.95);
            return {covered({x - z, x + z, 0.90}, 0), rejected(1), x + 1};
          }};
}

TEST(Simulation, counts_what_is_known_beforehand) {
  const auto found = run_silently(known_world(), 20000, 2);
  EXPECT_NEAR(found[0].mean(), 0.90, 0.01);
  EXPECT_NEAR(found[0].monte_carlo_error(), std::sqrt(0.9 * 0.1 / 20000), 1e-4);
  EXPECT_EQ(found[1].mean(), 0);
  EXPECT_NEAR(found[2].mean(), 1, 0.03);
  EXPECT_NEAR(found[2].sd(), 1, 0.02);
}

TEST(Simulation, misses_stay_in_the_table_with_their_reason) {
  const World world = known_world();
  const std::string page = markdown(page_of(world, run_silently(world, 20000, 2)));
  EXPECT_THAT(page, HasSubstr("3 lines: 1 held, 2 missed"));
  EXPECT_THAT(page, HasSubstr("| deaf test | size | 5 % | 0.0 % | 0.00 | 20000 | 0 | **miss**: rejects too rarely, 5.0 points (1) |"));
  EXPECT_THAT(page, HasSubstr("1. It does not listen."));
  EXPECT_THAT(page, HasSubstr("standard deviations too high |"));
}

TEST(Simulation, a_method_that_refuses_is_counted_as_refusing) {
  World world = known_world();
  world.draw = [](stats::Random&) { return all_refused(3); };
  const auto found = run_silently(world, 30, 1);
  EXPECT_EQ(found[0].refusals, 30U);
  EXPECT_THAT(markdown(page_of(world, found)), HasSubstr("|  |  | 30 | 30 | refused |"));
}

TEST(Simulation, a_stopped_run_goes_on_from_what_was_kept_and_not_from_another_run) {
  const auto folder = std::filesystem::temp_directory_path() / ("karuna-simulation-" + std::to_string(::getpid()));
  const World world = known_world();
  const auto found = run_silently(world, 50, 1);
  ASSERT_TRUE(keep(folder, world, {"this", 7, 50}, found));
  const auto again = kept(folder, world, {"this", 7, 50});
  ASSERT_TRUE(again);
  EXPECT_EQ(markdown(page_of(world, *again)), markdown(page_of(world, found)));
  EXPECT_TRUE(kept(folder, world, {"", 7, 50}));  // any program
  EXPECT_FALSE(kept(folder, world, {"another", 7, 50}));
  EXPECT_FALSE(kept(folder, world, {"this", 8, 50}));
  EXPECT_FALSE(kept(folder, world, {"this", 7, 51}));
  World renamed = world;
  renamed.quantities[0].method = "another";
  EXPECT_FALSE(kept(folder, renamed, {"this", 7, 50}));
  ASSERT_TRUE(write_atomically(folder / "broken.json", "{"));
  std::filesystem::remove_all(folder);
  EXPECT_FALSE(kept(folder, world, {"this", 7, 50}));
}

TEST(Simulation, every_world_has_a_name_of_its_own_and_enough_replicates) {
  std::set<std::string> names;
  for (const World& world : all_worlds()) {
    EXPECT_TRUE(names.insert(world.family + "/" + world.name).second) << world.name;
    EXPECT_GE(world.replicates, 2000U) << world.name;
    EXPECT_FALSE(world.quantities.empty()) << world.name;
  }
  EXPECT_GT(names.size(), 50U);
}

/// Each world but a few times, on one thread and on two. Interval and test may err now and then; one that never covers is broken.
TEST(Simulation, every_world_gives_the_same_bytes_on_one_and_two_threads_and_covers_now_and_then) {
  for (const World& world : all_worlds()) {
    const auto one = run_silently(world, 12, 1), two = run_silently(world, 12, 2);
    EXPECT_EQ(markdown(page_of(world, one)), markdown(page_of(world, two))) << world.name;
    EXPECT_GT(one[0].count, 0U) << world.name << " is always refused";
    for (std::size_t q = 0; q < one.size(); ++q) {
      const Quantity& quantity = world.quantities[q];
      if (one[q].count == 0 || quantity.kind == Kind::bias || quantity.method.find("for comparison") != std::string::npos) continue;
      const double right = quantity.kind == Kind::coverage ? one[q].mean() : 1 - one[q].mean();
      EXPECT_GT(right, 0.3) << world.name << ": " << quantity.method;
    }
  }
}

TEST(Simulation, the_page_of_the_manual_has_every_world_and_every_method) {
  const auto page = read_file(KARUNA_SOURCE_DIR "/docs/simulation.md");
  ASSERT_TRUE(page) << page.error().what;
  for (const World& world : all_worlds())
    for (const Quantity& quantity : world.quantities)
      EXPECT_NE(page->find("\n| " + world.name + " | " + quantity.method + " | "), std::string::npos)
          << "run make simulate: " << world.name << ", " << quantity.method;
}

/// Population values by another way: a sample of 200,000 people.
TEST(Simulation, the_truth_of_answers_in_categories_is_that_of_a_very_large_sample) {
  const Scale scale{std::vector<double>(6, 0.7), Answers::five_categories};
  constexpr std::size_t people = 200000, items = 6;
  stats::Random random(3, 1);
  const auto x = draw_answers(scale, people, random);
  double trace = 0, total = 0;
  std::vector<double> sum(people, 0);
  const auto variance = [](std::span<const double> column) {
    double mean = 0, squares = 0;
    for (const double value : column) mean += value / static_cast<double>(column.size());
    for (const double value : column) squares += (value - mean) * (value - mean);
    return squares / static_cast<double>(column.size() - 1);
  };
  for (std::size_t j = 0; j < items; ++j) {
    trace += variance({x.data() + j * people, people});
    for (std::size_t i = 0; i < people; ++i) sum[i] += x[j * people + i];
  }
  total = variance(sum);
  EXPECT_NEAR(scale.alpha(), 1.2 * (1 - trace / total), 0.003);
}

}  // namespace
}  // namespace karuna::simulation
