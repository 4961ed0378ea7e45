// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <map>
#include <memory>

#include "ask/wave/counts.h"
#include "ask/wave/wave_folder.h"
#include "base/files.h"
#include "people/desk.h"
#include "people/people_database.h"
#include "seal/file_signature.h"
#include "waves/wave_steps.h"

namespace karuna {

namespace {

/// Step 0 (a): from now on the desk gives nothing out for this wave, whatever the clock says, and how many it gave out is written and signed.
Result<int> write_counts(const WaveWish& wish) {
  KARUNA_TRY(of, wave_of(wish));
  KARUNA_TRY(wave, ask::open_wave(of.installation.waves() / ask::hex_of(of.id), of.installation.signers()));
  KARUNA_TRY(key, ask::read_key_file(of.installation.server_key_file()));
  KARUNA_TRY(people, people::open_people(of.installation.people()));
  KARUNA_CHECK(people::close_desk(people, of.id));
  KARUNA_TRY(issued, people::issued_counts(people, of.id));
  std::map<std::pair<std::uint8_t, std::uint32_t>, std::uint32_t> by_cell;
  for (const auto& count : issued) by_cell[{count.cls, count.cell}] = count.issued;
  std::vector<ask::IssuedCount> counts;
  std::uint64_t total = 0;
  for (const ask::CellKey& cell : wave.cells) {
    counts.push_back({cell.record.cls, cell.record.cell, by_cell[{cell.record.cls, cell.record.cell}]});
    total += counts.back().issued;
  }
  const std::string json = ask::write_counts(counts);
  KARUNA_CHECK(write_atomically(wave.folder / "counts.json", json));
  KARUNA_CHECK(write_atomically(wave.folder / "counts.server.sig", seal::text_of(seal::sign_file(key, "COUNTS", of.id, json))));
  fmt::print("The desk is closed: {} tokens were drawn in {} cells.\n", total, counts.size());
  return 0;
}

Result<int> forget(const WaveWish& wish) {
  KARUNA_TRY(of, wave_of(wish));
  KARUNA_TRY(people, people::open_people(of.installation.people()));
  KARUNA_CHECK(people::close_desk(people, of.id));
  KARUNA_CHECK(people::forget_wave(people, of.id));
  fmt::print("Nothing tells any more who drew a token in this wave.\n");
  return 0;
}

}  // namespace

void add_people_steps(CLI::App& step, Command& run) {
  auto wish = std::make_shared<WaveWish>();
  CLI::App* counts = step.add_subcommand("counts", "The desk gives nothing out any more, and writes how many tokens it gave out");
  add_wave_wish(*counts, *wish);
  counts->callback([wish, &run] { run = [wish] { return write_counts(*wish); }; });
  CLI::App* forgetting = step.add_subcommand("forget", "Deletes who drew a token");
  add_wave_wish(*forgetting, *wish);
  forgetting->callback([wish, &run] { run = [wish] { return forget(*wish); }; });
}

}  // namespace karuna
