// SPDX-License-Identifier: Apache-2.0
#include "collect/reading/answer_rows.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "collect/reading/answer_columns.h"

namespace karuna::collect {
namespace {

const Codes* codes_of(const Answers& answers, const std::string& column) {
  const auto found = answers.codes.find(column);
  return found == answers.codes.end() ? nullptr : &found->second;
}

/// Adds one cell to the count of its column.
template <typename Cells>
bool count(Cells& cells, Meaning meaning) {
  switch (meaning) {
    case Meaning::answered:
      ++cells.answered;
      return true;
    case Meaning::missing:
      ++cells.missing;
      return false;
    case Meaning::above:
      ++cells.above;
      return false;
    case Meaning::below:
      ++cells.below;
      return false;
    case Meaning::unreadable:
      ++cells.unreadable;
      return false;
  }
  return false;
}

std::string dialect_words(const CsvDialect& dialect) {
  const char* separator = dialect.separator == ',' ? "commas" : dialect.separator == ';' ? "semicolons" : dialect.separator == '\t' ? "tabs" : "bars";
  std::string words = std::string("separated by ") + separator;
  if (dialect.encoding) words += *dialect.encoding == Encoding::utf8 ? ", UTF-8" : ", Windows-1252";
  return words + (dialect.gzip ? ", gzip" : "");
}

}  // namespace

Result<void> AnswerFileReader::read(const AnswersFile& file, Progress& progress, unsigned threads) {
  const Answers& answers = *survey_.answers;
  CsvOptions options;
  options.separator = answers.separator;
  options.encoding = answers.encoding;
  KARUNA_TRY(table, CsvBlocks::open(file.file, options));
  KARUNA_TRY(columns, find_columns(file, table.header()));
  const DecimalComma comma = table.dialect().separator == ',' ? DecimalComma::no : DecimalComma::allowed;
  Meanings meanings;
  for (const PlannedItem& item : plan_.items) meanings.items.emplace_back(item.valid, codes_of(answers, item.column), answers.missing, comma);
  for (const PlannedScoreColumn& column : plan_.columns)
    meanings.scores.emplace_back(column.scale.min, column.scale.max, codes_of(answers, column.column), answers.missing, comma);
  if (!answers.respondent.empty() && answers.period.empty()) {  // each file is a period of its own
    respondents_ = Vocabulary();
    respondent_line_.clear();
  }
  KARUNA_TRY(summary, table.read(columns.wanted, threads, progress, [&](const CsvBlock& block) { return take(file, block, columns, meanings); }));
  if (summary.rows == 0) return fail(Fault::invalid, file.file.string() + ": holds a header and no answers; expected one row a respondent below it");
  rows_.read += summary.rows;
  rows_.files.push_back(counted(summary.rows, "row") + " read from " + file.file.filename().string() + " (" + dialect_words(summary.dialect) + ")");
  return {};
}

Result<void> AnswerFileReader::take(const AnswersFile& file, const CsvBlock& block, const Columns& columns, Meanings& meanings) {
  answered_.assign(block.rows, 0);
  dropped_.assign(block.rows, 0);
  take_periods(file, block, columns);
  take_respondents(file, block, columns);
  KARUNA_CHECK(take_items(block, columns, meanings));
  take_units(file, block, columns);
  take_margins(file, block, columns);
  keep_rows(block);
  return {};
}

void AnswerFileReader::take_periods(const AnswersFile& file, const CsvBlock& block, const Columns& columns) {
  const auto place = [&](std::string text, std::size_t row) {
    const auto [found, fresh] = period_of_.emplace(text, static_cast<std::uint32_t>(rows_.periods.size()));
    if (fresh) rows_.periods.push_back({{std::move(text)}, {}});
    Lines& lines = rows_.periods[found->second].lines;
    if (lines.count == 0) lines.add(file.file.filename().string(), block.line(row));
    return found->second;
  };
  if (!columns.period) {
    period_.assign(block.rows, place(file.period, 0));
    return;
  }
  const CsvBlock::Column& column = block.columns[*columns.period];
  std::vector<std::uint32_t> of_word(column.vocabulary.size(), no_place);
  period_.resize(block.rows);
  for (std::size_t row = 0; row < block.rows; ++row) {
    std::uint32_t& known = of_word[column.words[row]];
    const std::string_view text = trimmed(column.vocabulary[column.words[row]]);
    if (text.empty()) {
      no_period_.add(file.file.filename().string(), block.line(row));
      dropped_[row] = 1;
      period_[row] = 0;
      continue;
    }
    if (known == no_place) known = place(std::string(text), row);
    period_[row] = known;
  }
}

void AnswerFileReader::take_respondents(const AnswersFile& file, const CsvBlock& block, const Columns& columns) {
  if (!columns.respondent) return;
  const CsvBlock::Column& column = block.columns[*columns.respondent];
  std::string key;
  for (std::size_t row = 0; row < block.rows; ++row) {
    const std::string_view id = trimmed(column.texts[row]);
    if (id.empty()) {
      ++rows_.without_respondent;
      continue;
    }
    key.assign(reinterpret_cast<const char*>(&period_[row]), sizeof period_[row]);
    key += id;
    const std::size_t before = respondents_.size();
    const std::uint32_t number = respondents_.add(key);
    if (number == before) {
      respondent_line_.push_back(static_cast<std::uint32_t>(block.line(row)));
      continue;
    }
    if (++repeated_ <= 3)
      repeated_lines_.push_back(file.file.filename().string() + " lines " + std::to_string(respondent_line_[number]) + " and " +
                                std::to_string(block.line(row)));
  }
}

Result<void> AnswerFileReader::take_items(const CsvBlock& block, const Columns& columns, Meanings& meanings) {
  items_.resize(plan_.items.size());
  std::vector<ItemMeaning::Cell> of_word;
  for (std::size_t i = 0; i < plan_.items.size(); ++i) {
    const CsvBlock::Column& column = block.columns[columns.items[i]];
    const ItemMeaning& meaning = meanings.items[i];
    of_word.clear();
    for (const std::string_view word : column.vocabulary) of_word.push_back(meaning.of(word));
    items_[i].resize(block.rows);
    ItemCells& cells = rows_.items[i];
    for (std::size_t row = 0; row < block.rows; ++row) {
      const std::int32_t number = column.integers[row];
      const ItemMeaning::Cell cell = is_stray(number) ? of_word[stray_word(number)] : meaning.of(number);
      items_[i][row] = cell.code;
      answered_[row] |= static_cast<std::uint8_t>(count(cells, cell.meaning));
    }
  }
  scores_.resize(plan_.columns.size());
  std::vector<ScoreMeaning::Cell> score_of_word;
  for (std::size_t i = 0; i < plan_.columns.size(); ++i) {
    const CsvBlock::Column& column = block.columns[columns.scores[i]];
    const ScoreMeaning& meaning = meanings.scores[i];
    score_of_word.clear();
    for (const std::string_view word : column.vocabulary) score_of_word.push_back(meaning.of(word));
    scores_[i].resize(block.rows);
    ScoreCells& cells = rows_.columns[i];
    for (std::size_t row = 0; row < block.rows; ++row) {
      const double number = column.decimals[row];
      const ScoreMeaning::Cell cell = is_stray(number) ? score_of_word[stray_word(number)] : meaning.of(number);
      scores_[i][row] = cell.value;
      answered_[row] |= static_cast<std::uint8_t>(count(cells, cell.meaning));
    }
  }
  return {};
}

void AnswerFileReader::take_units(const AnswersFile& file, const CsvBlock& block, const Columns& columns) {
  unit_.assign(block.rows, no_place);
  if (columns.units.empty()) return;
  std::string key;
  std::vector<std::uint32_t> of_word(columns.units.size() == 1 ? block.columns[columns.units[0]].vocabulary.size() : 0, no_place);
  for (std::size_t row = 0; row < block.rows; ++row) {
    if (!of_word.empty()) {
      const std::uint32_t known = of_word[block.columns[columns.units[0]].words[row]];
      if (known != no_place) {
        unit_[row] = known;
        if (answered_[row]) ++rows_.units[known].lines.count;
        continue;
      }
    }
    key.clear();
    std::size_t steps = 0;
    bool gap = false;
    for (std::size_t level = 0; level < columns.units.size(); ++level) {
      const CsvBlock::Column& column = block.columns[columns.units[level]];
      const std::string_view step = trimmed(column.vocabulary[column.words[row]]);
      if (step.empty()) continue;
      gap = gap || steps != level;
      ++steps;
      key += step;
      key += '\0';
    }
    if (gap) gaps_.add(file.file.filename().string(), block.line(row));
    if (steps == 0) {
      if (!answered_[row]) continue;
      ++rows_.without_unit;
      no_unit_.add(file.file.filename().string(), block.line(row));
      if (survey_.answers->no_unit == NoUnit::drop) dropped_[row] = 1;
      continue;
    }
    const auto [found, fresh] = unit_of_.emplace(key, static_cast<std::uint32_t>(rows_.units.size()));
    if (fresh) {
      Place place;
      for (const std::string_view step : split(std::string_view(key).substr(0, key.size() - 1), '\0')) place.steps.emplace_back(step);
      rows_.units.push_back(std::move(place));
      rows_.units.back().lines.first.push_back(file.file.filename().string() + ":" + std::to_string(block.line(row)));
    }
    unit_[row] = found->second;
    if (answered_[row]) ++rows_.units[found->second].lines.count;
    if (!of_word.empty()) of_word[block.columns[columns.units[0]].words[row]] = found->second;
  }
}

void AnswerFileReader::take_margins(const AnswersFile& file, const CsvBlock& block, const Columns& columns) {
  margins_.resize(survey_.margins.size());
  for (std::size_t m = 0; m < survey_.margins.size(); ++m) {
    const CsvBlock::Column& column = block.columns[columns.margins[m]];
    const Margin& margin = survey_.margins[m];
    constexpr std::uint16_t unknown = no_category - 1;
    std::vector<std::uint16_t> of_word;
    for (const std::string_view word : column.vocabulary) {
      const std::string_view text = trimmed(word);
      const auto found = std::find_if(margin.shares.begin(), margin.shares.end(), [&](const auto& share) { return share.first == text; });
      const bool empty = std::find(survey_.answers->missing.begin(), survey_.answers->missing.end(), text) != survey_.answers->missing.end();
      of_word.push_back(found != margin.shares.end() ? static_cast<std::uint16_t>(found - margin.shares.begin()) : empty ? no_category : unknown);
    }
    margins_[m].resize(block.rows);
    for (std::size_t row = 0; row < block.rows; ++row) {
      margins_[m][row] = of_word[column.words[row]];
      if (!answered_[row] || dropped_[row]) continue;
      if (margins_[m][row] == no_category) ++rows_.empty_margins[m];
      if (margins_[m][row] != unknown) continue;
      if (unknown_category_.count == 0) unknown_category_column_ = margin.column;
      if (unknown_category_column_ == margin.column) unknown_category_.add(file.file.filename().string(), block.line(row));
    }
  }
}

void AnswerFileReader::keep_rows(const CsvBlock& block) {
  std::vector<std::uint32_t> kept;
  kept.reserve(block.rows);
  for (std::size_t row = 0; row < block.rows; ++row) {
    rows_.without_answers += answered_[row] == 0;
    if (answered_[row] && !dropped_[row]) kept.push_back(static_cast<std::uint32_t>(row));
  }
  const auto append = [&](auto& to, const auto& from) {
    if (kept.size() == block.rows) {
      to.insert(to.end(), from.begin(), from.end());
      return;
    }
    for (const std::uint32_t row : kept) to.push_back(from[row]);
  };
  append(rows_.unit, unit_);
  append(rows_.period, period_);
  for (std::size_t i = 0; i < items_.size(); ++i) append(rows_.items[i].codes, items_[i]);
  for (std::size_t i = 0; i < scores_.size(); ++i) append(rows_.columns[i].values, scores_[i]);
  for (std::size_t m = 0; m < margins_.size(); ++m) append(rows_.margins[m], margins_[m]);
}

Result<void> AnswerFileReader::finish() const {
  const Answers& answers = *survey_.answers;
  if (repeated_ > 0)
    return fail(Fault::invalid,
                counted(repeated_, "row repeats", "rows repeat") + " a respondent of the same period, as the column " + in_quotes(answers.respondent) +
                    " says: " + join_words(repeated_lines_, repeated_ > repeated_lines_.size() ? "," : "and") +
                    (repeated_ > repeated_lines_.size() ? " and " + std::to_string(repeated_ - repeated_lines_.size()) + " more" : "") +
                    "; expected one row a respondent and period: keep the row that counts, or leave out respondent where the column is no id of a person");
  if (no_period_.count > 0)
    return fail(Fault::invalid, counted(no_period_.count, "row names", "rows name") + " no period in the column " + in_quotes(answers.period) + ": " +
                                    no_period_.words() + "; expected a period in every row");
  if (gaps_.count > 0)
    return fail(Fault::invalid, "unit_path has a gap in " + counted(gaps_.count, "row") + " (an empty level above one that is filled): " + gaps_.words() +
                                    "; expected every level above a unit to be filled");
  if (no_unit_.count > 0 && answers.no_unit == NoUnit::error)
    return fail(Fault::invalid, counted(no_unit_.count, "row names", "rows name") + " no unit: " + no_unit_.words() +
                                    "; expected a unit in every row, or a line in [answers]: no_unit = \"organisation\" counts them for the organisation only, "
                                    "no_unit = \"drop\" leaves them out");
  if (unknown_category_.count > 0)
    return fail(Fault::invalid, "the column " + in_quotes(unknown_category_column_) + " holds a category that [margins." + unknown_category_column_ +
                                    "] does not name, in " + counted(unknown_category_.count, "row") + ": " + unknown_category_.words() +
                                    "; expected a share for every category");
  return {};
}

Result<AnswerRows> read_answer_rows(const Survey& survey, const SheetPlan& plan, Progress& progress, unsigned threads) {
  AnswerRows rows;
  rows.items.resize(plan.items.size());
  rows.columns.resize(plan.columns.size());
  rows.margins.resize(survey.margins.size());
  rows.empty_margins.resize(survey.margins.size());
  AnswerFileReader reader(survey, plan, rows);
  for (const AnswersFile& file : survey.answers->files) KARUNA_CHECK(reader.read(file, progress, threads));
  KARUNA_CHECK(reader.finish());
  return rows;
}

}  // namespace karuna::collect
