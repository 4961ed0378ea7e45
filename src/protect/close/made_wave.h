// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the tests of this folder: a whole wave of made-up people in a folder of its own, with real keys, tokens, signatures and seals.

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ask/ballot/ballot.h"
#include "ask/wave/closing_secret.h"
#include "ask/wave/counts.h"
#include "ask/wave/installation.h"
#include "ask/wave/manifest.h"
#include "base/files.h"
#include "protect/close/closing_keys.h"
#include "seal/blind_rsa.h"
#include "seal/ed25519.h"
#include "seal/file_signature.h"
#include "seal/hpke.h"
#include "shared.h"

namespace karuna::protect::made_up {

struct WaveShape {
  ask::WaveProfile profile = ask::WaveProfile::balanced;
  bool council = false;
  std::uint32_t questions = 3;
  std::vector<std::vector<std::uint32_t>> scales;  ///< questions of each scale; the last one turned round
  bool index = true, items = true, moments = false;
  std::array<std::uint32_t, 3> k{10, 30, 100};
  std::vector<std::pair<std::uint32_t, std::vector<std::string>>> cells{
      {1, {"org", "north"}}, {2, {"org", "north"}}, {5, {"org", "south"}}, {9, {"org", "south"}}};
  std::uint32_t eligible = 200;
  std::string title = "made up";
  std::uint32_t hours_later = 0;
};

inline seal::Digest digest(std::uint8_t fill) {
  seal::Digest made{};
  made.fill(fill);
  return made;
}
inline seal::Digest random_digest() {
  seal::Digest made{};
  const auto bytes = seal::random_bytes(32).value();
  std::copy(bytes.begin(), bytes.end(), made.begin());
  return made;
}

/// RSA keys take a while to find; every made wave uses the same ones.
inline const seal::RsaPrivateKey& token_key(std::size_t number) {
  static std::map<std::size_t, seal::RsaPrivateKey> keys;
  const auto found = keys.find(number);
  return found != keys.end() ? found->second : keys.emplace(number, seal::RsaPrivateKey::generate().value()).first->second;
}

/// Someone with a token: may answer as often as they like.
struct Person {
  seal::SigningKey key;
  std::uint32_t cell = 0;
  ask::Token token;
};

class MadeWave {
 public:
  explicit MadeWave(WaveShape made_shape = {}) : shape(std::move(made_shape)) {
    wave = {0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff, 0x01};
    server_key = seal::signing_key(digest(3));
    witness_key = seal::signing_key(digest(4));
    server.half = seal::new_scalar().value();
    other.half = seal::new_scalar().value();
    for (std::size_t i = 0; i < 32; ++i) {  // 00..1f and 20..3f, as in the vectors of the sampler
      server.seed.bytes()[i] = static_cast<std::uint8_t>(i);
      other.seed.bytes()[i] = static_cast<std::uint8_t>(0x20 + i);
      other.board_nonce.bytes()[i] = 0x77;
    }
    witness_opens = seal::new_scalar().value();
    std::map<std::string, seal::Digest> roots;
    for (std::size_t c = 0; c < shape.cells.size(); ++c) {
      ask::CellKey cell;
      cell.record.cell = shape.cells[c].first;
      cell.record.label = "Team " + std::to_string(shape.cells[c].first);
      cell.record.units = shape.cells[c].second;
      cell.record.eligible = shape.eligible;
      cell.spki = token_key(c).public_key().spki();
      cell.record.spki_sha256 = seal::sha256(cell.spki);
      cells.push_back(cell);
    }
    make_token_part();
    make_question_part();
  }

  void make_token_part() {
    token_part.wave = wave;
    token_part.title = shape.title;
    token_part.council = shape.council;
    token_part.opens_desk = 480000;
    token_part.closes_desk = 480120;
    token_part.opens_ballots = 480120 + shape.hours_later;
    token_part.closes_ballots = 480456;
    token_part.trial = true;
    token_part.k = shape.k;
    token_part.profile = shape.profile;
    token_part.cells_root = ask::cells_root(cells).value();
    token_part.cells_count = static_cast<std::uint32_t>(cells.size());
    token_part.eligible_total = {shape.eligible * token_part.cells_count};
    token_part.admission_spki = {token_key(100).public_key().spki()};
  }

