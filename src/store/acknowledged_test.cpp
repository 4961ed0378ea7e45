// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <random>

#include "store/database.h"
#include "store/server_lock.h"

namespace karuna::store {
namespace {

namespace fs = std::filesystem;

constexpr Migration steps[] = {{"001_first", "create table thing(name blob primary key) without rowid"}, {"002_more", "create table other(name blob primary key) without rowid"}};

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
  fs::path folder_;
};

TEST_F(Store, WhatWasAcknowledgedSurvivesAKill) {
  std::mt19937 dice(1);
  std::int64_t acknowledged = 0;
  for (int round = 0; round < 25; ++round) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) {
      auto database = open();
      for (std::int64_t i = 0; database && i < 100'000; ++i) {
        if (!(*database)->write("add", add((std::int64_t{round} << 32) + i))) _exit(2);
        const char one = 1;
        if (::write(ends[1], &one, 1) != 1) _exit(3);
      }
      _exit(0);
    }
    close(ends[1]);
    usleep(static_cast<useconds_t>(5'000 + dice() % 25'000));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    std::array<char, 65536> told{};
    for (ssize_t got = 0; (got = ::read(ends[0], told.data(), told.size())) > 0;) acknowledged += got;
    close(ends[0]);
  }
  auto database = open();
  ASSERT_TRUE(database) << database.error().what;
  EXPECT_GT(acknowledged, 25) << "too little was written to show anything";
  const auto there = count(**database);
  EXPECT_GE(there, acknowledged);
  EXPECT_LE(there, acknowledged + 25) << "at most one write a round was on its way";
}

TEST_F(Store, ABodyThatFailsHarmsNoOther) {
  auto database = open();
  ASSERT_TRUE(database);
  std::vector<std::future<Result<void>>> outcomes;
  for (int i = 0; i < 40; ++i) {
    auto told = std::make_shared<std::promise<Result<void>>>();
    outcomes.push_back(told->get_future());
    const auto body = add(i);
    (*database)->write_later("add", [body, i](Transaction& tx) -> Result<void> {
      KARUNA_CHECK(body(tx));
      if (i % 4 == 0) return fail(Fault::refused, "not this one");
      return {};
    }, [told](Result<void> done) { told->set_value(std::move(done)); });
  }
  for (int i = 0; i < 40; ++i) EXPECT_EQ(outcomes[static_cast<std::size_t>(i)].get().has_value(), i % 4 != 0);
  EXPECT_EQ(count(**database), 30);
}

TEST_F(Store, WhatWasDeletedIsInNoFile) {
  auto database = open();
  ASSERT_TRUE(database);
  ASSERT_TRUE((*database)->write("add", add(0x77)));
  const std::string needle(56, '\x77');
  const auto found = [&] {
    for (const auto& entry : fs::directory_iterator(folder_)) {
      std::ifstream file(entry.path(), std::ios::binary);
      if (std::string((std::istreambuf_iterator<char>(file)), {}).find(needle) != std::string::npos) return true;
    }
    return false;
  };
  ASSERT_TRUE(found());
  ASSERT_TRUE((*database)->write("delete", [](Transaction& tx) -> Result<void> {
    KARUNA_TRY(rows, tx.run("delete from thing"));
    (void)rows;
    return {};
  }));
  ASSERT_TRUE((*database)->forget());
  EXPECT_FALSE(found());
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
    EXPECT_TRUE(fs::exists(folder_ / "a.sqlite.before-002_more"));
  }
  const auto older = open(1);
  ASSERT_FALSE(older);
  EXPECT_EQ(older.error().fault, Fault::refused);
  constexpr Migration changed[] = {{"001_first", "create table thing(name text primary key)"}, steps[1]};
  const auto other = open_database({.file = folder_ / "a.sqlite", .deleted = Deleted::as_usual, .migrations = changed, .readers = 1});
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().fault, Fault::refused);
}

TEST_F(Store, AFullDiskLosesNothing) {
  const pid_t child = fork();
  if (child == 0) {
    auto database = open();
    if (!database || !(*database)->write("add", add(1))) _exit(2);
    signal(SIGXFSZ, SIG_IGN);
    const rlimit little{200'000, 200'000};
    setrlimit(RLIMIT_FSIZE, &little);
    for (std::int64_t i = 2; i < 20'000; ++i)
      if (!(*database)->write("add", add(i))) _exit(0);
    _exit(3);
  }
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_EQ(WEXITSTATUS(status), 0) << "the disk did not fill up, or the first write failed";
  auto database = open();
  ASSERT_TRUE(database) << database.error().what;
  EXPECT_GT(count(**database), 0);
  EXPECT_TRUE((*database)->write("add", add(1'000'000))) << "it does not go on once there is room";
}

TEST_F(Store, TwoServersOnOneFolderAreRefused) {
  auto first = ServerLock::take(folder_);
  ASSERT_TRUE(first);
  const auto second = ServerLock::take(folder_);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().fault, Fault::refused);
}

TEST_F(Store, AFileThatIsNoDatabaseIsNamed) {
  std::ofstream(folder_ / "a.sqlite") << "this is no database at all, only some text that is long enough to be looked at as one by whoever opens it";
  const auto database = open();
  ASSERT_FALSE(database);
  EXPECT_NE(database.error().what.find("a.sqlite"), std::string::npos) << database.error().what;
}

}  // namespace
}  // namespace karuna::store
