// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "ask/catalogue.h"
#include "ask/wave/wave_watch.h"
#include "measure/report.h"
#include "protect/release.h"
#include "protect/released/read_release.h"

namespace karuna::show {

/// Waves of one kind that were released, as one report with a period each; deep waves and pulses ask other questions and stand apart.
struct Series {
  std::vector<std::size_t> waves;              ///< positions in Released::waves, in order of time
  std::optional<protect::Release> release;     ///< what the report was made of; there where the report is
  std::optional<measure::Report> report;
  std::string why_not;                         ///< in words, where there are waves and no report
};
inline constexpr std::string_view series_names[] = {"deep", "pulse"};   ///< by ask::Depth

/// Everything that has been released. Where there is a wave that is no rehearsal, rehearsals are left out.
struct Released {
  std::vector<protect::ReleasedWave> waves;
  std::array<Series, 2> series;
  std::vector<std::string> unreadable;         ///< waves whose files do not fit together, with what is wrong
  std::shared_ptr<const ask::Catalogue> catalogue;
};

/// Releases and their reports, computed once for each release on a thread of its own and kept in memory: nothing here changes between two releases.
class Results {
 public:
  explicit Results(std::shared_ptr<ask::WaveWatch> waves);
  ~Results();
  Results(const Results&) = delete;
  Results& operator=(const Results&) = delete;
  using Take = std::function<void(std::shared_ptr<const Released>)>;
  /// Gives what is released now: at once, or when it is computed, on another thread. `take` is called once, unless the server stops before.
  void now(Take take);

 private:
  void work();
  std::shared_ptr<ask::WaveWatch> waves_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<Take> waiting_;
  std::string key_;                            ///< of what is kept: names and states of the released waves
  std::shared_ptr<const Released> kept_;
  bool stop_ = false;
  std::thread thread_;
};

/// A measure's name in a language: of scales as the catalogue has it, else as the report has it.
std::string name_of_measure(const Released& released, const measure::Measure& measure, std::string_view language);

}  // namespace karuna::show
