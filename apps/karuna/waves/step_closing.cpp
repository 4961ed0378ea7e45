// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <thread>

#include "ask/wave/wave_folder.h"
#include "base/file_descriptor.h"
#include "base/progress.h"
#include "protect/close/close_wave.h"
#include "seal/ed25519.h"
#include "waves/wave_steps.h"

namespace karuna {

namespace {

struct CloseWish : WaveWish {
  std::optional<unsigned> wait;
  unsigned threads = 0;
  bool allow_swap = false, handed_over = false;
};

/// The server's key and the sealed ballots, as `karuna wave close` opened them for a user who may not.
Result<void> take_what_was_handed_over(protect::CloseOptions& options) {
  seal::Digest seed{};
  std::array<char, 33> bytes{};
  const FileDescriptor key(first_handed_over);  // closed when it has been read
  KARUNA_TRY(got, read_some(key.get(), bytes.data(), bytes.size(), "the server's key"));
  if (got != seed.size()) return fail(Fault::invalid, "the server's key has " + std::to_string(got) + " bytes instead of 32");
  std::copy_n(bytes.begin(), seed.size(), seed.begin());
  options.server_key = seal::signing_key(seed);
  seal::wipe(seed);
  seal::wipe({reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()});
  options.blobs_descriptor = first_handed_over + 1;
  return {};
}

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
  if (wish.handed_over) KARUNA_CHECK(take_what_was_handed_over(options));
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
  closing->add_flag("--handed-over", wish->handed_over, "The server's key and the sealed ballots are open as descriptors 3 and 4")->group("");
  closing->callback([wish, &run] { run = [wish] { return close(*wish); }; });
  CLI::App* dropping = step.add_subcommand("drop-secret", "Destroys the server's half of the tally key and its noise seed");
  add_wave_wish(*dropping, *wish);
  dropping->callback([wish, &run] { run = [wish] { return drop_secret(*wish); }; });
}

}  // namespace karuna
