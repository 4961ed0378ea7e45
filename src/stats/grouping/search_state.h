// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "stats/grouping/problem.h"

namespace karuna::stats {

/// Groups while they are being searched: every group holds exactly `most` places, taken by people or by empty chairs, so that moving somebody is
/// swapping with a chair. Gains are whole numbers (scaled), so that what is added up step by step equals what is added up from scratch.
/// Sizes hold at all times; the other rules are counted, and their counts weigh in what a swap is worth.
class SearchState {
 public:
  static constexpr std::size_t lanes = 8;
  using Lanes = std::int32_t __attribute__((vector_size(32)));

  explicit SearchState(const GroupingProblem& problem, GroupRule tolerated = GroupRule::none);

  /// Takes a grouping whose sizes hold. Chairs fill what is left.
  void set(std::span<const std::uint32_t> groups);
  Groups groups() const { return {group_.begin(), group_.begin() + static_cast<std::ptrdiff_t>(people_)}; }

  std::size_t people() const { return people_; }
  std::size_t places() const { return places_; }
  std::uint32_t group_of(std::size_t place) const { return group_[place]; }
  double scale() const { return scale_; }           ///< value() / scale() is the value of the grouping
  std::int64_t value() const { return value_; }
  std::uint32_t broken() const { return broken_; }  ///< rules that must hold
  std::uint32_t tolerated() const { return tolerated_broken_; }
  std::int64_t energy() const { return value_ - weight_ * broken_ - tolerated_weight_ * tolerated_broken_; }

  /// What one broken rule costs, in scaled gain.
  void weigh(std::int64_t broken, std::int64_t tolerated);

  struct Change {
    std::int64_t value = 0;
    std::int32_t broken = 0, tolerated = 0;
  };
  /// Whether two places may be swapped at all: different groups, not two chairs, sizes hold.
  bool may_swap(std::size_t a, std::size_t b) const;
  Change change(std::size_t a, std::size_t b) const;
  std::int64_t worth(const Change& change) const { return change.value - weight_ * change.broken - tolerated_weight_ * change.tolerated; }
  void swap(std::size_t a, std::size_t b, const Change& change);

  /// Places whose swap with somebody may be worth more than minus their threshold: bit k stands for place `from` + k.
  struct Candidates {
    std::size_t from = 0;
    unsigned bits = 0;   ///< 0: no such place is left
  };
  /// The first such places for `a` from `from` on (a multiple of `lanes`). Never misses one; those that it names need change().
  Candidates candidates(std::size_t a, std::size_t from, const std::int32_t* thresholds) const;

 private:
  struct Cap {
    std::vector<std::uint32_t> kind;   // by person
    std::uint32_t kinds = 0, most = 0;
    std::vector<std::uint16_t> count;  // group x kind
  };
  struct GroupParts {
    std::uint32_t apart = 0, split = 0, above = 0, shortage = 0;
  };
  bool holds(GroupRule rule) const { return rule != tolerated_; }
  void read_rules();
  void count_in(std::size_t person, std::uint32_t group, int sign);
  void count_again(std::uint32_t group);
  std::uint32_t shortage_after(std::uint32_t group, std::size_t leaves, std::size_t joins) const;
  double spread(std::uint32_t group, double more) const;
  double load(std::size_t place) const { return place < people_ && !problem_.load.empty() ? problem_.load[place] : 0; }
  int variety_change(std::uint32_t group, std::size_t leaves, std::size_t joins) const;
  void refresh_own();
  void refresh_slack(std::uint32_t group);
  bool adjacent(const std::vector<std::uint64_t>& bits, std::size_t a, std::size_t b) const {
    return !bits.empty() && ((bits[(a * people_ + b) >> 6] >> ((a * people_ + b) & 63)) & 1) != 0;
  }
  const std::int32_t* row(std::size_t place) const { return &gain_[(place < people_ ? place : people_) * width_]; }

  const GroupingProblem& problem_;
  GroupRule tolerated_;
  std::size_t people_, groups_, places_ = 0, width_ = 0;
  bool rules_ = false;
  double scale_ = 1;
  std::int64_t weight_ = 0, tolerated_weight_ = 0, value_ = 0;
  std::uint32_t broken_ = 0, tolerated_broken_ = 0;
  std::vector<std::int32_t> gain_;    // (people + a row of chairs) x width, scaled
  std::vector<std::int32_t> from_;    // group x width: what a place would gain there
  std::vector<std::int32_t> own_;     // by place: what it gains where it is, less what its group could gain from rules
  std::vector<std::uint32_t> group_;  // by place
  std::vector<std::uint32_t> row_of_group_;   // by place: where the row of its group begins in from_
  std::vector<std::uint32_t> chairs_;
  std::vector<std::int32_t> slack_;   // by group
  std::vector<std::vector<std::uint32_t>> apart_, together_;
  std::vector<std::uint64_t> apart_bits_, together_bits_;
  std::vector<std::uint16_t> apart_in_, together_in_;   // group x people: such partners there
  std::vector<Cap> caps_;
  std::size_t slots_ = 0;             // padded to 16
  std::vector<std::uint8_t> can_, can_in_;              // person x slot, group x slot
  std::vector<std::vector<std::uint32_t>> members_;     // people of each group
  std::vector<double> load_in_;
  double mean_load_ = 0, largest_load_ = 0;
  std::size_t kinds_ = 0;
  std::vector<std::uint16_t> kind_in_;
  std::vector<std::uint32_t> distinct_;
  std::vector<GroupParts> parts_;
};

}  // namespace karuna::stats
