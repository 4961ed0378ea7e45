// SPDX-License-Identifier: Apache-2.0
#include "protect/close/close_wave.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <random>
#include <thread>

#include "protect/close/blobs.h"
#include "protect/close/made_wave.h"
#include "protect/close/request.h"
#include "protect/released/head.h"
#include "protect/released/read_release.h"

namespace karuna::protect {
namespace {

namespace fs = std::filesystem;
using made_up::MadeWave;
using made_up::WaveShape;

CloseOptions quickly() {
  CloseOptions options;
  options.wait_seconds = 20;
  options.lock = seal::MemoryLock::as_far_as_allowed;
  return options;
}

MadeWave wave_of(WaveShape shape, int ballots_a_cell) {
  MadeWave made(std::move(shape));
  std::uint8_t answer = 0;
  for (const ask::CellKey& cell : made.cells)
    for (int i = 0; i < ballots_a_cell; ++i) made.put(made.ballot(made.person(cell.record.cell), {static_cast<std::uint8_t>(1 + answer++ % 5), 2, 4}));
  return made;
}

/// Every file of the public folder with its bytes.
std::map<std::string, std::string> files_of(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) files[fs::relative(entry.path(), folder).string()] = test::read_text(entry.path());
  return files;
}

/// The council's tool, as far as this room needs it: one pair for ever, its half sealed to whoever asks for that pair.
void answer_as_council(const MadeWave& made, const ask::Installation& installation, const std::function<void(std::vector<std::uint8_t>&)>& alter = {}) {
  const fs::path exchange = installation.exchange() / ask::hex_of(made.wave);
  const std::string json = read_file(exchange / "to-council" / "request.json").value();
  const Request request = read_request(json).value();
  std::vector<std::uint8_t> half;
  for (const auto part : {made.other.half.bytes(), made.other.seed.bytes(), made.other.board_nonce.bytes()}) half.insert(half.end(), part.begin(), part.end());
  if (alter) alter(half);
  std::string info = "KARUNA-HALF-v1";
  info.append(seal::text_of(made.wave));
  const auto sealed = seal::hpke_seal(request.ephemeral_pk, seal::bytes_of(info), seal::sha256(json), half).value();
  std::string bytes(seal::text_of(sealed.enc));
  bytes.append(seal::text_of(sealed.ct));
  ASSERT_TRUE(write_atomically(exchange / "from-council" / "half.sealed", bytes));
  ASSERT_TRUE(
      write_atomically(exchange / "from-council" / "request.witness.sig", seal::text_of(seal::sign_file(made.witness_key, "REQUEST", made.wave, json))));
}

void wait_for(const fs::path& file) {
  for (int i = 0; i < 500 && !fs::exists(file); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(20));
}

TEST(CloseWave, WithoutACouncilGoesThroughInOneGoAndDestroysTheSecrets) {
  const MadeWave made = wave_of({}, 12);
  const test::TemporaryFolder folder;
  const ask::Installation installation = made.install(folder.path());
  Progress silent;
  const auto closed = close_wave(installation, made.wave, quickly(), silent);
  ASSERT_TRUE(closed) << closed.error().what;
  EXPECT_EQ(closed->counted, 48U);
  const fs::path wave = installation.waves() / ask::hex_of(made.wave);
  const auto read = read_release(wave, installation.signers());
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(read->release.atoms[0].size(), 4U);
  EXPECT_FALSE(read->final_signature);
  EXPECT_FALSE(fs::exists(installation.closing() / (ask::hex_of(made.wave) + ".secret")));
  EXPECT_FALSE(fs::exists(installation.exchange() / ask::hex_of(made.wave) / "to-council" / "request.json"));
  const auto before = files_of(wave);
  const auto again = close_wave(installation, made.wave, quickly(), silent);
  ASSERT_TRUE(again) << again.error().what;
  EXPECT_TRUE(again->released_before);
  EXPECT_EQ(files_of(wave), before);
}

TEST(CloseWave, OpensOnlyWhatTheCouncilSignedFor) {
  WaveShape shape;
  shape.council = true;
  const MadeWave made = wave_of(shape, 12);
  const test::TemporaryFolder folder;
  const ask::Installation installation = made.install(folder.path());
  const fs::path exchange = installation.exchange() / ask::hex_of(made.wave), wave = installation.waves() / ask::hex_of(made.wave);
  Progress silent;

  CloseOptions short_wait = quickly();
  short_wait.wait_seconds = 1;
  auto closed = close_wave(installation, made.wave, short_wait, silent);  // nobody answers
  ASSERT_FALSE(closed);
  EXPECT_EQ(closed.error().fault, Fault::refused);
  EXPECT_NE(closed.error().what.find("did not answer"), std::string::npos) << closed.error().what;
  EXPECT_FALSE(fs::exists(wave / "request.json"));

  answer_as_council(made, installation);  // to the request of a process that is gone
  closed = close_wave(installation, made.wave, short_wait, silent);
  ASSERT_FALSE(closed);
  EXPECT_NE(closed.error().what.find("does not fit this request"), std::string::npos) << closed.error().what;

  fs::remove(exchange / "to-council" / "request.server.sig");
  std::thread wrong([&] {
    wait_for(exchange / "to-council" / "request.server.sig");
    answer_as_council(made, installation, [](std::vector<std::uint8_t>& half) { half[40] ^= 1; });  // another seed
  });
  closed = close_wave(installation, made.wave, quickly(), silent);
  wrong.join();
  ASSERT_FALSE(closed);
  EXPECT_NE(closed.error().what.find("the council's noise seed"), std::string::npos) << closed.error().what;
  EXPECT_FALSE(fs::exists(wave / "head.json"));

  fs::remove(exchange / "to-council" / "request.server.sig");
  std::thread council([&] {
    wait_for(exchange / "to-council" / "request.server.sig");
    answer_as_council(made, installation);
  });
  closed = close_wave(installation, made.wave, quickly(), silent);
  council.join();
  ASSERT_TRUE(closed) << closed.error().what;

  const auto read = read_release(wave, installation.signers());
  ASSERT_TRUE(read) << read.error().what;
  const std::string sealed = test::read_text(exchange / "to-council" / "openings.sealed");
  seal::Point enc{};
  std::copy_n(sealed.begin(), enc.size(), enc.begin());
  std::string info = "KARUNA-OPEN-v1";
  info.append(seal::text_of(made.wave));
  const auto openings = seal::hpke_open(made.witness_opens, enc, seal::bytes_of(info), {}, seal::bytes_of(std::string_view(sealed).substr(enc.size())));
  ASSERT_TRUE(openings);
  EXPECT_EQ(seal::sha256(*openings), read->head.openings_sha256);
}

TEST(CloseWave, RefusesAnotherSetOfBallotsAfterARequest) {
  MadeWave made = wave_of({}, 12);
  const test::TemporaryFolder folder;
  const ask::Installation installation = made.install(folder.path());
  const fs::path wave = installation.waves() / ask::hex_of(made.wave);
  const SealedBallots sealed = SealedBallots::from_bytes(made.blob_file(), 1).value();
  const Request request{made.wave, sealed.root(1), seal::sha256(test::read_text(wave / "counts.json")), seal::public_point(made.server.half).value()};
  const std::string json = write_request(request);
  ASSERT_TRUE(write_atomically(wave / "request.json", json));
  ASSERT_TRUE(write_atomically(wave / "request.server.sig", seal::text_of(seal::sign_file(made.server_key, "REQUEST", made.wave, json))));
  const fs::path blobs = installation.ballots() / (ask::hex_of(made.wave) + ".blobs");
  made.blobs.erase(made.blobs.begin());  // one ballot fewer
  const auto fewer = made.blob_file();
  ASSERT_TRUE(write_atomically(blobs, seal::text_of(fewer)));
  Progress silent;
  const auto closed = close_wave(installation, made.wave, quickly(), silent);
  ASSERT_FALSE(closed);
  EXPECT_EQ(closed.error().fault, Fault::refused);
  EXPECT_NE(closed.error().what.find("other ballots"), std::string::npos) << closed.error().what;
}

TEST(CloseWave, SaysWhatIsMissing) {
  const MadeWave made = wave_of({}, 6);
  const test::TemporaryFolder folder;
  const ask::Installation installation = made.install(folder.path());
  const fs::path wave = installation.waves() / ask::hex_of(made.wave);
  Progress silent;
  const auto says = [&](Fault fault, const char* words) {
    const auto closed = close_wave(installation, made.wave, quickly(), silent);
    ASSERT_FALSE(closed);
    EXPECT_EQ(closed.error().fault, fault) << closed.error().what;
    EXPECT_NE(closed.error().what.find(words), std::string::npos) << closed.error().what;
  };
  fs::rename(wave / "ballots.stop", wave / "ballots.stop.away");
  says(Fault::not_found, "ballots of this wave are not stopped");
  fs::rename(wave / "ballots.stop.away", wave / "ballots.stop");
  fs::rename(wave / "counts.server.sig", wave / "counts.away");
  says(Fault::not_found, "has not told its counts");
  fs::rename(wave / "counts.away", wave / "counts.server.sig");
  const std::string counts = test::read_text(wave / "counts.json");
  ASSERT_TRUE(write_atomically(wave / "counts.json", "[]"));
  says(Fault::invalid, "not what the server signed");
  ASSERT_TRUE(write_atomically(wave / "counts.json", counts));
  ASSERT_TRUE(write_atomically(wave / "dropped.json", "[1]"));  // made up by somebody
  says(Fault::invalid, "is not what this close makes");
  EXPECT_FALSE(fs::exists(wave / "release.server.sig"));
}

TEST(CloseWave, KilledFiftyTimesAtAnyMomentGivesTheSameBytesInTheEnd) {
  const MadeWave made = wave_of({}, 12);
  const test::TemporaryFolder folder;
  const ask::Installation installation = made.install(folder.path());
  const fs::path wave = installation.waves() / ask::hex_of(made.wave), secret = installation.closing() / (ask::hex_of(made.wave) + ".secret");
  const auto start = files_of(wave);
  const std::string secret_bytes = test::read_text(secret);
  const auto reset = [&] {
    for (const auto& entry : fs::directory_iterator(wave))
      if (!start.contains(entry.path().filename().string())) fs::remove_all(entry.path());
    ASSERT_TRUE(write_atomically(secret, secret_bytes, FileMode::owner_only));
  };
  // A child that closes, and whether it was killed; a child that ends before its moment teaches how long a whole close takes now.
  auto whole = std::chrono::microseconds(0);
  const auto close_in_a_child = [&](std::optional<std::chrono::microseconds> kill_after) {
    const auto started = std::chrono::steady_clock::now();
    const auto since = [&] { return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started); };
    const pid_t child = fork();
    if (child == 0) {
      Progress silent;
      CloseOptions options = quickly();
      options.threads = 1;
      _exit(close_wave(installation, made.wave, options, silent) ? 0 : 1);
    }
    int status = 0;
    bool ended = false;
    while (kill_after && !ended && since() < *kill_after) {
      std::this_thread::sleep_for(std::chrono::microseconds(100));
      ended = waitpid(child, &status, WNOHANG) == child;
    }
    if (kill_after && !ended) kill(child, SIGKILL);
    if (!ended) waitpid(child, &status, 0);
    if (WIFEXITED(status)) whole = whole.count() == 0 ? since() : std::min(whole, since());
    return status;
  };
  ASSERT_EQ(close_in_a_child({}), 0);
  auto expected = files_of(wave);
  for (const char* of_this_time : {"request.json", "request.server.sig"}) expected.erase(of_this_time);
  std::mt19937 random(5);
  int killed = 0;
  for (int round = 0; killed < 50 && round < 300; ++round) {
    reset();
    // One to three attempts are killed one after the other, the later ones where the files are written; then one may end.
    for (int attempt = 0; attempt <= round % 3; ++attempt) {
      std::uniform_int_distribution<std::int64_t> when(attempt == 0 ? 0 : whole.count() / 2, whole.count());
      const int status = close_in_a_child(std::chrono::microseconds(when(random)));
      killed += WIFSIGNALED(status) ? 1 : 0;
      if (fs::exists(wave / "release.server.sig")) {
        EXPECT_TRUE(read_release(wave, installation.signers()));
      }
    }
    ASSERT_EQ(close_in_a_child({}), 0) << "round " << round;
    auto files = files_of(wave);
    for (const char* of_this_time : {"request.json", "request.server.sig"}) files.erase(of_this_time);
    ASSERT_EQ(files, expected) << "round " << round;  // no leftovers either
    ASSERT_FALSE(fs::exists(secret));
  }
  EXPECT_GE(killed, 50);
}

}  // namespace
}  // namespace karuna::protect
