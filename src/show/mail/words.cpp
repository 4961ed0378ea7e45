// SPDX-License-Identifier: Apache-2.0
#include "show/mail/words.h"

namespace karuna::show::mail {

extern const Words words_en, words_de, words_fr, words_es, words_ar;

const Words& words_in(std::string_view language) {
  for (const Words* words : {&words_de, &words_fr, &words_es, &words_ar})
    if (language.substr(0, 2) == words->language) return *words;
  return words_en;
}

}  // namespace karuna::show::mail
