// SPDX-License-Identifier: Apache-2.0
#include "stats/reliability/shrout_fleiss.h"

#include <cmath>
#include <string>
#include <vector>

#include "stats/distributions.h"

namespace karuna::stats {

Result<ShroutFleiss> shrout_fleiss(MatrixView x, double confidence) {
  if (x.rows < 2 || x.columns < 2)
    return fail(Fault::invalid,
                "intraclass correlations need at least 2 subjects and 2 raters, there are " + std::to_string(x.rows) + " and " + std::to_string(x.columns));
  const double n = static_cast<double>(x.rows), k = static_cast<double>(x.columns);
  std::vector<double> subject(x.rows, 0), rater(x.columns, 0);
  for (std::size_t j = 0; j < x.columns; ++j)
    for (std::size_t i = 0; i < x.rows; ++i) {
      if (std::isnan(x(i, j)))
        return fail(Fault::invalid, "subject " + std::to_string(i + 1) + " has no rating by rater " + std::to_string(j + 1) + "; leave such subjects out");
      subject[i] += x(i, j) / k;
      rater[j] += x(i, j) / n;
    }
  double grand = 0;
  for (const double m : rater) grand += m / k;
  double between = 0, raters = 0, error = 0;
  for (const double m : subject) between += k * (m - grand) * (m - grand);
  for (const double m : rater) raters += n * (m - grand) * (m - grand);
  for (std::size_t j = 0; j < x.columns; ++j)
    for (std::size_t i = 0; i < x.rows; ++i) {
      const double e = x(i, j) - subject[i] - rater[j] + grand;
      error += e * e;
    }
  ShroutFleiss found;
  found.subjects = x.rows;
  found.raters = x.columns;
  const double msb = found.ms_between = between / (n - 1);
  const double msj = found.ms_raters = raters / (k - 1);
  const double mse = found.ms_error = error / ((n - 1) * (k - 1));
  const double msw = found.ms_within = (raters + error) / (n * (k - 1));
  if (!(mse > 0)) return fail(Fault::undefined, "the raters differ by a constant only: there is no error variance to compare with");

  const double upper = 0.5 + confidence / 2;
  const double df1 = n - 1, df_one_way = n * (k - 1), df_error = (n - 1) * (k - 1);
  const double f1 = msb / msw, f3 = msb / mse;
  const auto one_way = [&](double f) { return (f - 1) / (f + k - 1); };
  const double f1_low = f1 / f_quantile(upper, df1, df_one_way), f1_high = f1 * f_quantile(upper, df_one_way, df1);
  const double f3_low = f3 / f_quantile(upper, df1, df_error), f3_high = f3 * f_quantile(upper, df_error, df1);
  const double icc2 = (msb - mse) / (msb + (k - 1) * mse + k * (msj - mse) / n);

  // ICC2: Satterthwaite's degrees of freedom of the weighted sum of rater and error mean squares (Shrout and Fleiss, p. 424).
  const double fj = msj / mse, rest = n * (1 + (k - 1) * icc2) - k * icc2;
  const double v = (k - 1) * (n - 1) * (k * icc2 * fj + rest) * (k * icc2 * fj + rest) / ((n - 1) * k * k * icc2 * icc2 * fj * fj + rest * rest);
  const double up = f_quantile(upper, n - 1, v), down = f_quantile(upper, v, n - 1);
  const double other = k * msj + (k * n - k - n) * mse;
  const double low2 = n * (msb - up * mse) / (up * other + n * msb), high2 = n * (down * msb - mse) / (other + n * down * msb);
  const auto average = [&](double one) { return one * k / (1 + one * (k - 1)); };

  const double p1 = f_upper(f1, df1, df_one_way), p3 = f_upper(f3, df1, df_error);
  found.icc = {RaterIcc{"ICC1", (msb - msw) / (msb + (k - 1) * msw), f1, df1, df_one_way, p1, {one_way(f1_low), one_way(f1_high), confidence}},
               RaterIcc{"ICC2", icc2, f3, df1, df_error, p3, {low2, high2, confidence}},
               RaterIcc{"ICC3", (msb - mse) / (msb + (k - 1) * mse), f3, df1, df_error, p3, {one_way(f3_low), one_way(f3_high), confidence}},
               RaterIcc{"ICC1k", (msb - msw) / msb, f1, df1, df_one_way, p1, {1 - 1 / f1_low, 1 - 1 / f1_high, confidence}},
               RaterIcc{"ICC2k", (msb - mse) / (msb + (msj - mse) / n), f3, df1, df_error, p3, {average(low2), average(high2), confidence}},
               RaterIcc{"ICC3k", (msb - mse) / msb, f3, df1, df_error, p3, {1 - 1 / f3_low, 1 - 1 / f3_high, confidence}}};
  return found;
}

}  // namespace karuna::stats
