// SPDX-License-Identifier: Apache-2.0
#include "people/kept/kept_waves.h"

#include <algorithm>

namespace karuna::people {

Result<std::vector<ask::WaveId>> waves_with_people(const PeopleDatabase& people) {
  std::vector<ask::WaveId> waves;
  KARUNA_CHECK(people->read("which waves still have people", [&](store::Transaction& tx) -> Result<void> {
    return tx.each("select wave_id from wave_person union select wave_id from issuance union select wave_id from card_person union select wave_id from card", {}, [&](const store::Row& row) {
      const auto bytes = row.blob(0);
      ask::WaveId id{};
      if (bytes.size() != id.size()) return true;
      std::copy(bytes.begin(), bytes.end(), id.begin());
      waves.push_back(id);
      return true;
    });
  }));
  return waves;
}

}  // namespace karuna::people
