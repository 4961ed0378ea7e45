// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "ask/catalogue.h"
#include "base/result.h"
#include "protect/release.h"
#include "protect/released/read_release.h"

namespace karuna::protect {

/// One wave as its manifest and its release.json tell it.
struct WaveAndRelease {
  const ask::TokenPart& token_part;
  const ask::QuestionPart& question_part;
  std::span<const ask::CellKey> cells;
  const ReleaseFile& release;
};

/// From released waves to what `measure` reads: one wave is one period, several are a panel.
///
/// Takes   waves in order of time; a catalogue for names and dimensions
/// Gives   a Release as `publish` gives it for a file. Statistics of the same id and items are one; the tree is that of the newest wave, with what
///         only older ones have added (wave_tree.h). Every figure is computed from the released numbers and the public counts, with the manifest's noise.
/// Fails   refused         waves with noise beside waves without: their figures carry different promises
///         too_few_people  no wave has an atom
///         invalid         as wave_form and sums_of
Result<Release> release_of(std::span<const WaveAndRelease> waves, const ask::Catalogue* catalogue);
Result<Release> release_of(std::span<const ReleasedWave> waves, const ask::Catalogue* catalogue);

}  // namespace karuna::protect
