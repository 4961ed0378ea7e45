// SPDX-License-Identifier: Apache-2.0
#include "protect/publish.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "protect/made_up_sheets.h"

namespace karuna::protect {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

Plan exact() {
  Plan plan;
  plan.index_scales = {0, 1};
  return plan;
}

Plan noisy(Profile profile = Profile::balanced) {
  Plan plan = exact();
  plan.profile = profile;
  plan.k = {10, 30, 100};
  for (std::uint8_t i = 0; i < 32; ++i) plan.secret_seed.push_back(i);
  return plan;
}

/// Everything a release says, to the last bit.
std::string written(const Release& release) {
  std::string out;
  const auto spread = [&](const Spread& s) { out += fmt::format(" {:a}/{}/{}", s.value, s.known, s.why_not); };
  for (const auto& statistic : release.statistics)
    out += fmt::format("{} {} {:a} {:a} {:a}\n", statistic.id, statistic.items, statistic.min, statistic.sigma_T, statistic.sigma_N);
  for (const auto& period : release.periods) {
    out += period.label + fmt::format(" {} {} {}\n", period.ballots, fmt::join(period.atoms, ","), fmt::join(period.smallest, ","));
    for (const auto& published : period.published) {
      for (const auto& group : published.groups) {
        out += fmt::format("  {} {} {:a} {:a} {:a} of", group.home.value, group.ballots, group.answers, group.mean, group.noise_variance);
        for (const UnitId cell : group.cells) out += fmt::format(" {}", cell.value);
        out += '\n';
      }
      for (const auto& unit : published.units) out += fmt::format(" {}:{}", static_cast<int>(unit.standing), fmt::join(unit.groups, ","));
    }
    for (const auto& row : period.within) out += fmt::format("\n{:a}", fmt::join(row, " "));
    for (const auto& q : period.quality) {
      out += fmt::format("\n{} {} {} {:a}", q.statistic, q.respondents, q.groups, q.mean_group_size);
      for (const Spread* s : {&q.alpha, &q.alpha_low, &q.alpha_high, &q.omega, &q.omega_low, &q.omega_high, &q.eigen_first, &q.eigen_second, &q.icc1,
                              &q.icc1_low, &q.icc1_high, &q.icc2, &q.rwg_median, &q.rwg_mean, &q.ad_mean})
        spread(*s);
    }
    for (const auto& w : period.weighted) {
      out += fmt::format("\n{} {:a}", w.statistic, w.n_effective);
      spread(w.mean);
      spread(w.standard_error);
    }
  }
  for (const auto& note : release.notes) out += "\n" + note;
  return out;
}

void add_margin(collect::Sheets& sheets) {
  made_up::Numbers numbers(3);
  collect::MarginColumn margin{"kind", {"x", "y"}, {}, {0.5, 0.5}};
  for (std::size_t r = 0; r < sheets.rows(); ++r) margin.code.push_back(static_cast<std::uint16_t>(numbers.below(3) == 0));
  sheets.margins.push_back(margin);
}

TEST(Publish, gives_the_same_bytes_on_any_number_of_threads_and_in_any_order_of_rows) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    collect::Sheets sheets = made_up::sheets(seed, {20, 40, 15, 1 + static_cast<std::uint32_t>(seed % 2), {3, 4}});
    if (sheets.rows() < 100) continue;
    add_margin(sheets);
    for (const Profile profile : {Profile::exact, Profile::balanced, Profile::strict}) {
      Plan plan = profile == Profile::exact ? exact() : noisy(profile);
      plan.threads = 1;
      const std::string once = written(publish(sheets, plan).value());
      plan.threads = 2;
      EXPECT_EQ(written(publish(sheets, plan).value()), once) << "two threads, seed " << seed;
      plan.threads = 5;
      EXPECT_EQ(written(publish(made_up::shuffled(sheets, seed), plan).value()), once) << "another order of rows, seed " << seed;
    }
  }
}

