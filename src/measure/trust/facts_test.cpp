// SPDX-License-Identifier: Apache-2.0
#include "measure/trust/facts.h"

#include <gmock/gmock.h>

#include <filesystem>

#include "measure/release_fixture.h"
#include "measure/trust/gates.h"
#include "measure/trust/reliability.h"
#include "shared.h"

namespace karuna::measure {
namespace {

using testing::HasSubstr;

protect::Release any() {
  const UnitTree tree = fixture::flat_tree(1);
  return fixture::release(tree, {fixture::scale("Support")},
                          {fixture::period("now", {fixture::published(tree, {fixture::group({UnitId{1U}}, 12, 3)})}, {{0.6}})});
}

std::string all(const std::vector<Fact>& facts) {
  std::string text;
  for (const Fact& fact : facts) text += fact.label + ": " + fact.words + "\n";
  return text;
}

TEST(Facts, ExactSaysWhatP3DoesAndHowSmallAGroupIs) {
  const std::string text = all(protection_facts(any()));
  EXPECT_THAT(text, HasSubstr("rule P3"));
  EXPECT_THAT(text, HasSubstr("At least 10 ballots for the index-item mean, 10 for a scale, 30 for a single question"));
  EXPECT_THAT(text, HasSubstr("now: 3 groups, the smallest of 10 ballots"));
}

TEST(Facts, NoiseSaysItsBoundsInNumbersOfTheRelease) {
  protect::Release release = any();
  release.profile = protect::Profile::balanced;
  release.bounds.guess_one = 0.5885;
  release.bounds.guess_whole = 0.8817;
  const std::string text = all(protection_facts(release));
  EXPECT_THAT(text, HasSubstr("at most 58.9 % success in one period; tossing a coin has 50 %"));
  EXPECT_THAT(text, HasSubstr("at most 88.2 % success"));
  release.bounds.periods = 8;
  release.bounds.total_guess_one = 0.737;
  EXPECT_THAT(all(protection_facts(release)), HasSubstr("in all 8 periods with at most 73.7 %"));
}

TEST(Facts, SeveralPeriodsCarryNoPromise) {
  protect::Release release = any();
  EXPECT_THAT(promises_not_carried(release), testing::Not(testing::Contains(HasSubstr("Comparing periods"))));
  release.periods.push_back(release.periods[0]);
  EXPECT_THAT(promises_not_carried(release), testing::Contains(HasSubstr("Comparing periods carries no promise")));
}

TEST(Facts, AReleasedWaveCarriesItsOwnPromiseAndNotThatOfAFile) {
  protect::Release release = any();
  release.origin = protect::Origin::wave;
  EXPECT_THAT(promises_not_carried(release), testing::Not(testing::Contains(HasSubstr("file of answers"))));
  EXPECT_THAT(promises_not_carried(release), testing::Contains(HasSubstr("No council has signed the end")));
  EXPECT_THAT(promises_not_carried(release), testing::Contains(HasSubstr("totals rest on the closing program")));
  release.witnessed = true;
  EXPECT_THAT(promises_not_carried(release), testing::Not(testing::Contains(HasSubstr("No council has signed the end"))));
}

/// The manual, looked for upwards from where the tests run (a build folder inside the checkout).
std::string read_manual() {
  for (std::filesystem::path folder = std::filesystem::current_path(); folder != folder.root_path(); folder = folder.parent_path())
    if (std::filesystem::exists(folder / "docs" / "measures.md")) return test::read_text(folder / "docs" / "measures.md");
  return {};
}

TEST(Manual, NamesEveryKindOfMeasureGateAndCoefficient) {
  const std::string manual = read_manual();
  ASSERT_FALSE(manual.empty()) << "docs/measures.md was not found above " << std::filesystem::current_path();
  for (const char* kind : {"## index", "## dimension", "## scale", "## score", "## item"}) EXPECT_THAT(manual, HasSubstr(kind));
  for (const std::string& gate : gate_names()) EXPECT_THAT(manual, HasSubstr("**" + gate + "**"));
  for (const std::string& label : reliability_labels()) EXPECT_THAT(manual, HasSubstr("**" + label + "**"));
  for (const char* state : {"above", "below", "no clear difference", "pooled", "not shown"}) EXPECT_THAT(manual, HasSubstr(state));
}

}  // namespace
}  // namespace karuna::measure
