// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "ask/wave/installation.h"

namespace karuna::ask {

/// The waves of an installation as they are on the disk, for a server that is asked often: read again when something in waves/ changed, looked at once a
/// second at most. A wave that cannot be read is not there; one that could be read before stays as it was for four more looks, because another program may be
/// between a file and its signature. Usable from several threads.
class WaveWatch {
 public:
  explicit WaveWatch(Installation installation, std::chrono::milliseconds between_looks = std::chrono::seconds(1))
      : installation_(std::move(installation)), between_looks_(between_looks) {}
  using Waves = std::map<WaveId, std::shared_ptr<const OpenedWave>>;
  std::shared_ptr<const Waves> now();
  std::shared_ptr<const OpenedWave> find(const WaveId& wave);
  const Installation& installation() const { return installation_; }

 private:
  const Installation installation_;
  const std::chrono::milliseconds between_looks_;
  std::mutex mutex_;
  std::chrono::steady_clock::time_point looked_{};
  std::map<std::string, std::filesystem::file_time_type> seen_;
  std::map<std::string, int> unread_;  ///< how often in a row a wave could not be read
  std::shared_ptr<const Waves> waves_ = std::make_shared<Waves>();
};

}  // namespace karuna::ask
