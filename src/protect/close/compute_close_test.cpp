// SPDX-License-Identifier: Apache-2.0
#include "protect/close/compute_close.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "protect/close/made_wave.h"
#include "protect/groups/atoms.h"
#include "protect/noisy/sampler.h"
#include "protect/released/head.h"
#include "protect/released/release_file.h"
#include "protect/released/wave_tree.h"
#include "seal/base64url.h"
#include "seal/merkle.h"

namespace karuna::protect {
namespace {

using made_up::MadeWave;
using made_up::Person;
using made_up::WaveShape;

ClosedWave close(const MadeWave& made, unsigned threads = 2) {
  const SealedBallots sealed = SealedBallots::from_bytes(made.blob_file(), threads).value();
  const ClosingKeys keys = made.keys();
  const std::string question_json = ask::write_question_part(made.question_part);
  Progress silent;
  auto closed = compute_close({made.token_part, made.question_part, question_json, made.cells, sealed, keys, made.server_key, threads}, silent);
  EXPECT_TRUE(closed) << (closed ? "" : closed.error().what);
  return std::move(closed).value_or(ClosedWave{});
}

std::string file_of(const ClosedWave& closed, std::string_view name) {
  for (const FileToWrite& file : closed.files)
    if (file.name == name) return file.bytes;
  ADD_FAILURE() << "no file " << name;
  return {};
}

std::map<std::string, std::string> dropped_of(const ClosedWave& closed) {
  std::map<std::string, std::string> reasons;
  const nlohmann::json list = nlohmann::json::parse(file_of(closed, "dropped.json"));
  for (const auto& entry : list) reasons[entry["blob"]] = entry["reason"];
  return reasons;
}

ReleaseFile release_of_close(const ClosedWave& closed) { return read_release_file(file_of(closed, "release.json")).value(); }

std::int64_t value_of(const ReleaseFile& release, std::uint32_t column, std::uint32_t rank) {
  for (const ReleasedValue& value : release.table)
    if (value.column == column && value.rank == rank) return value.value;
  ADD_FAILURE() << "no value in column " << column << ", rank " << rank;
  return 0;
}

/// 24 people of one team, so one group: exact and small enough to add up by hand.
WaveShape one_team() {
  WaveShape shape;
  shape.profile = ask::WaveProfile::exact;
  shape.k = {10, 10, 10};
  shape.scales = {{0, 1}};
  shape.index = false;
  shape.cells = {{3, {"org"}}};
  return shape;
}

TEST(Close, AddsUpKnownAnswersByHand) {
  MadeWave made(one_team());
  // 8 x (1, 2, 3), 8 x (4, 2, 5), 7 x (5, 4, 0 = skipped), 1 x (3, 6 = do not know, 1).
  // The scale is Q1 + turned Q2, centred c = 2 v - 6.
  for (int i = 0; i < 8; ++i) made.put(made.ballot(made.person(3), {1, 2, 3}));
  for (int i = 0; i < 8; ++i) made.put(made.ballot(made.person(3), {4, 2, 5}));
  for (int i = 0; i < 7; ++i) made.put(made.ballot(made.person(3), {5, 4, 0}));
  made.put(made.ballot(made.person(3), {3, 6, 1}));
  const ReleaseFile release = release_of_close(close(made));
  ASSERT_EQ(release.atoms[0].size(), 1U);
  EXPECT_EQ(release.atoms[0][0].n, 24U);
  EXPECT_EQ(release.atoms[0][0].cells, std::vector<std::uint32_t>{3});
  // Q1: 8 (-4) + 8 (2) + 7 (4) + 1 (0) = 12, 24 answers. Q2: 8 (-2) + 8 (-2) + 7 (2) = -18, 23 answers. Q3: 8 (0) + 8 (4) + (-4) = 28, 17 answers.
  EXPECT_EQ(value_of(release, 0, 0), 12 + 18);  // the scale
  EXPECT_EQ(value_of(release, 1, 0), 24 + 23);
  EXPECT_EQ(value_of(release, 2, 0), 12);
  EXPECT_EQ(value_of(release, 3, 0), 24);
  EXPECT_EQ(value_of(release, 4, 0), -18);
  EXPECT_EQ(value_of(release, 5, 0), 23);
  EXPECT_EQ(value_of(release, 6, 0), 28);
  EXPECT_EQ(value_of(release, 7, 0), 17);
  EXPECT_EQ(release.table.size(), 8U);
  EXPECT_TRUE(release.hidden.empty());
}

TEST(Close, HidesInExactWhatWouldTellAnAnswer) {
  MadeWave made(one_team());
  // Everybody answers Q3 with 5: |T| = 4 n > 4 (n - 4), so the item is not shown; Q1 and Q2 are.
  for (int i = 0; i < 12; ++i) made.put(made.ballot(made.person(3), {2, 3, 5}));
  for (int i = 0; i < 12; ++i) made.put(made.ballot(made.person(3), {4, 3, 5}));
  const ReleaseFile release = release_of_close(close(made));
  EXPECT_EQ(release.hidden, (std::vector<std::pair<std::uint32_t, std::uint32_t>>{{3, 0}}));  // statistics: scale, Q1, Q2, Q3
  for (const ReleasedValue& value : release.table) EXPECT_LT(value.column, 6U);
}

TEST(Close, DropsForTheFirstReasonThatHolds) {
  MadeWave made(one_team());
  for (int i = 0; i < 20; ++i) made.put(made.ballot(made.person(3), {static_cast<std::uint8_t>(1 + i % 5), 3, 3}));
  std::map<std::string, std::string> expected;
  const auto expect = [&](const seal::Digest& blob, const std::string& reason) { expected[seal::to_base64url(blob)] = reason; };
  const auto resigned = [&](const Person& person, ask::Ballot ballot) {
    ballot.signature = seal::sign(person.key, ask::signed_message(made.wave, ask::class_ballot, ballot));
    return ballot;
  };
  const Person someone = made.person(3);
  const ask::Ballot good = made.ballot(someone, {3, 3, 3});

  seal::Point enc = seal::public_point(made.witness_opens).value();
  expect(made.put_sealed(made_up::digest(1), enc, std::vector<std::uint8_t>(ask::plain_length(3) + 16, 7)), "bad_seal");
  expect(made.put_sealed(made_up::digest(2), enc, {1, 2, 3}), "bad_seal");                   // a length that no ballot has
  expect(made.put_plain(std::vector<std::uint8_t>(64, 0), made_up::digest(5)), "bad_seal");  // opens, and is too short
  expect(made.put_plain(ask::write_plain(good), made_up::digest(6)), "bad_link");

  ask::Ballot elsewhere = good;
  elsewhere.cell = 4;  // no such cell
  elsewhere = resigned(someone, elsewhere);
  expect(made.put(elsewhere), "bad_token");
  ask::Ballot forged = good;
  forged.token.signature[10] ^= 1;
  expect(made.put(forged), "bad_token");
  Person thief = someone;  // the token of someone else's key
  thief.key = seal::signing_key(made_up::digest(9));
  ask::Ballot stolen = good;
  stolen.token.pk = thief.key.public_key;
  expect(made.put(resigned(thief, stolen)), "bad_token");

  ask::Ballot altered = good;
  altered.answers = {5, 5, 5};
  expect(made.put(altered), "bad_signature");
  ask::Ballot both = altered;  // bad signature and bad range: the first counts
  both.answers = {99, 5, 5};
  expect(made.put(both), "bad_signature");

  expect(made.put(made.ballot(someone, {7, 1, 1})), "bad_range");                          // 6 is "do not know", 7 is nothing
  expect(made.put(made.ballot(someone, {1, 1, 1}, 0, 2)), "bad_range");                    // an unknown flag
  expect(made.put(made.ballot(someone, {1, 0, 0}, 0, ask::flag_withdrawn)), "bad_range");  // withdrawn with an answer
  auto padded = ask::write_plain(good);
  padded.back() = 1;
  expect(made.put_plain(padded, MadeWave::link(good)), "bad_range");

  const ClosedWave closed = close(made);
  EXPECT_EQ(dropped_of(closed), expected);
  EXPECT_EQ(closed.dropped, expected.size());
  EXPECT_EQ(closed.counted, 20U);
  const nlohmann::json list = nlohmann::json::parse(file_of(closed, "dropped.json"));
  for (std::size_t i = 1; i < list.size(); ++i)
    EXPECT_LT(seal::from_base64url(list[i - 1]["blob"].get<std::string>()).value(), seal::from_base64url(list[i]["blob"].get<std::string>()).value());
}

TEST(Close, CountsTheLastBallotOfAKeyAndNoWithdrawnOne) {
  MadeWave made(one_team());
  for (int i = 0; i < 20; ++i) made.put(made.ballot(made.person(3), {static_cast<std::uint8_t>(2 + i % 3), 3, 3}));
  const Person twice = made.person(3), gone = made.person(3), back = made.person(3), tied = made.person(3);
  made.put(made.ballot(twice, {5, 5, 5}, 16));
  made.put(made.ballot(twice, {1, 1, 1}, 3));
  made.put(made.ballot(gone, {5, 5, 5}, 1));
  made.put(made.ballot(gone, {0, 0, 0}, 2, ask::flag_withdrawn));
  made.put(made.ballot(back, {0, 0, 0}, 2, ask::flag_withdrawn));
  made.put(made.ballot(back, {4, 4, 4}, 40));
  const ask::Ballot first = made.ballot(tied, {1, 1, 1}, 7), second = made.ballot(tied, {5, 5, 5}, 7);
  const bool first_is_smaller = made.put(first) < made.put(second);
  const ClosedWave closed = close(made);
  EXPECT_EQ(closed.received, 28U);
  EXPECT_EQ(closed.board, 24U);
  EXPECT_EQ(closed.counted, 23U);
  EXPECT_EQ(closed.withdrawn, 1U);
  EXPECT_EQ(closed.superseded, 4U);
  EXPECT_EQ(closed.dropped, 0U);
  const ReleaseFile release = release_of_close(closed);
  // Q1 of the twenty: 2, 3, 4, 2, 3, 4, ... : seven 2, seven 3, six 4, centred -14 + 0 + 12; then 5 -> 4, 4 -> 2, and the tied one
  EXPECT_EQ(value_of(release, 2, 0), -2 + 4 + 2 + (first_is_smaller ? -4 : 4));
  EXPECT_EQ(value_of(release, 3, 0), 23);
  const Head head = read_head(file_of(closed, "head.json")).value();
  EXPECT_EQ(head.size, 24U);
  EXPECT_EQ(head.superseded_count, 4U);
}

TEST(Close, GivesTheSameBytesAgainOnAnyNumberOfThreads) {
  WaveShape shape;
  shape.scales = {{0, 1, 2}};
  shape.k = {10, 20, 40};
  MadeWave made(shape);
  std::uint8_t answer = 0;
  for (const ask::CellKey& cell : made.cells)
    for (int i = 0; i < 15; ++i) made.put(made.ballot(made.person(cell.record.cell), {static_cast<std::uint8_t>(1 + answer++ % 5), 2, 4}));
  const ClosedWave once = close(made, 1), again = close(made, 4);
  ASSERT_EQ(once.files.size(), again.files.size());
  for (std::size_t f = 0; f < once.files.size(); ++f) {
    EXPECT_EQ(once.files[f].name, again.files[f].name);
    EXPECT_EQ(once.files[f].bytes, again.files[f].bytes) << once.files[f].name;
  }
  EXPECT_EQ(once.files.back().name, "release.server.sig");
}

TEST(Close, AddsTheNoiseThatItsNumberSays) {
  WaveShape shape;
  shape.k = {10, 30, 40};
  MadeWave made(shape);
  std::uint8_t answer = 0;
  std::map<std::uint32_t, std::array<std::int64_t, 3>> T;  // by cell and question, added up here
  std::map<std::uint32_t, std::int64_t> n;
  for (const ask::CellKey& cell : made.cells)
    for (int i = 0; i < 14; ++i) {
      const std::array<std::uint8_t, 3> given{static_cast<std::uint8_t>(1 + answer % 5), static_cast<std::uint8_t>(1 + answer % 3), 4};
      ++answer;
      for (std::size_t q = 0; q < 3; ++q) T[cell.record.cell][q] += 2 * given[q] - 6;
      ++n[cell.record.cell];
      made.put(made.ballot(made.person(cell.record.cell), {given.begin(), given.end()}));
    }
  const ClosedWave closed = close(made);
  const ReleaseFile release = release_of_close(closed);
  const SealedBallots sealed = SealedBallots::from_bytes(made.blob_file(), 1).value();
  const seal::Digest root = sealed.root(1);
  // The seeds of the wave are 00..1f and 20..3f: s_i and c_i from HKDF, then the sampler, whose own test compares it with a second program.
  const auto leaf = [&](const seal::Secret<32>& seed, std::uint32_t i) {
    std::vector<std::uint8_t> info;
    for (const char c : std::string_view("KARUNA-SEED-v1")) info.push_back(static_cast<std::uint8_t>(c));
    for (int shift = 24; shift >= 0; shift -= 8) info.push_back(static_cast<std::uint8_t>(i >> shift));
    seal::Digest made_leaf{};
    const auto bytes = seal::hkdf_expand(seed.bytes(), info, 32).value();
    std::copy(bytes.begin(), bytes.end(), made_leaf.begin());
    return made_leaf;
  };
  std::size_t checked = 0;
  const auto check = [&](std::uint32_t column, std::size_t partition, std::uint64_t sigma2, const auto& exact) {
    for (std::uint32_t rank = 0; rank < release.atoms[partition].size(); ++rank) {
      std::int64_t sum = 0;
      for (const std::uint32_t cell : release.atoms[partition][rank].cells) sum += exact(cell);
      const std::uint32_t i = column * 4 + rank;  // four cells in all
      EXPECT_EQ(value_of(release, column, rank) - sum, noise(leaf(made.server.seed, i), leaf(made.other.seed, i), root, i, sigma2)) << "column " << column;
      ++checked;
    }
  };
  check(0, 0, 96, [&](std::uint32_t cell) { return T[cell][0] + T[cell][1] + T[cell][2]; });
  check(1, 0, 3, [&](std::uint32_t cell) { return 3 * n[cell]; });
  for (std::uint32_t q = 0; q < 3; ++q) {
    check(2 + 2 * q, 2, 48, [&](std::uint32_t cell) { return T[cell][q]; });
    check(3 + 2 * q, 2, 2, [&](std::uint32_t cell) { return n[cell]; });
  }
  EXPECT_EQ(checked, release.table.size());
  EXPECT_EQ(release.atoms[0].size(), 4U);
}

TEST(Close, ReleasesTheMomentsFromThreeHundredBallotsOn) {
  WaveShape shape;
  shape.questions = 4;
  shape.moments = true;
  shape.cells = {{1, {"org"}}};
  shape.eligible = 400;
  MadeWave made(shape);
  std::array<std::array<std::int64_t, 4>, 4> moments{};
  const auto answer = [&](int i) {
    const std::vector<std::uint8_t> given{static_cast<std::uint8_t>(1 + i % 5), static_cast<std::uint8_t>(1 + i % 4), static_cast<std::uint8_t>(i % 6), 5};
    made.put(made.ballot(made.person(1), given));
    for (std::size_t a = 0; a < 4; ++a)
      for (std::size_t b = a; b < 4; ++b)
        if (given[a] != 0 && given[b] != 0) moments[a][b] += (2 * given[a] - 6) * (2 * given[b] - 6);
  };
  for (int i = 0; i < 299; ++i) answer(i);
  const ReleaseFile before = release_of_close(close(made));
  EXPECT_EQ(before.table.back().column, 2 * 5 - 1U);  // index and four items, no moments
  answer(299);
  const ReleaseFile release = release_of_close(close(made));
  ASSERT_EQ(release.table.back().column, 10 + 9U);
  std::uint32_t column = 10;
  for (std::size_t a = 0; a < 4; ++a)
    for (std::size_t b = a; b < 4; ++b)
      EXPECT_LE(std::abs(value_of(release, column++, 0) - moments[a][b]), 6 * 32) << a << b;  // six standard deviations of sqrt(1000)
}

TEST(Close, OrdersTheBoardByTheNonceAndRootsIt) {
  MadeWave made(one_team());
  for (int i = 0; i < 21; ++i) made.put(made.ballot(made.person(3), {3, static_cast<std::uint8_t>(1 + i % 5), 2}));
  const ClosedWave closed = close(made);
  const std::string leaves = file_of(closed, "leaves.bin");
  ASSERT_EQ(leaves.size(), 21 * ask::leaf_length);
  seal::MerkleRoot root;
  seal::Digest last{};
  for (std::size_t i = 0; i < 21; ++i) {
    const auto leaf = seal::bytes_of(std::string_view(leaves).substr(i * ask::leaf_length, ask::leaf_length));
    seal::Sha256 hash;
    const seal::Digest place = hash.add(seal::Bytes(made.other.board_nonce.bytes())).add(leaf.subspan(5, 32)).finish();
    EXPECT_LT(last, place);
    last = place;
    root.add(leaf);
  }
  const Head head = read_head(file_of(closed, "head.json")).value();
  EXPECT_EQ(head.root, root.root());
  EXPECT_EQ(head.received_sha256, seal::sha256(file_of(closed, "received.bin")));
  EXPECT_EQ(file_of(closed, "received.bin").size(), 21 * 65U);
  EXPECT_FALSE(head.has_openings);
  EXPECT_TRUE(seal::verify_file(made.server_key.public_key, "HEAD", made.wave, file_of(closed, "head.json"), file_of(closed, "head.server.sig")));
  EXPECT_TRUE(seal::verify_file(made.server_key.public_key, "RELEASE", made.wave, file_of(closed, "release.json"), file_of(closed, "release.server.sig")));
}

TEST(Close, OpeningsTieWhatWasReceivedToTheBoard) {
  WaveShape shape = one_team();
  shape.council = true;
  MadeWave made(shape);
  for (int i = 0; i < 20; ++i) made.put(made.ballot(made.person(3), {3, 3, 2}));
  const Person twice = made.person(3);
  made.put(made.ballot(twice, {1, 1, 1}, 1));
  made.put(made.ballot(twice, {2, 2, 2}, 2));
  ask::Ballot forged = made.ballot(made.person(3), {2, 2, 2});
  forged.token.signature[0] ^= 1;
  made.put(forged);
  made.put_plain(std::vector<std::uint8_t>(64, 0), made_up::digest(5));  // bad_seal: no evidence
  const ClosedWave closed = close(made);
  ASSERT_EQ(closed.openings.size(), 21 * 32 + 2 * (ask::leaf_length + 32U));
  EXPECT_EQ(read_head(file_of(closed, "head.json")).value().openings_sha256, seal::sha256(closed.openings));
  std::multiset<seal::Digest> links, received;
  const std::string leaves = file_of(closed, "leaves.bin"), list = file_of(closed, "received.bin");
  const auto digest_at = [](seal::Bytes bytes, std::size_t at) {
    seal::Digest made_digest{};
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), 32, made_digest.begin());
    return made_digest;
  };
  const auto link_at = [&](seal::Bytes bytes, std::size_t at, const seal::Digest& t) {
    return ask::link_of(std::span<const std::uint8_t, ask::leaf_length>(bytes.data() + at, ask::leaf_length), t);
  };
  for (std::size_t i = 0; i < 21; ++i) links.insert(link_at(seal::bytes_of(leaves), i * ask::leaf_length, digest_at(closed.openings, i * 32)));
  for (std::size_t i = 0; i < 2; ++i) {
    const std::size_t at = 21 * 32 + i * (ask::leaf_length + 32);
    links.insert(link_at(closed.openings, at, digest_at(closed.openings, at + ask::leaf_length)));
  }
  for (std::size_t i = 0; i < list.size() / 65; ++i)
    if (const seal::Digest link = digest_at(seal::bytes_of(list), i * 65 + 1); link != made_up::digest(5)) received.insert(link);
  EXPECT_EQ(links, received);
}

