// SPDX-License-Identifier: Apache-2.0
#pragma once

// A report of a made-up hospital, written by hand for the tests of this room: it holds every state, a refusal, pools, gates of all three
// results and changes. Its figures mean nothing.

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "measure/report.h"

namespace karuna::show::fixture {

inline UnitTree hospital_tree() {
  const std::vector<std::pair<std::string, std::vector<std::string>>> divisions = {
      {"Nursing", {"Ward 1", "Ward 2", "Ward 3", "Ward 4", "Ward 5", "Intensive care", "Operating theatres", "Night team"}},
      {"Medicine", {"Cardiology", "Oncology", "Neurology", "Geriatrics", "Paediatrics"}},
      {"Surgery", {"General surgery", "Orthopaedics", "Anaesthetics"}},
      {"Emergency", {"Emergency room", "Ambulance", "Triage"}},
      {"Diagnostics and laboratory", {"Radiology", "Laboratory", "Pathology", "Pharmacy"}},
      {"Logistics", {"Logistics A", "Logistics B", "Logistics C", "Kitchen", "Cleaning"}},
      {"Administration", {"Finance", "People and training", "Information technology", "Front desk"}},
  };
  std::vector<UnitRow> rows{{"org", "", "St Anne's Hospital", 1204, 1}};
  for (std::size_t d = 0; d < divisions.size(); ++d) {
    rows.push_back({"d" + std::to_string(d + 1), "org", divisions[d].first, {}, 0});
    for (std::size_t t = 0; t < divisions[d].second.size(); ++t)
      rows.push_back({"d" + std::to_string(d + 1) + "t" + std::to_string(t + 1), "d" + std::to_string(d + 1), divisions[d].second[t], 36, 0});
  }
  return *UnitTree::from_rows(rows, "St Anne's Hospital");
}

/// A number in [0, 1) that depends on its arguments alone.
inline double scatter(std::uint32_t a, std::uint32_t b) {
  std::uint32_t x = a * 2654435761U + b * 40503U + 977U;
  x ^= x >> 15U;
  x *= 2246822519U;
  x ^= x >> 13U;
  return static_cast<double>(x % 10007U) / 10007.0;
}

inline measure::Shown shown(const measure::Measure& m, std::uint32_t n, double at, double half, double organisation) {
  const double width = m.max - m.min;
  const double value = m.min + at * width;
  measure::Shown s{.n = n, .raw = value + (at - organisation) * width * 0.3, .value = value, .interval = {value - half * width, value + half * width}};
  const double centre = m.min + organisation * width;
  if (s.interval.low > centre) s.state = measure::State::clear_above;
  if (s.interval.high < centre) s.state = measure::State::clear_below;
  return s;
}

inline measure::Change change(const measure::Measure& m, double by, double half) {
  const double width = m.max - m.min;
  measure::Change c{.known = true, .value = by * width, .interval = {(by - half) * width, (by + half) * width}};
  c.changed = std::fabs(by) > half && std::fabs(by) >= 0.03;
  return c;
}

inline void fill_period(const UnitTree& tree, measure::Measure& m, std::uint32_t number, std::uint32_t period, double centre) {
  measure::MeasurePeriod p;
  p.organisation = shown(m, period == 0 ? 771 : 812, centre, 0.016, centre);
  p.units.resize(tree.size());
  p.changes.resize(tree.size());
  p.units[0] = p.organisation;
  if (period > 0) {
    p.organisation_change = change(m, number == 2 ? -0.055 : 0.012 - 0.01 * (number % 3), 0.026);
    p.changes[0] = p.organisation_change;
    p.worst_case = measure::Interval{m.min + (centre - 0.17) * (m.max - m.min), m.min + (centre + 0.15) * (m.max - m.min)};
  }
  for (std::uint32_t u = 1; u < tree.size(); ++u) {
    const Unit& unit = tree[UnitId{u}];
    const bool small = unit.name.starts_with("Logistics ") || unit.name == "Kitchen";
    if (unit.name == "Night team" || unit.name == "Triage" || (m.kind == measure::MeasureKind::item && unit.depth == 2)) continue;
    if (small) {
      if (p.pools.empty()) {
        measure::Pool pool{.units = {}, .home = unit.parent, .cell = {}};
        for (UnitId sibling : tree[unit.parent].children)
          if (tree[sibling].name.starts_with("Logistics ") || tree[sibling].name == "Kitchen") pool.units.push_back(sibling);
        pool.cell = shown(m, 23, centre - 0.02, 0.055, centre);
        p.pools.push_back(pool);
      }
      measure::Pooled pooled{.with = {}, .line = 0};
      for (UnitId other : p.pools[0].units)
        if (other != UnitId{u}) pooled.with.push_back(other);
      p.units[u] = pooled;
      continue;
    }
    const std::uint32_t n = unit.depth == 1 ? 96 + 7 * u : 14 + (u * 7) % 22;
    const double half = unit.depth == 1 ? 0.028 : 0.05;
    const double at = centre + (scatter(u, number * 3 + 1) - 0.5) * (unit.depth == 1 ? 0.12 : 0.24);
    measure::Shown s = shown(m, n, at, half, centre);
    s.weak = unit.name == "Ambulance";
    p.units[u] = s;
    if (period > 0) p.changes[u] = change(m, (scatter(u, number + 40) - 0.5) * 0.18, half * 1.1);
  }
  p.between_variance = 14.2;
  p.within_sd = 16.8;
  p.shrinkage_words = "Unit values are drawn towards the organisation, the smaller the unit the more.";
  if (m.kind == measure::MeasureKind::scale) {
    const double alpha = 0.66 + 0.05 * (number % 5);
    p.reliability = {{"alpha", alpha, alpha - 0.03, alpha + 0.02, 2, "of the differences between people, this share is not chance"},
                     {"omega", alpha + 0.01, alpha - 0.02, alpha + 0.03, 2, "the same, without assuming equal questions"},
                     {"ICC(1)", 0.06, 0.02, 0.11, 2, "share of the differences that lies between units"},
                     {"ICC(2)", 0.58, {}, {}, 2, "how surely a unit's mean is known, at a mean group size of 23.9"},
                     {"rwg(j), median", {}, {}, {}, 2, "not known: persons are needed, and this release holds none"}};
    const bool reliable = alpha >= 0.7;
    p.gates = {{"reliability", reliable ? measure::GateResult::passed : measure::GateResult::failed,
                reliable ? "alpha is at least .70: the scale may be used." : "alpha is below .70: read the questions, not the scale."},
               {"one factor", measure::GateResult::passed, "the first eigenvalue is at least three times the second."},
               {"team climate", number % 2 == 0 ? measure::GateResult::passed : measure::GateResult::not_known,
                number % 2 == 0 ? "people of one unit agree enough to speak of its climate." : "agreement is not known without persons."},
               {"comparing teams", measure::GateResult::passed, "units differ enough for their size to be compared."}};
  }
  m.periods.push_back(std::move(p));
}

inline measure::Measure make_measure(const char* id, const char* name, measure::MeasureKind kind, double min, double max, int digits, const char* group = "") {
  measure::Measure m;
  m.id = id;
  m.name = name;
  m.kind = kind;
  m.min = min;
  m.max = max;
  m.digits = digits;
  m.group = group;
  if (kind == measure::MeasureKind::scale) {
    m.instrument = "karuna-battery";
    m.status = "not validated";
  }
  return m;
}

/// Forty units in three levels, two periods, an index with three dimensions, five scales and six questions.
inline measure::Report hospital() {
  using measure::MeasureKind;
  measure::Report r;
  r.title = "Spring survey 2026";
  r.version = "0.1.0";
  r.profile = "exact";
  r.seed = 1;
  r.draws = 1000;
  r.input_sha256 = "9f2c1e6b7a3d40588c1f0be2d6a97c54e1b83f6a20d94c75b8e6f1a3c2d07e49";
  r.tree = hospital_tree();
  r.periods = {"Autumn 2025", "Spring 2026"};
  r.ballots = {771, 812};
  r.response = {0.64, 0.674};
  r.measures = {make_measure("cii-3", "Compassion Impact Index (CII-3)", MeasureKind::index, 0, 100, 1),
                make_measure("dimension:behaviour", "Behaviour", MeasureKind::dimension, 0, 100, 1),
                make_measure("dimension:culture", "Culture", MeasureKind::dimension, 0, 100, 1),
                make_measure("dimension:fatigue", "Freedom from fatigue", MeasureKind::dimension, 0, 100, 1),
                make_measure("karuna-battery.acting", "Acting with compassion", MeasureKind::scale, 1, 5, 2, "behaviour"),
                make_measure("karuna-battery.support", "Support", MeasureKind::scale, 1, 5, 2, "culture"),
                make_measure("karuna-battery.leadership", "Leadership and inclusion", MeasureKind::scale, 1, 5, 2, "culture"),
                make_measure("karuna-battery.systems", "Capable systems", MeasureKind::scale, 1, 5, 2, "culture"),
                make_measure("karuna-battery.exhaustion", "Exhaustion", MeasureKind::scale, 1, 5, 2, "fatigue")};
  r.measures[8].direction = measure::Direction::lower_is_better;
  const char* topics[] = {"noticing strain", "listening first", "help in time", "fair decisions", "room to recover", "speaking up"};
  for (int i = 0; i < 6; ++i)
    r.measures.push_back(make_measure(("item:S" + std::to_string(i + 1)).c_str(), topics[i], MeasureKind::item, 1, 5, 2));
  const double centre[] = {0.584, 0.62, 0.655, 0.47, 0.64, 0.66, 0.69, 0.57, 0.53, 0.71, 0.66, 0.52, 0.48, 0.39, 0.58};
  for (std::uint32_t m = 0; m < r.measures.size(); ++m)
    for (std::uint32_t p = 0; p < 2; ++p) fill_period(r.tree, r.measures[m], m, p, centre[m] - (p == 0 ? 0.01 : 0));
  r.measures[0].periods[1].weighted = 58.1;
  r.measures[0].periods[1].weighted_low = 56.2;
  r.measures[0].periods[1].weighted_high = 60.0;
  r.measures[0].periods[1].weighted_words = "raked to department and grade";
  r.measures[0].periods[1].remarks = {"Arithmetic mean of the dimensions, as a check: 58.2."};
  r.measures[3].periods[1].remarks = {"Two units lie below 35: look there first, whatever their index says."};
  r.index_words = "CII-3: the outcomes dimension has no data, so the index is made of behaviour, culture and freedom from fatigue, and named so.";
  r.findings = {{measure::FindingKind::whole, "Freedom from fatigue is the lowest dimension: 47.0 of 100, between 45.4 and 48.6.", "dimension:fatigue", {}, measure::State::clear_below},
                {measure::FindingKind::change, "Culture fell since Autumn 2025 (by 5.5, between 2.9 and 8.1).", "dimension:culture", {}, measure::State::clear_below},
                {measure::FindingKind::unit_good, "Medicine is clearly above the organisation in support (3.91, between 3.80 and 4.02).", "karuna-battery.support", UnitId{10U}, measure::State::clear_above}};
  r.finding_rule = "The lowest dimension, the largest clear change, and the largest clear difference of a unit; ties in the order of the survey.";
  r.data_quality = {"1,640 rows read, 57 set aside: no unit (31), no answer at all (26).", "Column q7: 12 values outside 1 to 5 became missing."};
  r.protection = {{"Smallest group", "10 ballots for the index and the scales, 30 for a question."},
                  {"Totals", "A total is left out where it would give one person's answer away, even to a colleague who knows their own (rule P3, one colluder)."},
                  {"Groups", "71 groups of at least 10 ballots carry everything on this page; every figure is a sum over whole groups."}};
  r.computation = {{"Index", "Geometric mean of the dimensions, equal weights because nothing better is known."},
                   {"Unit values", "Empirical Bayes: each unit's mean is drawn towards the organisation by tau² / (tau² + v); tau² by REML."},
                   {"Intervals", "90 %, from 1,000 draws: people resampled within units, shrinkage and index computed anew in each."},
                   {"Clear change", "The interval of the paired difference leaves 0, and the change is at least 3 points of 100."}};
  r.promises_not_carried = {"Two periods of the same people are compared. The protection holds for each period alone; for the comparison no promise is made.",
                            "The file with the answers stays with whoever made this report."};
  return r;
}

/// One unit, the organisation; scales of the analyst's own and no index.
inline measure::Report one_unit() {
  measure::Report r = hospital();
  const std::vector<UnitRow> rows{{"org", "", "Practice Dr Weber", {}, 0}};
  r.tree = *UnitTree::from_rows(rows, "Practice Dr Weber");
  r.periods = {"2026"};
  r.ballots = {34};
  r.response = {std::nullopt};
  std::erase_if(r.measures, [](const auto& m) { return m.kind != measure::MeasureKind::scale; });
  for (auto& m : r.measures) {
    m.group.clear();
    m.periods.erase(m.periods.begin());
    auto& p = m.periods[0];
    p.organisation_change = {};
    p.units.resize(1);
    p.changes.assign(1, {});
    p.pools.clear();
  }
  r.findings.clear();
  r.index_words = "No index: the survey has no scale for behaviour.";
  r.promises_not_carried.clear();
  return r;
}

/// One person answered: nothing may be shown anywhere.
inline measure::Report nothing_shown() {
  measure::Report r = hospital();
  r.ballots = {1, 1};
  r.response = {std::nullopt, std::nullopt};
  r.findings.clear();
  for (auto& m : r.measures)
    for (auto& p : m.periods) {
      measure::MeasurePeriod empty;
      empty.units.resize(r.tree.size());
      empty.changes.resize(r.tree.size());
      empty.refused = m.kind == measure::MeasureKind::index ? "fewer than 20 people answered" : "";
      p = empty;
    }
  return r;
}

/// A table that was added up elsewhere, shown as published, with a funnel.
inline measure::Report published_table() {
  measure::Report r = hospital();
  r.title = "Staff survey by department";
  r.from_persons = false;
  r.profile = "published";
  std::erase_if(r.measures, [](const auto& m) { return m.kind != measure::MeasureKind::scale; });
  for (auto& m : r.measures)
    for (auto& p : m.periods) {
      p.reliability.clear();
      p.gates.clear();
      p.worst_case.reset();
    }
  r.findings.clear();
  r.index_words = "No index: a published table carries its own measures.";
  r.promises_not_carried = {"Differencing was not prevented: the table had been published before it came here. Values of fewer than 10 people are hidden."};
  measure::Funnel funnel{.measure = r.measures[1].id, .period = "Spring 2026", .centre = 3.64, .points = {}};
  for (std::uint32_t u = 1; u < r.tree.size(); ++u) {
    const auto* s = std::get_if<measure::Shown>(&r.measures[1].periods[1].units[u]);
    if (!s) continue;
    const double error = 1.1 / std::sqrt(s->n);
    funnel.points.push_back({UnitId{u}, static_cast<double>(s->n), s->value, 3.64 - 1.96 * error, 3.64 + 1.96 * error, 3.64 - 3.09 * error, 3.64 + 3.09 * error});
  }
  funnel.points[2].value = funnel.points[2].high998 + 0.2;
  r.funnels = {funnel};
  return r;
}

inline measure::Report balanced() {
  measure::Report r = hospital();
  r.profile = "balanced";
  r.protection = {{"Noise", "Noise was added once, before anything was published; its size is in every interval."},
                  {"One answer", "Somebody who knows every colleague's answers guesses one answer of one person with at most 58.9 % success; a coin has 50 %."},
                  {"A whole ballot", "At most 88.2 %, for somebody who knows that it is all ones or all fives."}};
  return r;
}

inline measure::Report arabic() {
  measure::Report r = hospital();
  r.language = "ar";
  r.title = "استبيان الربيع 2026";
  return r;
}

/// Names and sentences from outside that try to be something else.
inline measure::Report hostile() {
  measure::Report r = hospital();
  std::vector<UnitRow> rows;
  for (std::uint32_t u = 0; u < r.tree.size(); ++u) {
    const Unit& unit = r.tree[UnitId{u}];
    rows.push_back({unit.id, unit.parent ? r.tree[unit.parent].id : "", unit.name, unit.eligible, 0});
  }
  rows[2].name = "<script>alert('x')</script>";
  rows[3].name = "\"><img src=x onerror=alert(1)> & 'co'";
  rows[4].name = "\u202Egnp.tpircs\u202C ward";
  rows[5].name = "=HYPERLINK(\"http://example.invalid\")";
  rows[6].name = "\x1b[31mred\x1b[0m\nnext";
  r.tree = *UnitTree::from_rows(rows, "x");
  r.title = "</title><script>alert(2)</script>";
  r.findings[0].sentence = "<b onmouseover=alert(3)>bold</b>";
  r.data_quality.push_back("column \"<svg/onload=alert(4)>\": 3 values");
  r.measures[5].name = "</style><script>alert(5)</script>";
  return r;
}

/// A thousand and more units under ten divisions.
inline measure::Report large() {
  measure::Report r = hospital();
  std::vector<UnitRow> rows{{"org", "", "Northern Region", {}, 0}};
  for (int d = 0; d < 12; ++d) {
    rows.push_back({"d" + std::to_string(d), "org", "Division " + std::to_string(d + 1), {}, 0});
    for (int t = 0; t < 9; ++t) {
      const std::string id = "d" + std::to_string(d) + "t" + std::to_string(t);
      rows.push_back({id, "d" + std::to_string(d), "Department " + std::to_string(d + 1) + "." + std::to_string(t + 1), {}, 0});
      for (int k = 0; k < 11; ++k) rows.push_back({id + "k" + std::to_string(k), id, "Team " + std::to_string(k + 1), {}, 0});
    }
  }
  r.tree = *UnitTree::from_rows(rows, "Northern Region");
  for (std::uint32_t m = 0; m < r.measures.size(); ++m) {
    r.measures[m].periods.clear();
    for (std::uint32_t p = 0; p < 2; ++p) fill_period(r.tree, r.measures[m], m, p, 0.6);
  }
  r.findings[2].unit.reset();
  return r;
}

}  // namespace karuna::show::fixture
