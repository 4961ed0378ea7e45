// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "base/unit_tree.h"
#include "collect/survey.h"

namespace karuna::collect {

/// A table that somebody aggregated already: units by period with a value and the number of answers behind it. No persons.

struct PublishedCell {
  double n = 0;      ///< answers behind the value; 0 where there is no value
  double value = 0;  ///< NaN where there is none
};

struct PublishedMeasure {
  std::string id, name, column;
  std::string dimension;
  double min = 0, max = 100;
  bool higher_is_better = true;
  std::vector<std::vector<PublishedCell>> cells;  ///< by period, by UnitId
};

struct PublishedTable {
  UnitTree tree;                     ///< units of every period; groups and a made-up root have no values of their own
  std::vector<std::string> periods;  ///< in order of time; one empty text where the table has no period
  std::vector<PublishedMeasure> measures;
  std::string canonical_sha256;  ///< 32 bytes: does not depend on the order of rows or columns of the file, nor on its encoding
  std::vector<std::string> cleaning;
};

/// Takes   a survey with [table]
/// Gives   the table as published; a value outside its ends becomes missing and is counted
/// Fails   not_found   a file or column that was named does not exist (the nearest name is told)
///         invalid     empty, header only, a unit twice in one period, a parent that is not there, a cycle, a number of answers that is none
Result<PublishedTable> read_published_table(const Survey& survey, Progress& progress);

}  // namespace karuna::collect
