// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "case.h"
#include "shared.h"
#include "stats/agreement/awg.h"
#include "stats/agreement/rwg.h"
#include "stats/group_moments.h"
#include "stats/units/icc.h"
#include "table.h"

namespace karuna::test {
namespace {

using namespace stats;

void icc_case(OracleCase& c, const Table& table, const std::string& column) {
  const Levels groups = table.levels("GRP");
  const auto sums = group_sums(groups.of_row, groups.names.size(), table.numbers(column));
  ASSERT_TRUE(sums);
  const auto icc = one_way_icc(*sums);
  ASSERT_TRUE(icc) << icc.error().what;
  c.compare("/ICC1", icc->icc1);
  c.compare("/ICC2", icc->icc2);
  c.compare("/F", icc->f);
  c.compare("/p", icc->p);
  c.compare("/n", icc->n);
  c.compare("/groups", static_cast<double>(icc->units));
}

std::vector<double> as_numbers(const std::vector<std::uint32_t>& counts) { return {counts.begin(), counts.end()}; }

TEST(Oracles, icc_and_agreement_agree_with_multilevel) {
  KARUNA_NEEDS_SHARED("oracles/icc_rwg/cases.json");
  std::vector<OracleCase> done;
  for (const auto& [id, listed] : oracle_cases("icc_rwg")) {
    const Table table(shared_file("oracles/icc_rwg/" + listed.at("data").get<std::string>()));
    OracleCase c(listed);
    if (id == "bh1996_hrs" || id == "bh1996_wbeing") {
      icc_case(c, table, id == "bh1996_hrs" ? "HRS" : "WBEING");
    } else {
      const Levels groups = table.levels("COMPID");
      c.compare_words("/grpid", groups.names);
      std::vector<std::vector<std::int16_t>> columns;
      for (const auto& name : table.names())
        if (name != "COMPID" && name != "LEAD") columns.push_back(table.codes(name));
      const std::vector<CodeColumn> items(columns.begin(), columns.end());
      if (id == "lq2002_rwgj_lead11") {
        const auto found = rwg_j(groups.of_row, groups.names.size(), items, uniform_variance(5));
        ASSERT_TRUE(found) << found.error().what;
        c.compare("/rwg.j", found->value);
        c.compare("/gsize", as_numbers(found->n));
      } else if (id == "lq2002_rwg_lead_mean") {
        const auto found = rwg(groups.of_row, groups.names.size(), table.numbers("LEAD"), uniform_variance(5));
        ASSERT_TRUE(found) << found.error().what;
        c.compare("/rwg", found->value);
        c.compare("/gsize", as_numbers(found->n));
      } else if (id == "lq2002_awg_lead") {
        const auto found = awg(groups.of_row, groups.names.size(), items, 1, 5);
        ASSERT_TRUE(found) << found.error().what;
        c.compare("/a.wg", found->value);
        c.compare("/nitems", std::vector<double>(groups.names.size(), static_cast<double>(items.size())));
        c.compare("/nraters", as_numbers(found->n));
        // R averages the whole covariance matrix of a group, which is the variance of its people's means.
        const Numbers answers(table, {table.names().begin() + 1, table.names().end()});
        std::vector<double> means(answers.rows, 0);
        for (std::size_t i = 0; i < answers.rows; ++i)
          for (std::size_t j = 0; j < answers.columns; ++j) means[i] += answers.view()(i, j) / static_cast<double>(answers.columns);
        c.compare("/avg.grp.var", group_moments(groups.of_row, groups.names.size(), std::span<const double>(means)).value().variance);
      }
    }
    c.finish();
    done.push_back(std::move(c));
  }
  print_table("icc_rwg", done);
  EXPECT_EQ(done.size(), 5U);
}

}  // namespace
}  // namespace karuna::test
