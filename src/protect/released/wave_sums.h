// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "protect/exact/exact_period.h"
#include "protect/noisy/noisy_period.h"
#include "protect/noisy/sampler.h"
#include "protect/released/release_file.h"
#include "protect/released/wave_form.h"

namespace karuna::protect {

/// Ballots from which a declared matrix of second moments is published.
inline constexpr std::uint32_t ballots_for_wave_moments = 300;

/// Step 4 of close, and what `karuna report --cells` does with a file: atoms from counts, sums over atoms, noise.
///
/// Takes   a form whose sheets are filled: one row a ballot that was not withdrawn
///         board_root  orders the atoms
///         noise       the wave's two seeds and the root of what was sealed; nothing in exact
/// Gives   atoms, and groups and table; the hashes of the release are left 0
/// Fails   internal  noise that is missing, or given in exact
/// Cost    O(ballots x questions) and one draw for every atom and column. The same on any number of threads and any order of rows.
/// Source  anonymity design 4.1, 4.2, 4.3
Result<ReleaseFile> wave_sums(const WaveForm& form, const seal::Digest& board_root, const NoiseSource* noise);

/// Columns of a table: T and N of each statistic in order, then the moments row by row.
struct ReleasedSums {
  NoisySums noisy;
  ExactSums exact;
};

/// The table of a release in the shape in which sums were made.
/// Fails  invalid  a number missing, or one too many: the words name its column and rank
Result<ReleasedSums> sums_of(const WaveForm& form, const ReleaseFile& release);

}  // namespace karuna::protect
