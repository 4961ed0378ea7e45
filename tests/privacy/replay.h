// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace karuna::privacy {

/// Everything that is written in an output folder, as a set of pieces: every line of every file, and every quoted sentence in it.
std::set<std::string> pieces_of(const std::filesystem::path& out);

/// The attacker has the program too. They make the report themselves, once under each of two suppositions (and each several times, with secrets of
/// their own), and look for telltales: pieces that stand in every report made under one supposition and in none made under the other.
/// No knowledge of the format is needed, so nothing that anybody adds to a report later escapes this attack.
class Telltales {
 public:
  Telltales(const std::vector<std::set<std::string>>& under_first, const std::vector<std::set<std::string>>& under_second);

  /// How many telltales of the first supposition, less those of the second, stand in the report at hand.
  int verdict(const std::set<std::string>& report) const;
  /// The telltales that stand in the report, for words when the attack succeeds.
  std::vector<std::string> found_in(const std::set<std::string>& report) const;

 private:
  std::vector<std::string> first_, second_;
};

}  // namespace karuna::privacy
