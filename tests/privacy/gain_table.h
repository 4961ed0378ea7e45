// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace karuna::privacy {

/// One line of the table that the attacks print: what the attack gains against the vendor's rule, against us, and what it may gain at most.
/// `ctest -L privacy -V | grep ATTACK` shows the whole table.
void print_gain(const std::string& attack, const std::string& organisation, const std::string& profile, const std::string& vendor, const std::string& ours,
                const std::string& allowed);

std::string percent(double share, int digits = 1);  ///< 0.589 -> "58.9 %"

}  // namespace karuna::privacy
