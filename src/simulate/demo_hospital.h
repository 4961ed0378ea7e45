// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "ask/instrument.h"
#include "base/result.h"
#include "simulate/hospital.h"

namespace karuna::simulate {

/// The made-up hospital that `karuna demo` lets live: people with logins and a tree of wards of which some are too small to answer alone.
struct DemoHospital {
  HospitalOptions options;
  Hospital hospital;
};

/// Takes   people, at least 300. Wards are twice and a half as large as in `simulate hospital`, so that the waves have few groups and keys.
DemoHospital make_demo_hospital(std::uint32_t people, std::uint64_t seed);

/// The table for `karuna people import`: employee_id, email, manager_id, unit, start_date, language, job_family, level_band. The first of a ward leads it.
/// Takes  newest  the first day of those who are new, 2026-11-16
std::string demo_roster(const DemoHospital& demo, const std::string& newest);

/// Login of a person, as in the table.
std::string demo_login(std::uint32_t person);

/// One wave of the demonstration.
struct DemoWave {
  std::string title, opens_ballots;  ///< a day as in WAVE.toml
  bool deep = false;
  std::vector<std::string> instruments;
  double dip = 0;       ///< of the department that the new theatre plan hit, as HospitalOptions::dips
  double response = 1;  ///< share of people who answer
};

/// What one person sends: for each question its byte, 0 where skipped, in the order of the questions that are given.
struct DemoBallot {
  std::string login;
  std::vector<std::uint8_t> answers;
};

struct DemoQuestion {
  std::string id;  ///< instrument:code
  int min = 1, max = 5;
};

/// Takes   the wave, its number (other numbers give other moods of the day), the questions of its manifest, and the instruments by id.
/// Gives   ballots in an order that has nothing to do with where people work.
/// Fails   not_found  a question of an instrument that is not among them
Result<std::vector<DemoBallot>> demo_ballots(const DemoHospital& demo, const DemoWave& wave, std::uint32_t number, const std::vector<DemoQuestion>& questions,
                                             const std::map<std::string, const ask::Instrument*>& instruments);

}  // namespace karuna::simulate
