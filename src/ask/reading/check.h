// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "ask/catalogue.h"
#include "ask/instrument.h"

namespace karuna::ask {

/// What is wrong with one instrument, each finding in a sentence that begins with its id. Empty where it is sound.
///
/// Beyond what read_instrument refuses: words that are missing, texts in a file that is not ours, languages that are not complete, response labels that do
/// not cover the scale, items no score uses, fillers that are scored, bands and norms off the scale, indicators in another dimension,
/// and every worked example, computed row-wise and (for respondents) column-wise.
std::vector<std::string> findings(const Instrument& instrument, const Catalogue& catalogue);

/// Of every instrument.
std::vector<std::string> findings(const Catalogue& catalogue);

/// How many worked examples an instrument has: expected values, not rows.
std::size_t worked_values(const Instrument& instrument);

}  // namespace karuna::ask
