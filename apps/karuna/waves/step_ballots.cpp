// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "base/text.h"
#include "collect/ballots/ballot_box.h"
#include "waves/wave_steps.h"

namespace karuna {

namespace {

Result<int> stop(const WaveWish& wish) {
  KARUNA_TRY(of, wave_of(wish));
  KARUNA_TRY(database, collect::open_ballots(of.installation.ballots()));
  KARUNA_CHECK(collect::stop_wave(*database, of.id));
  KARUNA_TRY(count, collect::write_blobs(*database, of.id, of.installation.ballots() / (ask::hex_of(of.id) + ".blobs")));
  fmt::print("Ballots are over: {} lie sealed for the close.\n", counted(count, "ballot"));
  return 0;
}

Result<int> drop(const WaveWish& wish) {
  KARUNA_TRY(of, wave_of(wish));
  KARUNA_TRY(database, collect::open_ballots(of.installation.ballots()));
  KARUNA_CHECK(collect::destroy_ballots(*database, of.id, of.installation.ballots() / (ask::hex_of(of.id) + ".blobs")));
  fmt::print("The sealed ballots of this wave are destroyed.\n");
  return 0;
}

void add(CLI::App& step, Command& run, const char* name, const char* what, Result<int> (*command)(const WaveWish&)) {
  auto wish = std::make_shared<WaveWish>();
  CLI::App* added = step.add_subcommand(name, what);
  add_wave_wish(*added, *wish);
  added->callback([wish, command, &run] { run = [wish, command] { return command(*wish); }; });
}

}  // namespace

void add_ballot_steps(CLI::App& step, Command& run) {
  add(step, run, "stop", "Takes no more ballots, and writes those that are there for close to read", stop);
  add(step, run, "drop-ballots", "Deletes the sealed ballots of a wave and overwrites them", drop);
}

}  // namespace karuna
