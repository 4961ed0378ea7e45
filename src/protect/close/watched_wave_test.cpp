// SPDX-License-Identifier: Apache-2.0
// A server's look at a wave whose files are changed by another program at the same time. (Here, because this room can make a signed wave.)
#include <gtest/gtest.h>

#include "ask/wave/wave_watch.h"
#include "protect/close/made_wave.h"
#include "shared.h"

namespace karuna::protect {
namespace {

using made_up::MadeWave;

TEST(WatchedWave, StaysForAFewLooksWhileItCannotBeReadAndIsThenGone) {
  const MadeWave made((made_up::WaveShape()));
  const test::TemporaryFolder folder;
  const ask::Installation installation = made.install(folder.path());
  const auto file = installation.waves() / ask::hex_of(made.wave) / "token_part.json";
  const std::string bytes = test::read_text(file);
  ask::WaveWatch watch(installation, std::chrono::milliseconds(0));
  ASSERT_TRUE(watch.find(made.wave));
  const auto altered = [&] { return write_atomically(file, bytes.substr(0, bytes.size() - 2)); };
  ASSERT_TRUE(altered());
  EXPECT_TRUE(watch.find(made.wave));  // the signature may come in a moment
  ASSERT_TRUE(write_atomically(file, bytes));
  EXPECT_TRUE(watch.find(made.wave));
  ASSERT_TRUE(altered());
  int looks = 0;
  while (watch.find(made.wave) && looks < 20) ++looks;
  EXPECT_EQ(looks, 4);  // and no longer: a file that was altered is noticed
  ASSERT_TRUE(write_atomically(file, bytes));
  EXPECT_TRUE(watch.find(made.wave));
}

}  // namespace
}  // namespace karuna::protect
