// SPDX-License-Identifier: Apache-2.0
// A20, first part: everything written besides the sums, read by somebody who knows every answer but one and who has the program.
// They make the report under either supposition and compare: is there anything in the true report that only one of them explains?
#include <gtest/gtest.h>

#include <cmath>

#include "gain_table.h"
#include "guesses.h"
#include "noise_model.h"
#include "organisation.h"
#include "published.h"
#include "replay.h"
#include "shared.h"
#include "survey_folder.h"
#include "vendor.h"

namespace karuna::privacy {
namespace {

struct Doubt {
  std::string words;
  int first, second;   ///< what the person may have answered
};

/// 1 against 5, answered against skipped, and a slip of the pen against an answer.
const std::vector<Doubt> doubts{{"1 or 5", 1, 5}, {"3 or skipped", 3, skipped}, {"5 or 7 (a slip)", 5, 7}};

struct Case {
  std::size_t people;
  std::string profile;
  int targets;
};

class TellTale : public testing::TestWithParam<Case> {};

TEST_P(TellTale, there_is_none) {
  const auto& [people, profile, targets] = GetParam();
  constexpr int replays = 3;
  const Organisation base = make_organisation({.people = people, .seed = 90 + people, .skipping = 0.03});
  const double allowed = best_guess(rho_of_one_answer(profile));
  Random random(people);
  for (const Doubt& doubt : doubts) {
    Guesses vendor, ours;
    std::string example;
    for (int t = 0; t < targets; ++t) {
      const std::size_t person = random.below(people), question = random.below(base.questions.size());
      const auto with = [&](int answer) {
        Organisation organisation = base;
        organisation.people[person].answers[question] = answer;
        return organisation;
      };
      const bool is_first = random.uniform() < 0.5;
      const Organisation truth = with(is_first ? doubt.first : doubt.second);
      const test::TemporaryFolder folder;
      // A vendor prints exact figures: the replay alone settles the answer.
      write_vendor_report({{"", &truth}}, VendorRule{}, folder.path() / "vendor");
      std::vector<std::set<std::string>> theirs, replayed[2];
      for (bool second : {false, true}) {
        const Organisation supposed = with(second ? doubt.second : doubt.first);
        write_vendor_report({{"", &supposed}}, VendorRule{}, folder.path() / "supposed");
        theirs.push_back(pieces_of(folder.path() / "supposed"));
        for (int r = 0; r < replays; ++r)
          replayed[second].push_back(pieces_of(report_of(supposed, {.profile = profile, .secret = random.next()}, folder.path() / "replay")));
      }
      const int vendor_verdict = Telltales({theirs[0]}, {theirs[1]}).verdict(pieces_of(folder.path() / "vendor"));
      vendor.add_share(chance_of_hit(is_first ? vendor_verdict : -vendor_verdict));

      const auto report = pieces_of(report_of(truth, {.profile = profile, .secret = random.next()}, folder.path() / "truth"));
      const Telltales telltales(replayed[0], replayed[1]);
      const int verdict = telltales.verdict(report);
      ours.add_share(chance_of_hit(is_first ? verdict : -verdict));
      if (example.empty() && !telltales.found_in(report).empty()) example = telltales.found_in(report).front();
    }
    print_gain("A20 telltales, " + doubt.words, std::to_string(people) + " people, " + std::to_string(targets) + " guesses", profile, percent(vendor.share()),
               percent(ours.share()), percent(allowed));
    EXPECT_GT(vendor.share(), 0.99);
    EXPECT_LE(ours.share(), allowed + 0.01 + 3 * ours.error(allowed)) << "a telltale: " << example.substr(0, 300);
  }
}

INSTANTIATE_TEST_SUITE_P(organisations, TellTale,
                         testing::Values(Case{50, "balanced", 30}, Case{50, "strict", 30}, Case{300, "balanced", 20}, Case{300, "strict", 20},
                                         Case{5000, "balanced", 6}, Case{5000, "strict", 6}),
                         [](const auto& one) { return one.param.profile + "_" + std::to_string(one.param.people); });

}  // namespace
}  // namespace karuna::privacy
