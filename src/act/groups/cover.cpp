// SPDX-License-Identifier: Apache-2.0
#include "act/groups/cover.h"

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <vector>

namespace karuna::act {

using store::Row;
using store::Transaction;
using store::Value;

Result<void> cover_wishes(const ActDatabase& act) {
  std::vector<std::string> here, fresh;
  KARUNA_CHECK(act->read("who is not covered yet", [&](Transaction& tx) -> Result<void> {
    here.clear();
    fresh.clear();
    KARUNA_TRY(rows, tx.query("select person, exists(select 1 from covered where covered.person=group_choice.person) from group_choice where pod=1 order by person"));
    for (const Row& row : rows) {
      here.push_back(row.text(0));
      if (row.integer(1) == 0) fresh.push_back(row.text(0));
    }
    return {};
  }));
  if (here.size() < fewest_to_cover || fresh.empty()) return {};
  return act->write("cover confidential wishes", [&](Transaction& tx) -> Result<void> {
    std::random_device chance;
    for (const std::string& person : fresh) {
      const std::array<Value, 1> whose{person};
      KARUNA_CHECK(tx.run("insert into covered(person) values(?1) on conflict do nothing", whose));
      if (std::uniform_int_distribution<int>(0, 1)(chance) == 0) continue;
      // Anybody but themselves, each as likely.
      std::size_t other = std::uniform_int_distribution<std::size_t>(0, here.size() - 2)(chance);
      if (here[other] >= person) ++other;
      const std::array<Value, 2> pair{person, here[other]};
      KARUNA_CHECK(tx.run("insert into apart(person, other) values(?1, ?2) on conflict do nothing", pair));
    }
    return {};
  });
}

}  // namespace karuna::act
