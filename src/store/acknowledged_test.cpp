// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "store/database.h"
#include "store/server_lock.h"

namespace karuna::store {
namespace {

namespace fs = std::filesystem;

constexpr Migration steps[] = {
    {"001_first",
     "create table thing(name blob primary key) without rowid; "
     "create table pair(number integer not null, half text not null, filling blob not null, primary key(number, half)) without rowid"},
    {"002_more", "create table other(name blob primary key) without rowid"}};

class Store : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("karuna-store-" + std::to_string(getpid()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  Result<std::unique_ptr<Database>> open(std::size_t count = 1) {
    return open_database({.file = folder_ / "a.sqlite", .deleted = Deleted::overwritten, .migrations = std::span(steps, count), .readers = 1});
  }
  static std::function<Result<void>(Transaction&)> add(std::int64_t number) {
    return [number](Transaction& tx) -> Result<void> {
      Blob name(64, static_cast<std::uint8_t>(number));
      for (int b = 0; b < 8; ++b) name[static_cast<std::size_t>(b)] = static_cast<std::uint8_t>(number >> (8 * b));
      const std::array<Value, 1> values{name};
      KARUNA_TRY(rows, tx.run("insert into thing(name) values(?1)", values));
      (void)rows;
      return {};
    };
  }
  std::int64_t count(Database& database) {
    std::int64_t found = -1;
    EXPECT_TRUE(database.read("count", [&](Transaction& tx) -> Result<void> {
      KARUNA_TRY(rows, tx.query("select count(*) from thing"));
      found = rows[0].integer(0);
      return {};
    }));
    return found;
  }
  bool in_some_file(const std::string& needle) const {
    for (const auto& entry : fs::directory_iterator(folder_)) {
      std::ifstream file(entry.path(), std::ios::binary);
      if (std::string((std::istreambuf_iterator<char>(file)), {}).find(needle) != std::string::npos) return true;
    }
    return false;
  }
  fs::path folder_;
};

/// Writes pairs until it is killed, from several threads, so that commits are of several bodies; says the number of each pair once it is acknowledged.
void write_pairs(Database& database, std::int64_t first, int say) {
  const auto pair = [](std::int64_t number) {
    return [number](Transaction& tx) -> Result<void> {
      for (const char* half : {"left", "right"}) {
        const std::array<Value, 3> values{number, std::string(half), Blob(3000, static_cast<std::uint8_t>(number))};
        KARUNA_TRY(rows, tx.run("insert into pair(number, half, filling) values(?1, ?2, ?3)", values));
        if (rows != 1) return fail(Fault::internal, "not written");
      }
      return {};
    };
  };
  std::atomic<std::int64_t> next{first};
  std::vector<std::jthread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (std::int64_t number = next++; number < first + 100'000; number = next++) {
        if (!database.write("add a pair", pair(number))) _exit(2);
        if (::write(say, &number, sizeof number) != sizeof number) _exit(3);
      }
    });
}

TEST_F(Store, WhatWasAcknowledgedSurvivesAKill) {
  std::mt19937 dice(1);
  std::set<std::int64_t> acknowledged;
  for (int round = 0; round < 25; ++round) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) {
      auto database = open();
      if (!database) _exit(4);
      write_pairs(**database, std::int64_t{round} * 1'000'000, ends[1]);
      _exit(0);
    }
    close(ends[1]);
    // Most are killed while they write, however slow this machine is today; every fifth while it opens the database that the last one left.
    std::int64_t number = 0;
    if (round % 5 != 4) {
      ASSERT_EQ(::read(ends[0], &number, sizeof number), static_cast<ssize_t>(sizeof number)) << "the child ended before it wrote anything";
      acknowledged.insert(number);
    }
    usleep(static_cast<useconds_t>(dice() % 30'000));
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself with " << WEXITSTATUS(status);
    while (::read(ends[0], &number, sizeof number) == sizeof number) acknowledged.insert(number);
    close(ends[0]);
  }
  auto database = open();
  ASSERT_TRUE(database) << database.error().what;
  EXPECT_GE(acknowledged.size(), 20U);
  std::map<std::int64_t, int> there;
  ASSERT_TRUE((*database)->read("all", [&](Transaction& tx) -> Result<void> {
    KARUNA_TRY(sound, tx.query("pragma integrity_check"));
    EXPECT_EQ(sound[0].text(0), "ok");
    return tx.each("select number, filling from pair", {}, [&](const Row& row) {
      EXPECT_EQ(row.blob(1), Blob(3000, static_cast<std::uint8_t>(row.integer(0))));
      ++there[row.integer(0)];
      return true;
    });
  }));
  for (const std::int64_t number : acknowledged) EXPECT_TRUE(there.contains(number)) << number << " was acknowledged and is gone";
  for (const auto& [number, halves] : there) EXPECT_EQ(halves, 2) << number << " is half there";
}

TEST_F(Store, ABodyThatFailsHarmsNoOther) {
  auto database = open();
  ASSERT_TRUE(database);
  std::vector<std::future<Result<void>>> outcomes;
  for (int i = 0; i < 40; ++i) {
    auto told = std::make_shared<std::promise<Result<void>>>();
    outcomes.push_back(told->get_future());
    const auto body = add(i);
    (*database)->write_later(
        "add",
        [body, i](Transaction& tx) -> Result<void> {
          KARUNA_CHECK(body(tx));
          if (i % 4 == 0) return fail(Fault::refused, "not this one");
          return {};
        },
        [told](Result<void> done) { told->set_value(std::move(done)); });
  }
  for (int i = 0; i < 40; ++i) EXPECT_EQ(outcomes[static_cast<std::size_t>(i)].get().has_value(), i % 4 != 0);
  EXPECT_EQ(count(**database), 30);
}

TEST_F(Store, WhatWasDeletedIsInNoFile) {
  auto database = open();
  ASSERT_TRUE(database);
  ASSERT_TRUE((*database)->write("add", add(0x77)));
  const std::string needle(56, '\x77');
  ASSERT_TRUE(in_some_file(needle));
  ASSERT_TRUE((*database)->write("delete", [](Transaction& tx) -> Result<void> {
    KARUNA_TRY(rows, tx.run("delete from thing"));
    (void)rows;
    return {};
  }));
  ASSERT_TRUE((*database)->forget());
  EXPECT_FALSE(in_some_file(needle));
}

TEST_F(Store, ForgettingIsNoSuccessWhileSomebodyStillReadsWhatWasThere) {
  auto database = open(), other = open();  // as the desk and a command beside it
  ASSERT_TRUE(database && other);
  ASSERT_TRUE((*database)->write("add", add(0x77)));
  std::promise<void> reads, enough;
  std::jthread reader([&] {
    EXPECT_TRUE((*other)->read("read slowly", [&](Transaction& tx) -> Result<void> {
      KARUNA_TRY(rows, tx.query("select count(*) from thing"));
      EXPECT_EQ(rows[0].integer(0), 1);
      reads.set_value();
      enough.get_future().wait();
      return {};
    }));
  });
  reads.get_future().wait();
  ASSERT_TRUE((*database)->write("delete", [](Transaction& tx) -> Result<void> {
    KARUNA_TRY(rows, tx.run("delete from thing"));
    EXPECT_EQ(rows, 1);
    return {};
  }));
  const auto too_early = (*database)->forget();  // waits ten seconds for the reader
  EXPECT_FALSE(too_early) << "what is still in the log was said to be gone";
  if (!too_early) {
    EXPECT_EQ(too_early.error().fault, Fault::unwritable) << too_early.error().what;
  }
  enough.set_value();
  reader.join();
  ASSERT_TRUE((*database)->forget());
  EXPECT_FALSE(in_some_file(std::string(56, '\x77')));
}

TEST_F(Store, MovesForwardAfterABackupAndNeverBack) {
  {
    auto database = open();
    ASSERT_TRUE(database && (*database)->write("add", add(1)));
  }
  {
    auto database = open(2);
    ASSERT_TRUE(database) << database.error().what;
    EXPECT_EQ(count(**database), 1);
  }
  {
    // The backup is a whole database as it was: of one step, with what was in it.
    auto before = open_database({.file = folder_ / "a.sqlite.before-002_more", .deleted = Deleted::as_usual, .migrations = std::span(steps, 1), .readers = 1});
    ASSERT_TRUE(before) << before.error().what;
    EXPECT_EQ(count(**before), 1);
  }
  const auto older = open(1);
  ASSERT_FALSE(older);
  EXPECT_EQ(older.error().fault, Fault::refused);
  constexpr Migration changed[] = {{"001_first", "create table thing(name text primary key)"}, steps[1]};
  const auto other = open_database({.file = folder_ / "a.sqlite", .deleted = Deleted::as_usual, .migrations = changed, .readers = 1});
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().fault, Fault::refused);
  const auto as_it_was = open(2);
  ASSERT_TRUE(as_it_was) << as_it_was.error().what;
  EXPECT_EQ(count(**as_it_was), 1) << "a refusal touched it";
}

