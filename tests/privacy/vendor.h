// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "organisation.h"

namespace karuna::privacy {

struct VendorRule {
  std::uint32_t smallest = 5;    ///< a unit with fewer answers is hidden; everything else is shown
  double noise = 0;              ///< standard deviation added to every shown sum, drawn anew in every run
  std::uint64_t noise_seed = 0;  ///< of the run
};

/// Writes what most survey products show, in the form of our own output folder (report.json and units.csv), so that one attack program reads both:
/// every unit of every level with n answers or more has its exact n and mean, of every scale and of every question, at full precision;
/// reliability (alpha) of each scale to three digits.
void write_vendor_report(const std::vector<Wave>& waves, const VendorRule& rule, const std::filesystem::path& out);

/// Cronbach's alpha of a scale over complete rows; NaN where it is not defined.
double alpha_of(const Organisation& organisation, const ScaleLine& scale);

}  // namespace karuna::privacy
