// SPDX-License-Identifier: Apache-2.0
#include "answer/send.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "http/client.h"
#include "seal/base64url.h"
#include "seal/hpke.h"
#include "seal/merkle.h"

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
  if (!slip.cell || !slip.tokens) return fail(Fault::refused, "this slip has no right to answer yet; `karuna answer draw` gets it");
  if (slip.wave != wave.token_part.wave) return fail(Fault::usage, "this slip belongs to another wave");
  const ask::QuestionPart& part = *wave.question_part;
  if (answers) KARUNA_CHECK(check_answers(part, *answers));
  const auto& dates = wave.token_part;
  ask::Ballot ballot;
  ballot.cell = slip.cell->cell;
  ballot.token = slip.tokens->right;
  // A ballot that waits may have been stored without our hearing of it: the next one must stand above it.
  const std::int32_t last = std::max<std::int32_t>(slip.last_seq, slip.waiting ? slip.waiting->seq : -1);
  ballot.seq = ask::next_seq(last, hour - dates.opens_ballots, std::int64_t{dates.closes_ballots} - dates.opens_ballots);
  ballot.flags = answers ? 0 : ask::flag_withdrawn;
  ballot.answers = answers ? *answers : std::vector<std::uint8_t>(part.answer_bytes[0], 0);
  for (auto* fresh : {&ballot.nonce, &ballot.t}) {
    KARUNA_TRY(random, seal::random_bytes(32));
    std::copy(random.begin(), random.end(), fresh->begin());
  }
  ballot.signature = seal::sign(token_key(slip.code, slip.wave, ask::kind_right, ask::class_ballot, slip.cell->cell),
                                ask::signed_message(slip.wave, ask::class_ballot, ballot));

  ask::Post post;
  post.wave = slip.wave;
  post.admission = slip.tokens->admission;
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

Result<void> send(const Server& server, Slip& slip) {
  if (!slip.waiting) return fail(Fault::usage, "nothing waits to be sent");
  const Prepared& ballot = *slip.waiting;
  const std::string_view body(reinterpret_cast<const char*>(ballot.post.data()), ballot.post.size());
  KARUNA_TRY(answer, http::ask(http::Method::post, server.respond + "/v1/ballot", {{"Content-Type", "application/octet-stream"}}, body));
  const json value = json::parse(answer.body, nullptr, false);
  if (answer.status != 200) {
    const std::string name = value.is_object() && value.contains("error") && value["error"].is_string() ? value["error"].get<std::string>()
                                                                                                        : "status " + std::to_string(answer.status);
    const bool for_good = name == "WINDOW_CLOSED" || name == "BAD_TOKEN" || name == "BAD_LENGTH" || name == "TOO_MANY" || name == "UNKNOWN_WAVE";
    if (for_good) slip.waiting.reset();
    return fail(for_good ? Fault::refused : Fault::unreadable, name + ": the ballot was not taken");
  }
  const auto receipt = value.is_object() && value.contains("receipt") && value["receipt"].is_string()
                           ? seal::from_base64url(value["receipt"].get<std::string>())
                           : Result<std::vector<std::uint8_t>>(fail(Fault::invalid, ""));
  Slip::Last last{ballot.h_ans, ballot.blob_hash, {}};
  if (!receipt || receipt->size() != seal::Signature().size() || !seal::verify(server.receipt_key, ask::receipt_message(slip.wave, ballot.blob_hash), *receipt))
    return fail(Fault::unreadable, "the receipt does not hold under this organisation's key; send the ballot again, and tell the council if it stays so");
  std::ranges::copy(*receipt, last.receipt.emplace().begin());
  slip.last_seq = std::max<std::int32_t>(slip.last_seq, ballot.seq);
  slip.last = last;
  slip.waiting.reset();
  return {};
}

namespace {

std::unexpected<Error> altered(std::string_view file) {
  return fail(Fault::refused, "SIGNATURE_INVALID: " + std::string(file) + " is not what this organisation's server signed; tell the council");
}

seal::Digest digest_of(const json& head, const char* name) {
  seal::Digest digest{};
  const auto bytes = head.is_object() && head.contains(name) && head[name].is_string() ? seal::from_base64url(head[name].get<std::string>())
                                                                                       : Result<std::vector<std::uint8_t>>(fail(Fault::invalid, ""));
  if (bytes && bytes->size() == digest.size()) std::ranges::copy(*bytes, digest.begin());
  return digest;
}

seal::Digest part_of(std::string_view entry, std::size_t at) {
  seal::Digest digest{};
  std::copy_n(reinterpret_cast<const std::uint8_t*>(entry.data()) + at, digest.size(), digest.begin());
  return digest;
}

/// The ballot is not on the board. If it is not even among the received, the receipt proves that it was lost.
Result<OnBoard> absent_or_lost(const Server& server, const Slip& slip, const json& head) {
  if (!slip.last || !slip.last->receipt) return OnBoard::absent;  // nothing would prove it
  constexpr std::size_t entry = 65;
  KARUNA_TRY(received, fetch(server, slip.wave, "received.bin"));
  if (!received || received->size() % entry != 0 || seal::sha256(*received) != digest_of(head, "received_sha256")) return altered("received.bin");
  for (std::size_t at = 0; at < received->size(); at += entry)
    if (ask::blob_hash(static_cast<std::uint8_t>((*received)[at]), part_of(*received, at + 1), part_of(*received, at + 33)) == slip.last->blob)
      return OnBoard::absent;
  return fail(Fault::refused,
              "LOST_BALLOT: your ballot is not among those the server says it received, although it signed a receipt. Keep the slip: the receipt in it is "
              "proof. Tell the council");
}

}  // namespace

Result<OnBoard> find_on_board(const Server& server, const Slip& slip) {
  KARUNA_TRY(head_json, fetch(server, slip.wave, "head.json"));
  KARUNA_TRY(signature, fetch(server, slip.wave, "head.server.sig"));
  if (!head_json || !signature) return OnBoard::not_out;
  KARUNA_TRY(leaves, fetch(server, slip.wave, "leaves.bin"));
  if (!leaves) return OnBoard::not_out;
  if (!seal::verify_file(server.keys.server_key, "HEAD", slip.wave, *head_json, *signature)) return altered("head.json");
  const json head = json::parse(*head_json, nullptr, false);
  if (leaves->size() % ask::leaf_length != 0) return altered("leaves.bin");
  seal::MerkleRoot root;
  for (std::size_t at = 0; at < leaves->size(); at += ask::leaf_length) root.add(seal::bytes_of(std::string_view(*leaves).substr(at, ask::leaf_length)));
  if (root.root() != digest_of(head, "root")) return altered("leaves.bin");
  if (!slip.cell) return OnBoard::absent;
  const auto pk = token_key(slip.code, slip.wave, ask::kind_right, ask::class_ballot, slip.cell->cell).public_key;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(leaves->data());
  for (std::size_t at = 0; at < leaves->size(); at += ask::leaf_length) {
    const auto leaf = ask::read_leaf(std::span<const std::uint8_t, ask::leaf_length>(bytes + at, ask::leaf_length));
    if (leaf.token.pk != pk) continue;
    if (slip.last && leaf.h_ans != slip.last->h_ans) return OnBoard::replaced;
    return leaf.flags & ask::flag_withdrawn ? OnBoard::withdrawn : OnBoard::counted;
  }
  return absent_or_lost(server, slip, head);
}

}  // namespace karuna::answer
