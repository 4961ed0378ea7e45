// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ask/catalogue.h"
#include "ask/instrument.h"
#include "base/result.h"
#include "base/toml.h"

namespace karuna::ask {

/// The wording of one instrument in one language, as the organisation may use it. It lives in a folder of the organisation, never in the program.
struct Wording {
  std::string instrument;
  std::uint32_t version = 1;
  std::string language;
  std::string source;                            ///< where it was taken from and under which permission
  std::string instruction;
  std::map<std::int16_t, std::string> labels;    ///< response labels by code; may be empty
  std::vector<std::string> texts;                ///< by Instrument::items
};

/// A TOML file to fill in: every item with its code, its topic and whether it is reversed, and empty texts.
std::string wording_template(const Instrument& instrument, std::string_view language);

/// A filled-in template, checked against the key.
///
/// Fails   not_found  no such instrument
///         invalid    a card; another version; a language that our own instrument already speaks; an item missing, unknown, twice or empty;
///                    a reversal that differs from the key; two items with the same text; a label outside the scale; no source
///         refused    the owner's terms leave no use (verdict NO)
Result<Wording> read_wording(const TomlTable& file, const Catalogue& catalogue);

/// The bytes that are kept: the same wording gives the same bytes.
std::string wording_file(const Instrument& instrument, const Wording& wording);

/// ID.LANGUAGE.toml
std::string wording_file_name(const Wording& wording);

/// Puts the wording into the instrument.
void add_wording(Instrument& instrument, const Wording& wording);

/// The .toml files of a folder in the order of their names; none where the folder does not exist.
/// Fails  unreadable  it is no folder, or may not be read
Result<std::vector<std::filesystem::path>> wording_files(const std::filesystem::path& folder);

}  // namespace karuna::ask
