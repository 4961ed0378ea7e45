// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "measure/report.h"
#include "show/report/figures.h"

namespace karuna::show {

/// The stable names that stand in report.json and in the tables. They belong to the format and are never translated.
inline std::string_view stable_name(measure::MeasureKind kind) {
  switch (kind) {
    case measure::MeasureKind::index: return "index";
    case measure::MeasureKind::dimension: return "dimension";
    case measure::MeasureKind::scale: return "scale";
    case measure::MeasureKind::score: return "score";
    case measure::MeasureKind::item: return "item";
  }
  return "scale";
}

inline std::string_view stable_name(measure::Direction direction) {
  return direction == measure::Direction::higher_is_better ? "higher_is_better" : "lower_is_better";
}

inline std::string_view stable_name(measure::State state) {
  switch (state) {
    case measure::State::clear_above: return "above";
    case measure::State::clear_below: return "below";
    case measure::State::no_clear_difference: break;
  }
  return "no_clear_difference";
}

inline std::string_view stable_name(measure::GateResult result) {
  switch (result) {
    case measure::GateResult::passed: return "passed";
    case measure::GateResult::failed: return "not_passed";
    case measure::GateResult::not_known: break;
  }
  return "not_known";
}

inline std::string_view stable_name(measure::FindingKind kind) {
  switch (kind) {
    case measure::FindingKind::unit_care: return "unit_care";
    case measure::FindingKind::unit_good: return "unit_good";
    case measure::FindingKind::change: return "change";
    case measure::FindingKind::change_not_told: return "change_not_told";
    case measure::FindingKind::no_difference: return "no_difference";
    case measure::FindingKind::whole: break;
  }
  return "whole";
}

inline std::string_view stable_name(measure::IndexShift::Choice choice) {
  switch (choice) {
    case measure::IndexShift::Choice::halved: return "halved";
    case measure::IndexShift::Choice::doubled: return "doubled";
    case measure::IndexShift::Choice::arithmetic: break;
  }
  return "arithmetic";
}

inline constexpr std::string_view pooled_name = "pooled";
inline constexpr std::string_view not_shown_name = "not_shown";

}  // namespace karuna::show
