// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "ask/ballot/ballot.h"
#include "people/people_database.h"

namespace karuna::people {

/// Waves of which the database still knows who may draw or who drew; `karuna wave destroy` takes a wave out of them. Nobody's name.
Result<std::vector<ask::WaveId>> waves_with_people(const PeopleDatabase& people);

}  // namespace karuna::people
