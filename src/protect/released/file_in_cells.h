// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "collect/sheets.h"
#include "protect/released/wave_form.h"

namespace karuna::protect {

/// Puts the answers of an analyst's file into the cells and questions of a wave, as if they had been its ballots.
///
/// Takes   a form without rows; a file of one period. A unit of the file is the cell whose label is the unit's name or id, or whose number is its id;
///         an item is the question of the same id (KARUNA-ID:CODE, or the column's name).
/// Fails   invalid    more than one period; other ends of a scale than the wave's; a unit that fits no cell, or more than one
///         not_found  a question of the wave that the file does not hold
Result<void> fill_from_file(WaveForm& form, const collect::Sheets& sheets);

}  // namespace karuna::protect
