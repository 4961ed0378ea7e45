// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "act/groups/kept_groups.h"
#include "show/studio/background/work.h"

namespace karuna::show {

/// What a search for pods has come to. It lies in memory alone: nothing is written before somebody accepts it.
struct SearchState {
  enum class Stage { none, running, found, refused, stopped };
  Stage stage = Stage::none;
  int number = 0;                         ///< of the search; accepting names it, so that nobody accepts what they did not see
  double share = 0;                       ///< of the search that is done
  std::string body{};                     ///< JSON: the proposal, or why there is none
  std::optional<act::KeptRound> round{};  ///< what accepting would keep
};

/// One search at a time, on a thread of its own, so that sign-in and files do not wait behind it. A search works on a copy of what it needs and knows no rooms.
class GroupSearch {
 public:
  using GoOn = std::function<bool(double share)>;
  using Run = std::function<SearchState(const GoOn& go_on)>;
  GroupSearch();
  ~GroupSearch();  ///< stops what runs
  GroupSearch(const GroupSearch&) = delete;
  GroupSearch& operator=(const GroupSearch&) = delete;
  /// False: one is running already.
  bool begin(Run run);
  void stop();
  void forget();  ///< after it was accepted or laid aside
  SearchState now() const;

 private:
  struct Shared;
  std::shared_ptr<Shared> shared_;
  Work work_;  ///< last: it ends before what its tasks use
};

}  // namespace karuna::show
