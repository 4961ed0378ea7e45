// SPDX-License-Identifier: Apache-2.0
// Grouping, matching and covers on public instances: ours, reference, gap and CPU seconds of one core.
#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "act/pods/made_up_people.h"
#include "bench.h"
#include "instances.h"
#include "stats/coverage/coverage.h"
#include "stats/grouping/exact.h"
#include "stats/grouping/golfer.h"
#include "stats/grouping/search.h"
#include "stats/matching/assignment.h"
#include "stats/matching/convex_matching.h"

namespace karuna::bench {
namespace {

namespace fs = std::filesystem;

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

fs::path folder() {
  const char* named = std::getenv("KARUNA_SHARED");
  return (named ? fs::path(named) : fs::path(KARUNA_SOURCE_DIR).parent_path() / "shared") / "benchmarks" / "mdgp";
}

bool here() {
  if (fs::exists(folder() / "bestknown.csv")) return true;
  fmt::print("  not run: benchmarks/mdgp of the shared folder is not here\n");
  return false;
}

/// Swaps that take about the seconds a size is given: 3, 20 and 120 for 120, 240 and 480 people, 1 below.
std::uint64_t swaps_for(const test::KnownBest& known) {
  const double seconds = known.people <= 60 ? 1 : known.people == 120 ? 3 : known.people == 240 ? 20 : 120;
  return static_cast<std::uint64_t>(seconds * (known.people <= 60 ? 3e8 : known.people == 120 ? 5e8 : known.people == 240 ? 4e8 : 3.5e8));
}

/// Prints one line an instance and a mean a group; gives the mean gap in percent.
double searched(const std::function<bool(const test::KnownBest&)>& wanted) {
  if (!here()) return 0;
  double sum = 0;
  std::size_t count = 0;
  std::map<std::string, std::pair<std::size_t, std::size_t>> reached;
  for (const auto& known : test::known_bests(folder())) {
    if (!wanted(known)) continue;
    const auto problem = test::instance(folder(), known.instance);
    const double start = cpu_seconds();
    const auto found = stats::search_groups(problem, {.seed = 1, .swaps = swaps_for(known)});
    const double seconds = cpu_seconds() - start, gap = 100 * (known.value - found.score.value) / known.value;
    if (!found.score.keeps_rules()) throw std::runtime_error(known.instance + ": sizes do not hold");
    fmt::print("  {:<20} ours {:>12.3f}  reference {:>12.3f}  gap {:>7.3f} %  {:>6.2f} s  {}\n", known.instance, found.score.value, known.value, gap, seconds, known.kind);
    std::fflush(stdout);
    sum += gap;
    ++count;
    auto& at = reached[known.instance.substr(0, known.instance.find("_n")) + " " + known.instance.substr(known.instance.size() - 5, 2) + " " + std::to_string(known.people)];
    ++at.second;
    at.first += gap <= 1e-6 ? 1 : 0;
  }
  for (const auto& [name, at] : reached) fmt::print("  {:<20} at least the reference on {} of {}\n", name, at.first, at.second);
  return count == 0 ? 0 : sum / static_cast<double>(count);
}

double small_ones() {
  if (!here()) return 0;
  std::size_t missed = 0, count = 0;
  double longest = 0;
  for (const auto& known : test::known_bests(folder())) {
    if (known.kind != "proven optimum") continue;
    const auto problem = test::instance(folder(), known.instance);
    const double start = cpu_seconds();
    const auto found = stats::exact_grouping(problem);
    longest = std::max(longest, cpu_seconds() - start);
    ++count;
    missed += found.proven && std::abs(stats::score(problem, *found.groups).value - known.value) < 0.0011 ? 0 : 1;
  }
  fmt::print("  {} of {} proven, the longest in {:.3f} s\n", count - missed, count, longest);
  return static_cast<double>(missed);
}

double constrained() {
  if (!here()) return 0;
  double behind = 0;
  for (const auto& [name, reference] : {std::pair<const char*, double>{"RanReal_n120_ss_01", 44701.246}, {"RanInt_n240_ss_01", 148665}, {"Geo_n120_ss_02", 54712.14}}) {
    auto problem = test::instance(folder(), name);
    const auto n = static_cast<std::uint32_t>(problem.people);
    for (std::uint32_t i = 0; i < n; ++i)
      for (const std::uint32_t step : {1U, 7U}) problem.apart.emplace_back(i, (i + step) % n);
    const double start = cpu_seconds();
    const auto found = stats::search_groups(problem, {.seed = 1, .swaps = 150'000'000});
    const double seconds = cpu_seconds() - start;
    fmt::print("  {:<20} ours {:>12.3f}  reference {:>12.3f}  gap {:>7.3f} %  {:>6.2f} s  violations {}\n", name, found.score.value, reference, 100 * (reference - found.score.value) / reference, seconds, found.score.broken[1]);
    behind += found.score.value > reference && found.score.keeps_rules() ? 0 : 1;
  }
  return behind;
}

/// A thread for each core; the clock of each counts its own work alone.
double organisations() {
  const char* asked = std::getenv("KARUNA_BENCH_ORGANISATIONS");
  const std::uint64_t count = asked ? std::strtoull(asked, nullptr, 10) : 1000;
  std::atomic<std::uint64_t> next = 1;
  std::mutex mutex;
  std::uint64_t done = 0, broken = 0;
  double longest = 0, all = 0;
  const auto work = [&] {
    for (std::uint64_t seed = next++; seed <= count; seed = next++) {
      const auto input = act::made_up_people(300, seed);
      const double start = cpu_seconds();
      const auto answer = act::form_pods(input, {.seed = 1});
      const double seconds = cpu_seconds() - start;
      const bool kept = answer && act::rules_broken(input, answer->pods) == 0;
      const std::lock_guard lock(mutex);
      longest = std::max(longest, seconds);
      all += seconds;
      broken += kept ? 0 : 1;
      if (++done % 100 != 0 && done != count) continue;
      fmt::print("  {} organisations, {} with a rule broken or no answer; mean {:.2f} s, longest {:.2f} s (goal 2 s)\n", done, broken, all / static_cast<double>(done), longest);
      std::fflush(stdout);
    }
  };
  {
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) threads.emplace_back(work);
  }
  return static_cast<double>(broken);
}

double golfers() {
  double behind = 0;
  // Published lower bounds: groups, size, rounds without anyone meeting twice.
  for (const auto& [groups, size, rounds] : std::vector<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>>{
           {5, 5, 6}, {6, 5, 5}, {6, 6, 3}, {7, 5, 5}, {7, 6, 4}, {7, 7, 8}, {8, 5, 3}, {8, 6, 5}, {8, 7, 4}}) {
    const double start = cpu_seconds();
    const auto found = stats::golfer_rounds(groups, size, rounds, 1);
    fmt::print("  {} groups of {}, {} rounds: {} repeated pairs, {:.2f} s\n", groups, size, rounds, found.repeats, cpu_seconds() - start);
    behind += found.repeats == 0 ? 0 : 1;
  }
  return behind;
}

double many_pairs() {
  stats::Random random(1, 9);
  stats::MatchingProblem problem;
  for (int h = 0; h < 10'000; ++h) {
    problem.guests.emplace_back();
    std::vector<bool> seen(500, false);
    while (problem.guests.back().size() < 20) {
      const auto host = random.below(500);
      if (seen[host]) continue;
      seen[host] = true;
      problem.guests.back().push_back({host, random.below(1000)});
    }
  }
  std::vector<std::int64_t> prices;
  for (int k = 0; k < 22; ++k) prices.push_back(k * k);
  problem.next_guest.assign(500, prices);
  const auto found = stats::cheapest_matching(problem);
  if (!found) throw std::runtime_error(found.error().what);
  return static_cast<double>(found->cost);
}

double assigned(std::size_t size) {
  if (!here()) return 0;
  const auto costs = test::assignment_costs(folder(), size);
  const double start = cpu_seconds();
  const auto found = stats::cheapest_assignment(costs, size);
  fmt::print("  assign{}: {} in {:.3f} s\n", size, found->cost, cpu_seconds() - start);
  return static_cast<double>(found->cost);
}

double covers() {
  if (!here()) return 0;
  double behind = 0;
  auto problem = test::email_network(folder());
  for (const auto& [most, one_each, optimum] : std::vector<std::tuple<std::size_t, bool, std::int64_t>>{{5, false, 589}, {15, false, 757}, {15, true, 752}}) {
    problem.most = most;
    problem.group = one_each ? test::email_departments(folder()) : std::vector<std::uint32_t>{};
    const double start = cpu_seconds();
    const auto greedy = stats::greedy_cover(problem);
    const auto best = stats::best_cover(problem);
    fmt::print("  k={:<3}{} greedy {}  ours {}  reference {}  {}  {:.2f} s\n", most, one_each ? "one a department" : "                ", greedy.value, best.value, optimum, best.proven ? "proven" : "not proven", cpu_seconds() - start);
    behind += best.proven && best.value == optimum ? 0 : 1;
  }
  return behind;
}

}  // namespace