TEST_F(Store, WhatIsForgottenIsInNoBackup) {
  {
    auto database = open();
    ASSERT_TRUE(database && (*database)->write("add", add(0x5ca1ab1e)));
  }
  const auto files_with_it = [&] {
    // The name of thing 0x5ca1ab1e: its eight bytes, the lowest first, then 56 times the lowest.
    const std::string name = std::string("\x1e\xab\xa1\x5c\0\0\0\0", 8) + std::string(56, '\x1e');
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator(folder_)) {
      std::ifstream in(entry.path(), std::ios::binary);
      const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
      count += bytes.find(name) != std::string::npos;
    }
    return count;
  };
  auto database = open(2);
  ASSERT_TRUE(database) << database.error().what;
  EXPECT_EQ(files_with_it(), 2U) << "the database and the backup from before the step";
  ASSERT_TRUE((*database)->write("delete", [](Transaction& tx) -> Result<void> {
    KARUNA_TRY(rows, tx.run("delete from thing", {}));
    (void)rows;
    return {};
  }));
  ASSERT_TRUE((*database)->forget());
  EXPECT_EQ(files_with_it(), 0U);
  EXPECT_TRUE(fs::exists(folder_ / "a.sqlite"));
}

TEST_F(Store, AStepThatFailsLeavesItAsItWas) {
  {
    auto database = open();
    ASSERT_TRUE(database && (*database)->write("add", add(1)));
  }
  constexpr Migration broken[] = {steps[0], {"002_broken", "create table half(name blob primary key); insert into nowhere values(1)"}};
  const auto failed = open_database({.file = folder_ / "a.sqlite", .deleted = Deleted::as_usual, .migrations = broken, .readers = 1});
  ASSERT_FALSE(failed);
  EXPECT_NE(failed.error().what.find("it is as it was"), std::string::npos) << failed.error().what;
  auto database = open(2);
  ASSERT_TRUE(database) << database.error().what;
  EXPECT_EQ(count(**database), 1);
  EXPECT_FALSE((*database)->read("look", [](Transaction& tx) -> Result<void> {
    KARUNA_TRY(rows, tx.query("select * from half"));
    return rows.empty() ? Result<void>() : Result<void>();
  })) << "half of the step is there";
}

