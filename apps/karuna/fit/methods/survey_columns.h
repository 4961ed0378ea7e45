// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "fit/request.h"
#include "stats/weights/survey_design.h"

namespace karuna::fit {

/// The keys by which a model file says how people came into the data.
inline const std::vector<std::string> design_keys{"weights", "strata", "clusters", "population", "targets", "totals", "people", "distance", "bounds"};

/// A method's own keys and those of the design.
std::vector<std::string> with_design_keys(std::vector<std::string> keys);

/// The design of the rows of a frame: what `design()` looks at.
struct SurveyColumns {
  std::vector<double> start = {};    ///< weights as the table has them; empty: 1 each
  std::vector<double> weights = {};  ///< after the targets; the same where there are none
  std::vector<double> population = {};
  std::vector<std::uint32_t> strata = {}, clusters = {};
  std::vector<stats::Margin> margins = {};
  std::vector<stats::Grouping> margin_levels = {};     ///< by margin
  std::vector<std::string> total_names = {};           ///< of [totals]; then `calibrated` is what the weights were fitted to, margins included
  std::vector<double> totals = {}, total_values = {};  ///< totals; their columns, people x totals
  std::vector<double> calibrated = {};                 ///< people x columns
  std::size_t strata_count = 0, cluster_count = 0, trimmed = 0;
  double worst_gap = 0;
  double least_g = 1, most_g = 1;  ///< by which calibration moved start weights
  std::vector<HowFitted> how = {};
  stats::SurveyDesign design() const;
};

/// What a frame must bring along for the design; `options` is added to.
Result<stats::FrameOptions> with_design(const Request& request, stats::FrameOptions options = {});

/// Reads the design of a frame made with `with_design`, and rakes (one margin: post-stratifies) to [targets.COLUMN] where there are some; with [totals]
/// it calibrates to both.
/// Fails   as stats::rake; invalid  a level without a target, a target without people; in words that name column and level
Result<SurveyColumns> survey_columns(const Request& request, const stats::Frame& frame);

/// "355 people; weights; 3 strata" as a line of an output.
Section design_section(const SurveyColumns& columns, const stats::Frame& frame);

}  // namespace karuna::fit
