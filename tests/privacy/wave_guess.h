// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <functional>
#include <span>
#include <vector>

namespace karuna::privacy {

inline constexpr std::size_t levels = 5;
using Chances = std::array<double, levels>;  ///< of the answers 1 to 5

/// Somebody left between two waves. The attacker guesses what they had answered in the first, from the sums of their group in both.
/// Everybody answers by the same chances; who stays gives the same answer again with chance `persist`, otherwise a fresh one.
/// The attacker knows all this and nobody's answer, and guesses the answer with the largest chance: no guess can be right more often.
class LeaverGuess {
 public:
  /// `others`: how many people of the group stay.
  LeaverGuess(const Chances& prior, double persist, std::size_t others);

  /// The chances of the leaver's answer, given how likely each total of the group would make the figures of the first wave and of the second.
  ///
  /// Takes   first(total) with the leaver, total of others + 1 answers of 1 to 5; second(total) without
  Chances posterior(const std::function<double(int)>& first, const std::function<double(int)>& second) const;

 private:
  Chances prior_;
  int others_;
  std::vector<double> joint_;  ///< chance of totals (first, second) of those who stay, counted from 0: others x 4 + 1 each way
};

/// What anybody could gain: the chance of a right guess when everybody else's answers are known and the answer itself is seen through Gaussian noise
/// that costs rho between the ends 1 and 5. Whoever knows less cannot guess better (data processing).
double best_guess_of_five(const Chances& prior, double rho);

}  // namespace karuna::privacy
