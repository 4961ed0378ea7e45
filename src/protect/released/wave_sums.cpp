// SPDX-License-Identifier: Apache-2.0
#include "protect/released/wave_sums.h"

#include <algorithm>

#include "protect/groups/atoms.h"
#include "protect/wave.h"

namespace karuna::protect {

namespace {

std::vector<ReleasedAtom> released(const WaveForm& form, const Partition& partition) {
  std::vector<ReleasedAtom> atoms;
  for (const Atom& atom : partition.atoms) {
    ReleasedAtom made{atom.ballots, {}};
    for (const UnitId cell : partition.cells_of(atom)) made.cells.push_back(form.tree.cell_of_unit[cell.value]);
    std::sort(made.cells.begin(), made.cells.end());
    atoms.push_back(std::move(made));
  }
  return atoms;
}

void add_column(ReleaseFile& release, std::uint32_t column, const std::vector<std::int64_t>& values) {
  for (std::uint32_t rank = 0; rank < values.size(); ++rank) release.table.push_back({column, rank, values[rank]});
}

void add_hidden(ReleaseFile& release, const Wave& wave) {
  for (std::uint32_t s = 0; s < release.groups.size(); ++s) {
    std::vector<bool> shown(wave.partition_of(wave.declaration.statistics[s].statistic).atoms.size(), false);
    for (const auto& group : release.groups[s])
      for (const std::uint32_t atom : group) shown[atom] = true;
    for (std::uint32_t atom = 0; atom < shown.size(); ++atom)
      if (!shown[atom]) release.hidden.emplace_back(s, atom);
  }
}

}  // namespace

Result<ReleaseFile> wave_sums(const WaveForm& form, const seal::Digest& board_root, const NoiseSource* noise) {
  const bool exact = form.plan.profile == Profile::exact;
  if (exact == (noise != nullptr)) return fail(Fault::internal, "a wave without noise was given seeds, or one with noise none");
  Wave wave = rows_of_period(form.sheets, form.plan, form.declaration, 0);
  group_by_counts(wave, wave_cell_keys(form.tree, wave.ballots, board_root));

  ReleaseFile release;
  for (std::size_t p = 0; p < 3; ++p) release.atoms[p] = released(form, wave.partitions[p]);
  const auto count = static_cast<std::uint32_t>(form.declaration.statistics.size());
  if (exact) {
    ExactSums sums = exact_sums(wave);
    release.exact = true;
    release.groups = std::move(sums.groups);
    for (std::uint32_t s = 0; s < count; ++s) {
      add_column(release, 2 * s, sums.T[s]);
      add_column(release, 2 * s + 1, sums.N[s]);
    }
    add_hidden(release, wave);
    return release;
  }
  NoisePlan plan = form.noise;
  plan.moments.present = form.moments && wave.rows.size() >= ballots_for_wave_moments;
  const NoisySums sums = draw_noisy_sums(wave, plan, *noise, {0, form.cells_count});
  for (std::uint32_t s = 0; s < count; ++s) {
    add_column(release, 2 * s, sums.T[s]);
    add_column(release, 2 * s + 1, sums.N[s]);
  }
  for (std::uint32_t m = 0; m < sums.moments.size(); ++m) release.table.push_back({2 * count + m, 0, sums.moments[m]});
  return release;
}

Result<ReleasedSums> sums_of(const WaveForm& form, const ReleaseFile& release) {
  const auto& statistics = form.declaration.statistics;
  const bool exact = form.plan.profile == Profile::exact;
  if (release.exact != exact) return fail(Fault::invalid, "release.json is of another profile than its manifest");
  if (exact && release.groups.size() != statistics.size())
    return fail(Fault::invalid, "release.json has groups of " + std::to_string(release.groups.size()) + " statistics, the manifest declares " +
                                    std::to_string(statistics.size()));
  std::size_t at = 0;
  const auto take = [&](std::uint32_t column, std::size_t ranks, std::vector<std::int64_t>& to) -> Result<void> {
    for (std::uint32_t rank = 0; rank < ranks; ++rank, ++at) {
      if (at >= release.table.size() || release.table[at].column != column || release.table[at].rank != rank)
        return fail(Fault::invalid, "release.json: the table lacks column " + std::to_string(column) + ", rank " + std::to_string(rank) +
                                        ", or holds one that is not declared");
      to.push_back(release.table[at].value);
    }
    return {};
  };
  ReleasedSums sums;
  auto &T = exact ? sums.exact.T : sums.noisy.T, &N = exact ? sums.exact.N : sums.noisy.N;
  T.resize(statistics.size());
  N.resize(statistics.size());
  sums.exact.groups = release.groups;
  for (std::uint32_t s = 0; s < statistics.size(); ++s) {
    const std::size_t atoms = release.atoms[static_cast<std::size_t>(statistics[s].statistic.family)].size();
    if (exact)
      for (const auto& group : release.groups[s])
        if (group.back() >= atoms)
          return fail(Fault::invalid, "release.json: a group of statistic " + std::to_string(s + 1) + " names an atom that is not there");
    const std::size_t ranks = exact ? release.groups[s].size() : atoms;
    KARUNA_CHECK(take(2 * s, ranks, T[s]));
    KARUNA_CHECK(take(2 * s + 1, ranks, N[s]));
  }
  if (!exact && form.moments && at < release.table.size()) {
    const std::size_t J = statistics[0].members.size();
    for (std::uint32_t m = 0; m < J * (J + 1) / 2; ++m) KARUNA_CHECK(take(static_cast<std::uint32_t>(2 * statistics.size()) + m, 1, sums.noisy.moments));
  }
  if (at != release.table.size()) return fail(Fault::invalid, "release.json: the table holds numbers beyond what the manifest declares");
  return sums;
}

}  // namespace karuna::protect
