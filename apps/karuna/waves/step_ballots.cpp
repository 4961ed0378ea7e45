// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <memory>

#include "waves/wave_steps.h"

namespace karuna {

void add_ballot_steps(CLI::App& step, Command& run) {
  auto wish = std::make_shared<WaveWish>();
  CLI::App* stop = step.add_subcommand("stop", "Takes no more ballots, and writes those that are there for close to read");
  add_wave_wish(*stop, *wish);
  stop->callback([wish, &run] { run = [wish] { return Result<int>(fail(Fault::internal, "the door cannot be stopped yet")); }; });
}

}  // namespace karuna
