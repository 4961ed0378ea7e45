// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ask/catalogue.h"
#include "collect/published_table.h"
#include "collect/sheets.h"
#include "collect/survey.h"
#include "measure/make_report.h"
#include "protect/plan.h"

namespace karuna {

/// From what a survey file wishes to what each room is asked to do.

/// The rules of publication. `exact` publishes groups of 10, 10 and 30; `balanced` and `strict` of 10, 30 and 100; a survey file may only be stricter
/// than the floor that `protect` keeps.
protect::Plan plan_of(const collect::Survey& survey, const collect::Sheets& sheets, protect::Profile profile, unsigned threads);

/// What the report is to say (with noise, no count that changes with a single answer); the index from [index] where it is given, else from the dimensions of the scales.
measure::ReportOptions options_of(const collect::Survey& survey, const collect::Sheets& sheets, const ask::Catalogue& catalogue, protect::Profile profile);
measure::ReportOptions options_of(const collect::Survey& survey, const collect::PublishedTable& table);

protect::Profile profile_of(collect::WantedProfile wanted);

}  // namespace karuna
