// SPDX-License-Identifier: Apache-2.0
#include "stats/serial/outcome.h"

#include <cmath>

#include "stats/distributions.h"
#include "stats/serial/quasi_newton.h"

namespace karuna::stats {
namespace {

constexpr double confidence = 0.95;

/// Rows and groups less coefficients: a column that changes within groups is told by rows, one that does not by groups.
std::vector<double> inner_outer_df(const SerialModel& model, const SerialRows& rows) {
  const double n = static_cast<double>(rows.used), groups = static_cast<double>(rows.number.size());
  std::vector<bool> inner(rows.p, false), constant(rows.p, true);
  for (std::size_t j = 0; j < rows.p; ++j)
    for (std::size_t g = 0; g < rows.number.size(); ++g) {
      const double first = model.fixed(rows.row[rows.begin[g]], j);
      for (std::size_t i = rows.begin[g]; i < rows.begin[g + 1]; ++i) inner[j] = inner[j] || model.fixed(rows.row[i], j) != first;
      constant[j] = constant[j] && first == model.fixed(rows.row[0], j);
    }
  double inner_count = 0, outer_count = 0, constants = 0;
  for (std::size_t j = 0; j < rows.p; ++j) (inner[j] ? inner_count : constant[j] ? constants : outer_count) += 1;
  std::vector<double> df;
  for (std::size_t j = 0; j < rows.p; ++j) {
    const double of_rows = n - groups - inner_count, of_groups = groups - constants - outer_count;
    df.push_back(rows.q == 0 ? n - static_cast<double>(rows.p) : inner[j] || constant[j] ? of_rows : of_groups);
  }
  return df;
}

/// How sure the unknowns are, and how the coefficients' variances move with them.
struct Information {
  Eigen::MatrixXd covariance;  ///< of the free unknowns and, where sigma is at its best, log sigma; empty where the bend is not positive
  Eigen::MatrixXd turns;       ///< by these: slope of the variance of each coefficient
};

class Finish {
 public:
  Finish(const SerialModel& model, const SerialRows& rows, SerialCriterion& criterion, const SerialNames& told, const Eigen::VectorXd& unknowns,
         const std::vector<Eigen::Index>& free)
      : model_(model), rows_(rows), criterion_(criterion), told_(told), free_(free), all_(unknowns) {
    criterion_.at(unknowns, nullptr);
    if (!criterion_.sigma_at_its_best()) return;
    all_.conservativeResize(unknowns.size() + 1);
    all_(unknowns.size()) = 0.5 * std::log(criterion_.sigma2());
    free_.push_back(unknowns.size());
  }

  void tell(SerialFit& out) {
    const Information known = information();
    criterion_.at(all_.head(criterion_.size()), nullptr);
    out.rows = rows_.used;
    out.left_out = model_.y.size() - rows_.used;
    out.groups = rows_.number.size();
    out.likelihood = model_.likelihood;
    out.deviance = out.fit.criterion;
    out.log_likelihood = -0.5 * out.deviance;
    out.sigma = told_.sigma(all_);
    out.correlation = told_.correlation(all_);
    tell_terms(known, out);
    tell_parameters(known, out);
    tell_groups(out);
    tell_rows(out);
    tell_edge(out);
  }

 private:
  /// Variances of the coefficients in the units given.
  Eigen::MatrixXd coefficient_covariance() const {
    return rows_.y_unit * rows_.y_unit * rows_.x_back * criterion_.beta_covariance() * rows_.x_back.transpose();
  }

  double place(const Eigen::VectorXd& at, Eigen::VectorXd* slope) {
    Eigen::VectorXd all = all_, whole;
    for (std::size_t j = 0; j < free_.size(); ++j) all(free_[j]) = at(static_cast<Eigen::Index>(j));
    const double held = criterion_.sigma_at_its_best() ? std::exp(2 * all(criterion_.size())) : 0;
    const double value = criterion_.at(all.head(criterion_.size()), slope == nullptr ? nullptr : &whole, held);
    if (slope != nullptr && std::isfinite(value)) *slope = whole(free_);
    if (slope != nullptr && !std::isfinite(value)) *slope = Eigen::VectorXd::Constant(at.size(), not_known);
    return value;
  }

