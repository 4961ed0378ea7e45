// SPDX-License-Identifier: Apache-2.0
#include "waves/wave_close.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>
#include <optional>

#include "ask/wave/wave_folder.h"
#include "base/text.h"
#include "waves/wave_steps.h"

namespace karuna {

namespace {

constexpr std::int64_t hours_a_day = 24;

struct CloseWish : WaveWish {
  std::optional<unsigned> wait;
  unsigned threads = 0;
  bool allow_swap = false;
};

Result<ask::OpenedWave> opened(const WaveOf& of) { return ask::open_wave(of.installation.waves() / ask::hex_of(of.id), of.installation.signers()); }

/// The steps one after the other; the first that fails ends it, with its own words on stderr and its exit code.
Result<int> run_steps(const std::vector<std::pair<std::string, std::vector<std::string>>>& steps) {
  for (const auto& [user, arguments] : steps) {
    std::fflush(stdout);
    KARUNA_TRY(code, run_step(user, arguments));
    if (code != 0) return code;
  }
  return 0;
}

Result<int> close(const CloseWish& wish) {
  KARUNA_TRY(of, wave_of(wish));
  KARUNA_TRY(wave, opened(of));
  const std::string hex = ask::hex_of(of.id), folder = of.installation.folder.string();
  if (wave.state < ask::WaveState::published)
    return fail(Fault::refused, "this wave was never published, so there is nothing to close; `karuna wave status` says where it stands");
  const std::int64_t left = std::int64_t{wave.token_part.closes_ballots} - ask::this_hour();
  if (!wave.token_part.trial && left > 0)
    return fail(Fault::refused, fmt::format("ballots are open for {} more, as the signed manifest says; close the wave then. Nobody can shorten it",
                                            counted(static_cast<std::uint64_t>(left), "hour")));
  std::vector<std::pair<std::string, std::vector<std::string>>> steps;
  if (wave.state < ask::WaveState::closed) {
    steps.push_back({of.installation.desk_user, {"counts", hex, "--folder", folder}});
    steps.push_back({of.installation.door_user, {"stop", hex, "--folder", folder}});
  }
  std::vector<std::string> closing{"close", hex, "--folder", folder};
  if (wish.wait) closing.insert(closing.end(), {"--wait", std::to_string(*wish.wait)});
  if (wish.threads) closing.insert(closing.end(), {"--threads", std::to_string(wish.threads)});
  if (wish.allow_swap) closing.emplace_back("--allow-swap");
  steps.push_back({of.installation.close_user, closing});
  return run_steps(steps);
}

/// Hours since the release was signed, by the file's own time.
std::int64_t hours_since_release(const ask::OpenedWave& wave) {
  struct stat about{};
  if (stat((wave.folder / "release.server.sig").c_str(), &about) != 0) return 0;
  return (std::chrono::system_clock::to_time_t(std::chrono::system_clock::now()) - about.st_mtime) / 3600;
}

/// When what is secret of a wave may go, and must: the witness has signed the end, or the days of the manifest are over, witness or not.
Result<void> may_be_destroyed(const ask::OpenedWave& wave) {
  if (wave.state >= ask::WaveState::witnessed) return {};
  if (wave.state < ask::WaveState::released)
    return fail(Fault::refused, "this wave is not released; destroying its secrets now would make its ballots unreadable for ever");
  const std::int64_t left = std::int64_t{wave.token_part.ledger_days} * hours_a_day - hours_since_release(wave);
  if (left <= 0 || wave.token_part.trial) return {};
  return fail(Fault::refused, fmt::format("the {} has not signed the end of this wave (final.witness.sig), and {} of the {} days after its close are left; "
                                          "until then a dispute may need what would be destroyed",
                                          wave.token_part.council ? "council" : "manifest's term", counted(static_cast<std::uint64_t>(left), "hour"),
                                          wave.token_part.ledger_days));
}

Result<int> destroy(const WaveOf& of) {
  const std::string hex = ask::hex_of(of.id), folder = of.installation.folder.string();
  return run_steps({{of.installation.close_user, {"drop-secret", hex, "--folder", folder}},
                    {of.installation.door_user, {"drop-ballots", hex, "--folder", folder}},
                    {of.installation.desk_user, {"forget", hex, "--folder", folder}}});
}

Result<int> destroy_one(const WaveWish& wish) {
  KARUNA_TRY(of, wave_of(wish));
  KARUNA_TRY(wave, opened(of));
  KARUNA_CHECK(may_be_destroyed(wave));
  return destroy(of);
}

}  // namespace

void add_wave_close(CLI::App& wave, Command& run) {
  auto wish = std::make_shared<CloseWish>();
  CLI::App* closing = wave.add_subcommand("close", "Ends a wave: counts of the desk, stop of the ballots, opening, counting, release");
  add_wave_wish(*closing, *wish);
  closing->add_option("--wait", wish->wait, "Seconds to wait for the council; without it, as long as it takes")->type_name("SECONDS");
  closing->add_option("--threads", wish->threads, "Threads; the release is the same on any number")->check(CLI::Range(1, 256))->type_name("N");
  closing->add_flag("--allow-swap", wish->allow_swap, "Go on where the system does not allow all memory to be locked: opened ballots may then reach the swap");
  closing->footer(
      "Examples:\n"
      "  karuna wave close 5f0c...\n"
      "  karuna wave close 5f0c... --wait 600\n"
      "Stopped or killed, it can be run again and gives the same release. docs/close.md tells what each file says.");
  closing->callback([wish, &run] { run = [wish] { return close(*wish); }; });

  auto which = std::make_shared<WaveWish>();
  CLI::App* destroying = wave.add_subcommand("destroy", "After the end: destroys the tally half, the seed, the sealed ballots and who drew a token");
  add_wave_wish(*destroying, *which);
  destroying->footer("Examples:\n  karuna wave destroy 5f0c...\nAllowed once the council has signed the end, or the days of the manifest are over.");
  destroying->callback([which, &run] { run = [which] { return destroy_one(*which); }; });

  CLI::App* step = wave.add_subcommand("step", "One part of closing or destroying, as a process of its own")->group("");
  step->require_subcommand(1);
  add_people_steps(*step, run);
  add_ballot_steps(*step, run);
  add_closing_steps(*step, run);
}

}  // namespace karuna
