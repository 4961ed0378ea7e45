// SPDX-License-Identifier: Apache-2.0
// The wizard of a wave: what there is to choose from, and what a plan would cost. Nothing is written here; publishing needs the server's key and the council's signature.
#include <nlohmann/json.hpp>

#include "ask/wave/manifest_words.h"
#include "ask/wave/noise_plan.h"
#include "people/people_database.h"
#include "show/studio/routes.h"
#include "show/studio/table_answer.h"

namespace karuna::show {

namespace {

using http::Response;
using nlohmann::json;

constexpr Audience for_planners = only({people::Role::programme_lead});
constexpr std::size_t most_plan = std::size_t{16} << 10U;

json one_instrument(const ask::Instrument& instrument) {
  json dimensions = json::array();
  for (const ask::Score& score : instrument.scores)
    if (!score.dimension.empty() && std::ranges::find(dimensions, json(score.dimension)) == dimensions.end()) dimensions.push_back(score.dimension);
  return {{"id", instrument.id}, {"name", instrument.name}, {"construct", instrument.construct}, {"questions", instrument.items.size()}, {"languages", instrument.languages}, {"parts", instrument.parts},
          {"status", instrument.status == ask::Status::not_validated ? "not_validated" : instrument.status == ask::Status::key ? "key" : "card"}, {"dimensions", dimensions}, {"terms", instrument.terms}};
}

/// Instruments with words in a language at least, and those whose key is there and whose wording the organisation would have to add.
std::optional<json> choices_now(const Asked& asked) {
  auto catalogue = ask::Catalogue::builtin();
  if (!catalogue) return {};
  const auto& installation = asked.rooms.waves->installation();
  (void)catalogue->add_texts(installation.folder / "texts");
  json ready = json::array(), later = json::array();
  for (const ask::Instrument& instrument : catalogue->all())
    if (instrument.status != ask::Status::card) (instrument.languages.empty() ? later : ready).push_back(one_instrument(instrument));
  json waves = json::array();
  for (const auto& [id, wave] : *asked.rooms.waves->now())
    waves.push_back({{"title", wave->token_part.title}, {"kind", series_names[static_cast<std::size_t>(wave->token_part.depth)]}, {"closes_ballots", wave->token_part.closes_ballots}});
  return json{{"ready", ready}, {"later", later}, {"council", installation.council}, {"folder", installation.folder.filename().string()}, {"waves", waves}};
}
Response choices(const Asked& asked) {
  const auto now = choices_now(asked);
  return now ? http::json(now->dump()) : http::error(503, "BUSY");
}
Response choices_csv(const Asked& asked) {
  const auto now = choices_now(asked);
  if (!now) return http::error(503, "BUSY");
  json rows = json::array();
  for (const char* set : {"ready", "later"})
    for (json row : (*now)[set]) {
      row["set"] = set;
      rows.push_back(std::move(row));
    }
  return table_answer(rows, {"set", "id", "name", "construct", "questions", "languages", "status", "dimensions", "terms"});
}

/// {"wave": a WAVE.toml} -> what `karuna wave plan --json` says of it, with its words; or what is wrong with it.
Response plan(const Asked& asked) {
  const std::string text = text_of_body(asked.request, "wave");
  if (text.empty()) return http::error(400, "BAD_REQUEST");
  if (!asked.rooms.plan_wave) return http::json(json{{"error", "NO_PLAN"}, {"words", "this server plans no waves"}}.dump(), 404);
  const auto planned = asked.rooms.plan_wave(text);
  if (planned) return http::json(planned->json);
  return http::json(json{{"error", "NO_PLAN"}, {"words", planned.error().what}}.dump(), 400);
}

}  // namespace

std::vector<StudioRoute> wave_table() {
  return {
      {http::Method::get, "/api/wave/choices.json", for_planners, choices},
      {http::Method::get, "/api/wave/choices.csv", for_planners, choices_csv},
      {http::Method::post, "/api/wave/plan", for_planners, plan, most_plan},
  };
}

}  // namespace karuna::show
