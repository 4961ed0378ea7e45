// SPDX-License-Identifier: Apache-2.0
#include "protect/released/wave_words.h"

#include <algorithm>
#include <string>

#include "base/text.h"

namespace karuna::protect {

void add_wave_notes(std::span<const WaveAndRelease> waves, Release& release) {
  std::vector<std::string> notes;
  notes.push_back("Every published figure is a sum over groups of at least " + std::to_string(release.k[0]) + " (index), " + std::to_string(release.k[1]) +
                  " (scales) and " + std::to_string(release.k[2]) +
                  " (items) ballots; a smaller organisation is one group from 20 ballots on. The groups do not overlap, so adding and subtracting figures "
                  "never isolates fewer people. How many people took part in a group is exact and not hidden.");
  if (release.profile == Profile::exact) {
    notes.push_back(
        "No noise is added. A figure is published only if, for everybody in it, every answer stays possible even to a colleague who knows their own. "
        "Nothing is promised across waves.");
  } else {
    notes.push_back(
        "A scale is the mean of its items: what the wave published are sums of answers and numbers of answers, with noise that was fixed before anybody "
        "answered.");
  }
  if (std::any_of(waves.begin(), waves.end(), [](const WaveAndRelease& wave) { return wave.token_part.trial; }))
    notes.push_back("This is a trial: it was opened and closed by command, and its figures are for rehearsal.");
  if (std::any_of(waves.begin(), waves.end(), [](const WaveAndRelease& wave) { return !wave.token_part.council; }))
    notes.push_back("No council took part: the operator alone could have opened ballots before the close, and nobody else checked the noise.");
  release.notes.insert(release.notes.begin(), notes.begin(), notes.end());
}

}  // namespace karuna::protect
