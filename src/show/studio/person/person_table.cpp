// SPDX-License-Identifier: Apache-2.0
// What a person sees of their own: waves, the record, the choice of no more reminders.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "ask/wave/manifest_words.h"
#include "people/person_record.h"
#include "seal/base64url.h"
#include "show/studio/groups/groups_table.h"
#include "show/studio/routes.h"
#include "show/studio/table_answer.h"

namespace karuna::show {

namespace {

using http::Response;
using nlohmann::json;

std::string_view word(ask::WaveState state) {
  static constexpr std::string_view words[] = {"drafted", "desk_ready", "published", "closed", "released", "witnessed"};
  return words[static_cast<std::size_t>(state)];
}

/// Who is there for somebody who needs help, as the signed questions of a wave name them.
json contacts_of(const ask::OpenedWave& wave) {
  json list = json::array();
  if (!wave.question_part) return list;
  for (const auto& contact : wave.question_part->contacts) {
    json text = json::object();
    for (const auto& [language, words] : contact.text) text[language] = words;
    list.push_back({{"kind", ask::contact_words[static_cast<std::size_t>(contact.kind)]}, {"reach", contact.reach}, {"text", text}});
  }
  return list;
}

/// Waves that are announced, the same for all but for `mine`: whether this person may draw.
std::optional<json> waves_now(const Asked& asked) {
  std::vector<ask::WaveId> mine;
  if (asked.account().person) {
    auto found = asked.rooms.desk.waves_of(*asked.account().person);
    if (!found) return {};
    mine = *std::move(found);
  }
  json list = json::array();
  const std::int64_t hour = ask::this_hour();
  for (const auto& [id, wave] : *asked.rooms.waves->now()) {
    if (wave->state < ask::WaveState::desk_ready) continue;
    const auto& part = wave->token_part;
    list.push_back({{"wave_id", seal::to_base64url(id)}, {"title", part.title}, {"kind", series_names[static_cast<std::size_t>(part.depth)]}, {"trial", part.trial}, {"state", word(wave->state)},
                    {"desk_open", wave->desk_is_open(hour)}, {"ballots_open", wave->ballots_are_open(hour)}, {"opens_desk", part.opens_desk}, {"closes_desk", part.closes_desk},
                    {"opens_ballots", part.opens_ballots}, {"closes_ballots", part.closes_ballots}, {"mine", std::find(mine.begin(), mine.end(), id) != mine.end()}, {"contacts", contacts_of(*wave)}});
  }
  return list;
}
Response waves(const Asked& asked) {
  const auto now = waves_now(asked);
  return now ? http::json(now->dump()) : http::error(503, "BUSY");
}
/// A row a wave, and one for each of its contacts.
Response waves_csv(const Asked& asked) {
  const auto now = waves_now(asked);
  if (!now) return http::error(503, "BUSY");
  const std::string language = language_of(asked);
  json rows = json::array();
  for (const json& wave : *now) {
    rows.push_back(wave);
    rows.back()["what"] = "wave";
    for (const json& contact : wave["contacts"]) {
      const json& text = contact["text"];
      const std::string words = text.contains(language) ? text[language].get<std::string>() : text.empty() ? std::string() : text.begin()->get<std::string>();
      rows.push_back({{"what", "contact"}, {"wave_id", wave["wave_id"]}, {"title", words}, {"kind", contact["kind"]}, {"reach", contact["reach"]}});
    }
  }
  return table_answer(rows, {"what", "wave_id", "title", "kind", "reach", "trial", "state", "mine", "desk_open", "ballots_open", "opens_desk", "closes_desk", "opens_ballots", "closes_ballots"});
}

json record_of(const people::PersonRecord& record) {
  const auto& f = record.fields;
  return {{"directory", {{"employee_id", f.employee_id}, {"email", f.email}, {"login", f.login}, {"unit", record.unit_path}, {"manager_id", f.manager_id}, {"job_family", f.job_family},
                         {"level_band", f.level_band}, {"employment_type", f.employment_type}, {"start_date", f.start_date}, {"end_date", f.end_date}, {"language", f.language},
                         {"timezone", f.timezone}, {"shift_pattern", f.shift_pattern}}},
          {"source", "the table of people of your organisation, as it was imported last"},
          {"roles", record.roles}, {"has_password", record.has_password}, {"reminders_off", record.reminders_off}, {"running_waves", record.running_waves}};
}

/// What `write` makes of everything that is stored about whoever asks.
Response with_record(const Asked& asked, const char* file, Response (*write)(const json& all)) {
  if (!asked.account().person) return http::error(404, "NOT_FOUND");
  auto record = people::person_record(asked.rooms.people, *asked.account().person);
  if (!record) return http::error(503, "BUSY");
  if (!*record) return http::error(404, "NOT_FOUND");
  const auto groups = groups_record(asked.rooms, (*record)->fields.employee_id);
  if (!groups) return http::error(503, "BUSY");
  json all = record_of(**record);
  all["groups"] = *groups;
  Response response = write(all);
  if (asked.request.query_value("download")) response.headers.emplace_back("Content-Disposition", std::string("attachment; filename=\"") + file + "\"");
  return response;
}
Response my_record(const Asked& asked) {
  return with_record(asked, "my-record.json", [](const json& all) { return http::json(all.dump(2) + "\n"); });
}
Response my_record_csv(const Asked& asked) {
  return with_record(asked, "my-record.csv", [](const json& all) { return table_answer(rows_of_values(all), {"name", "value"}); });
}

Response choose_reminders(const Asked& asked) {
  if (!asked.account().person) return http::error(404, "NOT_FOUND");
  const auto body = json::parse(asked.request.body, nullptr, false);
  if (!body.is_object() || !body.contains("reminders_off") || !body["reminders_off"].is_boolean()) return http::error(400, "BAD_REQUEST");
  const bool off = body["reminders_off"].get<bool>();
  if (!people::set_reminders_off(asked.rooms.people, *asked.account().person, off)) return http::error(503, "BUSY");
  return http::json(json{{"reminders_off", off}}.dump());
}

}  // namespace

std::vector<StudioRoute> person_table() {
  return {
      {http::Method::get, "/api/waves.json", for_signed_in, waves},
      {http::Method::get, "/api/waves.csv", for_signed_in, waves_csv},
      {http::Method::get, "/api/me/record.json", for_signed_in, my_record},
      {http::Method::get, "/api/me/record.csv", for_signed_in, my_record_csv},
      {http::Method::post, "/api/me/reminders", for_signed_in, choose_reminders, most_small_body},
  };
}

}  // namespace karuna::show
