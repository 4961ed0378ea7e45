// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "figures.h"
#include "shared.h"
#include "stats/covariance.h"

namespace karuna::test {
namespace {

const collect::PublishedMeasure& measure_of(const collect::PublishedTable& table, const std::string& id) {
  for (const auto& measure : table.measures)
    if (measure.id == id) return measure;
  throw std::runtime_error("no measure " + id);
}

/// The largest distance of an index from the mean of its parts over the units of a period; NaN where no unit has all of them.
double distance_from_parts(const collect::PublishedTable& table, std::size_t period, const std::string& index, const std::vector<std::string>& parts) {
  double largest = std::nan("");
  for (std::size_t u = 0; u < table.tree.size(); ++u) {
    double mean = 0;
    for (const std::string& part : parts) mean += measure_of(table, part).cells[period][u].value / static_cast<double>(parts.size());
    const double distance = std::abs(measure_of(table, index).cells[period][u].value - mean);
    if (!std::isnan(distance)) largest = std::isnan(largest) ? distance : std::max(largest, distance);
  }
  return largest;
}

TEST(KnownFigures, fevs_commerce_indices) {
  KARUNA_NEEDS_SHARED("data/fevs_commerce_indices/expected.json");
  const auto table = table_of("fevs");
  Figures figures("fevs_commerce_indices");
  ASSERT_EQ(table.periods.size(), 6U);
  std::uint32_t deepest = 0;
  for (std::size_t u = 0; u < table.tree.size(); ++u) deepest = std::max(deepest, table.tree[UnitId{u}].depth);
  EXPECT_EQ(deepest, 4U);
  EXPECT_EQ(table.tree[table.tree.root()].id, "GOV");
  const auto& engagement = measure_of(table, "eei");
  for (std::size_t p = 0; p < table.periods.size(); ++p) {
    const std::string& year = table.periods[p];
    double units = 0;
    for (const auto& cell : engagement.cells[p]) units += cell.n > 0;
    figures.compare("n_units_" + year, units);
    figures.compare("max_abs_eei_minus_mean_of_3_" + year, distance_from_parts(table, p, "eei", {"leaders_lead", "supervisors", "intrinsic"}));
    if (year != "2020")
      figures.compare("max_abs_newiq_minus_mean_of_5_" + year,
                      distance_from_parts(table, p, "newiq", {"fair", "open", "cooperative", "supportive", "empowering"}));
    figures.compare("governmentwide_eei_" + year, engagement.cells[p][table.tree.root().value].value);
  }
  figures.finish();
}

TEST(KnownFigures, nhs_staff_survey_2021_2023) {
  KARUNA_NEEDS_SHARED("data/nhs_staff_survey_2021_2023/expected.json");
  const auto table = table_of("nhs");
  Figures figures("nhs_staff_survey_2021_2023");
  const auto& burned_out = measure_of(table, "burned-out");
  const auto& stress = measure_of(table, "stress");
  for (std::size_t p = 0; p < table.periods.size(); ++p) {
    const std::string& year = table.periods[p];
    double organisations = 0, trusts = 0, n_all = 0, sum_all = 0, n_trusts = 0, sum_trusts = 0;
    std::vector<double> burnout_column, stress_column;
    for (std::size_t u = 0; u < table.tree.size(); ++u) {
      const auto& cell = burned_out.cells[p][u];
      if (cell.n == 0) continue;
      ++organisations;
      n_all += cell.n;
      sum_all += cell.n * cell.value;
      const std::string& group = table.tree[table.tree[UnitId{u}].parent].name;
      if (group.find("Trusts") == std::string::npos) continue;
      ++trusts;
      n_trusts += cell.n;
      sum_trusts += cell.n * cell.value;
      burnout_column.push_back(cell.value);
      stress_column.push_back(stress.cells[p][u].value);
    }
    figures.compare("n_organisations_" + year, organisations);
    figures.compare("n_trusts_" + year, trusts);
    figures.compare("burned_out_pooled_pct_" + year, sum_all / n_all);
    figures.compare("burned_out_pooled_trusts_pct_" + year, sum_trusts / n_trusts);
    figures.compare("burned_out_national_official_pct_" + year, sum_trusts / n_trusts);
    const std::size_t rows = burnout_column.size();
    burnout_column.insert(burnout_column.end(), stress_column.begin(), stress_column.end());
    figures.compare("r_burnout_stress_trusts_" + year, stats::correlations(stats::covariance(MatrixView(burnout_column.data(), rows, 2)).value())[1]);
  }
  figures.finish();
}

}  // namespace
}  // namespace karuna::test
