// SPDX-License-Identifier: Apache-2.0
#include "ask/wave/wave_rules.h"

#include <gtest/gtest.h>

namespace karuna::ask {
namespace {

using Waves = std::vector<std::pair<std::string, Result<OpenedWave>>>;

TokenPart part_of(std::uint32_t opens_desk, std::array<std::uint32_t, 3> k, Depth depth = Depth::deep) {
  TokenPart part;
  part.wave[0] = static_cast<std::uint8_t>(opens_desk);
  part.title = "Wave " + std::to_string(opens_desk);
  part.opens_desk = opens_desk;
  part.depth = depth;
  part.k = k;
  return part;
}
std::pair<std::string, Result<OpenedWave>> wave_of(TokenPart part) {
  OpenedWave wave;
  wave.token_part = std::move(part);
  return {hex_of(wave.token_part.wave), wave};
}
std::vector<std::string> names(const Loosening& loosening) {
  std::vector<std::string> found;
  for (const auto& one : loosening.rules) found.push_back(one.rule);
  return found;
}

TEST(Loosening, IsComparedWithTheNewestWaveOfTheSameKind) {
  Waves waves;
  waves.push_back(wave_of(part_of(30, {5, 30, 100}, Depth::pulse)));
  waves.push_back(wave_of(part_of(20, {12, 30, 100})));
  waves.push_back(wave_of(part_of(10, {10, 30, 100})));
  const auto found = loosening_of(part_of(40, {11, 30, 100}), waves);
  EXPECT_EQ(found.after_title, "Wave 20");
  ASSERT_EQ(found.rules.size(), 1U);
  EXPECT_EQ(found.rules[0], (Loosened{"k_index", "12", "11"}));
  EXPECT_TRUE(loosening_of(part_of(40, {12, 40, 100}), waves).rules.empty()) << "the same or stricter";
}

TEST(Loosening, AnEarlierDateIsNoWayAround) {
  Waves waves;
  waves.push_back(wave_of(part_of(20, {12, 30, 100})));
  EXPECT_EQ(names(loosening_of(part_of(5, {6, 30, 100}), waves)), std::vector<std::string>{"k_index"});
}

TEST(Loosening, OfTrialsThatOpenInOneHourTheStrictestCounts) {
  Waves waves;
  waves.push_back(wave_of(part_of(20, {8, 30, 100})));
  auto other = part_of(20, {12, 20, 100});
  other.wave[1] = 1;
  waves.push_back(wave_of(std::move(other)));
  EXPECT_EQ(names(loosening_of(part_of(40, {11, 25, 100}), waves)), (std::vector<std::string>{"k_index", "k_scales"}));
}

TEST(Loosening, SeesProfileLateDeskRemindersAndHowLongItIsKnownWhoDrew) {
  Waves waves;
  waves.push_back(wave_of(part_of(20, {10, 30, 100})));
  auto part = part_of(40, {10, 30, 100});
  part.profile = WaveProfile::exact;
  part.late_desk = true;
  part.reminders_max += 1;
  part.ledger_days += 1;
  part.council = false;
  EXPECT_EQ(names(loosening_of(part, waves)), (std::vector<std::string>{"profile", "reminders_max", "late_desk", "ledger_days", "council"}));
  part.profile = WaveProfile::strict;
  EXPECT_EQ(names(loosening_of(part, waves)), (std::vector<std::string>{"reminders_max", "late_desk", "ledger_days", "council"}));
}

TEST(Loosening, TheFirstWaveOfAKindSetsTheRules) {
  const auto found = loosening_of(part_of(40, {5, 5, 5}), {});
  EXPECT_TRUE(found.rules.empty());
  EXPECT_EQ(found.after, "");
}

}  // namespace
}  // namespace karuna::ask
