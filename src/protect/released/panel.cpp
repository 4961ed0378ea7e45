// SPDX-License-Identifier: Apache-2.0
#include "protect/released/panel.h"

#include <algorithm>
#include <limits>
#include <memory>

#include "base/text.h"
#include "protect/groups/standing.h"
#include "protect/noisy/noise_plan.h"
#include "protect/released/wave_form.h"
#include "protect/released/wave_sums.h"
#include "protect/released/wave_words.h"
#include "protect/wave.h"

namespace karuna::protect {

namespace {

constexpr double not_known = std::numeric_limits<double>::quiet_NaN();

/// The atoms of a release as a Partition over the panel's tree. Every cell must be in at most one.
Result<Partition> partition_of(const WaveTree& tree, const std::vector<ReleasedAtom>& atoms, std::uint32_t k) {
  Partition partition;
  partition.k = k;
  partition.atom_of_cell.assign(tree.tree.size(), no_atom);
  for (const ReleasedAtom& released : atoms) {
    Atom atom;
    atom.ballots = released.n;
    atom.first_cell = static_cast<std::uint32_t>(partition.cells.size());
    atom.cell_count = static_cast<std::uint32_t>(released.cells.size());
    for (const std::uint32_t cell : released.cells) {
      const auto unit = tree.unit_of_cell.find(cell);
      if (unit == tree.unit_of_cell.end())
        return fail(Fault::invalid, "release.json: an atom names the cell " + std::to_string(cell) + ", which is not in cells.json");
      partition.cells.push_back(unit->second);
      partition.atom_of_cell[unit->second.value] = static_cast<std::uint32_t>(partition.atoms.size());
    }
    const auto cells = std::span(partition.cells).subspan(atom.first_cell);
    std::sort(cells.begin(), cells.end());
    atom.home = common_unit(tree.tree, cells.front(), cells.back());
    partition.atoms.push_back(atom);
  }
  return partition;
}

/// Whether the moments can be turned into covariances: every item of the index needs a sum of its own.
bool index_items_have_sums(const Declaration& declaration) {
  const auto& statistics = declaration.statistics;
  return std::all_of(statistics[0].members.begin(), statistics[0].members.end(), [&](const Member& member) {
    return std::any_of(statistics.begin() + 1, statistics.end(),
                       [&](const Declared& d) { return d.members.size() == 1 && d.members[0].question == member.question; });
  });
}

struct OnePeriod {
  std::unique_ptr<WaveForm> form;
  PeriodRelease period;
};

Result<OnePeriod> period_of(const WaveAndRelease& one, const WaveTree& tree, const ask::Catalogue* catalogue) {
  KARUNA_TRY(form, wave_form(one.token_part, one.question_part, one.cells, catalogue));
  form->sheets.tree = tree.tree;
  form->tree = tree;
  KARUNA_TRY(sums, sums_of(*form, one.release));
  Wave wave{form->sheets, form->plan, form->declaration, 0, {}, {}, std::vector<std::uint32_t>(tree.tree.size(), 0), {}, {}};
  std::uint32_t ballots = 0;
  for (std::size_t p = 0; p < 3; ++p) {
    KARUNA_TRY(partition, partition_of(tree, one.release.atoms[p], form->plan.k[p]));
    wave.partitions[p] = std::move(partition);
  }
  for (const Atom& atom : wave.partitions[0].atoms) ballots += atom.ballots;
  for (const UnitId cell : wave.partitions[0].cells) wave.ballots[cell.value] = 1;  // somebody answered there; how many, an atom says
  stand_by_atoms(wave);
  OnePeriod made;
  made.period = counts_of(wave);
  made.period.ballots = ballots;
  if (form->plan.profile == Profile::exact) {
    publish_exact_sums(wave, sums.exact, made.period);
  } else {
    NoisePlan noise = form->noise;
    noise.moments.present = !sums.noisy.moments.empty() && index_items_have_sums(form->declaration);
    publish_noisy(wave, noise, sums.noisy, made.period);
  }
  made.form = std::move(form);
  return made;
}

bool same_figure(const Statistic& a, const Statistic& b) {
  return a.id == b.id && a.family == b.family && a.item_ids == b.item_ids && a.min == b.min && a.max == b.max && a.items == b.items;
}

/// The statistics of all periods, each once; by period and statistic of the period, its place.
std::vector<std::vector<std::size_t>> merge_statistics(std::span<OnePeriod> periods, Release& release) {
  std::vector<std::vector<std::size_t>> places;
  for (std::size_t p = periods.size(); p-- > 0;) {  // the newest decides the order and the names
    auto& place = places.emplace_back();
    for (const Declared& declared : periods[p].form->declaration.statistics) {
      Statistic statistic = declared.statistic;
      auto found = std::find_if(release.statistics.begin(), release.statistics.end(), [&](const Statistic& s) { return same_figure(s, statistic); });
      if (found == release.statistics.end()) {
        const auto taken = std::count_if(release.statistics.begin(), release.statistics.end(), [&](const Statistic& s) { return s.id == statistic.id; });
        if (taken > 0) {
          release.notes.push_back("The questions of " + in_quotes(statistic.name) + " were others in " + in_quotes(periods[p].period.label) +
                                  "; it stands apart and is not compared.");
          statistic.name += " (" + periods[p].period.label + ")";
          statistic.id += "@" + std::to_string(p + 1);
        }
        release.statistics.push_back(statistic);
        found = release.statistics.end() - 1;
      }
      place.push_back(static_cast<std::size_t>(found - release.statistics.begin()));
    }
  }
  std::reverse(places.begin(), places.end());
  // index, scales, items: as measure expects them
  std::vector<std::size_t> order(release.statistics.size()), new_place(order.size());
  for (std::size_t s = 0; s < order.size(); ++s) order[s] = s;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return release.statistics[a].family < release.statistics[b].family; });
  std::vector<Statistic> sorted;
  for (std::size_t s = 0; s < order.size(); ++s) sorted.push_back(release.statistics[order[s]]), new_place[order[s]] = s;
  release.statistics = std::move(sorted);
  for (auto& place : places)
    for (std::size_t& s : place) s = new_place[s];
  return places;
}

