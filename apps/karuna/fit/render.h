// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "fit/fit_output.h"

namespace karuna::fit {

/// The first line of every output.
inline constexpr std::string_view unprotected =
    "Not protected: these figures may tell of single people or of small groups. For your eyes; `karuna report` makes what may be shown.";

/// What stands around an output.
struct Around {
  std::string method, card, data, formula;  ///< formula: empty where the method has none
  bool names = false;                       ///< units of fewer than 10 rows are named
};

/// 80 columns: the finding, tables, what was dropped, how it was fitted.
std::string terminal_words(const FitOutput& output, const Around& around);

/// docs/fit.schema.json
std::string json_text(const FitOutput& output, const Around& around);

/// One line a row that is used: its number in the table (1 is the first below the header), and the method's figures. First line: the notice.
std::string rows_csv(const FitOutput& output);

/// A picture on a light ground, 760 units wide; a plot of kind none is not drawn.
std::string svg_text(const Plot& plot, bool names);

/// A name as it may stand there.
std::string shown_name(const Unit& unit, bool names);

}  // namespace karuna::fit
