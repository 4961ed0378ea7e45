// SPDX-License-Identifier: Apache-2.0
// Forms of residuals that no stored oracle holds, compared with R's nlme while the test runs; skipped, in words, where R is not installed.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <map>
#include <sstream>

#include "shared.h"
#include "stats/resample/philox.h"
#include "stats/serial/model.h"

namespace karuna::test {
namespace {

using namespace stats;

/// 24 groups of up to 7 uneven waves, a third of the answers missing at random; two strata; a covariate of size; weights.
struct UnevenWaves {
  std::vector<double> y, columns, time, wave, size, weight;
  std::vector<std::uint32_t> group, stratum;
  UnevenWaves() {
    Random random(20261128, 1);
    for (std::uint32_t g = 0; g < 24; ++g) {
      const double intercept = random.normal(), slope = random.normal();
      double hidden = random.normal(), at = 0;
      for (int t = 0; t < 7; ++t) {
        const double gap = 0.3 + random.uniform(), kept = std::pow(0.6, gap);
        at += gap;
        hidden = kept * hidden + std::sqrt(1 - kept * kept) * random.normal();
        const double x = 1 + 4 * random.uniform(), w = 0.5 + random.uniform();
        if (random.uniform() < 0.3) continue;
        y.push_back(2 + 0.4 * at + intercept + slope * at + (g % 2 == 1 ? 1.7 : 1.0) * std::pow(x, 0.6) / std::sqrt(w) * hidden);
        group.push_back(g);
        stratum.push_back(g % 2);
        time.push_back(at);
        wave.push_back(t);
        size.push_back(x);
        weight.push_back(w);
      }
    }
    columns.assign(y.size(), 1);
    columns.insert(columns.end(), time.begin(), time.end());
  }
  SerialModel model(std::size_t effects) const {
    SerialModel m;
    m.y = y;
    m.fixed = MatrixView(columns.data(), y.size(), 2);
    m.fixed_names = {"(Intercept)", "time"};
    m.random = MatrixView(columns.data(), y.size(), effects);
    if (effects > 0) m.random_names.assign(m.fixed_names.begin(), m.fixed_names.begin() + static_cast<std::ptrdiff_t>(effects));
    m.group = group;
    m.groups = 24;
    return m;
  }
  std::string csv() const {
    std::string out = "y,time,wave,size,weight,g,s\n";
    for (std::size_t i = 0; i < y.size(); ++i)
      out += fmt::format("{:.17g},{:.17g},{},{:.17g},{:.17g},{},{}\n", y[i], time[i], wave[i], size[i], weight[i], group[i], stratum[i]);
    return out;
  }
};

// Estimates within 1e-4, where nlme stops. Each line: name, log-likelihood, coefficients, standard errors, sigma, and for every variance parameter low,
// estimate and high of intervals().
constexpr const char* script = R"R(
suppressMessages(library(nlme)); a <- commandArgs(TRUE); d <- read.csv(a[1]); d$g <- factor(d$g); d$s <- factor(d$s)
rows <- function(x) if (is.null(x)) NULL else c(t(as.matrix(x)))
say <- function(name, f) { i <- intervals(f, which = "var-cov"); v <- c(unlist(lapply(i$reStruct, rows)), rows(i$corStruct), rows(i$varStruct), i$sigma)
  b <- if (inherits(f, "lme")) fixef(f) else coef(f); cat(name, format(c(logLik(f), b, sqrt(diag(vcov(f))), v), digits = 15), "\n") }
k <- lmeControl(msMaxIter = 500, tolerance = 1e-10, msTol = 1e-12, niterEM = 50, opt = "nlminb"); e <- glsControl(tolerance = 1e-10, msTol = 1e-12, msMaxIter = 500)
car <- corCAR1(form = ~ time | g); ar <- corAR1(form = ~ wave | g); by <- varIdent(form = ~ 1 | s); pow <- varPower(form = ~ size); fix <- varFixed(~ I(1 / weight))
say("car1", gls(y ~ time, d, car, control = e)); say("ar1_gaps", gls(y ~ time, d, ar, control = e))
say("symmetric", gls(y ~ time, d, corCompSymm(form = ~ 1 | g), control = e)); say("by", gls(y ~ time, d, weights = by, control = e))
say("power_ml", gls(y ~ time, d, car, weights = pow, method = "ML", control = e)); say("weights", lme(y ~ time, d, ~ 1 | g, weights = fix, control = k))
say("effects_by", lme(y ~ time, d, ~ 1 | g, weights = by, correlation = car, control = k)); say("slopes_power", lme(y ~ time, d, ~ time | g, weights = pow, control = k))
)R";

std::map<std::string, std::vector<double>> figures_of_nlme(const UnevenWaves& waves) {
  const TemporaryFolder folder;
  const auto data = folder.write("waves.csv", waves.csv()), program = folder.write("nlme.R", script);
  const auto said = folder.path() / "said.txt";
  std::map<std::string, std::vector<double>> figures;
  if (std::system(fmt::format("Rscript '{}' '{}' > '{}' 2>/dev/null", program.string(), data.string(), said.string()).c_str()) != 0) return figures;
  std::istringstream lines(read_text(said));
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string name;
    words >> name;
    for (double x = 0; words >> x;) figures[name].push_back(x);
  }
  return figures;
}

