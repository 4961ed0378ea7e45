// SPDX-License-Identifier: Apache-2.0
#include "ask/wave/installation.h"

#include <sys/stat.h>

#include <algorithm>

#include "base/files.h"
#include "base/toml.h"

namespace karuna::ask {

namespace {

Result<seal::Digest> key_of(const TomlTable& table, std::string_view name, std::string_view hex) {
  auto bytes = seal::from_hex(hex);
  seal::Digest key{};
  if (!bytes || bytes->size() != key.size()) return table.wrong(name, "is '" + std::string(hex.substr(0, 80)) + "'", "64 hexadecimal digits");
  std::copy(bytes->begin(), bytes->end(), key.begin());
  return key;
}

std::string toml_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) >= 0x20) out += c;
  }
  return out + "\"";
}

/// An address without a path, so that it can stand in a content security policy.
Result<std::string> address_of(const TomlTable& table, std::string_view name, std::string_view fallback) {
  KARUNA_TRY(address, table.text_or(name, fallback));
  while (address.ends_with('/')) address.pop_back();
  const std::size_t host = address.starts_with("https://") ? 8 : address.starts_with("http://") ? 7 : 0;
  if (host == 0 || address.size() == host || address.find_first_of("/?# '\";,", host) != std::string::npos)
    return table.wrong(name, "is '" + address + "'", "an address such as https://karuna.example.org, without a path");
  return address;
}

bool is_mail_address(std::string_view text) {
  const std::size_t at = text.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < text.size() && text.find('@', at + 1) == std::string_view::npos &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f && std::string_view("<>()[],;:\\\"").find(c) == std::string_view::npos; });
}

Result<MailSettings> mail_of(const TomlTable& file) {
  MailSettings mail;
  KARUNA_TRY(table, file.table_or_empty("mail"));
  KARUNA_CHECK(table.only({"server", "from", "from_name", "replies", "user", "encrypted"}));
  for (const auto& [name, into] : {std::pair("server", &mail.server), std::pair("from", &mail.from), std::pair("from_name", &mail.from_name), std::pair("replies", &mail.replies),
                                   std::pair("user", &mail.user)}) {
    KARUNA_TRY(text, table.text_or(name, ""));
    if (std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; })) return table.wrong(name, "has a line break", "one line");
    *into = text;
  }
  KARUNA_TRY(encrypted, table.flag_or("encrypted", true));
  mail.encrypted = encrypted;
  if (mail.server.empty() && mail.from.empty()) return mail;
  if (!mail.server.starts_with("smtp://") && !mail.server.starts_with("smtps://"))
    return table.wrong("server", "is '" + mail.server + "'", "smtp://HOST:587 (encrypted by STARTTLS) or smtps://HOST");
  const std::string_view host = std::string_view(mail.server).substr(mail.server.find("://") + 3);
  if (!mail.encrypted && !host.starts_with("127.0.0.1") && !host.starts_with("localhost") && !host.starts_with("[::1]"))
    return table.wrong("encrypted", "is false and the server is another machine", "true; without encryption addresses and password would be open to whoever listens on the way");
  if (!is_mail_address(mail.from)) return table.wrong("from", "is '" + mail.from + "'", "one mail address, for instance karuna@example.org");
  if (!mail.replies.empty() && !is_mail_address(mail.replies)) return table.wrong("replies", "is '" + mail.replies + "'", "one mail address");
  return mail;
}

bool on_this_machine(std::string_view address) {
  const std::string_view rest = address.substr(std::min(address.size(), std::string_view("http://").size()));
  for (const std::string_view host : {"127.0.0.1", "localhost", "[::1]"})
    if (rest.starts_with(host) && (rest.size() == host.size() || rest[host.size()] == ':' || rest[host.size()] == '/')) return true;
  return false;
}

