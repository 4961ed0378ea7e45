// SPDX-License-Identifier: Apache-2.0
// karuna_bench [NAME...]: times our jobs and, in the same minute, their peers; prints ratios and goals.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fmt/core.h>
#include <fstream>

#include "bench.h"

namespace karuna::bench {
namespace {

struct Peer {
  std::string label;
  double seconds = 0, check = 0;
};

std::filesystem::path shared() {
  if (const char* named = std::getenv("KARUNA_SHARED")) return named;
  return std::filesystem::path(KARUNA_SOURCE_DIR).parent_path() / "shared";
}

std::vector<Peer> run_peers(const std::string& job, const std::string& own_script) {
  std::vector<Peer> peers;
  const auto script = own_script.empty() ? shared() / "peers" / "peers.R" : std::filesystem::path(KARUNA_SOURCE_DIR) / "bench" / own_script;
  if (job.empty() || !std::filesystem::exists(script) || std::system("command -v Rscript >/dev/null 2>&1") != 0) return peers;
  const std::string command = fmt::format("Rscript '{}' {} '{}' 2>/dev/null", script.string(), job, data_folder().string());
  FILE* pipe = popen(command.c_str(), "r");
  if (!pipe) return peers;
  // R breaks long lines between fields, so a line end separates as a tab does: job, peer, seconds, check, and again.
  std::vector<std::string> fields(1);
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) {
    if (c != '\t' && c != '\n') fields.back() += static_cast<char>(c);
    else if (!fields.back().empty()) fields.emplace_back();
  }
  for (std::size_t at = 0; at + 3 < fields.size(); at += 4)
    peers.push_back({fields[at + 1], std::strtod(fields[at + 2].c_str(), nullptr), std::strtod(fields[at + 3].c_str(), nullptr)});
  pclose(pipe);
  return peers;
}

/// Megabytes of this process, now or at its peak since the last forget_peak().
double megabytes(const char* which) {
  std::ifstream lines("/proc/self/status");
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with(which)) return std::strtod(line.c_str() + std::strlen(which) + 1, nullptr) / 1024;
  return 0;
}
void forget_peak() { std::ofstream("/proc/self/clear_refs") << 5; }

std::string time_words(double seconds) {
  if (seconds < 1e-3) return fmt::format("{:.3g} us", seconds * 1e6);
  if (seconds < 1) return fmt::format("{:.3g} ms", seconds * 1e3);
  return fmt::format("{:.3g} s", seconds);
}

/// Returns whether every goal that could be judged was met.
bool run(const Job& job) {
  if (job.prepare) job.prepare();
  std::vector<double> times, bare_times;
  double check = 0;
  const auto timed = [](const std::function<double()>& what, std::vector<double>& into) {
    const auto start = std::chrono::steady_clock::now();
    const double value = what();
    into.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    return value;
  };
  forget_peak();
  const double before = megabytes("VmRSS");
  for (int i = 0; i < job.repeats; ++i) {
    check = timed(job.run, times);
    if (job.bare) timed(job.bare, bare_times);   // in turn, so that both meet the same neighbours
  }
  std::sort(times.begin(), times.end());
  const double ours = times[times.size() / 2];
  fmt::print("{}: {}\n", job.name, job.what);
  fmt::print("  ours          {:>10}  (fastest {}, {} runs, check {:.10g})\n", time_words(ours), time_words(times.front()), times.size(), check);
  bool met = true;
  const auto judge = [&](bool good) { met = met && good; return good ? "met" : "NOT MET"; };
  if (job.goal_seconds) fmt::print("  goal          {:>10}  {}\n", time_words(*job.goal_seconds), judge(ours <= *job.goal_seconds));
  if (job.goal_check) fmt::print("  check goal    {:>10g}  {}\n", *job.goal_check, judge(check <= *job.goal_check + 1e-9));
  if (job.items > 0) fmt::print("  rate          {:>10.5g} per second (fastest {:.5g})\n", job.items / ours, job.items / times.front());
  if (job.bare) {
    // Of the fastest runs: what slows one of them down is never the work itself.
    const double bare = *std::min_element(bare_times.begin(), bare_times.end()), share = bare / times.front();
    fmt::print("  bare          {:>10}  {:.1f} % of its speed", time_words(bare), 100 * share);
    if (job.goal_share) fmt::print(", goal {:g} % {}", 100 * *job.goal_share, judge(share >= *job.goal_share));
    fmt::print("\n");
  }
  if (job.megabytes) {
    const double peak = job.megabytes();
    fmt::print("  peak          {:>7.0f} MB", peak);
    if (job.goal_megabytes) fmt::print("  goal {:.0f} MB {}", *job.goal_megabytes, judge(peak <= *job.goal_megabytes));
    fmt::print("\n");
  }
  if (!job.megabytes) {
    const double peak = megabytes("VmHWM");
    fmt::print("  memory        {:>7.0f} MB  at its peak, {:.1f} MB above its input\n", peak, std::max(0.0, peak - before));
  }
  if (!job.peer_job.empty()) {
    const auto peers = run_peers(job.peer_job, job.peer_script);
    if (peers.empty()) fmt::print("  peer not run (R or its package is not here)\n");
    for (const Peer& peer : peers) {
      fmt::print("  {:<13} {:>10}  {:.1f} times ours", peer.label.substr(0, 13), time_words(peer.seconds), peer.seconds / ours);
      bool our_job = false;   // a peer without a goal does something else beside it
      for (const auto& [label, ratio] : job.goal_ratios)
        if (peer.label.starts_with(label)) our_job = true, fmt::print(", goal {:g} {}", ratio, judge(peer.seconds / ours >= ratio));
      if (!our_job) {
        fmt::print(", another figure\n");
        continue;
      }
      const bool same = std::abs(peer.check - check) <= job.check_tolerance * std::max(std::abs(check), 1e-12);
      fmt::print(", check {}\n", same ? "agrees" : fmt::format("{:.10g} differs", peer.check));
    }
  }
  std::fflush(stdout);
  return met;
}

}  // namespace
}  // namespace karuna::bench

int main(int count, char** words) {
  using namespace karuna::bench;
  std::filesystem::create_directories(data_folder());
  std::vector<Job> jobs;
  for (auto list : {stats_jobs(), combining_jobs(), waves_jobs(), mixed_jobs(), file_jobs(), protect_jobs(), report_jobs(), seal_jobs(), groups_jobs(), studio_jobs()})
    for (auto& job : list) jobs.push_back(std::move(job));
  int ran = 0, missed = 0;
  for (const Job& job : jobs) {
    if (count > 1 && std::none_of(words + 1, words + count, [&](const char* word) { return job.name == word; })) continue;
    ++ran;
    missed += run(job) ? 0 : 1;
  }
  if (ran == 0) {
    fmt::print(stderr, "karuna_bench: no such job; there are:");
    for (const Job& job : jobs) fmt::print(stderr, " {}", job.name);
    fmt::print(stderr, "\n");
    return 2;
  }
  fmt::print("{} jobs, {} with a goal not met\n", ran, missed);
  return 0;
}
