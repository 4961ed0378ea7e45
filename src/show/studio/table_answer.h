// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "http/routes.h"

namespace karuna::show {

/// Rows of plain values as a table of text.
///
/// Takes   rows      objects; of each the values that `columns` name
/// Gives   a head and a line a row: what a row does not have, and null, is empty; yes and no; the entries of a list with "; " between
std::string table_of(const nlohmann::json& rows, std::initializer_list<const char*> columns);

/// The same as an answer.
http::Response table_answer(const nlohmann::json& rows, std::initializer_list<const char*> columns);
http::Response table_answer(std::string table);

/// Whatever is inside of a value as rows {"name", "value"}: names and places on the way joined by points ("wave.k.0").
nlohmann::json rows_of_values(const nlohmann::json& value);

}  // namespace karuna::show
