// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <exception>

#include <CLI/CLI.hpp>

#include "base/error.h"
#include "commands.h"

int main(int argc, char** argv) {
  CLI::App app{"Karuna: where compassion at work breaks down, and whether what was done about it helped."};
  app.name("karuna");
  app.set_version_flag("--version", "karuna " KARUNA_VERSION);
  app.require_subcommand(1);
  app.get_formatter()->column_width(34);

  karuna::Command run;
  CLI11_PARSE(app, argc, argv);

  try {
    const auto outcome = run();
    if (outcome) return *outcome;
    std::fprintf(stderr, "karuna: %s\n", outcome.error().what.c_str());
    return karuna::exit_code(outcome.error().fault);
  } catch (const std::exception& defect) {
    std::fprintf(stderr, "karuna: something went wrong that should not have: %s\n", defect.what());
    return 1;
  }
}
