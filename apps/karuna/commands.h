// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/App.hpp>
#include <functional>

#include "base/result.h"

namespace karuna {

/// What a command ends with: exit code 0 done, 1 a finding or a failure of the machine, 2 usage or bad input, 3 refused by a rule.
using Command = std::function<Result<int>()>;

/// Each command adds itself, with its help and examples, and sets `run` to what is to be done once the line is read.
void add_catalogue(CLI::App& app, Command& run);
void add_score(CLI::App& app, Command& run);
void add_report(CLI::App& app, Command& run);
void add_simulate(CLI::App& app, Command& run);
void add_methods(CLI::App& app, Command& run);
void add_init(CLI::App& app, Command& run);
void add_council(CLI::App& app, Command& run);
void add_people(CLI::App& app, Command& run);
void add_wave(CLI::App& app, Command& run);
void add_witness(CLI::App& app, Command& run);
void add_serve(CLI::App& app, Command& run);
void add_answer(CLI::App& app, Command& run);
void add_page(CLI::App& app, Command& run);
void add_cards(CLI::App& app, Command& run);
void add_poster(CLI::App& app, Command& run);
void add_mail(CLI::App& app, Command& run);
void add_demo(CLI::App& app, Command& run);
void add_pods(CLI::App& app, Command& run);
void add_pairs(CLI::App& app, Command& run);
void add_ambassadors(CLI::App& app, Command& run);

}  // namespace karuna
