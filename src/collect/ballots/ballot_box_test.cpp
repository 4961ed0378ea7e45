// SPDX-License-Identifier: Apache-2.0
#include "collect/ballots/ballot_box.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <future>
#include <set>

#include "ask/ballot/ballot.h"

namespace karuna::collect {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t answer_bytes = 10, uses = 3;

const seal::RsaPrivateKey& admission_key() {
  static const auto key = seal::RsaPrivateKey::generate().value();
  return key;
}

seal::Digest digest_of(const std::string& text) { return seal::sha256(text); }

/// An admission token as the desk gives it: blinded, signed, finished.
ask::Token token_of(const std::string& who, const ask::WaveId& wave) {
  ask::Token token;
  token.pk = digest_of("pk " + who);
  token.prefix = digest_of("prefix " + who);
  const auto input = ask::token_input(token.prefix, ask::kind_admission, wave, ask::class_ballot, 0, token.pk);
  const auto key = admission_key().public_key();
  const std::vector<std::uint8_t> salt(seal::pss_salt_length, 1), r(256, 3);
  const auto blinded = seal::blind(key, input, salt, r).value();
  const auto signature = seal::finalize(key, input, admission_key().blind_sign(blinded.message).value(), blinded.inverse).value();
  std::ranges::copy(signature, token.signature.begin());
  return token;
}

std::string bytes_of_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class Door : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("karuna-door-" + std::to_string(getpid()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    open();
    wave_.wave = {1, 2, 3};
    wave_.answer_bytes = answer_bytes;
    wave_.uses = uses;
    wave_.admission_spki = admission_key().public_key().spki();
    wave_.open = true;
    anna_ = token_of("anna", wave_.wave);
  }
  void TearDown() override {
    box_.reset();
    database_.reset();
    fs::remove_all(folder_);
  }
  void open() {
    box_.reset();
    database_.reset();
    auto opened = open_ballots(folder_);
    ASSERT_TRUE(opened) << opened.error().what;
    database_ = *std::move(opened);
    box_ = std::make_unique<BallotBox>(*database_, receipt_key_);
  }

  /// A post whose sealed part is told apart by `text`; the door cannot look inside.
  ask::Post post(const ask::Token& admission, const std::string& text) const {
    ask::Post made;
    made.wave = wave_.wave;
    made.admission = admission;
    made.link = digest_of("link " + text);
    made.enc.fill(4);
    made.ct.assign(ask::plain_length(answer_bytes) + 16, 0);
    for (std::size_t i = 0; i < made.ct.size(); ++i) made.ct[i] = static_cast<std::uint8_t>(text[i % text.size()]);
    return made;
  }
  Posted send(const std::vector<std::uint8_t>& bytes, const TakenWave& wave) {
    std::promise<Result<Posted>> told;
    auto outcome = told.get_future();
    box_->post(bytes, wave, [&](Result<Posted> done) { told.set_value(std::move(done)); });
    auto posted = outcome.get();
    EXPECT_TRUE(posted) << (posted ? "" : posted.error().what);
    return posted.value_or(Posted{DoorRefusal::busy, {}});
  }
  Posted send(const ask::Post& post) { return send(ask::write_post(post), wave_); }

  static seal::Digest hash_of(const ask::Post& post) { return ask::blob_hash(post.cls, post.link, ask::sealed_hash(post.enc, post.ct)); }
  bool holds(const ask::Post& post, const Posted& posted) const {
    return posted.refusal == DoorRefusal::none && seal::verify(receipt_key_.public_key, ask::receipt_message(post.wave, hash_of(post)), posted.receipt);
  }
  /// The .blobs file taken apart by the table of docs/protocol.md: u32 length || class || link || enc || ct.
  std::vector<std::string> blobs(std::uint64_t& count) {
    const fs::path file = folder_ / "wave.blobs";
    const auto written = write_blobs(*database_, wave_.wave, file);
    EXPECT_TRUE(written) << (written ? "" : written.error().what);
    count = written.value_or(0);
    const std::string all = bytes_of_file(file);
    std::vector<std::string> out;
    for (std::size_t at = 0; at + 4 <= all.size();) {
      std::size_t length = 0;
      for (int b = 0; b < 4; ++b) length = length << 8 | static_cast<unsigned char>(all[at++]);
      EXPECT_LE(at + length, all.size());
      out.push_back(all.substr(at, length));
      at += length;
    }
    return out;
  }
  bool in_some_file(const std::string& needle) const {
    return std::ranges::any_of(fs::directory_iterator(folder_),
                               [&](const auto& entry) { return bytes_of_file(entry.path()).find(needle) != std::string::npos; });
  }

  fs::path folder_;
  seal::SigningKey receipt_key_ = seal::new_signing_key().value();
  std::unique_ptr<store::Database> database_;
  std::unique_ptr<BallotBox> box_;
  TakenWave wave_;
  ask::Token anna_;
};

TEST_F(Door, GivesAReceiptForWhatItStoredOnce) {
  const auto first = post(anna_, "first");
  const auto posted = send(first);
  EXPECT_TRUE(holds(first, posted));
  const auto again = send(first);
  EXPECT_EQ(again.receipt, posted.receipt) << "a retry gets the same receipt";
  std::uint64_t count = 0;
  const auto kept = blobs(count);
  ASSERT_EQ(count, 1U);
  ASSERT_EQ(kept.size(), 1U);
  std::string wanted(1, '\1');
  wanted.append(first.link.begin(), first.link.end()).append(first.enc.begin(), first.enc.end()).append(first.ct.begin(), first.ct.end());
  EXPECT_EQ(kept[0], wanted) << "what is sealed and its link, nothing of the token";
}

TEST_F(Door, KeepsNothingOfTheAdmissionToken) {
  ASSERT_EQ(send(post(anna_, "first")).refusal, DoorRefusal::none);
  EXPECT_TRUE(in_some_file("firstfirst")) << "the search would not find anything";
  EXPECT_FALSE(in_some_file({anna_.pk.begin(), anna_.pk.end()}));
  EXPECT_FALSE(in_some_file({anna_.prefix.begin(), anna_.prefix.end()}));
  EXPECT_FALSE(in_some_file({anna_.signature.begin(), anna_.signature.begin() + 32}));
}

TEST_F(Door, ARetryIsNotCountedAndTheUsesAreLimited) {
  const auto first = post(anna_, "1");
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(holds(first, send(first)));
  for (const char* text : {"2", "3"}) EXPECT_EQ(send(post(anna_, text)).refusal, DoorRefusal::none) << text;
  EXPECT_EQ(send(post(anna_, "4")).refusal, DoorRefusal::too_many);
  EXPECT_TRUE(holds(first, send(first))) << "even when nothing is left, a retry gets its receipt";
  EXPECT_EQ(send(post(token_of("berta", wave_.wave), "5")).refusal, DoorRefusal::none) << "another token has uses of its own";
  std::uint64_t count = 0;
  (void)blobs(count);
  EXPECT_EQ(count, 4U);
}

TEST_F(Door, ManyAtOnceAreStoredOnceEachAndNoUseTooMany) {
  // 3 uses, 12 different ballots of one token in one go: exactly 3 are taken, whichever they are.
  std::vector<std::future<Result<Posted>>> told;
  for (int i = 0; i < 12; ++i) {
    auto promise = std::make_shared<std::promise<Result<Posted>>>();
    told.push_back(promise->get_future());
    box_->post(ask::write_post(post(anna_, "at once " + std::to_string(i))), wave_, [promise](Result<Posted> done) { promise->set_value(std::move(done)); });
  }
  int taken = 0;
  for (auto& one : told) taken += one.get()->refusal == DoorRefusal::none;
  EXPECT_EQ(taken, 3);
  std::uint64_t count = 0;
  (void)blobs(count);
  EXPECT_EQ(count, 3U);
}

TEST_F(Door, TurnsAwayWhatIsNotWhole) {
  auto good = post(anna_, "good");
  const auto bytes = ask::write_post(good);
  for (const std::size_t length : {std::size_t{0}, std::size_t{1}, std::size_t{17}, bytes.size() - 1}) {
    EXPECT_EQ(send({bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(length)}, wave_).refusal, DoorRefusal::bad_length) << length;
  }
  auto longer = bytes;
  longer.push_back(0);
  EXPECT_EQ(send(longer, wave_).refusal, DoorRefusal::bad_length);
  auto version = bytes;
  version[0] = 2;
  EXPECT_NE(send(version, wave_).refusal, DoorRefusal::none);
  TakenWave other = wave_;
  other.wave = {9};
  EXPECT_EQ(send(bytes, other).refusal, DoorRefusal::unknown_wave);
  TakenWave shut = wave_;
  shut.open = false;
  EXPECT_EQ(send(bytes, shut).refusal, DoorRefusal::window_closed);
  std::uint64_t count = 7;
  (void)blobs(count);
  EXPECT_EQ(count, 0U) << "something that was refused was stored";
}

TEST_F(Door, TurnsAwayATokenThatIsNotOfThisWave) {
  const auto refused = [&](ask::Post wrong, const char* what) { EXPECT_EQ(send(wrong).refusal, DoorRefusal::bad_token) << what; };
  auto wrong = post(anna_, "x");
  wrong.admission.pk[0] ^= 1;
  refused(wrong, "another key");
  wrong = post(anna_, "x");
  wrong.admission.prefix[31] ^= 1;
  refused(wrong, "another prefix");
  wrong = post(anna_, "x");
  wrong.admission.signature[255] ^= 1;
  refused(wrong, "another signature");
  refused(post(token_of("anna", {9, 9}), "x"), "a token of another wave");
  wrong = post(anna_, "x");
  wrong.cls = ask::class_comment;
  refused(wrong, "another class");
  auto right = post(anna_, "x");
  EXPECT_EQ(send(right).refusal, DoorRefusal::none) << "none of them used up anything";
}

TEST_F(Door, AfterTheStopNothingIsStoredAndWhatWasStoredStays) {
  const auto before = post(anna_, "before");
  ASSERT_EQ(send(before).refusal, DoorRefusal::none);
  ASSERT_TRUE(stop_wave(*database_, wave_.wave));
  ASSERT_TRUE(stop_wave(*database_, wave_.wave)) << "twice does no harm";
  EXPECT_EQ(send(post(anna_, "after")).refusal, DoorRefusal::window_closed) << "although this door still believes that it is open";
  open();
  EXPECT_EQ(send(post(anna_, "after")).refusal, DoorRefusal::window_closed) << "a door that starts anew knows it as well";
  std::uint64_t count = 0;
  (void)blobs(count);
  EXPECT_EQ(count, 1U);
}

TEST_F(Door, WritesTheBlobsByNameAndNoOtherWave) {
  wave_.uses = 1000;
  for (int i = 0; i < 60; ++i) ASSERT_EQ(send(post(anna_, "ballot " + std::to_string(i))).refusal, DoorRefusal::none);
  TakenWave other = wave_;
  other.wave = {9};
  auto foreign = post(token_of("anna", other.wave), "of another wave");
  foreign.wave = other.wave;
  ASSERT_EQ(send(ask::write_post(foreign), other).refusal, DoorRefusal::none);
  std::uint64_t count = 0;
  const auto kept = blobs(count);
  EXPECT_EQ(count, 60U);
  ASSERT_EQ(kept.size(), 60U);
  std::vector<seal::Digest> names;
  for (const std::string& blob : kept) {
    // By hand from docs/protocol.md: SHA-256("KARUNA-BLOB-v1" || class || link || SHA-256(enc || ct)).
    const auto sealed = seal::sha256(blob.substr(33));
    names.push_back(seal::Sha256().add("KARUNA-BLOB-v1").add(blob.substr(0, 33)).add(sealed).finish());
  }
  EXPECT_TRUE(std::ranges::is_sorted(names));
  EXPECT_EQ(std::set(names.begin(), names.end()).size(), 60U);
  EXPECT_EQ(fs::status(folder_ / "wave.blobs").permissions() & fs::perms::others_all, fs::perms::none);
}

TEST_F(Door, DestroyedBallotsAreInNoFile) {
  ASSERT_EQ(send(post(anna_, "a ballot that is to go")).refusal, DoorRefusal::none);
  const auto stays = post(token_of("anna", {9}), "a ballot of another wave");
  TakenWave other = wave_;
  other.wave = {9};
  auto foreign = stays;
  foreign.wave = other.wave;
  ASSERT_EQ(send(ask::write_post(foreign), other).refusal, DoorRefusal::none);
  std::uint64_t count = 0;
  (void)blobs(count);
  ASSERT_TRUE(in_some_file("a ballot that is to go"));
  ASSERT_TRUE(destroy_ballots(*database_, wave_.wave, folder_ / "wave.blobs"));
  EXPECT_FALSE(fs::exists(folder_ / "wave.blobs"));
  EXPECT_FALSE(in_some_file("a ballot that is to go"));
  EXPECT_TRUE(in_some_file("a ballot of another wave"));
  EXPECT_TRUE(destroy_ballots(*database_, wave_.wave, folder_ / "wave.blobs")) << "again, after a crash in between, does no harm";
}

}  // namespace
}  // namespace karuna::collect
