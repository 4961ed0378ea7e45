// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <sstream>

#include "case.h"
#include "shared.h"
#include "stats/composite.h"
#include "stats/quantiles.h"
#include "stats/resample/bca.h"
#include "table.h"

namespace karuna::test {
namespace {

using namespace stats;

double mean_of(const std::vector<double>& x) { return std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size()); }

/// R prints the places it read with two decimals.
double two_decimals(double x) { return std::round(100 * x) / 100; }

void ratio_case(OracleCase& c, const Table& table) {
  const auto rating = table.numbers("rating"), complaints = table.numbers("complaints");
  const double estimate = mean_of(rating) / mean_of(complaints);
  std::vector<double> replicates, jackknife;
  std::istringstream lines(read_text(shared_file("oracles/composite/composite_bootstrap_indices.csv")));
  for (std::string line; std::getline(lines, line);) {
    std::istringstream places(line);
    double above = 0, below = 0;
    for (std::string place; std::getline(places, place, ',');) above += rating[std::stoul(place) - 1], below += complaints[std::stoul(place) - 1];
    replicates.push_back(above / below);
  }
  const double all_rating = std::accumulate(rating.begin(), rating.end(), 0.0), all_complaints = std::accumulate(complaints.begin(), complaints.end(), 0.0);
  for (std::size_t i = 0; i < rating.size(); ++i) jackknife.push_back((all_rating - rating[i]) / (all_complaints - complaints[i]));
  c.compare("/t0", estimate);
  c.compare("/replicates", replicates);
  std::vector<double> normal, basic, percent, bca;
  for (const double confidence : {0.9, 0.95}) {
    const auto found = bootstrap_intervals(estimate, replicates, jackknife, confidence);
    ASSERT_TRUE(found) << found.error().what;
    normal.insert(normal.end(), {confidence, found->normal.low, found->normal.high});
    const auto add = [&](std::vector<double>& to, const BootstrapInterval& i) {
      to.insert(to.end(), {confidence, two_decimals(i.low_rank), two_decimals(i.high_rank), i.low, i.high});
    };
    add(basic, found->basic);
    add(percent, found->percentile);
    add(bca, found->bca);
    if (confidence != 0.9) continue;
    c.compare("/a_jack", found->acceleration);
    c.compare("/z0", found->bias_correction);
  }
  c.compare("/normal", normal);
  c.compare("/basic", basic);
  c.compare("/percent", percent);
  c.compare("/bca", bca);
}

void index_case(OracleCase& c, const Table& table) {
  const Numbers values(table, table.names());
  const auto index = standardised_index(values.view(), std::vector{.25, .2, .15, .15, .1, .1, .05});
  ASSERT_TRUE(index) << index.error().what;
  c.compare("/index", *index);
  const auto component = first_principal_component(values.view());
  ASSERT_TRUE(component) << component.error().what;
  c.compare("/pc1", component->loadings);
  c.compare("/eigenvalues", component->eigenvalues);
  const std::vector<std::pair<std::string, double>> places{{"5%", .05}, {"25%", .25}, {"50%", .5}, {"75%", .75}, {"95%", .95}};
  for (const auto& [name, type] : {std::pair{"6", QuantileType::type6}, {"7", QuantileType::type7}, {"8", QuantileType::type8}})
    for (const auto& [percent, p] : places) c.compare(std::string("/quantiles_type") + name + "/" + percent, quantiles(*index, std::span(&p, 1), type)[0]);
}

TEST(Oracles, composites_and_bootstrap_intervals_agree_with_boot_and_stats) {
  KARUNA_NEEDS_SHARED("oracles/composite/cases.json");
  std::vector<OracleCase> done;
  for (const auto& [id, listed] : oracle_cases("composite")) {
    const Table table(shared_file("oracles/composite/" + listed.at("data").get<std::string>()));
    OracleCase c(listed);
    if (id == "attitude_ratio_boot")
      ratio_case(c, table);
    else if (id == "attitude_index")
      index_case(c, table);
    c.finish();
    done.push_back(std::move(c));
  }
  print_table("composite", done);
  EXPECT_EQ(done.size(), 2U);
}

}  // namespace
}  // namespace karuna::test
