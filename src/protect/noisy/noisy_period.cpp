// SPDX-License-Identifier: Apache-2.0
#include "protect/noisy/noisy_period.h"

#include <algorithm>
#include <cmath>

#include "protect/in_parallel.h"
#include "protect/noisy/released_moments.h"
#include "stats/whole_sums.h"

namespace karuna::protect {

namespace {

/// Exact sums of one question by atom of the index partition, the finest.
struct QuestionSums {
  std::vector<std::int64_t> T, N;
};

QuestionSums sums_of(const Wave& wave, const Question& question) {
  const Partition& finest = wave.partitions[0];
  QuestionSums sums{std::vector<std::int64_t>(finest.atoms.size(), 0), std::vector<std::int64_t>(finest.atoms.size(), 0)};
  std::vector<std::uint8_t> answered;
  const std::vector<std::int16_t> codes = centred_codes(wave, question, 1, &answered);
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const std::uint32_t atom = finest.atom_of_cell[wave.unit[i]];
    sums.T[atom] += codes[i];
    sums.N[atom] += answered[i];
  }
  return sums;
}

std::vector<std::int64_t> exact_moments(const Wave& wave, const Declared& index) {
  const std::size_t J = index.members.size();
  std::vector<std::vector<std::int16_t>> columns(J);
  in_parallel(wave.plan.threads, J,
              [&](std::size_t j) { columns[j] = centred_codes(wave, wave.declaration.questions[index.members[j].question], index.members[j].sign, nullptr); });
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (std::size_t a = 0; a < J; ++a)
    for (std::size_t b = a; b < J; ++b) pairs.emplace_back(a, b);
  std::vector<std::int64_t> moments(pairs.size());
  in_parallel(wave.plan.threads, pairs.size(),
              [&](std::size_t p) { moments[p] = stats::dot_of_small(columns[pairs[p].first].data(), columns[pairs[p].second].data(), wave.rows.size()); });
  return moments;
}

}  // namespace

std::uint32_t columns_of(const Declaration& declaration, bool with_moments) {
  auto columns = static_cast<std::uint32_t>(2 * declaration.statistics.size());
  if (with_moments) {
    const auto J = static_cast<std::uint32_t>(declaration.statistics[0].members.size());
    columns += J * (J + 1) / 2;
  }
  return columns;
}

NoisySums draw_noisy_sums(const Wave& wave, const NoisePlan& noise, const NoiseSource& source, NoisePlace place) {
  const auto& statistics = wave.declaration.statistics;
  const Partition& finest = wave.partitions[0];
  NoisySums out;
  out.T.resize(statistics.size());
  out.N.resize(statistics.size());
  if (finest.atoms.empty()) return out;

  std::vector<QuestionSums> questions(wave.declaration.questions.size());
  in_parallel(wave.plan.threads, questions.size(), [&](std::size_t q) { questions[q] = sums_of(wave, wave.declaration.questions[q]); });
  std::array<std::vector<std::uint32_t>, 3> atom_of_finest;
  for (std::size_t f = 0; f < 3; ++f)
    for (const Atom& atom : finest.atoms)
      atom_of_finest[f].push_back(wave.partitions[f].atoms.empty() ? no_atom : wave.partitions[f].atom_of_cell[finest.cells[atom.first_cell].value]);

  for (std::size_t s = 0; s < statistics.size(); ++s) {
    const auto family = static_cast<std::size_t>(statistics[s].statistic.family);
    const std::size_t atoms = wave.partitions[family].atoms.size();
    out.T[s].assign(atoms, 0);
    out.N[s].assign(atoms, 0);
    if (atoms == 0) continue;
    for (const Member& member : statistics[s].members)
      for (std::size_t a = 0; a < finest.atoms.size(); ++a) {
        out.T[s][atom_of_finest[family][a]] += member.sign * questions[member.question].T[a];
        out.N[s][atom_of_finest[family][a]] += questions[member.question].N[a];
      }
  }

  constexpr std::size_t piece = 512;  // draws a task
  struct Task {
    std::int64_t* values;
    std::size_t first, last;
    std::uint32_t column;
    std::uint64_t sigma2;
  };
  std::vector<Task> tasks;
  const auto add = [&](std::vector<std::int64_t>& values, std::uint32_t column, std::uint64_t sigma2) {
    for (std::size_t at = 0; at < values.size(); at += piece)
      tasks.push_back({values.data(), at, std::min(at + piece, values.size()), place.first_column + column, sigma2});
  };
  for (std::uint32_t s = 0; s < statistics.size(); ++s) {
    add(out.T[s], 2 * s, noise.sigma2_T[s]);
    add(out.N[s], 2 * s + 1, noise.sigma2_N[s]);
  }
  if (noise.moments.present) {
    out.moments = exact_moments(wave, statistics[0]);
    for (std::uint32_t m = 0; m < out.moments.size(); ++m)
      tasks.push_back({out.moments.data() + m, 0, 1, place.first_column + static_cast<std::uint32_t>(2 * statistics.size()) + m, noise.sigma2_moments});
  }
  in_parallel(wave.plan.threads, tasks.size(), [&](std::size_t t) {
    const Task& task = tasks[t];
    for (std::size_t rank = task.first; rank < task.last; ++rank)
      task.values[rank] += source.draw(task.column * place.cells_count + static_cast<std::uint32_t>(rank), task.sigma2);
  });
  return out;
}

void publish_noisy(const Wave& wave, const NoisePlan& noise, const NoisySums& sums, PeriodRelease& period) {
  const auto& statistics = wave.declaration.statistics;
  period.published.resize(statistics.size());
  in_parallel(wave.plan.threads, statistics.size(), [&](std::size_t s) {
    const Statistic& statistic = statistics[s].statistic;
    const Partition& partition = wave.partition_of(statistic);
    Published& published = period.published[s];
    const double items = statistic.items, range = statistic.max - statistic.min;
    const double point = range / statistics[s].range;  // points a step of the sum
    const double sd_N = std::sqrt(static_cast<double>(noise.sigma2_N[s]));
    published.groups.reserve(partition.atoms.size());
    for (std::uint32_t a = 0; a < partition.atoms.size(); ++a) {
      Group group = group_of(wave.sheets.tree, partition, std::span(&a, 1));
      // The number of answers is at most items x ballots, which is public; near 0 the variance says how little is known.
      const double most = items * group.ballots;
      const double N = std::min(most, std::max({1.0, 2 * sd_N, static_cast<double>(sums.N[s][a])}));
      const double centred = point * static_cast<double>(sums.T[s][a]) / (2 * N);
      group.answers = N / items;
      group.mean = (statistic.min + statistic.max) / 2 + centred;
      group.noise_variance =
          (point * point * static_cast<double>(noise.sigma2_T[s]) / 4 + centred * centred * static_cast<double>(noise.sigma2_N[s])) / (N * N);
      published.groups.push_back(std::move(group));
    }
    published.units = wave.standings[wave.family_of(statistic)];
  });
  spread_and_quality_from_moments(wave, noise, sums, period);
}

}  // namespace karuna::protect
