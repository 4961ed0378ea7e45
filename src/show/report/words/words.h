// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "measure/report.h"
#include "show/report/figures.h"

namespace karuna::show {

/// A thing that is counted: "{n} unit", "{n} units". A language with more forms than two brings its own rule in `choose`.
struct Counted {
  std::string_view one, many;
};

/// Every sentence of ours in the report, in one language. A language is one file words_xx.cpp with one of these; names in braces are
/// filled in. What measure says (findings, facts, gates) arrives as finished sentences and is not here.
struct Words {
  std::string_view language, direction;         ///< "en", "ltr"
  std::string_view thousands, and_word, more;   ///< ",", "and", "{n} more"
  std::string_view states[mark_count];          ///< by Mark
  std::string_view pooled_with, pooled_many, less_is_better, weak, own_dash;
  Counted units, answers, measures, items, people;
  // head and navigation
  std::string_view skip, brand, on_this_page, show_tables, tables_key, as_table, meta, meta_response, compared, profile_words[4], published_words;
  // headline
  std::string_view headline_zero, headline_range, headline_none, headline_none_why, headline_parts, headline_parts_why, headline_refused, lower_note, change_up, change_down, change_none, change_unknown;
  std::string_view interval_words, worst_case, weighted, weighted_range, worst_label, before_label, now_label, profile_title, profile_title_plain, profile_sub, items_title, refused_word, not_validated;
  // findings
  std::string_view findings, findings_none, findings_unknown, rule;
  // units
  std::string_view units_nav, units_title, units_title_rest, units_title_none, units_sub, organisation_band, expand, collapse, beyond, beyond_below, other_measures, other_measure_units, single_unit;
  // reading the charts
  std::string_view axis_low, axis_middle, axis_high, legend_title, legend_interval, legend_band, legend_steps, legend_low, legend_high;
  // change
  std::string_view change_nav, change_title, change_title_none, change_group, change_sub, change_units_title, change_units_sub, change_first, trend_title, changed_up, changed_down, changed_not, no_change_line, change_unit_unknown;
  // heat map
  std::string_view heat_nav, heat_title, heat_title_none, heat_sub, heat_scroll, heat_empty;
  // funnel
  std::string_view funnel_nav, funnel_title, funnel_title_inside, funnel_sub, funnel_x, funnel_y, funnel_centre, funnel_95, funnel_998, funnel_outside, funnel_inside, limits;
  // reliability
  std::string_view reliability_nav, reliability_title, reliability_title_all, reliability_title_none, reliability_sub, gate_results[3], gate_tally, coefficients, not_known, coefficient, meaning, reliability_empty, reliability_unknown;
  // protection
  std::string_view protection_nav, protection_title, protection_title_all, protection_title_one, behind, why_pooled, protection_counts, protection_sub, kind_names[5], col_kind, col_own, col_pooled, col_hidden;
  // computation, data, limits, files
  std::string_view computation_nav, computation_title, facts_version, facts_seed, facts_input, facts_draws, quality_nav, quality_title, quality_none, limits_nav, limits_title, limits_none, files_nav, files_title, files_sub, terms_title;
  // columns of the table twins
  std::string_view col_unit, col_measure, col_state, col_value, col_raw, col_low, col_high, col_n, col_with, col_change, col_period, col_before, twin_beyond;
  std::string_view foot, foot_profile;
  // terminal
  std::string_view terminal_tree, terminal_scale, terminal_marks, terminal_hidden, terminal_reliability, terminal_files, terminal_beyond, terminal_summary;
};

/// The words of a language; English where we have no file for it yet (then `language` says "en").
const Words& words_for(std::string_view language);
extern const Words words_en;

/// Whether a language is written from right to left, also where its words are not here yet.
bool right_to_left(std::string_view language);

/// fill("{n} of {all}", {{"n", "3"}, {"all", "7"}}) -> "3 of 7". A name that is not given stays as it is.
std::string fill(std::string_view pattern, std::initializer_list<std::pair<std::string_view, std::string>> values);

std::string count(const Words& words, const Counted& thing, std::size_t n);     ///< "1 unit", "1,204 units"
std::string number(const Words& words, std::size_t n);                          ///< "1,204"
std::string state_word(const Words& words, Mark mark);
/// "A, B and 3 more", for units that are counted together.
std::string listed(const Words& words, const std::vector<std::string>& names, std::size_t most = 3);
/// The sentence the report opens with: what the organisation's figure is and how surely it is known.
std::string headline_sentence(const Words& words, const Report& report, const Measure* measure);
/// "No clear change since Autumn (+1, between −2 and 4)."; empty in a report of one period.
std::string change_sentence(const Words& words, const Report& report, const Measure& measure);
/// How many units stand out, in a sentence.
std::string units_sentence(const Words& words, const Report& report, const Measure& measure);
std::string protection_sentence(const Words& words, const Report& report, const Measure* measure);
/// "412 answers of 604 people (68 %) · Spring 2026, compared with Autumn 2025"
std::string meta_sentence(const Words& words, const Report& report);
std::string_view profile_sentence(const Words& words, const Report& report);

}  // namespace karuna::show
