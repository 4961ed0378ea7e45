// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "collect/ballots/ballot_box.h"
#include "http/server.h"
#include "show/respond/door.h"
#include "store/server_lock.h"
#include "waves/serve.h"

namespace karuna {

Result<int> serve_door(const ask::Installation& installation, const ServeWishes& wishes) {
  KARUNA_TRY(lock, store::ServerLock::take(installation.ballots()));
  KARUNA_TRY(receipt_key, ask::read_key_file(installation.ballots() / "receipt.key"));
  if (receipt_key.public_key != installation.receipt_key) return fail(Fault::refused, "ballots/receipt.key is not the key that karuna.toml names, and receipts would not hold");
  KARUNA_TRY(database, collect::open_ballots(installation.ballots()));
  auto box = std::make_shared<collect::BallotBox>(*database, receipt_key);
  http::ServerSettings settings;
  settings.address = wishes.address;
  settings.port = wishes.respond_port;
  settings.threads = wishes.threads;
  settings.headers = {{"X-Content-Type-Options", "nosniff"}, {"Referrer-Policy", "no-referrer"}};
  KARUNA_TRY(server, http::Server::start(settings, show::respond_routes(std::make_shared<ask::WaveWatch>(installation), box)));
  std::printf("ready %u\n", static_cast<unsigned>(server->port()));
  std::fflush(stdout);
  wait_for_stop();
  server->stop();
  database.reset();  // what was taken is on the disk before the box goes
  return 0;
}

}  // namespace karuna
