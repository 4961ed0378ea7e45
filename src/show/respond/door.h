// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "ask/wave/wave_watch.h"
#include "collect/ballots/ballot_box.h"
#include "http/routes.h"

namespace karuna::show {

/// The answering side: the page, the public files of waves, and sealed ballots. No sign-in, no cookie, no log.
/// The addresses stand in docs/protocol.md; the manual's test compares them with this.
http::Routes respond_routes(std::shared_ptr<ask::WaveWatch> waves, std::shared_ptr<collect::BallotBox> box);

/// Files of a wave that are public, by name.
bool is_public_file(std::string_view name);

}  // namespace karuna::show
