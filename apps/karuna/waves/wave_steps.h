// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/App.hpp>
#include <string>
#include <vector>

#include "ask/wave/installation.h"
#include "base/result.h"
#include "commands.h"

namespace karuna {

/// The parts of closing and forgetting a wave. Each is a process of its own, started by `karuna wave close` and `karuna wave destroy` as the user who owns
/// its folder, so that no process holds two sides of the wall. They can be run by hand, and again.
void add_people_steps(CLI::App& step, Command& run);   ///< counts, forget: people/ alone
void add_ballot_steps(CLI::App& step, Command& run);   ///< stop, drop-ballots: ballots/ alone
void add_closing_steps(CLI::App& step, Command& run);  ///< close, drop-secret: what close opens

/// Names a wave and the folder of the installation.
struct WaveWish {
  std::string folder, wave;
};
CLI::Option* add_wave_wish(CLI::App& command, WaveWish& wish);  ///< gives the option of the id, which is required

struct WaveOf {
  ask::Installation installation;
  ask::WaveId id{};
};
/// Fails  usage  an id that is none; as read_installation
Result<WaveOf> wave_of(const WaveWish& wish);

/// The first descriptor that run_step hands over; the next ones follow.
inline constexpr int first_handed_over = 3;

/// Runs `karuna wave step NAME ...` and waits for it. As root it runs as `user` (where one is named), with no limit on locked memory.
///
/// Takes   descriptors  handed over as 3, 4, ...: files that the user of the step may not open
///         said         where given, what the step prints on its output; else it goes where ours goes
/// Gives   its exit code
Result<int> run_step(const std::string& user, const std::vector<std::string>& arguments, const std::vector<int>& descriptors = {}, std::string* said = nullptr);

}  // namespace karuna
