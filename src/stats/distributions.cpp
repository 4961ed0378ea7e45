// SPDX-License-Identifier: Apache-2.0
#include "stats/distributions.h"

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

#include "stats/interval.h"

namespace karuna::stats {
namespace {

namespace policies = boost::math::policies;
using Quiet = policies::policy<policies::domain_error<policies::ignore_error>, policies::pole_error<policies::ignore_error>,
                               policies::overflow_error<policies::ignore_error>, policies::underflow_error<policies::ignore_error>,
                               policies::evaluation_error<policies::ignore_error>>;
using Normal = boost::math::normal_distribution<double, Quiet>;
using StudentT = boost::math::students_t_distribution<double, Quiet>;
using FisherF = boost::math::fisher_f_distribution<double, Quiet>;
using ChiSquare = boost::math::chi_squared_distribution<double, Quiet>;

bool open_unit(double p) { return p > 0 && p < 1; }
bool degrees(double df) { return df > 0 && std::isfinite(df); }

}  // namespace

double normal_quantile(double p) { return open_unit(p) ? boost::math::quantile(Normal{}, p) : not_known; }
double normal_cdf(double x) { return std::isnan(x) ? not_known : 0.5 * std::erfc(-x / std::sqrt(2.0)); }

double t_quantile(double p, double df) { return open_unit(p) && degrees(df) ? boost::math::quantile(StudentT{df}, p) : not_known; }
double t_cdf(double x, double df) { return !std::isnan(x) && degrees(df) ? boost::math::cdf(StudentT{df}, x) : not_known; }

double f_quantile(double p, double df1, double df2) {
  return open_unit(p) && degrees(df1) && degrees(df2) ? boost::math::quantile(FisherF{df1, df2}, p) : not_known;
}
double f_cdf(double x, double df1, double df2) {
  if (std::isnan(x) || !degrees(df1) || !degrees(df2)) return not_known;
  return x <= 0 ? 0 : std::isinf(x) ? 1 : boost::math::cdf(FisherF{df1, df2}, x);
}
double f_upper(double x, double df1, double df2) {
  if (std::isnan(x) || !degrees(df1) || !degrees(df2)) return not_known;
  return x <= 0 ? 1 : std::isinf(x) ? 0 : boost::math::cdf(boost::math::complement(FisherF{df1, df2}, x));
}

double chi_square_quantile(double p, double df) { return open_unit(p) && degrees(df) ? boost::math::quantile(ChiSquare{df}, p) : not_known; }
double chi_square_cdf(double x, double df) {
  if (std::isnan(x) || !degrees(df)) return not_known;
  return x <= 0 ? 0 : std::isinf(x) ? 1 : boost::math::cdf(ChiSquare{df}, x);
}
double chi_square_upper(double x, double df) {
  if (std::isnan(x) || !degrees(df)) return not_known;
  return x <= 0 ? 1 : std::isinf(x) ? 0 : boost::math::cdf(boost::math::complement(ChiSquare{df}, x));
}

}  // namespace karuna::stats
