// SPDX-License-Identifier: Apache-2.0
// WAVE.toml: whatever the bytes are, the reader ends with dates in order and groups above the floor, or with a place and words.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "ask/planning/wave_file.h"

namespace {

void must(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace karuna;
  const auto table = parse_toml({reinterpret_cast<const char*>(data), size}, "fuzz/WAVE.toml");
  if (!table) return 0;
  for (const std::int64_t hour : {std::int64_t{0}, std::int64_t{498'000}, std::int64_t{0xffffffff}}) {
    const auto wave = ask::read_wave_file(*table, hour);
    if (!wave) {
      must(wave.error().what.starts_with("fuzz/WAVE.toml"));
      continue;
    }
    must(!wave->title.empty() && !wave->instruments.empty());
    must(wave->opens_desk < wave->closes_desk && wave->opens_ballots < wave->closes_ballots && wave->opens_desk <= wave->opens_ballots);
    must(wave->closes_desk <= wave->closes_ballots);
    must(wave->k[0] >= 5 && std::is_sorted(wave->k.begin(), wave->k.end()));
    must(wave->expected_response > 0 && wave->expected_response <= 1);
    must(!ask::hour_text(wave->opens_ballots).empty());
  }
  return 0;
}
