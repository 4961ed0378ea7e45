// SPDX-License-Identifier: Apache-2.0
#include "ask/wave/noise_plan.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

namespace karuna::ask {

namespace {

__extension__ using Wide = unsigned __int128;

constexpr std::array<std::uint32_t, 3> share_one{15, 25, 60}, share_whole{50, 25, 25};  // per cent: index, scales, items

/// A share of a cap as a fraction of whole numbers.
struct Share {
  std::uint64_t numerator = 0, denominator = 1;
};

Wide divided_up(Wide a, Wide b) { return (a + b - 1) / b; }

/// ceil(D_sq / (2 cap share)), the cap in ten-thousandths.
Wide variance_for(std::uint64_t D_sq, std::uint32_t cap, Share share) {
  return divided_up(Wide{D_sq} * 10000 * share.denominator, Wide{2} * cap * share.numerator);
}

}  // namespace

Caps caps_of(WaveProfile profile, Depth depth) {
  if (profile == WaveProfile::exact) return {};
  const Caps balanced = depth == Depth::deep ? Caps{1000, 28000} : Caps{200, 1500};
  return profile == WaveProfile::balanced ? balanced : Caps{balanced.one / 4, balanced.whole / 4};
}

Caps rhythm_limit(WaveProfile profile) {
  if (profile == WaveProfile::exact) return {};
  return profile == WaveProfile::balanced ? Caps{12000, 250000} : Caps{3000, 62500};
}

double guess_success(double rho) { return std::erfc(-std::sqrt(rho) / 2) / 2; }

Result<NoisePlan> make_noise_plan(WaveProfile profile, Depth depth, std::span<const NoisySum> sums, const std::optional<NoisyMoments>& moments) {
  if (profile == WaveProfile::exact) return fail(Fault::invalid, "a noise plan is for balanced and strict; exact adds no noise");
  if (sums.empty()) return fail(Fault::invalid, "a noise plan needs at least one sum to publish");
  if (moments && (moments->questions < 2 || moments->range == 0))
    return fail(Fault::invalid, "a matrix of second moments needs at least 2 questions with a range above 0");

  NoisePlan plan;
  plan.caps = caps_of(profile, depth);
  std::array<std::map<std::uint32_t, std::uint64_t>, 3> cost_of_question;  // sum over the group's sums of (times the question enters)^2
  std::array<std::uint64_t, 3> cost_of_ballot{};
  for (const NoisySum& sum : sums) {
    if (sum.questions.empty() || sum.range == 0) return fail(Fault::invalid, "a sum to publish needs at least one question, and a range above 0");
    const auto group = static_cast<std::size_t>(sum.group);
    std::map<std::uint32_t, std::uint64_t> times;
    for (const std::uint32_t question : sum.questions) ++times[question];
    for (const auto& [question, count] : times) cost_of_question[group][question] += count * count;
    cost_of_ballot[group] += std::uint64_t{sum.questions.size()} * sum.questions.size();
    plan.groups[group].present = true;
  }

  std::uint64_t all_one = 0, all_whole = 0;
  for (std::size_t g = 0; g < 3; ++g)
    if (plan.groups[g].present) all_one += share_one[g], all_whole += share_whole[g];
  const std::uint64_t part = moments ? 7 : 10;  // tenths that the moments leave
  Wide largest = 0;
  const auto keep = [&](Wide variance) {
    largest = std::max(largest, variance);
    return static_cast<std::uint64_t>(std::min<Wide>(variance, largest_sigma2 + 1));
  };
  for (std::size_t g = 0; g < 3; ++g) {
    GroupNoise& group = plan.groups[g];
    if (!group.present) continue;
    std::uint64_t most = 0;
    for (const auto& [question, cost] : cost_of_question[g]) most = std::max(most, cost);
    group.D1_sq = 16 * most;
    group.DW_sq = 16 * cost_of_ballot[g];
    group.sigma2 = keep(std::max(variance_for(group.D1_sq, plan.caps.one, {share_one[g] * part, all_one * 10}),
                                 variance_for(group.DW_sq, plan.caps.whole, {share_whole[g] * part, all_whole * 10})));
  }
  for (const NoisySum& sum : sums) {
    const std::uint64_t sigma2 = plan.groups[static_cast<std::size_t>(sum.group)].sigma2;
    plan.sigma2_T.push_back(keep(divided_up(Wide{sigma2} * sum.range * sum.range, 4)));
    plan.sigma2_N.push_back(keep(divided_up(Wide{9} * sigma2, 100)));
  }
  if (moments) {
    const std::uint64_t J = moments->questions, R = moments->range;
    GroupNoise& group = plan.moments;
    group.present = true;
    group.D1_sq = 64 * (J - 1);
    group.DW_sq = std::max(64 * (J / 2) * (J - J / 2), 8 * J * (J + 1));
    group.sigma2 = keep(std::max(variance_for(group.D1_sq, plan.caps.one, {3, 10}), variance_for(group.DW_sq, plan.caps.whole, {3, 10})));
    plan.sigma2_moments = keep(divided_up(Wide{group.sigma2} * R * R * R * R, 16));
  }
  if (largest > largest_sigma2)
    return fail(Fault::refused,
                "so many questions of so wide a range need noise of a variance above 2^56, which cannot be drawn exactly; publish fewer, or "
                "answers of fewer steps");
  return plan;
}

}  // namespace karuna::ask
