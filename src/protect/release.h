// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/ids.h"
#include "base/unit_tree.h"

namespace karuna::protect {

/// What leaves the persons' side for ever. Everything any page, table or export shows is computed from this and from nothing else;
/// it holds no person, no cell of the answer table and no count finer than an atom.

enum class Profile { exact, balanced, strict };
enum class Family { index, scale, item };   ///< decides the smallest group: k[0], k[1], k[2]

/// One declared statistic: a mean that is a sum over groups.
struct Statistic {
  std::string id;            ///< "karuna-support.support", "item:S1", "index"
  std::string name;          ///< for people: the scale's name, an item's topic label
  std::string instrument;    ///< catalogue id, or empty
  std::string scale;         ///< of an item: the id of the scale it belongs to, or empty
  std::vector<std::string> item_ids;   ///< of a scale or the index: its items
  bool higher_is_better = true;
  Family family = Family::scale;
  double min = 1;            ///< ends of the scale, in the points people answered in
  double max = 5;
  std::uint32_t items = 1;   ///< items in the sum; 1 for a column that already is a score
  double sigma_T = 0;        ///< sd of the noise on the centred sum, in half-points; 0 in exact
  double sigma_N = 0;        ///< sd of the noise on the number of answers; 0 in exact
};

/// A smallest published group of one statistic in one period: an atom, or a union of atoms where P3 asked for one.
/// Groups of one statistic and period are disjoint; every published figure is a union of them.
struct Group {
  std::vector<UnitId> cells;     ///< the leaf units whose ballots are in it, ascending
  UnitId home;                   ///< the deepest unit that contains all of them
  std::uint32_t ballots = 0;     ///< exact and public
  double answers = 0;            ///< respondents with a value, in exact; noisy number of answers divided by items otherwise
  double mean = 0;               ///< in points; from the noisy sums where there is noise
  double noise_variance = 0;     ///< of `mean`, in points squared; 0 in exact
};

/// What a unit may show of one statistic in one period.
enum class Standing {
  shown,      ///< the unit is a union of groups
  pooled,     ///< every ballot of it lies in a group, but a group reaches beyond the unit
  not_shown,  ///< nothing; hidden, empty and absent are the same
};

struct UnitStanding {
  Standing standing = Standing::not_shown;
  std::vector<std::uint32_t> groups;   ///< shown: the groups that make it up; pooled: the groups that touch it; not_shown: empty
};

/// All of one statistic in one period.
struct Published {
  std::vector<Group> groups;
  std::vector<UnitStanding> units;     ///< by UnitId
};

/// Why a noisy release does not tell how surely a scale measures.
inline constexpr std::string_view needs_persons = "it needs the answers of persons, which leave nothing but noisy sums here";
inline constexpr std::string_view needs_moments =
    "it needs the matrix of second moments, which is released from 300 ballots in every period, with an index of 4 items or more and with items published";

/// A figure of the whole organisation that is not a sum over groups. P3 promises nothing for these in exact: two digits, and said so.
struct Spread {
  double value = 0;
  bool known = false;
  std::string why_not;                 ///< in words, where it is not known
};

/// Reliability and agreement of one scale (organisation-wide), as they may be shown.
struct ScaleQuality {
  std::size_t statistic = 0;           ///< position in Release::statistics
  std::uint32_t items = 0;
  std::uint32_t respondents = 0;       ///< complete rows it rests on
  bool pairwise = false;
  Spread alpha, alpha_low, alpha_high; ///< 95 %
  Spread omega, omega_low, omega_high;
  Spread eigen_first, eigen_second;    ///< of the item correlations
  Spread one_factor, one_factor_high;  ///< balanced and strict: first less three times second eigenvalue under the noise, upper end of its 95 %
  std::vector<std::string> wrong_sign; ///< items that run against the scale
  Spread icc1, icc1_low, icc1_high;    ///< 90 %, exact F
  Spread icc2;
  Spread rwg_median, rwg_mean;         ///< persons needed: not known in balanced and strict
  Spread ad_mean;
  double mean_group_size = 0;          ///< ICC and rwg are printed with it
  std::uint32_t groups = 0;
};

/// An organisation figure weighted to the margins that were given (exact only).
struct WeightedMean {
  std::size_t statistic = 0;
  Spread mean, standard_error;
  double n_effective = 0;
  double smallest_weight = 1, largest_weight = 1;
};

struct PeriodRelease {
  std::string label;
  std::uint32_t ballots = 0;                        ///< rows that count; exact and public
  std::vector<std::optional<std::uint32_t>> atoms_of_unit;  ///< by UnitId: index atoms wholly inside it; empty where the organisation is below the limit
  std::vector<std::uint32_t> atoms;                 ///< number of index, scale and item atoms
  std::vector<std::uint32_t> smallest;              ///< ballots in the smallest of each
  std::vector<Published> published;                 ///< by statistic
  std::vector<std::vector<double>> within;          ///< pooled within-unit covariance, statistic x statistic, in points squared; NaN where not known
  bool within_assumed = false;                      ///< from an assumed sd of .225 of the range, or an instrument's published spread
  std::vector<ScaleQuality> quality;
  std::vector<WeightedMean> weighted;
};

/// What can be guessed from a release by somebody who knows everybody else's answers, and what it cost.
struct Bounds {
  double rho_one = 0, rho_whole = 0;                ///< zCDP spent; 0 in exact, where P3 speaks instead
  double guess_one = 0, guess_whole = 0;            ///< Phi(sqrt(2 rho) / 2)
  std::uint32_t periods = 1;                        ///< the four above are of one period; the four below of the same answers in all of them
  double total_rho_one = 0, total_rho_whole = 0;
  double total_guess_one = 0, total_guess_whole = 0;
  std::uint32_t colluders = 1;                      ///< t of P3 (exact)
};

/// Where a release comes from: it decides which promises a report may repeat.
enum class Origin {
  file,   ///< an analyst's own file of answers
  wave,   ///< sealed ballots, opened at close
};

struct Release {
  Origin origin = Origin::file;
  bool witnessed = false;                           ///< of waves: a witness signed head and release of every one
  Profile profile = Profile::exact;
  std::array<std::uint32_t, 3> k{10, 10, 30};
  UnitTree tree;
  std::vector<Statistic> statistics;
  std::vector<PeriodRelease> periods;               ///< in order of time
  Bounds bounds;
  std::string input_sha256;                         ///< in hex: names units, periods and ballots, and tells nothing of an answer
  std::vector<std::string> notes;                   ///< what a reader must know, in sentences
};

}  // namespace karuna::protect
