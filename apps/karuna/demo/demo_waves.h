// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "ask/catalogue.h"
#include "base/progress.h"
#include "base/result.h"
#include "simulate/demo_hospital.h"

namespace karuna {

/// Where the demonstration lies, and what runs in it.
struct DemoPlace {
  std::filesystem::path folder;                                       ///< all of it
  std::filesystem::path server() const { return folder / "server"; }  ///< the installation
  std::filesystem::path council() const { return folder / "council"; }
  std::filesystem::path work() const { return folder / "work"; }  ///< links and slips: what is on people's devices; gone in the end
  std::filesystem::path log() const { return folder / "log.txt"; }
};

/// A year of asking that ends this hour: four deep waves, four pulses, and a pulse that is open.
///
/// Takes   hours since 1970. In the third deep wave a new theatre plan has just reached surgery; afterwards it recovers in part.
std::vector<simulate::DemoWave> demo_waves(std::int64_t hour);

/// Runs one wave by the same commands an organisation would use: plan, both signatures of the council, tokens over the desk, ballots over the door, close,
/// check, last signature. The server must run on the installation.
///
/// Takes   `last`: the wave stays open, and fewer have answered so far
/// Fails   internal  a command that should have gone through did not; its words are at the end of the log
Result<void> live_wave(const DemoPlace& place, const simulate::DemoHospital& hospital, const simulate::DemoWave& wave, std::uint32_t number, bool last, const ask::Catalogue& catalogue,
                       Progress& progress);

/// Runs a command of our own and expects it to go through.
Result<void> demo_command(const DemoPlace& place, const std::vector<std::string>& words);

}  // namespace karuna
