// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "ask/wave/manifest.h"

namespace karuna::ask {

/// Largest variance that can be drawn exactly (protect/noisy/sampler.h).
inline constexpr std::uint64_t largest_sigma2 = std::uint64_t{1} << 56;

/// One sum that is published: which questions enter it. A question may enter several sums; it costs noise, never the bound.
struct NoisySum {
  Group group = Group::scales;              ///< index, scales or items
  std::vector<std::uint32_t> questions;   ///< once for each time the question enters
  std::uint32_t range = 4;                ///< R = max - min of its questions, the same for all of them
};

/// The matrix of second moments of centred questions, whole organisation, upper triangle with diagonal.
struct NoisyMoments {
  std::uint32_t questions = 0;            ///< J, at least 2
  std::uint32_t range = 4;
};

/// What one answer and one whole ballot may cost in one wave (zCDP), in units of 1/10,000.
struct Caps {
  std::uint32_t one = 0, whole = 0;
};

/// balanced: deep 0.10 and 2.8, pulse 0.02 and 0.15; strict: a quarter of each. exact has none: zero.
Caps caps_of(WaveProfile profile, Depth depth);
/// What 24 months may cost: 1.2 and 25, strict a quarter.
Caps rhythm_limit(WaveProfile profile);

/// Sensitivity and noise of one group of sums, in points of a question of range 4.
struct GroupNoise {
  bool present = false;
  std::uint64_t D1_sq = 0;    ///< largest squared change of the group's sums when one person changes one answer
  std::uint64_t DW_sq = 0;    ///< ... the whole ballot
  std::uint64_t sigma2 = 0;   ///< ceil(max(D1_sq / (2 cap1 share1), DW_sq / (2 capW shareW)))
};

/// The noise of a wave, fixed by what it declares and by nothing that anybody answered.
struct NoisePlan {
  Caps caps;
  std::array<GroupNoise, 3> groups;        ///< index, scale, item
  GroupNoise moments;
  std::vector<std::uint64_t> sigma2_T;     ///< by sum, in half-points: ceil(sigma2 R^2 / 4)
  std::vector<std::uint64_t> sigma2_N;     ///< by sum: ceil(9 sigma2 / 100), so that skipping never costs more than changing
  std::uint64_t sigma2_moments = 0;        ///< ceil(sigma2 R^4 / 16), in half-points to the fourth; 0 without
};

/// Takes   the profile (not exact), the kind of wave, the sums in the order in which they are published, the moments where declared
/// Gives   the plan. All arithmetic is in whole numbers; shares of the caps: one answer 15 / 25 / 60 %, whole ballot 50 / 25 / 25 % for index,
///         scales, items; moments take 30 % of both; the share of an absent group goes to the others in proportion.
/// Fails   invalid  no sum, a sum without questions, a range of 0, profile exact
///         refused  noise beyond what the sampler can draw exactly (largest_sigma2)
/// Source  anonymity design 4.2; the sensitivities are found again by exhaustive search in the test
Result<NoisePlan> make_noise_plan(WaveProfile profile, Depth depth, std::span<const NoisySum> sums,
                                  const std::optional<NoisyMoments>& moments);

/// rho, not in ten-thousandths. The best test of one value against the other succeeds with Phi(sqrt(2 rho) / 2).
double guess_success(double rho);

}  // namespace karuna::ask
