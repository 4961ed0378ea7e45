// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "case.h"
#include "lmm_frame.h"
#include "shared.h"
#include "stats/mixed/effects.h"
#include "stats/mixed/kenward_roger.h"
#include "stats/mixed/profile.h"

namespace karuna::test {
namespace {

using namespace stats;
using nlohmann::json;

constexpr double theta_goal = 1e-5;  // the note of every case: 1e-7 on the criterion, 1e-5 on theta

template <typename T>
T must(Result<T> result) {
  EXPECT_TRUE(result) << result.error().what;
  return result ? *std::move(result) : T{};
}

/// The case's own list order, which is R's: terms by number of groups, largest first.
void compare_variances(OracleCase& c, const MixedFit& fit) {
  const json& listed = c.expected()["varcorr"];
  std::vector<double> covariances, deviations;
  for (std::size_t i = 0; i < listed["grp"].size(); ++i) {
    const std::string group = listed["grp"][i], first = listed["var1"][i], second = listed["var2"][i];
    if (group == "Residual") {
      covariances.push_back(fit.sigma * fit.sigma), deviations.push_back(fit.sigma);
      continue;
    }
    for (const TermFit& term : fit.terms) {
      if (term.grouping != group && term.grouping + ".1" != group) continue;
      const std::size_t k = term.effects.size();
      for (std::size_t a = 0; a < k; ++a)
        for (std::size_t b = a; b < k; ++b) {
          const bool wanted = term.effects[a] == first && (second == "NA" ? a == b : a != b && term.effects[b] == second);
          if (!wanted) continue;
          covariances.push_back(term.covariance[a * k + b]);
          deviations.push_back(a == b ? term.deviation[a] : term.correlation[a * k + b]);
        }
    }
  }
  c.compare("/varcorr/vcov", covariances, theta_goal);
  c.compare("/varcorr/sdcor", deviations, theta_goal);
  for (const std::string words : {"grp", "var1", "var2"}) c.compare_words("/varcorr/" + words, listed[words].get<std::vector<std::string>>());
}

void compare_effects(OracleCase& c, const MixedFit& fit, const MixedFrame& frame) {
  const auto effects = must(group_effects(fit));
  for (const auto& [grouping, listed] : c.expected()["blup"].items()) {
    const auto wanted = listed["rows"].get<std::vector<std::string>>();
    std::vector<double> values, first_variance;
    for (std::size_t r = 0; r < wanted.size(); ++r)
      for (const GroupEffects& term : effects) {
        if (term.grouping != grouping) continue;
        const std::size_t k = term.effects.size();
        for (std::size_t g = 0; g < frame.levels.size(); ++g) {
          if (frame.model.groupings[g].name != grouping) continue;
          const auto& names = frame.levels[g].names;
          const auto at = static_cast<std::size_t>(std::find(names.begin(), names.end(), wanted[r]) - names.begin());
          ASSERT_LT(at, names.size()) << wanted[r];
          for (std::size_t j = 0; j < k; ++j) values.push_back(term.value[at * k + j]);
          if (r == 0)
            first_variance.assign(term.variance.begin() + static_cast<std::ptrdiff_t>(at * k * k),
                                  term.variance.begin() + static_cast<std::ptrdiff_t>((at + 1) * k * k));
        }
      }
    c.compare("/blup/" + grouping, values, 1e-6);  // ../shared/design/statistics.md 3: BLUP 1e-6
    const std::string variance = "/blup_condvar_first_level/" + grouping;
    if (c.expected()["blup_condvar_first_level"][grouping].is_null())
      c.skip(variance, "lme4 gives none for independent effects");
    else
      c.compare(variance, first_variance, theta_goal);
  }
}

/// In lme4's order: of each term its deviations and correlations, column by column; sigma; coefficients.
std::vector<double> profile_ends(const MixedFit& fit) {
  const auto profile = must(profile_intervals(fit));
  EXPECT_TRUE(profile.open.empty());
  std::vector<double> ends;
  const auto add = [&](const Interval& interval) { ends.insert(ends.end(), {interval.low, interval.high}); };
  for (std::size_t t = 0; t < profile.deviation.size(); ++t) {
    const std::size_t k = profile.deviation[t].size();
    for (std::size_t j = 0; j < k; ++j) {
      add(profile.deviation[t][j]);
      for (std::size_t i = j + 1; i < k; ++i) add(profile.correlation[t][i * k + j]);
    }
  }
  add(profile.sigma);
  for (const Interval& interval : profile.beta) add(interval);
  return ends;
}

void compare_fit(OracleCase& c, const MixedFrame& frame) {
  const json& listed = c.expected();
  const Likelihood likelihood = listed["reml"].get<bool>() ? Likelihood::REML : Likelihood::ML;
  const MixedFit fit = must(fit_mixed(frame.model, {.likelihood = likelihood}));
  ASSERT_FALSE(fit.beta.empty());
  // lmerTest differentiates numerically: where the design is balanced its 25.0000373 degrees of freedom are 25, ours 25.0000000006; theta of 14 departments is
  // flat.
  c.accept_if_better(fit.criterion, listed["criterion"], 1e-13 * listed["criterion"].get<double>(), 30);
  c.compare("/n", static_cast<double>(fit.rows));
  c.skip("/reml", "what was asked for");
  c.compare("/criterion", fit.criterion);
  c.compare("/logLik", fit.log_likelihood);
  std::vector<double> theta = fit.theta;
  c.compare("/theta", theta, theta_goal);
  std::vector<double> tests;
  const bool with_tests = listed.contains("satterthwaite_coef");
  const auto satterthwaites = with_tests ? must(satterthwaite(fit)) : std::vector<CoefficientTest>{};
  for (std::size_t j = 0; j < fit.beta.size(); ++j) {
    c.compare("/fixef/" + fit.names[j], fit.beta[j]);
    c.compare("/se/" + fit.names[j], fit.standard_error[j]);
    if (with_tests)
      tests.insert(tests.end(), {satterthwaites[j].estimate, satterthwaites[j].standard_error, satterthwaites[j].degrees_of_freedom, satterthwaites[j].t,
                                 satterthwaites[j].p});
  }
  if (with_tests) c.compare("/satterthwaite_coef", tests);
  compare_variances(c, fit);
  compare_effects(c, fit, frame);
  if (listed.contains("profile_ci")) c.compare("/profile_ci", profile_ends(fit), theta_goal);
}

TEST(oracles_of_mixed_models, agree_with_lme4) {
  KARUNA_NEEDS_SHARED("oracles/lmm/cases.json");
  std::vector<OracleCase> counted;
  const auto listed = oracle_cases("lmm");
  const auto run = [&](const std::string& id, const std::string& y, const std::function<void(const Table&, MixedFrame&)>& build) {
    counted.emplace_back(listed.at(id));
    const Table table(shared_file("oracles/lmm/" + listed.at(id).at("data").get<std::string>()));
    MixedFrame frame(table, y);
    frame.fixed_one();
    build(table, frame);
    compare_fit(counted.back(), frame);
    counted.back().finish();
  };
  const auto slope = [](const std::string& fixed, const std::string& group, Varying varying = Varying::together) {
    return [=](const Table&, MixedFrame& f) { f.fixed(fixed), f.term(group, f.grouping(group), {fixed}, varying); };
  };
  const auto intercepts = [](const std::vector<std::string>& groups) {
    return [=](const Table&, MixedFrame& f) {
      for (const auto& group : groups) f.term(group, f.grouping(group), {});
    };
  };
  run("sleepstudy_slope", "Reaction", slope("Days", "Subject"));
  run("sleepstudy_slope_ml", "Reaction", slope("Days", "Subject"));
  run("sleepstudy_indep", "Reaction", slope("Days", "Subject", Varying::independently));
  run("dyestuff", "Yield", intercepts({"Batch"}));
  run("penicillin_crossed", "diameter", intercepts({"plate", "sample"}));
  run("pastes_nested", "strength",
      [](const Table&, MixedFrame& f) { f.term("cask:batch", f.grouping("cask", "batch"), {}), f.term("batch", f.grouping("batch"), {}); });
  run("insteval_crossed3", "y", [&](const Table& table, MixedFrame& f) {
    f.fixed("service1", table.numbers("service"));
    intercepts({"s", "d", "dept"})(table, f);
  });
  run("orthodont", "distance", [](const Table& table, MixedFrame& f) {
    const auto age = table.numbers("age");
    const Levels sex = table.levels("Sex");  // the case's base level is Male
    std::vector<double> female, both;
    for (std::size_t i = 0; i < age.size(); ++i) female.push_back(sex.names[sex.of_row[i]] == "Female"), both.push_back(female.back() * age[i]);
    f.fixed("age"), f.fixed("SexFemale", female), f.fixed("age:SexFemale", both);
    f.term("Subject", f.grouping("Subject"), {"age"});
  });
  run("exam_slope", "normexam", slope("standLRT", "school"));
  {
    OracleCase& c = counted.emplace_back(listed.at("sleepstudy_kenward_roger"));
    const Table table(shared_file("oracles/lmm/sleepstudy.csv"));
    MixedFrame frame(table, "Reaction");
    frame.fixed_one();
    slope("Days", "Subject")(table, frame);
    std::vector<double> figures;
    for (const auto& test : must(kenward_roger(must(fit_mixed(frame.model)))))
      figures.insert(figures.end(), {test.estimate, test.standard_error, test.degrees_of_freedom, test.t, test.p});
    c.compare("/coef", figures);
    c.finish();
  }
  print_table("lmm", counted);
}

/// confint() of lme4 interpolates its profiles: it lies up to 1.7e-4 beside the ends at which its own deviance has risen by 3.8414588. Those are what we
/// compare to here: R 4.2.2, lme4 1.1-31, devfun2() minimised by nloptr::bobyqa() with each figure held, and uniroot(), tolerances of 1e-12.
TEST(oracles_of_mixed_models, profile_intervals_end_where_lme4s_deviance_has_risen) {
  KARUNA_NEEDS_SHARED("oracles/lmm/cases.json");
  const auto compare = [](const std::string& data, const std::string& y, const std::string& slope, const std::vector<std::string>& groups,
                          const std::vector<double>& expected) {
    const Table table(shared_file("oracles/lmm/" + data + ".csv"));
    MixedFrame frame(table, y);
    frame.fixed_one();
    if (!slope.empty()) frame.fixed(slope);
    for (const auto& group : groups) frame.term(group, frame.grouping(group), slope.empty() ? std::vector<std::string>{} : std::vector{slope});
    const std::vector<double> ends = profile_ends(must(fit_mixed(frame.model)));
    ASSERT_EQ(ends.size(), expected.size());
    for (std::size_t i = 0; i < ends.size(); ++i) EXPECT_NEAR(ends[i], expected[i], 1e-6 * std::fabs(expected[i])) << data << " " << i;
  };
  compare("sleepstudy", "Reaction", "Days", {"Subject"},
          {14.38138452034, 37.71605499051, -0.4814925806244, 0.6850189685180, 3.801177284360, 8.753391986978, 22.89825651481, 28.85799920846, 237.680689946,
           265.129519751, 7.358652004441, 13.575919914751});
  compare("dyestuff", "Yield", "", {"Batch"}, {12.19650527916, 84.06341096934, 38.23012331126, 67.65767278976, 1486.451487644, 1568.548512356});
  compare("penicillin", "diameter", "", {"plate", "sample"},
          {0.6335651869396, 1.1821033296999, 1.095831475213, 3.556322393045, 0.4858455593739, 0.6294534265327, 21.26660823895, 24.67783620550});
}

/// The published example of random slopes: Bliese, Multilevel Modeling in R, whose figures the data set's expectations repeat. They come from an optimiser that
/// stopped early (nlme with opt = "optim"): its -2 restricted log likelihood is 17822.5794371 in R 4.2.2, that of nlme's own optimiser 17822.5709413, and so is
/// ours. Of a fit that is better, each coefficient may lie a hundredth of its standard error away.
TEST(oracles_of_mixed_models, bh1996_random_slopes) {
  KARUNA_NEEDS_SHARED("data/bh1996/expected.json");
  const json expected = read_json(shared_file("data/bh1996/expected.json"));
  const Table table(shared_file("data/bh1996/bh1996.csv"));
  MixedFrame frame(table, "WBEING");
  frame.fixed_one(), frame.fixed("HRS"), frame.fixed("LEAD");
  const std::size_t group = frame.grouping("GRP");
  const auto hours = table.numbers("HRS");
  std::vector<double> sum(frame.levels[0].names.size()), count(sum.size()), mean;
  for (std::size_t i = 0; i < hours.size(); ++i) sum[frame.levels[0].of_row[i]] += hours[i], count[frame.levels[0].of_row[i]] += 1;
  for (const std::uint32_t g : frame.levels[0].of_row) mean.push_back(sum[g] / count[g]);
  frame.fixed("G.HRS", mean);
  frame.term("GRP", group, {"LEAD"});
  const MixedFit fit = must(fit_mixed(frame.model));
  EXPECT_NEAR(fit.criterion, 17822.5709413, 1e-6);  // R 4.2.2, nlme 3.1-162 lme()
  ASSERT_LT(fit.criterion, 17822.5794371 - 0.008);
  const std::vector<double> of_nlme{2.464138, -0.0284832, 0.4945457, -0.0705672};  // R 4.2.2, nlme 3.1-162 lme(), optimiser nlminb
  for (std::size_t j = 0; j < fit.beta.size(); ++j) {
    const double published = expected.at("slopes_REML_" + fit.names[j]).at("value"), error = expected.at("slopes_REML_se_" + fit.names[j]).at("value");
    EXPECT_NEAR(fit.beta[j], of_nlme[j], 2e-6) << fit.names[j];
    EXPECT_NEAR(fit.beta[j], published, 0.01 * error) << fit.names[j];
    EXPECT_NEAR(fit.standard_error[j], error, 0.01 * error) << fit.names[j];
  }
}

}  // namespace
}  // namespace karuna::test
