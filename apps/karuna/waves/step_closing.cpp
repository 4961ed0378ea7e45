// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <thread>

#include "ask/wave/wave_folder.h"
#include "base/progress.h"
#include "protect/close/close_wave.h"
#include "waves/wave_steps.h"

namespace karuna {

namespace {

struct CloseWish : WaveWish {
  std::optional<unsigned> wait;
  unsigned threads = 0;
  bool allow_swap = false;
};

Result<int> close(const CloseWish& wish) {
  KARUNA_TRY(of, wave_of(wish));
  protect::CloseOptions options;
  options.threads = wish.threads ? wish.threads : std::max(1U, std::thread::hardware_concurrency());
  options.wait_seconds = wish.wait;
  options.lock = wish.allow_swap ? seal::MemoryLock::as_far_as_allowed : seal::MemoryLock::required;
  options.say = [](const std::string& line) {
    fmt::print("{}\n", line);
    std::fflush(stdout);
  };
  Progress progress(stderr);
  KARUNA_TRY(closed, protect::close_wave(of.installation, of.id, options, progress));
  if (closed.released_before) {
    fmt::print("This wave was closed before; its release is in {}.\n", (of.installation.waves() / ask::hex_of(of.id)).string());
    return 0;
  }
  fmt::print("Closed: {} sealed ballots received, {} on the board ({} counted, {} withdrawn), {} replaced by their authors, {} set aside.\n", closed.received,
             closed.board, closed.counted, closed.withdrawn, closed.superseded, closed.dropped);
  fmt::print("The release is in {}; `karuna report` reads it, and anybody can check it with karuna-verify.\n",
             (of.installation.waves() / ask::hex_of(of.id)).string());
  return 0;
}

Result<int> drop_secret(const WaveWish& wish) {
  KARUNA_TRY(of, wave_of(wish));
  KARUNA_CHECK(protect::destroy_file(of.installation.closing() / (ask::hex_of(of.id) + ".secret")));
  fmt::print("The server's half of the tally key and its noise seed are gone.\n");
  return 0;
}

}  // namespace

void add_closing_steps(CLI::App& step, Command& run) {
  auto wish = std::make_shared<CloseWish>();
  CLI::App* closing = step.add_subcommand("close", "Opens, checks and counts the ballots, adds the noise, writes the release");
  add_wave_wish(*closing, *wish);
  closing->add_option("--wait", wish->wait, "Seconds to wait for the council; without it, as long as it takes")->type_name("SECONDS");
  closing->add_option("--threads", wish->threads, "Threads; the release is the same on any number")->check(CLI::Range(1, 256))->type_name("N");
  closing->add_flag("--allow-swap", wish->allow_swap, "Go on where the system does not allow all memory to be locked");
  closing->callback([wish, &run] { run = [wish] { return close(*wish); }; });
  CLI::App* dropping = step.add_subcommand("drop-secret", "Destroys the server's half of the tally key and its noise seed");
  add_wave_wish(*dropping, *wish);
  dropping->callback([wish, &run] { run = [wish] { return drop_secret(*wish); }; });
}

}  // namespace karuna