TEST(Publish, exact_tells_the_means_of_groups_as_they_are) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const collect::Sheets sheets = made_up::sheets(seed);
    const auto release = publish(sheets, exact());
    if (!release) continue;
    for (std::size_t s = 0; s < release->statistics.size(); ++s) {
      const Statistic& statistic = release->statistics[s];
      for (const Group& group : release->periods[0].published[s].groups) {
        double sum = 0, n = 0;
        for (std::size_t r = 0; r < sheets.rows(); ++r) {
          if (!std::binary_search(group.cells.begin(), group.cells.end(), sheets.unit[r])) continue;
          double value = std::nan("");
          if (statistic.family == Family::scale) value = sheets.scales[s].values[r];
          if (statistic.family == Family::item && sheets.items[s - 2].codes[r] != collect::no_answer) value = sheets.items[s - 2].codes[r];
          if (!std::isnan(value)) sum += value, ++n;
        }
        EXPECT_NE(statistic.family, Family::index) << "a sum of scales would give away the one that was hidden";
        EXPECT_EQ(group.answers, n);
        EXPECT_NEAR(group.mean, sum / n, 1e-9) << statistic.id;
        const std::uint32_t k = release->k[static_cast<std::size_t>(statistic.family)];
        EXPECT_GE(n, group.ballots < k ? 20 : k) << "an organisation smaller than k is one group from 20";
        EXPECT_EQ(group.noise_variance, 0);
        EXPECT_LE(std::abs(sum - 3 * n), 2 * n - 8 + 1e-6) << "P3 with one colluder";
      }
    }
  }
}

/// 65 people in five teams; everybody in team 1 answers 5.
collect::Sheets one_voice() {
  std::vector<UnitRow> rows{{"all", "", "", {}, 0}};
  for (int t = 1; t <= 5; ++t) rows.push_back({"team " + std::to_string(t), "all", "", {}, 0});
  collect::Sheets sheets;
  sheets.tree = UnitTree::from_rows(rows, "all").value();
  sheets.periods = {"now"};
  sheets.canonical_sha256 = std::string(32, 'x');
  collect::ScaleColumn scale;
  scale.id = scale.name = "mood";
  for (std::uint32_t t = 1; t <= 5; ++t)
    for (std::uint32_t n = 0; n < 10 + t; ++n) {
      sheets.unit.push_back(UnitId{t});
      sheets.period.push_back(0);
      scale.values.push_back(t == 1 ? 5 : 1 + (n * (t == 5 ? 3 : t)) % 5);
    }
  sheets.scales.push_back(scale);
  return sheets;
}

/// Three teams of ten under one head, who answered two questions of one scale; everybody in team 1 answers 5 to both.
collect::Sheets one_voice_in_a_large_group() {
  const std::vector<UnitRow> rows{{"all", "", "", {}, 0}, {"team 1", "all", "", {}, 0}, {"team 2", "all", "", {}, 0}, {"team 3", "all", "", {}, 0}};
  collect::Sheets sheets;
  sheets.tree = UnitTree::from_rows(rows, "all").value();
  sheets.periods = {"now"};
  sheets.canonical_sha256 = std::string(32, 'x');
  sheets.items.resize(2);
  collect::ScaleColumn scale;
  scale.id = scale.name = "mood";
  scale.items = {ItemId{0U}, ItemId{1U}};
  for (std::uint32_t t = 1; t <= 3; ++t)
    for (std::uint32_t n = 0; n < 10; ++n) {
      sheets.unit.push_back(UnitId{t});
      sheets.period.push_back(0);
      const auto first = static_cast<std::int16_t>(t == 1 ? 5 : t == 2 ? 5 - n % 2 : 1 + n % 5), second = static_cast<std::int16_t>(t == 1 ? 5 : t == 2 ? 5 - n % 2 : 1 + (n + 2) % 5);
      sheets.items[0].codes.push_back(first);
      sheets.items[1].codes.push_back(second);
      scale.values.push_back((first + second) / 2.0);
    }
  for (std::size_t i = 0; i < 2; ++i) sheets.items[i].id = sheets.items[i].label = "q" + std::to_string(i + 1);
  sheets.scales.push_back(scale);
  return sheets;
}

TEST(Publish, exact_shows_no_items_over_a_group_in_which_their_scale_was_hidden) {
  // By hand: teams 1 and 2 (totals +2 and +1.5 a head of +-2) fail P3 alone and together, team 3 passes; the items of all 30 pass.
  const Release release = publish(one_voice_in_a_large_group(), Plan{}).value();
  ASSERT_EQ(release.statistics[1].id, "q1");
  EXPECT_NE(release.periods[0].published[0].units[1].standing, Standing::shown);
  for (std::size_t item = 1; item <= 2; ++item)
    EXPECT_TRUE(release.periods[0].published[item].groups.empty()) << "the items of all three teams less the scale of team 3 would be the scale of teams 1 and 2";
}

