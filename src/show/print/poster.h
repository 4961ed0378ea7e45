// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace karuna::show::print {

enum class Paper { a4, a3 };

/// What stands on a poster; all of it from the signed manifest and karuna.toml.
struct PosterWave {
  std::string organisation, title;
  std::string address;                       ///< of the answering page
  std::uint32_t opens_desk = 0, closes_desk = 0, opens_ballots = 0, closes_ballots = 0;   ///< hours since 1970
  bool late_desk = false, trial = false;
  std::uint32_t smallest = 10;
  std::optional<std::uint32_t> questions;    ///< nothing: not published yet
  bool council = true;
  std::string council_name;                  ///< empty: "the works council", in the language of the page
  std::string page_sha256;                   ///< 64 hexadecimal digits
};

/// A PDF with one page a language.
///
/// Takes   languages  codes of two letters; others are English
/// Fails   invalid    a title that does not fit
///         not_found  no font of this machine has the letters of a language
Result<std::string> poster(const PosterWave& wave, Paper paper, const std::vector<std::string>& languages);

}  // namespace karuna::show::print
