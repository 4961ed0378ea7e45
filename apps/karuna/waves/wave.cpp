// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/files.h"
#include "base/text.h"
#include "commands.h"
#include "waves/folder_option.h"
#include "waves/wave_close.h"
#include "waves/wave_draft.h"
#include "waves/wave_publish.h"

namespace karuna {

namespace {

using nlohmann::json;

struct Wishes {
  std::string folder, what;
  bool as_json = false, dry = false, desk = false, ballots = false;
  unsigned threads = 0;
};
using Given = std::shared_ptr<Wishes>;

Result<int> plan(const Wishes& wishes) {
  KARUNA_TRY(installation, ask::read_installation(wishes.folder));
  KARUNA_TRY(draft, draft_wave(installation, wishes.what));
  fmt::print("{}\n", wishes.as_json ? draft_json(draft) : draft_words(draft));
  return 0;
}

Result<int> publish(const Wishes& wishes) {
  KARUNA_TRY(installation, ask::read_installation(wishes.folder));
  if (const auto wave = ask::wave_id_from_hex(wishes.what)) {
    KARUNA_TRY(told, continue_wave(installation, *wave));
    fmt::print("{}\n", told);
    return 0;
  }
  KARUNA_TRY(draft, draft_wave(installation, wishes.what));
  if (wishes.dry) {
    fmt::print("{}\nA dry run: nothing was written.\n", draft_words(draft));
    return 0;
  }
  KARUNA_TRY(hex, begin_wave(installation, draft, wishes.threads ? wishes.threads : std::max(1U, std::thread::hardware_concurrency())));
  fmt::print("{}  {}\n", hex, draft.file.title);
  if (installation.council)
    fmt::print("The token part is signed by the server and lies for the council in exchange/{}/to-council.\nWhen its answer is in from-council: karuna wave publish {}\n", hex, hex);
  else fmt::print("Published without a council: the operator alone can open ballots before close, and every text says so.\n");
  return 0;
}

Result<int> open(const Wishes& wishes) {
  KARUNA_TRY(installation, ask::read_installation(wishes.folder));
  KARUNA_TRY(id, ask::wave_id_from_hex(wishes.what));
  KARUNA_TRY(wave, ask::open_wave(installation.waves() / ask::hex_of(id), installation.signers()));
  if (!wave.token_part.trial)
    return fail(Fault::refused, fmt::format("this wave opens by its signed dates: desk {}, ballots {}. Only a trial opens by command", ask::hour_text(wave.token_part.opens_desk),
                                            ask::hour_text(wave.token_part.opens_ballots)));
  if (wishes.desk == wishes.ballots) return fail(Fault::usage, "say what opens: --desk or --ballots");
  const auto needed = wishes.desk ? ask::WaveState::desk_ready : ask::WaveState::published;
  if (wave.state < needed) return fail(Fault::refused, "this wave waits for " + awaited(wave) + " first");
  if (wave.state >= ask::WaveState::closed || wave.stopped) return fail(Fault::refused, "ballots of this wave are over");
  KARUNA_CHECK(write_atomically(wave.folder / (wishes.desk ? "desk.open" : "ballots.open"), ""));
  fmt::print("{} of this trial {} open.\n", wishes.desk ? "The desk" : "The ballots", wishes.desk ? "is" : "are");
  return 0;
}

json about(const std::string& hex, const ask::OpenedWave& wave) {
  const auto& part = wave.token_part;
  const std::int64_t hour = ask::this_hour();
  json told = {{"wave", hex},
               {"title", part.title},
               {"state", state_word(wave.state)},
               {"trial", part.trial},
               {"cells", part.cells_count},
               {"eligible", part.eligible_total.empty() ? 0 : part.eligible_total[0]},
               {"opens_desk", ask::hour_text(part.opens_desk)},
               {"closes_desk", ask::hour_text(part.closes_desk)},
               {"opens_ballots", ask::hour_text(part.opens_ballots)},
               {"closes_ballots", ask::hour_text(part.closes_ballots)},
               {"desk_open", wave.desk_is_open(hour)},
               {"ballots_open", wave.ballots_are_open(hour)},
               {"awaits", awaited(wave)}};
  if (wave.question_part) told["questions"] = wave.question_part->questions.size();
  return told;
}

Result<int> status(const Wishes& wishes) {
  KARUNA_TRY(installation, ask::read_installation(wishes.folder));
  const auto waves = ask::open_waves(installation.waves(), installation.signers());
  json list = json::array();
  int code = 0;
  for (const auto& [hex, wave] : waves) {
    if (!wishes.what.empty() && hex != wishes.what) continue;
    if (wave) {
      list.push_back(about(hex, *wave));
    } else {
      list.push_back({{"wave", hex}, {"error", wave.error().what}});
      code = 1;
    }
  }
  if (!wishes.what.empty() && list.empty()) return fail(Fault::not_found, "there is no wave " + wishes.what + "; `karuna wave status` lists them");
  if (wishes.as_json) {
    fmt::print("{}\n", (wishes.what.empty() ? json{{"waves", list}} : list[0]).dump(2));
    return code;
  }
  if (list.empty()) fmt::print("No wave yet. Write a WAVE.toml (docs/wave.md) and look at it: karuna wave plan WAVE.toml\n");
  for (const auto& wave : list) {
    if (wave.contains("error")) {
      fmt::print("{}\n  ! {}\n", wave["wave"].get<std::string>(), wave["error"].get<std::string>());
      continue;
    }
    fmt::print("{}  {}{}\n  {}, {} people in {} cells\n  desk {} to {}{}\n  ballots {} to {}{}\n  waits for {}\n", wave["wave"].get<std::string>(), wave["title"].get<std::string>(),
               wave["trial"].get<bool>() ? "  (trial)" : "", wave["state"].get<std::string>(), wave["eligible"].get<std::int64_t>(), wave["cells"].get<std::int64_t>(),
               wave["opens_desk"].get<std::string>(), wave["closes_desk"].get<std::string>(), wave["desk_open"].get<bool>() ? " (open)" : "", wave["opens_ballots"].get<std::string>(),
               wave["closes_ballots"].get<std::string>(), wave["ballots_open"].get<bool>() ? " (open)" : "", wave["awaits"].get<std::string>());
  }
  return code;
}

CLI::App* add(CLI::App& wave, const char* name, const char* what, const char* example, const Given& given, Command& run, Result<int> (*command)(const Wishes&)) {
  auto* added = wave.add_subcommand(name, what);
  added->footer(std::string("Example:\n  ") + example);
  add_folder_option(*added, given->folder);
  added->callback([given, command, &run] { run = [given, command] { return command(*given); }; });
  return added;
}

}  // namespace

void add_wave(CLI::App& app, Command& run) {
  auto* wave = app.add_subcommand("wave", "plan, publish, open and close a wave of questions");
  wave->require_subcommand(1);
  auto given = std::make_shared<Wishes>();
  auto* planning = add(*wave, "plan", "who will see what, how exact it will be, and what it costs; writes nothing", "karuna wave plan WAVE.toml", given, run, plan);
  planning->add_option("file", given->what, "a WAVE.toml (docs/wave.md)")->required();
  planning->add_flag("--json", given->as_json, "the same as JSON");
  auto* publishing = add(*wave, "publish", "make a wave from a file, or go on with one when the council has answered", "karuna wave publish WAVE.toml", given, run, publish);
  publishing->add_option("what", given->what, "a WAVE.toml, or the id of a wave")->required();
  publishing->add_flag("--dry-run", given->dry, "only show the plan");
  publishing->add_option("--threads", given->threads, "how many make keys")->check(CLI::Range(1, 256));
  auto* opening = add(*wave, "open", "open the desk or the ballots of a trial by command; others open by their dates", "karuna wave open 5f0c... --desk", given, run, open);
  opening->add_option("wave", given->what, "id of the wave")->required();
  opening->add_flag("--desk", given->desk, "people may draw tokens");
  opening->add_flag("--ballots", given->ballots, "people may answer");
  auto* telling = add(*wave, "status", "where each wave stands and what it waits for; never who drew or answered", "karuna wave status --json", given, run, status);
  telling->add_option("wave", given->what, "id of one wave");
  telling->add_flag("--json", given->as_json, "as JSON");
  add_wave_close(*wave, run);
}

}  // namespace karuna
