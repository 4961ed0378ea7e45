// SPDX-License-Identifier: Apache-2.0
#include "stats/mixed/kenward_roger.h"

#include <cmath>

#include "stats/distributions.h"
#include "stats/mixed/reopened.h"

namespace karuna::stats {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;
using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

constexpr Index most_effects = 2'500;

/// All effects of all groups beside each other, the first block first.
struct Whole {
  Index effects = 0;
  std::vector<Index> first;
  MatrixXd zz, zx, lambda;  ///< Z'WZ, Z'WX and the relative factor of all groups

  explicit Whole(const MixedCriterion& parts) {
    const MixedSums& sums = parts.sums();
    for (const MixedBlock& block : sums.blocks) first.push_back(effects), effects += static_cast<Index>(block.groups) * block.k;
    zz.setZero(effects, effects), zx.setZero(effects, sums.p), lambda.setZero(effects, effects);
    for (std::size_t b = 0; b < sums.blocks.size(); ++b) {
      const MixedBlock& block = sums.blocks[b];
      const Index k = block.k;
      for (std::size_t g = 0; g < block.groups; ++g) {
        const Index at = first[b] + static_cast<Index>(g) * k;
        zz.block(at, at, k, k) = Eigen::Map<const RowMajor>(block.zz.data() + g * static_cast<std::size_t>(k * k), k, k);
        zx.middleRows(at, k) = Eigen::Map<const RowMajor>(block.zb.data() + g * static_cast<std::size_t>(k * (sums.p + 1)), k, sums.p + 1).leftCols(sums.p);
        lambda.block(at, at, k, k) = parts.lambda()[b];
      }
      for (std::size_t c = b + 1; c < sums.blocks.size(); ++c) {
        const CrossProducts& cross = sums.cross[b][c - b - 1];
        const Index kc = sums.blocks[c].k;
        for (std::size_t g = 0; g < block.groups; ++g)
          for (std::size_t i = cross.start[g]; i < cross.start[g + 1]; ++i)
            zz.block(first[b] + static_cast<Index>(g) * k, first[c] + static_cast<Index>(cross.other[i]) * kc, k, kc) =
                Eigen::Map<const RowMajor>(cross.values.data() + i * static_cast<std::size_t>(k * kc), k, kc);
      }
    }
    zz.triangularView<Eigen::StrictlyLower>() = zz.transpose();
  }
};

/// One component of the covariance of y: an entry of a term's covariance matrix, (i, j) of a block; or the residual.
struct Component {
  std::size_t block = 0;
  Index i = 0, j = 0;
};

/// G m, where V = .. + gamma Z G Z' of the component.
MatrixXd times(const Component& c, const Whole& whole, const MixedSums& sums, const MatrixXd& m) {
  MatrixXd result = MatrixXd::Zero(m.rows(), m.cols());
  const MixedBlock& block = sums.blocks[c.block];
  for (std::size_t g = 0; g < block.groups; ++g) {
    const Index at = whole.first[c.block] + static_cast<Index>(g) * block.k;
    result.row(at + c.i) += m.row(at + c.j);
    if (c.i != c.j) result.row(at + c.j) += m.row(at + c.i);
  }
  return result;
}

struct Adjusted {
  MatrixXd plain, covariance;   ///< of beta in the columns given: as estimated, and adjusted
  MatrixXd parameters;          ///< covariance of the variance components
  std::vector<MatrixXd> moved;  ///< Phi P_i Phi in the columns given
};

Result<Adjusted> adjusted(const MixedFit& fit) {
  if (fit.likelihood != Likelihood::REML) return fail(Fault::invalid, "Kenward and Roger's tests rest on REML, this model was fitted by ML; fit it by REML");
  if (!fit.sigma_from_residual)
    return fail(Fault::invalid,
                "Kenward and Roger's tests need a residual variance that is estimated from the rows alone; use Satterthwaite's beside known variances");
  KARUNA_TRY(parts, reopened(fit));
  const MixedSums& sums = *fit.sums;
  Index effects = 0;
  for (const MixedBlock& block : sums.blocks) effects += static_cast<Index>(block.groups) * block.k;
  if (effects > most_effects)
    return fail(Fault::refused, "Kenward and Roger's tests would hold " + std::to_string(effects) + " effects of groups together, at most " +
                                    std::to_string(most_effects) + " are; with so many groups Satterthwaite's say the same");
  const Whole whole(*parts);
  const double sigma2 = Profiled{*parts, fit.likelihood, true}.sigma2();
  const MatrixXd zl = whole.zz * whole.lambda;
  MatrixXd omega = whole.lambda.transpose() * zl;
  omega.diagonal().array() += 1;
  const Eigen::LLT<MatrixXd> cholesky(omega);
  const MatrixXd t = whole.zz - zl * cholesky.solve(zl.transpose());                       // Z'V^-1 Z, V over sigma^2
  const MatrixXd u = whole.zx - zl * cholesky.solve(whole.lambda.transpose() * whole.zx);  // Z'V^-1 X
  const MatrixXd b = parts->x_factor * parts->x_factor.transpose(), phi = sigma2 * parts->x_inverse();
  const MatrixXd s = whole.lambda * whole.lambda.transpose(), su = s * u, ts = t * s;
  std::vector<Component> components;
  for (std::size_t at = 0; at < sums.blocks.size(); ++at)
    for (const auto& entry : sums.blocks[at].free) components.push_back({at, entry.row, entry.column});
  const std::size_t count = components.size() + 1, residual = components.size();

  std::vector<MatrixXd> gu, gt, p;  // G U and G T of each component
  for (const Component& c : components) {
    gu.push_back(times(c, whole, sums, u)), gt.push_back(times(c, whole, sums, t));
    p.push_back(-u.transpose() * gu.back() / (sigma2 * sigma2));
  }
  p.push_back(-(b - u.transpose() * su) / (sigma2 * sigma2));
  const MatrixXd through = u - t * su;  // Z'V^-1 W^-1 V^-1 X
  const MatrixXd tst = t - ts * t;      // Z'V^-1 W^-1 V^-1 Z
  const auto q_of = [&](std::size_t i, std::size_t j) -> MatrixXd {
    const double scale = 1 / (sigma2 * sigma2 * sigma2);
    if (i == residual && j == residual) return scale * (b - 2 * u.transpose() * su + su.transpose() * t * su);
    if (i == residual) return scale * through.transpose() * gu[j];
    if (j == residual) return scale * gu[i].transpose() * through;
    return scale * gu[i].transpose() * t * gu[j];
  };
  const auto trace_of = [&](std::size_t i, std::size_t j) {
    const double scale = 1 / (sigma2 * sigma2);
    if (i == residual && j == residual) return scale * (static_cast<double>(sums.rows) - 2 * ts.trace() + ts.cwiseProduct(ts.transpose()).sum());
    if (j == residual) return scale * times(components[i], whole, sums, tst).trace();
    return scale * gt[i].cwiseProduct(gt[j].transpose()).sum();
  };
  MatrixXd information(static_cast<Index>(count), static_cast<Index>(count));
  std::vector<std::vector<MatrixXd>> q(count, std::vector<MatrixXd>(count));
  for (std::size_t i = 0; i < count; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      const std::size_t high = i == residual ? j : i, low = i == residual ? i : j;  // the residual comes second
      q[i][j] = q_of(i, j);
      information(static_cast<Index>(i), static_cast<Index>(j)) = information(static_cast<Index>(j), static_cast<Index>(i)) =
          trace_of(high, low) - 2 * (phi * q[i][j]).trace() + (phi * p[i] * phi * p[j]).trace();
    }
  const Eigen::FullPivLU<MatrixXd> solved(information);
  if (!solved.isInvertible())
    return fail(Fault::undefined, "the information on the variances is singular, so Kenward and Roger's degrees of freedom have no value");
  Adjusted found;
  found.parameters = 2 * solved.inverse();
  MatrixXd sum = MatrixXd::Zero(sums.p, sums.p);
  for (std::size_t i = 0; i < count; ++i)
    for (std::size_t j = 0; j < count; ++j) {
      const MatrixXd here = i >= j ? q[i][j] : MatrixXd(q[j][i].transpose());
      sum += found.parameters(static_cast<Index>(i), static_cast<Index>(j)) * (here - p[i] * phi * p[j]);
    }
  const MatrixXd to_raw = sums.y_scale * sums.fixed_to_raw();
  found.plain = to_raw * phi * to_raw.transpose();
  found.covariance = to_raw * (phi + 2 * phi * sum * phi) * to_raw.transpose();
  for (const MatrixXd& each : p) found.moved.push_back(to_raw * phi * each * phi * to_raw.transpose());
  return found;
}

ContrastTest f_test(const Adjusted& from, const MatrixXd& rows, const VectorXd& beta) {
  const auto q = static_cast<double>(rows.rows());
  const MatrixXd theta = rows.transpose() * (rows * from.plain * rows.transpose()).inverse() * rows;
  double a1 = 0, a2 = 0;
  for (std::size_t i = 0; i < from.moved.size(); ++i)
    for (std::size_t j = 0; j < from.moved.size(); ++j) {
      const double w = from.parameters(static_cast<Index>(i), static_cast<Index>(j));
      a1 += w * (theta * from.moved[i]).trace() * (theta * from.moved[j]).trace();
      a2 += w * (theta * from.moved[i] * theta * from.moved[j]).trace();
    }
  const double b = (a1 + 6 * a2) / (2 * q), g = ((q + 1) * a1 - (q + 4) * a2) / ((q + 2) * a2), below = 3 * q + 2 * (1 - g);
  const double c1 = g / below, c2 = (q - g) / below, c3 = (q + 2 - g) / below;
  const double v0 = 1 + c1 * b, v1 = 1 - c2 * b, v2 = 1 - c3 * b, mean = 1 - a2 / q;
  const double ratio = std::fabs(mean) < 1e-14 && std::fabs(v1) < 1e-14 ? 1 : mean / v1;
  const double rho = ratio * ratio * (std::fabs(v0) < 1e-10 ? 0 : v0) / (q * v2);
  ContrastTest test;
  test.numerator_df = q;
  test.denominator_df = 4 + (q + 2) / (q * rho - 1);
  test.scale = std::fabs(test.denominator_df - 2) < 1e-2 ? 1 : test.denominator_df * mean / (test.denominator_df - 2);
  const VectorXd value = rows * beta;
  test.f = test.scale / q * value.dot((rows * from.covariance * rows.transpose()).ldlt().solve(value));
  test.p = f_upper(test.f, test.numerator_df, test.denominator_df);
  return test;
}

}  // namespace

Result<std::vector<CoefficientTest>> kenward_roger(const MixedFit& fit, double confidence) {
  KARUNA_TRY(from, adjusted(fit));
  const auto p = static_cast<Index>(fit.beta.size());
  const VectorXd beta = Eigen::Map<const VectorXd>(fit.beta.data(), p);
  std::vector<CoefficientTest> tests;
  for (Index j = 0; j < p; ++j)
    tests.push_back(t_test(beta(j), std::sqrt(from.covariance(j, j)), f_test(from, VectorXd::Unit(p, j).transpose(), beta).denominator_df, confidence));
  return tests;
}

Result<ContrastTest> kenward_roger(const MixedFit& fit, std::span<const double> contrast) {
  KARUNA_TRY(rows, contrast_rows(fit, contrast));
  KARUNA_TRY(from, adjusted(fit));
  return f_test(from, rows, Eigen::Map<const VectorXd>(fit.beta.data(), static_cast<Index>(fit.beta.size())));
}

}  // namespace karuna::stats
