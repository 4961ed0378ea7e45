// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "organisation.h"
#include "published.h"

namespace karuna::privacy {

/// What everybody may know about the noise: it follows from what a survey declares. Computed here again from the published rule, by code that
/// shares nothing with the product's.
struct PublicNoise {
  double variance_T = 0;  ///< of a sum, in half-points squared
  double variance_N = 0;  ///< of the number of answers in it
};

/// What one answer, and one whole ballot, may cost (zCDP rho) in one period of a profile.
double rho_of_one_answer(const std::string& profile);
double rho_of_a_ballot(const std::string& profile);

/// The best guess between two values, by somebody who knows everything else: Phi(sqrt(2 rho) / 2).
double best_guess(double rho);

/// Noise of a measure ("index", a scale's id, a question's code) in an organisation that publishes index, scales and, if `items`, questions.
PublicNoise noise_of(const Organisation& organisation, const std::string& profile, const std::string& measure, bool items = true);

/// Exact sums behind a printed figure: T centred and turned, in half-points, and the number of answers.
struct Sums {
  double T = 0, N = 0;
  double most = 0;  ///< number of answers if nobody skipped
};

/// Everybody's answers, as the worst attacker knows them (of all but one person), added up by cell so that many figures can be looked at.
class KnownAnswers {
 public:
  explicit KnownAnswers(const Organisation& organisation) : organisation_(organisation) {}
  Sums behind(const Row& row);
  /// How the sums of a figure change when a person's answer to a question becomes `answer`.
  Sums with_answer(Sums sums, const Row& row, std::size_t person, std::size_t question, int answer) const;

 private:
  const Organisation& organisation_;
  std::map<std::string, std::vector<Sums>> cells_;  ///< by measure, by cell
};

/// Logarithm of the chance of the printed figure, if the exact sums were these. With variance 0 the figure is compared as it stands.
double log_chance(const Row& row, const Sums& sums, const PublicNoise& noise);

}  // namespace karuna::privacy
