// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "people/directory_person.h"
#include "people/people_database.h"

namespace karuna::people {

/// The whole roster, by employee id.
/// Cost  one pass over person and unit
Result<std::vector<DirectoryPerson>> directory(const PeopleDatabase& people);

}  // namespace karuna::people
