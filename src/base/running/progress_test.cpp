// SPDX-License-Identifier: Apache-2.0
#include "base/progress.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

#include "base/log.h"
#include "shared.h"

namespace karuna {
namespace {

TEST(Progress, draws_nothing_where_there_is_no_terminal) {
  const test::TemporaryFolder folder;
  const auto file = folder.path() / "out";
  std::FILE* out = std::fopen(file.c_str(), "w");
  {
    Progress progress(out);
    progress.begin("reading", 100);
    for (int i = 0; i < 100; ++i) progress.advance(1);
    progress.end();
    EXPECT_TRUE(progress.check());
  }
  std::fclose(out);
  EXPECT_EQ(test::read_text(file), "");
}

TEST(Progress, notices_that_the_person_wants_to_stop) {
  listen_for_interrupt();
  EXPECT_FALSE(interrupted());
  std::raise(SIGINT);
  EXPECT_TRUE(interrupted());
  const Progress silent;
  EXPECT_EQ(silent.check().error().fault, Fault::interrupted);
  set_interrupted(false);
  EXPECT_TRUE(silent.check());
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

TEST(Log, writes_sentences_of_its_level_one_a_line) {
  const test::TemporaryFolder folder;
  const auto file = folder.path() / "karuna.log";
  ASSERT_TRUE(set_up_log({LogLevel::info, file}));
  log_debug("not seen");
  log_info("read answers.csv: 1,200 rows");
  log_warning("forged\nline");
  ASSERT_TRUE(set_up_log({LogLevel::warnings, {}}));
  const std::string text = test::read_text(file);
  EXPECT_THAT(text, ::testing::HasSubstr("info read answers.csv: 1,200 rows\n"));
  EXPECT_THAT(text, ::testing::HasSubstr("warning forged\\x0aline\n"));
  EXPECT_THAT(text, ::testing::Not(::testing::HasSubstr("not seen")));
  EXPECT_EQ(set_up_log({LogLevel::info, folder.path()}).error().fault, Fault::unwritable);
}

}  // namespace
}  // namespace karuna
