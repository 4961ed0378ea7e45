// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

#include "ask/wave/manifest.h"

namespace karuna::answer {

/// A text in the language that was wished for, else in the first it has.
std::string in_language(const std::vector<std::pair<std::string, std::string>>& texts, const std::string& language);

/// Asks one question at a time, line by line, so that it works on any terminal and with a screen reader: the number of an answer chooses it, an empty line
/// skips, "b" goes back. At the end everything is shown, and "yes" (or "y") sends it.
///
/// Gives   one byte a question
/// Fails   interrupted  the input ended, or the person did not say yes; nothing was sent
Result<std::vector<std::uint8_t>> ask_on_terminal(const ask::QuestionPart& part, const std::string& language, std::istream& in, std::ostream& out);

/// "4,5,,2": the values as they are asked, nothing between two commas for skipped.
/// Fails   usage  too many, or too few, or one that the question does not have; it is named
Result<std::vector<std::uint8_t>> read_answers(const ask::QuestionPart& part, std::string_view text);

}  // namespace karuna::answer
