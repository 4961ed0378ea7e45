// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "act/pods/week.h"
#include "base/result.h"

namespace karuna::act {

/// Somebody of the list that pods, pairs and ambassadors are chosen from. Nothing that is protected by law enters: no age, no sex, no health.
struct Member {
  std::string id, department, level, site, role, tenure, manager, language, shift;
  std::optional<int> load{};        ///< 0 to 3, said by the person; nothing where they did not say
  Week week{};                      ///< when they can meet
  bool takes_part = true;
};

struct Members {
  std::vector<Member> people;                 ///< everybody, in the order of the file; also those who do not take part: they may lead others
  std::map<std::string, std::uint32_t> at;    ///< by id
  bool has_hours = false, has_load = false, has_choice = false;   ///< columns that the file has
};

/// Reads a table of people. Columns: id (needed), department, level, site, role, tenure, manager, language, shift, load (0 to 3), hours (see parse_week),
/// takes_part (yes or no; without the column all take part). Others are not read.
/// Fails  not_found, unreadable  the file
///        invalid  no id column, an id twice or empty, a load, hour or choice that is none (line and what is expected), a ring of managers
Result<Members> read_members(const std::filesystem::path& file);

/// Managers of a person, the nearest first, at most `steps`.
std::vector<std::uint32_t> chain_of(const Members& members, std::uint32_t person, unsigned steps);

using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

/// Pairs who may not share a pod, confidential: two columns, a and b, and nothing else; a table with more is refused, since a reason is never kept.
/// Errors name lines, never people. People who are not on the list are passed over: they may have left.
Result<Pairs> read_exclusions(const std::filesystem::path& file, const Members& members);

/// Pairs who want to stay together: columns a and b.
Result<Pairs> read_together(const std::filesystem::path& file, const Members& members);

/// A pod of an earlier round, as `karuna pods form` writes it: columns round, pod, id. Ids that are not on the list are passed over.
struct PastPod {
  int round = 0;
  std::vector<std::uint32_t> people;
};
Result<std::vector<PastPod>> read_history(const std::filesystem::path& file, const Members& members);

/// Who has how often to do with whom already: columns a, b and optionally times.
Result<std::map<std::pair<std::uint32_t, std::uint32_t>, double>> read_contacts(const std::filesystem::path& file, const Members& members);

}  // namespace karuna::act
