// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "answer/send.h"

namespace karuna {

/// Many people at once, for rehearsals and tests: slips are files 1.json, 2.json, ... in the order of the links.
struct ManyTold {
  std::size_t done = 0, refused = 0;
  std::string first_error;
};

/// Takes   links  CSV with a column link (`karuna people links`)
Result<ManyTold> draw_many(const answer::Server& server, const ask::WaveId& wave, const std::filesystem::path& links, const std::filesystem::path& slips, unsigned threads);
/// Takes   answers  CSV with columns slip (its number) and answers ("1 5 3 ..." or "withdraw")
Result<ManyTold> send_many(const answer::Server& server, const ask::WaveId& wave, const std::filesystem::path& slips, const std::filesystem::path& answers, unsigned threads);

}  // namespace karuna