  Information information() {
    Information known;
    const auto k = static_cast<Eigen::Index>(free_.size());
    if (k == 0) return known;
    const Eigen::VectorXd at = all_(free_);
    known.turns.resize(static_cast<Eigen::Index>(rows_.p), k);
    // The differences visit the place above and below for each unknown in turn; the coefficients' variances are taken on the way.
    std::vector<Eigen::VectorXd> seen;
    const auto look = [&](const Eigen::VectorXd& x, Eigen::VectorXd* slope) {
      const double value = place(x, slope);
      seen.push_back(std::isfinite(value) ? Eigen::VectorXd(coefficient_covariance().diagonal())
                                          : Eigen::VectorXd(Eigen::VectorXd::Constant(static_cast<Eigen::Index>(rows_.p), not_known)));
      return value;
    };
    const Eigen::MatrixXd bend = bend_of(look, at);
    for (Eigen::Index j = 0; j < k; ++j)
      known.turns.col(j) = (seen[static_cast<std::size_t>(2 * j)] - seen[static_cast<std::size_t>(2 * j + 1)]) / (2 * difference_step(at(j)));
    const Eigen::LLT<Eigen::MatrixXd> root(bend);
    if (bend.allFinite() && root.info() == Eigen::Success) known.covariance = 2 * root.solve(Eigen::MatrixXd::Identity(k, k));
    return known;
  }

  void tell_terms(const Information& known, SerialFit& out) const {
    const Eigen::MatrixXd covariance = coefficient_covariance();
    out.covariance.assign(covariance.data(), covariance.data() + covariance.size());
    const Eigen::VectorXd beta = rows_.first_beta + rows_.y_unit * rows_.x_back * criterion_.beta();
    const auto counted = inner_outer_df(model_, rows_);
    for (std::size_t j = 0; j < rows_.p; ++j) {
      const auto k = static_cast<Eigen::Index>(j);
      SerialTerm term;
      term.name = model_.fixed_names[j];
      term.estimate = beta(k);
      term.standard_error = std::sqrt(covariance(k, k));
      term.df_inner_outer = counted[j];
      if (known.covariance.size() > 0) {
        const double spread = known.turns.row(k) * known.covariance * known.turns.row(k).transpose();
        if (spread > 0) term.df_satterthwaite = 2 * covariance(k, k) * covariance(k, k) / spread;
      }
      const double df = std::isnan(term.df_satterthwaite) ? term.df_inner_outer : term.df_satterthwaite;
      term.t = term.estimate / term.standard_error;
      if (df > 0) {
        term.p_value = 2 * t_cdf(-std::fabs(term.t), df);
        const double reach = t_quantile(0.5 + confidence / 2, df) * term.standard_error;
        term.interval = {term.estimate - reach, term.estimate + reach, confidence};
      }
      out.terms.push_back(std::move(term));
    }
  }

  void tell_parameters(const Information& known, SerialFit& out) const {
    const auto names = told_.names();
    const Eigen::VectorXd open = told_.open(all_);
    Eigen::MatrixXd moves(open.size(), static_cast<Eigen::Index>(free_.size()));
    for (std::size_t j = 0; j < free_.size(); ++j) {
      constexpr double h = 1e-5;
      Eigen::VectorXd above = all_, below = all_;
      above(free_[j]) += h;
      below(free_[j]) -= h;
      moves.col(static_cast<Eigen::Index>(j)) = (told_.open(above) - told_.open(below)) / (2 * h);
    }
    for (std::size_t j = 0; j < names.size(); ++j) {
      const auto k = static_cast<Eigen::Index>(j);
      SerialParameter parameter{names[j], told_.told(j, open(k)), {}};
      if (known.covariance.size() > 0 && std::isfinite(open(k))) {
        const double variance = moves.row(k) * known.covariance * moves.row(k).transpose();
        const double reach = normal_quantile(0.5 + confidence / 2) * std::sqrt(variance);
        if (variance > 0) parameter.interval = {told_.told(j, open(k) - reach), told_.told(j, open(k) + reach), confidence};
      }
      out.parameters.push_back(std::move(parameter));
    }
    const Eigen::MatrixXd psi = told_.effects(all_);
    out.random_covariance.assign(psi.data(), psi.data() + psi.size());
  }

