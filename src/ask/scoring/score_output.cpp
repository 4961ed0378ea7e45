// SPDX-License-Identifier: Apache-2.0
#include "ask/scoring/score_output.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace karuna::ask {
namespace {

std::string json_text(std::string_view text) { return nlohmann::json(std::string(text)).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace); }
std::string json_number(double value) { return std::isnan(value) ? "null" : shortest(value); }

}  // namespace

ScoreOutput::ScoreOutput(const Scorer& scorer, const ScoreOptions& options) : scorer_(scorer), options_(options) {
  const bool groups = options.whole || !options.group_column.empty();
  for (std::size_t s = 0; s < scorer.instrument().scores.size(); ++s)
    if (groups || scorer.instrument().scores[s].scope == Scope::respondent) shown_.push_back(s);
}

void ScoreOutput::begin() {
  const Instrument& instrument = scorer_.instrument();
  if (options_.format == ScoreFormat::json) {
    json_ += "{\"not_protected\":" + json_text(not_protected) + ",\n\"instrument\":" + json_text(instrument.id) +
             ",\"version\":" + std::to_string(instrument.version) + ",\"status\":" + json_text(name_of(instrument.status)) + ",\n\"rows\":[";
    return;
  }
  json_ += "# " + std::string(not_protected) + "\r\n";  // a comment line, so not a CSV row
  const bool groups = options_.whole || !options_.group_column.empty();
  if (groups)
    csv_.text("group").text("respondents");
  else
    csv_.text(options_.id_column.empty() ? "row" : options_.id_column);
  for (const std::size_t s : shown_) {
    const Score& score = instrument.scores[s];
    csv_.text(score.id);
    if (groups) {
      csv_.text(score.id + "_n");
      if (score.method == Method::net_share) csv_.text(score.id + "_standard_error");
    } else if (!score.bands.empty()) {
      csv_.text(score.id + "_band");
    }
  }
  if (!groups) csv_.text("missing_items");
  csv_.text("why_absent").end_row();
}

void ScoreOutput::json_field(std::string_view name, std::string_view raw, bool first) {
  if (!first) json_ += ',';
  json_ += json_text(name);
  json_ += ':';
  json_ += raw;
}

void ScoreOutput::respondent(std::string_view id, std::span<const std::int16_t> answers, std::span<const double> values, std::span<const Absence> absences) {
  const Instrument& instrument = scorer_.instrument();
  std::string missing, why, why_json;
  for (std::size_t j = 0; j < answers.size(); ++j) {
    const auto& table = scorer_.table(j);
    if (!instrument.items[j].scored || table.kind[table.at(answers[j])] != Scorer::outside) continue;
    if (!missing.empty()) missing += ' ';
    missing += instrument.items[j].code;
  }
  for (const std::size_t s : shown_) {
    if (absences[s] == Absence::none) continue;
    const std::string words = why_absent(instrument, s, explain(scorer_, s, answers, values[s], absences[s]));
    why += (why.empty() ? "" : "; ") + instrument.scores[s].id + ": " + words;
    if (options_.format == ScoreFormat::json) why_json += (why_json.empty() ? "" : ",") + json_text(instrument.scores[s].id) + ":" + json_text(words);
  }
  if (options_.format == ScoreFormat::csv) {
    csv_.text(id);
    for (const std::size_t s : shown_) {
      const Score& score = instrument.scores[s];
      csv_.number(values[s]);
      if (score.bands.empty()) continue;
      const Band* band = std::isnan(values[s]) ? nullptr : band_of(score, values[s]);
      csv_.text(band ? in_language(band->label, "en") : "");
    }
    csv_.text(missing).text(why).end_row();
    return;
  }
  json_ += first_row_ ? "\n{" : ",\n{";
  first_row_ = false;
  json_field(options_.id_column.empty() ? "row" : "id", options_.id_column.empty() ? std::string(id) : json_text(id), true);
  std::string scores;
  std::string bands;
  for (const std::size_t s : shown_) {
    const Score& score = instrument.scores[s];
    scores += (scores.empty() ? "" : ",") + json_text(score.id) + ":" + json_number(values[s]);
    if (const Band* band = std::isnan(values[s]) ? nullptr : band_of(score, values[s]))
      bands += (bands.empty() ? "" : ",") + json_text(score.id) + ":" + json_text(in_language(band->label, "en"));
  }
  json_field("scores", "{" + scores + "}");
  json_field("bands", "{" + bands + "}");
  json_field("missing_items", json_text(missing));
  json_field("why_absent", "{" + why_json + "}");
  json_ += '}';
}

void ScoreOutput::group(std::string_view name, std::uint64_t rows, std::span<const GroupScore> scores) {
  const Instrument& instrument = scorer_.instrument();
  std::string why;
  for (const std::size_t s : shown_)
    if (!scores[s].why_absent.empty()) why += (why.empty() ? "" : "; ") + instrument.scores[s].id + ": " + scores[s].why_absent;
  if (options_.format == ScoreFormat::csv) {
    csv_.text(name).integer(static_cast<long long>(rows));
    for (const std::size_t s : shown_) {
      csv_.number(scores[s].value).integer(static_cast<long long>(scores[s].respondents));
      if (instrument.scores[s].method == Method::net_share) csv_.number(scores[s].standard_error);
    }
    csv_.text(why).end_row();
    return;
  }
  json_ += first_row_ ? "\n{" : ",\n{";
  first_row_ = false;
  json_field("group", json_text(name), true);
  json_field("respondents", std::to_string(rows));
  std::string values;
  for (const std::size_t s : shown_) {
    values += (values.empty() ? "" : ",") + json_text(instrument.scores[s].id) + ":{\"value\":" + json_number(scores[s].value) +
              ",\"n\":" + std::to_string(scores[s].respondents);
    if (instrument.scores[s].method == Method::net_share) values += ",\"standard_error\":" + json_number(scores[s].standard_error);
    if (!scores[s].why_absent.empty()) values += ",\"why_absent\":" + json_text(scores[s].why_absent);
    values += '}';
  }
  json_field("scores", "{" + values + "}");
  json_ += '}';
}

void ScoreOutput::end() {
  if (options_.format == ScoreFormat::json) json_ += "\n]}\n";
}

std::string ScoreOutput::take() {
  std::string bytes = std::move(json_);
  json_.clear();
  if (options_.format == ScoreFormat::csv) bytes += csv_.take();
  return bytes;
}

}  // namespace karuna::ask
