// SPDX-License-Identifier: Apache-2.0
// What the works council reads and carries: rules, releases, boards, files to sign, bundles to check, where data lies.
#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/text.h"
#include "http/file_answer.h"
#include "people/audit.h"
#include "people/kept/kept_waves.h"
#include "show/studio/background/archive.h"
#include "show/studio/council/data_map.h"
#include "show/studio/council/exchange.h"
#include "show/studio/council/published.h"
#include "show/studio/council/rules.h"
#include "show/studio/routes.h"
#include "show/studio/table_answer.h"

namespace karuna::show {

namespace {

using http::Respond;
using http::Response;
using nlohmann::json;
constexpr Audience council_alone = only({people::Role::council});

/// The lists inside of each row as rows of their own, with what names the row in front.
json flat(const json& list, const char* inside) {
  json rows = json::array();
  for (const auto& one : list)
    for (const auto& part : one[inside]) {
      json row{{"wave", one["wave"]}, {"title", one["title"]}, {"kind", one["kind"]}};
      row.update(part);
      rows.push_back(std::move(row));
    }
  return rows;
}

json rules_now(const Asked& asked) { return rules_of(*asked.rooms.waves->now(), asked.rooms.waves->installation()); }
Response rules(const Asked& asked) { return http::json(rules_now(asked).dump()); }
Response rules_csv(const Asked& asked) { return table_answer(flat(rules_now(asked), "rules"), {"wave", "title", "kind", "name", "value", "before", "change"}); }

void published(std::shared_ptr<Asked> asked, Respond respond) {
  asked->rooms.results.now([asked, respond](const std::shared_ptr<const Released>& released) { respond(http::json(published_of(*released).dump())); });
}
void published_csv(std::shared_ptr<Asked> asked, Respond respond) {
  asked->rooms.results.now([asked, respond](const std::shared_ptr<const Released>& released) {
    respond(table_answer(flat(published_of(*released), "families"), {"wave", "title", "kind", "name", "groups", "smallest", "shown", "pooled", "not_shown"}));
  });
}
void board(std::shared_ptr<Asked> asked, Respond respond) {
  asked->rooms.results.now([asked, respond](const std::shared_ptr<const Released>& released) { respond(http::json(boards_of(*released).dump())); });
}
void board_csv(std::shared_ptr<Asked> asked, Respond respond) {
  asked->rooms.results.now([asked, respond](const std::shared_ptr<const Released>& released) {
    respond(table_answer(flat(boards_of(*released), "cells"), {"wave", "title", "kind", "units", "cell", "eligible", "issued", "holds"}));
  });
}

std::shared_ptr<const ask::OpenedWave> named_wave(const Asked& asked) {
  const auto id = ask::wave_id_from_hex(asked.request.part("wave"));
  return id ? asked.rooms.waves->find(*id) : nullptr;
}

json exchange_now(const Asked& asked) { return exchange_of(*asked.rooms.waves->now(), asked.rooms.waves->installation()); }
Response exchange(const Asked& asked) { return http::json(exchange_now(asked).dump()); }
/// A row a file that is offered or wanted; a wave without any has a row of its own.
Response exchange_csv(const Asked& asked) {
  json rows = json::array();
  for (const auto& wave : exchange_now(asked)) {
    json row{{"wave", wave["wave"]}, {"title", wave["title"]}, {"kind", wave["kind"]}, {"state", wave["state"]}, {"step", wave["step"]}};
    const std::size_t before = rows.size();
    for (const char* what : {"wanted", "offered"})
      for (const auto& file : wave[what]) {
        row["what"] = what;
        rows.push_back(row);
        rows.back().update(file);
      }
    if (rows.size() == before) rows.push_back(row);
  }
  return table_answer(rows, {"wave", "title", "kind", "state", "step", "what", "file", "there", "bytes"});
}

void archive_later(const std::shared_ptr<Asked>& asked, const Respond& respond, std::vector<ArchivedFile> files, std::string name) {
  if (files.empty()) return respond(http::error(404, "NOT_FOUND"));
  const bool taken = asked->rooms.work.add([respond, files = std::move(files), name = std::move(name)] {
    auto answer = tar_answer(files, name);
    respond(answer ? *std::move(answer) : http::error(503, "BUSY"));
  });
  if (!taken) respond(http::error(503, "BUSY"));
}

/// to-council.tar is all that lies for the council; else one file of it.
void to_council(std::shared_ptr<Asked> asked, Respond respond) {
  const auto wave = named_wave(*asked);
  if (!wave) return respond(http::error(404, "NOT_FOUND"));
  const std::string file(asked->request.part("file")), hex = ask::hex_of(wave->token_part.wave);
  const auto folder = asked->rooms.waves->installation().exchange() / hex / "to-council";
  if (file == "to-council.tar") return archive_later(asked, respond, files_below(folder, "to-council"), hex.substr(0, 8) + "-to-council.tar");
  for (const auto& one : files_below(folder, "to-council"))
    if (one.name == "to-council/" + file) {
      Response response = http::file_answer(one.file, "application/octet-stream");
      response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + file + "\"");
      return respond(std::move(response));
    }
  respond(http::error(404, "NOT_FOUND"));
}

Response from_council(const Asked& asked) {
  const auto wave = named_wave(asked);
  if (!wave) return http::error(404, "NOT_FOUND");
  const auto& installation = asked.rooms.waves->installation();
  const std::string file(asked.request.part("file"));
  const auto refused = [](Upload why) {
    return http::error(why == Upload::not_expected ? 409 : why == Upload::not_kept ? 503 : 400, upload_words[static_cast<std::size_t>(why)]);
  };
  if (const auto looked = look_at(*wave, installation, file, asked.request.body); looked != Upload::kept) return refused(looked);
  // Noted first: a signature that could not be noted is not kept.
  const std::string what = ask::hex_of(wave->token_part.wave).substr(0, 8) + " " + file;
  if (!people::note_in_audit(asked.rooms.people, {asked.account().login, "council", "exchange.uploaded", what}, ask::this_hour()))
    return http::error(503, "BUSY");
  if (const auto kept = take(*wave, installation, file, asked.request.body); kept != Upload::kept) return refused(kept);
  return http::json(json{{"file", file}, {"sha256", seal::to_hex(seal::sha256(asked.request.body))}}.dump());
}

/// The public folder of a wave that was released, with the name karuna-verify expects.
void bundle(std::shared_ptr<Asked> asked, Respond respond) {
  const auto wave = named_wave(*asked);
  if (!wave || wave->state < ask::WaveState::released) return respond(http::error(404, "NOT_FOUND"));
  const std::string hex = ask::hex_of(wave->token_part.wave);
  archive_later(asked, respond, files_below(wave->folder, hex), hex.substr(0, 8) + "-bundle.tar");
}

/// Where data lies, and of which waves it is still known who drew.
json data_now(const Asked& asked) {
  json places = json::array(), waves = json::array();
  for (const DataPlace& place : data_places())
    places.push_back({{"group", place.group}, {"side", place.side}, {"where", place.where}, {"tables", place.tables}});
  const auto kept = people::waves_with_people(asked.rooms.people);
  std::map<std::string, std::int64_t> destroyed;  // the last time of each, as the audit log has it
  (void)people::walk_audit(asked.rooms.people, [&](const people::AuditEntry& entry) {
    if (entry.note.action == "wave.destroyed") destroyed[entry.note.object] = entry.hour;
  });
  for (const auto& [id, wave] : *asked.rooms.waves->now()) {
    const auto& part = wave->token_part;
    const bool known = !kept || std::ranges::find(*kept, id) != kept->end();
    const auto when = destroyed.find(ask::hex_of(id));
    waves.push_back({{"wave", ask::hex_of(id)},
                     {"title", part.title},
                     {"kind", series_names[static_cast<std::size_t>(part.depth)]},
                     {"state", state_word(wave->state)},
                     {"ledger_days", part.ledger_days},
                     {"people_known", known},
                     {"destroyed", when == destroyed.end() ? json() : json(when->second)}});
  }
  return {{"places", places}, {"waves", waves}};
}
Response data(const Asked& asked) { return http::json(data_now(asked).dump()); }
Response data_csv(const Asked& asked) { return table_answer(data_now(asked)["places"], {"group", "side", "where", "tables"}); }

/// What the council found when it ran karuna-verify on its own computer. It is the council's word, in the audit log, and stands beside the promise.
Response checked(const Asked& asked) {
  const std::string hex = text_of_body(asked.request, "wave"), found = text_of_body(asked.request, "found");
  const auto id = ask::wave_id_from_hex(hex);
  const auto wave = id ? asked.rooms.waves->find(*id) : nullptr;
  if (!wave || wave->state < ask::WaveState::released) return http::error(404, "NOT_FOUND");
  if (found != "holds" && found != "broken") return http::error(400, "BAD_REQUEST");
  if (!people::note_in_audit(asked.rooms.people, {asked.account().login, "council", "verify." + found, ask::hex_of(*id)}, ask::this_hour()))
    return http::error(503, "BUSY");
  return http::json("{}");
}

/// What `make attack` measured, where its table lies in the installation's folder.
json attacks_now(const Asked& asked) {
  constexpr std::uint64_t most_bytes = std::uint64_t{1} << 18U;
  const auto text = read_file(asked.rooms.waves->installation().folder / "attacks.txt", most_bytes);
  json out{{"version", asked.rooms.version}, {"tested", nullptr}};
  if (text) {
    const auto lines = split(*text, '\n');
    json rows = json::array();
    for (const std::string_view line : lines)
      if (line.starts_with("ATTACK")) rows.push_back(trimmed(line.substr(6)));
    if (!rows.empty() && !lines.front().starts_with("ATTACK"))
      out["tested"] = {{"with", trimmed(lines.front())}, {"same_version", lines.front().starts_with(asked.rooms.version + " ")}, {"rows", rows}};
  }
  return out;
}
Response attacks(const Asked& asked) { return http::json(attacks_now(asked).dump()); }
Response attacks_csv(const Asked& asked) {
  const json now = attacks_now(asked), &tested = now["tested"];
  json rows = json::array();
  if (!tested.is_null())
    for (const auto& line : tested["rows"]) rows.push_back({{"version", now["version"]}, {"with", tested["with"]}, {"same_version", tested["same_version"]}, {"result", line}});
  return table_answer(rows, {"version", "with", "same_version", "result"});
}

}  // namespace

