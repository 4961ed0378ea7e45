// SPDX-License-Identifier: Apache-2.0
#include <stdexcept>

#include "base/csv_blocks.h"
#include "bench.h"

namespace karuna::bench {

std::vector<Job> file_jobs() {
  std::vector<Job> jobs;
  jobs.push_back({.name = "csv", .what = "parse a CSV of 10,000,000 rows of two integers, two threads, flat memory",
                  .prepare = [] { likert_file(); },
                  .run = [] {
                    auto table = CsvBlocks::open(likert_file());
                    if (!table) throw std::runtime_error(table.error().what);
                    const CsvColumn wanted[] = {{0, CsvKind::integer}, {1, CsvKind::integer}};
                    std::int64_t sum = 0;
                    Progress silent;
                    const auto read = table->read(wanted, 2, silent, [&](const CsvBlock& block) -> Result<void> {
                      for (std::int32_t y : block.columns[1].integers) sum += y;
                      return {};
                    });
                    if (!read) throw std::runtime_error(read.error().what);
                    return static_cast<double>(sum);
                  },
                  .repeats = 7, .goal_seconds = 0.13, .peer_job = "csv_10m", .goal_ratios = {{"fread", 2}}});
  return jobs;
}

}  // namespace karuna::bench
