// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "act/groups/from_people.h"
#include "show/studio/groups/groups_table.h"

namespace karuna::show {

/// Roster, choices and what was agreed, as they are now.
Result<act::GroupPeople> read_group_people(const StudioRooms& rooms);
Date today();

/// People as pages of groups show them: {"id", "login"}. Who is not on the roster any more has no login.
class Named {
 public:
  explicit Named(const act::GroupPeople& people);
  nlohmann::json operator()(const std::string& id) const;
  std::string login(const std::string& id) const;

 private:
  std::map<std::string, std::string> login_;
};

/// A whole number of a body or of the address; `otherwise` where it is not there or out of bounds.
std::int64_t number_of(const nlohmann::json& body, const char* name, std::int64_t least, std::int64_t most, std::int64_t otherwise);
std::int64_t number_asked(const Asked& asked, std::string_view name, std::int64_t least, std::int64_t most, std::int64_t otherwise);

/// Notes that groups were agreed on: which kind and round, never who or why.
bool noted_as_kept(const Asked& asked, const std::string& what);

http::Response csv_answer(std::string bytes, const std::string& name);

inline constexpr Audience for_the_lead = only({people::Role::programme_lead});

/// One pod's meetings as iCalendar; no name is in it.
http::Response calendar_answer(const act::KeptRound& round, const act::KeptPod& pod, std::string_view language);

std::vector<StudioRoute> pods_table();
std::vector<StudioRoute> pairs_table();
std::vector<StudioRoute> ambassadors_table();
std::vector<StudioRoute> mine_table();

}  // namespace karuna::show
