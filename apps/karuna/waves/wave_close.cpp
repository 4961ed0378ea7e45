// SPDX-License-Identifier: Apache-2.0
#include "waves/wave_close.h"

#include <fmt/format.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>

#include "ask/wave/counts.h"
#include "ask/wave/wave_folder.h"
#include "base/file_descriptor.h"
#include "base/files.h"
#include "base/text.h"
#include "seal/file_signature.h"
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

/// Step 0 (a). The counts as the desk's process tells them, one for each cell of the manifest, signed here: only the operator holds the server's key.
Result<int> write_counts(const WaveOf& of, const ask::OpenedWave& wave, const seal::SigningKey& server_key) {
  std::string said;
  KARUNA_TRY(code, run_step(of.installation.desk_user, {"counts", ask::hex_of(of.id), "--folder", of.installation.folder.string()}, {}, &said));
  if (code != 0) return code;
  KARUNA_TRY(told, ask::read_counts_of_desk(trimmed(said)));
  std::map<std::pair<std::uint8_t, std::uint32_t>, std::uint32_t> by_cell;
  for (const auto& count : told) by_cell[{count.cls, count.cell}] = count.issued;
  std::vector<ask::IssuedCount> counts;
  std::uint64_t total = 0;
  for (const ask::CellKey& cell : wave.cells) {
    counts.push_back({cell.record.cls, cell.record.cell, by_cell[{cell.record.cls, cell.record.cell}]});
    total += counts.back().issued;
  }
  const std::string json = ask::write_counts(counts);
  KARUNA_CHECK(write_atomically(wave.folder / "counts.json", json));
  KARUNA_CHECK(write_atomically(wave.folder / "counts.server.sig", seal::text_of(seal::sign_file(server_key, "COUNTS", of.id, json))));
  fmt::print("The desk is closed: {} drawn in {}.\n", counted(total, "token"), counted(counts.size(), "cell"));
  return 0;
}

/// Step 0 (b): ballots.stop tells every process that ballots are over; then the door's own process writes what it holds.
Result<int> stop_ballots(const WaveOf& of, const ask::OpenedWave& wave) {
  if (!wave.stopped) KARUNA_CHECK(write_atomically(wave.folder / "ballots.stop", ""));
  return run_step(of.installation.door_user, {"stop", ask::hex_of(of.id), "--folder", of.installation.folder.string()});
}

/// As root, with a user for the close: the folders it writes to are its own while it runs, and root's again afterwards.
class LentFolders {
 public:
  LentFolders(const std::string& user, std::vector<std::filesystem::path> folders) : folders_(std::move(folders)) {
    const passwd* to = geteuid() == 0 && !user.empty() ? getpwnam(user.c_str()) : nullptr;
    if (!to) folders_.clear();
    for (const auto& folder : folders_) lent_ = ::chown(folder.c_str(), to->pw_uid, to->pw_gid) == 0 && lent_;
  }
  ~LentFolders() {
    std::error_code error;
    for (const auto& folder : folders_) {
      give_back(folder);
      for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, error)) give_back(entry.path());
    }
  }
  LentFolders(const LentFolders&) = delete;
  LentFolders& operator=(const LentFolders&) = delete;
  bool lent() const { return lent_; }

 private:
  void give_back(const std::filesystem::path& path) { lent_ = ::lchown(path.c_str(), 0, 0) == 0 && lent_; }
  std::vector<std::filesystem::path> folders_;
  bool lent_ = true;
};

/// Steps 0 (c) to 4, in the closing process. What its user may not open is opened here and handed over.
Result<int> open_and_count(const WaveOf& of, const ask::OpenedWave& wave, const CloseWish& wish) {
  const std::string hex = ask::hex_of(of.id);
  std::vector<std::string> closing{"close", hex, "--folder", of.installation.folder.string(), "--handed-over"};
  if (wish.wait) closing.insert(closing.end(), {"--wait", std::to_string(*wish.wait)});
  if (wish.threads) closing.insert(closing.end(), {"--threads", std::to_string(wish.threads)});
  if (wish.allow_swap) closing.emplace_back("--allow-swap");
  std::vector<int> handed_over;
  KARUNA_TRY(key, open_to_read(of.installation.server_key_file()));
  handed_over.push_back(key.get());
  FileDescriptor blobs;
  if (wave.state < ask::WaveState::released) {
    KARUNA_TRY(opened_blobs, open_to_read(of.installation.ballots() / (hex + ".blobs")));
    blobs = std::move(opened_blobs);
    handed_over.push_back(blobs.get());
  }
  const LentFolders folders(of.installation.close_user, {wave.folder, of.installation.exchange() / hex / "to-council"});
  if (!folders.lent())
    return fail(Fault::unwritable,
                "the folder of this wave could not be given to the user " + in_quotes(of.installation.close_user) + " for the time of the close");
  return run_step(of.installation.close_user, closing, handed_over);
}

