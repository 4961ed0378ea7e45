// SPDX-License-Identifier: Apache-2.0
#include "simulate/hospital.h"

#include <algorithm>
#include <cmath>

#include "stats/resample/philox.h"

namespace karuna::simulate {
namespace {

struct Department {
  const char* id;
  const char* name;
  double share;  // of the people of a site
  double typical_ward;
  double occupations[4];  // nursing, medical, allied, support
};

constexpr Department departments[departments_of_a_site] = {
    {"medicine", "Medicine", 0.20, 24, {0.62, 0.22, 0.10, 0.06}},
    {"surgery", "Surgery", 0.17, 22, {0.58, 0.28, 0.08, 0.06}},
    {"emergency", "Emergency care", 0.09, 27, {0.60, 0.26, 0.06, 0.08}},
    {"family", "Maternity and children", 0.11, 18, {0.68, 0.18, 0.08, 0.06}},
    {"mental-health", "Mental health", 0.09, 15, {0.52, 0.16, 0.26, 0.06}},
    {"laboratory", "Laboratory and imaging", 0.08, 13, {0.08, 0.14, 0.70, 0.08}},
    {"pharmacy", "Pharmacy and therapies", 0.06, 11, {0.04, 0.04, 0.84, 0.08}},
    {"housekeeping", "Kitchen and housekeeping", 0.11, 16, {0.00, 0.00, 0.04, 0.96}},
    {"administration", "Administration", 0.09, 10, {0.04, 0.04, 0.04, 0.88}},
};

constexpr std::uint32_t people_of_a_site = 2500;

/// Splits people by shares; what rounding leaves goes to the first.
std::vector<std::uint32_t> split_people(std::uint32_t people, const std::vector<double>& shares) {
  std::vector<std::uint32_t> parts;
  std::uint32_t given = 0;
  for (const double share : shares) {
    parts.push_back(static_cast<std::uint32_t>(std::floor(static_cast<double>(people) * share)));
    given += parts.back();
  }
  parts.front() += people - given;
  return parts;
}

void add_wards(Hospital& hospital, std::uint32_t department_position, std::uint32_t people, const Department& department, double ward_size, stats::Random& random,
               std::uint32_t& next_person) {
  std::uint32_t number = 0, left = people;
  while (left > 0) {
    const double drawn = ward_size * department.typical_ward * std::exp(0.6 * random.normal());
    std::uint32_t size = std::clamp<std::uint32_t>(static_cast<std::uint32_t>(std::lround(drawn)), 3, static_cast<std::uint32_t>(70 * ward_size));
    if (size > left || left - size < 3) size = left;
    HospitalUnit ward;
    const HospitalUnit& above = hospital.units[department_position];
    ward.id = above.id + "-" + std::to_string(++number);
    ward.parent = above.id;
    ward.name = std::string(department.name) + " " + std::to_string(number);
    ward.parent_position = department_position;
    ward.site = above.site;
    ward.department = above.department;
    ward.ward = true;
    ward.headcount = size;
    ward.first_person = next_person;
    next_person += size;
    left -= size;
    hospital.wards.push_back(static_cast<std::uint32_t>(hospital.units.size()));
    hospital.units.push_back(std::move(ward));
  }
}

void add_departments(Hospital& hospital, std::uint32_t site_position, std::uint32_t site, std::uint32_t people, const HospitalOptions& options,
                     std::uint32_t& next_person) {
  std::vector<double> shares;
  for (const Department& department : departments) shares.push_back(department.share);
  const auto sizes = split_people(people, shares);
  for (std::uint32_t d = 0; d < departments_of_a_site; ++d) {
    if (sizes[d] == 0) continue;
    const HospitalUnit& above = hospital.units[site_position];
    HospitalUnit unit;
    unit.id = site_position == 0 ? departments[d].id : above.id + "-" + departments[d].id;
    unit.parent = above.id;
    unit.name = departments[d].name;
    unit.parent_position = site_position;
    unit.site = site;
    unit.department = d;
    unit.headcount = sizes[d];
    const auto position = static_cast<std::uint32_t>(hospital.units.size());
    hospital.units.push_back(std::move(unit));
    stats::Random random(options.seed, site * departments_of_a_site + d, 1);
    add_wards(hospital, position, sizes[d], departments[d], options.ward_size, random, next_person);
  }
}

}  // namespace

Hospital make_hospital(const HospitalOptions& options) {
  Hospital hospital;
  HospitalUnit root;
  root.id = "hospital";
  root.name = "Example Hospital";
  root.headcount = options.people;
  hospital.units.push_back(std::move(root));
  std::uint32_t next_person = 0;
  if (options.people <= 5000) {
    add_departments(hospital, 0, 0, options.people, options, next_person);
    return hospital;
  }
  const std::uint32_t sites = (options.people + people_of_a_site - 1) / people_of_a_site;
  for (std::uint32_t s = 0; s < sites; ++s) {
    const auto from = static_cast<std::uint32_t>(std::uint64_t{options.people} * s / sites),
               to = static_cast<std::uint32_t>(std::uint64_t{options.people} * (s + 1) / sites);
    HospitalUnit site;
    site.id = "site-" + std::to_string(s + 1);
    site.parent = "hospital";
    site.name = "Site " + std::to_string(s + 1);
    site.site = s;
    site.headcount = to - from;
    const auto position = static_cast<std::uint32_t>(hospital.units.size());
    hospital.units.push_back(std::move(site));
    add_departments(hospital, position, s, to - from, options, next_person);
  }
  return hospital;
}

const double* occupations_of(std::uint32_t department) { return departments[department].occupations; }

}  // namespace karuna::simulate
