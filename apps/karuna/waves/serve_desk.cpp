// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "embedded_web.h"
#include "http/server.h"
#include "people/people_database.h"
#include "show/studio/routes.h"
#include "store/server_lock.h"
#include "waves/mail_run.h"
#include "waves/serve.h"
#include "waves/wave_draft.h"

namespace karuna {

namespace {

/// The pages as they were built into the program; empty where Node was missing.
std::string_view studio_pack() {
  for (const auto& file : embedded_web())
    if (file.name == "studio.pack") return file.bytes;
  return {};
}

}  // namespace

Result<int> serve_desk(const ask::Installation& installation, const ServeWishes& wishes) {
  KARUNA_TRY(lock, store::ServerLock::take(installation.people()));
  KARUNA_TRY(database, people::open_people(installation.people()));
  KARUNA_TRY(acts, act::open_act(installation.people()));
  auto rooms = std::make_shared<show::StudioRooms>(std::move(database), std::move(acts), std::make_shared<ask::WaveWatch>(installation), studio_pack());
  rooms->plan_wave = [&installation, &people = rooms->people](std::string_view wave) -> Result<show::PlannedWave> {
    KARUNA_TRY(table, parse_toml(wave, "WAVE.toml"));
    KARUNA_TRY(draft, draft_wave(installation, table, people));
    return show::PlannedWave{draft_json(draft), draft.loosening};
  };
  rooms->send_trial = [&installation](const std::string& to) { return send_letter(installation, to, show::mail::trial_letter(installation.name)); };
  rooms->print_address = "http://" + (wishes.address == "0.0.0.0" ? std::string("127.0.0.1") : wishes.address) + ":" + std::to_string(wishes.studio_port);
  rooms->version = "karuna " KARUNA_VERSION;
  http::ServerSettings settings;
  settings.address = wishes.address;
  settings.port = wishes.studio_port;
  settings.threads = wishes.threads;
  settings.headers = {{"X-Content-Type-Options", "nosniff"},
                      {"Referrer-Policy", "no-referrer"},
                      {"Cross-Origin-Opener-Policy", "same-origin"},
                      {"Cross-Origin-Resource-Policy", "same-origin"},
                      {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"}};
  if (installation.studio.starts_with("https://")) settings.headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
  KARUNA_TRY(server, http::Server::start(settings, show::studio_routes(rooms)));
  std::printf("ready %u\n", static_cast<unsigned>(server->port()));
  std::fflush(stdout);
  wait_for_stop();
  server->stop();
  return 0;
}

}  // namespace karuna
