// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace karuna::verify {

enum class Outcome { good, wrong, not_checked };

/// One line of the table.
struct Check {
  std::string file;      ///< the file it is about: "release.json"
  std::string what;
  std::string found;
  Outcome outcome = Outcome::good;
};

struct Report {
  std::string title, wave;
  bool council = true, trial = false;
  std::vector<Check> checks;
  std::uint64_t received = 0, on_board = 0, withdrawn = 0, superseded = 0;
  std::vector<std::pair<std::string, std::uint64_t>> dropped;   ///< by reason
  std::uint64_t set_aside = 0;                                  ///< without proof: bad_seal, bad_link, bad_range
  bool witnessed = false, openings_checked = false;

  void good(std::string file, std::string what, std::string found) { checks.push_back({std::move(file), std::move(what), std::move(found), Outcome::good}); }
  void wrong(std::string file, std::string what, std::string found) { checks.push_back({std::move(file), std::move(what), std::move(found), Outcome::wrong}); }
  void skipped(std::string file, std::string what, std::string found) { checks.push_back({std::move(file), std::move(what), std::move(found), Outcome::not_checked}); }
  /// good where `holds`, else wrong with the other words.
  bool expect(bool holds, std::string file, std::string what, std::string good_words, std::string wrong_words) {
    if (holds) good(std::move(file), std::move(what), std::move(good_words));
    else wrong(std::move(file), std::move(what), std::move(wrong_words));
    return holds;
  }
  bool all_good() const;
};

/// The verdict in one sentence.
std::string verdict(const Report& report);
std::string words(const Report& report);
std::string json(const Report& report);

}  // namespace karuna::verify
