// SPDX-License-Identifier: Apache-2.0
#include "show/studio/groups/search.h"

#include <atomic>

namespace karuna::show {

struct GroupSearch::Shared {
  std::mutex mutex;
  SearchState state;
  std::atomic<bool> stop = false;
};

GroupSearch::GroupSearch() : shared_(std::make_shared<Shared>()) {}
GroupSearch::~GroupSearch() { shared_->stop = true; }

bool GroupSearch::begin(Run run) {
  const std::lock_guard lock(shared_->mutex);
  if (shared_->state.stage == SearchState::Stage::running) return false;
  const int number = shared_->state.number + 1;
  const bool taken = work_.add([shared = shared_, run = std::move(run), number] {
    SearchState found = run([&](double share) {
      const std::lock_guard progress(shared->mutex);
      shared->state.share = share;
      return !shared->stop;
    });
    found.number = number;
    const std::lock_guard done(shared->mutex);
    if (shared->stop) found = {.stage = SearchState::Stage::stopped, .number = number};
    shared->state = std::move(found);
  });
  if (!taken) return false;
  shared_->stop = false;
  shared_->state = {.stage = SearchState::Stage::running, .number = number};
  return true;
}

void GroupSearch::stop() { shared_->stop = true; }

void GroupSearch::forget() {
  const std::lock_guard lock(shared_->mutex);
  if (shared_->state.stage != SearchState::Stage::running) shared_->state = {.number = shared_->state.number};
}

SearchState GroupSearch::now() const {
  const std::lock_guard lock(shared_->mutex);
  return shared_->state;
}

}  // namespace karuna::show
