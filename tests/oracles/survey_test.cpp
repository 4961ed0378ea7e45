// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "case.h"
#include "shared.h"
#include "stats/weights/calibrate.h"
#include "stats/weights/poststratify.h"
#include "stats/weights/raking.h"
#include "stats/weights/survey_glm.h"
#include "stats/weights/survey_mean.h"
#include "stats/weights/survey_quantile.h"
#include "table.h"

namespace karuna::test {
namespace {

using namespace stats;

/// The sample of a case and the design it was drawn by.
struct Sample {
  Table table;
  std::vector<double> weights, population;
  Levels strata, clusters;
  SurveyDesign design;
  explicit Sample(const std::string& file) : table(shared_file("oracles/survey/" + file)), weights(table.numbers("pw")), population(table.numbers("fpc")) {
    design.weights = weights;
    design.population = population;
    if (file == "apistrat.csv") {
      strata = table.levels("stype");
      design.strata = strata.of_row;
    } else {
      clusters = table.levels("dnum");
      design.clusters = clusters.of_row;
    }
  }
  SurveyFigure mean(const std::string& column) const { return checked(survey_mean(table.numbers(column), design)); }
  SurveyFigure total(const std::string& column) const { return checked(survey_total(table.numbers(column), design)); }
  static SurveyFigure checked(Result<SurveyFigure> figure) {
    EXPECT_TRUE(figure) << figure.error().what;
    return figure ? *figure : SurveyFigure{};
  }
};

Margin margin_of(const std::string& name, const Levels& levels, const nlohmann::json& targets) {
  Margin margin{name, levels.of_row, {}};
  for (const auto& level : levels.names) margin.target.push_back(targets.at(level));
  return margin;
}

void stratified_means(OracleCase& c) {
  const Sample sample("apistrat.csv");
  std::vector<double> ends;
  for (const std::string column : {"api00", "enroll"}) {
    const SurveyFigure mean = sample.mean(column);
    c.compare("/est/" + column, mean.estimate);
    c.compare("/se/" + column, mean.standard_error);
    c.compare("/deff/" + column, mean.design_effect);
    ends.insert(ends.end(), {mean.interval.low, mean.interval.high});
  }
  c.compare("/ci", ends);
}

void clustered_means(OracleCase& c) {
  const Sample sample("apiclus1.csv");
  for (const std::string column : {"api00", "ell"}) {
    const SurveyFigure mean = sample.mean(column);
    c.compare("/est/" + column, mean.estimate);
    c.compare("/se/" + column, mean.standard_error);
    c.compare("/df", mean.degrees_of_freedom);
  }
}

void weighted_figures(OracleCase& c, Sample& sample, const std::vector<double>& weights, const std::vector<Margin>& margins) {
  c.compare("/weights", weights);
  const std::vector<double> start = sample.weights;
  sample.design.weights = weights;
  sample.design.start_weights = start;
  sample.design.calibrated_to = margins;
  const SurveyFigure mean = sample.mean("api00"), total = sample.total("enroll");
  c.compare("/mean/est/api00", mean.estimate);
  c.compare("/mean/se", mean.standard_error);
  c.compare("/total/est/enroll", total.estimate);
  c.compare("/total/se", total.standard_error);
}

void raked(OracleCase& c) {
  Sample sample("apiclus1.csv");
  const Levels type = sample.table.levels("stype"), wide = sample.table.levels("sch.wide");
  const auto& targets = c.expected().at("margins");
  const std::vector<Margin> margins{margin_of("stype", type, targets.at("stype")), margin_of("sch.wide", wide, targets.at("sch.wide"))};
  const auto found = rake(margins, sample.weights);
  ASSERT_TRUE(found) << found.error().what;
  weighted_figures(c, sample, found->weights, margins);
  // The margins went in as targets and must come out as sums of weights.
  for (const auto& margin : margins) {
    std::vector<double> sums(margin.target.size(), 0);
    for (std::size_t i = 0; i < found->weights.size(); ++i) sums[margin.level[i]] += found->weights[i];
    c.compare("/margins/" + margin.name, sums);
  }
}

void poststratified(OracleCase& c) {
  Sample sample("apiclus1.csv");
  const Levels type = sample.table.levels("stype");
  // The population of the case (R survey, apipop): 4,421 elementary, 755 high and 1,018 middle schools.
  const std::vector<Margin> strata{margin_of("stype", type, {{"E", 4421}, {"H", 755}, {"M", 1018}})};
  const auto found = poststratify(strata[0], sample.weights);
  ASSERT_TRUE(found) << found.error().what;
  weighted_figures(c, sample, found->weights, strata);
}

/// An intercept, ell and meals of the schools.
ModelMatrix schools(const Table& table) {
  ModelMatrix x;
  x.rows = table.rows();
  x.values.assign(x.rows, 1);
  x.columns.push_back({"(Intercept)", 0, x.rows});
  for (const std::string name : {"ell", "meals"}) {
    const auto column = table.numbers(name);
    x.columns.push_back({name, x.columns.size(), x.rows});
    x.values.insert(x.values.end(), column.begin(), column.end());
  }
  return x;
}

void regression(OracleCase& c) {
  const Sample sample("apiclus1.csv");
  const auto found = survey_glm(sample.table.numbers("api00"), schools(sample.table), {}, sample.design);
  ASSERT_TRUE(found) << found.error().what;
  const std::vector<std::string> names{"(Intercept)", "ell", "meals"};
  for (std::size_t j = 0; j < names.size(); ++j) {
    c.compare("/coef/" + names[j], found->coefficients[j]);
    c.compare("/se/" + names[j], found->standard_errors[j]);
  }
}

void quantiles_of_a_stratified_sample(OracleCase& c) {
  const Sample sample("apistrat.csv");
  std::vector<double> figures;
  for (const double p : {0.25, 0.5, 0.75}) {
    const auto found = survey_quantile(sample.table.numbers("api00"), p, sample.design);
    ASSERT_TRUE(found) << found.error().what;
    figures.insert(figures.end(), {found->estimate, found->interval.low, found->interval.high, found->standard_error});
  }
  c.compare("/q", figures);
}

// The printed output of the survey package's own introduction (T. Lumley, "A survey analysis example", vignette of survey 4.1):
// svyglm(I(sch.wide == "Yes") ~ ell + meals, design = dclus1, family = quasibinomial()).
TEST(Published, logistic_regression_of_the_school_survey) {
  KARUNA_NEEDS_SHARED("oracles/survey/apiclus1.csv");
  const Sample sample("apiclus1.csv");
  std::vector<double> wide;
  for (const auto code : sample.table.levels("sch.wide").of_row) wide.push_back(code);  // No, Yes
  const auto found = survey_glm(wide, schools(sample.table), {}, sample.design, {.family = Family::binomial});
  ASSERT_TRUE(found) << found.error().what;
  const std::vector<std::pair<double, double>> printed{{1.899557, 0.509915}, {0.039925, 0.012443}, {-0.019115, 0.008825}};
  for (std::size_t j = 0; j < printed.size(); ++j) {
    EXPECT_NEAR(found->coefficients[j], printed[j].first, 5e-7);
    EXPECT_NEAR(found->standard_errors[j], printed[j].second, 5e-7);
  }
}

TEST(Oracles, means_totals_weights_regression_and_quantiles_agree_with_survey) {
  KARUNA_NEEDS_SHARED("oracles/survey/cases.json");
  std::vector<OracleCase> done;
  for (const auto& [id, listed] : oracle_cases("survey")) {
    OracleCase c(listed);
    if (id == "strat_mean") {
      stratified_means(c);
    } else if (id == "strat_total") {
      const SurveyFigure total = Sample("apistrat.csv").total("enroll");
      c.compare("/est/enroll", total.estimate);
      c.compare("/se", total.standard_error);
    } else if (id == "clus_mean") {
      clustered_means(c);
    } else if (id == "clus_rake") {
      raked(c);
    } else if (id == "clus_poststrat") {
      poststratified(c);
    } else if (id == "clus_glm") {
      regression(c);
    } else if (id == "strat_quantile") {
      quantiles_of_a_stratified_sample(c);
    }
    c.finish();
    done.push_back(std::move(c));
  }
  print_table("survey", done);
  EXPECT_EQ(done.size(), 7U);
}

// calibrate(dclus1, ~stype + api99, c(6194, 755, 1018, 3914069), calfun = ..., epsilon = 1e-12) of R survey 4.1-1 (logit: bounds = c(.5, 1.6)), then
// weights() of the 1st, 50th and 183rd school, svymean(~api00) and svytotal(~enroll) with their standard errors. R stops at a gap of 1e-9 by logit.
TEST(Oracles, calibration_to_levels_and_a_total_agrees_with_survey) {
  KARUNA_NEEDS_SHARED("oracles/survey/apiclus1.csv");
  struct Expected {
    Distance distance;
    double first, middle, last, mean, mean_error, total, total_error, goal;
  };
  const std::vector<Expected> all{
      {Distance::linear, 51.632742594885, 33.439440402228, 39.227652927836, 665.3090711657800, 3.4417531164048, 3638487.20413188, 385524.42735248, 1e-9},
      {Distance::raking, 49.216386137372, 32.449806928727, 38.680371452301, 665.3937960001501, 3.4377535398348, 3616588.56326875, 387618.63037994, 1e-9},
      {Distance::bounded, 53.968697568015, 32.937253145942, 40.748852223474, 665.3809858840534, 3.4166991862297, 3661566.48630503, 379318.69853789, 1e-7}};
  Sample sample("apiclus1.csv");
  const Levels type = sample.table.levels("stype");
  const auto before = sample.table.numbers("api99");
  std::vector<double> columns(before.size(), 1);
  for (const std::string level : {"H", "M"})
    for (const auto of : type.of_row) columns.push_back(type.names[of] == level ? 1 : 0);
  columns.insert(columns.end(), before.begin(), before.end());
  const std::vector<double> start = sample.weights, totals{6194, 755, 1018, 3914069};
  for (const Expected& r : all) {
    const MatrixView view(columns.data(), before.size(), 4);
    const auto found = calibrate(view, totals, start, {.distance = r.distance, .low = 0.5, .high = 1.6, .tolerance = 1e-13});
    ASSERT_TRUE(found) << found.error().what;
    const auto near = [&](double ours, double theirs) { EXPECT_NEAR(ours, theirs, r.goal * theirs) << static_cast<int>(r.distance); };
    near(found->weights[0], r.first);
    near(found->weights[49], r.middle);
    near(found->weights[182], r.last);
    sample.design.weights = found->weights;
    sample.design.start_weights = start;
    sample.design.calibrated_on = view;
    const SurveyFigure mean = sample.mean("api00"), total = sample.total("enroll");
    near(mean.estimate, r.mean);
    near(mean.standard_error, r.mean_error);
    near(total.estimate, r.total);
    near(total.standard_error, r.total_error);
  }
}

}  // namespace
}  // namespace karuna::test
