// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ask/wave/wave_folder.h"

namespace karuna::ask {

/// [mail] of karuna.toml. The password lies in people/mail.password, a file of its own.
struct MailSettings {
  std::string server;                        ///< "smtp://mail.example.org:587" or "smtps://mail.example.org"; empty: no mail is sent
  std::string from;                          ///< "karuna@example.org"
  std::string from_name;                     ///< "Lindenhof"; empty: the organisation
  std::string replies;                       ///< where an answer goes, and a wish for no more reminders; empty: as `from`
  std::string user;                          ///< empty: the server asks for none
  bool encrypted = true;                     ///< false: without TLS, for a server on this machine
};

/// [oidc] of karuna.toml: a sign-in provider (OpenID Connect). Its client secret, where it gave one, lies in people/oidc.secret.
struct OidcSettings {
  std::string issuer;                        ///< "https://login.example.org/realms/clinic"; empty: people sign in here
  std::string client_id;
  std::string name;                          ///< on the button; empty: the issuer's host
  std::string login_claim = "email";         ///< what of a person is their login here
  std::string groups_claim = "groups";
  std::string scopes = "openid email profile";   ///< what is asked for; some providers give groups for "groups" alone
  std::string authorities;                   ///< a PEM file, where the system's are not enough
  std::vector<std::pair<std::string, std::vector<std::string>>> roles;   ///< [oidc.roles]: a role of ours, and the groups that have it
};
inline constexpr std::string_view oidc_roles[] = {"manager", "programme-lead", "council", "administrator", "sponsor"};

/// karuna.toml of an installation's folder: what is public about it. Secrets lie in files of their own.
struct Installation {
  std::filesystem::path folder;
  std::string name;                          ///< of the organisation
  std::string studio = "http://127.0.0.1:8080";
  std::string respond = "http://127.0.0.1:8081";
  bool council = true;
  std::string council_name;                  ///< as people call it, for posters; empty: "the works council"
  seal::Digest server_key{};                 ///< public
  seal::Digest receipt_key{};                ///< public
  std::vector<seal::Digest> witness_keys;
  MailSettings mail;
  OidcSettings oidc;
  std::string desk_user, door_user, close_user;   ///< empty: the user who starts; used when started as root

  std::filesystem::path people() const { return folder / "people"; }
  std::filesystem::path ballots() const { return folder / "ballots"; }
  std::filesystem::path closing() const { return folder / "closing"; }
  std::filesystem::path waves() const { return folder / "waves"; }
  std::filesystem::path exchange() const { return folder / "exchange"; }
  std::filesystem::path page() const { return folder / "page"; }
  std::filesystem::path server_key_file() const { return folder / "server" / "server.key"; }
  SignedBy signers() const { return {server_key, witness_keys}; }
};

/// Fails  not_found  no karuna.toml: the words name `karuna init`; invalid  a key that is not known or has another form, each named
Result<Installation> read_installation(const std::filesystem::path& folder);
std::string write_installation(const Installation& installation);

/// A secret key file: 32 raw bytes, mode 0600 or 0640. Fails  refused  others may read it
Result<seal::SigningKey> read_key_file(const std::filesystem::path& file);

}  // namespace karuna::ask