std::vector<Job> groups_jobs() {
  std::vector<Job> jobs;
  const auto add = [&](const char* name, const char* what, std::function<double()> run, std::optional<double> most) {
    jobs.push_back({.name = name, .what = what, .run = std::move(run), .repeats = 1, .goal_check = most});
  };
  const auto ranint = [](std::size_t people) { return [people] { return searched([people](const auto& k) { return k.people == people && k.instance.starts_with("RanInt") && k.instance.find("_ds_") != std::string::npos; }); }; };
  add("groups_small", "84 public instances of 10 and 12 people, proven; check: how many are not", small_ones, 0);
  add("groups_ranint_120", "RanInt ds of 120 people; check: mean gap to the published best in percent", ranint(120), 0.10);
  add("groups_ranint_240", "RanInt ds of 240 people; check: mean gap to the published best in percent", ranint(240), 0.15);
  add("groups_ranint_480", "RanInt ds of 480 people; check: mean gap to the published best in percent", ranint(480), 0.15);
  add("groups_30_60", "all instances of 30 and 60 people; check: mean gap to the reference in percent", [] { return searched([](const auto& k) { return k.people == 30 || k.people == 60; }); }, 0.0);
  add("groups_120", "all instances of 120 people; check: mean gap to the reference in percent", [] { return searched([](const auto& k) { return k.people == 120; }); }, 0.0);
  add("groups_240", "all instances of 240 people; check: mean gap to the reference in percent", [] { return searched([](const auto& k) { return k.people == 240; }); }, 0.0);
  add("groups_480_ss", "instances of 480 people in equal groups; check: mean gap to the reference in percent", [] { return searched([](const auto& k) { return k.people == 480 && k.instance.find("_ss_") != std::string::npos; }); }, 0.0);
  add("groups_apart", "two rings of pairs kept apart; check: instances not better than the reference", constrained, 0);
  add("groups_golfer", "rounds in which nobody meets twice, published lower bounds; check: bounds not met", golfers, 0);
  add("groups_pods", "made-up organisations of 300 with every rule (KARUNA_BENCH_ORGANISATIONS, 1000); check: those with a rule broken", organisations, 0);
  add("groups_covers", "email-Eu-core; check: optima not proven", covers, 0);
  add("groups_assign500", "OR-Library; check: cost (991)", [] { return assigned(500); }, 991);
  add("groups_assign700", "OR-Library; check: cost (1362)", [] { return assigned(700); }, 1362);
  jobs.push_back({.name = "groups_many_pairs", .what = "10,000 guests, 500 hosts, 20 choices each, rising prices", .run = many_pairs, .repeats = 3, .goal_seconds = 1});
  return jobs;
}

}  // namespace karuna::bench
