// SPDX-License-Identifier: Apache-2.0
// A13 and A16 on the client of a terminal. KARUNA_WITHOUT names the one defence this build does not have: then exactly its lies must succeed.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "answer/draw.h"
#include "answer/send.h"
#include "made_wave.h"
#include "seal/base64url.h"

namespace karuna {
namespace {

using nlohmann::json;
using test::LyingServer;
using test::made_wave;
using test::MadeWave;
using testing::HasSubstr;

#ifdef KARUNA_WITHOUT
constexpr std::string_view without = KARUNA_WITHOUT;
#else
constexpr std::string_view without = "nothing";
#endif

const answer::SignIn somebody{.link = "link", .login = {}, .password = {}};
const answer::SlipKeeper nowhere{[](const answer::Slip&) -> Result<void> { return {}; }, [] {}};

Result<answer::Slip> take_part(LyingServer& server) {
  KARUNA_TRY(wave, answer::fetch_wave(server.known(), made_wave().id));
  KARUNA_TRY(begun, answer::begin_slip(made_wave().id, {}));
  return answer::draw(server.known(), wave, somebody, begun, nowhere);
}

struct Lie {
  const char* what;
  const char* stop;
  std::string_view stopped_by;  ///< the one defence that sees it
  void (*tell)(MadeWave&);
};

seal::RsaPrivateKey own_key() {
  static const seal::RsaPrivateKey key = seal::RsaPrivateKey::generate().value();
  return key;
}

void own_key_and_hash(MadeWave& wave) {
  wave.right = own_key();
  const auto spki = wave.right.public_key().spki();
  wave.mycell["cells"][0]["spki"] = seal::to_base64url(spki);
  wave.mycell["cells"][0]["record"]["spki_sha256"] = seal::to_base64url(seal::sha256(seal::Bytes(spki)));
}

const Lie lies[] = {
    {"another key for one person", "KEY_NOT_IN_MANIFEST", "hash",
     [](MadeWave& wave) {
       wave.right = own_key();
       wave.mycell["cells"][0]["spki"] = seal::to_base64url(wave.right.public_key().spki());
     }},
    {"another key, and its hash in the record", "KEY_NOT_IN_MANIFEST", "path", own_key_and_hash},
    {"a group of one that says it has 25", "KEY_NOT_IN_MANIFEST", "path",
     [](MadeWave& wave) {
       own_key_and_hash(wave);
       wave.mycell["cells"][0]["record"]["cell"] = 999;
     }},
    {"no signature of the council", "MANIFEST_UNWITNESSED", "witness", [](MadeWave& wave) { wave.files.erase("token_part.witness.sig"); }},
    {"a signature of the council that is the server's", "MANIFEST_UNWITNESSED", "witness",
     [](MadeWave& wave) { wave.files["token_part.witness.sig"] = wave.files["token_part.server.sig"]; }},
    {"questions the council did not sign", "MANIFEST_UNWITNESSED", "witness", [](MadeWave& wave) { wave.files["question_part.witness.sig"][3] ^= 1; }},
    {"a manifest that says there is no council", "MANIFEST_UNWITNESSED", "",
     [](MadeWave& wave) {
       wave.token.council = false;
       wave.publish();
     }},
    {"a manifest signed by another server", "SIGNATURE_INVALID", "",
     [](MadeWave& wave) {
       wave.server = seal::new_signing_key().value();
       wave.publish();
     }},
    {"a group of nine, signed by everybody", "CELL_TOO_SMALL", "",
     [](MadeWave& wave) {
       wave.cells[0].record.eligible = 9;
       wave.publish();
     }},
    {"a minimum of ten without a last wave", "CELL_TOO_SMALL", "",
     [](MadeWave& wave) {
       wave.cells[0].record.minimum = 10;
       wave.cells[0].record.eligible = 12;
       wave.publish();
     }},
    {"a headcount that nobody attested", "CELL_TOO_SMALL", "",
     [](MadeWave& wave) {
       wave.cells[0].record.attested = false;
       wave.publish();
     }},
    {"a token signed with another key", "SIGNATURE_INVALID", "", [](MadeWave& wave) { wave.right = own_key(); }},
};

TEST(Attacks, A13_a_server_with_a_key_or_a_group_for_one_person) {
  int believed = 0, expected = 0;
  for (const Lie& lie : lies) {
    LyingServer server(made_wave());
    lie.tell(server.wave);
    const auto slip = take_part(server);
    if (lie.stopped_by == without) {
      ++expected;
      EXPECT_TRUE(slip) << lie.what << " should have succeeded without this defence: " << slip.error().what;
    } else {
      ASSERT_FALSE(slip) << lie.what;
      EXPECT_EQ(slip.error().fault, Fault::refused) << lie.what;
      EXPECT_THAT(slip.error().what, HasSubstr(lie.stop)) << lie.what;
    }
    believed += slip.has_value();
  }
  EXPECT_EQ(believed, expected);
  LyingServer honest(made_wave());
  EXPECT_TRUE(take_part(honest)) << "nobody takes part at all, so this shows nothing";
  if (without != "length")
    fmt::print("ATTACK A13  terminal, {}: {} of {} lies believed\n", without == "nothing" ? "as it is" : "without the check of the " + std::string(without),
               believed, std::size(lies));
}

TEST(Attacks, A16_lengths_and_number_of_requests_over_all_kinds_of_answers) {
  std::set<std::size_t> lengths;
  std::set<std::vector<std::string>> traces;
  LyingServer server(made_wave());
  const auto begun = take_part(server);
  ASSERT_TRUE(begun);
  const auto wave = answer::fetch_wave(server.known(), made_wave().id).value();
  std::vector<std::optional<std::vector<std::uint8_t>>> ballots{std::nullopt};
  for (const std::uint8_t a : std::initializer_list<std::uint8_t>{0, 1, 5, 6})
    for (const std::uint8_t b : std::initializer_list<std::uint8_t>{0, 3}) ballots.push_back(std::vector<std::uint8_t>{a, b, a});
  for (const auto& answers : ballots) {
    answer::Slip slip = *begun;
    server.asked.clear();
    server.posts.clear();
    slip.waiting = answer::prepare_ballot(wave, slip, answers, 200).value();
    (void)answer::send(server.known(), slip);
    traces.insert(server.asked);
    for (const auto& post : server.posts) lengths.insert(post.size());
  }
  EXPECT_EQ(traces.size(), 1U);
  if (without == "length")
    EXPECT_GT(lengths.size(), 1U);
  else
    EXPECT_EQ(lengths, (std::set<std::size_t>{ask::post_length(3)}));
  if (without == "nothing" || without == "length")
    fmt::print("ATTACK A16  terminal, {}: {} length(s) of a post over {} kinds of answers\n", without == "length" ? "without the filling up" : "as it is",
               lengths.size(), ballots.size());
}

}  // namespace
}  // namespace karuna
