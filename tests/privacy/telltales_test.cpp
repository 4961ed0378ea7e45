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
  int first, second;  ///< what the person may have answered
};

/// 1 against 5, answered against skipped, and a slip of the pen against an answer.
const std::vector<Doubt> doubts{{"1 or 5", 1, 5}, {"3 or skipped", 3, skipped}, {"5 or 7 (a slip)", 5, 7}};

struct Case {
  std::size_t people;
  std::string profile;
  int targets;  ///< people asked about, each once under either truth
  int replays;  ///< reports that the attacker makes under each supposition
};

void PrintTo(const Case& one, std::ostream* out) { *out << one.profile << " with " << one.people << " people"; }

class Telltale : public testing::TestWithParam<Case> {};

TEST_P(Telltale, there_is_none) {
  const auto& [people, profile, targets, replays] = GetParam();
  const Organisation base = make_organisation({.people = people, .seed = 90 + people, .skipping = 0.03});
  const double allowed = best_guess(rho_of_one_answer(profile));
  Random random(people);
  const test::TemporaryFolder folder;
  const auto vendor_pieces = [&](const Organisation& organisation) {
    write_vendor_report({{"", &organisation}}, VendorRule{}, folder.path() / "vendor");
    return pieces_of(folder.path() / "vendor");
  };
  const auto our_pieces = [&](const Organisation& organisation) {
    return pieces_of(report_of(organisation, {.profile = profile, .secret = random.next()}, folder.path() / "ours"));
  };
  Guesses vendor_all, ours_all;
  std::string example;
  for (std::size_t d = 0; d < doubts.size(); ++d) {
    Guesses vendor, ours;
    for (int t = static_cast<int>(d); t < targets; t += static_cast<int>(doubts.size())) {
      const std::size_t person = random.below(people), question = random.below(base.questions.size());
      Organisation supposed[2] = {base, base};
      supposed[0].people[person].answers[question] = doubts[d].first;
      supposed[1].people[person].answers[question] = doubts[d].second;
      std::vector<std::set<std::string>> theirs[2], replayed[2];
      for (int s : {0, 1}) {
        theirs[s].push_back(vendor_pieces(supposed[s]));
        for (int r = 0; r < replays; ++r) replayed[s].push_back(our_pieces(supposed[s]));
      }
      const Telltales at_vendor(theirs[0], theirs[1]), here(replayed[0], replayed[1]);
      for (int truth : {0, 1}) {
        const int vendor_verdict = at_vendor.verdict(vendor_pieces(supposed[truth]));
        vendor.add_share(chance_of_hit(truth == 0 ? vendor_verdict : -vendor_verdict));
        const auto report = our_pieces(supposed[truth]);
        const int verdict = here.verdict(report);
        ours.add_share(chance_of_hit(truth == 0 ? verdict : -verdict));
        if (const auto found = here.found_in(report); example.empty() && !found.empty()) example = found.front();
      }
    }
    print_gain("A20 telltales, " + doubts[d].words, std::to_string(people) + " people, " + std::to_string(ours.all) + " guesses", profile,
               percent(vendor.share()), percent(ours.share()), percent(allowed));
    vendor_all += vendor;
    ours_all += ours;
  }
  EXPECT_GT(vendor_all.share(), 0.99);
  EXPECT_LE(ours_all.share(), allowed + 0.01 + 3 * ours_all.error(allowed)) << "a telltale: " << example.substr(0, 300);
}

INSTANTIATE_TEST_SUITE_P(organisations, Telltale,
                         testing::Values(Case{50, "balanced", 24, 3}, Case{50, "strict", 24, 3}, Case{300, "balanced", 15, 3}, Case{300, "strict", 15, 3},
                                         Case{5000, "balanced", 9, 2}, Case{5000, "strict", 9, 2}),
                         [](const auto& one) { return one.param.profile + "_" + std::to_string(one.param.people); });

}  // namespace
}  // namespace karuna::privacy
