// SPDX-License-Identifier: Apache-2.0
// question_part.json: whatever is taken is written as the same bytes; what breaks a rule is refused in words; what keeps them all has the noise of its budget.
#include "ask/wave/manifest.h"
#include "canonical_forms.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace karuna::ask;
  read_both_forms(data, size, read_question_part, write_question_part, [](const QuestionPart& part) {
    TokenPart token;
    token.wave = part.wave;
    for (const auto profile : {WaveProfile::exact, WaveProfile::balanced, WaveProfile::strict}) {
      token.profile = profile;
      QuestionPart ours = part;
      ours.token_part_sha256 = karuna::seal::sha256("");
      const auto kept = check_question_part(ours, token, "");
      if (!kept) {
        if (kept.error().what.empty()) std::abort();
        continue;
      }
      for (const WaveStatistic& statistic : ours.statistics)
        if ((statistic.sigma2_T == 0) != (profile == WaveProfile::exact)) std::abort();
    }
  });
  return 0;
}