TEST(Close, PublishesNothingOfFewerThanTwentyBallots) {
  MadeWave made(one_team());
  for (int i = 0; i < 9; ++i) made.put(made.ballot(made.person(3), {3, 3, 2}));
  const ReleaseFile release = release_of_close(close(made));
  for (const auto& partition : release.atoms) EXPECT_TRUE(partition.empty());
  EXPECT_TRUE(release.table.empty());
}

TEST(ClosingKeys, RefusesAHalfASeedOrANonceOfAnotherWave) {
  const MadeWave made(one_team()), another(one_team());
  const auto refused = [&](const ask::ClosingHalf& server, const ask::ClosingHalf& other, const char* words) {
    const auto keys = closing_keys(made.question_part, made.token_part.cells_count, server, other);
    ASSERT_FALSE(keys);
    EXPECT_EQ(keys.error().fault, Fault::refused);
    EXPECT_NE(keys.error().what.find(words), std::string::npos) << keys.error().what;
  };
  refused(another.server, made.other, "the server's half");
  refused(made.server, another.other, "the council's half");
  ask::ClosingHalf seed = made.other;
  seed.seed.bytes()[0] ^= 1;
  refused(made.server, seed, "the council's noise seed");
  ask::ClosingHalf nonce = made.other;
  nonce.board_nonce.bytes()[0] ^= 1;
  refused(made.server, nonce, "board nonce");
  refused(made.other, made.server, "the server's half");
}

TEST(SealedBallots, RefusesAFileThatTheDoorDidNotWrite) {
  MadeWave made(one_team());
  for (int i = 0; i < 3; ++i) made.put(made.ballot(made.person(3), {3, 3, 2}));
  const auto bytes = made.blob_file();
  const auto refused = [](std::vector<std::uint8_t> altered, const char* words) {
    const auto read = SealedBallots::from_bytes(std::move(altered), 1);
    ASSERT_FALSE(read);
    EXPECT_NE(read.error().what.find(words), std::string::npos) << read.error().what;
  };
  auto cut = bytes;
  cut.pop_back();
  refused(cut, "longer than the file");
  auto length = bytes;
  length.insert(length.end(), {0, 0, 0});
  refused(length, "middle of its length");
  auto twice = bytes;
  twice.insert(twice.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size() / 3));
  refused(twice, "does not come after");
  refused({0, 0, 0, 5, 1, 2, 3, 4, 5}, "too short");
  EXPECT_TRUE(SealedBallots::from_bytes({}, 1).value().entries().empty());
}

}  // namespace
}  // namespace karuna::protect
