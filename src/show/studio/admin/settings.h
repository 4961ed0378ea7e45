// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include "ask/wave/installation.h"
#include "base/result.h"

namespace karuna::show {

/// What this installation works with, setting by setting.
/// Gives   [{"name": "mail.server", "value", "source": "karuna.toml" or "default", "floor": what is refused, "" where nothing is}]
/// Fails   as read_toml
Result<nlohmann::json> settings_of(const ask::Installation& installation);

/// How people sign in: {"provider": name or null, "issuer", "roles": [{"role", "groups"}], "login_claim", "groups_claim"}
nlohmann::json sign_in_settings(const ask::Installation& installation);

}  // namespace karuna::show
