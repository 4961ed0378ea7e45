// SPDX-License-Identifier: Apache-2.0
#include "answer/checked_wave.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "http/client.h"
#include "seal/base64url.h"
#include "seal/canonical_json.h"
#include "seal/merkle.h"

namespace karuna::answer {

Result<std::optional<std::string>> fetch(const Server& server, const ask::WaveId& wave, const std::string& file) {
  KARUNA_TRY(answer, http::ask(http::Method::get, server.respond + "/v1/wave/" + ask::hex_of(wave) + "/" + file, {}, {}, {.most_body = std::size_t{2} << 30}));
  if (answer.status == 404) return std::optional<std::string>();
  if (answer.status != 200) return fail(Fault::unreadable, "the server answers " + std::to_string(answer.status) + " to " + file + "; try again later");
  return std::optional(std::move(answer.body));
}

namespace {

using nlohmann::json;

std::unexpected<Error> unwitnessed(std::string_view what) {
  return fail(Fault::refused,
              "MANIFEST_UNWITNESSED: " + std::string(what) + " carries no signature of the works council that holds. Do not answer; tell the council");
}

Result<void> check_signed(const Server& server, const ask::WaveId& wave, bool council, const char* file, std::string_view name, std::string_view bytes) {
  KARUNA_TRY(by_server, fetch(server, wave, std::string(file) + ".server.sig"));
  if (!by_server || !seal::verify_file(server.keys.server_key, name, wave, bytes, *by_server))
    return fail(Fault::refused, "SIGNATURE_INVALID: " + std::string(file) + " is not what this organisation's server signed. Do not answer; tell the council");
  if (!council) return {};
  KARUNA_TRY(by_witness, fetch(server, wave, std::string(file) + ".witness.sig"));
  if (!by_witness) return unwitnessed(file);
  for (const auto& key : server.keys.witness_keys)
    if (seal::verify_file(key, name, wave, bytes, *by_witness)) return {};
  return unwitnessed(file);
}

}  // namespace

Result<CheckedWave> fetch_wave(const Server& server, const ask::WaveId& id) {
  CheckedWave wave;
  KARUNA_TRY(token_json, fetch(server, id, "token_part.json"));
  if (!token_json) return fail(Fault::not_found, "there is no wave " + ask::hex_of(id) + " at " + server.respond);
  KARUNA_TRY(token, ask::read_token_part(*token_json));
  if (token.wave != id) return fail(Fault::refused, "SIGNATURE_INVALID: the server sent the manifest of another wave");
  // A council that is known here is asked for, whatever the manifest says of itself.
  const bool council = !server.keys.witness_keys.empty();
  if (token.council != council) return unwitnessed("the token part");
  KARUNA_CHECK(check_signed(server, id, council, "token_part", "TOKEN_PART", *token_json));
  wave.token_part = std::move(token);
  KARUNA_TRY(question_json, fetch(server, id, "question_part.json"));
  if (!question_json) return wave;
  KARUNA_CHECK(check_signed(server, id, council, "question_part", "QUESTION_PART", *question_json));
  KARUNA_TRY(question, ask::read_question_part(*question_json));
  KARUNA_CHECK(ask::check_question_part(question, wave.token_part, *token_json));
  if (!question.tally_pk) return fail(Fault::refused, "SIGNATURE_INVALID: the question part has no key to seal ballots to");
  wave.question_part = std::move(question);
  return wave;
}

Result<CheckedCell> check_cell(const CheckedWave& wave, std::string_view mycell_json) {
  const auto not_there = [] {
    return fail(Fault::refused, "KEY_NOT_IN_MANIFEST: the desk names a group or a key that the signed list does not have. Do not draw; tell the council");
  };
  const json value = json::parse(mycell_json, nullptr, false);
  if (!value.is_object() || !value.contains("cells") || !value["cells"].is_array() || value["cells"].empty()) return not_there();
  const auto ours =
      std::ranges::find_if(value["cells"], [](const json& one) { return one.is_object() && one.contains("class") && one["class"] == ask::class_ballot; });
  if (ours == value["cells"].end()) return not_there();
  const json& told = *ours;
  if (!told.is_object() || !told.contains("record") || !told.contains("spki") || !told["spki"].is_string() || !told.contains("index") ||
      !told["index"].is_number_unsigned() || !told.contains("merkle") || !told["merkle"].is_array())
    return not_there();
  json with_key = json::array({told["record"]});
  if (!with_key[0].is_object()) return not_there();
  with_key[0]["spki"] = told["spki"];
  KARUNA_TRY(canonical, seal::canonical_json(with_key));
  auto cells = ask::read_cells(canonical);
  if (!cells || cells->size() != 1) return not_there();
  const ask::CellKey& cell = cells->front();
  std::vector<seal::Digest> path;
  for (const json& node : told["merkle"]) {
    const auto bytes = node.is_string() ? seal::from_base64url(node.get<std::string>()) : fail(Fault::invalid, "");
    seal::Digest digest{};
    if (!bytes || bytes->size() != digest.size()) return not_there();
    std::copy(bytes->begin(), bytes->end(), digest.begin());
    path.push_back(digest);
  }
  const auto leaf = seal::merkle_leaf(seal::bytes_of(ask::cell_leaf(cell.record)));
  if (cell.record.cls != ask::class_ballot ||
      !seal::verify_merkle_path(leaf, told["index"].get<std::uint64_t>(), wave.token_part.cells_count, path, wave.token_part.cells_root))
    return not_there();
  if (seal::sha256(seal::Bytes(cell.spki)) != cell.record.spki_sha256) return not_there();
  // 20, or 10 where at least 70 of 100 drew a token in the last wave.
  const std::uint64_t issued = cell.record.last_issued.value_or(0), before = cell.record.last_eligible.value_or(0);
  const std::uint32_t least = before > 0 && 10 * issued >= 7 * before ? 10 : 20;
  if (cell.record.minimum < least || cell.record.eligible < cell.record.minimum || !cell.record.attested)
    return fail(Fault::refused, "CELL_TOO_SMALL: your group has " + std::to_string(cell.record.eligible) +
                                    " people, too few for you to be hidden among them. Do not draw; tell the council");
  return CheckedCell{cell.record, cell.spki};
}

}  // namespace karuna::answer
