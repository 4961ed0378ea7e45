// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/ids.h"
#include "base/said.h"
#include "base/unit_tree.h"

namespace karuna::measure {

/// What a report says, before anybody decides how it looks: the terminal, the page, the JSON and the tables are drawn from this alone.

/// The five states; pooled and not shown are types of their own, so that a hidden number is not a number.
enum class State { clear_above, clear_below, no_clear_difference };

struct Interval {
  double low = 0, high = 0;  ///< 90 %
};

/// A number that may be shown.
struct Shown {
  std::uint32_t n = 0;  ///< ballots
  double raw = 0;       ///< as answered
  double value = 0;     ///< shrunk towards the organisation; equal to raw where nothing is shrunk
  Interval interval;
  State state = State::no_clear_difference;  ///< against the organisation
  bool weak = false;                         ///< between 30 and 50 % of the eligible answered; below 30 % nothing is shown
};

/// A unit without a line of its own: its people are counted together with others.
struct Pooled {
  std::vector<UnitId> with;  ///< the other units, named in the order of the tree
  std::uint32_t line = 0;    ///< position in Measure::pools
};

/// Hidden, empty and absent are one thing.
struct NotShown {};

using Cell = std::variant<NotShown, Pooled, Shown>;

/// The line of a pool: units that are shown together.
struct Pool {
  std::vector<UnitId> units;
  UnitId home;  ///< the unit it stands under
  Cell cell;    ///< Shown (or NotShown)
};

/// Change of one figure since the period before it in the report.
struct Change {
  bool known = false;
  double value = 0;      ///< in points of the measure
  Interval interval;     ///< of the paired difference
  bool changed = false;  ///< interval leaves 0 and the size reaches the step fixed beforehand
};

enum class MeasureKind { index, dimension, scale, score, item };
enum class Direction { higher_is_better, lower_is_better };

struct ReliabilityLine {
  std::string label;  ///< "alpha", "omega", "ICC(1)", "ICC(2)", "rwg(j), median", ...
  std::optional<double> value, low, high;
  int digits = 2;
  std::string words;  ///< what it means here, or why it is not known
  Said said = {};     ///< what it means, where it is known
};

enum class GateResult { passed, failed, not_known };
struct Gate {
  std::string name;  ///< "reliability", "one factor", "team climate", "comparing teams", "response"
  GateResult result = GateResult::not_known;
  std::string words;
  Said said = {};
};

/// One measure in one period.
struct MeasurePeriod {
  Cell organisation;
  Change organisation_change;
  std::optional<Interval> worst_case;  ///< of the organisation's value if everybody who did not answer were at one end (needs headcounts)
  std::optional<double> weighted, weighted_low, weighted_high;  ///< raked to margins, where given
  std::string weighted_words;
  std::vector<Cell> units;      ///< by UnitId
  std::vector<Change> changes;  ///< by UnitId, since the period before
  std::vector<Pool> pools;
  double between_variance = 0;  ///< tau squared
  double within_sd = 0;
  std::string shrinkage_words;  ///< "no detectable difference between units", ...
  std::vector<ReliabilityLine> reliability;
  std::vector<Gate> gates;
  std::vector<std::string> remarks;  ///< what must be read with the figure, in sentences: the arithmetic mean as a check, a red flag, what was not compared
  std::string refused;               ///< why the measure is refused in this period ("too uncertain; here are the dimensions"); empty otherwise
  Said refused_said = {};  ///< the same, where it is a matter of this measure and not of its gates
};

struct Measure {
  std::string id;
  std::string name;
  MeasureKind kind = MeasureKind::scale;
  Direction direction = Direction::higher_is_better;
  double min = 0, max = 100;  ///< fixed ends of the scale it is shown on
  int digits = 1;
  std::string group;       ///< for a scale: its dimension, where the survey has an index
  std::string instrument;  ///< catalogue id, empty for a column of the analyst's own
  std::string status;      ///< "not validated", "key", ...
  std::string notice;      ///< terms that must be shown with it
  std::vector<MeasurePeriod> periods;
};

/// What a finding is about; with measure, unit and the report's own figures whoever draws it can say it in another language.
enum class FindingKind {
  unit_care,        ///< the unit that stands furthest on the side that needs care
  unit_good,        ///< the unit that stands furthest on the good side
  change,           ///< the largest clear change
  change_not_told,  ///< whether the organisation changed cannot be told
  no_difference,    ///< no unit differs clearly; where the organisation stands
  whole,            ///< where the organisation stands, without units
};

/// A sentence about what stands out, chosen by a rule that is printed with it.
struct Finding {
  FindingKind kind = FindingKind::whole;
  std::string sentence;
  std::string measure;  ///< id
  std::optional<UnitId> unit;
  State state = State::no_clear_difference;
};

/// How much of what the index lacks to 100 lies in one dimension; the dimensions together are 100 - index.
struct IndexShare {
  std::string dimension;  ///< id of the measure
  double weight = 0, missing = 0;
  Interval interval;
};
/// How far the organisation's index would move under another choice of weights.
struct IndexShift {
  enum class Choice { halved, doubled, arithmetic };
  Choice choice = Choice::halved;
  std::string dimension;  ///< whose weight is changed; empty for the arithmetic mean
  double index = 0, shift = 0;
  Interval interval;  ///< of the shift
};
struct IndexDetail {
  std::size_t period = 0;
  std::vector<IndexShare> shares;
  std::vector<IndexShift> shifts;
};

struct Fact {  ///< a line of "how protected" or "how computed"
  std::string label, words;
};

/// How an already aggregated table was treated, and what it shows: funnel limits by unit.
struct FunnelPoint {
  UnitId unit;
  double n = 0, value = 0;
  double low95 = 0, high95 = 0, low998 = 0, high998 = 0;
};
struct Funnel {
  std::string measure, period;
  double centre = 0;
  std::vector<FunnelPoint> points;
};

struct Report {
  std::string title;
  std::string language = "en";
  std::string version;       ///< of the program; no clock anywhere, the same input gives the same bytes
  std::string profile;       ///< "exact", "balanced", "strict", "published"
  bool from_persons = true;  ///< false: an already aggregated table, shown as published
  std::uint64_t seed = 0;
  std::uint32_t draws = 0;
  std::string input_sha256;             ///< in hex; names the input and tells nothing of an answer
  UnitTree tree;
  std::vector<std::string> periods;
  std::vector<std::uint32_t> ballots;           ///< by period
  std::vector<std::optional<double>> response;  ///< by period: share of the eligible who answered, where headcounts are known
  std::vector<Measure> measures;                ///< index first, then dimensions, scales, items
  std::optional<IndexDetail> index_detail;      ///< of the organisation in the last period that shows an index
  std::string index_words;                      ///< which index this is ("CII-3: the outcomes have no data"), or why there is none
  std::vector<Finding> findings;                ///< at most three
  std::string finding_rule;
  std::vector<std::string> data_quality;  ///< rows dropped, values outside the scale, by column and count
  std::vector<Fact> protection;
  std::vector<Fact> computation;
  std::vector<std::string> promises_not_carried;
  std::vector<Funnel> funnels;
};

}  // namespace karuna::measure