TEST(Publish, exact_pools_a_team_of_one_voice_and_still_shows_the_whole) {
  const Release release = publish(one_voice(), Plan{}).value();
  const Published& mood = release.periods[0].published[0];
  EXPECT_EQ(mood.units[1].standing, Standing::pooled);
  EXPECT_EQ(mood.units[2].standing, Standing::pooled) << "its smallest sibling";
  EXPECT_EQ(mood.units[3].standing, Standing::shown);
  EXPECT_EQ(mood.units[0].standing, Standing::shown);
}

TEST(Publish, exact_hides_the_whole_when_it_would_tell_what_is_hidden) {
  collect::Sheets sheets = one_voice();
  for (std::size_t r = 0; r < sheets.rows(); ++r)
    if (sheets.unit[r].value <= 2) sheets.scales[0].values[r] = 5;
  const Release release = publish(sheets, Plan{}).value();
  const Published& mood = release.periods[0].published[0];
  EXPECT_EQ(mood.units[1].standing, Standing::not_shown);
  EXPECT_TRUE(mood.units[1].groups.empty());
  EXPECT_EQ(mood.units[0].standing, Standing::not_shown) << "the whole minus teams 3, 4 and 5 would be teams 1 and 2";
  EXPECT_EQ(mood.units[3].standing, Standing::shown);
  EXPECT_TRUE(release.periods[0].quality.empty()) << "no reliability of a whole that is hidden";
}

TEST(Publish, noise_is_as_large_as_the_release_says) {
  double sum = 0, square = 0, count = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const collect::Sheets sheets = made_up::sheets(seed, {30, 60, 0, 1, {3, 4}});
    if (sheets.rows() < 100) continue;
    const Release release = publish(sheets, noisy()).value();
    for (std::size_t s = 3; s < release.statistics.size(); ++s)
      for (const Group& group : release.periods[0].published[s].groups) {
        double truth = 0, n = 0;
        for (std::size_t r = 0; r < sheets.rows(); ++r)
          if (std::binary_search(group.cells.begin(), group.cells.end(), sheets.unit[r])) truth += sheets.items[s - 3].codes[r], ++n;
        const double z = (group.mean - truth / n) / std::sqrt(group.noise_variance);
        EXPECT_EQ(group.ballots, n);
        sum += z;
        square += z * z;
        ++count;
      }
  }
  ASSERT_GT(count, 400);
  EXPECT_NEAR(sum / count, 0, 4 / std::sqrt(count));
  EXPECT_NEAR(square / count, 1, 0.3);
}

TEST(Publish, another_secret_gives_other_noise_and_another_order_of_groups) {
  const collect::Sheets sheets = made_up::sheets(8, {20, 40, 0, 1, {3, 4}});
  ASSERT_GT(sheets.rows(), 100U);
  Plan plan = noisy();
  const Release one = publish(sheets, plan).value();
  EXPECT_EQ(written(publish(sheets, plan).value()), written(one));
  std::vector<std::string> orders;
  for (std::uint8_t secret = 0; secret < 8; ++secret) {
    plan.secret_seed[0] = secret;
    const Release other = publish(sheets, plan).value();
    if (secret > 0) {
      EXPECT_NE(written(other), written(one));
    }
    std::string order;
    for (const Group& group : other.periods[0].published[0].groups) order += fmt::format("{} ", group.cells[0].value);
    orders.push_back(order);
  }
  std::sort(orders.begin(), orders.end());
  EXPECT_GT(std::unique(orders.begin(), orders.end()) - orders.begin(), 1) << "an order that does not depend on the secret could be worked out from the answers";
}

TEST(Publish, the_name_of_the_input_tells_nothing_of_an_answer) {
  collect::Sheets sheets = made_up::sheets(8, {20, 40, 0, 1, {3, 4}});
  const std::string name = publish(sheets, exact()).value().input_sha256;
  EXPECT_EQ(name.size(), 64U);
  sheets.canonical_sha256 = std::string(32, 'y');
  sheets.items[0].codes[0] = sheets.items[0].codes[0] == 1 ? 5 : 1;
  EXPECT_EQ(publish(sheets, exact()).value().input_sha256, name);
}