Result<OidcSettings> oidc_of(const TomlTable& file) {
  OidcSettings oidc;
  KARUNA_TRY(table, file.table_or_empty("oidc"));
  KARUNA_CHECK(table.only({"issuer", "client_id", "name", "login_claim", "groups_claim", "scopes", "authorities", "roles"}));
  for (const auto& [name, into] : {std::pair("issuer", &oidc.issuer), std::pair("client_id", &oidc.client_id), std::pair("name", &oidc.name), std::pair("login_claim", &oidc.login_claim),
                                   std::pair("groups_claim", &oidc.groups_claim), std::pair("scopes", &oidc.scopes), std::pair("authorities", &oidc.authorities)}) {
    KARUNA_TRY(text, table.text_or(name, *into));
    *into = text;
  }
  KARUNA_TRY(roles, table.table_or_empty("roles"));
  for (const std::string& role : roles.keys()) {
    if (std::find(std::begin(oidc_roles), std::end(oidc_roles), role) == std::end(oidc_roles))
      return roles.wrong(role, "is no role", "manager, programme-lead, council, administrator or sponsor; whoever is on the roster is an employee");
    KARUNA_TRY(groups, roles.texts(role));
    oidc.roles.emplace_back(role, groups);
  }
  if (oidc.issuer.empty()) return oidc;
  const bool plain = oidc.issuer.starts_with("http://") && on_this_machine(oidc.issuer);
  if (!oidc.issuer.starts_with("https://") && !plain) return table.wrong("issuer", "is '" + oidc.issuer + "'", "an https address, as the provider's own pages name it; http is for a provider on this machine");
  if (oidc.client_id.empty()) return table.wrong("client_id", "is empty", "the name under which this installation is registered with the provider");
  if (oidc.name.empty()) {
    const std::size_t host = oidc.issuer.find("://") + 3;
    oidc.name = oidc.issuer.substr(host, oidc.issuer.find('/', host) - host);
  }
  return oidc;
}

std::string toml_of(const OidcSettings& oidc) {
  std::string out = "\n[oidc]\n";
  for (const auto& [name, text] : {std::pair("issuer", &oidc.issuer), std::pair("client_id", &oidc.client_id), std::pair("name", &oidc.name), std::pair("login_claim", &oidc.login_claim),
                                   std::pair("groups_claim", &oidc.groups_claim), std::pair("scopes", &oidc.scopes), std::pair("authorities", &oidc.authorities)})
    if (!text->empty()) out += std::string(name) + " = " + toml_text(*text) + "\n";
  if (!oidc.roles.empty()) out += "[oidc.roles]\n";
  for (const auto& [role, groups] : oidc.roles) {
    out += role + " = [";
    for (std::size_t g = 0; g < groups.size(); ++g) out += (g ? ", " : "") + toml_text(groups[g]);
    out += "]\n";
  }
  return out;
}

}  // namespace

