// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/text.h"
#include "collect/survey_parts.h"

namespace karuna::collect {
namespace {

Result<std::vector<AnswersFile>> parse_files(const TomlTable& table, const std::filesystem::path& survey_file) {
  std::vector<AnswersFile> files;
  if (table.has("file")) {
    if (table.has("files")) return table.wrong("files", "stands beside file", "one of the two");
    KARUNA_TRY(path, parse_path(table, "file", survey_file));
    files.push_back({std::move(path), "", table.line("file")});
    return files;
  }
  if (!table.has("files"))
    return fail(Fault::invalid, table.file() + ":" + std::to_string(table.line()) +
                                    ": [answers] names no file; expected file = \"answers.csv\", or files = [{ file = \"2025.csv\", period = \"2025\" }, ...]");
  KARUNA_TRY(entries, table.tables("files"));
  if (entries.empty()) return table.wrong("files", "is empty", "at least one { file = \"...\", period = \"...\" }");
  for (const TomlTable& entry : entries) {
    KARUNA_CHECK(entry.only(known_keys("answers.files[]")));
    KARUNA_TRY(path, parse_path(entry, "file", survey_file));
    KARUNA_TRY(period, entry.text("period"));
    if (trimmed(period).empty()) return entry.wrong("period", "is empty", "the name of a period, such as \"2025\" or \"2025-Q4\"");
    for (const AnswersFile& earlier : files)
      if (earlier.period == period)
        return entry.wrong("period", "is " + in_quotes(period) + " as in line " + std::to_string(earlier.line), "a period of its own for each file");
    files.push_back({std::move(path), std::move(period), entry.line()});
  }
  return files;
}

Result<Codes> parse_codes(const TomlTable& table) {
  Codes codes;
  for (const std::string& text : table.keys()) {
    const std::string key(trimmed(text));
    if (table.kind(text) == TomlKind::text) {
      KARUNA_TRY(word, table.text(text));
      if (word != "missing") return table.wrong(text, "is " + in_quotes(word), "a whole number, or \"missing\"");
      codes[key] = std::nullopt;
      continue;
    }
    KARUNA_TRY(code, table.integer(text, static_cast<std::int64_t>(-largest_code), static_cast<std::int64_t>(largest_code)));
    codes[key] = static_cast<std::int16_t>(code);
  }
  if (codes.empty())
    return fail(Fault::invalid, table.file() + ":" + std::to_string(table.line()) + ": no codes are given; expected lines such as \"Yes\" = 1");
  return codes;
}

Result<void> parse_unit_columns(const TomlTable& table, Answers& answers) {
  if (table.has("unit") && table.has("unit_path"))
    return table.wrong("unit_path", "stands beside unit", "one of the two: unit for a column of unit ids, unit_path for one column a level");
  if (table.has("unit")) {
    KARUNA_TRY(unit, table.text("unit"));
    if (trimmed(unit).empty()) return table.wrong("unit", "is empty", "the name of a column");
    answers.unit_path = {std::move(unit)};
  }
  if (table.has("unit_path")) {
    KARUNA_TRY(path, table.texts("unit_path"));
    if (path.empty()) return table.wrong("unit_path", "is empty", "the columns of the levels from the top down, such as [\"division\", \"team\"]");
    KARUNA_CHECK(check_distinct(table, "unit_path", path));
    answers.unit_path = std::move(path);
    answers.path = true;
  }
  KARUNA_TRY(choice, parse_choice(table, "no_unit", std::vector<std::string>{"error", "organisation", "drop"}, 0));
  answers.no_unit = static_cast<NoUnit>(choice);
  if (choice != 0 && answers.unit_path.empty()) return table.wrong("no_unit", "is given without unit or unit_path", "a column of units, or no such line");
  return {};
}

}  // namespace

Result<Answers> parse_answers(const TomlTable& table, const std::filesystem::path& survey_file) {
  KARUNA_CHECK(table.only(known_keys("answers")));
  Answers answers;
  answers.line = table.line();
  KARUNA_TRY(files, parse_files(table, survey_file));
  answers.files = std::move(files);
  KARUNA_TRY(respondent, table.text_or("respondent", ""));
  answers.respondent = std::move(respondent);
  KARUNA_CHECK(parse_unit_columns(table, answers));

  KARUNA_TRY(period, table.text_or("period", ""));
  if (!period.empty() && !answers.files.front().period.empty())
    return table.wrong("period", "stands beside files, whose entries name their periods", "one of the two");
  answers.period = std::move(period);
  KARUNA_TRY(by, parse_choice(table, "period_by", std::vector<std::string>{"text", "month", "quarter", "year"}, 0));
  answers.period_by = static_cast<PeriodBy>(by);
  if (by != 0 && answers.period.empty()) return table.wrong("period_by", "is given without period", "period = \"...\", a column of dates");
  KARUNA_TRY(periods, table.words_or("periods"));
  KARUNA_CHECK(check_distinct(table, "periods", periods));
  if (!periods.empty() && answers.period.empty())
    return table.wrong("periods", "is given without period",
                       "period = \"...\", the column that holds them; several files stand in the order of time as they are listed");
  answers.periods = std::move(periods);

  KARUNA_TRY(missing, table.words_or("missing", {"", "NA"}));
  for (const std::string& word : missing) answers.missing.emplace_back(trimmed(word));
  if (std::find(answers.missing.begin(), answers.missing.end(), "") == answers.missing.end()) answers.missing.emplace_back();

  KARUNA_TRY(codes, table.table_or_empty("codes"));
  for (const std::string& column : codes.keys()) {
    KARUNA_TRY(entry, codes.table(column));
    KARUNA_TRY(parsed, parse_codes(entry));
    answers.codes_line[column] = entry.line();
    answers.codes[column] = std::move(parsed);
  }
  KARUNA_TRY(separator, parse_separator(table));
  answers.separator = separator;
  KARUNA_TRY(encoding, parse_encoding(table));
  answers.encoding = encoding;
  return answers;
}

Result<UnitsFile> parse_units(const TomlTable& table, const std::filesystem::path& survey_file) {
  KARUNA_CHECK(table.only(known_keys("units")));
  UnitsFile units;
  units.line = table.line();
  KARUNA_TRY(organisation, table.text_or("organisation", "Organisation"));
  if (trimmed(organisation).empty()) return table.wrong("organisation", "is empty", "the name of the organisation");
  units.organisation = std::move(organisation);
  if (!table.has("file")) {
    for (const char* key : {"id", "parent", "name", "eligible"})
      if (table.has(key)) return table.wrong(key, "is given without file", "file = \"units.csv\", the table of units that has this column");
    return units;
  }
  KARUNA_TRY(path, parse_path(table, "file", survey_file));
  units.file = std::move(path);
  KARUNA_TRY(id, table.text_or("id", "unit"));
  KARUNA_TRY(parent, table.text_or("parent", "parent"));
  KARUNA_TRY(name, table.text_or("name", ""));
  KARUNA_TRY(eligible, table.text_or("eligible", ""));
  units.id = std::move(id);
  units.parent = std::move(parent);
  units.name = std::move(name);
  units.eligible = std::move(eligible);
  return units;
}

}  // namespace karuna::collect
