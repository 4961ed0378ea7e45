// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <thread>

#include "ask/catalogue.h"
#include "base/text.h"
#include "commands.h"
#include "simulate/write_hospital.h"

namespace karuna {

void add_simulate(CLI::App& app, Command& run) {
  auto* simulate = app.add_subcommand("simulate", "make up an organisation with a known truth");
  simulate->require_subcommand(1);
  auto* hospital = simulate->add_subcommand("hospital", "a hospital whose staff answered our own battery, with truth.json beside the answers");
  hospital->footer(
      "Examples:\n  karuna simulate hospital --people 1200 --seed 2026 --out hospital && karuna report hospital\n"
      "  karuna simulate hospital --people 1000000 --items 40 --response 1 --waves 1 --out big");

  struct Wishes {
    simulate::HospitalOptions options;
    std::string out;
    unsigned threads = 0;
  };
  auto wishes = std::make_shared<Wishes>();
  hospital->add_option("--people", wishes->options.people, "people who work there, 30 to 4,000,000")->capture_default_str();
  hospital->add_option("--seed", wishes->options.seed, "the same seed gives the same bytes")->capture_default_str();
  hospital->add_option("--waves", wishes->options.waves, "1 or 2; between two, one department dips")->capture_default_str();
  hospital->add_option("--items", wishes->options.items, "columns of items; 0: the 27 of the battery")->capture_default_str();
  hospital->add_option("--response", wishes->options.response, "share of people who answer, about; 1: everybody")->capture_default_str();
  hospital->add_option("--out", wishes->out, "folder for SURVEY.toml, units.csv, answers.csv and truth.json")->required();
  hospital->add_option("--threads", wishes->threads, "how many may work; the bytes do not depend on it");
  hospital->callback([wishes, &run] {
    run = [wishes]() -> Result<int> {
      KARUNA_TRY(catalogue, ask::Catalogue::builtin());
      KARUNA_TRY(battery, catalogue.need("karuna-battery"));
      listen_for_interrupt();
      Progress progress(isatty(STDERR_FILENO) == 1 ? stderr : nullptr);
      const unsigned threads = wishes->threads ? wishes->threads : std::max(1U, std::thread::hardware_concurrency());
      KARUNA_TRY(files, simulate::write_hospital(wishes->options, *battery, wishes->out, progress, threads));
      fmt::print("A made-up hospital of {} people in {} ({} with people of their own); {} answered {} items{}.\nTry: karuna report {}\n",
                 grouped(wishes->options.people), counted(files.units, "unit"), grouped(files.wards), counted(files.rows, "row"), files.items,
                 wishes->options.waves == 2 ? " in two waves" : "", wishes->out);
      return 0;
    };
  });
}

}  // namespace karuna
