// SPDX-License-Identifier: Apache-2.0
#include "show/report/words/words.h"

#include <array>
#include <cmath>

#include "base/text.h"

namespace karuna::show {

const Words& words_for(std::string_view language) {
  static constexpr std::array<const Words*, 1> known{&words_en};
  for (const Words* words : known)
    if (language.substr(0, words->language.size()) == words->language) return *words;
  return words_en;
}

bool right_to_left(std::string_view language) {
  static constexpr std::array<std::string_view, 8> written{"ar", "he", "fa", "ur", "ps", "yi", "dv", "ckb"};
  const std::string_view plain = language.substr(0, language.find_first_of("-_"));
  for (std::string_view one : written)
    if (plain == one) return true;
  return false;
}

std::string fill(std::string_view pattern, std::initializer_list<std::pair<std::string_view, std::string>> values) {
  std::string out;
  for (std::size_t i = 0; i < pattern.size();) {
    const std::size_t close = pattern[i] == '{' ? pattern.find('}', i) : std::string_view::npos;
    const std::string* found = nullptr;
    if (close != std::string_view::npos)
      for (const auto& [key, value] : values)
        if (key == pattern.substr(i + 1, close - i - 1)) found = &value;
    if (found) {
      out += *found;
      i = close + 1;
    } else {
      out += pattern[i++];
    }
  }
  return out;
}

std::string number(const Words& words, std::size_t n) { return grouped(static_cast<std::int64_t>(n), words.thousands); }

std::string count(const Words& words, const Counted& thing, std::size_t n) { return fill(n == 1 ? thing.one : thing.many, {{"n", number(words, n)}}); }

std::string state_word(const Words& words, Mark mark) { return std::string(words.states[static_cast<std::size_t>(mark)]); }

std::string listed(const Words& words, const std::vector<std::string>& names, std::size_t most) {
  std::vector<std::string> said(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(std::min(most, names.size())));
  if (names.size() > most) said.push_back(fill(words.more, {{"n", number(words, names.size() - most)}}));
  return join_words(said, words.and_word, most + 1);
}

std::string headline_sentence(const Words& words, const Report& report, const Measure* measure) {
  if (!measure) return std::string(lead(report) ? words.headline_parts : words.headline_none);
  const Shown& shown = *number_of(in_period(*measure, present(report))->organisation);
  return fill(measure->min == 0 ? words.headline_zero : words.headline_range, {{"name", clean(measure->name)},
                                                                               {"value", figure(shown.value, *measure)},
                                                                               {"min", shortest(measure->min)},
                                                                               {"max", shortest(measure->max)},
                                                                               {"low", figure(shown.interval.low, *measure)},
                                                                               {"high", figure(shown.interval.high, *measure)}});
}

std::string change_sentence(const Words& words, const Report& report, const Measure& measure) {
  const std::size_t now = present(report);
  if (now == 0) return {};
  const std::string before = clean(report.periods[now - 1]);
  const Change& change = in_period(measure, now)->organisation_change;
  if (!change.known) return fill(words.change_unknown, {{"before", before}});
  const bool down = change.value < 0;
  if (!change.changed)
    return fill(words.change_none, {{"before", before},
                                    {"value", signed_figure(change.value, measure)},
                                    {"low", signed_figure(change.interval.low, measure)},
                                    {"high", signed_figure(change.interval.high, measure)}});
  const double low = down ? -change.interval.high : change.interval.low;
  const double high = down ? -change.interval.low : change.interval.high;
  return fill(down ? words.change_down : words.change_up,
              {{"before", before}, {"value", figure(std::fabs(change.value), measure)}, {"low", figure(low, measure)}, {"high", figure(high, measure)}});
}

std::string units_sentence(const Words& words, const Report& report, const Measure& measure) {
  const Tally found = tally(report, measure, *in_period(measure, present(report)));
  if (found.units == 0) return std::string(words.single_unit);
  const std::string units = count(words, words.units, found.units);
  if (found.above + found.below == 0) return fill(words.units_title_none, {{"units", units}});
  const std::size_t rest = found.units - found.own_line;
  return fill(rest > 0 ? words.units_title_rest : words.units_title, {{"units", units},
                                                                      {"above", number(words, found.above)},
                                                                      {"below", number(words, found.below)},
                                                                      {"same", number(words, found.same)},
                                                                      {"rest", number(words, rest)}});
}

std::string protection_sentence(const Words& words, const Report& report, const Measure* measure) {
  if (report.tree.size() < 2) return std::string(words.protection_title_one);
  const MeasurePeriod* period = measure ? in_period(*measure, present(report)) : nullptr;
  Tally found{.units = report.tree.size() - 1, .hidden = report.tree.size() - 1};
  if (period) found = tally(report, *measure, *period);
  const std::string units = count(words, words.units, found.units);
  if (found.own_line == found.units) return fill(words.protection_title_all, {{"units", units}});
  return fill(words.protection_title,
              {{"own", number(words, found.own_line)}, {"units", units}, {"pooled", number(words, found.pooled)}, {"hidden", number(words, found.hidden)}});
}

std::string meta_sentence(const Words& words, const Report& report) {
  const std::size_t now = present(report);
  std::string out;
  if (now < report.ballots.size()) {
    const std::string answers = count(words, words.answers, report.ballots[now]);
    if (now < report.response.size() && report.response[now])
      out = fill(words.meta_response, {{"answers", answers}, {"percent", fixed(*report.response[now] * 100, 0)}});
    else
      out = fill(words.meta, {{"answers", answers}});
  }
  if (report.periods.empty()) return out;
  if (!out.empty()) out += " · ";
  return out +
         (now == 0 ? clean(report.periods[now]) : fill(words.compared, {{"period", clean(report.periods[now])}, {"before", clean(report.periods[now - 1])}}));
}

std::string_view profile_sentence(const Words& words, const Report& report) {
  if (report.profile == "exact") return words.profile_words[0];
  if (report.profile == "balanced") return words.profile_words[1];
  if (report.profile == "strict") return words.profile_words[2];
  return words.profile_words[3];
}

}  // namespace karuna::show
