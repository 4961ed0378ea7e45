// SPDX-License-Identifier: Apache-2.0
// A1 and A2: what can be had by subtracting and adding published figures. Side knowledge: who works where, and who answered which question.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "differences.h"
#include "gain_table.h"
#include "organisation.h"
#include "published.h"
#include "row_space.h"
#include "shared.h"
#include "survey_folder.h"
#include "vendor.h"

namespace karuna::privacy {
namespace {

Organisation organisation_of(std::size_t people) { return make_organisation({.people = people, .seed = 40 + people, .skipping = 0.03}); }

/// How many people of each cell have an answer behind a figure. In a scale somebody who skipped one question may or may not count;
/// everybody who answered at all is counted here, so what falls below k falls below it in earnest.
std::vector<std::uint32_t> people_behind(const Organisation& organisation, const std::string& measure) {
  const std::vector<int> entries = entries_of(organisation, measure);
  std::vector<std::uint32_t> count(organisation.units.size(), 0);
  for (const Person& person : organisation.people)
    for (std::size_t q = 0; q < entries.size(); ++q)
      if (entries[q] != 0 && person.answers[q] != skipped) {
        ++count[person.unit];
        break;
      }
  return count;
}

/// A1: a published figure minus any published figures inside it.
Differences all_differences(const Organisation& organisation, const Published& published, std::uint32_t k) {
  std::map<std::string, std::vector<std::vector<std::size_t>>> sets;
  for (const Row& row : published.rows) sets[row.measure].push_back(row.cells);
  Differences all;
  for (const auto& [measure, figures] : sets) {
    const Differences one = count_differences(figures, people_behind(organisation, measure), k);
    all.found += one.found;
    all.crossing += one.crossing;
    if (one.smallest > 0 && (all.smallest == 0 || one.smallest < all.smallest)) all.smallest = one.smallest;
  }
  return all;
}

/// A2: every linear combination of everything published.
RowSpace all_combinations(const Organisation& organisation, const Published& published, std::uint32_t k) {
  std::vector<Sum> sums;
  for (const Row& row : published.rows) sums.push_back({row.cells, entries_of(organisation, row.measure)});
  std::vector<std::vector<std::uint32_t>> answered;
  for (std::size_t q = 0; q < organisation.questions.size(); ++q) answered.push_back(organisation.answers_at(q));
  return row_space(sums, organisation.people_at(), answered, k);
}

struct Vendor {
  Differences differences;
  RowSpace combinations;
};

constexpr std::uint32_t vendor_k = 5, our_k = 10;

Vendor attack_vendor(const Organisation& organisation) {
  const test::TemporaryFolder folder;
  write_vendor_report({{"", &organisation}}, {.smallest = vendor_k}, folder.path());
  const Published published = read_published(folder.path(), organisation);
  return {all_differences(organisation, published, vendor_k), all_combinations(organisation, published, vendor_k)};
}

std::string count_text(double count) { return count < 1e6 ? std::to_string(static_cast<long>(count)) : "over a million"; }

class Subtraction : public testing::TestWithParam<std::size_t> {};

TEST_P(Subtraction, finds_small_groups_in_what_a_vendor_shows_and_none_in_ours) {
  const Organisation organisation = organisation_of(GetParam());
  const std::string name = std::to_string(GetParam()) + " people";
  const Vendor vendor = attack_vendor(organisation);
  EXPECT_GT(vendor.differences.found, 0);
  EXPECT_LT(vendor.differences.smallest, vendor_k);
  EXPECT_TRUE(vendor.combinations.primes_agree);
  EXPECT_GT(vendor.combinations.people_exposed, 0U);
  for (const std::string profile : {"exact", "balanced", "strict"}) {
    const test::TemporaryFolder folder;
    const Published published = read_published(report_of(organisation, {.profile = profile}, folder.path()), organisation);
    ASSERT_FALSE(published.rows.empty());
    const Differences ours = all_differences(organisation, published, our_k);
    EXPECT_EQ(ours.found, 0);
    EXPECT_GE(ours.smallest, our_k);
    print_gain("A1 ways to fewer than k people", name, profile, count_text(vendor.differences.found) + " (k = 5)", count_text(ours.found) + " (k = 10)", "0");

    const RowSpace combinations = all_combinations(organisation, published, our_k);
    EXPECT_TRUE(combinations.primes_agree);
    EXPECT_EQ(combinations.people_exposed, 0U);
    EXPECT_EQ(combinations.people_isolated, 0U);
    EXPECT_GE(combinations.smallest_block, our_k);
    print_gain("A2 people with an answer determined", name, profile, std::to_string(vendor.combinations.people_exposed) + " of " + std::to_string(GetParam()),
               std::to_string(combinations.people_exposed) + ", smallest group " + std::to_string(combinations.smallest_block), "0, group of 10 or more");
  }
}

INSTANTIATE_TEST_SUITE_P(organisations, Subtraction, testing::Values(50, 300, 5000), testing::PrintToStringParamName());

}  // namespace
}  // namespace karuna::privacy
