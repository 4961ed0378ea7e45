// SPDX-License-Identifier: Apache-2.0
#include "show/studio/council/data_map.h"

namespace karuna::show {

std::span<const DataPlace> data_places() {
  static constexpr DataPlace places[] = {
      {"roster", "people", "people/people.sqlite", "unit person"},
      {"before", "people", "people/people.sqlite", "unit_before person_before"},
      {"accounts", "people", "people/people.sqlite", "account link link_wanted setting"},
      {"list", "people", "people/people.sqlite", "wave_person card_person mail mailing"},
      {"drawn", "people", "people/people.sqlite", "issuance token_key desk_closed"},
      {"cards", "people", "people/people.sqlite", "card card_batch"},
      {"audit", "people", "people/people.sqlite", "audit approval"},
      {"commitments", "people", "people/act.sqlite", "commitment"},
      {"decisions", "people", "people/act.sqlite", "decision"},
      {"ballots", "ballots", "ballots/", "ballot_blob stopped_wave"},
      {"secret", "secret", "closing/", ""},
      {"wave", "public", "waves/", ""},
      {"exchange", "public", "exchange/", ""},
  };
  return places;
}

}  // namespace karuna::show
