// SPDX-License-Identifier: Apache-2.0
#include "ask/ballot/ballot.h"

#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "shared.h"

namespace karuna::ask {
namespace {

template <std::size_t N>
std::array<std::uint8_t, N> run(unsigned start) {
  std::array<std::uint8_t, N> out{};
  for (std::size_t i = 0; i < N; ++i) out[i] = static_cast<std::uint8_t>(start + i);
  return out;
}

std::string hex(std::span<const std::uint8_t> bytes) { return seal::to_hex(bytes); }

struct Case {
  WaveId wave = run<16>(1);
  std::uint8_t cls = 1, kind = 1;
  Ballot ballot;
  Post post;
  std::size_t answer_bytes = 0;
};

Case given(const nlohmann::json& json) {
  Case c;
  c.cls = json["class"];
  c.kind = json["kind"];
  c.ballot = Ballot{.cell = json["cell"],
                    .token = {.pk = run<32>(10), .prefix = run<32>(60), .signature = run<256>(120)},
                    .seq = json["seq"],
                    .flags = json["flags"],
                    .nonce = run<32>(200),
                    .t = run<32>(33),
                    .answers = seal::from_hex(json["answers"].get<std::string>()).value(),
                    .signature = run<64>(77)};
  c.answer_bytes = c.ballot.answers.size();
  c.post = Post{.wave = c.wave,
                .cls = c.cls,
                .admission = {.pk = run<32>(11), .prefix = run<32>(61), .signature = run<256>(121)},
                .link = link_of(leaf_of(c.cls, c.ballot), c.ballot.t),
                .enc = {},
                .ct = {}};
  c.post.enc[0] = 4;
  const auto rest = run<64>(90);
  std::ranges::copy(rest, c.post.enc.begin() + 1);
  for (std::size_t i = 0; i < plain_length(c.answer_bytes) + 16; ++i) c.post.ct.push_back(static_cast<std::uint8_t>(5 + i));
  return c;
}

nlohmann::json cases() { return test::read_json(std::string(KARUNA_SOURCE_DIR) + "/tests/reference/ballot/bytes.json"); }

// tests/reference/ballot: another program, written from the tables of docs/protocol.md.
TEST(Ballot, has_the_bytes_of_the_protocol) {
  for (const auto& json : cases()) {
    const Case c = given(json);
    const auto is = [&](const char* name, std::span<const std::uint8_t> bytes) { EXPECT_EQ(hex(bytes), json[name].get<std::string>()) << name; };
    is("token_message", token_message(c.kind, c.wave, c.cls, c.ballot.cell, c.ballot.token.pk));
    is("token_input", token_input(c.ballot.token.prefix, c.kind, c.wave, c.cls, c.ballot.cell, c.ballot.token.pk));
    is("answers_hash", answers_hash(c.ballot.nonce, c.ballot.seq, c.ballot.answers));
    is("signed_message", signed_message(c.wave, c.cls, c.ballot));
    is("leaf", leaf_of(c.cls, c.ballot));
    is("link", c.post.link);
    is("plain", write_plain(c.ballot));
    is("post", write_post(c.post));
    is("sealed_hash", sealed_hash(c.post.enc, c.post.ct));
    is("blob_hash", blob_hash(c.cls, c.post.link, sealed_hash(c.post.enc, c.post.ct)));
    is("seal_info", seal_info(c.wave, c.cls));
    is("receipt_message", receipt_message(c.wave, blob_hash(c.cls, c.post.link, sealed_hash(c.post.enc, c.post.ct))));
    EXPECT_EQ(plain_length(c.answer_bytes) * 2, json["plain"].get<std::string>().size());
    EXPECT_EQ(post_length(c.answer_bytes) * 2, json["post"].get<std::string>().size());
  }
}

TEST(Ballot, is_read_back_as_it_was_written) {
  for (const auto& json : cases()) {
    const Case c = given(json);
    bool clean = false;
    const Ballot ballot = read_plain(write_plain(c.ballot), c.answer_bytes, clean).value();
    EXPECT_TRUE(clean);
    EXPECT_EQ(hex(write_plain(ballot)), json["plain"].get<std::string>());
    EXPECT_EQ(ballot.cell, c.ballot.cell);
    EXPECT_EQ(ballot.seq, c.ballot.seq);
    EXPECT_EQ(ballot.flags, c.ballot.flags);
    EXPECT_EQ(ballot.answers, c.ballot.answers);
    const Post post = read_post(write_post(c.post), c.answer_bytes).value();
    EXPECT_EQ(hex(write_post(post)), json["post"].get<std::string>());
    EXPECT_EQ(post.wave, c.wave);
    EXPECT_EQ(post.cls, c.cls);
    EXPECT_EQ(post.ct, c.post.ct);
    const Leaf leaf = read_leaf(leaf_of(c.cls, c.ballot));
    EXPECT_EQ(leaf.cls, c.cls);
    EXPECT_EQ(leaf.cell, c.ballot.cell);
    EXPECT_EQ(leaf.token.pk, c.ballot.token.pk);
    EXPECT_EQ(leaf.token.prefix, c.ballot.token.prefix);
    EXPECT_EQ(leaf.token.signature, c.ballot.token.signature);
    EXPECT_EQ(leaf.flags, c.ballot.flags);
    EXPECT_EQ(hex(leaf.h_ans), json["answers_hash"].get<std::string>());
    EXPECT_EQ(leaf.signature, c.ballot.signature);
  }
}

TEST(Ballot, tells_padding_that_is_not_zero) {
  const Case c = given(cases()[1]);
  auto plain = write_plain(c.ballot);
  for (std::size_t at = 455 + 5; at < plain.size(); ++at) {
    plain[at] = 1;
    bool clean = true;
    EXPECT_TRUE(read_plain(plain, 5, clean));
    EXPECT_FALSE(clean) << at;
    plain[at] = 0;
  }
}

TEST(Ballot, of_another_length_or_version_is_refused) {
  const Case c = given(cases()[1]);
  const auto plain = write_plain(c.ballot), post = write_post(c.post);
  bool clean = true;
  for (std::size_t length = 0; length < plain.size(); ++length) ASSERT_EQ(read_plain(std::span(plain).first(length), 5, clean).error().fault, Fault::invalid);
  for (std::size_t length = 0; length < post.size(); ++length) ASSERT_EQ(read_post(std::span(post).first(length), 5).error().fault, Fault::invalid);
  EXPECT_FALSE(clean);
  auto longer = post;
  longer.push_back(0);
  EXPECT_EQ(read_post(longer, 5).error().what, "a ballot of this wave has 963 bytes, this one 964");
  EXPECT_FALSE(read_post(post, 58));
  EXPECT_FALSE(read_plain(plain, 58, clean));
  for (int version = 0; version < 256; ++version) {
    auto other = post;
    other[0] = static_cast<std::uint8_t>(version);
    EXPECT_EQ(read_post(other, 5).has_value(), version == 1);
  }
}

// By hand from seq = min(65535, max(last + 1, 16 h)).
TEST(Seq, rises_with_each_answer_and_each_hour_and_never_beyond_its_two_bytes) {
  EXPECT_EQ(next_seq(-1, 0, 100), 0);
  EXPECT_EQ(next_seq(0, 0, 100), 1);
  EXPECT_EQ(next_seq(-1, 3, 100), 48);
  EXPECT_EQ(next_seq(48, 3, 100), 49);
  EXPECT_EQ(next_seq(90, 3, 100), 91);
  EXPECT_EQ(next_seq(-1, -5, 100), 0);
  EXPECT_EQ(next_seq(-1, 100, 100), 16 * 99);
  EXPECT_EQ(next_seq(-1, 1, 1), 0);
  EXPECT_EQ(next_seq(-1, 5, 0), 0) << "a window has at least one hour";
  EXPECT_EQ(next_seq(-1, 5000, 5000), 65535);
  EXPECT_EQ(next_seq(65535, 0, 100), 65535);
  EXPECT_EQ(next_seq(-1, std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::max()), 65535);
  EXPECT_EQ(next_seq(-1, std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::min()), 0);
}

}  // namespace
}  // namespace karuna::ask
