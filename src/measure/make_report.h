// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "ask/catalogue.h"
#include "base/result.h"
#include "measure/report.h"
#include "protect/release.h"
#include "protect/table/guarded_table.h"

namespace karuna::measure {

/// The four dimensions of the index, in this order everywhere.
enum class Dimension { behaviour, culture, fatigue, outcomes };
inline constexpr std::size_t dimension_count = 4;

/// One indicator of a dimension: a statistic of the release, mapped to 0..100 by its own ends and turned where high is bad.
struct IndexPart {
  std::string statistic;  ///< id of a statistic of the release
  std::string indicator;  ///< "B5", "C2", ...; empty where the survey file declares a scale of its own
  double weight = 1;      ///< within its dimension; equal is the default because nothing better is known
};

/// What to do with a scale that failed a gate (reliability, one factor, sign).
enum class FailedGate {
  refuse,       ///< the questions are shown, the scale is not, and does not enter the index
  show_marked,  ///< it is shown with the failed gate beside it, and still does not enter the index
};

/// A measure of a published table that must be the mean of others: checked, and told under data quality.
struct MeanOfParts {
  std::string whole;
  std::vector<std::string> parts;
  double tolerance = 0.005;  ///< in points of the measure
};

struct ReportOptions {
  std::string title;
  std::string language = "en";  ///< passes through; sentences made here are English
  std::string version;          ///< of the program
  std::uint32_t draws = 1000;
  std::uint64_t seed = 1;
  unsigned threads = 2;  ///< the report is the same on any number
  double step = 3.0;     ///< smallest change that counts, in hundredths of a measure's range
  bool show_index = true;
  std::array<std::vector<IndexPart>, dimension_count> index;  ///< by Dimension; all empty: no index
  FailedGate failed_gate = FailedGate::refuse;
  const ask::Catalogue* catalogue = nullptr;  ///< status and terms of instruments; without it they stay empty
  std::vector<std::string> data_quality;      ///< what was read, set aside and changed: passes through
  std::vector<MeanOfParts> identities;        ///< of a published table
};

/// From what may be shown to what a report says.
///
/// Takes   release  as protect published it; every figure of the report is computed from it and from nothing else.
/// Gives   index and dimensions, scales, questions: the organisation unshrunk, units drawn towards the organisation, both with 90 % intervals, state
///         against the organisation, change since the period before, reliability and gates in words, at most three findings, and how all of it
///         was protected and computed. The same bytes for the same release, options and any number of threads.
/// Fails   invalid    no period, no draws, a step below 0, a Published that does not fit the tree
///         not_found  an index part names a statistic that the release does not hold
/// Cost    O(draws x units x measures) below 300 units on a level, O(units x measures) above.
/// Source  docs/measures.md
Result<Report> make_report(const protect::Release& release, const ReportOptions& options);

/// The same from a table that somebody had added up: shown as published, without shrinkage, reliability or index.
///
/// Gives   values with an interval that follows from the number of answers, state against the organisation (or against the mean of the
///         units, where the organisation has no value), change, funnel limits of the last period.
/// Fails   invalid    no period, a step below 0
///         not_found  an identity names a measure that the table does not hold
/// Cost    O(units x periods x measures)
Result<Report> make_report(const protect::GuardedTable& table, const ReportOptions& options);

}  // namespace karuna::measure
