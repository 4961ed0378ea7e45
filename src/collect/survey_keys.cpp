// SPDX-License-Identifier: Apache-2.0
#include <map>

#include "collect/survey_parts.h"

namespace karuna::collect {
namespace {

using Keys = std::map<std::string, std::vector<std::string>, std::less<>>;

/// Every key of a survey file, by table. docs/survey-file.md holds them all; a test compares.
const Keys& all_keys() {
  static const Keys keys{
      {"", {"title", "language", "profile", "answers", "units", "instrument", "scale", "index", "margins", "report", "table", "measure"}},
      {"answers",
       {"file", "files", "respondent", "unit", "unit_path", "no_unit", "period", "period_by", "periods", "missing", "codes", "separator", "encoding"}},
      {"answers.files[]", {"file", "period"}},
      {"units", {"file", "id", "parent", "name", "eligible", "organisation"}},
      {"instrument[]", {"id", "map", "scores"}},
      {"scale[]", {"id", "name", "column", "items", "reversed", "min", "max", "higher_is_better", "method", "answer_at_least", "dimension"}},
      {"index", {"show", "behaviour", "culture", "fatigue", "outcomes", "weights"}},
      {"report", {"k", "colluders", "items", "missing", "draws", "seed", "step"}},
      {"table", {"file", "unit", "parent", "groups", "name", "period", "periods", "n", "organisation", "missing", "separator", "encoding"}},
      {"measure[]", {"id", "name", "column", "n", "min", "max", "higher_is_better", "dimension"}},
  };
  return keys;
}

}  // namespace

const std::vector<std::string>& known_keys(std::string_view table) { return all_keys().find(table)->second; }

std::vector<std::string> survey_keys() {
  std::vector<std::string> keys;
  for (const auto& [table, names] : all_keys())
    for (const auto& name : names) keys.push_back(table.empty() ? name : table + "." + name);
  return keys;
}

}  // namespace karuna::collect
