// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace karuna::act {

/// The six organisational elements, in the order of the framework.
inline constexpr std::array<std::string_view, 6> elements{"communication", "decisions", "resources", "recognition", "conflict", "learning"};

/// What is known about whether a practice helps. Ours begin with none.
enum class Evidence { none_yet, published, ours };
inline constexpr std::array<std::string_view, 3> evidence_names{"none yet", "published", "ours"};

using Words = std::map<std::string, std::string, std::less<>>;  ///< by language

/// Something of at most five minutes that a team can begin this week.
struct Practice {
  std::string id;
  std::string element;
  std::vector<std::string> fits;  ///< scores it was written for, as a catalogue id ends: "support"
  std::uint32_t minutes = 5;
  Evidence evidence = Evidence::none_yet;
  Words title, does, first, careful;  ///< what it is called, what is done, the first step, what to look out for
};

/// The practices of the program, in order of id.
/// Fails   internal  a file of the program is not as it should be (a test reads them all)
Result<std::vector<Practice>> builtin_practices();

/// One practice from the text of its file; `name` stands for it in errors.
/// Fails   invalid  an unknown key or element, a language missing in one of the four, more than five minutes, an id that is not the file's
Result<Practice> read_practice(std::string_view text, const std::string& name);

/// At most three practices for a team.
///
/// Takes   `about`  ids of measures in order of weight, most pressing first: "karuna-support.support"; may be empty
/// Gives   practices that fit the first, then the second, ...; among equals those with better evidence, then those that take fewer minutes, then by id. Filled
///         up with others in that order, so that there are three where there are three; no two of one element while there is a choice.
std::vector<const Practice*> choose_practices(const std::vector<Practice>& practices, const std::vector<std::string>& about);

}  // namespace karuna::act
