// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace karuna::privacy {

/// Random numbers for made-up organisations and attackers: the same on every machine for the same seed (xoshiro256**).
class Random {
 public:
  explicit Random(std::uint64_t seed);
  std::uint64_t next();
  double uniform();  ///< 0 <= u < 1
  double normal();   ///< Box and Muller
  std::size_t below(std::size_t n);
  std::size_t pick(std::span<const double> weights);  ///< position, with a chance in proportion to its weight

 private:
  std::uint64_t state_[4];
};

struct UnitLine {
  std::string id;
  std::size_t parent = none;
  std::uint32_t depth = 0;
  static constexpr std::size_t none = static_cast<std::size_t>(-1);
};

struct Question {
  std::string code;
  bool reversed = false;  ///< runs against its scale: the report turns it round
};

struct ScaleLine {
  std::string id;
  std::vector<std::size_t> questions;
  std::string dimension = "";  ///< empty: it has no place in the index
  bool higher_is_better = true;
};

inline constexpr int skipped = 0;

struct Person {
  std::size_t unit = 0;
  std::vector<int> answers;  ///< 1 to 5, or skipped
};

/// A made-up organisation. A *cell* is the people who sit at one unit itself, without the units below: the finest group that an outsider can name.
struct Organisation {
  std::vector<UnitLine> units;  ///< parents before children; the first is the whole
  std::vector<Question> questions;
  std::vector<ScaleLine> scales;
  std::vector<Person> people;

  std::vector<std::uint32_t> people_at() const;                       ///< by unit, of the unit itself
  std::vector<std::uint32_t> answers_at(std::size_t question) const;  ///< how many of them answered this question
  std::vector<std::size_t> cells_below(std::size_t unit) const;       ///< the unit and all below it, ascending
  /// An answer in the direction of its scale: 5 stays 5, and of a reversed question becomes 1.
  int turned(std::size_t person, std::size_t question) const;
  std::size_t question_named(const std::string& code) const;
};

/// One round of asking. The units of all waves of an organisation are the same; the people may differ.
struct Wave {
  std::string period;
  const Organisation* organisation = nullptr;
};

struct Shape {
  std::size_t people = 300;
  std::uint64_t seed = 1;
  double skipping = 0;    ///< share of questions that a person leaves out
  std::size_t team = 12;  ///< size that teams have on the whole; some are far smaller
};

/// An uneven tree of two to four levels with teams of one person upwards; heads and staff sit at inner units.
/// Ten questions on three scales of 3, 3 and 4 (one question of each of the first two reversed; of the third, strain, less is better); answers hang together
/// within a person and within a team.
Organisation make_organisation(const Shape& shape);

/// Teams of the given sizes below one organisation; one question; everybody answers by the same chances, independently.
Organisation make_teams(std::span<const std::size_t> sizes, std::span<const double> chances, std::uint64_t seed);

}  // namespace karuna::privacy
