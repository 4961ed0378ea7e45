// SPDX-License-Identifier: Apache-2.0
#include "show/studio/results/results.h"

#include <algorithm>

#include "measure/index/index_of_waves.h"
#include "measure/make_report.h"
#include "protect/released/panel.h"

namespace karuna::show {

namespace {

using protect::ReleasedWave;

std::string key_of(const ask::WaveWatch::Waves& waves) {
  std::string key;
  for (const auto& [id, wave] : waves)
    if (wave->state >= ask::WaveState::released) key += ask::hex_of(id) + (wave->state == ask::WaveState::witnessed ? "+" : " ");
  return key;
}

std::vector<ReleasedWave> read_all(const ask::WaveWatch::Waves& waves, const ask::SignedBy& keys, std::vector<std::string>& unreadable) {
  std::vector<ReleasedWave> read;
  for (const auto& [id, wave] : waves) {
    if (wave->state < ask::WaveState::released) continue;
    auto one = protect::read_release(wave->folder, keys);
    if (one) read.push_back(*std::move(one));
    else unreadable.push_back(one.error().what);
  }
  const bool any_real = std::ranges::any_of(read, [](const ReleasedWave& wave) { return !wave.wave.token_part.trial; });
  if (any_real) std::erase_if(read, [](const ReleasedWave& wave) { return wave.wave.token_part.trial; });
  std::ranges::sort(read, {}, [](const ReleasedWave& wave) { return std::pair(wave.wave.token_part.opens_ballots, wave.wave.token_part.wave); });
  return read;
}

void fill(Series& series, const Released& released, const std::string& organisation) {
  std::vector<protect::WaveAndRelease> parts;
  for (const std::size_t w : series.waves) {
    const ReleasedWave& wave = released.waves[w];
    parts.push_back({wave.wave.token_part, *wave.wave.question_part, wave.wave.cells, wave.release});
  }
  auto release = protect::release_of(parts, released.catalogue.get());
  if (!release) {
    series.why_not = release.error().what;
    return;
  }
  release->witnessed = std::ranges::all_of(series.waves, [&](std::size_t w) { return released.waves[w].final_signature; });
  measure::ReportOptions options;
  options.title = organisation;
  options.version = "karuna";
  options.catalogue = released.catalogue.get();
  options.index = measure::index_of_waves(*release, *released.catalogue);
  auto report = measure::make_report(*release, options);
  if (!report) {
    series.why_not = report.error().what;
    return;
  }
  series.report = *std::move(report);
  series.release = *std::move(release);
}

std::shared_ptr<const Released> compute(const ask::WaveWatch::Waves& waves, const ask::Installation& installation) {
  auto released = std::make_shared<Released>();
  auto catalogue = ask::Catalogue::builtin();
  if (!catalogue) {
    released->unreadable.push_back(catalogue.error().what);
    return released;
  }
  // Wording that an organisation added by itself stands beside the installation; what cannot be read of it leaves names as they are.
  (void)catalogue->add_texts(installation.folder / "texts");
  released->catalogue = std::make_shared<const ask::Catalogue>(*std::move(catalogue));
  released->waves = read_all(waves, installation.signers(), released->unreadable);
  for (std::size_t w = 0; w < released->waves.size(); ++w) released->series[static_cast<std::size_t>(released->waves[w].wave.token_part.depth)].waves.push_back(w);
  for (Series& series : released->series)
    if (!series.waves.empty()) fill(series, *released, installation.name);
  return released;
}

}  // namespace

Results::Results(std::shared_ptr<ask::WaveWatch> waves) : waves_(std::move(waves)), thread_([this] { work(); }) {}

Results::~Results() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Results::now(Take take) {
  const auto key = key_of(*waves_->now());
  std::shared_ptr<const Released> kept;
  {
    const std::lock_guard lock(mutex_);
    if (!kept_ || key != key_) {
      waiting_.push_back(std::move(take));
      wake_.notify_all();
      return;
    }
    kept = kept_;
  }
  take(kept);
}

void Results::work() {
  std::unique_lock lock(mutex_);
  while (!stop_) {
    if (waiting_.empty()) {
      wake_.wait(lock);
      continue;
    }
    lock.unlock();
    const auto waves = waves_->now();
    const std::string key = key_of(*waves);
    lock.lock();
    if (!kept_ || key != key_) {
      lock.unlock();
      auto fresh = compute(*waves, waves_->installation());
      lock.lock();
      kept_ = std::move(fresh);
      key_ = key;
    }
    std::vector<Take> waiting;
    waiting.swap(waiting_);
    const auto kept = kept_;
    lock.unlock();
    for (const Take& take : waiting) take(kept);
    lock.lock();
  }
}

std::string name_of_measure(const Released& released, const measure::Measure& measure, std::string_view language) {
  const ask::Instrument* instrument = released.catalogue && !measure.instrument.empty() ? released.catalogue->find(measure.instrument) : nullptr;
  if (instrument && measure.id.size() > measure.instrument.size() + 1 && measure.id.starts_with(measure.instrument))
    for (const ask::Score& score : instrument->scores)
      if (score.id == std::string_view(measure.id).substr(measure.instrument.size() + 1)) return std::string(ask::in_language(score.name, language));
  return measure.name;
}

}  // namespace karuna::show
