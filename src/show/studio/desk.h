// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "ask/wave/wave_watch.h"
#include "http/routes.h"
#include "people/accounts.h"
#include "people/desk.h"

namespace karuna::show {

/// What the signed-in side needs; it lives as long as the server.
struct StudioRooms {
  StudioRooms(people::PeopleDatabase database, std::shared_ptr<ask::WaveWatch> watch) : people(std::move(database)), desk(people), sign_in(people), waves(std::move(watch)) {}
  people::PeopleDatabase people;
  people::Desk desk;
  people::SignIn sign_in;
  people::Sessions sessions;
  std::shared_ptr<ask::WaveWatch> waves;
};

/// Signing in and the desk (docs/protocol.md). GET changes nothing, so that a program that looks at links in advance spends none.
http::Routes studio_routes(std::shared_ptr<StudioRooms> rooms);

/// The two plain pages, complete with script and style.
std::string sign_in_page();
std::string desk_page(std::string_view respond_address);

}  // namespace karuna::show
