// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "ask/wave/manifest.h"
#include "ask/wave/noise_plan.h"
#include "seal/canonical_json.h"

namespace karuna::ask {
namespace {

using nlohmann::json;

std::vector<std::uint8_t> key() {
  auto made = seal::RsaPrivateKey::generate(2048);
  return made ? made->public_key().spki() : std::vector<std::uint8_t>();
}

struct Made {
  TokenPart token;
  std::vector<CellKey> cells;
  std::string token_json;
  QuestionPart question;
};

/// A wave of two cells and ten questions in scales of 3, 3 and 4, with the noise its budget asks for.
const Made& made() {
  static const Made wave = [] {
    Made made;
    for (std::uint32_t number : {3U, 8U}) {
      CellKey cell;
      cell.record.cell = number;
      cell.record.label = "Ward " + std::to_string(number);
      cell.record.units = {"H", "H / North"};
      cell.record.eligible = 20 + number;
      cell.spki = key();
      cell.record.spki_sha256 = seal::sha256(seal::Bytes(cell.spki));
      made.cells.push_back(cell);
    }
    made.token.wave = {1, 2, 3, 4};
    made.token.title = "Frühling";
    made.token.opens_desk = 100;
    made.token.closes_desk = made.token.opens_ballots = 220;
    made.token.closes_ballots = 600;
    made.token.cells_root = *cells_root(made.cells);
    made.token.cells_count = 2;
    made.token.eligible_total = {51};
    made.token.admission_spki = {key()};
    made.token_json = write_token_part(made.token);
    QuestionPart& part = made.question;
    part.wave = made.token.wave;
    part.token_part_sha256 = seal::sha256(made.token_json);
    part.languages = {"en"};
    for (int q = 0; q < 10; ++q) part.questions.push_back({"x:" + std::to_string(q), 1, 5, {}, {{"en", "?"}}, {}});
    part.answer_bytes = {10};
    WaveStatistic index{"index", Group::index, PartitionName::index, {}};
    for (std::uint32_t q = 0; q < 10; ++q) index.items.push_back({q, 1, {}});
    part.statistics.push_back(index);
    std::uint32_t at = 0;
    for (const std::uint32_t size : {3U, 3U, 4U}) {
      WaveStatistic scale{"x.s" + std::to_string(at), Group::scales, PartitionName::scales, {}};
      for (std::uint32_t i = 0; i < size; ++i) scale.items.push_back({at++, 1, {}});
      part.statistics.push_back(scale);
    }
    for (std::uint32_t q = 0; q < 10; ++q) part.statistics.push_back({"item:x:" + std::to_string(q), Group::items, PartitionName::items, {{q, 1, {}}}});
    // By hand from the caps 0.10 and 2.8 and the shares: index max(16/(2 x .1 x .15), 1600/(2 x 2.8 x .5)) = 571.4 -> 572 = 23.9^2; scales max(16/.05, 544/1.4) = 388.6 -> 389 = 19.7^2;
    // items max(16/.12, 160/1.4) = 133.3 -> 134 = 11.6^2. In half-points four times as much; for N ceil(.09 sigma2).
    for (WaveStatistic& statistic : part.statistics) {
      const std::uint64_t sigma2 = statistic.group == Group::index ? 572 : statistic.group == Group::scales ? 389 : 134;
      statistic.D1_sq = 16;
      statistic.DW_sq = statistic.group == Group::index ? 1600 : statistic.group == Group::scales ? 544 : 160;
      statistic.sigma2_T = 4 * sigma2;
      statistic.sigma2_N = (9 * sigma2 + 99) / 100;
    }
    part.cap_one = 1000;
    part.cap_whole = 28000;
    part.budget_after = {1000, 28000};
    const auto half = *seal::new_scalar(), other = *seal::new_scalar(), openings = *seal::new_scalar();
    part.pk_s = *seal::public_point(half);
    part.pk_c = *seal::public_point(other);
    part.proof_s = *seal::prove_half(half, seal::Half::server, part.wave, part.pk_s, *part.pk_c);
    part.proof_c = *seal::prove_half(other, seal::Half::council, part.wave, part.pk_s, *part.pk_c);
    part.tally_pk = *seal::add_points(part.pk_s, *part.pk_c);
    part.w_pk = *seal::public_point(openings);
    part.seed_root_c = part.board_nonce_sha256 = seal::Digest{};
    return made;
  }();
  return wave;
}

TEST(Manifest, KeepsItsRulesAndReadsBack) {
  const Made& wave = made();
  const auto token = check_token_part(wave.token, wave.cells);
  EXPECT_TRUE(token) << token.error().what;
  const auto question = check_question_part(wave.question, wave.token, wave.token_json);
  EXPECT_TRUE(question) << question.error().what;
  EXPECT_EQ(write_token_part(*read_token_part(wave.token_json)), wave.token_json);
  EXPECT_EQ(write_cells(*read_cells(write_cells(wave.cells))), write_cells(wave.cells));
  EXPECT_EQ(write_question_part(*read_question_part(write_question_part(wave.question))), write_question_part(wave.question));
}

/// Every field taken away, and every field of another kind, is refused with its name.
void refuses_each_field(const std::string& text, const std::function<bool(std::string_view)>& reads) {
  const json good = json::parse(text);
  ASSERT_TRUE(reads(text));
  for (const auto& [name, value] : good.items()) {
    json without = good;
    without.erase(name);
    static const std::set<std::string> council{"pk_c", "tally_pk", "proof_c", "seed_root_c", "board_nonce_sha256", "w_pk"};
    if (!council.contains(name)) {
      EXPECT_FALSE(reads(*seal::canonical_json(without))) << "without " << name;
    }
    json other = good;
    other[name] = value.is_string() ? json(7) : json("!");
    EXPECT_FALSE(reads(*seal::canonical_json(other))) << name << " of another kind";
  }
  json more = good;
  more["unheard_of"] = 1;
  EXPECT_FALSE(reads(*seal::canonical_json(more)));
  EXPECT_FALSE(reads(" " + text)) << "not canonical";
}

TEST(Manifest, TakesNoFieldAwayAndNoneMore) {
  refuses_each_field(made().token_json, [](std::string_view text) { return read_token_part(text).has_value(); });
  refuses_each_field(write_question_part(made().question), [](std::string_view text) { return read_question_part(text).has_value(); });
}

TEST(Manifest, EachRuleBrokenAloneIsRefused) {
  const auto token_refuses = [](const std::function<void(TokenPart&, std::vector<CellKey>&)>& breaking, const char* what) {
    TokenPart token = made().token;
    auto cells = made().cells;
    breaking(token, cells);
    if (token.cells_root == made().token.cells_root) token.cells_root = *cells_root(cells);
    EXPECT_FALSE(check_token_part(token, cells)) << what;
  };
  token_refuses([](TokenPart&, auto& cells) { cells[0].record.eligible = 19; }, "a cell below 20");
  token_refuses([](TokenPart&, auto& cells) { cells[0].record.minimum = 10; }, "a minimum of 10 without a last wave");
  token_refuses([](TokenPart&, auto& cells) { cells[0].record.attested = false; }, "a headcount nobody attested");
  token_refuses([](TokenPart&, auto& cells) { cells[1].spki = cells[0].spki; }, "a key other than the record's");
  token_refuses([](TokenPart&, auto& cells) { cells[1].spki = cells[0].spki, cells[1].record.spki_sha256 = cells[0].record.spki_sha256; }, "one key for two cells");
  token_refuses([](TokenPart& token, auto&) { token.eligible_total[0] = 52; }, "a total that is none");
  token_refuses([](TokenPart& token, auto& cells) { token.admission_spki[0] = cells[0].spki; }, "an admission key of a cell");
  token_refuses([](TokenPart& token, auto&) { token.k[0] = 4; }, "k below five");
  token_refuses([](TokenPart& token, auto&) { token.closes_desk = 221; }, "a late desk that is not named");
  token_refuses([](TokenPart& token, auto&) { token.uses = 17; }, "too many uses");
  token_refuses([](TokenPart& token, auto&) { token.cells_root[0] ^= 1; }, "another root");

  const auto question_refuses = [](const std::function<void(QuestionPart&)>& breaking, const char* what) {
    QuestionPart part = made().question;
    breaking(part);
    EXPECT_FALSE(check_question_part(part, made().token, made().token_json)) << what;
  };
  question_refuses([](QuestionPart& part) { part.statistics[0].sigma2_T -= 1; }, "less noise");
  question_refuses([](QuestionPart& part) { part.statistics[2].sigma2_N += 1; }, "other noise on N");
  question_refuses([](QuestionPart& part) { part.cap_one = 2000, part.budget_after[0] = 2000; }, "other caps");
  question_refuses([](QuestionPart& part) { part.budget_before[1] = 240'000, part.budget_after[1] = 268'000; }, "beyond the rhythm");
  question_refuses([](QuestionPart& part) { part.tally_pk = part.pk_s; }, "a tally key that is no sum");
  question_refuses([](QuestionPart& part) { part.proof_s[5] ^= 1; }, "an unproved half");
  question_refuses([](QuestionPart& part) { part.statistics[1].items[0].question = 5; }, "two scales that share a question");
  question_refuses([](QuestionPart& part) { part.statistics[5].partition = PartitionName::index; }, "an item by groups of the index");
  question_refuses([](QuestionPart& part) { part.token_part_sha256[0] ^= 1; }, "another token part");
}

}  // namespace
}  // namespace karuna::ask
