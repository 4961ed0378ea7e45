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
      if (number == 8) cell.record.teams = 2;
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
    part.questions[0].lead = {{"en", "Think of this month."}};
    part.questions[2].care = {4, 5};
    part.contacts = {{ContactKind::now, "116 123", {{"en", "Crisis line"}}}, {ContactKind::person, "counsel@house.example", {{"en", "The counsellor"}}}};
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
    // By hand from the caps 0.10 and 2.8 and the shares: index max(16/(2 x .1 x .15), 1600/(2 x 2.8 x .5)) = 571.4 -> 572 = 23.9^2; scales max(16/.05, 544/1.4)
    // = 388.6 -> 389 = 19.7^2; items max(16/.12, 160/1.4) = 133.3 -> 134 = 11.6^2. In half-points four times as much; for N ceil(.09 sigma2).
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

/// Every place of a value: the fields of objects and the entries of lists, however deep.
void places_of(const json& value, const json::json_pointer& here, std::vector<json::json_pointer>& places) {
  if (!here.empty()) places.push_back(here);
  if (value.is_object())
    for (const auto& [name, below] : value.items()) places_of(below, here / name, places);
  if (value.is_array())
    for (std::size_t i = 0; i < value.size(); ++i) places_of(value[i], here / i, places);
}

/// Every field taken away, every value of another kind, and a field more in every object: refused each time, and alone.
void takes_nothing_else(const std::string& text, const std::function<bool(std::string_view)>& reads) {
  const json good = json::parse(text);
  ASSERT_TRUE(reads(text));
  ASSERT_FALSE(reads(text.substr(0, text.size() - 1)));
  ASSERT_FALSE(reads(" " + text)) << "not canonical";
  ASSERT_FALSE(reads(good.dump(1))) << "not canonical";
  std::vector<json::json_pointer> places;
  places_of(good, json::json_pointer(), places);
  ASSERT_GT(places.size(), 20U);
  const auto refused = [&](const json& altered, const std::string& what) {
    const auto written = seal::canonical_json(altered);
    if (written) {
      EXPECT_FALSE(reads(*written)) << what;
    }
  };
  // The council's fields are not in a draft; the last wave's numbers are where the minimum is 10; a text may lack a language.
  static const std::set<std::string> may_lack{"pk_c", "tally_pk", "proof_c", "seed_root_c", "board_nonce_sha256", "w_pk", "last_issued", "last_eligible", "en",
                                              "lead", "care", "contacts", "teams"};
  for (const auto& place : places) {
    const json& value = good[place];
    const std::string inside = place.parent_pointer().empty() ? "" : place.parent_pointer().back();
    for (const json& other : {json(), json(-7), json(1.5), json("!"), json(std::string(5000, '!')), json::array({json::array()}),
                              json::object({{"!", json::array()}}), json(!value.is_boolean())}) {
      if (other.type() == value.type() && value.is_boolean()) continue;
      // Whatever is a text of its own may be another one, but no endless one.
      const bool free_text = value.is_string() && (place.back() == "title" || place.back() == "label" || place.back() == "id" || place.back() == "en" || place.back() == "reach" ||
                                                   inside == "units" || inside == "languages");
      if (free_text && other == "!") continue;
      if (place.back() == "en" && other.is_string()) continue;
      // A sign is the one number that may be negative, though not this one; so are the ends of a scale.
      if ((place.back() == "min" || place.back() == "max") && other == -7 && place.to_string().starts_with("/questions")) continue;
      json altered = good;
      altered[place] = other;
      refused(altered, place.to_string() + " = " + other.dump().substr(0, 40));
    }
    if (value.is_object()) {
      json more = good;
      more[place]["unheard_of"] = 1;
      refused(more, place.to_string() + " with a field more");
    }
    if (good[place.parent_pointer()].is_object() && !may_lack.contains(place.back())) {
      json without = good;
      without[place.parent_pointer()].erase(place.back());
      refused(without, "without " + place.to_string());
    }
  }
  if (good.is_object()) {
    json more = good;
    more["unheard_of"] = 1;
    refused(more, "a field more");
  }
}

TEST(Manifest, TakesNoFieldAwayAndNoneMoreAndNoneOfAnotherKind) {
  takes_nothing_else(made().token_json, [](std::string_view text) { return read_token_part(text).has_value(); });
  auto cells = made().cells;
  cells[1].record.last_issued = 17, cells[1].record.last_eligible = 20, cells[1].record.minimum = 10;
  takes_nothing_else(write_cells(cells), [](std::string_view text) { return read_cells(text).has_value(); });
  auto part = made().question;
  part.questions[0].labels.assign(5, {{"en", "so"}});
  part.questions[0].others = {6};
  part.statistics.back().items[0].ones = {4, 5};
  takes_nothing_else(write_question_part(part), [](std::string_view text) { return read_question_part(text).has_value(); });
}