Result<int> close(const CloseWish& wish) {
  KARUNA_TRY(of, wave_of(wish));
  KARUNA_TRY(wave, opened(of));
  if (wave.state < ask::WaveState::published)
    return fail(Fault::refused, "this wave was never published, so there is nothing to close; `karuna wave status` says where it stands");
  const std::int64_t left = std::int64_t{wave.token_part.closes_ballots} - ask::this_hour();
  if (!wave.token_part.trial && left > 0)
    return fail(Fault::refused, fmt::format("ballots are open for {} more, as the signed manifest says; close the wave then. Nobody can shorten it",
                                            counted(static_cast<std::uint64_t>(left), "hour")));
  if (wave.state < ask::WaveState::closed) {
    KARUNA_TRY(server_key, ask::read_key_file(of.installation.server_key_file()));
    KARUNA_TRY(counts_code, write_counts(of, wave, server_key));
    if (counts_code != 0) return counts_code;
    KARUNA_TRY(stop_code, stop_ballots(of, wave));
    if (stop_code != 0) return stop_code;
  }
  std::fflush(stdout);
  return open_and_count(of, wave, wish);
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

/// Whether something secret of a wave is still there. Who drew a token is not looked at: only the desk's process opens that file, and it forgets in the same step.
bool has_secrets(const WaveOf& of) {
  std::error_code error;
  const std::string hex = ask::hex_of(of.id);
  return std::filesystem::exists(of.installation.closing() / (hex + ".secret"), error) ||
         std::filesystem::exists(of.installation.ballots() / (hex + ".blobs"), error);
}

/// Every wave of which nothing may be kept any longer; for a timer. A trial goes when somebody says so. What cannot be done for one wave is told and does
/// not keep the others waiting.
Result<int> destroy_due(const WaveWish& wish) {
  KARUNA_TRY(installation, ask::read_installation(wish.folder));
  std::size_t gone = 0, failed = 0;
  for (const auto& [name, wave] : ask::open_waves(installation.waves(), installation.signers())) {
    if (!wave) {
      fmt::print(stderr, "karuna: {}: {}. Whether its secrets are due cannot be told\n", name, wave.error().what);
      ++failed;
      continue;
    }
    if (wave->token_part.trial || !may_be_destroyed(*wave)) continue;
    const WaveOf of{installation, wave->token_part.wave};
    const bool held = has_secrets(of);
    const auto code = destroy(of);
    if (!code) fmt::print(stderr, "karuna: {}: {}\n", name, code.error().what);
    if (!code || *code != 0)
      ++failed;
    else if (held)
      ++gone, fmt::print("{} destroyed\n", name);
  }
  if (gone == 0 && failed == 0) fmt::print("No wave is due.\n");
  return failed == 0 ? 0 : 1;
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

  struct DestroyWish : WaveWish {
    bool due = false;
  };
  auto which = std::make_shared<DestroyWish>();
  CLI::App* destroying = wave.add_subcommand("destroy", "After the end: destroys the tally half, the seed, the sealed ballots and who drew a token");
  add_wave_wish(*destroying, *which)->required(false);
  destroying->add_flag("--due", which->due, "Every wave whose end the council has signed, or whose days are over; for a timer");
  destroying->footer(
      "Examples:\n  karuna wave destroy 5f0c...\n  karuna wave destroy --due\nAllowed once the council has signed the end, or the days of the manifest are "
      "over.");
  destroying->callback([which, &run] { run = [which] { return which->due ? destroy_due(*which) : destroy_one(*which); }; });

  CLI::App* step = wave.add_subcommand("step", "One part of closing or destroying, as a process of its own")->group("");
  step->require_subcommand(1);
  add_people_steps(*step, run);
  add_ballot_steps(*step, run);
  add_closing_steps(*step, run);
}

}  // namespace karuna
