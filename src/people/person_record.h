// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "people/people_database.h"
#include "people/roster.h"

namespace karuna::people {

/// Everything that is stored of one person, for that person to read and take away.
struct PersonRecord {
  RosterPerson fields;                 ///< as the last table from HR had them
  std::vector<std::string> unit_path;  ///< names, from the organisation down
  bool reminders_off = false;          ///< no more reminders, until the person says otherwise; no import changes it
  std::vector<std::string> roles;      ///< beyond employee
  bool has_password = false;
  std::size_t running_waves = 0;       ///< waves on whose frozen list the person stands, until they are destroyed
};

/// Nothing where there is no such person.
Result<std::optional<PersonRecord>> person_record(const PeopleDatabase& people, const PersonId& person);

/// By login or by employee id. Nothing: nobody of this name on the roster.
Result<std::optional<PersonId>> find_person(const PeopleDatabase& people, std::string_view name);

/// The lasting choice. Whoever sends reminders leaves these people out, and tells nobody who they are.
Result<bool> reminders_off(const PeopleDatabase& people, const PersonId& person);
/// Fails  not_found  no such person
Result<void> set_reminders_off(const PeopleDatabase& people, const PersonId& person, bool off);

}  // namespace karuna::people
