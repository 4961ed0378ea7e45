// SPDX-License-Identifier: Apache-2.0
#include "collect/published_table.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <unordered_map>

#include "base/csv.h"
#include "base/numbers.h"
#include "base/text.h"
#include "collect/canonical.h"
#include "collect/reading/answer_units.h"

namespace karuna::collect {
namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

struct Positions {
  std::size_t unit = 0;
  std::optional<std::size_t> parent, name, period, n;
  std::vector<std::size_t> groups, values;
  std::vector<std::optional<std::size_t>> measure_n;
};

/// One row of the file: a unit in a period.
struct Row {
  std::string id, parent, name, period;
  std::vector<std::string> groups;
  std::vector<PublishedCell> cells;
  std::size_t line = 0;
};

struct Reading {
  std::vector<Row> rows;
  std::vector<std::size_t> outside, unreadable;  // by measure
  std::string words;
};

Result<Positions> find_positions(const Survey& survey, const CsvHeader& header) {
  const Table& table = *survey.table;
  Positions at;
  const auto find = [&](const std::string& column, std::size_t line, const std::string& key) -> Result<std::size_t> {
    auto position = header.position(column);
    if (!position) return fail(position.error().fault, survey.at(line) + ": " + key + ": " + position.error().what);
    return *position;
  };
  KARUNA_TRY(unit, find(table.unit, table.line, "[table] unit"));
  at.unit = unit;
  const auto optional = [&](const std::string& column, const char* key, std::optional<std::size_t>& into) -> Result<void> {
    if (column.empty()) return {};
    KARUNA_TRY(position, find(column, table.line, key));
    into = position;
    return {};
  };
  KARUNA_CHECK(optional(table.parent, "[table] parent", at.parent));
  KARUNA_CHECK(optional(table.name, "[table] name", at.name));
  KARUNA_CHECK(optional(table.period, "[table] period", at.period));
  KARUNA_CHECK(optional(table.n, "[table] n", at.n));
  for (const std::string& group : table.groups) {
    KARUNA_TRY(position, find(group, table.line, "[table] groups"));
    at.groups.push_back(position);
  }
  for (const TableMeasure& measure : table.measures) {
    KARUNA_TRY(value, find(measure.column, measure.line, "measure " + measure.id));
    at.values.push_back(value);
    at.measure_n.emplace_back(at.n);
    if (measure.n.empty()) continue;
    KARUNA_TRY(n, find(measure.n, measure.line, "measure " + measure.id + ": n"));
    at.measure_n.back() = n;
  }
  return at;
}

/// The cells of one row, by measure.
Result<void> read_cells(const Survey& survey, const Positions& at, std::span<const std::string_view> fields, DecimalComma comma, Reading& reading, Row& row) {
  const Table& table = *survey.table;
  const auto is_missing = [&](std::string_view text) { return std::find(table.missing.begin(), table.missing.end(), text) != table.missing.end(); };
  for (std::size_t m = 0; m < table.measures.size(); ++m) {
    const TableMeasure& measure = table.measures[m];
    PublishedCell cell{0, nothing};
    const std::string_view text = trimmed(fields[at.values[m]]);
    if (!is_missing(text)) {
      const auto value = parse_decimal(text, comma);
      const double slack = 1e-9 * (measure.max - measure.min);
      if (!value)
        ++reading.unreadable[m];
      else if (*value < measure.min - slack || *value > measure.max + slack)
        ++reading.outside[m];
      else
        cell.value = *value;
    }
    const std::string_view count = trimmed(fields[*at.measure_n[m]]);
    if (!is_missing(count)) {
      const auto n = parse_decimal(count, comma);
      if (!n || *n < 0 || *n != std::floor(*n) || *n > 1e12)
        return fail(Fault::invalid, table.file.string() + ":" + std::to_string(row.line) + ": the number of answers of " + measure.id + " is " +
                                        in_quotes(count) + "; expected a whole number from 0");
      cell.n = *n;
    }
    if (std::isnan(cell.value) || cell.n == 0) cell = {0, nothing};
    row.cells.push_back(cell);
  }
  return {};
}

Result<Reading> read_rows(const Survey& survey, Progress& progress) {
  const Table& table = *survey.table;
  CsvOptions options;
  options.separator = table.separator;
  options.encoding = table.encoding;
  KARUNA_TRY(reader, CsvReader::open(table.file, options));
  KARUNA_TRY(at, find_positions(survey, reader.header()));
  const DecimalComma comma = reader.dialect().separator == ',' ? DecimalComma::no : DecimalComma::allowed;
  Reading reading;
  reading.outside.resize(table.measures.size());
  reading.unreadable.resize(table.measures.size());
  while (true) {
    KARUNA_TRY(more, reader.next());
    if (!more) break;
    if (reading.rows.size() % 4096 == 0) KARUNA_CHECK(progress.check());
    const auto fields = reader.fields();
    Row row;
    row.line = reader.line();
    row.id = trimmed(fields[at.unit]);
    if (row.id.empty())
      return fail(Fault::invalid,
                  table.file.string() + ":" + std::to_string(row.line) + ": the row names no unit; expected one in the column " + in_quotes(table.unit));
    if (at.parent) row.parent = trimmed(fields[*at.parent]);
    if (at.name) row.name = trimmed(fields[*at.name]);
    if (at.period) row.period = trimmed(fields[*at.period]);
    for (const std::size_t g : at.groups) {
      const std::string_view step = trimmed(fields[g]);
      if (!step.empty()) row.groups.emplace_back(step);
    }
    KARUNA_CHECK(read_cells(survey, at, fields, comma, reading, row));
    reading.rows.push_back(std::move(row));
  }
  if (reading.rows.empty()) return fail(Fault::invalid, table.file.string() + ": holds a header and no rows; expected one row a unit and period below it");
  reading.words = counted(reading.rows.size(), "row") + " read from " + table.file.filename().string();
  for (std::size_t m = 0; m < table.measures.size(); ++m) {
    const TableMeasure& measure = table.measures[m];
    if (reading.outside[m] * 2 > reading.rows.size())
      return fail(Fault::invalid, survey.at(measure.line) + ": measure " + measure.id + ": " + grouped(static_cast<std::int64_t>(reading.outside[m])) + " of " +
                                      counted(reading.rows.size(), "row") + " lie outside " + shortest(measure.min) + " to " + shortest(measure.max) +
                                      "; expected values between min and max (shares run from 0 to 1, percent from 0 to 100)");
  }
  return reading;
}

/// What every row of one unit says about its place in the tree; later periods win.
struct LatestRow {
  std::size_t period = 0;
  const Row* row = nullptr;
};

Result<UnitTree> tree_of(const Survey& survey, const std::vector<std::string>& ids, const std::unordered_map<std::string, LatestRow>& places,
                         std::size_t& moved, const Reading& reading, const std::map<std::string, std::size_t>& period_of) {
  const Table& table = *survey.table;
  std::vector<UnitRow> rows;
  std::map<std::string, std::size_t> groups;  // id of a group to its position in rows
  for (const Row& row : reading.rows) {
    const Row& said = *places.at(row.id).row;
    if (period_of.at(row.period) != places.at(row.id).period && (row.parent != said.parent || row.groups != said.groups)) ++moved;
  }
  for (const std::string& id : ids) {
    const Row& row = *places.at(id).row;
    std::string parent = row.parent;
    std::string path;
    for (const std::string& step : row.groups) {
      const std::string group = (path.empty() ? "group / " : path + " / ") + step;
      if (groups.emplace(group, rows.size()).second) rows.push_back({group, path, step, std::nullopt, 0});
      path = group;
    }
    if (!row.groups.empty()) parent = path;
    rows.push_back({id, parent, row.name, std::nullopt, row.line});
  }
  std::stable_sort(rows.begin(), rows.end(), [](const UnitRow& a, const UnitRow& b) { return natural_less(a.id, b.id); });
  auto tree = UnitTree::from_rows(rows, table.organisation);
  if (!tree) return fail(tree.error().fault, table.file.string() + ": " + tree.error().what);
  return tree;
}

std::string canonical(const PublishedTable& table) {
  std::string lines = "karuna canonical table 1\n";
  std::vector<std::string> sorted;
  for (std::size_t u = 0; u < table.tree.size(); ++u) {
    const Unit& unit = table.tree[UnitId{u}];
    sorted.push_back("unit\t" + unit.id + "\t" + (unit.parent ? table.tree[unit.parent].id : std::string()) + "\n");
    for (const PublishedMeasure& measure : table.measures)
      for (std::size_t p = 0; p < table.periods.size(); ++p) {
        const PublishedCell& cell = measure.cells[p][u];
        if (cell.n > 0)
          sorted.push_back("cell\t" + unit.id + "\t" + measure.id + "\t" + table.periods[p] + "\t" + shortest(cell.n) + "\t" + shortest(cell.value) + "\n");
      }
  }
  std::sort(sorted.begin(), sorted.end());
  for (const std::string& line : sorted) lines += line;
  return lines;
}

}  // namespace

