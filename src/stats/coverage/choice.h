// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "stats/coverage/coverage.h"

namespace karuna::stats {

/// Who is chosen, what is covered, and what one more or one fewer would change.
class Choice {
 public:
  explicit Choice(const CoverageProblem& problem) : p_(problem), count_(problem.need.size(), 0), in_(problem.covers.size(), 0) {
    if (!p_.group.empty()) of_group_.assign(*std::max_element(p_.group.begin(), p_.group.end()) + std::size_t{1}, 0);
  }

  std::int64_t adds(std::uint32_t candidate) const {
    std::int64_t sum = 0;
    for (const auto e : p_.covers[candidate]) sum += count_[e] < p_.need[e] ? p_.weight[e] : 0;
    return sum;
  }
  std::int64_t loses(std::uint32_t candidate) const {
    std::int64_t sum = 0;
    for (const auto e : p_.covers[candidate]) sum += count_[e] <= p_.need[e] ? p_.weight[e] : 0;
    return sum;
  }
  bool may_add(std::uint32_t candidate) const {
    if (in_[candidate] || chosen_.size() >= p_.most) return false;
    if (!p_.group.empty() && of_group_[p_.group[candidate]] >= p_.most_per_group) return false;
    return p_.marked.empty() || !p_.marked[candidate] || marked_ < p_.most_marked;
  }
  void add(std::uint32_t candidate) {
    value_ += adds(candidate);
    for (const auto e : p_.covers[candidate]) ++count_[e];
    book(candidate, 1);
    chosen_.push_back(candidate);
  }
  void remove(std::uint32_t candidate) {
    value_ -= loses(candidate);
    for (const auto e : p_.covers[candidate]) --count_[e];
    book(candidate, -1);
    std::erase(chosen_, candidate);
  }
  bool has(std::uint32_t candidate) const { return in_[candidate] != 0; }
  std::size_t size() const { return chosen_.size(); }
  std::int64_t value() const { return value_; }
  const std::vector<std::uint32_t>& chosen() const { return chosen_; }

 private:
  void book(std::uint32_t candidate, int sign) {
    in_[candidate] = sign > 0 ? 1 : 0;
    if (!p_.group.empty()) of_group_[p_.group[candidate]] += static_cast<std::uint32_t>(sign);
    if (!p_.marked.empty() && p_.marked[candidate]) marked_ += static_cast<std::size_t>(sign);
  }
  const CoverageProblem& p_;
  std::vector<std::uint32_t> count_, of_group_, chosen_;
  std::vector<std::uint8_t> in_;
  std::size_t marked_ = 0;
  std::int64_t value_ = 0;
};

}  // namespace karuna::stats
