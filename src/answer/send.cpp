// SPDX-License-Identifier: Apache-2.0
#include "answer/send.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "http/client.h"
#include "seal/base64url.h"
#include "seal/hpke.h"

namespace karuna::answer {

namespace {

using nlohmann::json;

Result<void> check_answers(const ask::QuestionPart& part, std::span<const std::uint8_t> answers) {
  if (answers.size() != part.questions.size())
    return fail(Fault::invalid, "this wave has " + std::to_string(part.questions.size()) + " questions, these are " + std::to_string(answers.size()) +
                                    " answers; 0 stands for skipped");
  for (std::size_t q = 0; q < answers.size(); ++q) {
    const auto& question = part.questions[q];
    const int most = question.max - question.min + 1;
    if (answers[q] > most && std::find(question.others.begin(), question.others.end(), answers[q]) == question.others.end())
      return fail(Fault::invalid, "question " + std::to_string(q + 1) + " (" + question.id + ") has the answers 0 to " + std::to_string(most) + ", not " +
                                      std::to_string(answers[q]));
  }
  return {};
}

}  // namespace

Result<Prepared> prepare_ballot(const CheckedWave& wave, const Slip& slip, const std::optional<std::vector<std::uint8_t>>& answers, std::int64_t hour) {
  if (!wave.question_part || !wave.question_part->tally_pk) return fail(Fault::refused, "the questions of this wave are not published yet");
  const ask::QuestionPart& part = *wave.question_part;
  if (answers) KARUNA_CHECK(check_answers(part, *answers));
  const auto& dates = wave.token_part;
  ask::Ballot ballot;
  ballot.cell = slip.cell;
  ballot.token = slip.right;
  ballot.seq = ask::next_seq(slip.last_seq, hour - dates.opens_ballots, std::int64_t{dates.closes_ballots} - dates.opens_ballots);
  ballot.flags = answers ? 0 : ask::flag_withdrawn;
  ballot.answers = answers ? *answers : std::vector<std::uint8_t>(part.answer_bytes[0], 0);
  for (auto* fresh : {&ballot.nonce, &ballot.t}) {
    KARUNA_TRY(random, seal::random_bytes(32));
    std::copy(random.begin(), random.end(), fresh->begin());
  }
  seal::Digest seed{};
  auto derived = derive(slip.code, slip.wave, "pk", ask::kind_right, ask::class_ballot, slip.cell, 0, 32);
  std::copy(derived.begin(), derived.end(), seed.begin());
  ballot.signature = seal::sign(seal::signing_key(seed), ask::signed_message(slip.wave, ask::class_ballot, ballot));
  seal::wipe(derived);
  seal::wipe(seed);

  ask::Post post;
  post.wave = slip.wave;
  post.admission = slip.admission;
  post.link = ask::link_of(ask::leaf_of(ask::class_ballot, ballot), ballot.t);
  auto plain = ask::write_plain(ballot);
  auto sealed = seal::hpke_seal(*part.tally_pk, ask::seal_info(slip.wave, ask::class_ballot), post.link, plain);
  seal::wipe(plain);
  if (!sealed) return std::unexpected(sealed.error());
  post.enc = sealed->enc;
  post.ct = std::move(sealed->ct);
  Prepared prepared;
  prepared.post = ask::write_post(post);
  prepared.blob_hash = ask::blob_hash(post.cls, post.link, ask::sealed_hash(post.enc, post.ct));
  prepared.h_ans = ask::answers_hash(ballot.nonce, ballot.seq, ballot.answers);
  prepared.seq = ballot.seq;
  seal::wipe(ballot.answers);
  return prepared;
}

Result<void> send(const Server& server, const Prepared& ballot, Slip& slip) {
  const std::string_view body(reinterpret_cast<const char*>(ballot.post.data()), ballot.post.size());
  KARUNA_TRY(answer, http::ask(http::Method::post, server.respond + "/v1/ballot", {{"Content-Type", "application/octet-stream"}}, body));
  const json value = json::parse(answer.body, nullptr, false);
  if (answer.status != 200) {
    const std::string name = value.is_object() && value.contains("error") && value["error"].is_string() ? value["error"].get<std::string>()
                                                                                                        : "status " + std::to_string(answer.status);
    return fail(name == "BUSY" ? Fault::unreadable : Fault::refused, name + ": the ballot was not taken");
  }
  const auto receipt = value.is_object() && value.contains("receipt") && value["receipt"].is_string()
                           ? seal::from_base64url(value["receipt"].get<std::string>())
                           : Result<std::vector<std::uint8_t>>(fail(Fault::invalid, ""));
  if (!receipt || !seal::verify(server.receipt_key, ask::receipt_message(slip.wave, ballot.blob_hash), *receipt))
    return fail(Fault::unreadable, "the receipt does not hold under this organisation's key; send the ballot again, and tell the council if it stays so");
  slip.last_seq = ballot.seq;
  slip.last_h_ans = ballot.h_ans;
  return {};
}

Result<OnBoard> find_on_board(const Server& server, const Slip& slip) {
  KARUNA_TRY(answer,
             http::ask(http::Method::get, server.respond + "/v1/wave/" + ask::hex_of(slip.wave) + "/leaves.bin", {}, {}, {.most_body = std::size_t{2} << 30}));
  if (answer.status != 200) return fail(Fault::not_found, "the board of this wave is not out yet; it comes with the results");
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(answer.body.data());
  for (std::size_t at = 0; at + ask::leaf_length <= answer.body.size(); at += ask::leaf_length) {
    const auto leaf = ask::read_leaf(std::span<const std::uint8_t, ask::leaf_length>(bytes + at, ask::leaf_length));
    if (leaf.token.pk != slip.right.pk) continue;
    if (slip.last_h_ans && leaf.h_ans != *slip.last_h_ans)
      return fail(Fault::refused,
                  "the board has a ballot of yours that is not the last one you sent from here. If you answered again on another device, that is why; else "
                  "tell the council");
    return leaf.flags & ask::flag_withdrawn ? OnBoard::withdrawn : OnBoard::counted;
  }
  return OnBoard::not_there;
}

}  // namespace karuna::answer
