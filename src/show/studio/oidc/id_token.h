// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace karuna::show {

/// What a provider says of a person.
struct ProvidedPerson {
  std::string login;                   ///< in small letters
  std::vector<std::string> groups;     ///< none where the claim is missing
};

struct IdTokenRules {
  std::string issuer, client_id, nonce, login_claim, groups_claim;
  std::int64_t now = 0;                ///< seconds since 1970
};

/// Checks an ID token: its signature by one of the provider's keys (RS256 or ES256, and nothing else), who made it, for whom, until when, and for which attempt.
///
/// Takes   token  in its compact form; keys  the provider's JWKS
/// Fails   not_found  no key of that name: they may have been renewed, ask for them again
///         refused    anything that does not hold; the words say what
/// Source  OpenID Connect Core 1.0, 3.1.3.7; RFC 7515, RFC 7518, by cjose
Result<ProvidedPerson> check_id_token(std::string_view token, std::string_view keys, const IdTokenRules& rules);

}  // namespace karuna::show