/// A period's figures moved to the places they have in the panel; what the period did not ask is not shown in it.
PeriodRelease moved(PeriodRelease from, const std::vector<std::size_t>& place, const Release& release) {
  PeriodRelease to = std::move(from);
  auto published = std::move(to.published);
  auto within = std::move(to.within);
  const std::size_t count = release.statistics.size();
  to.published.assign(count, {});
  to.within.assign(count, std::vector<double>(count, not_known));
  for (std::size_t s = 0; s < count; ++s) {
    to.published[s].units.resize(release.tree.size());
    const double sd = 0.225 * (release.statistics[s].max - release.statistics[s].min);
    to.within[s][s] = sd * sd;
  }
  for (std::size_t s = 0; s < place.size(); ++s) {
    to.published[place[s]] = std::move(published[s]);
    for (std::size_t t = 0; t < place.size(); ++t) to.within[place[s]][place[t]] = within[s][t];
  }
  for (ScaleQuality& quality : to.quality) quality.statistic = place[quality.statistic];
  return to;
}

Bounds bounds_of(std::span<const WaveAndRelease> waves) {
  Bounds bounds;
  bounds.periods = static_cast<std::uint32_t>(waves.size());
  for (const WaveAndRelease& wave : waves) {
    const double one = wave.question_part.cap_one / 1e4, whole = wave.question_part.cap_whole / 1e4;
    bounds.rho_one = std::max(bounds.rho_one, one);
    bounds.rho_whole = std::max(bounds.rho_whole, whole);
    bounds.total_rho_one += one;
    bounds.total_rho_whole += whole;
  }
  if (waves[0].token_part.profile == ask::WaveProfile::exact) return bounds;
  bounds.guess_one = guess_success(bounds.rho_one);
  bounds.guess_whole = guess_success(bounds.rho_whole);
  bounds.total_guess_one = guess_success(bounds.total_rho_one);
  bounds.total_guess_whole = guess_success(bounds.total_rho_whole);
  return bounds;
}

}  // namespace

Result<Release> release_of(std::span<const WaveAndRelease> waves, const ask::Catalogue* catalogue) {
  if (waves.empty()) return fail(Fault::invalid, "no released wave was given");
  std::vector<std::span<const ask::CellKey>> cells;
  for (std::size_t w = waves.size(); w-- > 0;) cells.push_back(waves[w].cells);
  KARUNA_TRY(tree, wave_tree(cells, "organisation"));

  Release release;
  release.origin = Origin::wave;
  release.tree = tree.tree;
  release.profile = profile_of(waves.back().token_part.profile);
  release.k = waves.back().token_part.k;
  std::vector<OnePeriod> periods;
  seal::Sha256 input;
  bool anything = false;
  for (const WaveAndRelease& wave : waves) {
    if ((profile_of(wave.token_part.profile) == Profile::exact) != (release.profile == Profile::exact))
      return fail(Fault::refused,
                  "waves with noise and waves without cannot stand in one report, since their figures carry different promises; report them apart");
    KARUNA_TRY(period, period_of(wave, tree, catalogue));
    anything = anything || !wave.release.atoms[0].empty();
    periods.push_back(std::move(period));
    input.add(wave.token_part.wave).add(seal::sha256(write_release(wave.release)));
  }
  if (!anything) return fail(Fault::too_few_people, "nothing may be shown: fewer than 20 ballots were counted in every wave");
  // Two waves may have the same title; a period needs a name of its own.
  for (std::size_t p = 1; p < periods.size(); ++p)
    for (std::size_t q = 0; q < p; ++q)
      if (periods[q].period.label == periods[p].period.label) periods[p].period.label += " (" + std::to_string(p + 1) + ")";
  const auto places = merge_statistics(periods, release);
  for (std::size_t p = 0; p < periods.size(); ++p) release.periods.push_back(moved(std::move(periods[p].period), places[p], release));
  release.bounds = bounds_of(waves);
  release.input_sha256 = seal::to_hex(input.finish());
  add_wave_notes(waves, release);
  return release;
}

Result<Release> release_of(std::span<const ReleasedWave> waves, const ask::Catalogue* catalogue) {
  std::vector<WaveAndRelease> parts;
  for (const ReleasedWave& read : waves) parts.push_back({read.wave.token_part, *read.wave.question_part, read.wave.cells, read.release});
  KARUNA_TRY(release, release_of(parts, catalogue));
  release.witnessed = std::all_of(waves.begin(), waves.end(), [](const ReleasedWave& read) { return read.final_signature; });
  return release;
}

}  // namespace karuna::protect
