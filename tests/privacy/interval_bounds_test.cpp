// SPDX-License-Identifier: Apache-2.0
// A3: linear programming. Every published figure is an equation, every answer lies between 1 and 5: how narrow does that make one person's answer?
// Side knowledge: who works where. Nobody skips here, and where rounding hides the exact total the attacker is given it; both only help the attack.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "bounds.h"
#include "gain_table.h"
#include "noise_model.h"
#include "organisation.h"
#include "published.h"
#include "row_space.h"
#include "shared.h"
#include "survey_folder.h"
#include "vendor.h"

namespace karuna::privacy {
namespace {

enum class Totals { true_ones, as_printed };

struct Equations {
  std::vector<Block> blocks;
  std::vector<std::uint32_t> answers;  ///< by block
  std::vector<Equation> list;
};

/// The printed figures as equations over blocks of answers.
Equations equations_of(const Organisation& organisation, const Published& published, Totals totals) {
  std::vector<const Row*> rows;
  std::vector<Sum> sums;
  for (const Row& row : published.rows)
    if (row.kind != "index") {  // the index proper is no sum, and is made from the dimensions beside it
      rows.push_back(&row);
      sums.push_back({row.cells, entries_of(organisation, row.measure)});
    }
  const std::vector<std::uint32_t> people = organisation.people_at();
  Equations equations;
  equations.blocks = row_space(sums, people, std::vector<std::vector<std::uint32_t>>(organisation.questions.size(), people), 1).blocks;
  std::vector<std::vector<std::size_t>> block_of(organisation.questions.size(), std::vector<std::size_t>(people.size(), equations.blocks.size()));
  for (std::size_t b = 0; b < equations.blocks.size(); ++b) {
    const Block& block = equations.blocks[b];
    equations.answers.push_back(0);
    for (std::size_t i = 0; i < block.cells.size(); ++i) {
      block_of[block.questions[i]][block.cells[i]] = b;
      equations.answers.back() += people[block.cells[i]];
    }
  }
  KnownAnswers known(organisation);
  for (std::size_t r = 0; r < rows.size(); ++r) {
    std::set<std::pair<std::size_t, int>> in;
    double entries = 0, constant = 0;  // sum of |entry| (answer or 6 - answer) = constant + sum of entry x answer
    for (std::size_t q = 0; q < sums[r].entries.size(); ++q) {
      const int entry = sums[r].entries[q];
      entries += std::abs(entry);
      if (entry < 0) constant += 6 * -entry;
      if (entry == 0) continue;
      for (std::size_t cell : rows[r]->cells)
        if (people[cell] > 0) in.emplace(block_of[q][cell], entry);
    }
    const double n = rows[r]->n, printed = n * (rows[r]->mean * entries - constant);
    const double centred = known.behind(*rows[r]).T;  // in half-points around 3
    const double truth = centred / 2 + n * (3 * entries - constant);
    if (totals == Totals::true_ones) {  // the figures were read as they are meant
      EXPECT_NEAR(printed, truth, n * entries * rows[r]->step + 1e-6) << rows[r]->measure << " in " << rows[r]->place;
    }
    equations.list.push_back({{in.begin(), in.end()}, totals == Totals::true_ones ? truth : printed});
  }
  return equations;
}

struct Outcome {
  std::size_t people = 0;        ///< looked at
  std::size_t narrowed = 0;      ///< people with some answer narrower than 1 to 5
  std::size_t settled = 0;       ///< people with some answer of one value only
  std::size_t contradicted = 0;  ///< people about whom the equations contradict themselves
  std::size_t wrong = 0;         ///< of those narrowed: people whose true answer lies outside
};

Outcome narrow(const Organisation& organisation, const Equations& equations, std::span<const std::size_t> chosen) {
  const std::vector<Interval> bounds = answer_bounds(equations.blocks, equations.answers, equations.list, chosen);
  std::set<std::size_t> looked, narrowed, settled, contradicted, wrong;  // people
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    const Block& block = equations.blocks[chosen.empty() ? i : chosen[i]];
    for (std::size_t p = 0; p < organisation.people.size(); ++p)
      for (std::size_t at = 0; at < block.cells.size(); ++at) {
        if (block.cells[at] != organisation.people[p].unit) continue;
        looked.insert(p);
        const int answer = organisation.people[p].answers[block.questions[at]];
        if (!bounds[i].solved)
          contradicted.insert(p);
        else if (bounds[i].low > 1 || bounds[i].high < 5) {
          narrowed.insert(p);
          if (bounds[i].high <= bounds[i].low) settled.insert(p);
          if (answer < bounds[i].low || answer > bounds[i].high) wrong.insert(p);
        }
      }
  }
  return {looked.size(), narrowed.size(), settled.size(), contradicted.size(), wrong.size()};
}

std::string words(const Outcome& outcome) {
  const double people = static_cast<double>(outcome.people);
  return percent(static_cast<double>(outcome.narrowed) / people) + " narrowed, " + percent(static_cast<double>(outcome.settled) / people) + " settled";
}

Outcome attack_vendor(const Organisation& organisation) {
  const test::TemporaryFolder folder;
  write_vendor_report({{"", &organisation}}, VendorRule{}, folder.path());
  return narrow(organisation, equations_of(organisation, read_published(folder.path(), organisation), Totals::true_ones), {});
}

/// Everybody below one unit answers as favourably as can be to the first scale.
Organisation with_a_happy_department(Organisation organisation) {
  for (std::size_t u = 1; u < organisation.units.size(); ++u) {
    const std::vector<std::size_t> inside = organisation.cells_below(u);
    std::vector<std::size_t> people;
    for (std::size_t p = 0; p < organisation.people.size(); ++p)
      if (std::binary_search(inside.begin(), inside.end(), organisation.people[p].unit)) people.push_back(p);
    if (people.size() < 12 || people.size() > 40) continue;
    for (std::size_t p : people)
      for (std::size_t question : organisation.scales[0].questions)
        organisation.people[p].answers[question] = organisation.questions[question].reversed ? 1 : 5;
    return organisation;
  }
  throw std::runtime_error("no department of that size");
}

class IntervalBounds : public testing::TestWithParam<std::size_t> {
 protected:
  void SetUp() override {
    if (!solver_is_here()) GTEST_SKIP() << "glpsol (package glpk-utils) is not here";
  }
  Organisation organisation() const { return make_organisation({.people = GetParam(), .seed = 30 + GetParam()}); }
  std::string name() const { return std::to_string(GetParam()) + " people"; }
};

TEST_P(IntervalBounds, leave_every_answer_open_in_exact) {
  const Organisation usual = organisation(), happy = with_a_happy_department(usual);
  for (const Organisation* one : {&usual, &happy}) {
    const Outcome vendor = attack_vendor(*one);
    EXPECT_GT(vendor.narrowed, 0U);
    const test::TemporaryFolder folder;
    const auto out = report_of(*one, {.profile = "exact"}, folder.path());
    const Outcome ours = narrow(*one, equations_of(*one, read_published(out, *one), Totals::true_ones), {});
    print_gain("A3 answers narrower than 1 to 5", name() + (one == &happy ? ", all 5s" : ""), "exact", words(vendor), words(ours), "nobody");
    EXPECT_EQ(ours.narrowed, 0U);
    EXPECT_EQ(ours.contradicted, 0U);
  }
}

/// Three teams of twelve, made so that no figure lies near an end but all of them together settle everything: in team A everybody answers 5 to the
/// first question; in B and C the first question stands at 3 and the others at 1. Then the questions' totals over all teams and the scales' totals by team
/// leave one solution only.
Organisation contrived() {
  Organisation made;
  made.units = {{"U0", UnitLine::none, 0}, {"U1", 0, 1}, {"U2", 0, 1}, {"U3", 0, 1}};
  made.questions = {{"q1", false}, {"q2", false}, {"q3", false}};
  made.scales = {{"helping", {0, 1, 2}}};
  for (std::size_t team = 1; team <= 3; ++team)
    for (int i = 0; i < 12; ++i)
      made.people.push_back({team, team == 1 ? std::vector<int>{5, 1 + i % 5, 1 + (i + 2) % 5} : std::vector<int>{i == 11 ? 5 : 1 + i % 5, 1, 1}});
  return made;
}

TEST(ContrivedAnswers, are_not_settled_by_all_figures_together_in_exact) {
  if (!solver_is_here()) GTEST_SKIP() << "glpsol (package glpk-utils) is not here";
  const Organisation organisation = contrived();
  const Outcome vendor = attack_vendor(organisation);
  EXPECT_GT(vendor.narrowed, 0U);
  const test::TemporaryFolder folder;
  const auto out = report_of(organisation, {.profile = "exact"}, folder.path());
  const Outcome ours = narrow(organisation, equations_of(organisation, read_published(out, organisation), Totals::true_ones), {});
  print_gain("A3 answers narrower than 1 to 5", "36 people, contrived", "exact", words(vendor), words(ours), "nobody");
  EXPECT_EQ(ours.narrowed, 0U);
}

/// The chance of the least likely value of an answer, when everybody else's answers are known and all values were equally likely before.
double least_likely(const Organisation& organisation, const Published& published, const std::string& profile, std::size_t person, std::size_t question) {
  KnownAnswers known(organisation);
  std::vector<double> logs(5, 0.0);
  for (const Row& row : published.rows) {
    if (row.kind == "index" || row.kind == "dimension" || entries_of(organisation, row.measure)[question] == 0) continue;
    if (published.smallest_with(row.measure, row.period, organisation.people[person].unit) != &row) continue;
    for (int answer = 1; answer <= 5; ++answer)
      logs[static_cast<std::size_t>(answer - 1)] +=
          log_chance(row, known.with_answer(known.behind(row), row, person, question, answer), noise_of(organisation, profile, row.measure));
  }
  const double most = *std::max_element(logs.begin(), logs.end());
  double sum = 0, least = 1;
  for (double one : logs) sum += std::exp(one - most);
  for (double one : logs) least = std::min(least, std::exp(one - most) / sum);
  return least;
}

TEST_P(IntervalBounds, mislead_whoever_takes_noisy_figures_for_equations) {
  const Organisation happy = with_a_happy_department(organisation());
  const Outcome vendor = attack_vendor(happy);
  EXPECT_GT(vendor.settled, 0U);
  for (const std::string profile : {"balanced", "strict"}) {
    const test::TemporaryFolder folder;
    const Published published = read_published(report_of(happy, {.profile = profile}, folder.path()), happy);
    const Equations equations = equations_of(happy, published, Totals::as_printed);
    Random random(GetParam());
    std::vector<std::size_t> chosen;  // each linear program is large here: a sample of blocks
    for (std::size_t i = 0; i < std::min<std::size_t>(equations.blocks.size(), 24); ++i) chosen.push_back(random.below(equations.blocks.size()));
    std::sort(chosen.begin(), chosen.end());
    chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
    const Outcome ours = narrow(happy, equations, chosen);
    double least = 1;
    for (int i = 0; i < 200; ++i)
      least = std::min(least, least_likely(happy, published, profile, random.below(happy.people.size()), random.below(happy.questions.size())));
    print_gain("A3 noisy figures as equations", name() + ", all 5s", profile, words(vendor),
               percent(static_cast<double>(ours.contradicted) / static_cast<double>(ours.people)) + " contradict, " + std::to_string(ours.narrowed) +
                   " narrowed, " + std::to_string(ours.wrong) + " wrongly",
               "nothing narrowed rightly for sure");
    print_gain("A3 least likely answer of anybody", name() + ", all 5s", profile, "0.0 %", percent(least), "above 0 %");
    // Equations that contradict themselves tell nothing. Where they can be solved, a narrow interval must be no proof: some are wrong.
    EXPECT_TRUE(ours.narrowed == 0 || ours.wrong > 0);
    // And in truth every answer of everybody stays possible, also to somebody who knows all others.
    EXPECT_GT(least, 0.01);
  }
}

INSTANTIATE_TEST_SUITE_P(organisations, IntervalBounds, testing::Values(50, 300, 5000), testing::PrintToStringParamName());

}  // namespace
}  // namespace karuna::privacy
