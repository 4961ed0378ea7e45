// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "act/pods/members.h"
#include "base/dates.h"
#include "base/result.h"

namespace karuna::act {

/// Somebody who helps new people find their way: culture carrier. They said yes, and how many at a time.
struct Carrier {
  std::uint32_t person = 0;
  unsigned places = 2;                  ///< at most 3
  bool consents = false, recovering = false;
  std::vector<std::string> prefers{};   ///< ids of new people, the first choice first; only used for stable pairs
};

struct PairInput {
  Members members;                      ///< everybody, with managers, sites, hours, languages
  std::vector<std::uint32_t> hires;
  std::vector<Carrier> carriers;
  Pairs exclusions{};                   ///< confidential, as with pods
  unsigned minutes = 60;                ///< that both have free in a week
  double distance = 0.5;                ///< how different the work of the two should be: 0 the same, 1 nothing shared
};

enum class PairWay { best_total, stable };

struct PairOptions {
  PairWay way = PairWay::best_total;
  bool backups = false;                 ///< a second carrier for each, where one is left
};

struct PairAnswer {
  struct Line {
    std::uint32_t hire = 0;
    std::optional<std::uint32_t> carrier{}, backup{};   ///< position in PairInput::carriers
    int fit = 0;                        ///< 0 to 100
    std::string why{};                  ///< in words: what they share, or why nobody was found
  };
  std::vector<Line> lines;
  std::size_t without = 0;
  std::vector<unsigned> load;           ///< by carrier
  int fit = 0;                          ///< sum over lines
  // Both ways side by side: what stability costs.
  int fit_of_best = 0, fit_of_stable = 0;
  std::size_t without_in_stable = 0;
  std::size_t blocking = 0;             ///< pairs that would both rather have each other than what this answer gives them
};

/// Carriers from the columns carrier (yes), places (1 to 3, 2 where nothing stands), consents (yes), recovering (yes), and new people from the column hire (yes)
/// of one table that also holds what read_members reads.
/// Fails  invalid  places beyond 3, somebody both new and carrier, nobody of one kind
Result<PairInput> read_pairs(const std::filesystem::path& file);

/// Gives each new person one carrier: never a manager or somebody they lead within two steps, never a confidential pair, somebody with a common hour, who said yes
/// and is not recovering. Of all such pairings with the fewest left out, the one with the best fit less the load of carriers (1, 3, 7 for each next person).
/// Stable: the pairing that no two would leave for each other, best for the new people.
Result<PairAnswer> assign_pairs(const PairInput& input, const PairOptions& options);

/// People who start in one week.
struct Cohort {
  int week = 0;
  std::uint32_t hires = 0;
};

struct GrowthPlan {
  struct Week {
    int week = 0;
    std::uint32_t hires = 0, accompanied = 0, carriers_needed = 0, carriers_there = 0, train_by_now = 0;
  };
  std::vector<Week> weeks;
  std::uint32_t most_needed = 0, to_train = 0;
};

/// How many carriers must have been trained by which week: each takes `places` at a time and is free again after `weeks_each` weeks.
/// Takes   cohorts  in any order; carriers there from the start; weeks that training takes
/// Gives   for every week the smallest whole number of carriers that carries the load, and how many of them must have begun training by then
/// Fails   invalid  places or weeks_each of 0, negative weeks
Result<GrowthPlan> plan_growth(const std::vector<Cohort>& cohorts, std::uint32_t carriers, unsigned places, unsigned weeks_each, unsigned training_weeks);

}  // namespace karuna::act
