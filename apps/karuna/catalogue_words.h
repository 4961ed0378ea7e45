// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "ask/catalogue.h"

namespace karuna {

/// What each verdict allows, in a few words.
std::string_view what_is_allowed(ask::Verdict verdict);

/// "mean of 5 items, at least 3 answered".
std::string how_scored(const ask::Instrument& instrument, const ask::Score& score);

/// For a terminal of 80 columns.
std::string catalogue_list(const ask::Catalogue& catalogue);
std::string catalogue_page(const ask::Catalogue& catalogue, const ask::Instrument& instrument, std::string_view language);

/// The same as JSON (docs/catalogue.md).
std::string catalogue_list_json(const ask::Catalogue& catalogue);
std::string catalogue_page_json(const ask::Catalogue& catalogue, const ask::Instrument& instrument, std::string_view language);

}  // namespace karuna