TEST(Publish, balanced_knows_neither_agreement_nor_below_300_ballots_reliability) {
  const collect::Sheets sheets = made_up::sheets(8, {8, 40, 0, 1, {3, 4}});
  ASSERT_LT(sheets.rows(), 300U);
  const Release release = publish(sheets, noisy()).value();
  const ScaleQuality& quality = release.periods[0].quality.at(0);
  EXPECT_FALSE(quality.rwg_median.known);
  EXPECT_EQ(quality.rwg_median.why_not, "it needs the answers of persons, which leave nothing but noisy sums here");
  EXPECT_FALSE(quality.alpha.known);
  EXPECT_THAT(quality.alpha.why_not, HasSubstr("from 300 ballots"));
  EXPECT_TRUE(release.periods[0].within_assumed);
  EXPECT_NEAR(std::sqrt(release.periods[0].within[1][1]), .225 * 4, .005);
}

TEST(Publish, balanced_estimates_reliability_from_noisy_moments_of_a_large_organisation) {
  const collect::Sheets sheets = made_up::sheets(4, {60, 1500, 0, 1, {4, 4}});
  ASSERT_GT(sheets.rows(), 3000U);
  const Release truth = publish(sheets, exact()).value(), release = publish(sheets, noisy()).value();
  EXPECT_FALSE(release.periods[0].within_assumed);
  for (std::size_t q = 0; q < 2; ++q) {
    const ScaleQuality &told = release.periods[0].quality.at(q), &known = truth.periods[0].quality.at(q);
    ASSERT_TRUE(told.alpha.known) << told.alpha.why_not;
    EXPECT_LE(told.alpha_low.value, known.alpha.value);
    EXPECT_GE(told.alpha_high.value, known.alpha.value);
    EXPECT_NEAR(told.alpha.value, known.alpha.value, .1);
    ASSERT_TRUE(told.icc1.known) << told.icc1.why_not;
    EXPECT_NEAR(told.icc1.value, known.icc1.value, .1);
    const std::size_t s = told.statistic;
    EXPECT_NEAR(std::sqrt(release.periods[0].within[s][s]), std::sqrt(truth.periods[0].within[s][s]), .25);
  }
}

TEST(Publish, a_score_is_summed_in_thousandths_of_its_range) {
  collect::Sheets sheets = one_voice();
  for (int i = 0; i < 4; ++i) {  // more people, so that noise is small beside the mean
    const auto unit = sheets.unit;
    const auto values = sheets.scales[0].values;
    sheets.unit.insert(sheets.unit.end(), unit.begin(), unit.end());
    sheets.scales[0].values.insert(sheets.scales[0].values.end(), values.begin(), values.end());
  }
  sheets.period.assign(sheets.rows(), 0);
  Plan plan = noisy();
  plan.index_scales.clear();
  const Release release = publish(sheets, plan).value();
  double answers = 0, total = 0, truth = 0, variance = 0;
  for (const Group& group : release.periods[0].published[0].groups) {
    answers += group.answers;
    total += group.answers * group.mean;
    variance += group.answers * group.answers * group.noise_variance;
  }
  for (const double value : sheets.scales[0].values) truth += value;
  EXPECT_NEAR(total / answers, truth / static_cast<double>(sheets.rows()), 4 * std::sqrt(variance) / answers);
  EXPECT_EQ(release.statistics[0].max, 5);
  EXPECT_THAT(release.notes, Contains(HasSubstr("rounded to a thousandth of its range")));
}

TEST(Publish, says_what_may_be_guessed_in_one_period_and_in_all) {
  const Release release = publish(made_up::sheets(8, {20, 40, 0, 3, {3, 4}}), noisy()).value();
  EXPECT_EQ(release.bounds.periods, 3U);
  EXPECT_DOUBLE_EQ(release.bounds.rho_one, .1);
  EXPECT_DOUBLE_EQ(release.bounds.total_rho_whole, 8.4);
  EXPECT_NEAR(release.bounds.guess_whole, .882, .0005);
  EXPECT_THAT(release.notes, Contains(HasSubstr("at most 58.9 % success (a coin: 50 %), and a whole sheet with at most 88.2 %")));
  EXPECT_THAT(publish(made_up::sheets(8, {20, 40, 0, 3, {3, 4}}), exact()).value().notes, Contains(HasSubstr("Comparing periods carries no promise")));
}

