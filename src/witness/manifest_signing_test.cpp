// SPDX-License-Identifier: Apache-2.0
#include "witness/manifest_signing.h"

#include <gmock/gmock.h>

#include <functional>

#include "ask/wave/closing_secret.h"
#include "witness/made_request.h"

namespace karuna::witness {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class SigningAManifest : public BeforeACouncil {
 protected:
  void refuses_token_part(const std::function<void()>& breaking, const char* words) {
    put_token_part();
    breaking();
    const auto done = sign_token_part(council_, in(), out(), server_.public_key);
    ASSERT_FALSE(done) << words;
    EXPECT_EQ(done.error().fault, Fault::refused);
    EXPECT_THAT(done.error().what, HasSubstr(words));
    EXPECT_FALSE(in_out("token_part.witness.sig")) << words;
    EXPECT_FALSE(fs::exists(council_.wave(wave_))) << "a refusal left something with the council";
  }
  void refuses_draft(const std::function<void(ask::QuestionPart&)>& breaking, const char* words) {
    auto part = draft();
    breaking(part);
    put_draft(part);
    const auto done = sign_question_part(council_, in(), out());
    ASSERT_FALSE(done) << words;
    EXPECT_EQ(done.error().fault, Fault::refused);
    EXPECT_THAT(done.error().what, HasSubstr(words));
    EXPECT_FALSE(in_out("question_part.json")) << words;
  }
};

TEST_F(SigningAManifest, KeepsTheHalfToItselfAndGivesAwayItsPointAlone) {
  put_token_part();
  const auto done = sign_token_part(council_, in(), out(), server_.public_key);
  ASSERT_TRUE(done) << done.error().what;
  const std::string json = ask::write_token_part(token_), signature = got("token_part.witness.sig");
  EXPECT_TRUE(seal::verify_file(council_.key.public_key, "TOKEN_PART", wave_, json, signature));
  const auto half = read_half(council_, wave_);
  ASSERT_TRUE(half) << half.error().what;
  EXPECT_EQ(seal::public_point(half->half).value(), council_point());
  EXPECT_FALSE(std::ranges::all_of(half->board_nonce.bytes(), [](auto byte) { return byte == 0; }));
  for (const fs::path& secret : {council_.wave(wave_) / "half.secret", council_.wave(wave_) / "openings.key", council_.folder / "witness.key"})
    EXPECT_EQ(fs::status(secret).permissions(), fs::perms::owner_read | fs::perms::owner_write) << secret;
  const std::string key = got("council_key.json");
  ASSERT_TRUE(sign_token_part(council_, in(), out(), server_.public_key));
  EXPECT_EQ(got("council_key.json"), key) << "a second time it is the same half";
  EXPECT_EQ(got("token_part.witness.sig"), signature);
}

TEST_F(SigningAManifest, RefusesATokenPartThatBreaksARule) {
  refuses_token_part([&] { cells_[0].record.eligible = 19, put_token_part(), cells_[0].record.eligible = 23; }, "fewer than 20");
  refuses_token_part([&] { put("page.html", "another page"); }, "another than the one named");
  fs::remove(in() / "page.html");
  refuses_token_part([&] { put("token_part.server.sig", std::string(64, 'x')); }, "does not hold");
  refuses_token_part([&] { token_.council = false, put_token_part(), token_.council = true; }, "council");
  refuses_token_part(
      [&] {
        auto others = cells_;
        others[1].record.label = "Ward of two";
        put("cells.json", ask::write_cells(others));
      },
      "root");
}

TEST_F(SigningAManifest, SignsOneTokenPartOfAWave) {
  put_token_part();
  ASSERT_TRUE(sign_token_part(council_, in(), out(), server_.public_key));
  token_.title = "Autumn";
  put_token_part();
  const auto done = sign_token_part(council_, in(), out(), server_.public_key);
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().what, HasSubstr("another token part of the same wave"));
}

TEST_F(SigningAManifest, SignsNothingThatWasPutInItsPlaceAfterItWasShown) {
  put_token_part();
  const auto shown = examine_token_part(council_, in(), server_.public_key);
  ASSERT_TRUE(shown);
  ASSERT_TRUE(shown->refusal.empty()) << shown->refusal;
  cells_[0].record.eligible = 600;
  put_token_part();
  const auto swapped = sign_token_part(council_, in(), out(), server_.public_key, shown->looked_at);
  ASSERT_FALSE(swapped);
  EXPECT_EQ(swapped.error().fault, Fault::refused);
  EXPECT_FALSE(in_out("token_part.witness.sig"));
  cells_[0].record.eligible = 23;
  put_token_part();
  ASSERT_TRUE(sign_token_part(council_, in(), out(), server_.public_key, shown->looked_at));

  put_draft(draft());
  const auto seen = examine_question_part(council_, in());
  ASSERT_TRUE(seen);
  put_draft(draft("y"));
  EXPECT_FALSE(sign_question_part(council_, in(), out(), seen->looked_at));
  EXPECT_FALSE(in_out("question_part.json"));
}

