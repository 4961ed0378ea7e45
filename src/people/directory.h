// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>

#include "people/directory_person.h"
#include "people/people_database.h"

namespace karuna::people {

/// The whole roster, by employee id.
/// Cost  one pass over person and unit
Result<std::vector<DirectoryPerson>> directory(const PeopleDatabase& people);

/// Employee ids on the roster, and on the one before while an import can still be taken back: of nobody else need anything be kept.
Result<std::set<std::string>> known_people(const PeopleDatabase& people);

}  // namespace karuna::people
