// SPDX-License-Identifier: Apache-2.0
#include "protect/release_notes.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "protect/noisy/noise_plan.h"

namespace karuna::protect {

namespace {

std::string percent(double share) { return fixed(std::ceil(share * 1000 - 1e-9) / 10, 1) + " %"; }

std::string groups(const Plan& plan) {
  return "Every published figure is a sum over groups of at least " + std::to_string(plan.k[0]) + " (index), " + std::to_string(plan.k[1]) + " (scales) and " +
         std::to_string(plan.k[2]) +
         " (items) answer sheets; a smaller organisation is one group from 20 sheets on. The groups do not overlap, so adding and subtracting figures never "
         "isolates "
         "fewer people.";
}

}  // namespace

std::vector<std::string> notes_of(const Plan& plan, const Declaration& declaration, const collect::Sheets& sheets) {
  std::vector<std::string> notes{groups(plan)};
  const bool scores = std::any_of(declaration.questions.begin(), declaration.questions.end(), [](const Question& q) { return q.is_score; });
  if (plan.profile == Profile::exact) {
    notes.push_back("No noise is added. A figure is published only if, for everybody in it, every answer stays possible even to " +
                    counted(plan.colluders, "colleague") + " who know" + (plan.colluders == 1 ? "s" : "") +
                    " their own; where a group does not pass it is joined once to its smallest neighbour, or not shown. That it was joined or left out says "
                    "that answers in it "
                    "lie close to one end.");
    notes.push_back("Reliability, spread and weighted figures are no sums over groups. They are told in two digits, and nothing is promised for them.");
    if (sheets.periods.size() > 1)
      notes.push_back("Comparing periods carries no promise: a group that differs by one person between two periods may give that person away.");
  } else {
    const Caps caps = caps_of(plan.profile, WaveKind::deep);
    notes.push_back(
        "Noise is added to every sum and to every number of answers. Somebody who reads everything and knows everybody else's answers can tell one answer "
        "being at "
        "one end or the other with at most " +
        percent(guess_success(caps.one / 1e4)) + " success (a coin: 50 %), and a whole sheet with at most " + percent(guess_success(caps.whole / 1e4)) +
        ", in one period. How many people answered is not hidden.");
    const auto periods = static_cast<double>(sheets.periods.size());
    if (sheets.periods.size() > 1)
      notes.push_back("The same answer given in all " + std::to_string(sheets.periods.size()) + " periods can be told with at most " +
                      percent(guess_success(periods * caps.one / 1e4)) + " success, the same whole sheet with at most " +
                      percent(guess_success(periods * caps.whole / 1e4)) + ".");
    notes.push_back("A scale is the mean of its items here, whatever rule its instrument has for missing answers; a skipped item counts in no mean.");
    if (scores)
      notes.push_back(
          "A column that already is a score counts as one question and is rounded to a thousandth of its range before it is summed. What went into the score "
          "is not "
          "known here: where it also stands in another column, a person's answers stand in the sums twice, each with noise of its own.");
  }
  notes.insert(notes.end(), declaration.notes.begin(), declaration.notes.end());
  return notes;
}

}  // namespace karuna::protect
