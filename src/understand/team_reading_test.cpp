// SPDX-License-Identifier: Apache-2.0
#include "understand/team_reading.h"

#include <gtest/gtest.h>

#include "measure/release_fixture.h"

namespace karuna::understand {
namespace {

using namespace measure::fixture;
using measure::Direction;
using measure::Measure;
using measure::MeasurePeriod;
using measure::Pooled;
using measure::Shown;
using measure::State;

// A report written by hand, so that every expected figure can be computed on paper: four teams, spread of people 1.
struct Made {
  measure::Report report;
  protect::Release release;
};

Shown figure(double value, State state = State::no_clear_difference, std::uint32_t n = 30) { return {n, value, value, {value - 0.3, value + 0.3}, state, false}; }

/// Adds a measure with what each of the four teams shows in each of the periods; noise variance of every group's mean.
void add(Made& to, const std::string& id, Direction direction, std::vector<State> states, std::vector<double> values, double noise = 0, std::size_t periods = 1,
         double whole = 3.0) {
  const UnitTree tree = flat_tree(4);
  Measure measure;
  measure.id = measure.name = id;
  measure.direction = direction;
  measure.min = 1;
  measure.max = 5;
  std::vector<protect::Group> groups;
  for (std::uint32_t u = 1; u <= 4; ++u) groups.push_back(group({UnitId{u}}, 30, values[u - 1], noise));
  for (std::size_t p = 0; p < periods; ++p) {
    MeasurePeriod period;
    period.organisation = figure(whole, State::no_clear_difference, 120);
    period.within_sd = 1;
    period.units.resize(tree.size());
    for (std::uint32_t u = 1; u <= 4; ++u) period.units[u] = figure(values[u - 1], states[u - 1]);
    measure.periods.push_back(std::move(period));
    if (to.release.periods.size() <= p) to.release.periods.emplace_back();
    to.release.periods[p].published.push_back(published(tree, groups));
  }
  to.release.statistics.push_back(scale(id));
  to.report.measures.push_back(std::move(measure));
  to.report.tree = tree;
  to.release.tree = tree;
}

constexpr State same = State::no_clear_difference, above = State::clear_above, below = State::clear_below;

TEST(TeamReading, SaysOneStrengthOneConcernAndWhatCannotBeTold) {
  Made it;
  add(it, "support", Direction::higher_is_better, {above, same, same, same}, {4.0, 3, 3, 3});
  add(it, "acting", Direction::higher_is_better, {above, same, same, same}, {3.6, 3, 3, 3});  // clear too, and smaller
  add(it, "exhaustion", Direction::lower_is_better, {above, same, same, same}, {3.8, 3, 3, 3});
  add(it, "systems", Direction::higher_is_better, {same, same, same, same}, {3.1, 3, 3, 3});
  add(it, "leadership", Direction::higher_is_better, {same, same, same, same}, {2.6, 3, 3, 3});  // looks largest of what is not clear
  const TeamReading reading = read_team(it.report, it.release, UnitId{1U});
  ASSERT_TRUE(reading.shown);
  ASSERT_EQ(reading.statements.size(), 3U);
  EXPECT_EQ(reading.statements[0].kind, StatementKind::strength);
  EXPECT_EQ(it.report.measures[reading.statements[0].measure].id, "support");
  EXPECT_DOUBLE_EQ(reading.statements[0].size, 1.0);
  EXPECT_EQ(reading.statements[1].kind, StatementKind::concern);
  EXPECT_EQ(it.report.measures[reading.statements[1].measure].id, "exhaustion");
  EXPECT_DOUBLE_EQ(reading.statements[1].size, -0.8);  // more exhausted is worse
  EXPECT_EQ(reading.statements[2].kind, StatementKind::cannot_tell);
  EXPECT_EQ(it.report.measures[reading.statements[2].measure].id, "leadership");
  EXPECT_EQ(reading.ballots, 30U);
}

TEST(TeamReading, NeverSaysMoreThanOneThingThatCannotBeTold) {
  Made it;
  for (const char* id : {"a", "b", "c"}) add(it, id, Direction::higher_is_better, {same, same, same, same}, {3.2, 3, 3, 3});
  const TeamReading reading = read_team(it.report, it.release, UnitId{1U});
  ASSERT_EQ(reading.statements.size(), 1U);
  EXPECT_EQ(reading.statements[0].kind, StatementKind::cannot_tell);
}

TEST(TeamReading, ReadsATeamTogetherWithThoseItIsCountedWith) {
  Made it;
  add(it, "support", Direction::higher_is_better, {same, same, same, same}, {3, 3, 3, 3});
  MeasurePeriod& period = it.report.measures[0].periods[0];
  period.units[2] = Pooled{{UnitId{3U}}, 0};
  period.units[3] = Pooled{{UnitId{2U}}, 0};
  period.pools.push_back({{UnitId{2U}, UnitId{3U}}, UnitId{0U}, figure(2.5, below, 17)});
  const TeamReading reading = read_team(it.report, it.release, UnitId{2U});
  ASSERT_TRUE(reading.shown);
  EXPECT_EQ(reading.pooled_with, std::vector<UnitId>{UnitId{3U}});
  EXPECT_EQ(reading.ballots, 17U);
  ASSERT_EQ(reading.statements.size(), 1U);
  EXPECT_EQ(reading.statements[0].kind, StatementKind::concern);
}

TEST(TeamReading, FallsBackToTheIndexItemsWhereNoScaleMayBeShown) {
  Made it;
  add(it, "index", Direction::higher_is_better, {same, same, same, same}, {3.1, 3, 3, 3});
  add(it, "support", Direction::higher_is_better, {same, same, same, same}, {3.9, 3, 3, 3});
  it.report.measures[1].periods[0].units[1] = measure::NotShown{};
  const TeamReading reading = read_team(it.report, it.release, UnitId{1U});
  ASSERT_EQ(reading.statements.size(), 1U);
  EXPECT_EQ(reading.statements[0].measure, 0U);
}

TEST(TeamReading, PrefersALineOfItsOwnToScalesSharedWithOthersAndNeverReadsTheWholeAsATeam) {
  Made it;
  add(it, "index", Direction::higher_is_better, {same, same, same, same}, {3.1, 3, 3, 3});
  add(it, "support", Direction::higher_is_better, {same, same, same, same}, {3.9, 3, 3, 3});
  MeasurePeriod& scales = it.report.measures[1].periods[0];
  scales.units[1] = Pooled{{UnitId{2U}}, 0};
  scales.pools.push_back({{UnitId{1U}, UnitId{2U}}, UnitId{0U}, figure(2.5, below, 60)});
  EXPECT_EQ(read_team(it.report, it.release, UnitId{1U}).statements.at(0).measure, 0U);  // its own index items
  MeasurePeriod& index = it.report.measures[0].periods[0];
  index.units[1] = measure::NotShown{};
  EXPECT_EQ(read_team(it.report, it.release, UnitId{1U}).statements.at(0).measure, 1U);  // with others
  scales.pools[0].cell = figure(3.0, same, 120);                                        // and those are all 120
  EXPECT_FALSE(read_team(it.report, it.release, UnitId{1U}).shown);
}

TEST(TeamReading, HiddenRefusedAndAbsentAreTheSame) {
  Made it;
  add(it, "support", Direction::higher_is_better, {above, above, same, same}, {4, 4, 3, 3});
  it.report.measures[0].periods[0].units[1] = measure::NotShown{};
  EXPECT_FALSE(read_team(it.report, it.release, UnitId{1U}).shown);
  EXPECT_TRUE(read_team(it.report, it.release, UnitId{1U}).statements.empty());
  it.report.measures[0].periods[0].refused = "a gate failed";
  EXPECT_FALSE(read_team(it.report, it.release, UnitId{2U}).shown);
}

// On paper, spread of people 1, so a change of 0.5 is worth acting for; v = 1/30 + noise.
TEST(TeamReading, SaysAfterHowManyWavesAChangeCanBeTold) {
  const auto look = [](double noise, std::size_t waves) {
    Made it;
    add(it, "support", Direction::higher_is_better, {same, same, same, same}, {2.8, 3, 3, 3}, noise, waves);
    return read_team(it.report, it.release, UnitId{1U}).look_again.value();
  };
  EXPECT_DOUBLE_EQ(look(0, 1).change, 0.5);
  EXPECT_EQ(look(0, 1).waves, 1U);     // 1.645 sqrt(2 / 30) = 0.425
  EXPECT_EQ(look(0.03, 1).waves, 3U);  // v = .0633: one more .585, two .507, three .478
  EXPECT_EQ(look(0.05, 1).waves, 0U);  // v = .0833: four more still .531
  EXPECT_NEAR(look(0.05, 1).least_change.value(), 0.5309, 5e-5);
  EXPECT_EQ(look(0.05, 4).waves, 2U);  // four waves so far: one more 1.645 sqrt(.0833 (1/4 + 1)) = .531; two .411
}

}  // namespace
}  // namespace karuna::understand
