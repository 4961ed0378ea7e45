// SPDX-License-Identifier: Apache-2.0
#include "measure/trust/facts.h"

#include "base/text.h"
#include "measure/units/period_cells.h"

namespace karuna::measure {
namespace {

using protect::Profile;
using protect::Release;

std::string tenth_of_percent(double share) { return fixed(100 * share, 1) + " %"; }

std::string profile_words(const Release& release) {
  switch (release.profile) {
    case Profile::exact:
      return "Exact: no noise, and rule P3 with " + counted(release.bounds.colluders, "colluder") + ".";
    case Profile::balanced:
      return "Balanced: noise is added once to every sum, before anything is computed from it. Its size is fixed beforehand and is part of every interval.";
    case Profile::strict:
      return "Strict: noise is added once to every sum, before anything is computed from it, with twice the spread of balanced. Its size is part of every "
             "interval.";
  }
  return {};
}

/// One family of groups: "71 groups, the smallest of 10 ballots".
std::string atoms_words(const Release& release, std::size_t family) {
  std::vector<std::string> words;
  for (const protect::PeriodRelease& period : release.periods) {
    if (family >= period.atoms.size() || period.atoms[family] == 0) continue;
    std::string text = (period.label.empty() ? std::string() : period.label + ": ") + counted(period.atoms[family], "group");
    if (family < period.smallest.size()) text += ", the smallest of " + counted(period.smallest[family], "ballot");
    words.push_back(std::move(text));
  }
  std::string all;
  for (const std::string& text : words) all += (all.empty() ? "" : "; ") + text;
  return all;
}

/// What a released wave does not promise, beside its claim (anonymity design 0.1).
std::vector<std::string> not_promised_by_a_wave(const Release& release) {
  std::vector<std::string> promises;
  if (!release.witnessed)
    promises.push_back(
        "No council has signed the end of every wave here: nobody outside has checked yet that each ballot received is on the board or was set aside for a "
        "stated reason.");
  promises.push_back("The totals rest on the closing program: until a public recount exists, nobody can add up the ballots again.");
  promises.push_back(
      "Whether somebody took part is not hidden and can show in a small group; and you hide among those of your group who drew a token, not among all.");
  promises.push_back(
      "Whoever controls the running server, records times and addresses or changes the page that people answer in, is outside what is promised about stored "
      "data.");
  if (release.periods.size() > 1)
    promises.push_back(
        "The same mood over many waves tells more than one wave. Which people answered in which wave is not known here; who joins or leaves a unit may show in "
        "a difference.");
  if (release.profile == Profile::exact) promises.push_back("Without noise, somebody who knows every other answer of a group learns the last one.");
  return promises;
}

}  // namespace

std::vector<Fact> protection_facts(const Release& release) {
  std::vector<Fact> facts;
  facts.push_back({"Profile", profile_words(release)});
  facts.push_back({"Smallest group", "At least " + std::to_string(release.k[0]) + " ballots for the index-item mean, " + std::to_string(release.k[1]) +
                                         " for a scale, " + std::to_string(release.k[2]) + " for a single question."});
  static constexpr const char* families[] = {"Groups of the index-item mean", "Groups of scales", "Groups of questions"};
  for (std::size_t family = 0; family < 3; ++family)
    if (std::string words = atoms_words(release, family); !words.empty()) facts.push_back({families[family], words + "."});
  if (release.profile != Profile::exact) {
    const protect::Bounds& bounds = release.bounds;
    const std::string every = bounds.periods > 1 ? ", and the same in all " + std::to_string(bounds.periods) + " periods with at most " : std::string();
    facts.push_back({"One answer", "Whoever knows every other answer tells one answer of one person, lowest from highest, with at most " +
                                       tenth_of_percent(bounds.guess_one) + " success in one period" +
                                       (every.empty() ? every : every + tenth_of_percent(bounds.total_guess_one)) + "; tossing a coin has 50 %."});
    facts.push_back({"A whole ballot", "Whoever knows every other ballot tells a ballot of all lowest from one of all highest with at most " +
                                           tenth_of_percent(bounds.guess_whole) + " success" +
                                           (every.empty() ? every : every + tenth_of_percent(bounds.total_guess_whole)) + "."});
  }
  facts.push_back(
      {"No value", "A cell without a value says that it is pooled with others, or is not shown. Too few people, nobody, and rule P3 look the same."});
  for (const std::string& note : release.notes) facts.push_back({"Note", note});
  return facts;
}

std::vector<Fact> computation_facts(const ReportOptions& options, bool with_index) {
  std::vector<Fact> facts;
  if (with_index)
    facts.push_back(
        {"Index",
         "Each scale is mapped to 0 to 100 by the ends of its own scale, high is good; a dimension is the mean of its scales, the index the geometric mean of "
         "the dimensions with equal weights, because nothing better is known. Refused where the error of a dimension exceeds 15 % of its value."});
  facts.push_back(
      {"Organisation", "The mean of those who answered, not shrunk. It is about the climate, not the tally: no correction for a finite number of people."});
  facts.push_back({"Units",
                   "Each level of the tree by itself: a unit's mean is drawn to the mean of its level by tau² / (tau² + v). v is the variance within units, "
                   "pooled over all of "
                   "them, by the unit's answers, plus noise where there is noise; tau² is estimated by REML with v known. Levels of fewer than 5 lines are "
                   "shown as answered."});
  facts.push_back({"Intervals", "90 %, from " + counted(options.draws, "draw") +
                                    ": in each, the level's mean and tau² are drawn from what the data leave open, then the units' values; on levels of "
                                    "more than 300 lines in closed form. In the long run nine in ten of them cover the unit's climate; bias from those who did "
                                    "not answer is not in them."});
  facts.push_back(
      {"Above and below",
       "A unit is called above or below only where the 90 % interval of its difference from the organisation leaves 0. That interval knows that the unit "
       "is part of the organisation."});
  facts.push_back({"Changed",
                   "A change is the difference of a unit with itself, drawn to the common change of its level; called a change only where its 90 % interval "
                   "leaves 0 and its "
                   "size reaches " +
                       shortest(options.step) +
                       " in a hundred of the scale. It may differ a little from the difference of the two values shown. Whether the same "
                       "people answered is not known here, so the intervals are rather too wide than too narrow."});
  facts.push_back({"Response",
                   "Below 30 % of the eligible nothing is shown, between 30 and 50 % the figure is marked weak; without headcounts this is not known. "
                   "Worst-case bounds put "
                   "everybody who did not answer at one end of the scale."});
  facts.push_back({"Seed", std::to_string(options.seed) + ": the same input and seed give the same bytes on any number of threads."});
  return facts;
}

std::vector<std::string> promises_not_carried(const Release& release) {
  if (release.origin == protect::Origin::wave) return not_promised_by_a_wave(release);
  std::vector<std::string> promises;
  promises.push_back(
      "This report was made from a file of answers that its owner holds. Nothing here promises that an answer cannot be linked to a person in that file.");
  if (release.periods.size() > 1)
    promises.push_back(
        "Comparing periods carries no promise: the rules hold within each period, and who joins or leaves a unit between two may show in the difference.");
  if (release.profile == Profile::exact)
    promises.push_back("Without noise, somebody who knows every other answer of a group learns the last one.");
  else
    promises.push_back("No council witnessed the noise: whoever holds the secret seed beside the survey file can take it out again.");
  return promises;
}

}  // namespace karuna::measure
