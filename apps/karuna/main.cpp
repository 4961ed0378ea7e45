// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <exception>
#include <new>

#include <CLI/CLI.hpp>

#include "base/error.h"
#include "base/progress.h"
#include "commands.h"
#include "fit/fit.h"

int main(int argc, char** argv) {
  CLI::App app{"Karuna: where compassion at work breaks down, and whether what was done about it helped."};
  app.name("karuna");
  app.set_version_flag("--version", "karuna " KARUNA_VERSION);
  app.require_subcommand(1);
  app.get_formatter()->column_width(34);
  app.footer("Each command has --help with examples.\n"
             "Exit codes: 0 done, 1 a finding or a failure of the machine, 2 usage or bad input, 3 refused by a rule.");

  karuna::Command run;
  karuna::add_report(app, run);
  karuna::add_score(app, run);
  karuna::add_catalogue(app, run);
  karuna::add_methods(app, run);
  karuna::add_fit(app, run);
  karuna::add_simulate(app, run);
  karuna::add_init(app, run);
  karuna::add_council(app, run);
  karuna::add_people(app, run);
  karuna::add_wave(app, run);
  karuna::add_witness(app, run);
  karuna::add_serve(app, run);
  karuna::add_answer(app, run);
  karuna::add_page(app, run);
  karuna::add_cards(app, run);
  karuna::add_poster(app, run);
  karuna::add_mail(app, run);
  karuna::add_demo(app, run);
  karuna::add_pods(app, run);
  karuna::add_pairs(app, run);
  karuna::add_ambassadors(app, run);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : karuna::exit_code(karuna::Fault::usage);
  }

  karuna::listen_for_interrupt();
  try {
    const auto outcome = run();
    if (outcome) return *outcome;
    std::fprintf(stderr, "karuna: %s\n", outcome.error().what.c_str());
    return karuna::exit_code(outcome.error().fault);
  } catch (const std::bad_alloc&) {
    std::fprintf(stderr, "karuna: there is not enough memory for this; nothing was written\n");
    return 1;
  } catch (const std::exception& defect) {
    std::fprintf(stderr, "karuna: something went wrong that should not have: %s\n", defect.what());
    return 1;
  }
}
