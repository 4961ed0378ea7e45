// SPDX-License-Identifier: Apache-2.0
#include "stats/weights/raking.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/text.h"
#include "stats/weights/cells.h"

namespace karuna::stats {
namespace {

/// Targets scaled so that every margin has exactly the total of the first.
Result<std::vector<std::vector<double>>> targets_of(std::span<const Margin> margins, double& total) {
  std::vector<std::vector<double>> targets;
  for (const auto& margin : margins) {
    double sum = 0;
    for (std::size_t l = 0; l < margin.target.size(); ++l) {
      if (!(margin.target[l] >= 0) || std::isinf(margin.target[l]))
        return fail(Fault::invalid, "target " + std::to_string(l + 1) + " of margin '" + margin.name + "' must be a number of at least 0");
      sum += margin.target[l];
    }
    if (targets.empty()) total = sum;
    if (!(sum > 0)) return fail(Fault::invalid, "the targets of margin '" + margin.name + "' add up to nothing");
    if (std::fabs(sum - total) > 1e-6 * total)
      return fail(Fault::invalid, "the targets of margin '" + margin.name + "' add up to " + shortest(sum) + ", those of '" + margins[0].name + "' to " +
                                      shortest(total) + "; all margins must have one total");
    targets.push_back(margin.target);
    for (auto& t : targets.back()) t *= total / sum;
  }
  return targets;
}

Result<void> check_people(std::span<const Margin> margins, const Cells& cells) {
  for (std::size_t m = 0; m < margins.size(); ++m) {
    std::vector<char> seen(margins[m].target.size(), 0);
    for (const auto level : cells.level[m]) seen[level] = 1;
    for (std::size_t l = 0; l < seen.size(); ++l) {
      if (!seen[l] && margins[m].target[l] > 0)
        return fail(Fault::too_few_people, "nobody has level " + std::to_string(l + 1) + " of margin '" + margins[m].name + "', whose target is " +
                                               shortest(margins[m].target[l]) + "; merge it with a level that somebody has");
      if (seen[l] && !(margins[m].target[l] > 0))
        return fail(Fault::invalid, "somebody has level " + std::to_string(l + 1) + " of margin '" + margins[m].name +
                                        "', whose target is 0; leave these people out, or correct the target");
    }
  }
  return {};
}

/// The weight of a cell's share: its start times one factor for each of its levels, kept within bounds.
struct Problem {
  const Cells& cells;
  std::vector<std::vector<double>> targets;
  std::vector<double> start;      ///< sum of start weights of a cell
  std::vector<double> low, high;  ///< bounds of a cell's sum; empty: none
  double total = 0;
};

double kept(const Problem& p, std::size_t cell, double free) { return p.low.empty() ? free : std::clamp(free, p.low[cell], p.high[cell]); }

/// Factor by which the free weights of one level must grow so that its kept weights meet the target: the sum rises with it, piecewise straight.
double factor_for(const Problem& p, const std::vector<double>& free, const std::vector<std::uint32_t>& members, double target) {
  const auto sum_at = [&](double f) {
    double sum = 0;
    for (const auto cell : members) sum += kept(p, cell, f * free[cell]);
    return sum;
  };
  double low = 1, high = 1;
  while (sum_at(high) < target && high < 1e9) high *= 2;
  while (sum_at(low) > target && low > 1e-9) low /= 2;
  if (high >= 1e9 || low <= 1e-9) return high >= 1e9 ? 2 : 0.5;  // out of reach within the bounds: go on, and let the gap be told
  for (int k = 0; k < 100 && high - low > 1e-16 * high; ++k) {
    const double middle = (low + high) / 2;
    (sum_at(middle) < target ? low : high) = middle;
  }
  return (low + high) / 2;
}

double worst_gap(const Problem& p, const std::vector<double>& free) {
  double worst = 0;
  for (std::size_t m = 0; m < p.targets.size(); ++m) {
    std::vector<double> sums(p.targets[m].size(), 0);
    for (std::size_t c = 0; c < p.cells.count; ++c) sums[p.cells.level[m][c]] += kept(p, c, free[c]);
    for (std::size_t l = 0; l < sums.size(); ++l) worst = std::max(worst, std::fabs(sums[l] - p.targets[m][l]) / p.total);
  }
  return worst;
}

void cycle(const Problem& p, std::vector<double>& free, const std::vector<std::vector<std::vector<std::uint32_t>>>& members) {
  for (std::size_t m = 0; m < p.targets.size(); ++m) {
    std::vector<double> factor(p.targets[m].size(), 0);
    if (p.low.empty()) {
      for (std::size_t c = 0; c < p.cells.count; ++c) factor[p.cells.level[m][c]] += free[c];
      for (std::size_t l = 0; l < factor.size(); ++l) factor[l] = factor[l] > 0 ? p.targets[m][l] / factor[l] : 0;
    } else {
      for (std::size_t l = 0; l < factor.size(); ++l) factor[l] = members[m][l].empty() ? 1 : factor_for(p, free, members[m][l], p.targets[m][l]);
    }
    for (std::size_t c = 0; c < p.cells.count; ++c) free[c] *= factor[p.cells.level[m][c]];
  }
}

}  // namespace

double effective_n(std::span<const double> weights) {
  double sum = 0, squares = 0;
  for (const double w : weights) sum += w, squares += w * w;
  return squares > 0 ? sum * sum / squares : 0;
}

Result<Raked> rake(std::span<const Margin> margins, std::span<const double> start, const RakingOptions& options) {
  const bool one_by_one = options.trim && !start.empty();  // bounds hold for a person, whose start weight is its own
  KARUNA_TRY(cells, one_by_one ? persons_as_cells(margins) : cells_of(margins));
  const std::size_t people = cells.of_person.size();
  if (people == 0) return fail(Fault::too_few_people, "there is nobody to weight");
  KARUNA_CHECK(check_weights(start, people));
  Raked found;
  KARUNA_TRY(targets, targets_of(margins, found.total));
  KARUNA_CHECK(check_people(margins, cells));

  Problem problem{cells, std::move(targets), std::vector<double>(cells.count, 0), {}, {}, found.total};
  if (start.empty())
    for (const auto cell : cells.of_person) problem.start[cell] += 1;
  else
    for (std::size_t i = 0; i < people; ++i) problem.start[cells.of_person[i]] += start[i];
  std::vector<std::vector<std::vector<std::uint32_t>>> members;
  if (options.trim) {
    if (!(options.trim->low >= 0 && options.trim->low <= 1 && options.trim->high >= 1))
      return fail(Fault::invalid, "weights are trimmed to a range around their mean: a low end of 0 to 1 and a high end of at least 1 are expected");
    const double mean = found.total / static_cast<double>(people);
    std::vector<double> size(cells.count, 0);
    for (const auto cell : cells.of_person) size[cell] += 1;
    for (const double n : size) {
      problem.low.push_back(options.trim->low * mean * n);
      problem.high.push_back(options.trim->high * mean * n);
    }
    for (std::size_t m = 0; m < margins.size(); ++m) {
      auto& by_level = members.emplace_back(margins[m].target.size());
      for (std::size_t c = 0; c < cells.count; ++c) by_level[cells.level[m][c]].push_back(static_cast<std::uint32_t>(c));
    }
  }

  std::vector<double> free = problem.start;
  found.fit.method = "iterative proportional fitting of the cells";
  found.fit.criterion_start = found.worst_gap = worst_gap(problem, free);
  found.fit.why = Stopped::step_limit;
  double before = found.worst_gap;
  while (found.fit.steps < options.max_cycles) {
    cycle(problem, free, members);
    ++found.fit.steps;
    found.worst_gap = worst_gap(problem, free);
    if (found.worst_gap <= options.tolerance) {
      found.fit.why = Stopped::gradient_small;
      break;
    }
    if (options.trim && found.fit.steps % 50 == 0) {
      if (found.worst_gap > 0.999 * before) {
        found.fit.why = Stopped::boundary;  // the bounds forbid more
        break;
      }
      before = found.worst_gap;
    }
  }
  found.fit.criterion = found.fit.gradient_norm = found.worst_gap;
  if (found.fit.why == Stopped::step_limit && !options.trim && found.worst_gap > 1e-9)
    return fail(Fault::undefined, "raking did not settle in " + std::to_string(options.max_cycles) + " cycles (a margin is still off by " +
                                      fixed(100 * found.worst_gap, 2) + " % of the total): the margins contradict combinations that nobody has; merge levels");

  std::vector<double> share(cells.count);
  for (std::size_t c = 0; c < cells.count; ++c) share[c] = kept(problem, c, free[c]) / problem.start[c];
  found.weights.resize(people);
  for (std::size_t i = 0; i < people; ++i) found.weights[i] = share[cells.of_person[i]] * (start.empty() ? 1 : start[i]);
  if (options.trim)
    for (const auto cell : cells.of_person)
      if (free[cell] <= problem.low[cell] || free[cell] >= problem.high[cell]) ++found.trimmed;
  found.effective_n = effective_n(found.weights);
  return found;
}

}  // namespace karuna::stats
