// SPDX-License-Identifier: Apache-2.0
// What a client on a terminal does with an honest server, and with one that fails half-way.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "answer/draw.h"
#include "answer/send.h"
#include "made_wave.h"
#include "seal/base64url.h"
#include "seal/file_signature.h"
#include "seal/hpke.h"
#include "seal/merkle.h"

namespace karuna {
namespace {

using answer::Slip;
using nlohmann::json;
using test::LyingServer;
using test::made_wave;
using testing::HasSubstr;

/// What a person's disk holds during a draw.
struct Disk {
  std::vector<Slip> kept;
  int dropped = 0;
  answer::SlipKeeper keeper() {
    return {[this](const Slip& slip) -> Result<void> {
              kept.push_back(slip);
              return {};
            },
            [this] { ++dropped; }};
  }
};

const answer::SignIn somebody{.link = "link", .login = {}, .password = {}};

Slip drawn(LyingServer& server) {
  const auto wave = answer::fetch_wave(server.known(), made_wave().id);
  EXPECT_TRUE(wave) << wave.error().what;
  Disk disk;
  auto slip = answer::draw(server.known(), *wave, somebody, answer::begin_slip(made_wave().id, {}).value(), disk.keeper());
  EXPECT_TRUE(slip) << slip.error().what;
  return *slip;
}

/// Opens what was posted, as close does.
ask::Ballot opened(const std::string& body) {
  const auto post = ask::read_post(seal::bytes_of(body), 3).value();
  const auto plain = seal::hpke_open(made_wave().tally, post.enc, ask::seal_info(made_wave().id, 1), post.link, post.ct).value();
  bool clean = false;
  const auto ballot = ask::read_plain(plain, 3, clean).value();
  EXPECT_TRUE(clean);
  EXPECT_EQ(ask::link_of(ask::leaf_of(1, ballot), ballot.t), post.link);
  return ballot;
}

Result<void> answered(LyingServer& server, Slip& slip, const std::optional<std::vector<std::uint8_t>>& answers, std::int64_t hour = 203) {
  const auto wave = answer::fetch_wave(server.known(), made_wave().id);
  KARUNA_TRY(ballot, answer::prepare_ballot(*wave, slip, answers, hour));
  slip.waiting = ballot;
  return answer::send(server.known(), slip);
}

TEST(Client, draws_tokens_that_hold_under_the_keys_of_the_manifest) {
  LyingServer server(made_wave());
  const Slip slip = drawn(server);
  EXPECT_EQ(slip.cell->label, "Ward");
  EXPECT_EQ(slip.cell->eligible, 25U);
  const auto& [admission, right] = *slip.tokens;
  EXPECT_TRUE(made_wave().right.public_key().verify(ask::token_input(right.prefix, ask::kind_right, made_wave().id, 1, 7, right.pk), right.signature));
  EXPECT_TRUE(made_wave().admission.public_key().verify(ask::token_input(admission.prefix, ask::kind_admission, made_wave().id, 1, 0, admission.pk),
                                                        admission.signature));
  EXPECT_NE(right.pk, admission.pk);
}

TEST(Client, seals_what_was_answered_and_signs_it_with_the_key_of_the_right) {
  LyingServer server(made_wave());
  Slip slip = drawn(server);
  ASSERT_TRUE(answered(server, slip, std::vector<std::uint8_t>{5, 0, 6}));
  const ask::Ballot ballot = opened(server.posts.at(0));
  EXPECT_EQ(ballot.answers, (std::vector<std::uint8_t>{5, 0, 6}));
  EXPECT_EQ(ballot.seq, 48);  // 16 for each of three hours
  EXPECT_EQ(ballot.flags, 0);
  EXPECT_TRUE(seal::verify(ballot.token.pk, ask::signed_message(made_wave().id, 1, ballot), ballot.signature));
  EXPECT_EQ(slip.last_seq, 48);
  EXPECT_EQ(slip.last->h_ans, ask::answers_hash(ballot.nonce, ballot.seq, ballot.answers));
  EXPECT_FALSE(slip.waiting);
  ASSERT_TRUE(answered(server, slip, {}));
  const ask::Ballot withdrawal = opened(server.posts.at(1));
  EXPECT_EQ(withdrawal.flags, ask::flag_withdrawn);
  EXPECT_EQ(withdrawal.answers, (std::vector<std::uint8_t>{0, 0, 0}));
  EXPECT_EQ(withdrawal.seq, 49);
  EXPECT_NE(withdrawal.nonce, ballot.nonce);
}

TEST(Client, refuses_answers_the_questions_do_not_have) {
  LyingServer server(made_wave());
  Slip slip = drawn(server);
  EXPECT_THAT(answered(server, slip, std::vector<std::uint8_t>{1, 2}).error().what, HasSubstr("3 questions, these are 2"));
  EXPECT_THAT(answered(server, slip, std::vector<std::uint8_t>{1, 2, 7}).error().what, HasSubstr("question 3 (c)"));
  EXPECT_TRUE(server.posts.empty());
}

TEST(Client, has_written_its_code_down_before_the_desk_signs) {
  LyingServer server(made_wave());
  const auto wave = answer::fetch_wave(server.known(), made_wave().id).value();
  server.forgets_to_answer = true;
  Disk disk;
  const auto cut_off = answer::draw(server.known(), wave, somebody, answer::begin_slip(made_wave().id, {}).value(), disk.keeper());
  ASSERT_FALSE(cut_off);
  EXPECT_EQ(cut_off.error().fault, Fault::unreadable);
  ASSERT_EQ(disk.kept.size(), 1U);
  EXPECT_EQ(disk.dropped, 0);
  server.forgets_to_answer = false;
  const auto whole = answer::draw(server.known(), wave, somebody, disk.kept[0], disk.keeper());
  ASSERT_TRUE(whole);
  EXPECT_TRUE(std::ranges::equal(whole->code.bytes(), disk.kept[0].code.bytes()));
}

TEST(Client, keeps_no_slip_where_another_code_was_used_before) {
  LyingServer server(made_wave());
  const auto wave = answer::fetch_wave(server.known(), made_wave().id).value();
  server.issue_error = "ALREADY_ISSUED";
  Disk disk;
  const auto refused = answer::draw(server.known(), wave, somebody, answer::begin_slip(made_wave().id, {}).value(), disk.keeper());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::refused);
  EXPECT_THAT(refused.error().what, HasSubstr("ALREADY_ISSUED"));
  EXPECT_EQ(disk.dropped, 1);
}

TEST(Client, keeps_a_sealed_ballot_until_a_receipt_holds_and_sends_the_same_bytes) {
  LyingServer server(made_wave());
  Slip slip = drawn(server);
  server.ballot_error = "BUSY";
  EXPECT_EQ(answered(server, slip, std::vector<std::uint8_t>{1, 1, 1}).error().fault, Fault::unreadable);
  ASSERT_TRUE(slip.waiting);
  server.ballot_error.clear();
  server.bad_receipt = true;
  EXPECT_THAT(answer::send(server.known(), slip).error().what, HasSubstr("receipt does not hold"));
  ASSERT_TRUE(slip.waiting);
  server.bad_receipt = false;
  EXPECT_TRUE(answer::send(server.known(), slip));
  ASSERT_EQ(server.posts.size(), 3U);
  EXPECT_EQ(server.posts[0], server.posts[2]);
  server.ballot_error = "WINDOW_CLOSED";
  EXPECT_EQ(answered(server, slip, std::vector<std::uint8_t>{1, 1, 1}).error().fault, Fault::refused);
  EXPECT_FALSE(slip.waiting);
}

/// A board of the given leaves, and the list of received, signed as close does.
void publish_board(LyingServer& server, const std::vector<std::string>& leaves, const std::vector<std::string>& posts) {
  std::string board, received;
  seal::MerkleRoot root;
  for (const auto& leaf : leaves) {
    board += leaf;
    root.add(seal::bytes_of(leaf));
  }
  for (const auto& body : posts) {
    const auto post = ask::read_post(seal::bytes_of(body), 3).value();
    received += '\1' + std::string(seal::text_of(post.link)) + std::string(seal::text_of(ask::sealed_hash(post.enc, post.ct)));
  }
  auto& files = server.wave.files;
  files["leaves.bin"] = board;
  files["received.bin"] = received;
  files["head.json"] =
      json{{"root", seal::to_base64url(root.root())}, {"received_sha256", seal::to_base64url(seal::sha256(received))}, {"size", leaves.size()}}.dump();
  files["head.server.sig"] = std::string(seal::text_of(seal::sign_file(made_wave().server, "HEAD", made_wave().id, files["head.json"])));
}

std::string leaf_in(const std::string& body) {
  const auto leaf = ask::leaf_of(1, opened(body));
  return std::string(seal::text_of(leaf));
}

TEST(Client, finds_its_ballot_on_the_whole_board) {
  LyingServer server(made_wave());
  Slip slip = drawn(server), other = drawn(server);
  EXPECT_EQ(answer::find_on_board(server.known(), slip).value(), answer::OnBoard::not_out);
  ASSERT_TRUE(answered(server, slip, std::vector<std::uint8_t>{1, 2, 3}));
  ASSERT_TRUE(answered(server, other, std::vector<std::uint8_t>{3, 2, 1}));
  const auto posts = server.posts;
  publish_board(server, {leaf_in(posts[1]), leaf_in(posts[0])}, posts);
  server.asked.clear();
  EXPECT_EQ(answer::find_on_board(server.known(), slip).value(), answer::OnBoard::counted);
  const auto asked = server.asked;
  server.asked.clear();
  EXPECT_EQ(answer::find_on_board(server.known(), other).value(), answer::OnBoard::counted);
  EXPECT_EQ(server.asked, asked) << "two people ask for the same";

  const Slip before = slip;
  ASSERT_TRUE(answered(server, slip, {}));
  publish_board(server, {leaf_in(posts[1]), leaf_in(server.posts[2])}, server.posts);
  EXPECT_EQ(answer::find_on_board(server.known(), slip).value(), answer::OnBoard::withdrawn);
  EXPECT_EQ(answer::find_on_board(server.known(), before).value(), answer::OnBoard::replaced);
  publish_board(server, {leaf_in(posts[1])}, server.posts);
  EXPECT_EQ(answer::find_on_board(server.known(), slip).value(), answer::OnBoard::absent);
}

TEST(Client, proves_a_lost_ballot_and_believes_no_board_that_was_not_signed) {
  LyingServer server(made_wave());
  Slip slip = drawn(server), other = drawn(server);
  ASSERT_TRUE(answered(server, slip, std::vector<std::uint8_t>{1, 2, 3}));
  ASSERT_TRUE(answered(server, other, std::vector<std::uint8_t>{3, 2, 1}));
  publish_board(server, {leaf_in(server.posts[1])}, {server.posts[1]});
  EXPECT_THAT(answer::find_on_board(server.known(), slip).error().what, HasSubstr("LOST_BALLOT"));
  EXPECT_EQ(answer::find_on_board(server.known(), other).value(), answer::OnBoard::counted);
  for (const char* file : {"leaves.bin", "head.json"}) {
    const std::string good = server.wave.files[file];
    server.wave.files[file][40] = static_cast<char>(server.wave.files[file][40] ^ 1);
    EXPECT_THAT(answer::find_on_board(server.known(), other).error().what, HasSubstr("SIGNATURE_INVALID")) << file;
    server.wave.files[file] = good;
  }
  server.wave.files["received.bin"] += std::string(65, 'x');
  EXPECT_THAT(answer::find_on_board(server.known(), slip).error().what, HasSubstr("SIGNATURE_INVALID"));
}

}  // namespace
}  // namespace karuna
