// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "protect/close/close_wave.h"
#include "protect/close/made_wave.h"
#include "protect/released/file_in_cells.h"
#include "protect/released/panel.h"
#include "protect/released/read_release.h"
#include "protect/released/wave_form.h"
#include "protect/released/wave_sums.h"

namespace karuna::protect {
namespace {

namespace fs = std::filesystem;
using made_up::MadeWave;
using made_up::WaveShape;
using testing::HasSubstr;

using Answers = std::vector<std::pair<std::uint32_t, std::vector<std::uint8_t>>>;  // cell and answer bytes

/// Answers of `each` people in every cell: a spread that passes P3 almost everywhere, with some skipped.
Answers answers_of(const WaveShape& shape, std::uint32_t each) {
  Answers answers;
  std::uint32_t number = 7;
  for (const auto& [cell, units] : shape.cells)
    for (std::uint32_t i = 0; i < each + cell; ++i) {
      std::vector<std::uint8_t> given;
      for (std::uint32_t q = 0; q < shape.questions; ++q) {
        number = number * 1103515245 + 12345;
        const std::uint32_t die = (number >> 16) % 12;
        given.push_back(static_cast<std::uint8_t>(die < 10 ? 1 + die / 2 : die == 10 ? 6 : 0));  // 6: do not know, 0: skipped
      }
      answers.emplace_back(cell, given);
    }
  return answers;
}

struct Closed {
  test::TemporaryFolder folder;
  ask::Installation installation;
  fs::path wave;
  ReleasedWave read() const {
    auto released = read_release(wave, installation.signers());
    EXPECT_TRUE(released) << (released ? "" : released.error().what);
    return std::move(released).value_or(ReleasedWave{});
  }
};

void close(MadeWave& made, const Answers& answers, Closed& closed) {
  for (const auto& [cell, given] : answers) made.put(made.ballot(made.person(cell), given));
  closed.installation = made.install(closed.folder.path());
  closed.wave = closed.installation.waves() / ask::hex_of(made.wave);
  Progress silent;
  CloseOptions options;
  options.lock = seal::MemoryLock::as_far_as_allowed;
  const auto done = close_wave(closed.installation, made.wave, options, silent);
  ASSERT_TRUE(done) << done.error().what;
}

/// The same answers as an analyst's file has them: units named by the cell's label, codes instead of bytes.
collect::Sheets as_file(const MadeWave& made, const Answers& answers) {
  collect::Sheets sheets;
  std::vector<UnitRow> rows{{.id = "all", .parent = {}, .name = {}, .eligible = {}}};
  for (const ask::CellKey& cell : made.cells) rows.push_back({.id = cell.record.label, .parent = "all", .name = {}, .eligible = {}});
  sheets.tree = UnitTree::from_rows(rows, "all").value();
  sheets.periods = {"now"};
  for (const ask::WaveQuestion& question : made.question_part.questions)
    sheets.items.push_back({.id = question.id, .label = question.id, .min = question.min, .max = question.max, .reversed = false, .codes = {}});
  for (const auto& [cell, given] : answers) {
    sheets.unit.push_back(*sheets.tree.find("Team " + std::to_string(cell)));
    sheets.period.push_back(0);
    for (std::size_t q = 0; q < given.size(); ++q)
      sheets.items[q].codes.push_back(given[q] >= 1 && given[q] <= 5 ? static_cast<std::int16_t>(given[q]) : collect::no_answer);
  }
  return sheets;
}

WaveShape many_cells(ask::WaveProfile profile) {
  WaveShape shape;
  shape.profile = profile;
  shape.questions = 4;
  shape.scales = {{0, 1}, {2, 3}};
  shape.index = profile != ask::WaveProfile::exact;
  shape.k = {10, 10, 30};
  shape.cells = {{1, {"org", "north"}}, {2, {"org", "north"}}, {5, {"org", "south"}}, {9, {"org", "south"}}, {11, {"org"}}, {12, {"org", "south", "harbour"}}};
  return shape;
}

TEST(ReleasedWave, InExactAFileInTheSameCellsGivesTheSameSumsToTheLastDigit) {
  for (const std::uint32_t each : {5U, 14U, 40U}) {
    MadeWave made(many_cells(ask::WaveProfile::exact));
    const Answers answers = answers_of(made.shape, each);
    Closed closed;
    close(made, answers, closed);
    const ReleasedWave read = closed.read();
    auto form = wave_form(made.token_part, made.question_part, made.cells, nullptr).value();
    ASSERT_TRUE(fill_from_file(*form, as_file(made, answers)));
    const auto sums = wave_sums(*form, read.head.root, nullptr);
    ASSERT_TRUE(sums);
    EXPECT_EQ(write_sums(*sums), write_sums(read.release));
    EXPECT_FALSE(sums->table.empty());
  }
}

TEST(ReleasedWave, WithoutNoiseTheReportsMeansAreThoseOfTheAnswers) {
  MadeWave made(many_cells(ask::WaveProfile::exact));
  const Answers answers = answers_of(made.shape, 40);
  Closed closed;
  close(made, answers, closed);
  const std::array<ReleasedWave, 1> waves{closed.read()};
  const auto release = release_of(waves, nullptr);
  ASSERT_TRUE(release) << release.error().what;
  EXPECT_EQ(release->periods[0].ballots, answers.size());
  for (std::size_t s = 0; s < release->statistics.size(); ++s) {
    const Statistic& statistic = release->statistics[s];
    if (statistic.family != Family::item) continue;
    const auto q = static_cast<std::size_t>(statistic.id.back() - '1');
    double sum = 0, n = 0;
    for (const auto& [cell, given] : answers)
      if (given[q] >= 1 && given[q] <= 5) sum += given[q], ++n;
    double mean = 0, all = 0;
    for (const Group& group : release->periods[0].published[s].groups) mean += group.answers * group.mean, all += group.answers;
    EXPECT_EQ(all, n);
    EXPECT_NEAR(mean / all, sum / n, 1e-12);
  }
}

TEST(ReleasedWave, WithNoiseTheReportKnowsTheNoiseOfItsManifest) {
  MadeWave made(many_cells(ask::WaveProfile::balanced));
  Closed closed;
  close(made, answers_of(made.shape, 14), closed);
  const std::array<ReleasedWave, 1> waves{closed.read()};
  const auto release = release_of(waves, nullptr);
  ASSERT_TRUE(release) << release.error().what;
  EXPECT_EQ(release->origin, Origin::wave);
  EXPECT_EQ(release->statistics[0].id, "index");
  EXPECT_NEAR(release->bounds.guess_one, 0.5885, 0.0001);    // Phi(sqrt(0.2) / 2): rho 0.10
  EXPECT_NEAR(release->bounds.guess_whole, 0.8816, 0.0002);  // Phi(sqrt(5.6) / 2): rho 2.8
  const Published& index = release->periods[0].published[0];
  ASSERT_EQ(index.groups.size(), waves[0].release.atoms[0].size());
  for (std::size_t g = 0; g < index.groups.size(); ++g) {
    const Group& group = index.groups[g];
    const double T = static_cast<double>(waves[0].release.table[g].value), N = static_cast<double>(waves[0].release.table[index.groups.size() + g].value);
    if (N > 4.0 * group.ballots || N < 4) continue;  // more answers than questions: held to what is possible
    EXPECT_NEAR(group.mean, 3 + T / (2 * N), 1e-12);
    EXPECT_NEAR(group.noise_variance, (96 / 4.0 + std::pow(T / (2 * N), 2) * 3) / (N * N), 1e-12);  // sigma2_T 96 and sigma2_N 3 in half-points
  }
  EXPECT_EQ(release->tree.find("cell:12").has_value(), true);
  EXPECT_EQ(release->tree[*release->tree.find("north")].eligible, 400U);
}

TEST(ReleasedWave, SeveralWavesAreThePeriodsOfAPanel) {
  WaveShape shape = many_cells(ask::WaveProfile::balanced);
  MadeWave spring(shape);
  shape.cells.push_back({13, {"org", "west"}});  // a new unit in autumn; cell 11 is gone, cell 2 has moved
  shape.cells[1].second = {"org", "south"};
  shape.cells.erase(shape.cells.begin() + 4);
  shape.scales = {{0, 1}};
  shape.title = "autumn";
  shape.hours_later = 200;
  MadeWave autumn(shape);
  Closed first, second;
  close(spring, answers_of(spring.shape, 30), first);
  close(autumn, answers_of(autumn.shape, 30), second);
  const std::array<ReleasedWave, 2> waves{first.read(), second.read()};
  const auto release = release_of(waves, nullptr);
  ASSERT_TRUE(release) << release.error().what;
  ASSERT_EQ(release->periods.size(), 2U);
  EXPECT_EQ(release->periods[1].label, "autumn");
  EXPECT_NEAR(release->bounds.total_rho_one, 0.2, 1e-12);
  // index, two scales (one of spring alone), four items
  ASSERT_EQ(release->statistics.size(), 7U);
  const auto scale2 = std::find_if(release->statistics.begin(), release->statistics.end(), [](const Statistic& s) { return s.id == "made-up.scale2"; });
  ASSERT_NE(scale2, release->statistics.end());
  const auto at = static_cast<std::size_t>(scale2 - release->statistics.begin());
  EXPECT_FALSE(release->periods[0].published[at].groups.empty());
  EXPECT_TRUE(release->periods[1].published[at].groups.empty());
  EXPECT_EQ(release->periods[1].published[at].units.size(), release->tree.size());
  const UnitId moved = *release->tree.find("cell:2"), south = *release->tree.find("south");
  EXPECT_TRUE(release->tree.contains(south, moved));
  EXPECT_TRUE(release->tree.find("cell:11"));
}

TEST(ReleasedWave, WavesWithAndWithoutNoiseAreNotMixed) {
  MadeWave exact(many_cells(ask::WaveProfile::exact)), noisy(many_cells(ask::WaveProfile::balanced));
  Closed first, second;
  close(exact, answers_of(exact.shape, 14), first);
  close(noisy, answers_of(noisy.shape, 14), second);
  const std::array<ReleasedWave, 2> waves{first.read(), second.read()};
  const auto release = release_of(waves, nullptr);
  ASSERT_FALSE(release);
  EXPECT_EQ(release.error().fault, Fault::refused);
}

TEST(ReleasedWave, NamesTheFileThatWasChanged) {
  MadeWave made(many_cells(ask::WaveProfile::balanced));
  Closed closed;
  close(made, answers_of(made.shape, 14), closed);
  for (const char* name :
       {"release.json", "head.json", "dropped.json", "comments.json", "question_part.json", "cells.json", "token_part.json", "release.server.sig"}) {
    const std::string bytes = test::read_text(closed.wave / name);
    std::string altered = bytes;
    altered[altered.size() / 2] ^= 1;
    ASSERT_TRUE(write_atomically(closed.wave / name, altered));
    const auto read = read_release(closed.wave, closed.installation.signers());
    ASSERT_FALSE(read) << name;
    const std::string of_close = "release.json head.json dropped.json comments.json release.server.sig";
    if (of_close.find(name) != std::string::npos) {
      EXPECT_THAT(read.error().what, HasSubstr(std::string(name).substr(0, std::string(name).find('.'))));
    }
    ASSERT_TRUE(write_atomically(closed.wave / name, bytes));
  }
  EXPECT_TRUE(read_release(closed.wave, closed.installation.signers()));
}

TEST(ReleasedWave, TablesHoldWhatTheReleaseHoldsAndSayWhatTheyMean) {
  MadeWave made(many_cells(ask::WaveProfile::balanced));
  Closed closed;
  close(made, answers_of(made.shape, 14), closed);
  const std::string index = test::read_text(closed.wave / "tables" / "index.csv"), words = test::read_text(closed.wave / "tables" / "data_dictionary.csv");
  EXPECT_THAT(index, testing::StartsWith("statistic,unit,label,state,n,answers,mean,noise_sd\r\nindex,org,org,shown,"));
  for (const char* column : {"statistic", "unit", "label", "state", "n", "answers", "mean", "noise_sd"})
    EXPECT_THAT(words, HasSubstr(std::string(",") + column + ",")) << column;
  for (const char* name : {"index", "scales", "items", "moments", "data_dictionary"})
    EXPECT_TRUE(fs::exists(closed.wave / "tables" / (std::string(name) + ".json"))) << name;
}

TEST(FileInCells, SaysWhatDoesNotFit) {
  MadeWave made(many_cells(ask::WaveProfile::exact));
  const Answers answers = answers_of(made.shape, 5);
  const auto says = [&](const collect::Sheets& sheets, const char* words) {
    auto form = wave_form(made.token_part, made.question_part, made.cells, nullptr).value();
    const auto filled = fill_from_file(*form, sheets);
    ASSERT_FALSE(filled);
    EXPECT_THAT(filled.error().what, HasSubstr(words));
  };
  collect::Sheets sheets = as_file(made, answers);
  sheets.items.pop_back();
  says(sheets, "\"made-up:Q4\"");
  sheets = as_file(made, answers);
  sheets.items[0].max = 7;
  says(sheets, "from 1 to 7 in the file");
  sheets = as_file(made, answers);
  sheets.periods.push_back("then");
  says(sheets, "2 periods");
  made.cells[0].record.label = "Elsewhere";
  says(as_file(MadeWave(many_cells(ask::WaveProfile::exact)), answers), "\"Team 1\"");
  made.cells[0].record.label = "Team 1";
  made.cells[1].record.label = "Team 1";
  says(as_file(MadeWave(many_cells(ask::WaveProfile::exact)), answers), "fits more than one cell");
}

TEST(ReleaseFile, RefusesWhatNoCloseWrites) {
  const std::string hash(43, 'A');
  const auto json = [&](const std::string& atoms, const std::string& table) {
    return R"({"atoms":)" + atoms + R"(,"comments_sha256":")" + hash + R"(","head_sha256":")" + hash + R"(","question_part_sha256":")" + hash +
           R"(","table":)" + table + "}";
  };
  EXPECT_TRUE(read_release_file(json(R"([[{"cells":[1,2],"n":20}],[],[]])", "[[0,0,-5],[0,1,7],[1,0,3]]")));
  EXPECT_FALSE(read_release_file(json(R"([[{"cells":[2,1],"n":20}],[],[]])", "[]")));
  EXPECT_FALSE(read_release_file(json(R"([[{"cells":[1],"n":20},{"cells":[1],"n":20}],[],[]])", "[]")));
  EXPECT_FALSE(read_release_file(json(R"([[{"cells":[],"n":20}],[],[]])", "[]")));
  EXPECT_FALSE(read_release_file(json("[[],[]]", "[]")));
  EXPECT_FALSE(read_release_file(json("[[],[],[]]", "[[0,1,7],[0,0,-5]]")));
  EXPECT_FALSE(read_release_file(json("[[],[],[]]", "[[0,0,-5],[0,0,7]]")));
  EXPECT_FALSE(read_release_file(json("[[],[],[]]", "[[0,0]]")));
  EXPECT_FALSE(read_release_file(json("[[],[],[]]", "[[0,0,1.5]]")));
  EXPECT_FALSE(read_release_file(json("[[], [],[]]", "[]")));
}

}  // namespace
}  // namespace karuna::protect