  void tell_groups(SerialFit& out) const {
    const std::size_t q = rows_.q, p = rows_.p;
    out.effects.assign(model_.groups * q, 0);
    out.effect_carry.assign(model_.groups * q * p, 0);
    for (std::size_t g = 0; g < model_.groups; ++g)
      out.effect_variance.insert(out.effect_variance.end(), out.random_covariance.begin(), out.random_covariance.end());
    if (q == 0) return;
    Eigen::VectorXd r(static_cast<Eigen::Index>(p) + 1);
    r << -criterion_.beta(), 1;
    const Eigen::MatrixXd covariance = criterion_.beta_covariance();
    const Eigen::MatrixXd forth = rows_.x_back.inverse();
    for (std::size_t g = 0; g < rows_.number.size(); ++g) {
      const Eigen::MatrixXd h = criterion_.kept(g), e = criterion_.cross(g), he = h * e.leftCols(static_cast<Eigen::Index>(p));
      const Eigen::VectorXd effect = rows_.y_unit * rows_.z_back * h * e * r;
      const Eigen::MatrixXd variance =
          rows_.y_unit * rows_.y_unit * rows_.z_back * (criterion_.sigma2() * h + he * covariance * he.transpose()) * rows_.z_back.transpose();
      const Eigen::MatrixXd carry = rows_.z_back * he * forth;
      const std::size_t number = rows_.number[g];
      std::copy(effect.data(), effect.data() + q, out.effects.begin() + static_cast<std::ptrdiff_t>(number * q));
      std::copy(variance.data(), variance.data() + q * q, out.effect_variance.begin() + static_cast<std::ptrdiff_t>(number * q * q));
      std::copy(carry.data(), carry.data() + q * p, out.effect_carry.begin() + static_cast<std::ptrdiff_t>(number * q * p));
    }
  }

  void tell_rows(SerialFit& out) const {
    for (auto* column : {&out.fitted_population, &out.fitted, &out.residual, &out.normalised_residual}) column->assign(model_.y.size(), not_known);
    const double sigma = std::sqrt(criterion_.sigma2());
    const auto p = static_cast<Eigen::Index>(rows_.p), q = static_cast<Eigen::Index>(rows_.q);
    Eigen::VectorXd weights(q + p + 1), r(p + 1);
    r << -criterion_.beta(), 1;
    weights.tail(p + 1) = r;
    for (std::size_t g = 0; g < rows_.number.size(); ++g) {
      const std::size_t number = rows_.number[g];
      if (q > 0) weights.head(q) = -(criterion_.kept(g) * criterion_.cross(g) * r);
      for (std::size_t i = rows_.begin[g]; i < rows_.begin[g + 1]; ++i) {
        const std::size_t row = rows_.row[i];
        double mean = 0, effect = 0;
        for (std::size_t j = 0; j < rows_.p; ++j) mean += model_.fixed(row, j) * out.terms[j].estimate;
        for (std::size_t j = 0; j < rows_.q; ++j) effect += model_.random(row, j) * out.effects[number * rows_.q + j];
        out.fitted_population[row] = mean;
        out.fitted[row] = mean + effect;
        out.residual[row] = model_.y[row] - out.fitted[row];
        out.normalised_residual[row] = criterion_.white().col(static_cast<Eigen::Index>(i)).dot(weights) / sigma;
      }
    }
  }

  void tell_edge(SerialFit& out) const {
    if (!out.boundary) return;
    const auto say = [&](const std::string& what) { out.remark += (out.remark.empty() ? "" : "; ") + what; };
    bool none = false;
    for (std::size_t j = 0; j < rows_.q; ++j)
      if (!(out.random_covariance[j * rows_.q + j] > 1e-14 * rows_.y_unit * rows_.y_unit * rows_.z_back.row(static_cast<Eigen::Index>(j)).squaredNorm())) {
        say("no detectable variance between groups in " + model_.random_names[j]);
        none = true;
      }
    const auto factor = criterion_.factor(all_);
    if (!none && rows_.q > 0 && (factor.diagonal().array() == 0).any()) say("the effects of a group go exactly together: the data cannot tell so many apart");
    if (model_.correlation != Serial::independent && std::find(free_.begin(), free_.end(), criterion_.factor_size()) == free_.end())
      say("the correlation of the residuals lies at the end of its range");
    if (!criterion_.sigma_at_its_best() && !model_.only_sampling && out.sigma == 0) say("nothing is left over beyond the known sampling variances");
  }

  const SerialModel& model_;
  const SerialRows& rows_;
  SerialCriterion& criterion_;
  const SerialNames& told_;
  std::vector<Eigen::Index> free_;
  Eigen::VectorXd all_;
};

}  // namespace

void tell_outcome(const SerialModel& model, const SerialRows& rows, SerialCriterion& criterion, const SerialNames& told, const Eigen::VectorXd& unknowns,
                  const std::vector<Eigen::Index>& free, SerialFit& out) {
  Finish(model, rows, criterion, told, unknowns, free).tell(out);
}

}  // namespace karuna::stats