Result<Installation> read_installation(const std::filesystem::path& folder) {
  const auto file = folder / "karuna.toml";
  if (std::error_code error; !std::filesystem::exists(file, error))
    return fail(Fault::not_found, "there is no " + file.string() + "; `karuna init " + folder.string() + "` makes an installation, --folder names another");
  KARUNA_TRY(table, read_toml(file));
  KARUNA_CHECK(table.only({"name", "studio", "respond", "council", "server_key", "receipt_key", "witness_keys", "council_name", "users", "mail", "oidc"}));
  Installation made;
  made.folder = folder;
  KARUNA_TRY(name, table.text("name"));
  made.name = name;
  KARUNA_TRY(studio, address_of(table, "studio", made.studio));
  KARUNA_TRY(respond, address_of(table, "respond", made.respond));
  made.studio = studio;
  made.respond = respond;
  if (studio == respond)
    return table.wrong("respond", "is the address of the studio", "an address of its own, so that answering and signing in are two places");
  KARUNA_TRY(council, table.flag_or("council", true));
  made.council = council;
  KARUNA_TRY(server_hex, table.text("server_key"));
  KARUNA_TRY(server_key, key_of(table, "server_key", server_hex));
  KARUNA_TRY(receipt_hex, table.text("receipt_key"));
  KARUNA_TRY(receipt_key, key_of(table, "receipt_key", receipt_hex));
  made.server_key = server_key;
  made.receipt_key = receipt_key;
  KARUNA_TRY(witnesses, table.texts_or("witness_keys"));
  for (const std::string& hex : witnesses) {
    KARUNA_TRY(key, key_of(table, "witness_keys", hex));
    made.witness_keys.push_back(key);
  }
  if (!council && !made.witness_keys.empty()) return table.wrong("council", "is false and there are witness keys", "true, or no witness_keys");
  KARUNA_TRY(council_name, table.text_or("council_name", ""));
  made.council_name = council_name;
  KARUNA_TRY(mail, mail_of(table));
  made.mail = mail;
  KARUNA_TRY(oidc, oidc_of(table));
  made.oidc = oidc;
  KARUNA_TRY(users, table.table_or_empty("users"));
  KARUNA_CHECK(users.only({"desk", "door", "close"}));
  KARUNA_TRY(desk, users.text_or("desk", ""));
  KARUNA_TRY(door, users.text_or("door", ""));
  KARUNA_TRY(close, users.text_or("close", ""));
  made.desk_user = desk;
  made.door_user = door;
  made.close_user = close;
  return made;
}

std::string write_installation(const Installation& installation) {
  std::string out = "# What is public about this installation of Karuna. Secrets lie in files of their own.\n";
  out += "name = " + toml_text(installation.name) + "\n";
  out += "studio = " + toml_text(installation.studio) + "\n";
  out += "respond = " + toml_text(installation.respond) + "\n";
  out += std::string("council = ") + (installation.council ? "true" : "false") + "\n";
  out += "server_key = \"" + seal::to_hex(installation.server_key) + "\"\n";
  out += "receipt_key = \"" + seal::to_hex(installation.receipt_key) + "\"\n";
  out += "witness_keys = [";
  for (std::size_t i = 0; i < installation.witness_keys.size(); ++i) out += (i ? ", \"" : "\"") + seal::to_hex(installation.witness_keys[i]) + "\"";
  out += "]\n";
  if (!installation.council_name.empty()) out += "council_name = " + toml_text(installation.council_name) + "\n";
  if (!installation.desk_user.empty() || !installation.door_user.empty() || !installation.close_user.empty())
    out += "\n[users]\ndesk = " + toml_text(installation.desk_user) + "\ndoor = " + toml_text(installation.door_user) +
           "\nclose = " + toml_text(installation.close_user) + "\n";
  if (const MailSettings& mail = installation.mail; !mail.server.empty()) {
    out += "\n[mail]\n";
    for (const auto& [name, text] : {std::pair("server", &mail.server), std::pair("from", &mail.from), std::pair("from_name", &mail.from_name),
                                     std::pair("replies", &mail.replies), std::pair("user", &mail.user)})
      if (!text->empty()) out += std::string(name) + " = " + toml_text(*text) + "\n";
    if (!mail.encrypted) out += "encrypted = false\n";
  }
  if (!installation.oidc.issuer.empty()) out += toml_of(installation.oidc);
  return out;
}

Result<seal::SigningKey> read_key_file(const std::filesystem::path& file) {
  struct stat about{};
  if (stat(file.c_str(), &about) == 0 && (about.st_mode & 07) != 0)
    return fail(Fault::refused, file.string() + " can be read by everybody; `chmod o-rwx " + file.string() + "` mends that, and the key should be changed");
  KARUNA_TRY(bytes, read_file(file, 4096));
  seal::Digest seed{};
  if (bytes.size() != seed.size()) return fail(Fault::invalid, file.string() + " has " + std::to_string(bytes.size()) + " bytes; a key has 32");
  std::copy(bytes.begin(), bytes.end(), seed.begin());
  seal::wipe({reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()});
  return seal::signing_key(seed);
}

}  // namespace karuna::ask