Result<PublishedTable> read_published_table(const Survey& survey, Progress& progress) {
  if (!survey.table) return fail(Fault::invalid, survey.file.string() + ": there is no [table]");
  const Table& wish = *survey.table;
  KARUNA_TRY(reading, read_rows(survey, progress));
  PublishedTable table;

  std::vector<std::string> seen;
  for (const Row& row : reading.rows)
    if (std::find(seen.begin(), seen.end(), row.period) == seen.end()) {
      if (!wish.period.empty() && row.period.empty())
        return fail(Fault::invalid,
                    wish.file.string() + ":" + std::to_string(row.line) + ": the row names no period; expected one in the column " + in_quotes(wish.period));
      if (!wish.periods.empty() && std::find(wish.periods.begin(), wish.periods.end(), row.period) == wish.periods.end())
        return fail(Fault::invalid, wish.file.string() + ":" + std::to_string(row.line) + ": the period is " + in_quotes(row.period) +
                                        ", which periods = [...] does not list; it lists " + join_words(wish.periods));
      seen.push_back(row.period);
      if (seen.size() > 400)
        return fail(Fault::invalid,
                    survey.at(wish.line) + ": the column " + in_quotes(wish.period) + " holds more than 400 different periods; is it the right column?");
    }
  const PeriodOrder order = order_periods(seen, wish.periods);
  std::map<std::string, std::size_t> period_of;
  for (const std::size_t s : order.order) {
    period_of[seen[s]] = table.periods.size();
    table.periods.push_back(seen[s]);
  }

  std::unordered_map<std::string, LatestRow> places;
  std::map<std::pair<std::size_t, std::string>, std::size_t> line_of;
  std::vector<std::string> ids;
  for (const Row& row : reading.rows) {
    const std::size_t period = period_of.at(row.period);
    const auto [first, fresh] = line_of.emplace(std::pair(period, row.id), row.line);
    if (!fresh)
      return fail(Fault::invalid, wish.file.string() + ":" + std::to_string(row.line) + ": the unit " + in_quotes(row.id) + " stands twice" +
                                      (row.period.empty() ? "" : " in " + row.period) + ", first in line " + std::to_string(first->second) +
                                      "; expected one row a unit and period" + (wish.period.empty() ? ": is there a column of periods?" : ""));
    const auto [place, added] = places.emplace(row.id, LatestRow{period, &row});
    if (added)
      ids.push_back(row.id);
    else if (period >= place->second.period)
      place->second = {period, &row};
  }
  std::size_t moved = 0;
  KARUNA_TRY(tree, tree_of(survey, ids, places, moved, reading, period_of));
  table.tree = std::move(tree);

  for (std::size_t m = 0; m < wish.measures.size(); ++m) {
    const TableMeasure& measure = wish.measures[m];
    PublishedMeasure published{measure.id, measure.name, measure.column, measure.dimension, measure.min, measure.max, measure.higher_is_better, {}};
    published.cells.assign(table.periods.size(), std::vector<PublishedCell>(table.tree.size(), PublishedCell{0, nothing}));
    for (const Row& row : reading.rows) published.cells[period_of.at(row.period)][table.tree.find(row.id)->value] = row.cells[m];
    table.measures.push_back(std::move(published));
  }
  table.cleaning.push_back(reading.words);
  if (table.periods.size() > 1)
    table.cleaning.push_back(counted(table.periods.size(), "period") + ", in order " + order.how + ": " + join_words(table.periods));
  if (moved > 0)
    table.cleaning.push_back(counted(moved, "row names", "rows name") +
                             " another place in the tree than the unit's latest period, which counts for all periods");
  for (std::size_t m = 0; m < wish.measures.size(); ++m) {
    if (reading.outside[m] > 0)
      table.cleaning.push_back(wish.measures[m].column + ": " + counted(reading.outside[m], "value") + " outside " + shortest(wish.measures[m].min) + " to " +
                               shortest(wish.measures[m].max) + " became missing");
    if (reading.unreadable[m] > 0)
      table.cleaning.push_back(wish.measures[m].column + ": " + counted(reading.unreadable[m], "text is", "texts are") + " no number and became missing");
  }
  table.canonical_sha256 = sha256_of(canonical(table));
  return table;
}

}  // namespace karuna::collect
