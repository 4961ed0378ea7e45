// SPDX-License-Identifier: Apache-2.0
#include "act/decisions/decisions.h"

#include <array>

namespace karuna::act {

using store::Transaction;
using store::Value;

Result<void> decide(const ActDatabase& act, const Decision& decision) {
  if (decision.words.empty()) return fail(Fault::invalid, "a decision has words: what is done, or what is not done");
  if (!decision.will && decision.why.empty()) return fail(Fault::invalid, "where something is not done, the people who asked for it are told why");
  for (const std::string& text : {decision.words, decision.why})
    if (text.size() > most_decision_words)
      return fail(Fault::invalid,
                  "a decision and its reason have at most " + std::to_string(most_decision_words) + " bytes each, this has " + std::to_string(text.size()));
  return act->write("write a decision down", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 4> values{decision.words, decision.why, std::int64_t{decision.will}, decision.hour};
    KARUNA_TRY(added, tx.run("insert into decision(words, why, will, hour) values(?1, ?2, ?3, ?4)", values));
    (void)added;
    return {};
  });
}

Result<std::vector<Decision>> decisions(const ActDatabase& act) {
  std::vector<Decision> found;
  KARUNA_CHECK(act->read("read decisions", [&](Transaction& tx) -> Result<void> {
    KARUNA_TRY(rows, tx.query("select words, why, will, hour from decision order by id desc", {}));
    for (const auto& row : rows) found.push_back({row.text(0), row.text(1), row.integer(2) != 0, row.integer(3)});
    return {};
  }));
  return found;
}

Result<std::size_t> open_commitments(const ActDatabase& act) {
  std::size_t open = 0;
  KARUNA_CHECK(act->read("count open commitments", [&](Transaction& tx) -> Result<void> {
    KARUNA_TRY(rows, tx.query("select count(*) from commitment where how=0", {}));
    open = static_cast<std::size_t>(rows.at(0).integer(0));
    return {};
  }));
  return open;
}

}  // namespace karuna::act
