// SPDX-License-Identifier: Apache-2.0
// The fast criterion against the textbook: the covariance matrix of every group written out, its determinant and inverse taken.
#include <gtest/gtest.h>

#include <Eigen/Dense>
#include <algorithm>
#include <numbers>

#include "stats/serial/criterion.h"
#include "stats/serial/made_up_waves.h"

namespace karuna::stats {
namespace {

using test::made_up;
using test::Waves;

/// -2 log (restricted) likelihood with everything written out, at given variances; sigma included.
double textbook(const SerialModel& m, const Eigen::MatrixXd& effects, double correlation, double ratio, double power, double sigma) {
  const auto n = static_cast<Eigen::Index>(m.y.size()), p = static_cast<Eigen::Index>(m.fixed.columns);
  Eigen::MatrixXd v = Eigen::MatrixXd::Zero(n, n), x(n, p);
  Eigen::VectorXd y(n), size(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    const auto row = static_cast<std::size_t>(i);
    y(i) = m.y[row];
    for (Eigen::Index j = 0; j < p; ++j) x(i, j) = m.fixed(row, static_cast<std::size_t>(j));
    size(i) = sigma;
    if (!m.stratum.empty() && m.stratum[row] == 1) size(i) *= ratio;
    if (!m.power_of.empty()) size(i) *= std::pow(m.power_of[row], power);
    if (!m.weights.empty()) size(i) /= std::sqrt(m.weights[row]);
  }
  for (Eigen::Index i = 0; i < n; ++i)
    for (Eigen::Index j = 0; j < n; ++j) {
      const auto a = static_cast<std::size_t>(i), b = static_cast<std::size_t>(j);
      if (m.group[a] != m.group[b]) continue;
      for (Eigen::Index r = 0; r < effects.rows(); ++r)
        for (Eigen::Index s = 0; s < effects.rows(); ++s)
          v(i, j) += m.random(a, static_cast<std::size_t>(r)) * effects(r, s) * m.random(b, static_cast<std::size_t>(s));
      const double apart = m.time.empty() ? std::fabs(static_cast<double>(i - j)) : std::fabs(m.time[a] - m.time[b]);
      const double together = i == j                                        ? 1
                              : m.correlation == Serial::independent        ? 0
                              : m.correlation == Serial::compound_symmetric ? correlation
                                                                            : std::pow(correlation, apart);
      v(i, j) += size(i) * size(j) * together;
      if (i == j && !m.sampling_variance.empty()) v(i, j) += m.sampling_variance[a];
    }
  const Eigen::LLT<Eigen::MatrixXd> root(v);
  const Eigen::MatrixXd information = x.transpose() * root.solve(x);
  const Eigen::VectorXd r = y - x * information.llt().solve(x.transpose() * root.solve(y));
  const Eigen::MatrixXd lower = root.matrixL();
  double value = 2 * lower.diagonal().array().log().sum() + r.dot(root.solve(r));
  double m_rows = static_cast<double>(n);
  if (m.likelihood == Likelihood::REML) {
    const Eigen::MatrixXd of_beta = information.llt().matrixL();
    value += 2 * of_beta.diagonal().array().log().sum();
    m_rows -= static_cast<double>(p);
  }
  return value + m_rows * std::log(2 * std::numbers::pi);
}

double named(const SerialFit& fit, const std::string& name, double otherwise) {
  for (const auto& parameter : fit.parameters)
    if (parameter.name == name) return parameter.estimate;
  return otherwise;
}

/// The textbook agrees at our estimate, and no neighbour of it is better.
void agrees_and_is_best(const SerialModel& model, const std::string& what) {
  const auto fit = fit_serial(model);
  ASSERT_TRUE(fit) << what << ": " << fit.error().what;
  const auto q = static_cast<Eigen::Index>(model.random.columns);
  const Eigen::MatrixXd effects = Eigen::Map<const Eigen::MatrixXd>(fit->random_covariance.data(), q, q);
  const double ratio = model.stratum_names.empty() ? 1 : named(*fit, "ratio " + model.stratum_names.back(), 1), power = named(*fit, "power", 0);
  const double here = textbook(model, effects, fit->correlation, ratio, power, fit->sigma);
  EXPECT_NEAR(here, fit->deviance, 1e-8 * std::fabs(here)) << what;
  for (const double by : {0.99, 1.01}) {
    EXPECT_GE(textbook(model, effects * by, fit->correlation, ratio, power, fit->sigma), here - 1e-9) << what;
    EXPECT_GE(textbook(model, effects, fit->correlation * by, ratio, power, fit->sigma), here - 1e-9) << what;
    EXPECT_GE(textbook(model, effects, fit->correlation, ratio * by, power, fit->sigma), here - 1e-9) << what;
    EXPECT_GE(textbook(model, effects, fit->correlation, ratio, power * by, fit->sigma), here - 1e-9) << what;
    EXPECT_GE(textbook(model, effects, fit->correlation, ratio, power, fit->sigma * by), here - 1e-9) << what;
  }
}

TEST(SerialLikelihood, is_the_textbook_s_for_every_form_of_residuals) {
  const Waves waves = made_up({.groups = 12, .waves = 5, .intercept_sd = 1, .phi = 0.5, .power = 0.5, .ratio = 1.6, .uneven = true, .sampling_sd = 0.3}, 3);
  std::vector<double> whole;
  for (std::size_t i = 0; i < waves.y.size(); ++i) whole.push_back(static_cast<double>(i % 5 + (i % 5 > 2 ? 1 : 0)));  // the wave numbered 3 was left out
  for (const auto likelihood : {Likelihood::REML, Likelihood::ML})
    for (const auto kind : {Serial::independent, Serial::ar1, Serial::car1, Serial::compound_symmetric})
      for (const bool effects : {false, true})
        for (const bool sizes : {false, true})
          for (const bool known : {false, true}) {
            SerialModel m = waves.model();
            m.likelihood = likelihood;
            m.correlation = kind;
            m.time = kind == Serial::ar1 ? whole : waves.time;
            if (!effects || kind == Serial::compound_symmetric) m.random.columns = 0, m.random_names.clear();
            if (sizes) m.stratum = waves.stratum, m.stratum_names = {"a", "b"}, m.power_of = waves.power_of, m.weights = waves.weights;
            if (known) m.sampling_variance = waves.sampling;
            agrees_and_is_best(m, std::to_string(static_cast<int>(kind)) + (effects ? " effects" : "") + (sizes ? " sizes" : "") + (known ? " known" : "") +
                                      (likelihood == Likelihood::ML ? " ML" : " REML"));
          }
}

TEST(SerialLikelihood, has_the_slope_that_differences_show) {
  const Waves waves = made_up({.groups = 9, .waves = 6, .intercept_sd = 1, .slope_sd = 0.4, .phi = 0.5, .uneven = true, .sampling_sd = 0.3}, 5);
  for (const auto kind : {Serial::independent, Serial::ar1, Serial::car1, Serial::compound_symmetric})
    for (const bool known : {false, true}) {
      SerialModel m = waves.model();
      std::vector<double> numbered;
      for (std::size_t i = 0; i < waves.y.size(); ++i) numbered.push_back(static_cast<double>(i % 6));
      m.correlation = kind;
      m.time = kind == Serial::ar1 ? numbered : waves.time;
      m.stratum = waves.stratum;
      m.stratum_names = {"a", "b"};
      m.power_of = waves.power_of;
      if (known) m.sampling_variance = waves.sampling;
      if (kind == Serial::compound_symmetric) m.random = MatrixView(waves.random.data() + waves.y.size(), waves.y.size(), 1), m.random_names = {"time"};
      const auto rows = serial_rows(m);
      ASSERT_TRUE(rows) << rows.error().what;
      SerialCriterion criterion(*rows, m);
      Eigen::VectorXd at(criterion.size()), slope;
      for (Eigen::Index j = 0; j < at.size(); ++j) at(j) = 0.3 + 0.17 * static_cast<double>(j % 3);
      criterion.at(at, &slope);
      for (Eigen::Index j = 0; j < at.size(); ++j) {
        constexpr double h = 1e-5;
        Eigen::VectorXd above = at, below = at;
        above(j) += h;
        below(j) -= h;
        const double differences = (criterion.at(above, nullptr) - criterion.at(below, nullptr)) / (2 * h);
        EXPECT_NEAR(slope(j), differences, 1e-5 * (1 + std::fabs(differences))) << "kind " << static_cast<int>(kind) << ", unknown " << j;
      }
    }
}

}  // namespace
}  // namespace karuna::stats
