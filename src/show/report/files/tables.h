// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/files.h"
#include "measure/report.h"

namespace karuna::show {

/// The report as CSV tables (RFC 4180, UTF-8, header line, comma): units.csv, organisation.csv, pools.csv, tree.csv, periods.csv,
/// reliability.csv, gates.csv, notes.csv, funnel.csv where there is one, and data-dictionary.csv, which describes every column of every table.
///
/// Takes   report  as measure made it.
/// Gives   the files in a fixed order, each in pieces of about a megabyte that are made when it is written, so `report` must live until then;
///         the same bytes for the same report; a cell without a number is empty but for its state.
/// Fails   never.
/// Cost    O(measures x periods x units), about 50 bytes a row of units.csv.
std::vector<FileToWrite> report_tables(const measure::Report& report);

/// A file's content in one piece.
std::string whole(const FileToWrite& file);

}  // namespace karuna::show
