// SPDX-License-Identifier: Apache-2.0
#include "protect/noisy/noise_plan.h"

#include "protect/noisy/sampler.h"

namespace karuna::protect {

static_assert(ask::largest_sigma2 == largest_sigma2);

namespace {

ask::WaveProfile in_a_wave(Profile profile) {
  return profile == Profile::exact ? ask::WaveProfile::exact : profile == Profile::balanced ? ask::WaveProfile::balanced : ask::WaveProfile::strict;
}

}  // namespace

Caps caps_of(Profile profile, WaveKind kind) { return ask::caps_of(in_a_wave(profile), kind); }
Caps rhythm_limit(Profile profile) { return ask::rhythm_limit(in_a_wave(profile)); }
double guess_success(double rho) { return ask::guess_success(rho); }

Result<NoisePlan> make_noise_plan(Profile profile, WaveKind kind, std::span<const DeclaredSum> sums, const std::optional<DeclaredMoments>& moments) {
  std::vector<ask::NoisySum> asked;
  asked.reserve(sums.size());
  for (const DeclaredSum& sum : sums)
    asked.push_back({sum.family == Family::index ? ask::Group::index : sum.family == Family::scale ? ask::Group::scales : ask::Group::items, sum.questions, sum.range});
  return ask::make_noise_plan(in_a_wave(profile), kind, asked, moments);
}

}  // namespace karuna::protect