TEST_F(Store, AFullDiskLosesNothing) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const pid_t child = fork();
  if (child == 0) {
    auto database = open();
    if (!database || !(*database)->write("add", add(1))) _exit(2);
    signal(SIGXFSZ, SIG_IGN);
    const rlimit little{200'000, 200'000};
    setrlimit(RLIMIT_FSIZE, &little);
    std::int64_t written = 1;
    for (std::int64_t i = 2; i < 20'000; ++i, ++written) {
      const auto done = (*database)->write("add", add(i));
      if (done) continue;
      if (done.error().fault != Fault::unwritable) _exit(4);
      const auto again = (*database)->write("add", add(i));  // still full, still an error, still alive
      if (::write(ends[1], &written, sizeof written) != sizeof written) _exit(5);
      _exit(again ? 6 : 0);
    }
    _exit(3);
  }
  close(ends[1]);
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_TRUE(WIFEXITED(status));
  ASSERT_EQ(WEXITSTATUS(status), 0) << "2 the first write failed, 3 the disk did not fill up, 4 another fault than unwritable, 6 it was not full any more";
  std::int64_t acknowledged = 0;
  ASSERT_EQ(::read(ends[0], &acknowledged, sizeof acknowledged), static_cast<ssize_t>(sizeof acknowledged));
  close(ends[0]);
  auto database = open();
  ASSERT_TRUE(database) << database.error().what;
  EXPECT_GT(acknowledged, 10);
  EXPECT_EQ(count(**database), acknowledged) << "as many as were acknowledged, and nothing of those that were refused";
  EXPECT_TRUE((*database)->write("add", add(1'000'000))) << "it does not go on once there is room";
}

TEST_F(Store, TwoServersOnOneFolderAreRefused) {
  auto first = ServerLock::take(folder_);
  ASSERT_TRUE(first);
  const auto second = ServerLock::take(folder_);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().fault, Fault::refused);
  // The system lets go of it when the holder dies, however it dies.
  {
    const auto let_go = *std::move(first);
  }
  const pid_t child = fork();
  if (child == 0) {
    const auto held = ServerLock::take(folder_);
    kill(getpid(), SIGKILL);
    _exit(held ? 0 : 1);
  }
  waitpid(child, nullptr, 0);
  EXPECT_TRUE(ServerLock::take(folder_));
}

TEST_F(Store, AFileThatIsNoDatabaseIsNamed) {
  std::ofstream(folder_ / "a.sqlite") << "this is no database at all, only some text that is long enough to be looked at as one by whoever opens it";
  const auto database = open();
  ASSERT_FALSE(database);
  EXPECT_NE(database.error().what.find("a.sqlite"), std::string::npos) << database.error().what;
}

}  // namespace
}  // namespace karuna::store
