// SPDX-License-Identifier: Apache-2.0
#include "act/groups/kept_groups.h"

#include <array>

namespace karuna::act {
namespace {

using store::Transaction;
using store::Value;

constexpr std::int64_t no_start = -1;

std::int64_t number(std::size_t value) { return static_cast<std::int64_t>(value); }

}  // namespace

Result<void> keep_round(const ActDatabase& act, const KeptRound& round) {
  return act->write("keep pods", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 1> which{std::int64_t{round.round}};
    for (const char* sql : {"delete from pod_round where round=?1", "delete from pod where round=?1", "delete from pod_member where round=?1"})
      KARUNA_CHECK(tx.run(sql, which));
    const std::array<Value, 5> values{std::int64_t{round.round}, to_text(round.begins), std::int64_t{round.every_weeks}, std::int64_t{round.meetings},
                                      std::int64_t{round.minutes}};
    KARUNA_CHECK(tx.run("insert into pod_round(round, begins, every_weeks, meetings, minutes) values(?1, ?2, ?3, ?4, ?5)", values));
    for (const KeptPod& pod : round.pods) {
      const std::array<Value, 3> row{std::int64_t{round.round}, std::int64_t{pod.number}, pod.start ? number(*pod.start) : no_start};
      KARUNA_CHECK(tx.run("insert into pod(round, pod, start) values(?1, ?2, ?3)", row));
      for (const std::string& person : pod.people) {
        const std::array<Value, 3> member{std::int64_t{round.round}, person, std::int64_t{pod.number}};
        KARUNA_CHECK(tx.run("insert into pod_member(round, person, pod, wants_other) values(?1, ?2, ?3, 0)", member));
      }
    }
    return {};
  });
}

Result<std::vector<KeptRound>> kept_rounds(const ActDatabase& act) {
  std::vector<KeptRound> rounds;
  KARUNA_CHECK(act->read("read pods", [&](Transaction& tx) -> Result<void> {
    rounds.clear();
    KARUNA_TRY(found, tx.query("select round, begins, every_weeks, meetings, minutes from pod_round order by round"));
    for (const auto& row : found) {
      const auto day = parse_date(row.text(1), DateFormat::iso);
      if (!day)
        return fail(Fault::unreadable, "the first day of round " + std::to_string(row.integer(0)) + " is no date; the database was changed by another program");
      KeptRound round{static_cast<int>(row.integer(0)),      *day, static_cast<unsigned>(row.integer(2)), static_cast<unsigned>(row.integer(3)),
                      static_cast<unsigned>(row.integer(4)), {}};
      const std::array<Value, 1> which{row.integer(0)};
      std::map<std::int64_t, std::size_t> at;
      KARUNA_TRY(pods, tx.query("select pod, start from pod where round=?1 order by pod", which));
      for (const auto& pod : pods) {
        at[pod.integer(0)] = round.pods.size();
        round.pods.push_back({.number = static_cast<int>(pod.integer(0)),
                              .start = pod.integer(1) == no_start ? std::nullopt : std::optional(static_cast<std::size_t>(pod.integer(1))),
                              .people = {}});
      }
      KARUNA_TRY(members, tx.query("select pod, person, wants_other from pod_member where round=?1 order by pod, person", which));
      for (const auto& member : members) {
        KeptPod& pod = round.pods[at.at(member.integer(0))];
        pod.people.push_back(member.text(1));
        if (member.integer(2) != 0) pod.want_other.push_back(member.text(1));
      }
      rounds.push_back(std::move(round));
    }
    return {};
  }));
  return rounds;
}

Result<void> leave_pod(const ActDatabase& act, const std::string& person) {
  return act->write("leave a pod", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 1> whose{person};
    KARUNA_CHECK(tx.run("delete from pod_member where person=?1 and round=(select max(round) from pod_round)", whose));
    return {};
  });
}

Result<void> want_other_pod(const ActDatabase& act, const std::string& person, bool wanted) {
  return act->write("ask for another pod", [&](Transaction& tx) -> Result<void> {
    const std::array<Value, 2> values{person, std::int64_t{wanted}};
    KARUNA_TRY(changed, tx.run("update pod_member set wants_other=?2 where person=?1 and round=(select max(round) from pod_round)", values));
    if (changed == 0) return fail(Fault::not_found, "this person is in no pod now");
    return {};
  });
}

Result<void> keep_ambassadors(const ActDatabase& act, const std::vector<std::string>& people) {
  return act->write("keep ambassadors", [&](Transaction& tx) -> Result<void> {
    KARUNA_TRY(before, tx.query("select person, rounds from ambassador"));
    std::map<std::string, std::int64_t> rounds;
    for (const auto& row : before) rounds[row.text(0)] = row.integer(1);
    KARUNA_CHECK(tx.run("delete from ambassador"));
    for (const std::string& person : people) {
      const std::array<Value, 2> row{person, rounds[person] + 1};
      KARUNA_CHECK(tx.run("insert into ambassador(person, rounds) values(?1, ?2)", row));
    }
    return {};
  });
}

Result<std::map<std::string, unsigned>> kept_ambassadors(const ActDatabase& act) {
  std::map<std::string, unsigned> found;
  KARUNA_CHECK(act->read("read ambassadors", [&](Transaction& tx) -> Result<void> {
    KARUNA_TRY(rows, tx.query("select person, rounds from ambassador"));
    for (const auto& row : rows) found[row.text(0)] = static_cast<unsigned>(row.integer(1));
    return {};
  }));
  return found;
}

Result<void> keep_pairs(const ActDatabase& act, const std::map<std::string, std::string>& carrier_of) {
  return act->write("keep pairs", [&](Transaction& tx) -> Result<void> {
    for (const auto& [hire, carrier] : carrier_of) {
      const std::array<Value, 2> row{hire, carrier};
      const std::array<Value, 1> whose{hire};
      KARUNA_CHECK(tx.run("delete from accompanied where hire=?1", whose));
      KARUNA_CHECK(tx.run("insert into accompanied(hire, carrier) values(?1, ?2)", row));
    }
    return {};
  });
}

Result<std::map<std::string, std::string>> kept_pairs(const ActDatabase& act) {
  std::map<std::string, std::string> found;
  KARUNA_CHECK(act->read("read pairs", [&](Transaction& tx) -> Result<void> {
    KARUNA_TRY(rows, tx.query("select hire, carrier from accompanied"));
    for (const auto& row : rows) found[row.text(0)] = row.text(1);
    return {};
  }));
  return found;
}

}  // namespace karuna::act
