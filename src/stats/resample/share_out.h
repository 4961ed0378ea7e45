// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <thread>
#include <vector>

namespace karuna::stats {

/// Calls work(from, to) for consecutive pieces of 0 .. count - 1, one piece a thread, the first on this one; returns when all are done.
///
/// Takes  threads  at least one and no more than count are used
///        work     must not throw; pieces run at the same time, so that each writes only what is its own
template <class Work>
void share_out(std::uint32_t count, std::uint32_t threads, const Work& work) {
  threads = std::clamp<std::uint32_t>(threads, 1U, std::max(count, 1U));
  std::vector<std::jthread> others;  // joined at the end
  for (std::uint32_t t = 1; t < threads; ++t)
    others.emplace_back(work, static_cast<std::uint32_t>(std::uint64_t{count} * t / threads), static_cast<std::uint32_t>(std::uint64_t{count} * (t + 1) / threads));
  work(0, count / threads);
}

}  // namespace karuna::stats
