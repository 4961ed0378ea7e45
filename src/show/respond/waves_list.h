// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "ask/wave/wave_watch.h"
#include "http/message.h"

namespace karuna::show {

/// GET /v1/waves: what is there, what is open first. A wave whose desk or ballots are open has the files of its manifest in the list, so that a telephone on a
/// slow line waits once and not three times before it can check them. The same bytes for everybody; written anew when something in waves/ changed, and every
/// hour.
class WavesList {
 public:
  explicit WavesList(std::shared_ptr<ask::WaveWatch> watch) : watch_(std::move(watch)) {}
  http::Response answer(const http::Request& request);

 private:
  std::shared_ptr<ask::WaveWatch> watch_;
  std::mutex mutex_;
  std::shared_ptr<const ask::WaveWatch::Waves> of_;
  std::int64_t hour_ = 0;
  std::string plain_, packed_;
};

}  // namespace karuna::show
