// SPDX-License-Identifier: Apache-2.0
// A7: the attacker knows every answer of everybody but one, and wants to know whether that one answered 1 or 5 (or, of a whole ballot, all low or
// all high). They weigh every published sum that contains the answer by its chance under either value; the size of the noise is public.
// No attack on one answer can do better, so this one must come close to the bound and must not pass it.
#include <gtest/gtest.h>

#include <algorithm>

#include "gain_table.h"
#include "guesses.h"
#include "noise_model.h"
#include "organisation.h"
#include "published.h"
#include "shared.h"
#include "survey_folder.h"
#include "vendor.h"

namespace karuna::privacy {
namespace {

const ScaleLine& scale_of(const Organisation& organisation, std::size_t question) {
  return *std::find_if(organisation.scales.begin(), organisation.scales.end(),
                       [&](const ScaleLine& scale) { return std::find(scale.questions.begin(), scale.questions.end(), question) != scale.questions.end(); });
}

/// The end of a question that counts low (or high) for the index: a ballot of one such end moves every sum as far as a ballot can.
int far_end(const Organisation& organisation, std::size_t question, bool high) {
  const bool turned = scale_of(organisation, question).higher_is_better == organisation.questions[question].reversed;
  return high != turned ? 5 : 1;
}

struct Target {
  std::size_t person = 0;
  std::vector<std::size_t> questions;  ///< one, or all
  bool high = false;                   ///< the truth
};

/// Everybody can be asked about; some are asked about one answer, fewer about their whole ballot. Nobody is both.
std::vector<Target> choose(Organisation& organisation, Random& random) {
  std::vector<std::size_t> people(organisation.people.size());
  for (std::size_t p = 0; p < people.size(); ++p) people[p] = p;
  for (std::size_t p = people.size(); p-- > 1;) std::swap(people[p], people[random.below(p + 1)]);
  std::vector<std::size_t> all;
  for (std::size_t q = 0; q < organisation.questions.size(); ++q) all.push_back(q);
  std::vector<Target> targets;
  const std::size_t single = people.size() / 4, whole = std::max<std::size_t>(2, people.size() / 25);
  for (std::size_t i = 0; i < single + whole; ++i)
    targets.push_back({people[i], i < single ? std::vector<std::size_t>{random.below(all.size())} : all, random.uniform() < 0.5});
  for (const Target& target : targets)
    for (std::size_t question : target.questions) organisation.people[target.person].answers[question] = far_end(organisation, question, target.high);
  return targets;
}

/// Every measure that the answers enter.
std::vector<std::string> measures_with(const Organisation& organisation, const std::vector<std::size_t>& questions) {
  std::vector<std::string> measures{"index"};
  for (std::size_t question : questions) {
    measures.push_back(organisation.questions[question].code);
    measures.push_back(scale_of(organisation, question).id);
  }
  std::sort(measures.begin(), measures.end());
  measures.erase(std::unique(measures.begin(), measures.end()), measures.end());
  return measures;
}

struct Result {
  Guesses one, ballot;
};

void attack(const Organisation& organisation, const std::vector<Target>& targets, const Published& published, const std::string& profile, Result& result) {
  KnownAnswers known(organisation);
  const std::string period = published.rows.front().period;
  for (const Target& target : targets) {
    double evidence = 0;  // for high against low
    for (const std::string& measure : measures_with(organisation, target.questions)) {
      const Row* row = published.smallest_with(measure, period, organisation.people[target.person].unit);
      if (!row) continue;
      const PublicNoise noise = profile == "vendor" ? PublicNoise{} : noise_of(organisation, profile, measure);
      const auto chance = [&](bool high) {
        Sums sums = known.behind(*row);
        for (std::size_t question : target.questions) sums = known.with_answer(sums, *row, target.person, question, far_end(organisation, question, high));
        return log_chance(*row, sums, noise);
      };
      evidence += chance(true) - chance(false);
    }
    (target.questions.size() == 1 ? result.one : result.ballot).add_share(chance_of_hit(target.high ? evidence : -evidence));
  }
}

struct Case {
  std::size_t people;
  std::string profile;
  int runs;
};

void PrintTo(const Case& one, std::ostream* out) { *out << one.profile << " with " << one.people << " people"; }

class KnownColleagues : public testing::TestWithParam<Case> {};

TEST_P(KnownColleagues, tell_no_more_than_the_bound) {
  const auto [people, profile, runs] = GetParam();
  const Organisation base = make_organisation({.people = people, .seed = 70 + people, .skipping = 0.03});
  Random random(people + profile.size());
  Result vendor, ours;
  for (int run = 0; run < runs; ++run) {
    Organisation organisation = base;
    const std::vector<Target> targets = choose(organisation, random);
    const test::TemporaryFolder folder;
    if (run == 0) {
      write_vendor_report({{"", &organisation}}, VendorRule{}, folder.path());
      attack(organisation, targets, read_published(folder.path(), organisation), "vendor", vendor);
    }
    const auto out = report_of(organisation, {.profile = profile, .secret = random.next()}, folder.path());
    attack(organisation, targets, read_published(out, organisation), profile, ours);
  }
  const double one = best_guess(rho_of_one_answer(profile)), ballot = best_guess(rho_of_a_ballot(profile));
  const std::string name = std::to_string(people) + " people, ";
  print_gain("A7 one answer, 1 against 5", name + std::to_string(ours.one.all) + " guesses", profile, percent(vendor.one.share()), percent(ours.one.share()),
             percent(one));
  print_gain("A7 a whole ballot", name + std::to_string(ours.ballot.all) + " guesses", profile, percent(vendor.ballot.share()), percent(ours.ballot.share()),
             percent(ballot));
  EXPECT_GT(vendor.one.share(), 0.99);
  EXPECT_GT(vendor.ballot.share(), 0.99);
  // One point; and of fewer than ten thousand guesses what chance may do to them (three standard errors).
  EXPECT_LE(ours.one.share(), one + 0.01 + (ours.one.all < 10'000 ? 3 * ours.one.error(one) : 0.0));
  EXPECT_LE(ours.ballot.share(), ballot + 0.01 + 3 * ours.ballot.error(ballot));
  // An attack that finds far less than the bound allows would be a poor test.
  EXPECT_GE(ours.one.share(), one - 0.03 - 3 * ours.one.error(one));
}

INSTANTIATE_TEST_SUITE_P(organisations, KnownColleagues,
                         testing::Values(Case{50, "balanced", 80}, Case{50, "strict", 80}, Case{300, "balanced", 40}, Case{300, "strict", 40},
                                         Case{5000, "balanced", 16}, Case{5000, "strict", 16}),
                         [](const auto& one) { return one.param.profile + "_" + std::to_string(one.param.people); });

}  // namespace
}  // namespace karuna::privacy
