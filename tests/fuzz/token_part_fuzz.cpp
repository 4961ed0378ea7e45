// SPDX-License-Identifier: Apache-2.0
// token_part.json: whatever is taken is written as the same bytes, and its rules end in words.
#include "ask/wave/manifest.h"
#include "canonical_forms.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace karuna::ask;
  read_both_forms(data, size, read_token_part, write_token_part, [](const TokenPart& part) {
    if (const auto kept = check_token_part(part, {}); kept || kept.error().what.empty()) std::abort();  // a wave without a cell is none
  });
  return 0;
}
