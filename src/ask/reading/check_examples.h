// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "ask/instrument.h"

namespace karuna::ask {

/// Computes every worked example of an instrument and adds a sentence for each value that differs by more than 1e-9, for a score without an example,
/// and for an instrument whose examples never leave a respondent's score empty.
void check_examples(const Instrument& instrument, std::vector<std::string>& found);

}  // namespace karuna::ask
