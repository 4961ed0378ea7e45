// SPDX-License-Identifier: Apache-2.0
// A4: somebody left between two waves. The attacker subtracts the second wave from the first and guesses what the leaver had answered.
// They know how answers are spread and how many people change theirs, and guess as well as can be done from the figures of the leaver's group.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "gain_table.h"
#include "guesses.h"
#include "noise_model.h"
#include "organisation.h"
#include "published.h"
#include "shared.h"
#include "survey_folder.h"
#include "vendor.h"
#include "wave_guess.h"

namespace karuna::privacy {
namespace {

// All answers alike: no answer can be guessed beforehand, so whatever is right above one in five comes from the figures.
constexpr Chances prior{0.2, 0.2, 0.2, 0.2, 0.2};
constexpr double mode_guess = 0.2;

/// A company of teams of 6, 12 and 20, of 50 people or a multiple.
std::vector<std::size_t> teams_of(std::size_t people) {
  std::vector<std::size_t> sizes;
  for (std::size_t block = 0; block < people / 50; ++block) sizes.insert(sizes.end(), {6, 6, 6, 12, 20});
  return sizes;
}

struct TwoWaves {
  Organisation first, second;
  std::map<std::size_t, std::size_t> leaver_of;  ///< by unit: the person
};

/// One person leaves each team of 12 and 20 and one in three of the teams of 6; everybody else stays and keeps their answer with chance `persist`.
TwoWaves make_waves(const std::vector<std::size_t>& sizes, double persist, Random& random) {
  TwoWaves waves{make_teams(sizes, prior, random.next()), {}, {}};
  std::map<std::size_t, std::size_t> first_of;
  for (std::size_t p = waves.first.people.size(); p-- > 0;) first_of[waves.first.people[p].unit] = p;
  for (std::size_t team = 0; team < sizes.size(); ++team)
    if (team % 5 >= 2) waves.leaver_of[team + 1] = first_of[team + 1];
  waves.second = waves.first;
  waves.second.people.clear();
  for (std::size_t p = 0; p < waves.first.people.size(); ++p) {
    Person person = waves.first.people[p];
    const auto leaver = waves.leaver_of.find(person.unit);
    if (leaver != waves.leaver_of.end() && leaver->second == p) continue;
    if (random.uniform() >= persist) person.answers[0] = static_cast<int>(random.pick(prior)) + 1;
    waves.second.people.push_back(person);
  }
  return waves;
}

/// The attacker at work on one output folder; what was guessed, by size of the leaver's team.
class Attacker {
 public:
  Attacker(double persist, std::string profile) : persist_(persist), profile_(std::move(profile)) {}

  void attack(const TwoWaves& waves, const Published& published) {
    for (const auto& [team, leaver] : waves.leaver_of) {
      const std::size_t size = people_in(waves.first, {team});
      const Row* now = published.smallest_with("q1", "w1", team);
      if (!now) continue;
      std::size_t leavers = 0;
      for (std::size_t cell : now->cells) leavers += waves.leaver_of.count(cell);
      if (leavers != 1) continue;  // with two leavers in a group each hides the other
      const std::size_t group = people_in(waves.first, now->cells);
      // The question by itself, and as a scale of one question: two sums with noise of their own, in each wave.
      std::map<std::string, std::vector<std::pair<const Row*, PublicNoise>>> figures;
      for (const Row& row : published.rows)
        if (row.cells == now->cells)
          figures[row.period].emplace_back(&row, profile_ == "vendor" ? PublicNoise{} : noise_of(waves.first, profile_, row.measure));
      const auto chance = [&](const std::string& period, std::size_t n, double total) {
        const double answers = static_cast<double>(n);
        double logs = 0;
        for (const auto& [row, noise] : figures[period]) logs += log_chance(*row, {2 * total - 6 * answers, answers, answers}, noise);
        return std::exp(logs);
      };
      const Chances posterior =
          guesser(group - 1).posterior([&](int total) { return chance("w1", group, total); }, [&](int total) { return chance("w2", group - 1, total); });
      const auto guess = std::max_element(posterior.begin(), posterior.end()) - posterior.begin() + 1;
      guesses[size].add(guess == waves.first.people[leaver].answers[0]);
    }
  }

