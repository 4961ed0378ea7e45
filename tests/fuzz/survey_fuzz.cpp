// SPDX-License-Identifier: Apache-2.0
// The survey file: whatever the bytes are, parse_survey ends with a survey that keeps its promises or with an error in words.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "collect/survey.h"

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace karuna::collect;
  const auto survey = parse_survey(std::string_view(reinterpret_cast<const char*>(data), size), "fuzz/SURVEY.toml");
  if (!survey) {
    must(!survey.error().what.empty());
    return 0;
  }
  must(survey->answers.has_value() != survey->table.has_value());
  if (survey->answers) {
    must(!survey->answers->files.empty());
    must(!survey->instruments.empty() || !survey->scales.empty());
  }
  if (survey->table) must(!survey->table->measures.empty());
  for (const OwnScale& scale : survey->scales) {
    must(scale.min < scale.max);
    must(scale.column.empty() != scale.items.empty());
    must(scale.answer_at_least <= scale.items.size());
  }
  for (const Margin& margin : survey->margins) must(margin.shares.size() >= 2);
  return 0;
}
