// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "ask/wave/installation.h"
#include "http/client.h"
#include "people/accounts.h"
#include "seal/hash.h"
#include "show/studio/oidc/id_token.h"

namespace karuna::show {

/// One attempt to sign in: everything follows from a cookie and a key that lives as long as the process, so that nothing is kept for attempts that never end.
struct SignInAttempt {
  std::string cookie, state, nonce, verifier;
};

/// The sign-in provider of karuna.toml (OpenID Connect, authorization code with PKCE). Asked on a thread that may wait.
class Provider {
 public:
  explicit Provider(const ask::Installation& installation);
  bool on() const { return !settings_.issuer.empty(); }
  const ask::OidcSettings& settings() const { return settings_; }

  Result<SignInAttempt> begin(std::int64_t now) const;
  /// Nothing: not one of this process, or older than ten minutes.
  std::optional<SignInAttempt> attempt_of(std::string_view cookie, std::int64_t now) const;

  /// Where the browser goes.  Fails  unreadable, refused  the provider's description
  Result<std::string> address_for(const SignInAttempt& attempt);
  /// Takes the code to the provider and checks what comes back.
  Result<ProvidedPerson> person_of(const SignInAttempt& attempt, std::string_view code, std::int64_t now);

 private:
  struct Endpoints {
    std::string authorization, token, keys_address, keys;
  };
  Result<Endpoints> endpoints(bool fresh);
  Result<std::string> fetched(const std::string& url) const;
  Result<SignInAttempt> from(std::string cookie) const;

  ask::OidcSettings settings_;
  std::string redirect_, secret_, why_not_;
  http::ClientSettings client_;
  seal::Digest key_{};
  std::mutex mutex_;
  std::optional<Endpoints> known_;
};

/// The roles of a session that came through the provider. A role that the map names comes from the groups alone; administrator never comes from anywhere else than the map, so that a name at the
/// provider cannot become an administrator made here.
std::vector<people::Role> roles_through(const ask::OidcSettings& settings, const std::vector<people::Role>& here, const std::vector<std::string>& groups);

}  // namespace karuna::show
