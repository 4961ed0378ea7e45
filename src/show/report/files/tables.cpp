// SPDX-License-Identifier: Apache-2.0
#include "show/report/files/tables.h"

#include "base/csv.h"
#include "show/report/figures.h"
#include "show/report/files/dictionary.h"
#include "show/report/names.h"

namespace karuna::show {
namespace {

/// A table in the making: the header comes from its card.
class Table {
 public:
  Table(const TableCard& card, const TakeBytes& take) : take_(take) {
    for (const ColumnCard& column : card.columns) csv.text(column.name);
    csv.end_row();
  }
  ~Table() { take_(csv.take()); }
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;
  /// Between rows: hands on what has gathered.
  void pass() {
    if (csv.bytes().size() >= (1U << 20U)) take_(csv.take());
  }
  CsvWriter csv;

 private:
  const TakeBytes& take_;
};

constexpr std::size_t most_named = 3;

void optional(CsvWriter& csv, const std::optional<double>& value, int digits) { value ? csv.number(*value, digits) : csv.empty(); }

void blanks(CsvWriter& csv, int n) {
  for (int i = 0; i < n; ++i) csv.empty();
}

void ids(CsvWriter& csv, const UnitTree& tree, const std::vector<UnitId>& units, std::size_t most) {
  std::string text;
  for (std::size_t i = 0; i < units.size() && i < most; ++i) {
    if (i > 0) text += " | ";
    text += tree[units[i]].id;
  }
  csv.text(text);
}

void figures(CsvWriter& csv, const Shown& shown, int digits) {
  csv.integer(shown.n).number(shown.raw, digits).number(shown.value, digits).number(shown.interval.low, digits).number(shown.interval.high, digits);
}

void change(CsvWriter& csv, const Change* value, int digits) {
  if (!value || !value->known) return blanks(csv, 4);
  csv.number(value->value, digits).number(value->interval.low, digits).number(value->interval.high, digits).text(value->changed ? "yes" : "no");
}

std::string label(const Report& report, std::size_t period) { return period < report.periods.size() ? report.periods[period] : ""; }

void tree_table(const Report& report, const TakeBytes& take) {
  Table table(tree_card, take);
  for (std::uint32_t u = 0; u < report.tree.size(); ++u) {
    const Unit& unit = report.tree[UnitId{u}];
    table.csv.text(unit.id).text(unit.parent ? report.tree[unit.parent].id : "").text(unit.name).integer(unit.depth);
    unit.eligible ? table.csv.integer(*unit.eligible) : table.csv.empty();
    table.csv.end_row();
  }
}

void periods_table(const Report& report, const TakeBytes& take) {
  Table table(periods_card, take);
  for (std::size_t p = 0; p < report.periods.size(); ++p) {
    table.csv.text(report.periods[p]);
    p < report.ballots.size() ? table.csv.integer(report.ballots[p]) : table.csv.empty();
    optional(table.csv, p < report.response.size() ? report.response[p] : std::nullopt, 3);
    table.csv.end_row();
  }
}

/// One row of units.csv. What has no number has its state and, if it is pooled, its pool; nothing else, whatever is behind it.
void unit_row(CsvWriter& csv, const Report& report, const Measure& measure, const MeasurePeriod& period, std::size_t at, UnitId unit) {
  csv.text(measure.id).text(label(report, at)).text(report.tree[unit].id);
  const Cell& cell = period.units[unit.value];
  if (const Shown* shown = number_of(cell)) {
    csv.text(stable_name(shown->state));
    figures(csv, *shown, measure.digits);
    csv.text(shown->weak ? "yes" : "no");
    blanks(csv, 2);
    change(csv, change_of(period, unit), measure.digits);
  } else if (const auto* pooled = std::get_if<measure::Pooled>(&cell)) {
    csv.text(pooled_name);
    blanks(csv, 6);
    csv.integer(pooled->line);
    ids(csv, report.tree, pooled->with, most_named);
    blanks(csv, 4);
  } else {
    csv.text(not_shown_name);
    blanks(csv, 12);
  }
  csv.end_row();
}

void units_table(const Report& report, const TakeBytes& take) {
  Table table(units_card, take);
  for (const Measure& measure : report.measures)
    for (std::size_t p = 0; p < measure.periods.size(); ++p)
      for (std::uint32_t u = 0; u < measure.periods[p].units.size() && u < report.tree.size(); ++u)
        unit_row(table.csv, report, measure, measure.periods[p], p, UnitId{u}), table.pass();
}

void organisation_table(const Report& report, const TakeBytes& take) {
  Table table(organisation_card, take);
  for (const Measure& m : report.measures)
    for (std::size_t p = 0; p < m.periods.size(); ++p) {
      const MeasurePeriod& period = m.periods[p];
      table.csv.text(m.id).text(m.name).text(stable_name(m.kind)).text(stable_name(m.direction)).number(m.min).number(m.max);
      table.csv.text(m.group).text(m.instrument).text(m.status).text(label(report, p));
      const Shown* shown = number_of(period.organisation);
      table.csv.text(shown ? "shown" : not_shown_name);
      if (shown)
        figures(table.csv, *shown, m.digits);
      else
        blanks(table.csv, 5);
      change(table.csv, shown ? &period.organisation_change : nullptr, m.digits);
      if (shown && period.worst_case)
        table.csv.number(period.worst_case->low, m.digits).number(period.worst_case->high, m.digits);
      else
        blanks(table.csv, 2);
      optional(table.csv, period.weighted, m.digits);
      optional(table.csv, period.weighted_low, m.digits);
      optional(table.csv, period.weighted_high, m.digits);
      table.csv.text(period.refused).end_row();
    }
}

void pools_table(const Report& report, const TakeBytes& take) {
  Table table(pools_card, take);
  for (const Measure& m : report.measures)
    for (std::size_t p = 0; p < m.periods.size(); ++p)
      for (std::size_t i = 0; i < m.periods[p].pools.size(); ++i) {
        const measure::Pool& pool = m.periods[p].pools[i];
        table.csv.text(m.id).text(label(report, p)).integer(static_cast<long long>(i)).text(report.tree[pool.home].id);
        ids(table.csv, report.tree, pool.units, pool.units.size());
        const Shown* shown = number_of(pool.cell);
        table.csv.text(shown ? stable_name(shown->state) : not_shown_name);
        if (shown)
          figures(table.csv, *shown, m.digits);
        else
          blanks(table.csv, 5);
        table.csv.end_row();
        table.pass();
      }
}

void reliability_table(const Report& report, const TakeBytes& take) {
  Table table(reliability_card, take);
  for (const Measure& m : report.measures)
    for (std::size_t p = 0; p < m.periods.size(); ++p)
      for (const measure::ReliabilityLine& line : m.periods[p].reliability) {
        table.csv.text(m.id).text(label(report, p)).text(line.label);
        optional(table.csv, line.value, line.digits);
        optional(table.csv, line.low, line.digits);
        optional(table.csv, line.high, line.digits);
        table.csv.text(line.words).end_row();
      }
}

void gates_table(const Report& report, const TakeBytes& take) {
  Table table(gates_card, take);
  for (const Measure& m : report.measures)
    for (std::size_t p = 0; p < m.periods.size(); ++p)
      for (const measure::Gate& gate : m.periods[p].gates)
        table.csv.text(m.id).text(label(report, p)).text(gate.name).text(stable_name(gate.result)).text(gate.words).end_row();
}

void notes_table(const Report& report, const TakeBytes& take) {
  Table table(notes_card, take);
  const auto note = [&](std::string_view part, std::string_view about, std::string_view words) {
    table.csv.text(part).text(about).empty().text(words).end_row();
  };
  note("title", "", report.title);
  note("profile", "", report.profile);
  note("version", "", report.version);
  note("seed", "", std::to_string(report.seed));
  note("draws", "", std::to_string(report.draws));
  note("input_sha256", "", report.input_sha256);
  if (!report.index_words.empty()) note("index", "", report.index_words);
  for (const measure::Finding& finding : report.findings) note("finding", finding.measure, finding.sentence);
  if (!report.finding_rule.empty()) note("finding_rule", "", report.finding_rule);
  for (const Measure& m : report.measures)
    for (std::size_t p = 0; p < m.periods.size(); ++p)
      for (const std::string& remark : m.periods[p].remarks) table.csv.text("remark").text(m.id).text(label(report, p)).text(remark).end_row();
  for (const measure::Fact& fact : report.protection) note("protection", fact.label, fact.words);
  for (const measure::Fact& fact : report.computation) note("computation", fact.label, fact.words);
  for (const std::string& words : report.data_quality) note("data_quality", "", words);
  for (const std::string& words : report.promises_not_carried) note("not_promised", "", words);
  for (const Measure& m : report.measures)
    if (!m.notice.empty()) note("notice", m.id, m.notice);
}

void funnel_table(const Report& report, const TakeBytes& take) {
  Table table(funnel_card, take);
  for (const measure::Funnel& funnel : report.funnels) {
    int digits = 2;
    for (const Measure& m : report.measures)
      if (m.id == funnel.measure) digits = m.digits;
    for (const measure::FunnelPoint& at : funnel.points) {
      table.csv.text(funnel.measure).text(funnel.period).text(report.tree[at.unit].id).number(at.n, 0).number(at.value, digits).number(funnel.centre, digits);
      table.csv.number(at.low95, digits).number(at.high95, digits).number(at.low998, digits).number(at.high998, digits).end_row();
    }
  }
}

}  // namespace

std::vector<FileToWrite> report_tables(const Report& report) {
  using Fill = void (*)(const Report&, const TakeBytes&);
  std::vector<std::pair<const TableCard*, Fill>> tables{
      {&units_card, units_table},     {&organisation_card, organisation_table}, {&pools_card, pools_table}, {&tree_card, tree_table},
      {&periods_card, periods_table}, {&reliability_card, reliability_table},   {&gates_card, gates_table}, {&notes_card, notes_table}};
  if (!report.funnels.empty()) tables.emplace_back(&funnel_card, funnel_table);
  std::vector<FileToWrite> files;
  for (const auto& [card, fill] : tables)
    files.push_back({.name = std::string(card->file), .bytes = {}, .pieces = [&report, fill = fill](const TakeBytes& take) { fill(report, take); }});
  tables.emplace_back(&dictionary_card, nullptr);
  files.push_back({.name = std::string(dictionary_card.file), .bytes = {}, .pieces = [tables](const TakeBytes& take) {
                     Table dictionary(dictionary_card, take);
                     for (const auto& [card, fill] : tables) {
                       dictionary.csv.text(card->file).empty().empty().text(card->words).end_row();
                       for (const ColumnCard& column : card->columns)
                         dictionary.csv.text(card->file).text(column.name).text(column.type).text(column.words).end_row();
                     }
                   }});
  return files;
}

std::string whole(const FileToWrite& file) {
  if (!file.pieces) return file.bytes;
  std::string bytes;
  file.pieces([&](std::string_view piece) { bytes += piece; });
  return bytes;
}

}  // namespace karuna::show
