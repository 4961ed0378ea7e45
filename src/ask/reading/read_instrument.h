// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ask/instrument.h"
#include "base/result.h"
#include "base/toml.h"

namespace karuna::ask {

/// An instrument file (docs/catalogue.md describes the format).
///
/// Gives   the instrument, positions and ends of scores worked out. Whether it is sound is asked in check.h.
/// Fails   invalid  not the format: an unknown or missing key, a value of another kind, a code twice, a score or an example that names an item
///                  which does not exist. The words begin with file:line
Result<Instrument> read_instrument(const TomlTable& file);

/// A file of response labels: id, and [labels.CODE] with a text for every language.
Result<LabelSet> read_label_set(const TomlTable& file);

/// A text or a table of texts by language; a single text is English.
Result<Words> read_words(const TomlTable& table, std::string_view key);

}  // namespace karuna::ask