  std::map<std::size_t, Guesses> guesses;

 private:
  static std::size_t people_in(const Organisation& organisation, const std::vector<std::size_t>& cells) {
    const std::vector<std::uint32_t> people = organisation.people_at();
    std::size_t count = 0;
    for (std::size_t cell : cells) count += people[cell];
    return count;
  }
  const LeaverGuess& guesser(std::size_t others) { return made_.try_emplace(others, prior, persist_, others).first->second; }

  double persist_;
  std::string profile_;
  std::map<std::size_t, LeaverGuess> made_;
};

struct Case {
  std::size_t people;
  std::string profile;
  int runs;
};

void PrintTo(const Case& one, std::ostream* out) { *out << one.profile << " with " << one.people << " people"; }

class Leaver : public testing::TestWithParam<Case> {};

TEST_P(Leaver, is_told_by_a_vendor_and_hidden_by_us) {
  const auto& [people, profile, runs] = GetParam();
  const double allowed = best_guess_of_five(prior, rho_of_one_answer(profile)) - mode_guess;
  for (const double persist : {1.0, 0.9, 0.7}) {
    Random random(people + static_cast<std::uint64_t>(10 * persist));
    Attacker vendor(persist, "vendor"), ours(persist, profile);
    for (int run = 0; run < runs; ++run) {
      const TwoWaves waves = make_waves(teams_of(people), persist, random);
      const std::vector<Wave> both{{"w1", &waves.first}, {"w2", &waves.second}};
      const test::TemporaryFolder folder;
      write_vendor_report(both, VendorRule{}, folder.path());
      vendor.attack(waves, read_published(folder.path(), both));
      const auto out = report_of(both, {.profile = profile, .k = "10, 10, 10", .secret = random.next()}, folder.path());
      ours.attack(waves, read_published(out, both));
    }
    Guesses all_theirs, all_ours;
    for (const auto& [size, guesses] : ours.guesses) {
      const Guesses& theirs = vendor.guesses[size];
      print_gain("A4 leaver of " + std::to_string(size) + ", others persist " + percent(persist, 0),
                 std::to_string(people) + " people, " + std::to_string(guesses.all) + " guesses", profile, percent(theirs.share()) + " right",
                 percent(guesses.share()) + " right", percent(mode_guess + allowed) + " (mode 20 %)");
      if (persist == 1.0) {
        EXPECT_GT(theirs.share(), 0.99) << size;
      }
      all_theirs += theirs;
      all_ours += guesses;
    }
    // The vendor must lose clearly also where some colleagues change their answers; where every third does, of the larger organisations only,
    // since exact figures then tell little and few guesses show nothing.
    if (persist == 0.9 || (persist < 0.9 && people > 50)) {
      EXPECT_GT(all_theirs.share(), mode_guess + 2 * all_theirs.error(mode_guess));
    }
    // The sizes together, and what chance may do to so many guesses (three standard errors).
    EXPECT_LE(all_ours.share() - mode_guess, allowed + 3 * all_ours.error(mode_guess + allowed)) << "others persist " << persist;
    EXPECT_EQ(ours.guesses.size(), 3U);
  }
}

INSTANTIATE_TEST_SUITE_P(organisations, Leaver,
                         testing::Values(Case{50, "balanced", 30}, Case{50, "strict", 30}, Case{300, "balanced", 20}, Case{300, "strict", 20},
                                         Case{5000, "balanced", 10}, Case{5000, "strict", 10}),
                         [](const auto& one) { return one.param.profile + "_" + std::to_string(one.param.people); });

}  // namespace
}  // namespace karuna::privacy
