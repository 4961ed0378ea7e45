// SPDX-License-Identifier: Apache-2.0
#include "made_wave.h"

#include "seal/base64url.h"
#include "seal/file_signature.h"
#include "seal/merkle.h"

namespace karuna::test {

using nlohmann::json;
using seal::to_base64url;

void MadeWave::publish() {
  token.cells_root = ask::cells_root(cells).value();
  token.cells_count = static_cast<std::uint32_t>(cells.size());
  token.eligible_total = {0};
  std::vector<seal::Digest> leaves;
  for (const auto& cell : cells) {
    token.eligible_total[0] += cell.record.eligible;
    leaves.push_back(seal::merkle_leaf(seal::bytes_of(ask::cell_leaf(cell.record))));
  }
  files["token_part.json"] = ask::write_token_part(token);
  question.token_part_sha256 = seal::sha256(files["token_part.json"]);
  files["question_part.json"] = ask::write_question_part(question);
  for (const auto& [file, name] : {std::pair("token_part", "TOKEN_PART"), std::pair("question_part", "QUESTION_PART")})
    for (const auto& [who, key] : {std::pair(".server.sig", &server), std::pair(".witness.sig", &witness)}) {
      const auto signature = seal::sign_file(*key, name, id, files[std::string(file) + ".json"]);
      files[std::string(file) + who] = std::string(seal::text_of(signature));
    }
  json path = json::array();
  for (const auto& node : seal::merkle_path(leaves, 0)) path.push_back(to_base64url(node));
  mycell = {
      {"admission", {{{"class", 1}, {"spki", to_base64url(token.admission_spki[0])}}}},
      {"cells",
       {{{"class", 1}, {"record", json::parse(ask::cell_leaf(cells[0].record))}, {"index", 0}, {"spki", to_base64url(cells[0].spki)}, {"merkle", path}}}}};
}

namespace {

MadeWave make() {
  MadeWave wave{.server = seal::new_signing_key().value(),
                .witness = seal::new_signing_key().value(),
                .receipt = seal::new_signing_key().value(),
                .admission = seal::RsaPrivateKey::generate().value(),
                .right = seal::RsaPrivateKey::generate().value(),
                .other_right = seal::RsaPrivateKey::generate().value(),
                .tally = seal::new_scalar().value(),
                .id = {4, 2},
                .token = {},
                .cells = {},
                .question = {},
                .files = {},
                .mycell = {}};
  auto& token = wave.token;
  token.wave = wave.id;
  token.title = "Spring";
  token.opens_desk = 100;
  token.closes_desk = 200;
  token.opens_ballots = 200;
  token.closes_ballots = 300;
  token.profile = ask::WaveProfile::exact;
  token.admission_spki = {wave.admission.public_key().spki()};
  std::uint32_t number = 7;
  for (const auto* key : {&wave.right, &wave.other_right}) {
    ask::CellKey cell;
    cell.spki = key->public_key().spki();
    cell.record.cell = number++;
    cell.record.label = "Ward";
    cell.record.units = {"house"};
    cell.record.eligible = 25;
    cell.record.spki_sha256 = seal::sha256(seal::Bytes(cell.spki));
    wave.cells.push_back(cell);
  }
  auto& question = wave.question;
  question.wave = wave.id;
  for (const char* name : {"a", "b", "c"}) {
    ask::WaveQuestion one;
    one.id = name;
    one.others = {6};
    one.text = {{"en", "How is it?"}};
    for (int label = 0; label < 6; ++label) one.labels.push_back({{"en", "so"}});
    question.questions.push_back(one);
  }
  question.languages = {"en"};
  question.answer_bytes = {3};
  ask::WaveStatistic sum;
  sum.id = "scale";
  sum.group = ask::Group::scales;
  sum.partition = ask::PartitionName::scales;
  for (std::uint32_t q = 0; q < 3; ++q) sum.items.push_back({.question = q, .sign = 1, .ones = {}});
  question.statistics = {sum};
  // The halves of the tally key: the second is what is left of the whole.
  const auto half_s = seal::new_scalar().value(), half_c = seal::new_scalar().value();
  wave.tally = seal::add_scalars(half_s, half_c).value();
  question.pk_s = seal::public_point(half_s).value();
  question.pk_c = seal::public_point(half_c).value();
  question.proof_s = seal::prove_half(half_s, seal::Half::server, wave.id, question.pk_s, *question.pk_c).value();
  question.proof_c = seal::prove_half(half_c, seal::Half::council, wave.id, question.pk_s, *question.pk_c).value();
  question.tally_pk = seal::public_point(wave.tally).value();
  question.seed_root_c = seal::Digest{1};
  question.board_nonce_sha256 = seal::Digest{2};
  question.w_pk = seal::public_point(seal::new_scalar().value()).value();
  wave.publish();
  return wave;
}

}  // namespace

const MadeWave& made_wave() {
  static const MadeWave wave = make();
  return wave;
}

LyingServer::LyingServer(MadeWave made) : wave(std::move(made)) {
  http::Routes routes;
  const auto handler = http::at_once([this](const http::Request& request) {
    const std::lock_guard lock(mutex_);
    return answer(request);
  });
  for (const auto& [method, pattern] :
       {std::pair(http::Method::post, "/v1/session"), std::pair(http::Method::get, "/v1/mycell"), std::pair(http::Method::post, "/v1/issue"),
        std::pair(http::Method::post, "/v1/ballot"), std::pair(http::Method::get, "/v1/wave/{id}/{file}")})
    routes.add(method, pattern, handler, 70'000);
  server_ = http::Server::start({}, std::move(routes)).value();
}

answer::Server LyingServer::known() const {
  const std::string address = "http://127.0.0.1:" + std::to_string(server_->port());
  return {address, address, {made_wave().server.public_key, {made_wave().witness.public_key}}, made_wave().receipt.public_key};
}

http::Response LyingServer::answer(const http::Request& request) {
  asked.push_back(std::string(http::name_of(request.method)) + " " + request.path);
  if (request.path == "/v1/session") {
    auto response = http::json(R"({"csrf":"c"})");
    response.headers.emplace_back("Set-Cookie", "karuna_session=s; Path=/v1");
    return response;
  }
  if (request.path == "/v1/mycell") return http::json(wave.mycell.dump());
  if (request.path == "/v1/issue") {
    if (!issue_error.empty()) return http::error(409, issue_error);
    const json body = json::parse(request.body);
    auto blinded = seal::from_base64url(body["blinded_msg"].get<std::string>()).value();
    const auto& key = body["kind"] == ask::kind_right ? wave.right : wave.admission;
    auto signature = key.blind_sign(blinded);
    // Another key's modulus can be smaller than the message, some one time in twenty; who lies signs something smaller then.
    if (!signature && !blinded.empty()) blinded.front() = 0, signature = key.blind_sign(blinded);
    if (!signature) return http::error(400, "BAD_BLINDED_MESSAGE");
    return forgets_to_answer ? http::error(503, "BUSY") : http::json(json{{"blind_sig", to_base64url(*signature)}}.dump());
  }
  if (request.path == "/v1/ballot") {
    posts.push_back(request.body);
    if (!ballot_error.empty()) return http::error(409, ballot_error);
    const auto post = ask::read_post(seal::bytes_of(request.body), 3);
    if (!post) return http::error(400, "BAD_LENGTH");
    const auto blob = ask::blob_hash(post->cls, post->link, ask::sealed_hash(post->enc, post->ct));
    const auto receipt = seal::sign(bad_receipt ? wave.server : wave.receipt, ask::receipt_message(wave.id, blob));
    return http::json(json{{"receipt", to_base64url(receipt)}}.dump());
  }
  const auto file = wave.files.find(std::string(request.part("file")));
  if (file == wave.files.end()) return http::error(404, "NOT_FOUND");
  return http::Response{200, "application/octet-stream", {}, file->second, {}};
}

}  // namespace karuna::test
