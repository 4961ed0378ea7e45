// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "fit/fit_output.h"
#include "stats/interval.h"

namespace karuna::fit {

/// A coefficient with its test.
struct CoefficientRow {
  Cell name = {};
  double estimate = std::nan(""), standard_error = std::nan("");
  stats::Interval interval = {};
  double df = std::nan("");  ///< of the t distribution; NaN for a normal one
  double statistic = std::nan(""), p = std::nan("");
};

/// The table of coefficients, with the same ids whatever the method: name, estimate, standard_error, low, high, df, statistic, p.
/// The column of degrees is left out where no row has any (z tests).
Section coefficient_section(std::string words, const std::vector<CoefficientRow>& rows, std::string statistic = "t");

}  // namespace karuna::fit
