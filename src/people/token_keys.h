// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "ask/ballot/ballot.h"
#include "ask/wave/headcount.h"
#include "people/people_database.h"

namespace karuna::people {

/// The organisation as numbers: every unit that has people directly in it, and the units above them, parents first.
Result<std::vector<ask::UnitHeadcount>> headcounts(const PeopleDatabase& people);

/// How many of the people directly in a unit are new: their first day by the roster (start_date) is after `day` ("2027-03-01"). Where the roster has no
/// first day nobody is. Units without new people are left out.
Result<std::map<std::string, std::uint32_t>> new_people(const PeopleDatabase& people, const std::string& day);

struct MadeKeys {
  std::map<std::pair<std::uint8_t, std::uint32_t>, std::vector<std::uint8_t>> right_spki;   ///< by class and cell
  std::map<std::uint8_t, std::vector<std::uint8_t>> admission_spki;                         ///< by class
};

/// Makes the keys of a wave: one for every cell, and one admission key a class. Private parts are stored encrypted under the ring.
///
/// Takes   cells by class; `unit_cell` says in which cell the people who are directly in a unit answer
///         progress(done, of) between keys; returns false to stop
/// Gives   public keys. The roster is frozen in the same transaction: who is in which cell of this wave, for good.
/// Fails   refused      this wave has keys already
///         interrupted  nothing was stored
/// Cost    about 0.2 s a key at 2048 bit, on `threads` threads
Result<MadeKeys> make_token_keys(const PeopleDatabase& people, const ask::WaveId& wave, std::span<const std::uint8_t> classes,
                                 const std::map<std::string, std::uint32_t>& unit_cell, unsigned threads,
                                 const std::function<bool(std::size_t, std::size_t)>& progress = {});

}  // namespace karuna::people
