// SPDX-License-Identifier: Apache-2.0
// The whole command, as a person would run it: time and peak memory of the process.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fcntl.h>

#include <memory>
#include <stdexcept>

#include "bench.h"

namespace karuna::bench {
namespace {

/// Runs the program without its output; gives the peak of its memory in MB.
double run_program(const std::vector<std::string>& words) {
  const pid_t child = fork();
  if (child == 0) {
    const int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, 1);
    dup2(nowhere, 2);
    std::vector<char*> arguments;
    for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    execv(arguments[0], arguments.data());
    _exit(127);
  }
  int status = 0;
  rusage used{};
  wait4(child, &status, 0, &used);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) throw std::runtime_error("the program failed: " + words[0] + " " + words[1]);
  return static_cast<double>(used.ru_maxrss) / 1024;
}

}  // namespace

std::vector<Job> report_jobs() {
  std::vector<Job> jobs;
  for (const std::string profile : {"exact", "balanced"}) {
    auto peak = std::make_shared<double>(0);
    jobs.push_back({.name = "report-" + profile, .what = "karuna report, " + profile + ", 1,000,000 respondents (of 1,470,600 people) x 40 items, from CSV to all outputs",
                    .prepare = [] {
                      const auto folder = data_folder() / "hospital_1m_answers";
                      if (!std::filesystem::exists(folder))
                        run_program({KARUNA_BINARY, "simulate", "hospital", "--people", "1470600", "--items", "40", "--waves", "1", "--out", folder.string()});
                    },
                    .run = [peak, profile] {
                      *peak = run_program({KARUNA_BINARY, "report", (data_folder() / "hospital_1m_answers" / "SURVEY.toml").string(), "--profile", profile, "--out",
                                           (data_folder() / ("report_" + profile)).string()});
                      return 0.0;
                    },
                    .repeats = 3, .goal_seconds = 10, .goal_megabytes = 1024, .megabytes = [peak] { return *peak; }});
  }
  return jobs;
}

}  // namespace karuna::bench
