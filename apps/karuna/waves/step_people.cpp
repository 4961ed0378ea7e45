// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "ask/wave/counts.h"
#include "people/audit.h"
#include "people/desk.h"
#include "people/people_database.h"
#include "waves/wave_steps.h"

namespace karuna {

namespace {

/// Step 0 (a): from now on the desk gives nothing out for this wave, whatever the clock says. How many it gave out goes to the output, for the operator
/// to sign; this process needs no right to anything but people/.
Result<int> tell_counts(const WaveWish& wish) {
  KARUNA_TRY(of, wave_of(wish));
  KARUNA_TRY(people, people::open_people(of.installation.people()));
  KARUNA_CHECK(people::close_desk(people, of.id));
  KARUNA_TRY(issued, people::issued_counts(people, of.id));
  std::vector<ask::IssuedCount> counts;
  for (const auto& count : issued) counts.push_back({count.cls, count.cell, count.issued});
  fmt::print("{}\n", ask::write_counts(counts));
  return 0;
}

Result<int> forget(const WaveWish& wish) {
  KARUNA_TRY(of, wave_of(wish));
  KARUNA_TRY(people, people::open_people(of.installation.people()));
  KARUNA_CHECK(people::close_desk(people, of.id));
  KARUNA_CHECK(people::forget_wave(people, of.id));
  KARUNA_CHECK(people::note_in_audit(people, {"karuna wave destroy", "server", "wave.destroyed", ask::hex_of(of.id)}, ask::this_hour()));
  fmt::print("Nothing tells any more who drew a token in this wave.\n");
  return 0;
}

}  // namespace

void add_people_steps(CLI::App& step, Command& run) {
  auto wish = std::make_shared<WaveWish>();
  CLI::App* counts = step.add_subcommand("counts", "The desk gives nothing out any more, and says how many tokens it gave out");
  add_wave_wish(*counts, *wish);
  counts->callback([wish, &run] { run = [wish] { return tell_counts(*wish); }; });
  CLI::App* forgetting = step.add_subcommand("forget", "Deletes who drew a token");
  add_wave_wish(*forgetting, *wish);
  forgetting->callback([wish, &run] { run = [wish] { return forget(*wish); }; });
}

}  // namespace karuna
