// SPDX-License-Identifier: Apache-2.0
#include "stats/serial/model.h"

#include <algorithm>
#include <cmath>

#include "base/progress.h"
#include "stats/serial/outcome.h"
#include "stats/serial/quasi_newton.h"

namespace karuna::stats {
namespace {

/// A factor column this short may stand for a variance of 0; the criterion decides.
constexpr double may_be_zero = 0.02;
/// A criterion that rises by no more than this when a variance is set to 0 says that it is 0.
constexpr double same_criterion = 1e-7;

/// The best of a coarse look: how large the effects are, how strongly neighbours go together.
Eigen::VectorXd start_of(SerialCriterion& criterion, const SerialModel& model) {
  Eigen::VectorXd best = Eigen::VectorXd::Zero(criterion.size());
  double least = INFINITY;
  const bool correlated = model.correlation != Serial::independent;
  const bool sigma = !criterion.sigma_at_its_best() && !model.only_sampling;
  for (const double effect : model.random.columns > 0 ? std::vector<double>{0.25, 0.7, 2} : std::vector<double>{0})
    for (const double z : correlated ? std::vector<double>{-0.5, 0, 0.5, 1.3} : std::vector<double>{0}) {
      Eigen::VectorXd place = Eigen::VectorXd::Zero(criterion.size());
      Eigen::Index at = 0;
      for (std::size_t j = 0; j < model.random.columns; ++j) {
        place(at) = effect;
        at += model.random_correlated ? static_cast<Eigen::Index>(model.random.columns - j) : 1;
      }
      if (correlated) place(criterion.factor_size()) = z;
      if (sigma) place(criterion.size() - 1) = 0.7;
      const double value = criterion.at(place, nullptr);
      if (value < least) least = value, best = place;
    }
  return best;
}

/// Sets the j-th column of the effects' factor to a variance of 0 that says the same of the others.
Eigen::VectorXd without(const SerialCriterion& criterion, const Eigen::VectorXd& unknowns, Eigen::Index j, bool correlated) {
  SmallMatrix psi = criterion.factor(unknowns) * criterion.factor(unknowns).transpose();
  const auto q = psi.rows();
  Eigen::VectorXd out = unknowns;
  if (!correlated) {
    out(j) = 0;
    return out;
  }
  // What column j adds to those after it goes into their own variances.
  SmallMatrix lambda = SmallMatrix::Zero(q, q);
  for (Eigen::Index c = 0; c < q; ++c) {
    const double rest = psi(c, c) - lambda.row(c).squaredNorm();
    lambda(c, c) = c == j || !(rest > 0) ? 0 : std::sqrt(rest);
    for (Eigen::Index r = c + 1; r < q && lambda(c, c) > 0; ++r) lambda(r, c) = (psi(r, c) - lambda.row(r).head(c).dot(lambda.row(c).head(c))) / lambda(c, c);
  }
  Eigen::Index at = 0;
  for (Eigen::Index c = 0; c < q; ++c)
    for (Eigen::Index r = c; r < q; ++r) out(at++) = lambda(r, c);
  return out;
}

/// Where each column of the factor begins among the unknowns, and its length.
std::vector<std::pair<Eigen::Index, Eigen::Index>> columns_of(std::size_t q, bool correlated) {
  std::vector<std::pair<Eigen::Index, Eigen::Index>> out;
  Eigen::Index at = 0;
  for (std::size_t j = 0; j < q; ++j) {
    const auto length = correlated ? static_cast<Eigen::Index>(q - j) : 1;
    out.emplace_back(at, length);
    at += length;
  }
  return out;
}

/// Sets to 0 what the criterion cannot tell from 0. The places that are then held, by number.
std::vector<bool> set_zeros(SerialCriterion& criterion, const SerialModel& model, Eigen::VectorXd& unknowns, double& value) {
  std::vector<bool> held(static_cast<std::size_t>(criterion.size()), false);
  const auto columns = columns_of(model.random.columns, model.random_correlated);
  for (std::size_t j = 0; j < columns.size(); ++j) {
    const auto [first, length] = columns[j];
    if (std::fabs(unknowns(first)) > may_be_zero) continue;
    const Eigen::VectorXd place = without(criterion, unknowns, static_cast<Eigen::Index>(j), model.random_correlated);
    const double there = criterion.at(place, nullptr);
    if (!(there <= value + same_criterion)) continue;
    unknowns = place;
    value = std::min(value, there);
    for (Eigen::Index i = first; i < first + length; ++i) held[static_cast<std::size_t>(i)] = true;
  }
  if (!criterion.sigma_at_its_best() && !model.only_sampling) {
    const Eigen::Index last = criterion.size() - 1;
    Eigen::VectorXd place = unknowns;
    place(last) = 0;
    const double there = std::fabs(unknowns(last)) < may_be_zero ? criterion.at(place, nullptr) : INFINITY;
    if (there <= value + same_criterion) {
      unknowns = place;
      value = std::min(value, there);
      held[static_cast<std::size_t>(last)] = true;
    }
  }
  return held;
}

/// A correlation so near an end of its range that the criterion no longer sees it move (in the scale of the search).
bool at_an_end(Serial kind, double z) { return kind == Serial::ar1 ? std::fabs(z) > 7 : z < -9 || z > 12; }

void hold_ends(const SerialCriterion& criterion, const SerialModel& model, const Eigen::VectorXd& unknowns, std::vector<bool>& held) {
  if (model.correlation == Serial::independent) return;
  const Eigen::Index at = criterion.factor_size();
  if (at_an_end(model.correlation, unknowns(at))) held[static_cast<std::size_t>(at)] = true;
}

/// The criterion as a function of the unknowns that are not held.
Sloped free_part(SerialCriterion& criterion, const Eigen::VectorXd& all, const std::vector<Eigen::Index>& free) {
  return [&criterion, all, free](const Eigen::VectorXd& at, Eigen::VectorXd* slope) {
    Eigen::VectorXd place = all, whole;
    for (std::size_t j = 0; j < free.size(); ++j) place(free[j]) = at(static_cast<Eigen::Index>(j));
    const double value = criterion.at(place, slope == nullptr ? nullptr : &whole);
    if (slope != nullptr && std::isfinite(value)) *slope = whole(free);
    return value;
  };
}

std::string why_not_settled(const SerialNames& told, const SerialCriterion& criterion, const Eigen::VectorXd& unknowns, const Fit& fit) {
  Eigen::VectorXd all = unknowns;
  if (criterion.sigma_at_its_best()) {
    all.conservativeResize(unknowns.size() + 1);
    all(unknowns.size()) = 0.5 * std::log(criterion.sigma2());
  }
  const Eigen::VectorXd open = told.open(all);
  std::string stood;
  const auto names = told.names();
  for (std::size_t j = 0; j < names.size(); ++j)
    stood += (j == 0 ? "" : ", ") + names[j] + " " + std::to_string(told.told(j, open(static_cast<Eigen::Index>(j))));
  return "the model did not settle: " + words(fit) + ", where the slope was still " + std::to_string(fit.gradient_norm) + "; it stood at " + stood +
         ". A smaller model (fewer effects or strata) may have an answer";
}

}  // namespace

Result<SerialFit> fit_serial(const SerialModel& model) {
  KARUNA_TRY(rows, serial_rows(model));
  SerialCriterion criterion(rows, model);
  const SerialNames told(rows, model, criterion);
  SerialFit out;
  Eigen::VectorXd unknowns = start_of(criterion, model);
  std::vector<bool> held(static_cast<std::size_t>(criterion.size()), false);
  std::vector<Eigen::Index> free;
  const auto free_of_held = [&] {
    free.clear();
    for (std::size_t j = 0; j < held.size(); ++j)
      if (!held[j]) free.push_back(static_cast<Eigen::Index>(j));
  };
  if (criterion.size() > 0) {
    const auto search = [&criterion](const Eigen::VectorXd& at, Eigen::VectorXd* slope) { return criterion.at(at, slope); };
    unknowns = quasi_newton(search, unknowns, out.fit);
    if (interrupted()) return fail(Fault::interrupted, "stopped while the model was being fitted");
    double value = out.fit.criterion;
    if (out.fit.why != Stopped::step_limit || value < out.fit.criterion_start) held = set_zeros(criterion, model, unknowns, value);
    hold_ends(criterion, model, unknowns, held);
    out.boundary = std::find(held.begin(), held.end(), true) != held.end();
    if (out.boundary) {
      const Fit first = out.fit;
      free_of_held();
      out.fit.why = Stopped::gradient_small;
      if (!free.empty()) {
        const Eigen::VectorXd best = quasi_newton(free_part(criterion, unknowns, free), unknowns(free), out.fit);
        for (std::size_t j = 0; j < free.size(); ++j) unknowns(free[j]) = best(static_cast<Eigen::Index>(j));
      }
      out.fit.start = first.start;
      out.fit.criterion_start = first.criterion_start;
      out.fit.end.assign(unknowns.begin(), unknowns.end());
      out.fit.steps += first.steps;
      if (out.fit.why != Stopped::step_limit) out.fit.why = Stopped::boundary;
    }
    out.fit.criterion = criterion.at(unknowns, nullptr);
    if (interrupted()) return fail(Fault::interrupted, "stopped while the model was being fitted");
    if (out.fit.why == Stopped::step_limit || !std::isfinite(out.fit.criterion))
      return fail(Fault::undefined, why_not_settled(told, criterion, unknowns, out.fit));
  } else {
    out.fit.criterion = criterion.at(unknowns, nullptr);
    if (!std::isfinite(out.fit.criterion)) return fail(Fault::undefined, "the likelihood has no value for these data");
  }
  out.fit.criterion_start += criterion.constant();
  out.fit.criterion += criterion.constant();
  out.fit.method = criterion.size() == 0                  ? "generalised least squares"
                   : model.likelihood == Likelihood::REML ? "quasi-Newton (BFGS) on the profiled restricted likelihood, exact slope"
                                                          : "quasi-Newton (BFGS) on the profiled likelihood, exact slope";
  free_of_held();
  tell_outcome(model, rows, criterion, told, unknowns, free, out);
  return out;
}

}  // namespace karuna::stats
