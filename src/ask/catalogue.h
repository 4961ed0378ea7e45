// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ask/instrument.h"
#include "base/result.h"

namespace karuna::ask {

/// The five languages that our own battery speaks.
inline constexpr std::string_view languages[] = {"en", "de", "fr", "es", "ar"};

/// Every instrument there is: the files of `catalogue/` embedded in the binary, and the wording the organisation added in a folder of its own.
class Catalogue {
 public:
  /// The files embedded in the binary, batteries put together from their parts.
  ///
  /// Gives   instruments in the order of their ids.
  /// Fails   internal  an embedded file breaks a rule (a defect of ours: `karuna catalogue check` and the tests find it first)
  static Result<Catalogue> builtin();

  /// Files given by name and bytes; the tests and the checks use it.
  static Result<Catalogue> from_files(std::span<const std::pair<std::string, std::string>> files);

  /// Merges the wording of every ID.LANGUAGE.toml in a folder. A folder that does not exist has no wording.
  ///
  /// Fails   not_found   a file names an instrument or an item that does not exist
  ///         invalid     count, codes or reversals do not match the key
  Result<void> add_texts(const std::filesystem::path& folder);

  /// Nothing where there is no such instrument.
  const Instrument* find(std::string_view id) const;

  /// The instrument, or an error that names the nearest id.
  ///
  /// Fails   not_found  no instrument has this id
  Result<const Instrument*> need(std::string_view id) const;

  std::span<const Instrument> all() const { return instruments_; }
  std::span<const LabelSet> label_sets() const { return label_sets_; }
  const LabelSet* find_labels(std::string_view id) const;

  /// What stands beside an answer code of an item, or empty where nothing is known.
  std::string_view label(const Instrument& instrument, const Item& item, std::int16_t code, std::string_view language) const;

 private:
  std::vector<Instrument> instruments_;
  std::vector<LabelSet> label_sets_;
};

}  // namespace karuna::ask
