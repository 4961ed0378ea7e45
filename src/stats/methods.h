// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace karuna::stats {

/// What a reader may know of a method. The command `karuna methods` and docs/methods.md are made from these.
struct MethodCard {
  std::string_view name;      ///< stable, as in `karuna methods alpha`
  std::string_view title;     ///< "Cronbach's alpha"
  std::string_view question;  ///< the question it answers, in plain words
  std::string_view does;      ///< what is computed
  std::string_view assumes;   ///< when it can be believed
  std::string_view source;    ///< paper with DOI, or the equation
  std::string_view read;      ///< "from the paper", "paper not read; formula from ..." : what we could read
  std::string_view status;    ///< "checked" or "draft"
  std::string_view checked;   ///< against what: R function and version, published number, hand calculation, simulation
  std::string_view file;      ///< header below src/
};

/// Every method of the room, in the order of the manual.
std::span<const MethodCard> methods();

/// The card with that name, or nullptr.
const MethodCard* find_method(std::string_view name);

}  // namespace karuna::stats
