// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/database.h"

namespace karuna::act {

/// What a manager has set out to do in a team, and when to look again. It belongs to whoever made it: nobody is ranked by it.
struct Commitment {
  enum class End { open, kept, stopped };
  std::string id;             ///< 32 hexadecimal digits
  std::string login;          ///< whose
  std::string unit;           ///< of the releases' tree, or empty
  std::string practice;       ///< id of a practice, or empty where the words are the manager's own
  std::string words;          ///< own words, or empty
  std::int64_t since = 0;     ///< hour since 1970
  std::int64_t look_again = 0;  ///< hour
  End end = End::open;
  std::int64_t ended = 0;     ///< hour
};
inline constexpr std::array<std::string_view, 3> end_names{"open", "kept", "stopped"};
inline constexpr std::size_t most_own_words = 300;  ///< bytes

/// act.sqlite in a folder of the signed-in side.
struct ActDatabase {
  std::unique_ptr<store::Database> database;
  store::Database* operator->() const { return database.get(); }
};
/// Fails   as store::open_database
Result<ActDatabase> open_act(const std::filesystem::path& folder);
/// Whether there is one already; looking makes none.
bool act_is_there(const std::filesystem::path& folder);

/// Writes a commitment down; its id is made here.
///
/// Fails   invalid  neither a practice nor words, or both; words too long; a date to look again that is not after the beginning
///         refused  this login has one that is open: one thing at a time
Result<Commitment> commit(const ActDatabase& act, Commitment commitment);

/// All of a login, newest first.
Result<std::vector<Commitment>> commitments_of(const ActDatabase& act, std::string_view login);

/// Ends one: kept or stopped. Stopping needs no reason.
/// Fails   not_found  this login has no such commitment, or it has ended
Result<void> end_commitment(const ActDatabase& act, std::string_view login, std::string_view id, Commitment::End how, std::int64_t hour);

/// Forgets whatever a login has written; for somebody who leaves.
Result<void> forget_commitments(const ActDatabase& act, std::string_view login);

}  // namespace karuna::act
