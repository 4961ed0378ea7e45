// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>

#include "shared.h"

namespace karuna::test {

using nlohmann::json;

/// The JSON of `karuna fit` on a table of the shared folder (or a whole path), or null where it fails; what it says is in `words`.
inline json fit(const std::string& model, const std::string& table, std::string& words, const std::string& options = {}) {
  const TemporaryFolder folder;
  folder.write("MODEL.toml", model + "\ndata = \"" + shared_file(table).string() + "\"\n");
  const std::string place = folder.path().string();
  const int status = std::system(("cd '" + place + "' && '" KARUNA_BINARY "' fit MODEL.toml --json out.json " + options + " >words 2>&1 </dev/null").c_str());
  words = read_text(folder.path() / "words");
  return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? read_json(folder.path() / "out.json") : json();
}

/// The same, where it must not fail.
inline json fitted(const std::string& model, const std::string& table, const std::string& options = {}) {
  std::string words;
  json out = fit(model, table, words, options);
  EXPECT_FALSE(out.is_null()) << model << "\n" << words;
  return out;
}

/// A cell of a section: rows are objects by column id. NaN where it is not there or not a number.
inline double cell(const json& out, const std::string& section, std::size_t row, const std::string& column) {
  if (!out.contains("sections")) return std::nan("");
  for (const auto& s : out.at("sections"))
    if (s.at("id") == section && row < s.at("rows").size() && s.at("rows")[row].contains(column) && s.at("rows")[row].at(column).is_number())
      return s.at("rows")[row].at(column).get<double>();
  return std::nan("");
}

}  // namespace karuna::test
