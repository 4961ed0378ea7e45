// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>

#include "act/commitments/commitments.h"
#include "ask/wave/wave_rules.h"
#include "ask/wave/wave_watch.h"
#include "people/accounts.h"
#include "people/cards.h"
#include "people/desk.h"
#include "show/studio/groups/search.h"
#include "show/studio/lead/kept_pages.h"
#include "show/studio/oidc/provider.h"
#include "show/studio/results/results.h"
#include "show/studio/site/site.h"
#include "show/studio/background/work.h"

namespace karuna::show {

/// A plan as `karuna wave plan --json` has it, and what it loosens.
struct PlannedWave {
  std::string json;
  ask::Loosening loosening;
};

/// What the signed-in side needs; it lives as long as the server.
struct StudioRooms {
  /// Takes  pack  the built pages (build/web/studio.pack); empty where they were not built
  StudioRooms(people::PeopleDatabase database, act::ActDatabase acts, std::shared_ptr<ask::WaveWatch> watch, std::string_view pack)
      : people(std::move(database)), act(std::move(acts)), desk(people), sign_in(people), card_sign_in(people), waves(std::move(watch)), provider(waves->installation()), results(waves), site(read_site(pack)) {}
  people::PeopleDatabase people;
  act::ActDatabase act;
  people::Desk desk;
  people::SignIn sign_in;
  people::CardSignIn card_sign_in;
  people::Sessions sessions;
  std::shared_ptr<ask::WaveWatch> waves;
  Provider provider;
  Results results;
  GroupSearch groups;                                                 ///< pods that are looked for
  KeptPages kept;                                                     ///< what was made of a release, until the next
  std::function<Result<PlannedWave>(std::string_view wave_toml)> plan_wave;   ///< what a WAVE.toml would give; nothing is written
  std::function<Result<std::string>(const std::string& to)> send_trial;       ///< sends a letter of trial; gives the mail server that took it
  std::string version;                                                ///< "karuna 0.1.0"
  std::string print_address;                                          ///< where the program that prints finds this server: "http://127.0.0.1:8080"
  Site site;
  Work work;                     ///< last: it ends before what its tasks use
};

}  // namespace karuna::show