  void make_question_part() {
    ask::QuestionPart& part = question_part;
    part.wave = wave;
    part.token_part_sha256 = seal::sha256(ask::write_token_part(token_part));
    part.languages = {"en"};
    part.answer_bytes = {shape.questions};
    for (std::uint32_t q = 0; q < shape.questions; ++q) {
      ask::WaveQuestion question;
      question.id = "made-up:Q" + std::to_string(q + 1);
      question.others = {6};
      question.text = {{"en", "Question " + std::to_string(q + 1)}};
      for (int code = 0; code < 6; ++code) question.labels.push_back({{"en", std::to_string(code + 1)}});
      part.questions.push_back(question);
    }
    const bool noise = shape.profile != ask::WaveProfile::exact;
    const auto add = [&](std::string id, ask::Group group, ask::PartitionName partition, const std::vector<std::uint32_t>& questions, bool turn_last,
                         std::uint64_t T, std::uint64_t N) {
      ask::WaveStatistic statistic{std::move(id), group, partition, {}, noise ? 16U : 0U, noise ? 16U : 0U, noise ? T : 0, noise ? N : 0};
      for (const std::uint32_t q : questions) statistic.items.push_back({q, turn_last && q == questions.back() ? -1 : 1, {}});
      part.statistics.push_back(statistic);
    };
    std::vector<std::uint32_t> all;
    for (std::uint32_t q = 0; q < shape.questions; ++q) all.push_back(q);
    if (shape.index) add("index", ask::Group::index, ask::PartitionName::index, all, false, 96, 3);
    for (std::size_t s = 0; s < shape.scales.size(); ++s)
      add("made-up.scale" + std::to_string(s + 1), ask::Group::scales, ask::PartitionName::scales, shape.scales[s], true, 80, 2);
    if (shape.items)
      for (const std::uint32_t q : all) add("item:made-up:Q" + std::to_string(q + 1), ask::Group::items, ask::PartitionName::items, {q}, false, 48, 2);
    if (shape.moments) add("moments", ask::Group::moments, ask::PartitionName::organisation, all, false, 1000, 0);
    if (noise) part.cap_one = 1000, part.cap_whole = 28000;
    part.pk_s = seal::public_point(server.half).value();
    part.pk_c = seal::public_point(other.half).value();
    part.proof_s = seal::prove_half(server.half, seal::Half::server, wave, part.pk_s, *part.pk_c).value();
    part.proof_c = seal::prove_half(other.half, seal::Half::council, wave, part.pk_s, *part.pk_c).value();
    part.tally_pk = seal::add_points(part.pk_s, *part.pk_c).value();
    const std::uint64_t leaves = ask::noise_leaves(part, token_part.cells_count);
    part.seed_root_s = ask::seed_root(server.seed, leaves);
    part.seed_root_c = ask::seed_root(other.seed, leaves);
    part.board_nonce_sha256 = seal::sha256(seal::Bytes(other.board_nonce.bytes()));
    if (shape.council) part.w_pk = seal::public_point(witness_opens).value();
  }

  std::size_t place_of(std::uint32_t cell) const {
    for (std::size_t c = 0; c < cells.size(); ++c)
      if (cells[c].record.cell == cell) return c;
    return 0;
  }

  /// A person of a cell with a token, drawn as the page does.
  Person person(std::uint32_t cell) {
    Person made;
    made.key = seal::signing_key(random_digest());
    made.cell = cell;
    made.token.pk = made.key.public_key;
    made.token.prefix = random_digest();
    const seal::RsaPrivateKey& key = token_key(place_of(cell));
    const auto input = ask::token_input(made.token.prefix, ask::kind_right, wave, ask::class_ballot, cell, made.token.pk);
    const auto salt = seal::random_bytes(48).value(), r = seal::random_bytes(272).value();
    const auto blinded = seal::blind(key.public_key(), input, salt, r).value();
    const auto signature = seal::finalize(key.public_key(), input, key.blind_sign(blinded.message).value(), blinded.inverse).value();
    std::copy(signature.begin(), signature.end(), made.token.signature.begin());
    return made;
  }

  ask::Ballot ballot(const Person& person, std::vector<std::uint8_t> answers, std::uint16_t seq = 0, std::uint8_t flags = 0) const {
    ask::Ballot made;
    made.cell = person.cell;
    made.token = person.token;
    made.seq = seq;
    made.flags = flags;
    made.nonce = random_digest();
    made.t = random_digest();
    made.answers = std::move(answers);
    made.signature = seal::sign(person.key, ask::signed_message(wave, ask::class_ballot, made));
    return made;
  }

