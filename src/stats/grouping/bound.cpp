// SPDX-License-Identifier: Apache-2.0
#include "stats/grouping/bound.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <functional>

#include "stats/grouping/sizes.h"

namespace karuna::stats {
namespace {

constexpr std::size_t most_for_mirror = 1500;

/// The most pairs that groups within their sizes can hold.
double most_pairs(const std::vector<std::uint32_t>& sizes) {
  double pairs = 0;
  for (const double s : sizes) pairs += s * (s - 1) / 2;
  return pairs;
}

double partners_bound(const GroupingProblem& problem) {
  const std::size_t n = problem.people;
  const std::uint32_t largest = *std::max_element(problem.most.begin(), problem.most.end());
  std::vector<double> row;
  double bound = 0;
  for (std::size_t i = 0; i < n; ++i) {
    row.clear();
    for (std::size_t j = 0; j < n; ++j)
      if (j != i) row.push_back(std::max(0.0, problem.gain[i * n + j]));
    const auto partners = static_cast<std::ptrdiff_t>(std::min<std::size_t>(largest - 1, row.size()));
    std::partial_sort(row.begin(), row.begin() + partners, row.end(), std::greater<>());
    for (std::ptrdiff_t r = 0; r < partners; ++r) bound += row[static_cast<std::size_t>(r)] / 2;
  }
  return bound;
}

double pairs_bound(const GroupingProblem& problem, double pairs) {
  std::vector<double> gains;
  for (std::size_t i = 0; i < problem.people; ++i)
    for (std::size_t j = i + 1; j < problem.people; ++j)
      if (problem.gain[i * problem.people + j] > 0) gains.push_back(problem.gain[i * problem.people + j]);
  const auto count = std::min(gains.size(), static_cast<std::size_t>(pairs));
  std::partial_sort(gains.begin(), gains.begin() + static_cast<std::ptrdiff_t>(count), gains.end(), std::greater<>());
  double sum = 0;
  for (std::size_t k = 0; k < count; ++k) sum += gains[k];
  return sum;
}

/// Let B = -P D P / 2 with P = I - 1/n. Were B without negative eigenvalues, D would be squared distances of points, and the gains inside a group of s
/// would add up to s x (squares around the group's centre) <= s x (squares around the centre of all). With least eigenvalue -v, D + 2 v (1 - I) is such.
double mirror_bound(const GroupingProblem& problem, const std::vector<std::uint32_t>& sizes, double fewest_pairs) {
  const auto n = static_cast<Eigen::Index>(problem.people);
  const Eigen::Map<const Eigen::MatrixXd> distances(problem.gain.data(), n, n);
  Eigen::MatrixXd centred = -0.5 * distances;
  const Eigen::VectorXd rows = centred.rowwise().mean();
  const double all = rows.mean();
  centred.colwise() -= rows;
  centred.rowwise() -= rows.transpose();
  centred.array() += all;
  const double least = Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(centred, Eigen::EigenvaluesOnly).eigenvalues().minCoeff();
  const double shift = std::max(0.0, -least) * (1 + 1e-9);
  std::vector<double> squares;
  for (Eigen::Index i = 0; i < n; ++i) squares.push_back(centred(i, i) + shift * (1 - 1 / static_cast<double>(n)));
  std::sort(squares.begin(), squares.end(), std::greater<>());
  std::vector<std::uint32_t> places;
  for (const auto size : sizes) places.insert(places.end(), size, size);
  std::sort(places.rbegin(), places.rend());
  double bound = 0;
  for (std::size_t k = 0; k < std::min(places.size(), squares.size()); ++k) bound += places[k] * squares[k];
  return bound - 2 * shift * fewest_pairs;
}

}  // namespace

double grouping_bound(const GroupingProblem& problem) {
  const auto pairs = [](std::uint32_t s) { return s * (s - 1.0) / 2; };
  const auto largest = best_sizes(problem, pairs, 1), smallest = best_sizes(problem, [&](std::uint32_t s) { return -pairs(s); }, 1);
  double bound = partners_bound(problem);
  if (largest.empty()) return bound;
  bound = std::min(bound, pairs_bound(problem, most_pairs(largest[0])));
  // Where sizes can vary, the places come from the largest sizes there are, and the shift is paid for the fewest pairs.
  if (problem.people <= most_for_mirror && problem.people > 2) {
    std::vector<std::uint32_t> sizes = largest == smallest ? largest[0] : problem.most;
    bound = std::min(bound, mirror_bound(problem, sizes, most_pairs(smallest[0])));
  }
  return bound;
}

}  // namespace karuna::stats
