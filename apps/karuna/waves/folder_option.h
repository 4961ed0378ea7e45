// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/App.hpp>
#include <string>

namespace karuna {

/// --folder of every command that works on an installation: $KARUNA_FOLDER, else ./karuna-data.
inline void add_folder_option(CLI::App& command, std::string& folder) {
  folder = "karuna-data";
  command.add_option("--folder", folder, "the installation's folder")->envname("KARUNA_FOLDER")->capture_default_str();
}

}  // namespace karuna
