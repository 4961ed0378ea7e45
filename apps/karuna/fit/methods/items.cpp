// SPDX-License-Identifier: Apache-2.0
#include "fit/methods/items.h"

#include <algorithm>

#include "base/text.h"

namespace karuna::fit {

Result<Items> items_of(const Request& request, std::size_t fewest, Request::Gaps gaps) {
  Items found;
  KARUNA_TRY(names, request.columns("items"));
  if (names.size() < fewest) return request.model.wrong("items", "names " + counted(names.size(), "column"), "at least " + std::to_string(fewest));
  KARUNA_TRY(reversed, request.model.texts_or("reversed"));
  KARUNA_TRY(range, request.model.numbers_or("range"));
  if (!range.empty() && (range.size() != 2 || !(range[0] < range[1])))
    return request.model.wrong("range", "is something else", "the two ends of the scale, such as [1, 5]");
  KARUNA_TRY(answers, request.numbers(names, gaps));
  const double ends = range.empty() ? 0 : range[0] + range[1];
  for (const auto& name : reversed) {
    const auto at = std::find(names.begin(), names.end(), name);
    if (at == names.end())
      return request.model.wrong("reversed", "names " + in_quotes(name) + ", which is not among the items", "some of " + join_words(names));
    const std::size_t first = static_cast<std::size_t>(at - names.begin()) * answers.rows;
    for (std::size_t i = first; i < first + answers.rows; ++i) answers.values[i] = ends - answers.values[i];
  }
  found.names = std::move(names);
  found.answers = std::move(answers);
  return found;
}

}  // namespace karuna::fit
