// SPDX-License-Identifier: Apache-2.0
#include "report_plan.h"

#include <algorithm>

namespace karuna {
namespace {

measure::ReportOptions basics(const collect::Survey& survey) {
  measure::ReportOptions options;
  options.title = survey.title;
  options.language = survey.language;
  options.version = "karuna " KARUNA_VERSION;
  options.draws = survey.report.draws;
  options.seed = survey.report.seed;
  options.step = survey.report.step;
  options.show_index = survey.index.show;
  return options;
}

}  // namespace

protect::Profile profile_of(collect::WantedProfile wanted) {
  switch (wanted) {
    case collect::WantedProfile::exact: return protect::Profile::exact;
    case collect::WantedProfile::balanced: return protect::Profile::balanced;
    case collect::WantedProfile::strict: return protect::Profile::strict;
  }
  return protect::Profile::exact;
}

protect::Plan plan_of(const collect::Survey& survey, const collect::Sheets& sheets, protect::Profile profile, unsigned threads) {
  protect::Plan plan;
  plan.profile = profile;
  plan.k = profile == protect::Profile::exact ? std::array<std::uint32_t, 3>{10, 10, 30} : std::array<std::uint32_t, 3>{10, 30, 100};
  if (survey.report.k) plan.k = *survey.report.k;
  if (survey.report.colluders) plan.colluders = *survey.report.colluders;
  plan.publish_items = survey.report.items;
  plan.pairwise = survey.report.pairwise;
  plan.threads = threads;
  // The index-item mean: the items of every scale that enters the index, where they share one range.
  for (std::size_t s = 0; s < sheets.scales.size(); ++s) {
    const auto& scale = sheets.scales[s];
    const bool named = std::any_of(survey.index.parts.begin(), survey.index.parts.end(), [&](const auto& parts) {
      return std::any_of(parts.begin(), parts.end(), [&](const auto& part) { return part.scale == scale.id; });
    });
    if (!scale.items.empty() && (survey.index.given ? named : !scale.dimension.empty())) plan.index_scales.push_back(s);
  }
  const auto range = [&](std::size_t s) { return sheets.items[sheets.scales[s].items.front().value].max - sheets.items[sheets.scales[s].items.front().value].min; };
  if (!survey.index.show || std::any_of(plan.index_scales.begin(), plan.index_scales.end(), [&](std::size_t s) { return range(s) != range(plan.index_scales.front()); }))
    plan.index_scales.clear();
  return plan;
}

measure::ReportOptions options_of(const collect::Survey& survey, const collect::Sheets& sheets, const ask::Catalogue& catalogue, protect::Profile profile) {
  measure::ReportOptions options = basics(survey);
  options.catalogue = &catalogue;
  options.data_quality = profile == protect::Profile::exact ? sheets.cleaning : sheets.cleaning_with_noise;
  if (survey.index.given) {
    for (std::size_t d = 0; d < measure::dimension_count; ++d)
      for (const auto& part : survey.index.parts[d]) {
        const auto scale = std::find_if(sheets.scales.begin(), sheets.scales.end(), [&](const auto& s) { return s.id == part.scale; });
        options.index[d].push_back({part.scale, scale == sheets.scales.end() ? "" : scale->indicator, part.weight});
      }
  } else {
    for (const auto& scale : sheets.scales)
      for (std::size_t d = 0; d < measure::dimension_count; ++d)
        if (scale.dimension == collect::dimensions[d]) options.index[d].push_back({scale.id, scale.indicator, 1});
  }
  return options;
}

measure::ReportOptions options_of(const collect::Survey& survey, const collect::PublishedTable& table) {
  measure::ReportOptions options = basics(survey);
  options.data_quality = table.cleaning;
  return options;
}

}  // namespace karuna
