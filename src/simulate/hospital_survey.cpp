// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/text.h"
#include "simulate/write_hospital.h"

namespace karuna::simulate {

std::string hospital_survey(const HospitalOptions& options, const std::vector<double>& occupation_shares) {
  std::string toml = R"(# A survey file tells Karuna what the tables beside it mean. This one belongs to a made-up hospital: nobody in it exists.
# Every key is explained in docs/survey-file.md. A mistyped key is never passed over: the error names the line and the nearest key.

title = "Staff survey of the Example Hospital"
language = "en"                  # of the report: en, de, fr, es or ar
profile = "exact"                # no noise; small groups are pooled. "balanced" and "strict" add noise, for a report that leaves the house

[answers]                        # one row for each person and wave
file = "answers.csv"             # relative to this file; separator, encoding and .gz are found out
respondent = "id"                # compared, so that nobody counts twice in a wave, and then forgotten
unit = "unit"                    # where the person works: an id of units.csv
period = "wave"                  # 2025-10 and 2026-03 are put in the order of time
missing = ["", "NA"]             # what stands for "not answered"

[units]                          # the tree: who belongs to whom
file = "units.csv"
id = "unit"
parent = "parent"                # empty for the hospital itself
name = "name"
eligible = "headcount"           # people who could answer; makes response rates and worst-case bounds possible

[[instrument]]                   # scored by its own key: `karuna catalogue show karuna-battery`
id = "karuna-battery"            # columns are named after its items (L1, L2, ...); other names go into map = { L1 = "q7" }
)";
  const std::uint32_t battery_items = 27;
  if (options.items > battery_items) {
    toml += "\n[[scale]]                        # a scale of the hospital's own\nid = \"own\"\nname = \"Our own questions\"\nitems = [";
    for (std::uint32_t x = 1; x + battery_items <= options.items; ++x) toml += (x > 1 ? ", " : "") + std::string("\"X") + std::to_string(x) + "\"";
    toml += "]\nmin = 1\nmax = 5\n";
  }
  toml += "\n[margins.occupation]             # shares of all who work here, from the personnel office: figures of the hospital are weighted to them\n";
  // Four digits that add up to 1 exactly.
  std::vector<int> parts;
  int sum = 0;
  for (const double share : occupation_shares) {
    parts.push_back(static_cast<int>(share * 10000 + 0.5));
    sum += parts.back();
  }
  *std::max_element(parts.begin(), parts.end()) += 10000 - sum;
  for (std::size_t o = 0; o < parts.size(); ++o)
    if (parts[o] > 0) toml += "\"" + std::string(occupation_names[o]) + "\" = " + fixed(static_cast<double>(parts[o]) / 10000, 4) + "\n";
  toml += "\n[report]\nseed = 1                         # the same seed gives the same report, byte for byte\n";
  return toml;
}

}  // namespace karuna::simulate
