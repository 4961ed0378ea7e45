// SPDX-License-Identifier: Apache-2.0
// The promise in numbers, each from the signed manifest of a wave or from a file of this installation; and the methods. Public.
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "ask/wave/manifest_words.h"
#include "ask/wave/noise_plan.h"
#include "base/files.h"
#include "people/audit.h"
#include "seal/base64url.h"
#include "show/studio/routes.h"
#include "show/studio/table_answer.h"
#include "stats/methods.h"

namespace karuna::show {

namespace {

using http::Response;
using nlohmann::json;

/// 0.5888 as 58.9, rounded up: a promise is not rounded in our favour.
double percent_up(double share) { return std::ceil(share * 1000 - 1e-9) / 10; }

json promise_of(const ask::OpenedWave& wave) {
  const auto& token = wave.token_part;
  json one{{"wave_id", seal::to_base64url(token.wave)},
           {"folder", ask::hex_of(token.wave)},
           {"title", token.title},
           {"kind", series_names[static_cast<std::size_t>(token.depth)]},
           {"trial", token.trial},
           {"council", token.council},
           {"profile", ask::profile_words[static_cast<std::size_t>(token.profile)]},
           {"k", token.k},
           {"cells", token.cells_count},
           {"eligible", token.eligible_total.empty() ? 0 : token.eligible_total.front()},
           {"page_sha256", seal::to_hex(token.page_sha256)},
           {"ledger_days", token.ledger_days},
           {"reminders_max", token.reminders_max},
           {"closes_ballots", token.closes_ballots},
           {"manifest_sha256", seal::to_hex(seal::sha256(wave.token_part_json))}};
  std::uint32_t smallest = UINT32_MAX;
  for (const auto& cell : wave.cells) smallest = std::min(smallest, cell.record.eligible);
  one["smallest_cell"] = wave.cells.empty() ? json() : json(smallest);
  const auto caps = ask::caps_of(token.profile, token.depth);
  if (token.profile != ask::WaveProfile::exact) {
    one["guess_one"] = percent_up(ask::guess_success(caps.one / 10'000.0));
    one["guess_whole"] = percent_up(ask::guess_success(caps.whole / 10'000.0));
    const auto limit = ask::rhythm_limit(token.profile);
    one["limit"] = {limit.one, limit.whole};
  }
  if (wave.question_part) one["spent"] = wave.question_part->budget_after;
  return one;
}

/// What the council found the last time it checked a wave, and how many of the released waves it has checked; nothing where it has not.
json checked_by_council(const Asked& asked) {
  std::map<std::string, people::AuditEntry> last;
  std::optional<people::AuditEntry> newest;
  (void)people::walk_audit(asked.rooms.people, [&](const people::AuditEntry& entry) {
    if (entry.note.role == "council" && entry.note.action.starts_with("verify.")) newest = last[entry.note.object] = entry;
  });
  if (!newest) return nullptr;
  std::size_t released = 0, hold = 0;
  json title;
  for (const auto& [id, wave] : *asked.rooms.waves->now()) {
    if (wave->state < ask::WaveState::released) continue;
    ++released;
    const std::string hex = ask::hex_of(id);
    if (const auto found = last.find(hex); found != last.end() && found->second.note.action == "verify.holds") ++hold;
    if (hex == newest->note.object) title = wave->token_part.title;
  }
  return {{"title", title}, {"hour", newest->hour}, {"holds", newest->note.action == "verify.holds"}, {"released", released}, {"hold", hold}};
}

/// Of the newest wave that is announced; without one, what the installation alone can say.
json promise_now(const Asked& asked) {
  const auto& installation = asked.rooms.waves->installation();
  std::shared_ptr<const ask::OpenedWave> newest;
  for (const auto& [id, wave] : *asked.rooms.waves->now())
    if (wave->state >= ask::WaveState::desk_ready && (!newest || wave->token_part.opens_desk > newest->token_part.opens_desk)) newest = wave;
  json keys = json::array();
  for (const auto& key : installation.witness_keys) keys.push_back(seal::to_hex(key));
  json out{{"organisation", installation.name},
           {"respond", installation.respond},
           {"council", installation.council},
           {"server_key", seal::to_hex(installation.server_key)},
           {"witness_keys", keys},
           {"wave", newest ? promise_of(*newest) : json()},
           {"checked", checked_by_council(asked)}};
  const auto page = read_file(installation.page() / "index.html");
  out["page_sha256"] = page ? json(seal::to_hex(seal::sha256(*page))) : json();
  return out;
}
Response promise(const Asked& asked) { return http::json(promise_now(asked).dump()); }
Response promise_csv(const Asked& asked) { return table_answer(rows_of_values(promise_now(asked)), {"name", "value"}); }

json method_cards() {
  json list = json::array();
  for (const auto& card : stats::methods())
    list.push_back({{"name", card.name},
                    {"title", card.title},
                    {"question", card.question},
                    {"does", card.does},
                    {"assumes", card.assumes},
                    {"source", card.source},
                    {"status", card.status},
                    {"checked", card.checked}});
  return list;
}
Response methods(const Asked&) { return http::json(method_cards().dump()); }
Response methods_csv(const Asked&) { return table_answer(method_cards(), {"name", "title", "question", "does", "assumes", "source", "status", "checked"}); }

}  // namespace

std::vector<StudioRoute> promise_table() {
  return {
      {http::Method::get, "/api/promise.json", for_everybody, promise},
      {http::Method::get, "/api/promise.csv", for_everybody, promise_csv},
      {http::Method::get, "/api/methods.json", for_everybody, methods},
      {http::Method::get, "/api/methods.csv", for_everybody, methods_csv},
  };
}

}  // namespace karuna::show
