// SPDX-License-Identifier: Apache-2.0
#include "protect/released/wave_tables.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/csv.h"
#include "base/text.h"
#include "protect/released/wave_form.h"
#include "protect/released/wave_sums.h"

namespace karuna::protect {

namespace {

constexpr std::array<const char*, 3> table_names{"index", "scales", "items"};
constexpr int digits = 6;

/// A table that is written twice, as CSV and as a list of objects.
class Table {
 public:
  explicit Table(std::vector<std::string> columns) : columns_(std::move(columns)) {
    for (const std::string& column : columns_) csv_.text(column);
    csv_.end_row();
  }
  Table& text(std::string_view value) {
    csv_.text(value);
    return put(nlohmann::json(value).dump());
  }
  Table& integer(std::int64_t value) {
    csv_.integer(value);
    return put(std::to_string(value));
  }
  Table& number(double value) {
    csv_.number(value, digits);
    return put(fixed(value, digits));
  }
  Table& empty() {
    csv_.empty();
    return put("null");
  }
  void end_row() {
    csv_.end_row();
    at_ = 0;
    json_ += '}';
    ++rows_;
  }
  void add_to(std::vector<FileToWrite>& files, const std::string& name) {
    files.push_back({.name = "tables/" + name + ".csv", .bytes = csv_.take()});
    files.push_back({.name = "tables/" + name + ".json", .bytes = "[" + json_ + "\n]\n"});
  }

 private:
  Table& put(const std::string& value) {
    json_ += at_ > 0 ? ", " : rows_ > 0 ? ",\n{" : "\n{";
    json_ += "\"" + columns_[at_++] + "\": " + value;
    return *this;
  }
  std::vector<std::string> columns_;
  CsvWriter csv_;
  std::string json_;
  std::size_t at_ = 0, rows_ = 0;
};

void add_statistic(Table& table, const Release& release, std::size_t s) {
  const Published& published = release.periods[0].published[s];
  for (std::uint32_t u = 0; u < release.tree.size(); ++u) {
    const UnitStanding& standing = published.units[u];
    if (standing.standing == Standing::not_shown) continue;
    const Unit& unit = release.tree[UnitId{u}];
    const bool shown = standing.standing == Standing::shown;
    table.text(release.statistics[s].id).text(unit.id).text(unit.name).text(shown ? "shown" : "pooled");
    if (!shown) {
      table.empty().empty().empty().empty().end_row();
      continue;
    }
    std::int64_t n = 0;
    double answers = 0, sum = 0, noise = 0;
    for (const std::uint32_t g : standing.groups) {
      const Group& group = published.groups[g];
      n += group.ballots;
      answers += group.answers;
      sum += group.answers * group.mean;
      noise += group.answers * group.answers * group.noise_variance;
    }
    table.integer(n).number(answers).number(sum / answers).number(std::sqrt(noise) / answers).end_row();
  }
}

Result<void> add_moments(Table& table, const WaveAndRelease& wave, const Release& release) {
  KARUNA_TRY(form, wave_form(wave.token_part, wave.question_part, wave.cells, nullptr));
  KARUNA_TRY(sums, sums_of(*form, wave.release));
  const auto& items = form->declaration.statistics[0].members;
  std::size_t at = 0;
  if (sums.noisy.moments.empty()) return {};
  for (std::size_t a = 0; a < items.size(); ++a)
    for (std::size_t b = a; b < items.size(); ++b)
      table.text(form->sheets.items[items[a].question].id)
          .text(form->sheets.items[items[b].question].id)
          .integer(release.periods[0].ballots)
          .integer(sums.noisy.moments[at++])
          .number(std::sqrt(static_cast<double>(form->noise.sigma2_moments)))
          .end_row();
  return {};
}

Table dictionary() {
  Table table({"file", "column", "meaning"});
  const auto line = [&](std::string_view file, std::string_view column, std::string_view meaning) { table.text(file).text(column).text(meaning).end_row(); };
  constexpr std::string_view three = "index, scales, items";
  line(three, "statistic", "id of the published sum, as in question_part.json");
  line(three, "unit", "id of the unit; cell:7 is the cell with the number 7 of cells.json");
  line(three, "label", "what the manifest calls it; inner units have their id alone");
  line(three, "state",
       "shown: the unit is a union of groups; pooled: its ballots are counted together with those of other units. A unit that is not here is not shown");
  line(three, "n", "ballots of the unit that were not withdrawn: exact and public");
  line(three, "answers",
       "number of answers in the sum divided by the items of the statistic; with noise, but held between what is possible and twice the noise's spread");
  line(three, "mean", "(min + max) / 2 + T / (2 N) in the points people answered in, over the groups of the unit; with noise unless the profile is exact");
  line(three, "noise_sd", "standard deviation of the noise in mean; 0 in exact. Sampling error is not in it");
  line("moments", "item_a", "question, as in question_part.json");
  line("moments", "item_b", "question; the matrix is symmetric, its upper triangle with diagonal stands here");
  line("moments", "n", "ballots of the whole organisation");
  line("moments", "sum",
       "sum over ballots of the product of both centred and signed answers, in half-points (sign (2 v - min - max); a skipped answer is 0), with noise");
  line("moments", "noise_sd", "standard deviation of the noise in sum");
  return table;
}

}  // namespace

Result<std::vector<FileToWrite>> wave_tables(const WaveAndRelease& wave) {
  std::vector<Table> tables(3, Table({"statistic", "unit", "label", "state", "n", "answers", "mean", "noise_sd"}));
  Table moments({"item_a", "item_b", "n", "sum", "noise_sd"});
  auto release = release_of(std::array{wave}, nullptr);
  if (!release && release.error().fault != Fault::too_few_people) return std::unexpected(release.error());
  if (release) {
    for (std::size_t s = 0; s < release->statistics.size(); ++s) add_statistic(tables[static_cast<std::size_t>(release->statistics[s].family)], *release, s);
    KARUNA_CHECK(add_moments(moments, wave, *release));
  }
  std::vector<FileToWrite> files;
  for (std::size_t t = 0; t < tables.size(); ++t) tables[t].add_to(files, table_names[t]);
  moments.add_to(files, "moments");
  dictionary().add_to(files, "data_dictionary");
  return files;
}

}  // namespace karuna::protect
