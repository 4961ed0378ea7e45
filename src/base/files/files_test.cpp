// SPDX-License-Identifier: Apache-2.0
#include "base/files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>

#include "shared.h"

namespace karuna {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (!entry.is_directory()) names.push_back(entry.path().lexically_relative(folder).string());
  return names;
}

template <typename T>
std::string words(const Result<T>& result) { return result ? "no error" : result.error().what; }

/// A disk that is full after `bytes`: the operating system refuses to let a file grow further.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) {
    before_handler_ = std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, before_handler_);
  }

 private:
  rlimit before_{};
  void (*before_handler_)(int) = SIG_DFL;
};

TEST(Files, are_read_whole_within_a_limit) {
  const test::TemporaryFolder folder;
  const auto file = folder.write("a.txt", std::string(200'000, 'x'));
  EXPECT_EQ(read_file(file)->size(), 200'000U);
  EXPECT_EQ(read_file(file, 200'000)->size(), 200'000U);
  EXPECT_THAT(words(read_file(file, 1000)), HasSubstr("is larger than 1,000 bytes"));
  EXPECT_EQ(read_file(folder.path()).error().fault, Fault::unreadable);
  EXPECT_THAT(words(read_file(folder.path())), HasSubstr("is a folder; a file was expected"));
  EXPECT_EQ(read_file(folder.path() / "none").error().fault, Fault::not_found);
  EXPECT_THAT(words(read_file("/dev/zero", 100'000)), HasSubstr("is larger than")) << "an endless file ends in words";
  EXPECT_EQ(read_file("/dev/null"), "");
}

TEST(Files, are_written_whole_with_the_mode_that_was_asked_for) {
  const test::TemporaryFolder folder;
  const fs::path file = folder.path() / "seed";
  ASSERT_TRUE(write_atomically(file, "secret", FileMode::owner_only));
  struct stat status = {};
  stat(file.c_str(), &status);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  ASSERT_TRUE(write_atomically(file, "changed", FileMode::owner_only));
  EXPECT_EQ(read_file(file), "changed");
  EXPECT_THAT(names_in(folder.path()), ElementsAre("seed"));
  EXPECT_TRUE(write_atomically("/dev/null", "gone"));
}

TEST(Files, keep_their_old_bytes_when_the_disk_is_full) {
  const test::TemporaryFolder folder;
  const auto file = folder.write("report.json", "old");
  {
    const FullDisk full(1000);
    const auto written = write_atomically(file, std::string(5000, 'x'));
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().fault, Fault::unwritable);
  }
  EXPECT_EQ(read_file(file), "old");
  EXPECT_THAT(names_in(folder.path()), ElementsAre("report.json")) << "the temporary is gone";
  EXPECT_THAT(words(write_atomically("/dev/full", "x")), HasSubstr("cannot write \"/dev/full\": the disk is full; make room, or choose another folder"));
}

TEST(Files, say_why_they_cannot_be_written) {
  const test::TemporaryFolder folder;
  EXPECT_THAT(words(write_atomically(folder.path() / "none" / "a", "x")), HasSubstr("the folder does not exist; make it first"));
  EXPECT_THAT(words(write_atomically(folder.path(), "x")), HasSubstr("it is a folder; a file was expected"));
  folder.write("file", "x");
  EXPECT_THAT(words(write_atomically(folder.path() / "file" / "a", "x")), HasSubstr("a file where a folder was expected"));
  EXPECT_FALSE(write_atomically("", "x"));
  if (geteuid() != 0) {
    fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::owner_exec);
    EXPECT_THAT(words(write_atomically(folder.path() / "a", "x")), HasSubstr("permission was denied"));
    fs::permissions(folder.path(), fs::perms::owner_all);
  }
}

TEST(Files, written_in_pieces_leave_nothing_behind_without_commit) {
  const test::TemporaryFolder folder;
  {
    auto file = AtomicFile::open(folder.path() / "scores.csv");
    ASSERT_TRUE(file);
    ASSERT_TRUE(file->write("half a table"));
  }
  EXPECT_TRUE(names_in(folder.path()).empty());
  auto file = AtomicFile::open(folder.path() / "scores.csv");
  ASSERT_TRUE(file->write("a,b\r\n"));
  ASSERT_TRUE(file->write("1,2\r\n"));
  ASSERT_TRUE(file->commit());
  EXPECT_EQ(read_file(folder.path() / "scores.csv"), "a,b\r\n1,2\r\n");
}

TEST(Folders, are_written_whole_and_replace_an_earlier_output) {
  const test::TemporaryFolder folder;
  const fs::path out = folder.path() / "report";
  ASSERT_TRUE(write_folder_atomically(out, std::vector<FileToWrite>{{"a.txt", "1"}, {"tables/units.csv", "2"}}));
  EXPECT_THAT(names_in(out), UnorderedElementsAre("a.txt", "tables/units.csv", ".karuna-output"));
  ASSERT_TRUE(write_folder_atomically(out / "", std::vector<FileToWrite>{{"b.txt", "3"}}));
  EXPECT_THAT(names_in(folder.path()), UnorderedElementsAre("report/b.txt", "report/.karuna-output")) << "the earlier output is gone, and nothing lies beside";
  fs::create_directory(folder.path() / "empty");
  EXPECT_TRUE(write_folder_atomically(folder.path() / "empty", std::vector<FileToWrite>{{"b.txt", "3"}}));
}

TEST(Folders, never_lose_what_is_not_ours) {
  const test::TemporaryFolder folder;
  const fs::path out = folder.path() / "report";
  const std::vector<FileToWrite> files{{"a.txt", "1"}};
  ASSERT_TRUE(write_folder_atomically(out, files));
  folder.write("report/notes.txt", "mine");
  const auto refused = write_folder_atomically(out, files);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::refused);
  EXPECT_THAT(words(refused), HasSubstr("holds \"notes.txt\", which is not an output of this program; nothing was touched"));
  EXPECT_EQ(test::read_text(out / "notes.txt"), "mine");

  folder.write("other/thesis.doc", "mine");
  EXPECT_THAT(words(write_folder_atomically(folder.path() / "other", files)), HasSubstr("thesis.doc"));
  folder.write("file", "mine");
  EXPECT_THAT(words(write_folder_atomically(folder.path() / "file", files)), HasSubstr("is there and is no folder"));
  fs::create_directory(folder.path() / "sub");
  fs::create_directory(folder.path() / "sub/deeper");
  EXPECT_FALSE(write_folder_atomically(folder.path() / "sub", files)) << "an empty folder inside is not ours either";
}

TEST(Folders, are_never_half_there_when_the_disk_is_full) {
  const test::TemporaryFolder folder;
  const fs::path out = folder.path() / "report";
  const std::vector<FileToWrite> small{{"a.txt", "old"}}, large{{"a.txt", "new"}, {"big.html", std::string(5000, 'x')}};
  {
    const FullDisk full(1000);
    EXPECT_FALSE(write_folder_atomically(out, large));
  }
  EXPECT_TRUE(fs::is_empty(folder.path()));
  ASSERT_TRUE(write_folder_atomically(out, small));
  {
    const FullDisk full(1000);
    EXPECT_EQ(write_folder_atomically(out, large).error().fault, Fault::unwritable);
  }
  EXPECT_EQ(test::read_text(out / "a.txt"), "old");
  EXPECT_THAT(names_in(folder.path()), UnorderedElementsAre("report/a.txt", "report/.karuna-output"));
  EXPECT_THAT(words(write_folder_atomically(folder.path() / "none/report", small)), HasSubstr("the folder does not exist"));
}

TEST(Folders, take_no_name_that_leads_out) {
  const test::TemporaryFolder folder;
  const fs::path out = folder.path() / "report";
  for (const char* name : {"../x", "/etc/x", "a//b", "", ".", "a/", ".karuna-output", "a\nb"})
    EXPECT_EQ(write_folder_atomically(out, std::vector<FileToWrite>{{name, ""}}).error().fault, Fault::invalid) << name;
  EXPECT_EQ(write_folder_atomically(out, std::vector<FileToWrite>{{"a", ""}, {"a", ""}}).error().fault, Fault::invalid);
  EXPECT_FALSE(write_folder_atomically(".", std::vector<FileToWrite>{{"a", ""}}));
  EXPECT_FALSE(fs::exists(out));
}

}  // namespace
}  // namespace karuna
