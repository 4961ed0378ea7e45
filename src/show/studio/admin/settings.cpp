// SPDX-License-Identifier: Apache-2.0
#include "show/studio/admin/settings.h"

#include "base/toml.h"

namespace karuna::show {

using nlohmann::json;

Result<json> settings_of(const ask::Installation& installation) {
  KARUNA_TRY(file, read_toml(installation.folder / "karuna.toml"));
  KARUNA_TRY(mail, file.table_or_empty("mail"));
  KARUNA_TRY(users, file.table_or_empty("users"));
  KARUNA_TRY(oidc, file.table_or_empty("oidc"));
  json keys = json::array();
  for (const auto& key : installation.witness_keys) keys.push_back(seal::to_hex(key));
  json list = json::array();
  const auto add = [&list](const TomlTable& table, const std::string& group, const char* key, json value, const char* floor = "") {
    list.push_back({{"name", group + key}, {"value", std::move(value)}, {"source", table.has(key) ? "karuna.toml" : "default"}, {"floor", floor}});
  };
  add(file, "", "name", installation.name);
  add(file, "", "studio", installation.studio, "addresses");
  add(file, "", "respond", installation.respond, "addresses");
  add(file, "", "council", installation.council, "council");
  add(file, "", "council_name", installation.council_name);
  add(file, "", "server_key", seal::to_hex(installation.server_key));
  add(file, "", "receipt_key", seal::to_hex(installation.receipt_key));
  add(file, "", "witness_keys", keys, "council");
  add(mail, "mail.", "server", installation.mail.server);
  add(mail, "mail.", "from", installation.mail.from);
  add(mail, "mail.", "from_name", installation.mail.from_name);
  add(mail, "mail.", "replies", installation.mail.replies);
  add(mail, "mail.", "user", installation.mail.user);
  add(mail, "mail.", "encrypted", installation.mail.encrypted, "encrypted");
  add(users, "users.", "desk", installation.desk_user);
  add(users, "users.", "door", installation.door_user);
  add(users, "users.", "close", installation.close_user);
  add(oidc, "oidc.", "issuer", installation.oidc.issuer, "encrypted");
  add(oidc, "oidc.", "client_id", installation.oidc.client_id);
  add(oidc, "oidc.", "name", installation.oidc.name);
  add(oidc, "oidc.", "scopes", installation.oidc.scopes);
  add(oidc, "oidc.", "authorities", installation.oidc.authorities);
  add(oidc, "oidc.", "login_claim", installation.oidc.login_claim);
  add(oidc, "oidc.", "groups_claim", installation.oidc.groups_claim);
  return list;
}

json sign_in_settings(const ask::Installation& installation) {
  const auto& oidc = installation.oidc;
  json roles = json::array();
  for (const auto& [role, groups] : oidc.roles) roles.push_back({{"role", role}, {"groups", groups}});
  return {{"provider", oidc.issuer.empty() ? json() : json(oidc.name)}, {"issuer", oidc.issuer}, {"roles", roles}, {"login_claim", oidc.login_claim}, {"groups_claim", oidc.groups_claim}};
}

}  // namespace karuna::show
