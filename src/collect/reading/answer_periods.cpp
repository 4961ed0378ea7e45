// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <numeric>

#include "base/dates.h"
#include "base/numbers.h"
#include "base/text.h"
#include "collect/reading/answer_units.h"

namespace karuna::collect {
namespace {

constexpr std::size_t most_periods = 400;

/// The texts of the answers as periods of a calendar.
Result<std::vector<std::string>> from_dates(const Survey& survey, const AnswerRows& rows) {
  const Answers& answers = *survey.answers;
  DateSniffer sniffer;
  const auto line_of = [](const Place& place) {  // the number behind the last colon
    const std::string& first = place.lines.first.front();
    return static_cast<std::size_t>(parse_integer(std::string_view(first).substr(first.rfind(':') + 1)).value_or(0));
  };
  for (const Place& place : rows.periods) sniffer.see(place.steps.front(), line_of(place));
  auto format = sniffer.decide(answers.period);
  if (!format) return fail(format.error().fault, survey.at(answers.line) + ": period_by asks for dates: " + format.error().what);
  const Period::Kind kind = answers.period_by == PeriodBy::month     ? Period::Kind::month
                            : answers.period_by == PeriodBy::quarter ? Period::Kind::quarter
                                                                     : Period::Kind::year;
  std::vector<std::string> periods;
  for (const Place& place : rows.periods) {
    const auto date = parse_date(place.steps.front(), *format);
    if (!date)
      return fail(Fault::invalid,
                  place.lines.first.front() + ": the column " + in_quotes(answers.period) + " holds a text that is no date; expected one such as 2026-03-07");
    periods.push_back(to_text(period_of(*date, kind)));
  }
  return periods;
}

}  // namespace

PeriodOrder order_periods(std::span<const std::string> seen, std::span<const std::string> listed) {
  PeriodOrder result;
  if (!listed.empty()) {
    for (const std::string& period : listed) {
      const auto found = std::find(seen.begin(), seen.end(), period);
      if (found != seen.end()) result.order.push_back(static_cast<std::size_t>(found - seen.begin()));
    }
    result.how = "as the survey file lists them";
    return result;
  }
  if (!seen.empty() && std::all_of(seen.begin(), seen.end(), [&](const auto& text) {
        return parse_period(text).kind != Period::Kind::label && parse_period(text).kind == parse_period(seen.front()).kind;
      })) {
    result.order = order_of_time(seen);
    result.how = "by the calendar";
    return result;
  }
  result.order.resize(seen.size());
  std::iota(result.order.begin(), result.order.end(), std::size_t{0});
  if (std::all_of(seen.begin(), seen.end(), [](const auto& text) { return parse_integer(text).has_value(); })) {
    std::stable_sort(result.order.begin(), result.order.end(), [&](std::size_t a, std::size_t b) { return *parse_integer(seen[a]) < *parse_integer(seen[b]); });
    result.how = "by their numbers";
    return result;
  }
  result.how = "as they were met in the file; periods = [...] sets another order";
  return result;
}

Result<AnswerPeriods> periods_of_answers(const Survey& survey, const AnswerRows& rows) {
  const Answers& answers = *survey.answers;
  std::vector<std::string> texts;
  for (const Place& place : rows.periods) texts.push_back(place.steps.front());
  if (answers.period_by != PeriodBy::text) {
    KARUNA_TRY(dated, from_dates(survey, rows));
    texts = std::move(dated);
  }
  std::vector<std::string> seen;
  for (const std::string& text : texts)
    if (std::find(seen.begin(), seen.end(), text) == seen.end()) {
      seen.push_back(text);
      if (seen.size() > most_periods)
        return fail(Fault::invalid, survey.at(answers.line) + ": the column " + in_quotes(answers.period) + " holds more than " + std::to_string(most_periods) +
                                        " different periods; is it the right column? Dates become periods with period_by = \"month\", \"quarter\" or \"year\"");
    }
  if (!answers.periods.empty())
    for (std::size_t p = 0; p < texts.size(); ++p) {
      if (std::find(answers.periods.begin(), answers.periods.end(), texts[p]) != answers.periods.end()) continue;
      const auto nearest = nearest_word(texts[p], answers.periods);
      return fail(Fault::invalid, rows.periods[p].lines.words() + ": the period is " + in_quotes(texts[p]) + ", which periods = [...] (" +
                                      survey.at(answers.line) + ") does not list" +
                                      (nearest ? "; did you mean " + in_quotes(*nearest) + "?" : "; it lists " + join_words(answers.periods)));
    }
  PeriodOrder order = order_periods(seen, answers.periods);
  if (answers.files.size() > 1) {  // several files stand in the order in which they are listed
    std::iota(order.order.begin(), order.order.end(), std::size_t{0});
    order.how = "as the survey file lists them";
  }
  AnswerPeriods result;
  std::map<std::string, std::uint16_t> position;
  for (const std::size_t s : order.order) {
    position[seen[s]] = static_cast<std::uint16_t>(result.periods.size());
    result.periods.push_back(seen[s]);
  }
  for (const std::string& text : texts) result.of_place.push_back(position.at(text));
  if (result.periods.size() > 1) result.order = counted(result.periods.size(), "period") + ", in order " + order.how + ": " + join_words(result.periods);
  return result;
}

}  // namespace karuna::collect
