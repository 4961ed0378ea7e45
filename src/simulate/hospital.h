// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace karuna::simulate {

struct HospitalOptions {
  std::uint32_t people = 1200;
  std::uint64_t seed = 1;
  std::uint32_t waves = 2;  ///< 1 or 2
  std::uint32_t items = 0;  ///< columns of items; 0: those of the battery. More are filled up with items of a scale of the hospital's own
  double response = 0.68;   ///< share of people who answer, about; 1: everybody
  double weakest_loading = 0.62;  ///< of an item on its scale's standing; the strongest is .22 above it
  double ward_size = 1;     ///< wards are that much larger than those of most hospitals, and fewer
  std::vector<double> dips = {0, 1};  ///< by wave, how strongly the dipping department is hit: 1 is the whole shift of AnswerModel
};

struct HospitalUnit {
  std::string id, parent, name;
  std::uint32_t parent_position = 0;       ///< in Hospital::units; of the hospital itself 0
  std::uint32_t site = 0, department = 0;  ///< numbers, of wards and departments
  bool ward = false;
  std::uint32_t headcount = 0;     ///< of everybody in it and below
  std::uint32_t first_person = 0;  ///< of a ward: its people are numbered from here
};

/// Who works where: hospital, departments, wards; beyond 5,000 people sites stand between. Wards are of very uneven size, some tiny.
struct Hospital {
  std::vector<HospitalUnit> units;   ///< the hospital first, parents before children
  std::vector<std::uint32_t> wards;  ///< positions in units
};

inline constexpr std::uint32_t departments_of_a_site = 9;
/// The department (of the first site) that a new plan hits between the two waves.
inline constexpr std::uint32_t dipping_department = 1;

/// Takes   people from 30 to 4 million.
/// Gives   the units; headcounts add up to `people` exactly.
Hospital make_hospital(const HospitalOptions& options);

enum class Occupation : std::uint8_t { nursing, medical, allied, support };
inline constexpr const char* occupation_names[] = {"Nursing", "Medical", "Allied health", "Support and administration"};
/// Share of each occupation in a department.
const double* occupations_of(std::uint32_t department);

}  // namespace karuna::simulate
