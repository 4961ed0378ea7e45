// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "collect/sheets.h"

namespace karuna::collect {

/// The SHA-256 of answers in a form that depends on what was answered and on nothing else: not on the order of rows or columns, the encoding,
/// the separator, the names of columns that hold no item, nor on respondent ids.
///
/// The form (version 1): the tree as lines "id NUL parent" in the order of ids; periods, items, columns that already are scores and margins, each in the
/// order of their names, with their ends; then the number of rows and the SHA-256 of every row, ascending. A row is its unit and period (positions among the
/// sorted names), its item codes, its score values and its categories in that order of columns, little-endian.
///
/// Takes   threads  how many may hash rows; the result does not depend on it.
/// Gives   32 bytes.
/// Cost    O(rows x columns + rows log rows); 32 bytes a row while it runs
std::string canonical_sha256(const Sheets& sheets, unsigned threads);

/// For bytes that are canonical already.
std::string sha256_of(std::string_view bytes);

}  // namespace karuna::collect
