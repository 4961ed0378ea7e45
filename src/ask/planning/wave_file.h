// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "ask/wave/manifest.h"
#include "base/toml.h"

namespace karuna::ask {

/// What somebody wishes of a wave: a WAVE.toml (docs/wave.md).
struct WaveFile {
  std::string title;
  std::vector<std::string> instruments;
  std::optional<std::vector<std::string>> index;   ///< scales of the index, "instrument.score"; nothing: those with a dimension
  std::vector<std::string> languages{"en"};
  std::vector<Contact> contacts;                   ///< [[contacts]]: whom a person may turn to, in every language of the wave
  Depth depth = Depth::deep;
  WaveProfile profile = WaveProfile::balanced;
  std::array<std::uint32_t, 3> k{10, 30, 100};
  bool items = true;                               ///< publish single questions
  bool moments = true;                             ///< publish the matrix of second moments where it may be
  std::optional<bool> late_desk;
  bool trial = false;
  std::uint32_t opens_desk = 0, closes_desk = 0, opens_ballots = 0, closes_ballots = 0;   ///< hours since 1970
  double expected_response = 0.65;
};

/// Fails   invalid  with file and line: an unknown key, a date that is none, dates out of order, k out of range, a contact without words in a language
/// Note    Dates are days or "2026-12-01T08"; the desk opens five days before the ballots, ballots take 14 days (a pulse 21), unless it says otherwise.
Result<WaveFile> read_wave_file(const TomlTable& file, std::int64_t this_hour);

/// "2026-12-01 08:00 UTC".
std::string hour_text(std::uint32_t hour);

}  // namespace karuna::ask
