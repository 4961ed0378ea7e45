// SPDX-License-Identifier: Apache-2.0
#include "noise_model.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace karuna::privacy {

double rho_of_one_answer(const std::string& profile) { return profile == "strict" ? 0.025 : 0.10; }
double rho_of_a_ballot(const std::string& profile) { return profile == "strict" ? 0.70 : 2.8; }

double best_guess(double rho) { return 0.5 * std::erfc(-std::sqrt(2 * rho) / 2 / std::sqrt(2.0)); }

PublicNoise noise_of(const Organisation& organisation, const std::string& profile, const std::string& measure, bool items) {
  double in_index = 0, scales_squared = 0;
  for (const ScaleLine& scale : organisation.scales) {
    const auto size = static_cast<double>(scale.questions.size());
    if (!scale.dimension.empty()) in_index += size;
    scales_squared += size * size;
  }
  // Every question stands once in the index, once in its scale and once by itself; answers move by 4 points at most, squared 16.
  const double whole[3] = {16 * in_index * in_index, 16 * scales_squared, 16 * static_cast<double>(organisation.questions.size())};
  const double share_one[3] = {15, 25, 60}, share_whole[3] = {50, 25, 25};
  const bool present[3] = {in_index > 0, true, items};
  double all_one = 0, all_whole = 0;
  for (int family = 0; family < 3; ++family)
    if (present[family]) all_one += share_one[family], all_whole += share_whole[family];
  const int family = measure == "index"                                                                                                            ? 0
                     : std::any_of(organisation.scales.begin(), organisation.scales.end(), [&](const auto& scale) { return scale.id == measure; }) ? 1
                                                                                                                                                   : 2;
  const bool moments = items && in_index >= 4 && organisation.people.size() >= 300;  // the matrix of second moments takes 30 %
  const double part = moments ? 0.7 : 1.0;
  const double one = 16 / (2 * rho_of_one_answer(profile) * part * share_one[family] / all_one);
  const double ballot = whole[family] / (2 * rho_of_a_ballot(profile) * part * share_whole[family] / all_whole);
  const double variance = std::ceil(std::max(one, ballot) - 1e-9);  // in points squared
  return {4 * variance, std::ceil(0.09 * variance - 1e-9)};
}

Sums KnownAnswers::behind(const Row& row) {
  std::vector<Sums>& cells = cells_[row.measure];
  if (cells.empty()) {
    const std::vector<int> entries = entries_of(organisation_, row.measure);
    cells.resize(organisation_.units.size());
    for (const Person& person : organisation_.people)
      for (std::size_t q = 0; q < entries.size(); ++q) {
        Sums& sums = cells[person.unit];
        sums.most += std::abs(entries[q]);
        if (entries[q] == 0 || person.answers[q] == skipped) continue;
        sums.N += std::abs(entries[q]);
        sums.T += entries[q] * (2 * person.answers[q] - 6);
      }
  }
  Sums sums;
  for (std::size_t cell : row.cells) {
    sums.T += cells[cell].T;
    sums.N += cells[cell].N;
    sums.most += cells[cell].most;
  }
  return sums;
}

Sums KnownAnswers::with_answer(Sums sums, const Row& row, std::size_t person, std::size_t question, int answer) const {
  const int entry = entries_of(organisation_, row.measure)[question], before = organisation_.people[person].answers[question];
  if (before != skipped) sums.T -= entry * (2 * before - 6), sums.N -= std::abs(entry);
  if (answer != skipped) sums.T += entry * (2 * answer - 6), sums.N += std::abs(entry);
  return sums;
}

double log_chance(const Row& row, const Sums& sums, const PublicNoise& noise) {
  constexpr double middle = 3, slack = 1e-9;
  if (noise.variance_T == 0) {  // exact: the figure is the mean itself, as finely as it was printed
    const double off = std::max(0.0, std::abs(row.mean - middle - sums.T / (2 * sums.N)) - row.step);
    return -1e9 * off * off;
  }
  // The figure is middle + T' / (2 N'), rounded, with noisy T' and N'; the product keeps N' between 2 standard deviations and its possible maximum.
  const double sd_N = std::sqrt(noise.variance_N);
  double chance = 0, weights = 0;
  for (double N = std::floor(sums.N - 8 * sd_N); N <= sums.N + 8 * sd_N; ++N) {
    const double weight = std::exp(-(N - sums.N) * (N - sums.N) / (2 * noise.variance_N));
    const double kept = std::min(sums.most, std::max({1.0, 2 * sd_N, N}));
    weights += weight;
    const double low = std::ceil(2 * kept * (row.mean - row.step - middle) - slack), high = std::floor(2 * kept * (row.mean + row.step - middle) + slack);
    for (double T = low; T <= high; ++T) chance += weight * std::exp(-(T - sums.T) * (T - sums.T) / (2 * noise.variance_T));
  }
  return chance > 0 ? std::log(chance / weights) : -1e3;
}

}  // namespace karuna::privacy
