// SPDX-License-Identifier: Apache-2.0
#include "ask/select.h"

#include <algorithm>

#include "base/text.h"

namespace karuna::ask {

Result<Instrument> only_scores(const Instrument& instrument, std::span<const std::string> score_ids) {
  if (score_ids.empty()) return instrument;
  std::vector<char> keep_score(instrument.scores.size(), 0), keep_item(instrument.items.size(), 0);
  for (const std::string& id : score_ids) {
    const auto score = instrument.find_score(id);
    if (!score) {
      std::vector<std::string> known;
      for (const Score& other : instrument.scores) known.push_back(other.id);
      return fail(Fault::not_found, instrument.id + " has no score " + in_quotes(id) + "; it has " + join_words(known));
    }
    keep_score[*score] = 1;
  }
  // Parts stand before what they make, so one pass from the end finds them all.
  for (std::size_t s = instrument.scores.size(); s-- > 0;) {
    if (!keep_score[s]) continue;
    for (const std::size_t part : instrument.scores[s].parts) keep_score[part] = 1;
    for (const std::size_t item : instrument.scores[s].items) keep_item[item] = 1;
  }
  const auto places = [](const std::vector<char>& keep) {
    std::vector<std::size_t> place;
    std::size_t next = 0;
    for (const char kept : keep) place.push_back(kept ? next++ : 0);
    return place;
  };
  const auto score_place = places(keep_score), item_place = places(keep_item);
  Instrument part = instrument;
  part.examples.clear();
  part.items.clear();
  part.scores.clear();
  for (std::size_t j = 0; j < keep_item.size(); ++j)
    if (keep_item[j]) part.items.push_back(instrument.items[j]);
  for (std::size_t s = 0; s < keep_score.size(); ++s) {
    if (!keep_score[s]) continue;
    Score score = instrument.scores[s];
    for (std::size_t& item : score.items) item = item_place[item];
    for (std::size_t& other : score.parts) other = score_place[other];
    part.scores.push_back(std::move(score));
  }
  return part;
}

}  // namespace karuna::ask
