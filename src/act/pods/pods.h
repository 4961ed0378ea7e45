// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "act/pods/members.h"
#include "base/result.h"
#include "base/said.h"

namespace karuna::act {

/// Below this no pod is formed, whatever anybody asks for: in a smaller one everybody knows who said what.
inline constexpr std::uint32_t smallest_pod = 5;

/// What holds in every pod. Nothing here is ever relaxed without somebody changing it.
struct PodRules {
  std::uint32_t least = 5, most = 7;
  std::uint32_t most_per_department = 2;   ///< 0: no such rule
  unsigned chain_steps = 2;                ///< nobody with a manager of theirs up to so many steps above; at least 1
  unsigned minutes = 60;                   ///< a stretch that all members have free in the week
  Pairs together{};
  Pairs exclusions{};                      ///< confidential: in no output, log or error
};

/// What is wished for, and how much. Weights are in units of the difference between two people who share nothing (1).
struct PodWishes {
  double department = 1, level = 1, site = 1, role = 1, tenure = 1;   ///< shares of a difference
  double novelty = 10;       ///< for meeting again somebody one was with in the last round; halves every `novelty_half_life` rounds
  double novelty_half_life = 3;
  double contact = 2;        ///< for the pair that has most to do with each other anyhow; less for others, by the logarithm of times
  double load = 0.1;         ///< for the squared distance of a pod's load from the mean of pods
  double levels = 0.5;       ///< for each level missing to `levels_wanted`
  std::uint32_t levels_wanted = 3;
};

struct PodInput {
  Members members;
  PodRules rules;
  PodWishes wishes;
  std::vector<PastPod> history{};
  std::map<std::pair<std::uint32_t, std::uint32_t>, double> contacts{};
};

struct Pod {
  std::vector<std::uint32_t> people;       ///< by number in PodInput::members, rising
  std::vector<std::size_t> starts{};       ///< half hours at which everybody is free long enough; empty: nobody gave hours
  std::uint32_t levels = 0, departments = 0;
  int load = 0;
  std::uint32_t met_before = 0;            ///< pairs who shared a pod in an earlier round
};

/// What one rule amounts to in an answer.
struct RuleLine {
  std::string rule, asks, state;           ///< "at most 2 of a department", "kept in all 50 pods"
};

struct PodAnswer {
  std::vector<Pod> pods;
  int round = 1;
  double value = 0, bound = 0, gap = 0;    ///< gap: at most this share better is possible
  bool proven_best = false;
  std::uint64_t seed = 0;
  double difference = 0;                   ///< mean difference between two members of a pod, 0 to 1
  double difference_of_all = 0;            ///< of two people picked from everybody
  double contact = 0, contact_of_all = 0;  ///< share of pairs who had to do with each other before, in pods and among all
  std::uint32_t repeats = 0;               ///< pairs together now who were together before
  double load_low = 0, load_high = 0;      ///< lightest and heaviest pod
  std::uint32_t pods_short_of_levels = 0;
  std::vector<RuleLine> rules;
};

struct PodOptions {
  std::uint64_t seed = 1;
  double effort = 1;                       ///< 1: some three quarters of a second for 300 people
  std::function<bool(double)> go_on{};     ///< told the share that is done; false stops
};

/// Who takes part, by number.
std::vector<std::uint32_t> participants(const PodInput& input);

/// Pods that keep every rule.
/// Fails   invalid         rules that cannot be: sizes below smallest_pod, least above most
///         too_few_people  fewer take part than a pod needs
///         refused         no pods keep every rule: the words name the rules in the way and the smallest ways out (see explain_pods)
///         interrupted     stopped before anything was found
Result<PodAnswer> form_pods(const PodInput& input, const PodOptions& options);

/// Several rounds, each with the ones before as its history.
Result<std::vector<PodAnswer>> rotate_pods(PodInput input, const PodOptions& options, int rounds);

/// A rule that cannot be kept, as counting alone shows.
struct Obstacle {
  std::string words;       ///< "department: "Nursing" has 5 people; 2 pods with at most 1 each take 2"
  Said said;
};

/// One way out where no pods keep every rule.
struct WayOut {
  std::string rule;        ///< "department", "common hour", "reporting line", "size", "together", "confidential"
  std::string words;       ///< what would have to change
  Said said;
  std::uint32_t amount = 0;///< how much of it: members above the cap, members who cannot come ...
  bool enough = false;     ///< pods were found that way
};

struct Explanation {
  bool possible = false;
  bool certain = false;                ///< proven; else the search found none, and there may be some
  std::vector<Obstacle> because;       ///< rules that cannot be kept, by counting alone
  std::vector<WayOut> ways;            ///< each alone is enough, the smallest first
};

/// Why no pods keep every rule, and the smallest changes that would make it possible. Says so where they do.
Result<Explanation> explain_pods(const PodInput& input, const PodOptions& options);

struct Repair {
  PodAnswer answer;
  std::vector<std::uint32_t> moved, joined;
  std::size_t left = 0;                ///< who was in a pod and is no longer
  std::size_t dissolved = 0;           ///< pods that became too small and were shared out
};

/// Mends pods after people came and went, moving at most `most_moved` of those who stay (share of them).
/// Takes   pods  as they were, ids that are gone already left out
/// Fails   refused  the rules cannot be kept with so few moves; the words say how many would do
Result<Repair> repair_pods(const PodInput& input, const std::vector<PastPod>& pods, std::size_t left, double most_moved, const PodOptions& options);

}  // namespace karuna::act
