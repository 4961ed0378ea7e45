// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "ask/instrument.h"
#include "base/progress.h"
#include "base/result.h"
#include "simulate/hospital.h"

namespace karuna::simulate {

struct HospitalFiles {
  std::uint64_t rows = 0;  ///< of answers.csv
  std::uint32_t units = 0, wards = 0, items = 0;
};

/// Makes up a hospital and writes SURVEY.toml, units.csv, answers.csv and truth.json into a folder, which is made where it is absent.
///
/// Takes   options; the battery that is asked (items on 5 or 11 steps); how many threads may work (the bytes do not depend on it).
/// Fails   invalid     people outside 30 to 4,000,000, waves outside 1 to 2, items above 200, a response outside 0.05 to 1
///         refused     the folder holds one of these files already
///         unwritable, interrupted
/// Cost    a million people with 40 items take a few seconds on two cores; memory stays flat
Result<HospitalFiles> write_hospital(const HospitalOptions& options, const ask::Instrument& battery, const std::filesystem::path& folder, Progress& progress,
                                     unsigned threads);

/// The survey file of the made-up hospital, with comments for a newcomer.
std::string hospital_survey(const HospitalOptions& options, const std::vector<double>& occupation_shares);

}  // namespace karuna::simulate
