// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ask/ballot/ballot.h"
#include "people/accounts.h"
#include "people/people_database.h"

namespace karuna::people {

/// Printed cards for people without a mail address. A card is a sign-in for the desk of one wave and nothing more: it is bound to a cell, not to a person,
/// and the device still makes its own code. Whoever is on the card list of a wave is not on its sign-in list any more: for the desk each of them becomes a
/// card with an id of its own, so that a cell has as many rights as it has people, and the list of what was issued names cards.

/// Cards of one cell, printed together and voided together.
struct CardBatch {
  std::int64_t batch = 0;                        ///< 1, 2, ... within the wave
  std::uint32_t cell = 0;
  std::int64_t printed = 0;
  bool voided = false;
};

/// What goes to the printer, once: the codes are kept as hashes alone.
struct NewCards {
  std::int64_t batch = 0;
  std::uint32_t cell = 0;
  std::map<std::string, std::vector<std::string>> codes;   ///< by language of the roster, "" where it has none; in random order
  std::size_t count() const;
};

/// Puts everybody without a mail address who is still on the sign-in list of this wave on its card list, and makes cards for every cell that has people on
/// the card list and no batch that holds. All in one transaction.
///
/// Takes   desk_opened  whether the desk of this wave has ever been open; the caller reads the wave
/// Gives   cells in ascending order; empty where there is nobody without a mail address, or all have cards
/// Fails   refused   the desk has been open: the number of cards would tell how many without a mail address have drawn
///         not_found no keys of this wave
Result<std::vector<NewCards>> make_cards(const PeopleDatabase& people, const ask::WaveId& wave, bool desk_opened);

/// Cards of these batches sign nobody in any more. Rights that were drawn with them stay, for nobody knows which ballots they are.
/// Takes   batches  empty: all of the wave
/// Gives   how many batches were voided
/// Fails   not_found  no such batch
Result<std::size_t> void_cards(const PeopleDatabase& people, const ask::WaveId& wave, const std::vector<std::int64_t>& batches);

Result<std::vector<CardBatch>> card_batches(const PeopleDatabase& people, const ask::WaveId& wave);

/// Who gets a card, for whoever hands them out: employee ids by cell, in order of id. Nothing joins one of them to a card.
struct CardPerson {
  std::uint32_t cell = 0;
  std::string employee_id, unit, language;
};
Result<std::vector<CardPerson>> card_list(const PeopleDatabase& people, const ask::WaveId& wave);

/// How many cards of the whole wave a right was drawn with. Never by cell or batch, and not before the release.
/// Takes   released  whether the results of this wave are out; the caller reads the wave
/// Fails   refused   they are not
Result<std::size_t> spent_cards(const PeopleDatabase& people, const ask::WaveId& wave, bool released);

/// Sign-in by a card's code. A card that was drawn with can sign in again, because the same device may need its signatures once more; another device gets
/// nothing by it. Wrong codes are counted for all together, in memory: two hundred at once, then twenty a second; who tried is nowhere.
class CardSignIn {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;
  explicit CardSignIn(const PeopleDatabase& people, Clock clock = [] { return std::chrono::steady_clock::now(); }) : people_(people), clock_(std::move(clock)) {}

  struct Outcome {
    enum class Kind { signed_in, wrong, wait } kind = Kind::wrong;
    Account account;                             ///< card is true, no login, no role; person is the card's own id
    ask::WaveId wave{};
  };
  Result<Outcome> by_card(std::string_view typed);

 private:
  bool may_try();
  void count_wrong();

  const PeopleDatabase& people_;
  Clock clock_;
  std::mutex mutex_;
  double left_ = most_wrong;
  std::optional<std::chrono::steady_clock::time_point> last_;
  static constexpr double most_wrong = 200, wrong_a_second = 20;
};

}  // namespace karuna::people
