// SPDX-License-Identifier: Apache-2.0
#include "ask/wave/wave_watch.h"

namespace karuna::ask {

namespace {

namespace fs = std::filesystem;

/// Files are renamed into a wave's folder, which changes the folder's own time.
std::map<std::string, fs::file_time_type> times_of(const fs::path& waves) {
  std::map<std::string, fs::file_time_type> times;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(waves, error))
    if (wave_id_from_hex(entry.path().filename().string())) times[entry.path().filename().string()] = fs::last_write_time(entry.path(), error);
  return times;
}

constexpr auto settling = std::chrono::milliseconds(200);  // a folder's time moves in steps; what was changed just now may change again in the same step
constexpr int most_unread = 5;

}  // namespace

std::shared_ptr<const WaveWatch::Waves> WaveWatch::now() {
  const std::lock_guard lock(mutex_);
  const auto clock = std::chrono::steady_clock::now();
  if (looked_ != std::chrono::steady_clock::time_point{} && clock - looked_ < between_looks_) return waves_;
  looked_ = clock;
  auto times = times_of(installation_.waves());
  if (times == seen_) return waves_;
  auto fresh = std::make_shared<Waves>();
  std::map<std::string, int> unread;
  for (auto& [name, time] : times) {
    const auto id = wave_id_from_hex(name);
    const auto before = seen_.find(name);
    if (const auto known = waves_->find(*id); known != waves_->end() && before != seen_.end() && before->second == time) {
      fresh->emplace(*id, known->second);
      continue;
    }
    const bool settled = fs::file_time_type::clock::now() - time > settling;
    if (auto opened = open_wave(installation_.waves() / name, installation_.signers())) {
      fresh->emplace(*id, std::make_shared<const OpenedWave>(*std::move(opened)));
      if (settled) continue;
    } else {
      // Perhaps a file is there whose signature comes in a moment: what was known stays for a few looks, and not for longer.
      const auto known = waves_->find(*id);
      unread[name] = unread_[name] + 1;
      if (known != waves_->end() && unread[name] < most_unread) fresh->emplace(*id, known->second);
    }
    time = {};  // looked at again the next time
  }
  unread_ = std::move(unread);
  seen_ = std::move(times);
  waves_ = std::move(fresh);
  return waves_;
}

std::shared_ptr<const OpenedWave> WaveWatch::find(const WaveId& wave) {
  const auto waves = now();
  const auto found = waves->find(wave);
  return found == waves->end() ? nullptr : found->second;
}

}  // namespace karuna::ask
