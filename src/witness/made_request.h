// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "ask/wave/counts.h"
#include "ask/wave/manifest.h"
#include "ask/wave/noise_plan.h"
#include "base/files.h"
#include "seal/base64url.h"
#include "seal/canonical_json.h"
#include "seal/file_signature.h"
#include "seal/hpke.h"
#include "witness/closing.h"
#include "witness/council_folder.h"
#include "witness/manifest_signing.h"

namespace karuna::witness {

/// For the tests of this room: a server with a wave of two cells and four questions in one scale, and what it puts before a council.
class BeforeACouncil : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("karuna-witness-" + std::to_string(getpid()));
    std::filesystem::remove_all(folder_);
    for (const char* name : {"in", "out"}) std::filesystem::create_directories(folder_ / name);
    council_ = make_council(folder_ / "council").value();
    token_.wave = wave_;
    token_.title = "Spring";
    token_.opens_desk = 1000;
    token_.closes_desk = token_.opens_ballots = 1120;
    token_.closes_ballots = 1456;
    token_.admission_spki = {key(0)};
    for (std::uint32_t number : {3U, 8U}) {
      ask::CellKey cell;
      cell.record.cell = number;
      cell.record.label = "Ward " + std::to_string(number);
      cell.record.units = {"H"};
      cell.record.eligible = 20 + number;
      cell.spki = key(number == 3 ? 1 : 2);
      cell.record.spki_sha256 = seal::sha256(seal::Bytes(cell.spki));
      cells_.push_back(cell);
    }
    half_ = seal::new_scalar().value();
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  /// Keys cost time, and nothing here depends on which they are.
  static const std::vector<std::uint8_t>& key(std::size_t which) {
    static const std::vector<std::vector<std::uint8_t>> keys{seal::RsaPrivateKey::generate()->public_key().spki(),
                                                             seal::RsaPrivateKey::generate()->public_key().spki(),
                                                             seal::RsaPrivateKey::generate()->public_key().spki()};
    return keys.at(which);
  }

  void put(const std::string& name, std::string_view bytes) const { ASSERT_TRUE(write_atomically(folder_ / "in" / name, bytes)); }
  void put_signed(const std::string& name, const char* kind, const std::string& bytes) const {
    put(name + ".json", bytes);
    put(name + ".server.sig", seal::text_of(seal::sign_file(server_, kind, wave_, bytes)));
  }
  std::string got(const std::string& name) const { return read_file(folder_ / "out" / name).value_or(""); }
  bool in_out(const std::string& name) const { return std::filesystem::exists(folder_ / "out" / name); }

  void put_token_part() {
    token_.cells_root = ask::cells_root(cells_).value();
    token_.cells_count = static_cast<std::uint32_t>(cells_.size());
    token_.eligible_total = {0};
    for (const auto& cell : cells_) token_.eligible_total[0] += cell.record.eligible;
    put("cells.json", ask::write_cells(cells_));
    put_signed("token_part", "TOKEN_PART", ask::write_token_part(token_));
  }

  /// A draft as the server makes it once it has the council's pk_c.
  ask::QuestionPart draft(const std::string& instrument = "x") const {
    ask::QuestionPart part;
    part.wave = wave_;
    part.token_part_sha256 = seal::sha256(ask::write_token_part(token_));
    part.languages = {"en"};
    ask::WaveStatistic scale{instrument + ".s", ask::Group::scales, ask::PartitionName::scales, {}};
    ask::NoisySum sum{ask::Group::scales, {}, 4};
    for (std::uint32_t q = 0; q < 4; ++q) {
      part.questions.push_back({instrument + ":" + std::to_string(q), 1, 5, {}, {{"en", "?"}}, {}});
      scale.items.push_back({q, 1, {}});
      sum.questions.push_back(q);
    }
    part.answer_bytes = {4};
    const auto plan = ask::make_noise_plan(token_.profile, token_.depth, std::span(&sum, 1), {}).value();
    const auto& group = plan.groups[static_cast<std::size_t>(ask::Group::scales)];
    scale.D1_sq = group.D1_sq;
    scale.DW_sq = group.DW_sq;
    scale.sigma2_T = plan.sigma2_T[0];
    scale.sigma2_N = plan.sigma2_N[0];
    part.statistics = {scale};
    part.cap_one = plan.caps.one;
    part.cap_whole = plan.caps.whole;
    part.budget_before = before_;
    part.budget_after = {before_[0] + part.cap_one, before_[1] + part.cap_whole};
    part.pk_s = seal::public_point(half_).value();
    part.proof_s = seal::prove_half(half_, seal::Half::server, wave_, part.pk_s, council_point()).value();
    return part;
  }
  seal::Point council_point() const {
    const auto told = nlohmann::json::parse(got("council_key.json"));
    const auto bytes = seal::from_base64url(told.at("pk_c").get<std::string>()).value();
    seal::Point point{};
    EXPECT_EQ(bytes.size(), point.size());
    std::copy_n(bytes.begin(), std::min(bytes.size(), point.size()), point.begin());
    return point;
  }
  void put_draft(const ask::QuestionPart& part) const { put("question_draft.json", ask::write_question_part(part)); }

  void sign_manifest() {
    put_token_part();
    const auto token = sign_token_part(council_, in(), out(), server_.public_key);
    ASSERT_TRUE(token) << token.error().what;
    put_draft(draft());
    const auto question = sign_question_part(council_, in(), out());
    ASSERT_TRUE(question) << question.error().what;
  }

  /// What the process that closes the wave asks: roots, counts, and the key to which the answer is sealed.
  void put_request(const seal::Digest& root, std::vector<ask::IssuedCount> counts, const seal::Point& ephemeral) const {
    const std::string counts_json = ask::write_counts(counts);
    put_signed("counts", "COUNTS", counts_json);
    const nlohmann::json request{{"blob_roots", {{"1", seal::to_base64url(root)}}},
                                 {"counts_sha256", seal::to_base64url(seal::sha256(counts_json))},
                                 {"ephemeral_pk", seal::to_base64url(ephemeral)},
                                 {"wave_id", seal::to_base64url(wave_)}};
    put_signed("request", "REQUEST", seal::canonical_json(request).value());
  }

  std::filesystem::path in() const { return folder_ / "in"; }
  std::filesystem::path out() const { return folder_ / "out"; }

  std::filesystem::path folder_;
  ask::WaveId wave_{1, 2, 3};
  seal::SigningKey server_ = seal::new_signing_key().value();
  Council council_;
  ask::TokenPart token_;
  std::vector<ask::CellKey> cells_;
  std::array<std::uint32_t, 2> before_{0, 0};
  seal::Scalar half_;
};

}  // namespace karuna::witness
