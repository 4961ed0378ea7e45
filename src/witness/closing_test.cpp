// SPDX-License-Identifier: Apache-2.0
#include "witness/closing.h"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "witness/made_request.h"

namespace karuna::witness {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class Closing : public BeforeACouncil {
 protected:
  void SetUp() override {
    BeforeACouncil::SetUp();
    sign_manifest();
    ephemeral_ = seal::new_scalar().value();
  }
  void ask(const seal::Digest& root, std::uint32_t issued = 17) { put_request(root, {{1, 3, issued}, {1, 8, 20}}, seal::public_point(ephemeral_).value()); }
  Result<void> sign() { return sign_request(council_, in(), out(), server_.public_key); }
  void refused(const char* words) {
    const auto done = sign();
    ASSERT_FALSE(done) << words;
    EXPECT_EQ(done.error().fault, Fault::refused);
    EXPECT_THAT(done.error().what, HasSubstr(words));
    EXPECT_FALSE(in_out("half.sealed")) << words;
    EXPECT_FALSE(in_out("request.witness.sig")) << words;
  }
  void clear() {
    for (const char* name : {"half.sealed", "request.witness.sig"}) fs::remove(out() / name);
  }
  /// enc(65) || ct, as docs/protocol.md has it, opened with the key of the process that asked.
  Result<std::vector<std::uint8_t>> opened() const {
    const std::string sealed = got("half.sealed");
    if (sealed.size() != 65 + 96 + 16) return fail(Fault::invalid, "half.sealed has " + std::to_string(sealed.size()) + " bytes");
    seal::Point enc{};
    std::copy_n(sealed.begin(), 65, enc.begin());
    std::string info = "KARUNA-HALF-v1";
    info.append(wave_.begin(), wave_.end());
    const auto aad = seal::sha256(read_file(in() / "request.json").value());
    return seal::hpke_open(ephemeral_, enc, seal::bytes_of(info), aad, seal::bytes_of(std::string_view(sealed).substr(65)));
  }
  seal::Scalar ephemeral_;
};

TEST_F(Closing, SealsHalfSeedAndNonceToWhoAsks) {
  ask({5});
  const auto done = sign();
  ASSERT_TRUE(done) << done.error().what;
  EXPECT_TRUE(seal::verify_file(council_.key.public_key, "REQUEST", wave_, read_file(in() / "request.json").value(), got("request.witness.sig")));
  const auto plain = opened();
  ASSERT_TRUE(plain) << plain.error().what;
  const auto part = ask::read_question_part(got("question_part.json")).value();
  seal::Scalar sk_c, seed;
  std::copy_n(plain->begin(), 32, sk_c.bytes().begin());
  std::copy_n(plain->begin() + 32, 32, seed.bytes().begin());
  EXPECT_EQ(seal::public_point(sk_c).value(), *part.pk_c);
  EXPECT_EQ(ask::seed_root(seed, 4), *part.seed_root_c);
  EXPECT_EQ(seal::sha256(seal::Bytes(*plain).subspan(64)), *part.board_nonce_sha256);
  const std::string sealed = got("half.sealed");
  EXPECT_EQ(sealed.find(std::string(plain->begin(), plain->begin() + 32)), std::string::npos);
}

TEST_F(Closing, SignsOnePairAloneAndAnswersItAgain) {
  ask({5});
  ASSERT_TRUE(sign());
  clear();
  ephemeral_ = seal::new_scalar().value();  // close died and asks anew
  ask({5});
  ASSERT_TRUE(sign());
  EXPECT_TRUE(opened());
  clear();
  ask({6});
  refused("only one ever is");
  ask({5}, 16);
  refused("only one ever is");
  const auto seen = examine_request(council_, in(), server_.public_key);
  ASSERT_TRUE(seen);
  EXPECT_FALSE(seen->refusal.empty());
  council_ = open_council(council_.folder).value();
  refused("only one ever is");
  ask({5});
  EXPECT_TRUE(sign()) << "the pair that was signed is still answered";
}

TEST_F(Closing, NotesThePairBeforeItAnswers) {
  // Nothing can be written to the folder of answers: the pair is bound all the same.
  ask({5});
  EXPECT_FALSE(sign_request(council_, in(), folder_ / "no such folder", server_.public_key));
  ask({6});
  refused("only one ever is");
  ask({5});
  EXPECT_TRUE(sign());
}

TEST_F(Closing, SignsNoPairThatWasPutInItsPlaceAfterItWasShown) {
  ask({5});
  const auto shown = examine_request(council_, in(), server_.public_key);
  ASSERT_TRUE(shown);
  ASSERT_TRUE(shown->refusal.empty()) << shown->refusal;
  ask({6});
  EXPECT_FALSE(sign_request(council_, in(), out(), server_.public_key, shown->looked_at));
  EXPECT_FALSE(in_out("half.sealed"));
  EXPECT_FALSE(fs::exists(council_.wave(wave_) / "signed.roots"));
  ask({5});
  EXPECT_TRUE(sign_request(council_, in(), out(), server_.public_key, shown->looked_at));
}

TEST_F(Closing, RefusesWhatDoesNotHold) {
  ask({5});
  put("request.server.sig", std::string(64, 'x'));
  refused("request does not hold");
  ask({5});
  put("counts.server.sig", std::string(64, 'x'));
  refused("counts does not hold");
  ask({5});
  const std::string others = ask::write_counts(std::vector<ask::IssuedCount>{{1, 3, 16}, {1, 8, 20}});
  put_signed("counts", "COUNTS", others);
  refused("are not those the request names");
  ask({5}, 24);  // of 23 people
  refused("more tokens than people");
  put_request({5}, {{1, 3, 1}}, seal::public_point(ephemeral_).value());
  refused("one entry for each of the 2 cells");
  wave_[0] ^= 1;
  ask({5});
  wave_[0] ^= 1;
  refused("never signed the manifest");
  EXPECT_FALSE(fs::exists(council_.wave(wave_) / "signed.roots")) << "a refusal bound a pair";
  auto no_point = seal::public_point(ephemeral_).value();
  no_point[64] ^= 1;
  put_request({5}, {{1, 3, 1}, {1, 8, 1}}, no_point);
  EXPECT_FALSE(sign());
  EXPECT_FALSE(in_out("half.sealed"));
}

TEST_F(Closing, SignsOnePairHoweverManyAskAtOnce) {
  // Two servers, two folders, two other sets of ballots, eight at a time: only ever one pair is bound. Repeated, because a race may be won by chance.
  for (std::uint8_t round = 0; round < 20; ++round) {
    fs::remove(council_.wave(wave_) / "signed.roots");
    std::atomic<int> waiting{8};
    std::array<std::atomic<int>, 2> answered{};
    std::vector<fs::path> places;
    for (int which = 0; which < 2; ++which) {
      ask({std::uint8_t(100 + which), round});
      places.push_back(folder_ / ("in" + std::to_string(which)));
      fs::remove_all(places.back());
      fs::copy(in(), places.back());
    }
    {
      std::vector<std::jthread> askers;
      for (int t = 0; t < 8; ++t)
        askers.emplace_back([&, t] {
          const fs::path own = folder_ / ("out" + std::to_string(t));
          fs::create_directories(own);
          --waiting;
          while (waiting > 0) std::this_thread::yield();
          if (sign_request(council_, places[t % 2], own, server_.public_key)) ++answered[t % 2];
        });
    }
    EXPECT_EQ(answered[0] + answered[1], 4) << "round " << int(round);
    EXPECT_TRUE(answered[0] == 0 || answered[1] == 0) << "both sets were signed in round " << int(round);
  }
}

TEST_F(Closing, EndsTheWaveOverItsPairAndDestroysItsSecrets) {
  ask({5});
  ASSERT_TRUE(sign());
  const fs::path bundle = folder_ / "bundle";
  fs::create_directories(bundle);
  for (const char* name : {"request.json", "counts.json"}) fs::copy_file(in() / name, bundle / name);
  ASSERT_TRUE(write_atomically(bundle / "head.json", "{\"head\":1}"));
  ASSERT_TRUE(write_atomically(bundle / "release.json", "{\"release\":1}"));
  const End end = read_end(bundle).value();
  // The folder is the server's: what is put in its place now is not what gets signed.
  ASSERT_TRUE(write_atomically(bundle / "release.json", "{\"release\":2}"));
  const auto done = sign_final(council_, end, out());
  ASSERT_TRUE(done) << done.error().what;
  // By hand: "KARUNA-FINAL-v1" || wave_id || SHA-256(head.json || SHA-256(release.json)).
  const auto release = seal::sha256("{\"release\":1}");
  const auto what = seal::Sha256().add("{\"head\":1}").add(release).finish();
  std::string message = "KARUNA-FINAL-v1";
  message.append(wave_.begin(), wave_.end()).append(what.begin(), what.end());
  EXPECT_TRUE(seal::verify(council_.key.public_key, seal::bytes_of(message), seal::bytes_of(got("final.witness.sig"))));
  EXPECT_EQ(end.digest(), seal::sha256(message));

  const auto second = sign_final(council_, read_end(bundle).value(), out());
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().what, HasSubstr("another end"));
  EXPECT_TRUE(sign_final(council_, end, out())) << "the same end again";
  ask({6});
  fs::copy_file(in() / "request.json", bundle / "request.json", fs::copy_options::overwrite_existing);
  const auto other = sign_final(council_, read_end(bundle).value(), out());
  ASSERT_FALSE(other);
  EXPECT_THAT(other.error().what, HasSubstr("another set of ballots"));

  const auto half = read_half(council_, wave_).value();
  ASSERT_TRUE(forget_secrets(council_, wave_));
  ASSERT_TRUE(forget_secrets(council_, wave_)) << "twice does no harm";
  EXPECT_FALSE(read_half(council_, wave_));
  EXPECT_FALSE(read_openings_key(council_, wave_));
  const std::string needle(half.half.bytes().begin(), half.half.bytes().end());
  for (const auto& entry : fs::recursive_directory_iterator(folder_))
    if (entry.is_regular_file()) {
      EXPECT_EQ(read_file(entry.path()).value().find(needle), std::string::npos) << entry.path();
    }
  clear();
  ask({5});
  EXPECT_FALSE(sign()) << "without its half nothing can be answered";
  EXPECT_FALSE(in_out("half.sealed"));
}

}  // namespace
}  // namespace karuna::witness
