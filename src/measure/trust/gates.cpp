// SPDX-License-Identifier: Apache-2.0
#include "measure/trust/gates.h"

#include "base/text.h"
#include "measure/trust/reliability.h"
#include "measure/units/lines.h"
#include "measure/units/period_cells.h"

namespace karuna::measure {
namespace {

using protect::ScaleQuality;
using protect::Spread;

GateResult verdict(bool passed) { return passed ? GateResult::passed : GateResult::failed; }

std::string because(const Spread& spread) { return spread.why_not.empty() ? std::string(".") : ": " + spread.why_not + "."; }
Said said_why(const Spread& spread) {
  return {spread.why_not == protect::needs_persons ? "needs_persons" : spread.why_not == protect::needs_moments ? "needs_moments" : "not_computed"};
}
std::string hundredth(double value) { return fixed(value, 2); }
std::string people(std::uint32_t n) { return std::to_string(n); }
std::string with_commas(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
  return all;
}

Gate reliability_gate(const protect::Statistic& statistic, const ScaleQuality* q, protect::Profile profile, bool own_battery) {
  Gate gate{.name = "reliability", .result = GateResult::not_known, .words = {}};
  const std::string still = own_battery ? " The scale is our own and stays not validated." : "";
  if (q == nullptr) {
    gate.words = statistic.items > 1 ? "Reliability not known: this release holds nothing to compute it from." + still
                                     : "Reliability not known: one figure a person, no questions behind it to compare." + still;
    gate.said.code = statistic.items > 1 ? "reliability_nothing" : "reliability_one_figure";
    return gate;
  }
  const bool by_omega = q->omega.known;
  const Spread& value = by_omega ? q->omega : q->alpha;
  if (!value.known) {
    gate.words = "Reliability not known" + because(q->alpha) + still;
    gate.said = said_why(q->alpha);
    return gate;
  }
  const std::uint32_t needed = profile == protect::Profile::exact ? least_rows_exact : least_rows_noisy;
  if (q->respondents < needed) {
    gate.words = "Reliability not known: it rests on " + counted(q->respondents, "person", "people") + ", " + std::to_string(needed) +
                 " are needed, and no published figure is on file." + still;
    gate.said = {"reliability_few", {{"n", people(q->respondents)}, {"needed", people(needed)}}};
    return gate;
  }
  const bool passed = value.value >= least_reliability;
  gate.said.values = {{"coefficient", by_omega ? "Omega" : "Alpha"}, {"value", hundredth(value.value)}, {"least", hundredth(least_reliability)}};
  const Spread& high = by_omega ? q->omega_high : q->alpha_high;
  if (!passed && profile != protect::Profile::exact && high.known && high.value >= least_reliability) {
    gate.words = std::string(by_omega ? "Omega is " : "Alpha is ") + coefficient(value.value) + ", but with the noise of this release anything up to " +
                 coefficient(high.value) + " is possible: whether it reaches .70 is not known." + still;
    gate.said.code = "reliability_open";
    gate.said.values.emplace_back("high", hundredth(high.value));
    return gate;
  }
  gate.result = verdict(passed);
  gate.said.code = passed ? "reliability_good" : "reliability_low";
  gate.words = std::string(by_omega ? "Omega is " : "Alpha is ") + coefficient(value.value) +
               (passed ? ", at least .70: the questions hold together well enough to be read as one scale."
                       : ", below .70: read the questions one by one, not the scale.");
  return gate;
}

Gate one_factor_gate(const ScaleQuality* q, std::uint32_t needed) {
  Gate gate{.name = "one factor",
            .result = GateResult::not_known,
            .words = "Not known: there are no questions behind this figure to compare.",
            .said = {"factor_nothing"}};
  if (q == nullptr) return gate;
  if (!q->eigen_first.known || !q->eigen_second.known) {
    gate.words = "Not known" + because(q->eigen_first.known ? q->eigen_second : q->eigen_first);
    gate.said = said_why(q->eigen_first.known ? q->eigen_second : q->eigen_first);
  } else if (q->respondents < needed) {
    gate.words = "Not known: it would rest on " + counted(q->respondents, "person", "people") + ", " + std::to_string(needed) + " are needed.";
    gate.said = {"factor_few", {{"n", people(q->respondents)}, {"needed", people(needed)}}};
  } else {
    // Noise moves eigenvalues apart: where it is known what it does, it is taken away first, and noise alone fails no scale.
    const bool seen = q->eigen_first.value >= stats::one_factor_ratio * q->eigen_second.value;
    const bool passed = q->one_factor.known ? q->one_factor.value >= 0 : seen;
    const bool open = !passed && q->one_factor_high.known && q->one_factor_high.value >= 0;
    gate.result = open ? GateResult::not_known : verdict(passed);
    gate.said = {open ? "factor_open" : !passed ? "factor_many" : seen ? "factor_one" : "factor_one_noise",
                 {{"first", hundredth(q->eigen_first.value)}, {"second", hundredth(q->eigen_second.value)}}};
    gate.words = "The first eigenvalue of the questions' correlations is " + fixed(q->eigen_first.value, 2) + ", the second " + fixed(q->eigen_second.value, 2);
    if (open)
      gate.words += ": less than three to one, but the noise of this release alone could have made that of one theme.";
    else if (!passed)
      gate.words += ": less than three to one, so the questions may carry more than one theme.";
    else if (seen)
      gate.words += ": one theme, by the rule of three to one.";
    else
      gate.words += ": one theme, by the rule of three to one, once what the noise adds to the second is taken away.";
  }
  return gate;
}

Gate sign_gate(const ScaleQuality* q) {
  Gate gate{.name = "sign",
            .result = GateResult::not_known,
            .words = "Not known: there are no questions behind this figure to compare.",
            .said = {"sign_nothing"}};
  if (q == nullptr) return gate;
  if (!q->wrong_sign.empty()) {
    gate.result = GateResult::failed;
    gate.words = join_words(q->wrong_sign) + (q->wrong_sign.size() == 1 ? " runs" : " run") +
                 " against the scale: check whether the question was turned, and whether it was understood.";
    gate.said = {"sign_wrong", {{"questions", with_commas(q->wrong_sign)}}};
  } else if (q->alpha.known || q->eigen_first.known) {
    gate.result = GateResult::passed;
    gate.words = "Every question runs with the scale.";
    gate.said = {"sign_good"};
  } else {
    gate.words = "Not known" + because(q->eigen_first);
    gate.said = said_why(q->eigen_first);
  }
  return gate;
}

Gate climate_gate(const ScaleQuality* q) {
  Gate gate{.name = "team climate",
            .result = GateResult::not_known,
            .words = "Not known: agreement inside teams needs the questions of persons.",
            .said = {"climate_nothing"}};
  if (q == nullptr) return gate;
  if (!q->rwg_median.known || !q->icc1_low.known) {
    gate.words = "Not known" + because(q->rwg_median.known ? q->icc1_low : q->rwg_median);
    gate.said = said_why(q->rwg_median.known ? q->icc1_low : q->rwg_median);
    return gate;
  }
  const bool agree = q->rwg_median.value >= least_agreement, differ = q->icc1_low.value > 0;
  gate.result = verdict(agree && differ);
  gate.said = {agree && differ ? "climate_yes" : "climate_no", {{"rwg", hundredth(q->rwg_median.value)}, {"icc", hundredth(q->icc1_low.value)}}};
  gate.words =
      "The median of rwg(j) is " + coefficient(q->rwg_median.value) + (agree ? " (at least .70)" : " (below .70)") +
      " and the 90 % interval of ICC(1) begins at " + coefficient(q->icc1_low.value) + (differ ? " (above 0)" : " (not above 0)") +
      (agree && differ ? ": people of one team see it alike, so one may speak of a team climate." : ": speak of people's answers, not of a team climate.");
  return gate;
}

Gate comparing_gate(const ScaleQuality* q) {
  Gate gate{.name = "comparing teams",
            .result = GateResult::not_known,
            .words = "Not known: how far teams differ was not computed for this figure.",
            .said = {"teams_nothing"}};
  if (q == nullptr) return gate;
  if (!q->icc2.known) {
    gate.words = "Not known" + because(q->icc2);
    gate.said = said_why(q->icc2);
    return gate;
  }
  const bool passed = q->icc2.value >= least_icc2;
  gate.result = verdict(passed);
  gate.said = {passed ? "teams_good" : "teams_low", {{"icc", hundredth(q->icc2.value)}, {"size", fixed(q->mean_group_size, 1)}, {"least", hundredth(least_icc2)}}};
  gate.words = "ICC(2) is " + coefficient(q->icc2.value) + " at " + fixed(q->mean_group_size, 1) + " people a team" +
               (passed ? ", at least .60: the means of teams may be compared."
                       : ", below .60: teams cannot be told apart well enough, so none is called above or below; larger units are.");
  return gate;
}

}  // namespace

std::vector<std::string> gate_names() { return {"reliability", "one factor", "sign", "team climate", "comparing teams", "response"}; }

ScaleGates gates_of(const protect::Statistic& statistic, const ScaleQuality* quality, protect::Profile profile, bool own_battery) {
  const std::uint32_t needed = profile == protect::Profile::exact ? least_rows_exact : least_rows_noisy;
  ScaleGates result;
  result.gates = {reliability_gate(statistic, quality, profile, own_battery), one_factor_gate(quality, needed), sign_gate(quality), climate_gate(quality),
                  comparing_gate(quality)};
  for (std::size_t g = 0; g < 3; ++g) {
    if (result.gates[g].result != GateResult::failed) continue;
    if (!result.refused.empty()) result.refused += ' ';
    result.refused += result.gates[g].words;
  }
  result.teams_told_apart = result.gates[4].result != GateResult::failed;
  return result;
}

Gate response_gate(const std::optional<double>& response) {
  Gate gate{.name = "response", .result = GateResult::not_known, .words = "Not known: the headcounts were not given.", .said = {"response_nothing"}};
  if (!response) return gate;
  gate.said = {*response >= full_response ? "response_full" : *response >= least_response ? "response_weak" : "response_low", {{"percent", fixed(100 * *response, 0)}}};
  gate.result = verdict(*response >= least_response);
  gate.words = percent(*response) + " of those who could answer did";
  if (*response >= full_response)
    gate.words += ".";
  else if (*response >= least_response)
    gate.words += ": between 30 and 50 %, so read it as weak.";
  else
    gate.words += ": below 30 %, so nothing is shown.";
  return gate;
}

}  // namespace karuna::measure