TEST(Oracles, residuals_that_remember_and_differ_agree_with_nlme_at_test_time) {
  if (std::system("Rscript -e 'library(nlme)' >/dev/null 2>&1") != 0) GTEST_SKIP() << "needs R with nlme, which is not here";
  const UnevenWaves waves;
  const auto expected = figures_of_nlme(waves);
  ASSERT_EQ(expected.size(), 8U);
  for (const auto& [name, figures] : expected) {
    SerialModel m = waves.model(name == "slopes_power" ? 2 : name == "weights" || name == "effects_by" ? 1 : 0);
    if (name == "ar1_gaps") m.correlation = Serial::ar1, m.time = waves.wave;
    if (name == "car1" || name == "power_ml" || name == "effects_by") m.correlation = Serial::car1, m.time = waves.time;
    if (name == "symmetric") m.correlation = Serial::compound_symmetric;
    if (name == "by" || name == "effects_by") m.stratum = waves.stratum, m.stratum_names = {"0", "1"};
    if (name == "power_ml" || name == "slopes_power") m.power_of = waves.size;
    if (name == "power_ml") m.likelihood = Likelihood::ML;
    if (name == "weights") m.weights = waves.weight;
    const auto fit = fit_serial(m);
    ASSERT_TRUE(fit) << name << ": " << fit.error().what;
    std::vector<double> ours{fit->log_likelihood, fit->terms[0].estimate, fit->terms[1].estimate, fit->terms[0].standard_error, fit->terms[1].standard_error};
    // Ours come with t(low, estimate, high) each, in the order in which nlme lists them.
    for (const auto& parameter : fit->parameters) ours.insert(ours.end(), {parameter.interval.low, parameter.estimate, parameter.interval.high});
    ASSERT_EQ(ours.size(), figures.size()) << name;
    EXPECT_GE(ours[0], figures[0] - 1e-7 * std::fabs(figures[0])) << name;
    // nlme counts degrees of freedom into the standard errors of gls() by ML.
    const double of_ml = name == "power_ml" ? std::sqrt(static_cast<double>(waves.y.size()) / (static_cast<double>(waves.y.size()) - 2)) : 1;
    for (std::size_t i = 0; i < ours.size(); ++i) {
      if (i >= 5 && (i - 5) % 3 != 1) continue;      // ends of intervals rest on second differences of the likelihood in nlme: not compared
      if (name == "effects_by" && i == 6) continue;  // a variance of 0, which nlme only comes near
      EXPECT_NEAR((i == 3 || i == 4 ? of_ml : 1) * ours[i], figures[i], 1e-4 * std::max(std::fabs(figures[i]), 0.1)) << name << ", figure " << i;
    }
  }
}

}  // namespace
}  // namespace karuna::test
