// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "collect/survey_parts.h"

namespace karuna::collect {
namespace {

Result<TableMeasure> parse_measure(const TomlTable& table) {
  KARUNA_CHECK(table.only(known_keys("measure[]")));
  TableMeasure measure;
  measure.line = table.line();
  KARUNA_TRY(id, parse_id(table));
  KARUNA_TRY(name, table.text_or("name", id));
  KARUNA_TRY(column, table.text_or("column", id));
  KARUNA_TRY(n, table.text_or("n", ""));
  KARUNA_TRY(min, table.number("min"));
  KARUNA_TRY(max, table.number("max"));
  if (min >= max) return table.wrong("max", "is " + shortest(max) + " and min is " + shortest(min), "that min is below max");
  KARUNA_TRY(higher, table.flag_or("higher_is_better", true));
  KARUNA_TRY(dimension, table.text_or("dimension", ""));
  KARUNA_CHECK(check_dimension(table, dimension));
  measure.id = std::move(id);
  measure.name = std::move(name);
  measure.column = std::move(column);
  measure.n = std::move(n);
  measure.dimension = std::move(dimension);
  measure.min = min;
  measure.max = max;
  measure.higher_is_better = higher;
  return measure;
}

}  // namespace

Result<Table> parse_table(const TomlTable& table, const TomlTable& survey, const std::filesystem::path& survey_file) {
  KARUNA_CHECK(table.only(known_keys("table")));
  Table parsed;
  parsed.line = table.line();
  KARUNA_TRY(path, parse_path(table, "file", survey_file));
  parsed.file = std::move(path);
  KARUNA_TRY(unit, table.text("unit"));
  KARUNA_TRY(parent, table.text_or("parent", ""));
  KARUNA_TRY(groups, table.texts_or("groups"));
  KARUNA_CHECK(check_distinct(table, "groups", groups));
  if (!parent.empty() && !groups.empty()) return table.wrong("groups", "stands beside parent", "one of the two");
  KARUNA_TRY(name, table.text_or("name", ""));
  KARUNA_TRY(period, table.text_or("period", ""));
  KARUNA_TRY(periods, table.words_or("periods"));
  KARUNA_CHECK(check_distinct(table, "periods", periods));
  if (!periods.empty() && period.empty()) return table.wrong("periods", "is given without period", "period = \"...\", the column that holds them");
  KARUNA_TRY(n, table.text_or("n", ""));
  KARUNA_TRY(organisation, table.text_or("organisation", "Organisation"));
  KARUNA_TRY(missing, table.words_or("missing", {"", "NA", "-", "*"}));
  KARUNA_TRY(separator, parse_separator(table));
  KARUNA_TRY(encoding, parse_encoding(table));
  parsed.unit = std::move(unit);
  parsed.parent = std::move(parent);
  parsed.groups = std::move(groups);
  parsed.name = std::move(name);
  parsed.period = std::move(period);
  parsed.periods = std::move(periods);
  parsed.n = std::move(n);
  parsed.organisation = std::move(organisation);
  for (const std::string& word : missing) parsed.missing.emplace_back(trimmed(word));
  parsed.missing.emplace_back();
  parsed.separator = separator;
  parsed.encoding = encoding;

  KARUNA_TRY(measures, survey.tables("measure"));
  if (measures.empty())
    return fail(Fault::invalid, table.file() + ":" + std::to_string(table.line()) +
                                    ": [table] has no measures; expected at least one [[measure]] with id, column, min and max");
  for (const TomlTable& entry : measures) {
    KARUNA_TRY(measure, parse_measure(entry));
    for (const TableMeasure& earlier : parsed.measures)
      if (earlier.id == measure.id)
        return entry.wrong("id", "is " + in_quotes(measure.id) + " as in line " + std::to_string(earlier.line), "an id of its own for each measure");
    if (measure.n.empty() && parsed.n.empty())
      return entry.wrong("id", "is " + in_quotes(measure.id) + ", and nothing says how many answers stand behind its values",
                         "n = \"...\", the column of the number of answers, here or in [table]: without it small groups cannot be protected");
    parsed.measures.push_back(std::move(measure));
  }
  return parsed;
}

}  // namespace karuna::collect
