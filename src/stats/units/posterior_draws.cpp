// SPDX-License-Identifier: Apache-2.0
#include "stats/units/posterior_draws.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/text.h"
#include "stats/quantiles.h"
#include "stats/resample/philox.h"
#include "stats/resample/share_out.h"
#include "stats/units/between_correlation.h"
#include "stats/units/restricted_likelihood.h"
#include "stats/units/tau2_posterior.h"

namespace karuna::stats {
namespace {

/// One measure: the units that have it, and what was learnt of its hyperparameters.
struct Measure {
  std::vector<std::size_t> unit;
  std::vector<double> y, v;
  std::vector<Tau2Posterior> posterior;  ///< one, or none where hyperparameters are refitted
};

/// Draws one replicate after another; what it needs along the way is kept from draw to draw.
class Drawer {
 public:
  Drawer(std::span<const double> y, std::span<const double> within, const std::vector<Measure>& measures, const PosteriorDraws& found,
         const std::vector<double>& correlation, const PosteriorOptions& options)
      : y_(y),
        within_(within),
        measures_(measures),
        found_(found),
        correlation_(correlation),
        options_(options),
        m_(measures.size()),
        a_(m_ * m_),
        l_(m_ * m_),
        z_(m_),
        tau2_(m_),
        mu_(m_),
        weight_(m_),
        y_star_(m_ > 0 ? y.size() : 0) {}

  void draw(std::uint32_t number, double* values, double* mu) {
    Random random(options_.seed, number);
    if (options_.hyperparameters == Hyperparameters::drawn)
      draw_hyperparameters(random);
    else
      refit(random);
    std::copy(mu_.begin(), mu_.end(), mu);
    for (std::size_t i = 0; i < found_.units; ++i) {
      for (std::size_t a = 0; a < m_; ++a) {
        const double y = y_[i * m_ + a], kept = std::isnan(y) ? 0 : tau2_[a] / (tau2_[a] + v(i, a, a));
        weight_[a] = kept;
        values[i * m_ + a] = std::isnan(y) ? mu_[a] : mu_[a] + kept * (y - mu_[a]);
      }
      // The error of a shrunken value is (1 - B)(theta - mu) - B (y - theta): so its covariances, whatever was shrunk with which B.
      for (std::size_t a = 0; a < m_; ++a)
        for (std::size_t b = 0; b <= a; ++b) {
          double covariance = (1 - weight_[a]) * (1 - weight_[b]) * between(a, b);
          if (weight_[a] > 0 && weight_[b] > 0) covariance += weight_[a] * weight_[b] * v(i, a, b);
          a_[a * m_ + b] = a_[b * m_ + a] = covariance;
        }
      add_normal(random, a_, values + i * m_);
    }
  }

 private:
  double v(std::size_t unit, std::size_t a, std::size_t b) const { return within_[(unit * m_ + a) * m_ + b]; }
  double between(std::size_t a, std::size_t b) const { return correlation_[a * m_ + b] * std::sqrt(tau2_[a] * tau2_[b]); }

  void add_normal(Random& random, std::span<const double> covariance, double* to) {
    lower_root(covariance, m_, l_);
    for (auto& z : z_) z = random.normal();
    for (std::size_t a = 0; a < m_; ++a)
      for (std::size_t b = 0; b <= a; ++b) to[a] += l_[a * m_ + b] * z_[b];
  }

  void draw_hyperparameters(Random& random) {
    std::vector<double> weights(m_, 0);
    for (std::size_t a = 0; a < m_; ++a) {
      tau2_[a] = measures_[a].posterior[0].quantile(random.uniform());
      double sum = 0, total = 0;
      for (std::size_t k = 0; k < measures_[a].y.size(); ++k) {
        const double w = 1 / (tau2_[a] + measures_[a].v[k]);
        sum += w;
        total += w * measures_[a].y[k];
      }
      weights[a] = sum;
      mu_[a] = total / sum;
    }
    // The common means err together where the same units carry them.
    std::fill(a_.begin(), a_.end(), 0.0);
    for (std::size_t a = 0; a < m_; ++a) {
      a_[a * m_ + a] = 1 / weights[a];
      for (std::size_t b = 0; b < a; ++b) {
        double shared = 0;
        for (std::size_t i = 0; i < found_.units; ++i) {
          if (std::isnan(y_[i * m_ + a]) || std::isnan(y_[i * m_ + b])) continue;
          shared += (between(a, b) + v(i, a, b)) / ((tau2_[a] + v(i, a, a)) * (tau2_[b] + v(i, b, b)));
        }
        a_[a * m_ + b] = a_[b * m_ + a] = shared / (weights[a] * weights[b]);
      }
    }
    add_normal(random, a_, mu_.data());
  }

