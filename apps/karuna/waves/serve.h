// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "ask/wave/installation.h"
#include "base/result.h"

namespace karuna {

struct ServeWishes {
  std::string folder, address = "127.0.0.1", only, ready_file;
  std::uint16_t studio_port = 0, respond_port = 0;   ///< 0: from the addresses in karuna.toml
  unsigned threads = 2;
};

/// Each serves until Ctrl-C, with the one database it may open. A line "ready" goes to descriptor 1 once it listens.
Result<int> serve_desk(const ask::Installation& installation, const ServeWishes& wishes);
Result<int> serve_door(const ask::Installation& installation, const ServeWishes& wishes);

/// Waits until Ctrl-C or SIGTERM.
void wait_for_stop();

}  // namespace karuna
