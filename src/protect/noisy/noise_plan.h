// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "ask/wave/noise_plan.h"
#include "base/result.h"
#include "protect/release.h"

namespace karuna::protect {

/// One sum that is published: which questions enter it. A question may enter several sums; it costs noise, never the bound.
struct DeclaredSum {
  Family family = Family::scale;
  std::vector<std::uint32_t> questions;   ///< once for each time the question enters
  std::uint32_t range = 4;                ///< R = max - min of its questions, the same for all of them
};

/// The arithmetic is that of waves; a file publishes by the same plan.
using DeclaredMoments = ask::NoisyMoments;
using WaveKind = ask::Depth;
using ask::Caps, ask::NoisePlan, ask::GroupNoise;

Caps caps_of(Profile profile, WaveKind kind);
Caps rhythm_limit(Profile profile);

/// Takes   the profile (not exact), the kind of wave, the sums in the order in which they are published, the moments where declared
/// Gives   the plan. All arithmetic is in whole numbers; shares of the caps: one answer 15 / 25 / 60 %, whole ballot 50 / 25 / 25 % for index,
///         scales, items; moments take 30 % of both; the share of an absent group goes to the others in proportion.
/// Fails   invalid  no sum, a sum without questions, a range of 0, profile exact
///         refused  noise beyond what the sampler can draw exactly (sampler.h: largest_sigma2)
/// Source  anonymity design 4.2; the sensitivities are found again by exhaustive search in the test
Result<NoisePlan> make_noise_plan(Profile profile, WaveKind kind, std::span<const DeclaredSum> sums,
                                  const std::optional<DeclaredMoments>& moments);

/// The best test of one value against the other succeeds with Phi(sqrt(2 rho) / 2).
double guess_success(double rho);

}  // namespace karuna::protect
