// SPDX-License-Identifier: Apache-2.0
#include "stats/correlation/compare.h"

#include <cmath>
#include <initializer_list>
#include <string>

#include "stats/distributions.h"

namespace karuna::stats {
namespace {

Result<void> usable(std::initializer_list<double> correlations, std::initializer_list<double> people) {
  for (const double r : correlations)
    if (!(std::fabs(r) < 1)) return fail(Fault::invalid, "correlations to compare lie between -1 and 1; one is " + std::to_string(r));
  for (const double n : people)
    if (!(n >= 4) || std::isinf(n)) return fail(Fault::too_few_people, "comparing correlations needs at least 4 people each, there are " + std::to_string(n));
  return {};
}

CorrelationDifference by_z(double difference, double z) { return {difference, z, not_known, 2 * normal_cdf(-std::fabs(z))}; }

}  // namespace

Result<CorrelationDifference> compare_independent(double r1, double n1, double r2, double n2) {
  KARUNA_CHECK(usable({r1, r2}, {n1, n2}));
  return by_z(r1 - r2, (std::atanh(r1) - std::atanh(r2)) / std::sqrt(1 / (n1 - 3) + 1 / (n2 - 3)));
}

Result<CorrelationDifference> compare_overlapping(double r12, double r13, double r23, double n) {
  KARUNA_CHECK(usable({r12, r13, r23}, {n}));
  const double determinant = 1 - r12 * r12 - r13 * r13 - r23 * r23 + 2 * r12 * r13 * r23, mean = (r12 + r13) / 2;
  if (!(determinant > 0)) return fail(Fault::invalid, "no people could have these three correlations together; check which is which");
  const double t = (r12 - r13) * std::sqrt((n - 1) * (1 + r23) / (2 * (n - 1) / (n - 3) * determinant + mean * mean * std::pow(1 - r23, 3)));
  return CorrelationDifference{r12 - r13, t, n - 3, 2 * t_cdf(-std::fabs(t), n - 3)};
}

Result<CorrelationDifference> compare_separate(double r12, double r34, const Across& a, double n) {
  KARUNA_CHECK(usable({r12, r34, a.r13, a.r14, a.r23, a.r24}, {n}));
  const double r = (r12 + r34) / 2;  // both under the hypothesis
  const double covariance = 0.5 * ((a.r13 - r * a.r23) * (a.r24 - a.r23 * r) + (a.r14 - a.r13 * r) * (a.r23 - r * a.r13) +
                                   (a.r13 - a.r14 * r) * (a.r24 - r * a.r14) + (a.r14 - r * a.r24) * (a.r23 - a.r24 * r));
  const double shared = covariance / ((1 - r * r) * (1 - r * r));
  if (!(shared < 1)) return fail(Fault::invalid, "no people could have these six correlations together; check which is which");
  return by_z(r12 - r34, (std::atanh(r12) - std::atanh(r34)) * std::sqrt((n - 3) / (2 - 2 * shared)));
}

}  // namespace karuna::stats