  /// Units simulated at the estimates, fitted anew.
  void refit(Random& random) {
    for (std::size_t a = 0; a < m_; ++a) tau2_[a] = found_.fit[a].tau2;
    for (std::size_t i = 0; i < found_.units; ++i) {
      for (std::size_t a = 0; a < m_; ++a)
        for (std::size_t b = 0; b < m_; ++b) {
          const bool known = !std::isnan(y_[i * m_ + a]) && !std::isnan(y_[i * m_ + b]);
          a_[a * m_ + b] = between(a, b) + (known ? v(i, a, b) : 0);
        }
      for (std::size_t a = 0; a < m_; ++a) y_star_[i * m_ + a] = found_.fit[a].mu;
      add_normal(random, a_, y_star_.data() + i * m_);
    }
    std::vector<double> simulated;
    for (std::size_t a = 0; a < m_; ++a) {
      simulated.clear();
      for (const auto unit : measures_[a].unit) simulated.push_back(y_star_[unit * m_ + a]);
      const RestrictedLikelihood likelihood(simulated, measures_[a].v);
      tau2_[a] = likelihood.quick_tau2();
      mu_[a] = likelihood.estimates(tau2_[a]).mu;
    }
  }

  std::span<const double> y_, within_;
  const std::vector<Measure>& measures_;
  const PosteriorDraws& found_;
  const std::vector<double>& correlation_;
  const PosteriorOptions& options_;
  std::size_t m_;
  std::vector<double> a_, l_, z_, tau2_, mu_, weight_, y_star_;
};

/// Moves the draws so that their mean is what is shown: the estimate at the best tau2, not the mean over all tau2.
void centre(PosteriorDraws& found) {
  const std::size_t row = found.units * found.measures;
  const auto move = [&](std::vector<double>& values, std::size_t width, std::size_t k, double target) {
    double mean = 0;
    for (std::size_t draw = 0; draw < found.draws; ++draw) mean += values[draw * width + k];
    const double shift = target - mean / found.draws;
    for (std::size_t draw = 0; draw < found.draws; ++draw) values[draw * width + k] += shift;
  };
  for (std::size_t k = 0; k < row; ++k) move(found.values, row, k, found.fit[k % found.measures].value[k / found.measures]);
  for (std::size_t a = 0; a < found.measures; ++a) move(found.mu, found.measures, a, found.fit[a].mu);
}

}  // namespace

Result<PosteriorDraws> posterior_draws_jointly(std::span<const double> y, std::span<const double> within, std::size_t units, std::size_t measures,
                                               const PosteriorOptions& options) {
  if (measures == 0 || y.size() != units * measures || within.size() != y.size() * measures)
    return fail(Fault::invalid, std::to_string(units) + " units and " + std::to_string(measures) + " measures need " + std::to_string(units * measures) +
                                    " means and " + std::to_string(units * measures * measures) + " covariances; there are " + std::to_string(y.size()) +
                                    " and " + std::to_string(within.size()));
  if (options.draws == 0) return fail(Fault::invalid, "at least one draw is needed");
  if (!(options.confidence > 0 && options.confidence < 1))
    return fail(Fault::invalid, "a confidence between 0 and 1 is expected, " + shortest(options.confidence) + " was given");
  PosteriorDraws found;
  found.units = units;
  found.measures = measures;
  found.draws = options.draws;
  found.seed = options.seed;
  std::vector<Measure> each(measures);
  for (std::size_t a = 0; a < measures; ++a) {
    std::vector<double> column, variance;
    for (std::size_t i = 0; i < units; ++i) {
      column.push_back(y[i * measures + a]);
      variance.push_back(within[(i * measures + a) * measures + a]);
      if (std::isnan(column.back())) continue;
      each[a].unit.push_back(i);
      each[a].y.push_back(column.back());
      each[a].v.push_back(variance.back());
    }
    KARUNA_TRY(fit, empirical_bayes(column, variance));
    found.fit.push_back(std::move(fit));
    if (options.hyperparameters == Hyperparameters::drawn) each[a].posterior.emplace_back(RestrictedLikelihood(each[a].y, each[a].v));
  }
  const std::vector<double> correlation = between_correlation(y, within, found.fit);

  const std::size_t row = units * measures;
  found.values.resize(options.draws * row);
  found.mu.resize(options.draws * measures);
  const auto work = [&](std::uint32_t from, std::uint32_t to) {
    Drawer drawer(y, within, each, found, correlation, options);
    for (std::uint32_t draw = from; draw < to; ++draw) drawer.draw(draw, found.values.data() + draw * row, found.mu.data() + draw * measures);
  };
  share_out(options.draws, options.threads, work);
  if (options.hyperparameters == Hyperparameters::drawn) centre(found);
  std::vector<double> sorted(options.draws);
  const double tail = (1 - options.confidence) / 2;
  for (std::size_t k = 0; k < row; ++k) {
    for (std::size_t draw = 0; draw < options.draws; ++draw) sorted[draw] = found.values[draw * row + k];
    std::sort(sorted.begin(), sorted.end());
    found.intervals.push_back({sorted_quantile(sorted, tail), sorted_quantile(sorted, 1 - tail), options.confidence});
  }
  return found;
}

Result<PosteriorDraws> posterior_draws(std::span<const double> y, std::span<const double> v, const PosteriorOptions& options) {
  return posterior_draws_jointly(y, v, y.size(), 1, options);
}

}  // namespace karuna::stats