std::vector<StudioRoute> council_table() {
  return {
      {http::Method::get, "/api/council/rules.json", council_alone, rules},
      {http::Method::get, "/api/council/rules.csv", council_alone, rules_csv},
      {http::Method::get, "/api/council/releases.json", council_alone, published},
      {http::Method::get, "/api/council/releases.csv", council_alone, published_csv},
      {http::Method::get, "/api/council/board.json", council_alone, board},
      {http::Method::get, "/api/council/board.csv", council_alone, board_csv},
      {http::Method::get, "/api/council/data.json", council_alone, data},
      {http::Method::get, "/api/council/data.csv", council_alone, data_csv},
      {http::Method::get, "/api/council/exchange.json", council_alone, exchange},
      {http::Method::get, "/api/council/exchange.csv", council_alone, exchange_csv},
      {http::Method::get, "/api/council/exchange/{wave}/{file}", council_alone, to_council},
      {http::Method::post, "/api/council/exchange/{wave}/{file}", council_alone, from_council, most_upload},
      {http::Method::get, "/api/council/attacks.json", council_alone, attacks},
      {http::Method::get, "/api/council/attacks.csv", council_alone, attacks_csv},
      {http::Method::post, "/api/council/checked", council_alone, checked, most_small_body},
      {http::Method::get, "/api/council/bundle/{wave}", council_alone, bundle},
  };
}

}  // namespace karuna::show
