// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace karuna::show::print {

/// What stands on every card of a wave.
struct CardWave {
  std::string organisation, title;
  std::string address;                 ///< of the answering page, "https://answer.example.org"
  std::uint32_t until = 0;             ///< hour since 1970 at which ballots close
  std::uint32_t smallest = 10;         ///< people in the smallest group shown
  std::string cover_language = "en";   ///< of the page on top of each cell's cards
};

/// The cards of one cell.
struct CardCell {
  std::string label;
  std::uint32_t eligible = 0;
  std::vector<std::pair<std::string, std::vector<std::string>>> codes;   ///< by language; codes as printed, "7Q2M-X0KD-94WN-HB3C"
};

inline constexpr std::size_t cards_a_sheet = 6;

/// A PDF of A4 sheets: for each cell a page for whoever hands the cards out, then its cards, six a sheet with marks to cut along, a language at a time.
///
/// Takes   cells  in the order of printing; the order of the codes is theirs already at random
/// Fails   invalid    a title or name that does not fit on a card in small type
///         not_found  no font of this machine has the letters of a language
/// Cost    about 2 ms a card
Result<std::string> card_sheets(const CardWave& wave, const std::vector<CardCell>& cells);

}  // namespace karuna::show::print
