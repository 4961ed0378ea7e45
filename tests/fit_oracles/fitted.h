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

/// The JSON of `karuna fit` on a table of the shared folder, or null where it fails; what it says is in `words`.
inline json fit(const std::string& model, const std::string& table, std::string& words, const std::string& options = {}) {
  const TemporaryFolder folder;
  folder.write("MODEL.toml", model + "\ndata = \"" + shared_file(table).string() + "\"\n");
  const std::string place = folder.path().string();
  const int status = std::system(("cd '" + place + "' && '" KARUNA_BINARY "' fit MODEL.toml --json out.json " + options + " >words 2>&1 </dev/null").c_str());
  words = read_text(folder.path() / "words");
  return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? read_json(folder.path() / "out.json") : json();
}

inline json expected(const std::string& folder, const std::string& id) {
  const json file = read_json(shared_file("oracles/" + folder + "/cases.json"));
  for (const auto& listed : file.at("cases"))
    if (listed.at("id") == id) return listed.at("expected");
  return {};
}

/// A cell of a section: rows are objects by column id.
inline double cell(const json& out, const std::string& section, std::size_t row, const std::string& column) {
  for (const auto& s : out.at("sections"))
    if (s.at("id") == section) return s.at("rows").at(row).at(column).get<double>();
  return std::nan("");
}

inline void near(double ours, const json& wanted, double goal = 1e-8) { EXPECT_NEAR(ours, wanted.get<double>(), goal * std::fabs(wanted.get<double>())); }

}  // namespace karuna::test