  /// Seals a plaintext and keeps it as the door would. Gives its name.
  seal::Digest put_plain(const std::vector<std::uint8_t>& plain, const seal::Digest& link) {
    const auto sealed = seal::hpke_seal(*question_part.tally_pk, ask::seal_info(wave, ask::class_ballot), link, plain).value();
    return put_sealed(link, sealed.enc, sealed.ct);
  }
  seal::Digest put_sealed(const seal::Digest& link, const seal::Point& enc, const std::vector<std::uint8_t>& ct) {
    std::vector<std::uint8_t> blob{ask::class_ballot};
    blob.insert(blob.end(), link.begin(), link.end());
    blob.insert(blob.end(), enc.begin(), enc.end());
    blob.insert(blob.end(), ct.begin(), ct.end());
    const seal::Digest hash = ask::blob_hash(ask::class_ballot, link, ask::sealed_hash(enc, ct));
    blobs[hash] = std::move(blob);
    return hash;
  }
  seal::Digest put(const ask::Ballot& ballot) { return put_plain(ask::write_plain(ballot), link(ballot)); }
  static seal::Digest link(const ask::Ballot& ballot) { return ask::link_of(ask::leaf_of(ask::class_ballot, ballot), ballot.t); }

  std::vector<std::uint8_t> blob_file() const {
    std::vector<std::uint8_t> bytes;
    for (const auto& [hash, blob] : blobs) {
      for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<std::uint8_t>(blob.size() >> shift));
      bytes.insert(bytes.end(), blob.begin(), blob.end());
    }
    return bytes;
  }

  /// The same on disk: an installation in which the wave is published, stopped and counted.
  ask::Installation install(const std::filesystem::path& folder) const {
    namespace fs = std::filesystem;
    ask::Installation made;
    made.folder = folder;
    made.name = "Made up";
    made.council = shape.council;
    made.server_key = server_key.public_key;
    if (shape.council) made.witness_keys = {witness_key.public_key};
    const std::string hex = ask::hex_of(wave);
    const fs::path public_folder = made.waves() / hex;
    for (const fs::path& sub :
         {public_folder, made.ballots(), made.closing(), made.exchange() / hex / "to-council", made.exchange() / hex / "from-council", folder / "server"})
      fs::create_directories(sub);
    const auto put_file = [&](const fs::path& file, std::string_view bytes, FileMode mode = FileMode::everyone) {
      EXPECT_TRUE(write_atomically(file, bytes, mode));
    };
    const auto put_signed = [&](const std::string& name, std::string_view context, std::string_view bytes, bool witness) {
      put_file(public_folder / (name + ".json"), bytes);
      put_file(public_folder / (name + ".server.sig"), seal::text_of(seal::sign_file(server_key, context, wave, bytes)));
      if (witness && shape.council) put_file(public_folder / (name + ".witness.sig"), seal::text_of(seal::sign_file(witness_key, context, wave, bytes)));
    };
    put_signed("token_part", "TOKEN_PART", ask::write_token_part(token_part), true);
    put_file(public_folder / "cells.json", ask::write_cells(cells));
    put_signed("question_part", "QUESTION_PART", ask::write_question_part(question_part), true);
    std::vector<ask::IssuedCount> counts;
    for (const ask::CellKey& cell : cells) counts.push_back({ask::class_ballot, cell.record.cell, 150});
    put_signed("counts", "COUNTS", ask::write_counts(counts), false);
    put_file(public_folder / "ballots.stop", "");
    const auto bytes = blob_file();
    put_file(made.ballots() / (hex + ".blobs"), seal::text_of(bytes));
    put_file(made.server_key_file(), seal::text_of(server_key.seed), FileMode::owner_only);
    ask::ClosingSecret secret{wave, server, shape.council ? std::nullopt : std::optional(other)};
    EXPECT_TRUE(ask::write_closing_secret(made.closing() / (hex + ".secret"), secret));
    return made;
  }

  ClosingKeys keys() const { return closing_keys(question_part, token_part.cells_count, server, other).value(); }

  WaveShape shape;
  ask::WaveId wave{};
  seal::SigningKey server_key, witness_key;
  ask::ClosingHalf server, other;
  seal::Scalar witness_opens;
  std::vector<ask::CellKey> cells;
  ask::TokenPart token_part;
  ask::QuestionPart question_part;
  std::map<seal::Digest, std::vector<std::uint8_t>> blobs;
};

}  // namespace karuna::protect::made_up
