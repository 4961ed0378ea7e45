// SPDX-License-Identifier: Apache-2.0
#include "show/studio/admin/health.h"

#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "base/files.h"
#include "people/audit.h"
#include "people/rights/roles.h"
#include "people/token_keys.h"
#include "show/studio/council/exchange.h"
#include "show/studio/council/rules.h"

namespace karuna::show {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::uint64_t least_free = std::uint64_t{1} << 30;
constexpr std::int64_t slack_seconds = 300;

json disk(const ask::Installation& installation) {
  std::error_code error;
  const auto space = fs::space(installation.folder, error);
  if (error) return {{"name", "disk"}, {"good", false}, {"free", nullptr}, {"of", nullptr}};
  return {{"name", "disk"}, {"good", space.available >= least_free}, {"free", space.available}, {"of", space.capacity}};
}

/// A clock that stands before something this server wrote is behind.
json clock(const ask::Installation& installation) {
  std::error_code error;
  auto newest = fs::file_time_type::min();
  for (const auto& folder : {installation.waves(), installation.people(), installation.exchange()})
    for (const auto& entry : fs::directory_iterator(folder, error)) newest = std::max(newest, fs::last_write_time(entry.path(), error));
  const auto behind = newest == fs::file_time_type::min() ? std::chrono::seconds(0) : std::chrono::duration_cast<std::chrono::seconds>(newest - fs::file_time_type::clock::now());
  const auto now = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  return {{"name", "clock"}, {"good", behind.count() <= slack_seconds}, {"now", now}};
}

/// The page that is served must be the one the running wave names.
json page(StudioRooms& rooms) {
  const auto& installation = rooms.waves->installation();
  const auto bytes = read_file(installation.page() / "index.html");
  json one{{"name", "page"}, {"good", bytes.has_value()}, {"sha256", nullptr}, {"fits", nullptr}};
  if (!bytes) return one;
  const auto hash = seal::sha256(*bytes);
  one["sha256"] = seal::to_hex(hash);
  for (const auto& [id, wave] : *rooms.waves->now()) {
    if (wave->state < ask::WaveState::desk_ready || wave->state >= ask::WaveState::closed) continue;
    const bool same = wave->token_part.page_sha256 == hash;
    one["fits"] = same && (one["fits"].is_null() || one["fits"].get<bool>());
    if (!same) one["good"] = false;
  }
  return one;
}

json who(StudioRooms& rooms) {
  const auto units = people::headcounts(rooms.people);
  std::uint64_t count = 0;
  if (units)
    for (const auto& unit : *units) count += unit.eligible;
  return {{"name", "people"}, {"good", count > 0}, {"people", count}};
}

/// Whether somebody can come in when the sign-in provider cannot be reached.
json door(StudioRooms& rooms) {
  std::size_t administrators = 0, with_password = 0;
  if (const auto accounts = people::given_accounts(rooms.people))
    for (const auto& one : *accounts)
      if (std::ranges::find(one.roles, people::Role::administrator) != one.roles.end()) ++administrators, with_password += one.has_password ? 1 : 0;
  return {{"name", "door"}, {"good", with_password > 0}, {"administrators", administrators}, {"with_password", with_password}};
}

json audit(StudioRooms& rooms) {
  const auto check = people::check_audit(rooms.people);
  return {{"name", "audit"}, {"good", check && !check->broken_at}, {"rows", check ? check->rows : 0}};
}

json secrets(const ask::Installation& installation) {
  bool good = true;
  for (const auto& file : {installation.people() / "ring.key", installation.people() / "people.sqlite"}) {
    struct stat about{};
    good = good && (stat(file.c_str(), &about) != 0 || (about.st_mode & 077) == 0);
  }
  return {{"name", "secrets"}, {"good", good}};
}

json encrypted(const ask::Installation& installation) {
  const auto local = [](std::string_view address) { return address.starts_with("http://127.0.0.1") || address.starts_with("http://localhost") || address.starts_with("http://[::1]"); };
  const bool tls = installation.studio.starts_with("https://") && installation.respond.starts_with("https://");
  return {{"name", "tls"}, {"good", tls || (local(installation.studio) && local(installation.respond))}, {"tls", tls}};
}

const char* waits_for(const ask::OpenedWave& wave, const ask::Installation& installation, std::int64_t hour) {
  if (step_of(wave, installation) != ExchangeStep::none) return "council";
  const auto& part = wave.token_part;
  switch (wave.state) {
    case ask::WaveState::drafted: return "council";
    case ask::WaveState::desk_ready: return "publish";
    case ask::WaveState::published:
      if (wave.stopped) return "close";
      if (part.trial) return wave.ballots_opened ? "close" : "open";
      return hour < std::int64_t{part.opens_ballots} ? "date" : hour < std::int64_t{part.closes_ballots} ? "answers" : "close";
    case ask::WaveState::closed: return "close";
    case ask::WaveState::released: return part.council ? "council" : "destroy";
    case ask::WaveState::witnessed: return "nothing";
  }
  return "nothing";
}

}  // namespace

json health_of(StudioRooms& rooms) {
  const auto& installation = rooms.waves->installation();
  json waves = json::array();
  const std::int64_t hour = ask::this_hour();
  for (const auto& [id, wave] : *rooms.waves->now())
    waves.push_back({{"wave", ask::hex_of(id)}, {"title", wave->state >= ask::WaveState::desk_ready ? json(wave->token_part.title) : json()}, {"kind", series_names[static_cast<std::size_t>(wave->token_part.depth)]},
                     {"state", state_word(wave->state)}, {"waits_for", waits_for(*wave, installation, hour)}, {"opens_desk", wave->token_part.opens_desk}});
  std::sort(waves.begin(), waves.end(), [](const json& a, const json& b) { return a["opens_desk"].get<std::uint32_t>() > b["opens_desk"].get<std::uint32_t>(); });
  json outbound = json::array();
  if (!installation.mail.server.empty()) outbound.push_back({{"what", "mail"}, {"where", installation.mail.server}});
  if (!installation.oidc.issuer.empty()) outbound.push_back({{"what", "oidc"}, {"where", installation.oidc.issuer}});
  return {{"checks", {disk(installation), clock(installation), page(rooms), who(rooms), door(rooms), secrets(installation), encrypted(installation), audit(rooms)}}, {"waves", waves}, {"outbound", outbound}};
}

}  // namespace karuna::show
