// SPDX-License-Identifier: Apache-2.0
#include "measure/trust/reliability.h"

#include <algorithm>

#include "base/text.h"

namespace karuna::measure {
namespace {

using protect::ScaleQuality;
using protect::Spread;

std::optional<double> value_of(const Spread& spread) { return spread.known ? std::optional(spread.value) : std::nullopt; }

std::string not_known(const Spread& spread) { return "not known" + (spread.why_not.empty() ? std::string() : ": " + spread.why_not); }

std::string hundredths(double share) { return fixed(100 * std::clamp(share, 0.0, 1.0), 0); }

ReliabilityLine line(std::string label, const char* code, const Spread& value, const Spread* low, const Spread* high, const std::string& meaning) {
  ReliabilityLine out{.label = std::move(label), .value = value_of(value), .low = {}, .high = {}, .digits = 2, .words = {}};
  if (low != nullptr) out.low = value_of(*low);
  if (high != nullptr) out.high = value_of(*high);
  out.words = value.known ? meaning : not_known(value);
  if (value.known) out.said = {code, {{"share", hundredths(value.value)}}};
  return out;
}

std::string rests_on(const ScaleQuality& q) {
  return q.pairwise ? "from pairs of answers, the least of " + counted(q.respondents, "person", "people") : "from " + counted(q.respondents, "complete row");
}

}  // namespace

std::string coefficient(double value) {
  std::string text = fixed(value, 2);
  if (text.starts_with("0.")) return text.substr(1);
  if (text.starts_with("-0.")) return "-" + text.substr(2);
  return text;
}

std::vector<std::string> reliability_labels() {
  return {"alpha", "omega", "first eigenvalue", "second eigenvalue", "ICC(1)", "ICC(2)", "rwg(j), median", "rwg(j), mean", "AD, mean"};
}

std::vector<ReliabilityLine> reliability_lines(const ScaleQuality& q) {
  const std::string size = q.groups > 0 ? counted(q.groups, "unit") + " of " + fixed(q.mean_group_size, 1) + " people on average" : "";
  const std::string in_units = size.empty() ? "" : " (" + size + ")";
  std::vector<ReliabilityLine> lines;
  lines.push_back(line("alpha", "alpha", q.alpha, &q.alpha_low, &q.alpha_high,
                       "of the differences between people, " + hundredths(q.alpha.value) +
                           " in a hundred are what the questions share, if all measure equally well; " + rests_on(q) + ", 95 % interval"));
  lines.push_back(line("omega", "omega", q.omega, &q.omega_low, &q.omega_high,
                       "the same share, where questions may measure unequally well: " + hundredths(q.omega.value) + " in a hundred"));
  lines.push_back(line("first eigenvalue", "eigen_first", q.eigen_first, nullptr, nullptr, "of " + counted(q.items, "question") + ", so many move as one"));
  lines.push_back(line("second eigenvalue", "eigen_second", q.eigen_second, nullptr, nullptr, "what a second theme would carry; a third of the first or less speaks for one"));
  lines.push_back(
      line("ICC(1)", "icc1", q.icc1, &q.icc1_low, &q.icc1_high,
           "of the differences in one person's answer, " + hundredths(q.icc1.value) + " in a hundred lie between units" + in_units + ", 90 % interval"));
  lines.push_back(line(
      "ICC(2)", "icc2", q.icc2, nullptr, nullptr,
      "how surely the mean of a unit is told from others: " + hundredths(q.icc2.value) + " in a hundred of the differences between units are real" + in_units));
  lines.push_back(line("rwg(j), median", "rwg_median", q.rwg_median, nullptr, nullptr,
                       "how far people of one unit agree, 0 as if they answered by chance, 1 fully: half of the units lie above this" + in_units));
  lines.push_back(line("rwg(j), mean", "rwg_mean", q.rwg_mean, nullptr, nullptr, "the same, as the mean over units"));
  lines.push_back(line("AD, mean", "ad_mean", q.ad_mean, nullptr, nullptr, "how many points people lie from the mean of their unit, on average"));
  for (ReliabilityLine& one : lines)
    if (one.value) one.said.values.insert(one.said.values.end(), {{"n", std::to_string(q.respondents)}, {"items", std::to_string(q.items)}});
  return lines;
}

std::vector<ReliabilityLine> no_reliability(const protect::Statistic& statistic) {
  const std::string why =
      statistic.items > 1 ? "this release holds nothing to compute it from" : "a single figure a person has no inner consistency to measure";
  return {{.label = "alpha", .value = {}, .low = {}, .high = {}, .digits = 2, .words = "not known: " + why}};
}

}  // namespace karuna::measure