TEST_F(SigningAManifest, FillsInTheFieldsOfTheCouncil) {
  sign_manifest();
  const std::string json = got("question_part.json");
  EXPECT_TRUE(seal::verify_file(council_.key.public_key, "QUESTION_PART", wave_, json, got("question_part.witness.sig")));
  const auto part = ask::read_question_part(json);
  ASSERT_TRUE(part) << part.error().what;
  const auto whole = ask::check_question_part(*part, token_, ask::write_token_part(token_));
  EXPECT_TRUE(whole) << whole.error().what;
  const auto half = read_half(council_, wave_).value();
  EXPECT_EQ(part->tally_pk, seal::public_point(seal::add_scalars(half_, half.half).value()).value()) << "sum of the keys, key of the sum";
  EXPECT_EQ(part->board_nonce_sha256, seal::sha256(seal::Bytes(half.board_nonce.bytes())));
  EXPECT_EQ(part->w_pk, seal::public_point(read_openings_key(council_, wave_).value()).value());
  // By hand: T and N of one scale in two cells are four leaves.
  EXPECT_EQ(part->seed_root_c, ask::seed_root(half.seed, 4));
  ASSERT_TRUE(sign_question_part(council_, in(), out()));
  EXPECT_EQ(got("question_part.json"), json) << "a second time it is the very same file, although a proof is another each time";
  put_draft(draft("y"));
  const auto other = sign_question_part(council_, in(), out());
  ASSERT_FALSE(other);
  EXPECT_THAT(other.error().what, HasSubstr("one for each wave"));
}

TEST_F(SigningAManifest, RefusesADraftThatBreaksARule) {
  put_token_part();
  ASSERT_TRUE(sign_token_part(council_, in(), out(), server_.public_key));
  refuses_draft([](auto& part) { part.statistics[0].sigma2_T -= 1; }, "noise");
  refuses_draft([](auto& part) { part.cap_one += 1, part.budget_after[0] += 1; }, "caps");
  refuses_draft([](auto& part) { part.budget_after[1] -= 1; }, "budget");
  refuses_draft([](auto& part) { part.proof_s[7] ^= 1; }, "not proved");
  refuses_draft([](auto& part) { part.token_part_sha256[0] ^= 1; }, "another token part");
  refuses_draft([](auto& part) { part.w_pk = part.pk_s; }, "filled in already");
  // A proof for another wave is a signature that holds, over other words.
  refuses_draft([&](auto& part) { part.proof_s = seal::prove_half(half_, seal::Half::server, {7}, part.pk_s, council_point()).value(); }, "not proved");
  // The server cannot choose its half so that the sum is a key it holds alone: it has no proof for such a point.
  refuses_draft(
      [&](auto& part) {
        part.pk_s = council_point();
        part.proof_s = seal::prove_half(half_, seal::Half::server, wave_, part.pk_s, council_point()).value_or(seal::Signature{});
      },
      "not proved");
}

TEST_F(SigningAManifest, AsksNobodyTheSameWithinFourteenDaysAndLeavesNoWaveOutOfTheAccount) {
  sign_manifest();
  const auto next = [&](std::uint32_t days, const std::string& instrument, std::array<std::uint32_t, 2> before) {
    wave_[15] += 1;
    token_.wave = wave_;
    token_.opens_desk = 1000 + days * 24;
    token_.closes_desk = token_.opens_ballots = 1120 + days * 24;
    token_.closes_ballots = 1456 + days * 24;
    before_ = before;
    put_token_part();
    EXPECT_TRUE(sign_token_part(council_, in(), out(), server_.public_key));
    put_draft(draft(instrument));
    return sign_question_part(council_, in(), out());
  };
  const auto first = draft();
  const std::array<std::uint32_t, 2> spent{first.cap_one, first.cap_whole};
  const auto soon = next(13, "x", spent);
  ASSERT_FALSE(soon);
  EXPECT_THAT(soon.error().what, HasSubstr("14 days"));
  const auto forgotten = next(14, "x", {0, 0});
  ASSERT_FALSE(forgotten);
  EXPECT_THAT(forgotten.error().what, HasSubstr("the account leaves out"));
  const auto other_questions = next(1, "y", spent);
  EXPECT_TRUE(other_questions) << other_questions.error().what;
  const auto late = next(30, "x", {2 * spent[0], 2 * spent[1]});
  EXPECT_TRUE(late) << late.error().what;
}

TEST_F(SigningAManifest, TakesAMinimumOfTenOnlyFromCountsItKnows) {
  sign_manifest();
  put_request({5}, {{1, 3, 17}, {1, 8, 20}}, seal::public_point(seal::new_scalar().value()).value());
  ASSERT_TRUE(sign_request(council_, in(), out(), server_.public_key));
  for (const char* name : {"token_part.witness.sig"}) fs::remove(out() / name);
  wave_[15] = 1;
  token_.wave = wave_;
  token_.opens_desk += 1000, token_.closes_desk += 1000, token_.opens_ballots += 1000, token_.closes_ballots += 1000;
  cells_[0].record.eligible = 12;
  cells_[0].record.minimum = 10;
  cells_[0].record.last_eligible = 23;
  cells_[0].record.last_issued = 18;
  refuses_token_part([] {}, "are not the ones this council knows");
  cells_[0].record.last_issued = 17;  // 17 of 23 are 73.9 %
  put_token_part();
  const auto done = sign_token_part(council_, in(), out(), server_.public_key);
  EXPECT_TRUE(done) << done.error().what;
}

TEST_F(SigningAManifest, ACouncilIsMadeOnceAndItsKeyIsNobodyElses) {
  const auto again = make_council(council_.folder);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().fault, Fault::refused);
  const auto opened = open_council(council_.folder);
  ASSERT_TRUE(opened) << opened.error().what;
  EXPECT_EQ(opened->key.public_key, council_.key.public_key);
  fs::permissions(council_.folder / "witness.key", fs::perms::others_read, fs::perm_options::add);
  const auto open_to_all = open_council(council_.folder);
  ASSERT_FALSE(open_to_all);
  EXPECT_EQ(open_to_all.error().fault, Fault::refused);
  EXPECT_EQ(open_council(folder_ / "nowhere").error().fault, Fault::not_found);
}

}  // namespace
}  // namespace karuna::witness
