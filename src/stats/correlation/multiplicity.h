// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "base/result.h"

namespace karuna::stats {

/// What is kept small when many things are tested at once: the chance of a single false finding (the first four), or the share of false
/// ones among the findings (BH: tests independent or positively related; BY: however they are related).
enum class Multiplicity { bonferroni, holm, hochberg, hommel, BH, BY };

/// p values made larger for how many were tested: one below 0.05 may be called a finding at 5 %.
///
/// Takes   p values from 0 to 1; NaN stays NaN and does not count.
/// Gives   adjusted values in the same order, at most 1.
/// Fails   invalid   a value outside 0 to 1
/// Cost    O(m log m); hommel O(m^2).
/// Source  Holm 1979 (Scandinavian Journal of Statistics 6, 65); Hochberg 1988, doi:10.1093/biomet/75.4.800; Hommel 1988, doi:10.1093/biomet/75.2.383 by
///         the algorithm of Wright 1992, doi:10.2307/2532694; BH: Benjamini and Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x;
///         BY: Benjamini and Yekutieli 2001, doi:10.1214/aos/1013699998. Checked against R 4.2.2 p.adjust().
Result<std::vector<double>> adjusted_p(std::span<const double> p, Multiplicity method);

}  // namespace karuna::stats
