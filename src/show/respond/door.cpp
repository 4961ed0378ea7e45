// SPDX-License-Identifier: Apache-2.0
#include "show/respond/door.h"

#include <algorithm>
#include <array>
#include <chrono>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "http/file_answer.h"
#include "seal/base64url.h"
#include "show/respond/page_file.h"
#include "show/respond/waves_list.h"

namespace karuna::show {

namespace {

using nlohmann::json;
constexpr std::chrono::milliseconds answer_after{300};
constexpr std::size_t most_post = 70'000;
constexpr std::uint64_t least_entries = 1'000, leaf_bytes = 422, received_bytes = 65;

constexpr std::array public_json{"token_part", "question_part", "cells", "request", "counts", "head", "dropped", "release", "comments"};

http::Response open_to_all(http::Response response) {
  response.headers.emplace_back("Access-Control-Allow-Origin", "*");
  response.headers.emplace_back("Access-Control-Allow-Headers", "Content-Type, Range");
  return response;
}

http::Response file_of_wave(ask::WaveWatch& watch, const http::Request& request) {
  const std::string name(request.part("file"));
  const auto id = ask::wave_id_from_hex(request.part("id"));
  if (!id || !is_public_file(name)) return open_to_all(http::error(404, "NOT_FOUND"));
  const auto wave = watch.find(*id);
  if (!wave || wave->state < ask::WaveState::desk_ready) return open_to_all(http::error(404, "NOT_FOUND"));
  const std::string_view type = name.ends_with(".json") ? "application/json" : name.ends_with(".csv") ? "text/csv; charset=utf-8" : "application/octet-stream";
  const std::uint64_t entry = name == "leaves.bin" ? leaf_bytes : name == "received.bin" ? received_bytes : 0;
  const bool table = name.ends_with(".csv") || name == "index.json" || name == "scales.json" || name == "items.json" || name == "moments.json" ||
                     name == "data_dictionary.json";
  const std::string folder = table ? "tables" : "";
  return open_to_all(http::file_answer(wave->folder / folder / name, type, entry ? request.header("Range") : "", entry * least_entries));
}

unsigned status_of(collect::DoorRefusal refusal) {
  switch (refusal) {
    case collect::DoorRefusal::bad_length:
      return 400;
    case collect::DoorRefusal::bad_token:
      return 403;
    case collect::DoorRefusal::too_many:
      return 429;
    case collect::DoorRefusal::window_closed:
      return 409;
    case collect::DoorRefusal::busy:
      return 503;
    case collect::DoorRefusal::unknown_wave:
      return 404;
    case collect::DoorRefusal::none:
      break;
  }
  return 200;
}

/// Every answer to a ballot leaves at the same time after its arrival, so that how long it took tells nothing of what was done.
void take_ballot(ask::WaveWatch& watch, collect::BallotBox& box, const http::Request& request, const http::Respond& respond) {
  const auto when = request.arrived + answer_after;
  const std::span<const std::uint8_t> bytes(reinterpret_cast<const std::uint8_t*>(request.body.data()), request.body.size());
  const auto id = collect::BallotBox::wave_of(bytes);
  const auto wave = id ? watch.find(*id) : nullptr;
  if (!id) return respond(open_to_all(http::error(400, "BAD_LENGTH")), when);
  if (!wave) return respond(open_to_all(http::error(404, "UNKNOWN_WAVE")), when);
  collect::TakenWave taken;
  taken.wave = *id;
  taken.open = wave->ballots_are_open(ask::this_hour()) && wave->question_part && !wave->question_part->answer_bytes.empty();
  if (taken.open) {
    taken.answer_bytes = wave->question_part->answer_bytes[0];
    taken.uses = wave->token_part.uses;
    taken.admission_spki = wave->token_part.admission_spki[0];
  }
  box.post(bytes, taken, [respond, when](Result<collect::Posted> posted) {
    if (!posted) return respond(open_to_all(http::error(503, "BUSY")), when);
    if (posted->refusal != collect::DoorRefusal::none)
      return respond(open_to_all(http::error(status_of(posted->refusal), collect::name_of(posted->refusal))), when);
    respond(open_to_all(http::json(json{{"receipt", seal::to_base64url(posted->receipt)}}.dump())), when);
  });
}

}  // namespace

bool is_public_file(std::string_view name) {
  for (const std::string_view file : public_json)
    if (name == std::string(file) + ".json" || name == std::string(file) + ".server.sig" || name == std::string(file) + ".witness.sig") return true;
  static constexpr std::string_view others[] = {"final.witness.sig", "received.bin", "leaves.bin",          "index.csv",  "scales.csv",
                                                "items.csv",         "moments.csv",  "data_dictionary.csv", "index.json", "scales.json",
                                                "items.json",        "moments.json", "data_dictionary.json"};
  return std::find(std::begin(others), std::end(others), name) != std::end(others);
}

http::Routes respond_routes(std::shared_ptr<ask::WaveWatch> waves, std::shared_ptr<collect::BallotBox> box) {
  http::Routes routes;
  const auto page = std::make_shared<PageFile>(waves->installation());
  const auto list = std::make_shared<WavesList>(waves);
  for (const char* path : {"/", "/kiosk"})
    routes.add(http::Method::get, path, http::at_once([page](const http::Request& request) { return page->answer(request); }));
  routes.add(http::Method::get, "/v1/waves", http::at_once([list](const http::Request& request) { return open_to_all(list->answer(request)); }));
  routes.add(http::Method::get, "/v1/wave/{id}/{file}", http::at_once([waves](const http::Request& request) { return file_of_wave(*waves, request); }));
  routes.add(
      http::Method::post, "/v1/ballot",
      [waves, box](const http::Request& request, const http::Respond& respond) { take_ballot(*waves, *box, request, respond); }, most_post);
  routes.add(http::Method::options, "/v1/ballot", http::at_once([](const http::Request&) { return open_to_all(http::Response{204, "", {}, "", {}}); }));
  return routes;
}

}  // namespace karuna::show
