// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <stdexcept>

#include "bench.h"
#include "columns.h"
#include "stats/serial/model.h"

namespace karuna::bench {
namespace {

/// 1,000 people, 10 waves each.
struct Waves {
  std::vector<double> y, wave, time, fixed;
  std::vector<std::uint32_t> person, mode;
  void load() {
    if (!y.empty()) return;
    const auto columns = columns_of(waves_file());
    person = levels(columns[0]);
    wave = columns[1];
    time = columns[2];
    mode = levels(columns[3]);
    y = columns[4];
  }
  stats::SerialModel model(const std::vector<double>& when, std::size_t effects) {
    fixed.assign(y.size(), 1);
    fixed.insert(fixed.end(), when.begin(), when.end());
    stats::SerialModel m;
    m.y = y;
    m.fixed = MatrixView(fixed.data(), y.size(), 2);
    m.fixed_names = {"(Intercept)", "wave"};
    m.random = MatrixView(fixed.data(), y.size(), effects);
    m.random_names.assign(m.fixed_names.begin(), m.fixed_names.begin() + static_cast<std::ptrdiff_t>(effects));
    m.group = person;
    m.groups = 1000;
    return m;
  }
};

double log_likelihood(const stats::SerialModel& model) {
  const auto fit = stats::fit_serial(model);
  if (!fit) throw std::runtime_error(fit.error().what);
  return fit->log_likelihood;
}

}  // namespace

std::vector<Job> waves_jobs() {
  auto waves = std::make_shared<Waves>();
  const auto job = [&](const std::string& name, const std::string& what, std::function<double()> run) {
    return Job{.name = name, .what = what + ", 1,000 people x 10 waves", .prepare = [waves] { waves->load(); }, .run = std::move(run), .peer_job = name,
               .goal_ratios = {{"nlme", 20}}, .check_tolerance = 1e-6, .peer_script = "peers.R"};
  };
  return {job("waves-ar1", "mixed model, an intercept and ar1",
              [waves] {
                auto m = waves->model(waves->wave, 1);
                m.correlation = stats::Serial::ar1;
                m.time = waves->wave;
                return log_likelihood(m);
              }),
          job("waves-car1", "generalised least squares, continuous-time ar1",
              [waves] {
                auto m = waves->model(waves->time, 0);
                m.correlation = stats::Serial::car1;
                m.time = waves->time;
                return log_likelihood(m);
              }),
          job("waves-slopes", "mixed model, intercepts and slopes", [waves] { return log_likelihood(waves->model(waves->wave, 2)); }),
          job("waves-strata", "mixed model, an intercept and a variance by stratum", [waves] {
            auto m = waves->model(waves->wave, 1);
            m.stratum = waves->mode;
            m.stratum_names = {"1", "2"};
            return log_likelihood(m);
          })};
}

}  // namespace karuna::bench
