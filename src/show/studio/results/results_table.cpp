// SPDX-License-Identifier: Apache-2.0
// Releases and what they say. Whoever may read results may read the organisation's own; the tables of groups are for the programme lead and the council.
#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "seal/base64url.h"
#include "show/report/files/json.h"
#include "show/report/files/tables.h"
#include "show/studio/results/changed.h"
#include "show/studio/routes.h"
#include "show/studio/table_answer.h"

namespace karuna::show {

namespace {

using http::Respond;
using http::Response;
using nlohmann::json;

/// When a wave was released: the end its manifest names; a rehearsal has none and has the day its files were written.
std::int64_t released_hour(const protect::ReleasedWave& wave) {
  if (!wave.wave.token_part.trial) return wave.wave.token_part.closes_ballots;
  std::error_code error;
  const auto written = std::filesystem::last_write_time(wave.wave.folder / "release.json", error);
  if (error) return wave.wave.token_part.closes_ballots;
  const auto system = std::chrono::file_clock::to_sys(written);
  return std::chrono::duration_cast<std::chrono::hours>(system.time_since_epoch()).count();
}

json list_of(const Released& released, const ask::WaveWatch::Waves& all) {
  json list = json::array();
  for (std::size_t w = 0; w < released.waves.size(); ++w) {
    const auto& wave = released.waves[w];
    const auto& part = wave.wave.token_part;
    list.push_back({{"number", w + 1}, {"wave_id", seal::to_base64url(part.wave)}, {"title", part.title}, {"kind", series_names[static_cast<std::size_t>(part.depth)]}, {"trial", part.trial},
                    {"released", released_hour(wave)}, {"ballots", wave.head.size}, {"eligible", part.eligible_total.empty() ? 0 : part.eligible_total.front()},
                    {"profile", std::string_view(std::array<std::string_view, 3>{"exact", "balanced", "strict"}[static_cast<std::size_t>(part.profile)])}, {"witnessed", wave.final_signature},
                    {"sha256", wave.release_sha256}});
  }
  json next;
  for (const auto& [id, wave] : all)
    if (wave->state >= ask::WaveState::desk_ready && wave->state < ask::WaveState::released && (next.is_null() || wave->token_part.closes_ballots < next["closes_ballots"].get<std::uint32_t>()))
      next = {{"title", wave->token_part.title}, {"closes_ballots", wave->token_part.closes_ballots}, {"trial", wave->token_part.trial}};
  return {{"releases", list}, {"next", next}, {"unreadable", released.unreadable}};
}

void releases(std::shared_ptr<Asked> asked, Respond respond) {
  StudioRooms& rooms = asked->rooms;
  rooms.results.now([asked, respond](const std::shared_ptr<const Released>& released) { respond(http::json(list_of(*released, *asked->rooms.waves->now()).dump())); });
}

/// A row a release, then the wave that comes next, then what cannot be read.
void releases_table(std::shared_ptr<Asked> asked, Respond respond) {
  StudioRooms& rooms = asked->rooms;
  rooms.results.now([asked, respond](const std::shared_ptr<const Released>& released) {
    const json all = list_of(*released, *asked->rooms.waves->now());
    json rows = json::array();
    for (json row : all["releases"]) {
      row["state"] = "released";
      rows.push_back(std::move(row));
    }
    if (!all["next"].is_null()) {
      rows.push_back(all["next"]);
      rows.back()["state"] = "next";
    }
    for (const json& words : all["unreadable"]) rows.push_back({{"state", "unreadable"}, {"title", words}});
    respond(table_answer(rows, {"state", "number", "wave_id", "title", "kind", "trial", "released", "closes_ballots", "ballots", "eligible", "profile", "witnessed", "sha256"}));
  });
}

void changed(std::shared_ptr<Asked> asked, Respond respond) {
  StudioRooms& rooms = asked->rooms;
  rooms.results.now([asked, respond](const std::shared_ptr<const Released>& released) { respond(http::json(changed_json(*released, language_of(*asked)))); });
}

void changed_table(std::shared_ptr<Asked> asked, Respond respond) {
  StudioRooms& rooms = asked->rooms;
  rooms.results.now([asked, respond](const std::shared_ptr<const Released>& released) { respond(Response{.content_type = "text/csv; charset=utf-8", .body = changed_csv(*released, language_of(*asked))}); });
}

/// deep.json, deep.csv, pulse.json, pulse.csv. Opening one is noted once a session, before anything is shown.
void report(std::shared_ptr<Asked> asked, Respond respond) {
  const std::string file(asked->request.part("file"));
  const std::size_t dot = file.find('.');
  const std::string name = file.substr(0, dot), form = dot == std::string::npos ? "" : file.substr(dot + 1);
  const auto which = std::find(std::begin(series_names), std::end(series_names), name);
  if (which == std::end(series_names) || (form != "json" && form != "csv")) return respond(http::error(404, "NOT_FOUND"));
  if (!noted_as_opened(*asked, name)) return respond(http::error(503, "BUSY"));
  StudioRooms& rooms = asked->rooms;
  rooms.results.now([asked, respond, which, form](const std::shared_ptr<const Released>& released) {
    const Series& series = released->series[static_cast<std::size_t>(which - std::begin(series_names))];
    if (!series.report) return respond(http::json(json{{"error", "NOT_RELEASED"}, {"words", series.why_not}}.dump(), 404));
    if (form == "json") return respond(http::json(report_json(*series.report)));
    for (const FileToWrite& table : report_tables(*series.report))
      if (table.name == "units.csv") return respond(Response{.content_type = "text/csv; charset=utf-8", .body = whole(table)});
    respond(http::error(404, "NOT_FOUND"));
  });
}

}  // namespace

std::vector<StudioRoute> results_table() {
  return {
      {http::Method::get, "/api/releases.json", for_readers, releases},
      {http::Method::get, "/api/releases.csv", for_readers, releases_table},
      {http::Method::get, "/api/changed.json", for_readers, changed},
      {http::Method::get, "/api/changed.csv", for_readers, changed_table},
      {http::Method::get, "/api/report/{file}", only({people::Role::programme_lead, people::Role::council}), report},
  };
}

}  // namespace karuna::show
