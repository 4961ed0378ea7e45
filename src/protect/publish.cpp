// SPDX-License-Identifier: Apache-2.0
#include "protect/publish.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/text.h"
#include "protect/exact/exact_period.h"
#include "protect/groups/standing.h"
#include "protect/in_parallel.h"
#include "protect/noisy/noise_plan.h"
#include "protect/noisy/noisy_period.h"
#include "protect/release_notes.h"
#include "protect/wave.h"
#include "seal/hash.h"

namespace karuna::protect {

namespace {

constexpr std::uint32_t smallest_k_of_a_file = 10;
constexpr std::uint32_t ballots_for_moments = 300;
constexpr std::size_t items_for_moments = 4;

Result<seal::Digest> digest_of(const std::string& bytes, std::string_view what) {
  if (bytes.size() != 32) return fail(Fault::internal, std::string(what) + " has " + std::to_string(bytes.size()) + " bytes instead of 32");
  seal::Digest digest{};
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

Result<void> check(const collect::Sheets& sheets, const Plan& plan) {
  constexpr std::array<const char*, 3> families{"the index", "scales", "items"};
  for (std::size_t f = 0; f < 3; ++f)
    if (plan.k[f] < smallest_k_of_a_file)
      return fail(Fault::refused,
                  "groups of " + std::to_string(plan.k[f]) + " for " + families[f] +
                      " are smaller than a file may have (10). Below 10 a wave needs noise and the signature of a works council, and nothing goes "
                      "below 5; set k to 10 or more");
  if (sheets.rows() == 0) return fail(Fault::invalid, "there is nobody in these answers; a report needs at least 20 people");
  if (sheets.periods.empty()) return fail(Fault::internal, "answers without a period; the reader names at least one");
  if (plan.profile == Profile::exact) return {};
  if (plan.secret_seed.size() != 32)
    return fail(Fault::invalid, "noise needs a secret seed of 32 bytes, this one has " + std::to_string(plan.secret_seed.size()) +
                                    "; the file beside the survey that holds it may be damaged");
  const Caps caps = caps_of(plan.profile, WaveKind::deep), limit = rhythm_limit(plan.profile);
  const std::size_t most = std::min(limit.one / caps.one, limit.whole / caps.whole);
  if (sheets.periods.size() > most)
    return fail(Fault::refused, "this survey has " + std::to_string(sheets.periods.size()) +
                                    " periods, and with noise each of them costs as much as a deep wave: " + std::to_string(most) +
                                    " are the limit for 24 months. Publish fewer periods at a time, or use exact, which makes no promise across periods");
  return {};
}

/// Moments are declared where every period has 300 ballots, the index has 4 questions and each of them has a sum of its own.
std::optional<DeclaredMoments> moments_of(const Declaration& declaration, const std::vector<Wave>& waves) {
  const Declared& index = declaration.statistics[0];
  if (index.statistic.family != Family::index || index.members.size() < items_for_moments) return std::nullopt;
  for (const Wave& wave : waves)
    if (wave.rows.size() < ballots_for_moments) return std::nullopt;
  for (const Member& member : index.members)
    if (std::none_of(declaration.statistics.begin() + 1, declaration.statistics.end(),
                     [&](const Declared& d) { return d.members.size() == 1 && d.members[0].question == member.question; }))
      return std::nullopt;
  return DeclaredMoments{static_cast<std::uint32_t>(index.members.size()), index.range};
}

Result<NoisePlan> noise_of(const Plan& plan, const Declaration& declaration, const std::vector<Wave>& waves) {
  std::vector<DeclaredSum> sums;
  for (const Declared& declared : declaration.statistics) {
    DeclaredSum sum{declared.statistic.family, {}, declared.range};
    for (const Member& member : declared.members) sum.questions.push_back(member.question);
    sums.push_back(std::move(sum));
  }
  return make_noise_plan(plan.profile, WaveKind::deep, sums, moments_of(declaration, waves));
}

Bounds bounds_of(const Plan& plan, std::size_t periods) {
  Bounds bounds;
  bounds.colluders = plan.colluders;
  bounds.periods = static_cast<std::uint32_t>(periods);
  const Caps caps = caps_of(plan.profile, WaveKind::deep);
  if (plan.profile == Profile::exact) return bounds;
  const double times = static_cast<double>(periods);
  bounds.rho_one = caps.one / 1e4;
  bounds.rho_whole = caps.whole / 1e4;
  bounds.guess_one = guess_success(bounds.rho_one);
  bounds.guess_whole = guess_success(bounds.rho_whole);
  bounds.total_rho_one = times * bounds.rho_one;
  bounds.total_rho_whole = times * bounds.rho_whole;
  bounds.total_guess_one = guess_success(bounds.total_rho_one);
  bounds.total_guess_whole = guess_success(bounds.total_rho_whole);
  return bounds;
}

/// What orders the groups of a file. In exact the hash of its canonical form, as the design has it. With noise a key made from the secret seed (which
/// itself belongs to these answers, see release_ledger.h): whoever knows all answers but one could compute the hash under every supposition, see how the
/// groups would be ordered, and read the missing answer off the groups. Attack A20 did.
Result<seal::Digest> root_of(const collect::Sheets& sheets, const Plan& plan) {
  if (plan.profile == Profile::exact) return digest_of(sheets.canonical_sha256, "the hash of the answers");
  KARUNA_TRY(root, seal::hkdf_expand(plan.secret_seed, seal::bytes_of("KARUNA-FILE-ROOT-v1" + sheets.canonical_sha256), 32));
  return digest_of(std::string(root.begin(), root.end()), "the root");
}

/// Names what was read by what is public of it: units, periods, ballots. Never by the answers.
std::string name_of_input(const collect::Sheets& sheets, const std::vector<PeriodRelease>& periods) {
  seal::Sha256 name;
  const auto add = [&](std::string_view text) { name.add_u32(static_cast<std::uint32_t>(text.size())).add(text); };
  add("karuna input 1");
  for (std::uint32_t u = 0; u < sheets.tree.size(); ++u) add(sheets.tree[UnitId{u}].id);
  for (const PeriodRelease& period : periods) {
    add(period.label);
    name.add_u32(period.ballots);
  }
  return seal::to_hex(name.finish());
}

}  // namespace

Result<Release> publish(const collect::Sheets& sheets, const Plan& plan) {
  KARUNA_CHECK(check(sheets, plan));
  KARUNA_TRY(root, root_of(sheets, plan));
  KARUNA_TRY(declaration, declare(sheets, plan));

  std::vector<Wave> waves;
  for (std::uint16_t p = 0; p < sheets.periods.size(); ++p) {
    waves.push_back(rows_of_period(sheets, plan, declaration, p));
    group_by_counts(waves.back(), cell_keys(sheets.tree, waves.back().ballots, root));
  }
  if (std::all_of(waves.begin(), waves.end(), [](const Wave& wave) { return wave.partitions[0].atoms.empty(); }))
    return fail(Fault::too_few_people, "nothing may be shown: there are " + counted(sheets.rows(), "answer sheet") +
                                           (waves.size() > 1 ? " over all periods" : "") + ", and a group needs " + std::to_string(plan.k[0]) +
                                           " people, or the whole organisation 20");

  Release release;
  release.profile = plan.profile;
  release.k = plan.k;
  release.tree = sheets.tree;
  release.bounds = bounds_of(plan, waves.size());
  release.notes = notes_of(plan, declaration, sheets);
  for (const Declared& declared : declaration.statistics) release.statistics.push_back(declared.statistic);
  for (const Wave& wave : waves) release.periods.push_back(counts_of(wave));
  release.input_sha256 = name_of_input(sheets, release.periods);

  if (plan.profile == Profile::exact) {
    for (std::size_t p = 0; p < waves.size(); ++p) publish_exactly(waves[p], release.periods[p], release.notes);
    return release;
  }
  KARUNA_TRY(noise, noise_of(plan, declaration, waves));
  const std::uint32_t columns = columns_of(declaration, noise.moments.present);
  const auto cells = static_cast<std::uint32_t>(sheets.tree.size());
  if (std::uint64_t{columns} * cells * waves.size() >= std::uint64_t{1} << 32)
    return fail(Fault::refused, "so many figures, units and periods at once need more than 2^32 draws of noise; publish fewer periods or items at a time");
  for (std::size_t s = 0; s < release.statistics.size(); ++s) {
    Statistic& statistic = release.statistics[s];
    const double point = (statistic.max - statistic.min) / declaration.statistics[s].range;
    statistic.sigma_T = point * std::sqrt(static_cast<double>(noise.sigma2_T[s]));
    statistic.sigma_N = std::sqrt(static_cast<double>(noise.sigma2_N[s]));
  }
  KARUNA_TRY(secret, digest_of(std::string(plan.secret_seed.begin(), plan.secret_seed.end()), "the secret seed"));
  const NoiseSource source = NoiseSource::of_file(secret, root);
  for (std::uint32_t p = 0; p < waves.size(); ++p)
    publish_noisy(waves[p], noise, draw_noisy_sums(waves[p], noise, source, {p * columns, cells}), release.periods[p]);
  return release;
}

}  // namespace karuna::protect
