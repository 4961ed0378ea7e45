// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace karuna::people {

/// Somebody of the roster as whoever brings people together needs to know them. Nothing of waves, desk or sign-in is in it.
struct DirectoryPerson {
  std::string employee_id, login, manager_id, job_family, level_band, start_date, language, shift_pattern;
  std::vector<std::string> unit_path;   ///< names of units, from the organisation down
};

}  // namespace karuna::people