TEST(Publish, a_small_organisation_tells_items_as_a_whole_and_a_smaller_one_tells_nothing) {
  collect::Sheets sheets = made_up::sheets(2, {1, 0, 0, 1, {3}});
  const auto people = [&](std::uint32_t n) {
    collect::Sheets some;
    some.tree = sheets.tree;
    some.periods = {"now"};
    some.canonical_sha256 = sheets.canonical_sha256;
    some.unit.assign(n, UnitId{0U});
    some.period.assign(n, 0);
    made_up::Numbers numbers(5);
    made_up::add_scale(some, "A", 3, numbers, 0);
    return some;
  };
  Plan plan;
  const Release release = publish(people(25), plan).value();
  EXPECT_EQ(release.periods[0].atoms, (std::vector<std::uint32_t>{1, 1, 1}));
  EXPECT_EQ(release.periods[0].published.back().units[0].standing, Standing::shown);
  EXPECT_TRUE(publish(people(19), plan).value().periods[0].published.back().groups.empty()) << "19 people, items need 30, or the whole from 20";
  const auto nothing = publish(people(9), plan);
  ASSERT_FALSE(nothing);
  EXPECT_EQ(nothing.error().fault, Fault::too_few_people);
  EXPECT_EQ(nothing.error().what, "nothing may be shown: there are 9 answer sheets, and a group needs 10 people, or the whole organisation 20");
}

TEST(Publish, refuses_in_words) {
  const collect::Sheets sheets = made_up::sheets(8);
  Plan plan = exact();
  plan.k = {9, 10, 30};
  EXPECT_EQ(publish(sheets, plan).error().fault, Fault::refused);
  EXPECT_THAT(publish(sheets, plan).error().what, HasSubstr("groups of 9 for the index are smaller than a file may have (10)"));
  plan = noisy();
  plan.secret_seed.pop_back();
  EXPECT_THAT(publish(sheets, plan).error().what, HasSubstr("a secret seed of 32 bytes, this one has 31"));
  EXPECT_THAT(publish(made_up::sheets(8, {12, 30, 0, 9, {3, 4}}), noisy()).error().what, HasSubstr("this survey has 9 periods"));
  EXPECT_TRUE(publish(made_up::sheets(8, {12, 30, 0, 8, {3, 4}}), noisy(Profile::strict)));
  EXPECT_TRUE(publish(made_up::sheets(8, {12, 30, 0, 9, {3, 4}}), exact()));
  plan = exact();
  plan.index_scales = {7};
  EXPECT_EQ(publish(sheets, plan).error().what, "the index names scale number 8, there are 2");
  EXPECT_THAT(publish(collect::Sheets{}, exact()).error().what, HasSubstr("there is nobody in these answers"));
}

TEST(Publish, leaves_the_index_out_where_its_items_differ_in_their_ends) {
  collect::Sheets sheets = made_up::sheets(8);
  sheets.items[0].max = 7;
  EXPECT_NE(publish(sheets, exact()).value().statistics[0].id, "index");
  const Release noisy_release = publish(sheets, noisy()).value();
  EXPECT_EQ(noisy_release.statistics[0].id, "made-up.B");
  EXPECT_THAT(noisy_release.notes, Contains(HasSubstr("The mean of the index items is not published")));
  EXPECT_THAT(noisy_release.notes, Contains(HasSubstr("The scale \"A\" is left out")));
}

TEST(Publish, weights_the_organisation_to_its_margins_in_exact_alone) {
  collect::Sheets sheets = made_up::sheets(8, {20, 40, 0, 1, {3, 4}});
  add_margin(sheets);
  const Release release = publish(sheets, exact()).value();
  ASSERT_EQ(release.periods[0].weighted.size(), 2U);
  double sum[2] = {0, 0}, n[2] = {0, 0};
  for (std::size_t r = 0; r < sheets.rows(); ++r) sum[sheets.margins[0].code[r]] += sheets.scales[0].values[r], ++n[sheets.margins[0].code[r]];
  EXPECT_NEAR(release.periods[0].weighted[0].mean.value, (sum[0] / n[0] + sum[1] / n[1]) / 2, .0051) << "half and half, in two digits";
  EXPECT_TRUE(publish(sheets, noisy()).value().periods[0].weighted.empty());
}

}  // namespace
}  // namespace karuna::protect