TEST(Manifest, CellsStandInOrderAndEachOnce) {
  auto cells = made().cells;
  std::swap(cells[0], cells[1]);
  EXPECT_FALSE(read_cells(write_cells(cells)));
  cells[0] = cells[1];
  EXPECT_FALSE(read_cells(write_cells(cells)));
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
  token_refuses([](TokenPart&, auto& cells) { cells[1].spki = cells[0].spki, cells[1].record.spki_sha256 = cells[0].record.spki_sha256; },
                "one key for two cells");
  token_refuses([](TokenPart& token, auto&) { token.eligible_total[0] = 52; }, "a total that is none");
  token_refuses([](TokenPart& token, auto& cells) { token.admission_spki[0] = cells[0].spki; }, "an admission key of a cell");
  token_refuses([](TokenPart& token, auto&) { token.k[0] = 4; }, "k below five");
  token_refuses([](TokenPart& token, auto&) { token.closes_desk = 221; }, "a late desk that is not named");
  token_refuses([](TokenPart& token, auto&) { token.uses = 17; }, "too many uses");
  token_refuses([](TokenPart& token, auto&) { token.cells_root[0] ^= 1; }, "another root");
  token_refuses([](TokenPart& token, auto&) { token.cells_count = 3; }, "another count of cells");
  token_refuses([](TokenPart& token, auto& cells) { cells.pop_back(), token.cells_count = 1; }, "a cell that is missing");
  token_refuses([](TokenPart& token, auto&) { token.opens_desk = 220; }, "a desk that closes as it opens");
  token_refuses([](TokenPart& token, auto&) { token.opens_ballots = 600; }, "ballots that close as they open");
  token_refuses([](TokenPart& token, auto&) { token.opens_desk = 215, token.opens_ballots = 210; }, "ballots before the desk");
  token_refuses([](TokenPart& token, auto&) { token.late_desk = true, token.closes_desk = 601; }, "a desk that closes after the ballots");
  token_refuses([](TokenPart& token, auto&) { token.k = {10, 9, 100}; }, "k that shrinks");
  token_refuses([](TokenPart& token, auto&) { token.council = false, token.k[0] = 9; }, "k below ten without a council");
  token_refuses([](TokenPart& token, auto&) { token.profile = WaveProfile::exact, token.k[0] = 9; }, "k below ten in exact");
  token_refuses([](TokenPart& token, auto&) { token.profile = WaveProfile::exact, token.council = false; }, "exact without a council");
  token_refuses([](TokenPart& token, auto&) { token.uses = 0; }, "no use");
  token_refuses([](TokenPart& token, auto&) { token.depth = Depth::pulse, token.uses = 65; }, "too many uses of a pulse");
  token_refuses([](TokenPart& token, auto&) { token.classes = {class_comment}; }, "comments alone");
  token_refuses([](TokenPart& token, auto&) { token.admission_spki.clear(); }, "no admission key");
  token_refuses([](TokenPart& token, auto&) { token.admission_spki[0].pop_back(); }, "an admission key that is none");
  token_refuses([](TokenPart&, auto& cells) { cells[0].record.units.clear(); }, "a cell that is nowhere");
  token_refuses([](TokenPart&, auto& cells) { cells[0].spki.pop_back(), cells[0].record.spki_sha256 = seal::sha256(seal::Bytes(cells[0].spki)); },
                "a key that is none");
  token_refuses([](TokenPart&, auto& cells) { cells[0].record.cls = class_comment; }, "a cell of a class that is not there");
  token_refuses([](TokenPart&, auto& cells) { cells[0].record.last_issued = 20, cells[0].record.minimum = 10; }, "one of the two numbers");
  token_refuses([](TokenPart&, auto& cells) { cells[0].record.last_issued = 20, cells[0].record.last_eligible = 20; }, "a minimum of 20 beside a last wave");
  const auto of_ten = [](std::uint32_t issued, std::uint32_t eligible, std::uint32_t people) {
    return [=](TokenPart& token, std::vector<CellKey>& cells) {
      CellRecord& record = cells[0].record;
      record.last_issued = issued, record.last_eligible = eligible, record.minimum = 10;
      token.eligible_total[0] = token.eligible_total[0] - record.eligible + people;
      record.eligible = people;
    };
  };
  token_refuses(of_ten(69, 100, 12), "a minimum of 10 where 69 of 100 drew");
  token_refuses(of_ten(0, 0, 12), "a minimum of 10 where nobody could draw");
  token_refuses(of_ten(70, 100, 9), "nine people");
  TokenPart ten = made().token;
  auto ten_cells = made().cells;
  of_ten(70, 100, 10)(ten, ten_cells);
  ten.cells_root = *cells_root(ten_cells);
  const auto kept = check_token_part(ten, ten_cells);
  EXPECT_TRUE(kept) << kept.error().what;

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
  question_refuses([](QuestionPart& part) { part.wave[0] ^= 1; }, "another wave");
  question_refuses([](QuestionPart& part) { (*part.proof_c)[5] ^= 1; }, "an unproved half of the council");
  question_refuses([](QuestionPart& part) { std::swap(part.proof_s, *part.proof_c); }, "the proofs of each other");
  question_refuses([](QuestionPart& part) { part.pk_c = part.pk_s; }, "one half for both");
  question_refuses([](QuestionPart& part) { part.pk_s[64] ^= 1; }, "a half that is no point");
  question_refuses([](QuestionPart& part) { (*part.w_pk)[64] ^= 1; }, "an openings key that is no point");
  question_refuses([](QuestionPart& part) { part.w_pk.reset(); }, "no openings key beside a council");
  question_refuses([](QuestionPart& part) { part.seed_root_c.reset(); }, "no seed of the council");
  question_refuses([](QuestionPart& part) { part.board_nonce_sha256.reset(); }, "no board nonce");
  question_refuses([](QuestionPart& part) { part.tally_pk.reset(); }, "no tally key");
  question_refuses([](QuestionPart& part) { part.proof_c.reset(); }, "no proof of the council");
  question_refuses([](QuestionPart& part) { part.budget_after[1] += 1; }, "a budget that is no sum");
  question_refuses([](QuestionPart& part) { part.statistics[3].D1_sq = 15; }, "another sensitivity to one answer");
  question_refuses([](QuestionPart& part) { part.statistics[3].DW_sq += 1; }, "another sensitivity to a ballot");
  question_refuses([](QuestionPart& part) { part.statistics.pop_back(); }, "noise for more statistics than there are");
  question_refuses([](QuestionPart& part) { part.languages.clear(); }, "no language");
  question_refuses([](QuestionPart& part) { part.questions[1].id = part.questions[0].id; }, "a question twice");
  question_refuses([](QuestionPart& part) { part.questions[1].max = 1; }, "a question of one answer");
  question_refuses([](QuestionPart& part) { part.questions[1].others = {5}; }, "a code beyond the scale that is of it");
  question_refuses([](QuestionPart& part) { part.questions[1].max = 7; }, "a statistic of different ranges");
  question_refuses([](QuestionPart& part) { part.answer_bytes[0] = 9; }, "fewer bytes than questions");
  question_refuses([](QuestionPart& part) { part.statistics[5].items[0].question = 10; }, "a question that is not there");
  question_refuses([](QuestionPart& part) { part.statistics[5].items.clear(); }, "a statistic of nothing");
  question_refuses([](QuestionPart& part) { part.statistics[1].items[0].ones = {5}; }, "a share among the scales");
  question_refuses([](QuestionPart& part) { part.questions[0].lead = {{"de", "?"}}; }, "a lead in another language");
  question_refuses([](QuestionPart& part) { part.questions[0].lead[0].second.clear(); }, "a lead that says nothing");
  question_refuses([](QuestionPart& part) { part.questions[2].care = {6}; }, "contacts beside an answer there is not");
  question_refuses([](QuestionPart& part) { part.questions[2].care = {0}; }, "contacts beside a question that was skipped");
  question_refuses([](QuestionPart& part) { part.questions[2].care = {5, 5}; }, "contacts twice beside one answer");
  question_refuses([](QuestionPart& part) { part.contacts[0].reach.clear(); }, "a contact that is reached nowhere");
  question_refuses([](QuestionPart& part) { part.contacts[0].reach = "116\n123"; }, "a contact of two lines");
  question_refuses([](QuestionPart& part) { part.contacts[1].text.clear(); }, "a contact without a name");
  question_refuses([](QuestionPart& part) { part.contacts[1].text.emplace_back("de", "Beratung"); }, "a contact named in a language the wave does not speak");
  question_refuses([](QuestionPart& part) { part.contacts[1].text[0].second = std::string(201, 'x'); }, "a contact with a name that fills the page");
}

}  // namespace
}  // namespace karuna::ask
