// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "http/server.h"
#include "people/people_database.h"
#include "show/studio/desk.h"
#include "store/server_lock.h"
#include "waves/serve.h"

namespace karuna {

Result<int> serve_desk(const ask::Installation& installation, const ServeWishes& wishes) {
  KARUNA_TRY(lock, store::ServerLock::take(installation.people()));
  KARUNA_TRY(database, people::open_people(installation.people()));
  auto rooms = std::make_shared<show::StudioRooms>(std::move(database), std::make_shared<ask::WaveWatch>(installation));
  http::ServerSettings settings;
  settings.address = wishes.address;
  settings.port = wishes.studio_port;
  settings.threads = wishes.threads;
  settings.headers = {{"X-Content-Type-Options", "nosniff"}, {"Referrer-Policy", "no-referrer"}};
  KARUNA_TRY(server, http::Server::start(settings, show::studio_routes(rooms)));
  std::printf("ready %u\n", static_cast<unsigned>(server->port()));
  std::fflush(stdout);
  wait_for_stop();
  server->stop();
  return 0;
}

}  // namespace karuna
