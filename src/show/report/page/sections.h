// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "show/report/page/charts.h"

namespace karuna::show {

/// The sections of the page, in reading order. Each says nothing where the report has nothing for it, or says what is missing.
void write_headline(Page& page);
void write_findings(Page& page);
void write_units(Page& page);
void write_change(Page& page);
void write_heat_map(Page& page);
void write_funnels(Page& page);
void write_reliability(Page& page);
void write_protection(Page& page);
void write_computation(Page& page);
void write_data(Page& page);
void write_limits(Page& page);
void write_files(Page& page);

/// The unit tree of one measure, as nested rows, with its table twin.
void write_tree(Page& page, const Measure& measure, std::string_view id, std::size_t most_rows, bool open);

}  // namespace karuna::show
