// SPDX-License-Identifier: Apache-2.0
// A8, second part: the same answers, asked for in another way. Whoever gets a second draw of the noise for nothing can average, and whoever gets the
// same draw under other sums can subtract. So each variant of a survey file must either repeat the noise and the sums, or draw afresh and be charged.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <sstream>

#include "gain_table.h"
#include "noise_model.h"
#include "organisation.h"
#include "published.h"
#include "shared.h"
#include "survey_folder.h"

namespace karuna::privacy {
namespace {

namespace fs = std::filesystem;

struct Variant {
  std::string name;
  std::function<void(Organisation&)> organisation = [](Organisation&) {};
  std::function<void(SurveyWish&)> wish = [](SurveyWish&) {};
  std::string file = "", from = "", to = "";  ///< a change of one of the analyst's files, as a regular expression
  std::string options = "";                   ///< of the command
};

std::string read(const fs::path& file) { return test::read_text(file); }

/// A printed sum as the attacker can work it out (nobody skips here), and the true one: in half-points.
struct Seen {
  double printed = 0, truth = 0, sd = 0;
};
using Sight = std::map<std::pair<std::string, std::vector<std::size_t>>, Seen>;  // by measure and cells

Sight look(const Organisation& organisation, const fs::path& out, const std::string& profile, bool items) {
  KnownAnswers known(organisation);
  Sight sight;
  for (const Row& row : read_published(out, organisation).rows) {
    if (row.kind == "index" || row.kind == "dimension") continue;
    const Sums sums = known.behind(row);
    sight[{row.measure, row.cells}] = {(row.mean - 3) * 2 * sums.most, sums.T, std::sqrt(noise_of(organisation, profile, row.measure, items).variance_T)};
  }
  return sight;
}

/// How many releases the report says were made of this file.
int releases_told(const fs::path& out) {
  std::smatch found;
  const std::string text = read_report(out).at("protection").dump();
  return std::regex_search(text, found, std::regex("([0-9]+) releases? from this survey file")) ? std::stoi(found[1]) : 0;
}

/// Two looks at the same groups.
struct Comparison {
  std::size_t groups = 0;
  bool same_figures = true, same_truth = true;
  double noise_left = 0;  ///< of the difference of both looks, beyond what the truth explains: 1 for two draws of their own, 0 for one and the same
};

Comparison compare(const Sight& first, const Sight& second) {
  Comparison result;
  double squares = 0;
  for (const auto& [key, one] : first) {
    const auto found = second.find(key);
    if (found == second.end()) continue;
    const Seen& other = found->second;
    ++result.groups;
    result.same_figures = result.same_figures && one.printed == other.printed;
    result.same_truth = result.same_truth && one.truth == other.truth;
    const double off = (one.printed - one.truth) - (other.printed - other.truth);
    squares += off * off / (one.sd * one.sd + other.sd * other.sd);
  }
  result.noise_left = result.groups == 0 ? 1 : std::sqrt(squares / static_cast<double>(result.groups));
  return result;
}

const std::vector<Variant> variants{
    {.name = "run again"},
    {.name = "more draws", .options = "--draws 400"},
    {.name = "another seed of the draws", .options = "--seed 7"},
    {.name = "one thread", .options = "--threads 1"},
    {.name = "JSON on the terminal", .options = "--json"},
    {.name = "in German", .wish = [](SurveyWish& wish) { wish.language = "de"; }},
    {.name = "another title", .file = "SURVEY.toml", .from = "Made up", .to = "Spring"},
    {.name = "another name of a scale", .file = "SURVEY.toml", .from = "name = \"helping\"", .to = "name = \"Help\""},
    {.name = "other respondent ids", .file = "answers.csv", .from = "\np", .to = "\nx"},
    {.name = "rows in another order", .organisation = [](Organisation& o) { std::reverse(o.people.begin(), o.people.end()); }},
    {.name = "another rule for missing answers", .file = "SURVEY.toml", .from = "(id = \"helping\")", .to = "$1\nanswer_at_least = 2"},
    {.name = "a scale as a sum", .file = "SURVEY.toml", .from = "(id = \"helping\")", .to = "$1\nmethod = \"sum\""},
    {.name = "questions not shown", .wish = [](SurveyWish& wish) { wish.items = false; }},
    {.name = "larger groups", .wish = [](SurveyWish& wish) { wish.k = "20, 40, 120"; }},
    {.name = "strict", .options = "--profile strict"},
    {.name = "strain turned round", .organisation = [](Organisation& o) { o.scales[2].higher_is_better = true; }},
    {.name = "a question turned round", .organisation = [](Organisation& o) { o.questions[0].reversed = true; }},
    {.name = "strain in no dimension", .organisation = [](Organisation& o) { o.scales[2].dimension = ""; }},
    {.name = "helping and safety change dimensions", .organisation = [](Organisation& o) { std::swap(o.scales[0].dimension, o.scales[1].dimension); }},
    {.name = "helping in no dimension, named as index",
     .file = "SURVEY.toml",
     .from = "\\n\\[report\\]",
     .to = "\n[index]\nbehaviour = [\"helping\"]\nculture = [\"safety\"]\n\n[report]"},
    {.name = "a question less in a scale", .organisation = [](Organisation& o) { o.scales[2].questions.pop_back(); }},
    {.name = "scales in another order", .organisation = [](Organisation& o) { std::swap(o.scales[0], o.scales[2]); }},
    {.name = "one answer changed",
     .organisation = [](Organisation& o) { o.people[7].answers[1] = 6 - o.people[7].answers[1] == 3 ? 1 : 6 - o.people[7].answers[1]; }},
    {.name = "one person less", .organisation = [](Organisation& o) { o.people.pop_back(); }},
};

class Variants : public testing::TestWithParam<std::size_t> {};

TEST_P(Variants, repeat_the_noise_or_pay_for_it) {
  const Organisation base = make_organisation({.people = GetParam(), .seed = 60 + GetParam()});
  const SurveyWish wish{.profile = "balanced", .secret = 60};
  const test::TemporaryFolder folder;
  const fs::path first = folder.path() / "first";
  const Sight before = look(base, report_of(base, wish, first), wish.profile, true);
  ASSERT_EQ(releases_told(first / "out"), 1);
  const std::string secret = read(first / "SURVEY.secret");
  std::size_t repeated = 0, paid = 0, free = 0, subtracted = 0;
  for (const Variant& variant : variants) {
    Organisation organisation = base;
    SurveyWish other = wish;
    variant.organisation(organisation);
    variant.wish(other);
    const fs::path again = folder.path() / "again";
    fs::remove_all(again);
    write_survey({{"", &organisation}}, other, again);
    folder.write("again/SURVEY.secret", secret);  // the account as the first report left it
    fs::permissions(again / "SURVEY.secret", fs::perms::owner_read | fs::perms::owner_write);
    if (!variant.file.empty()) {
      const std::string changed = std::regex_replace(read(again / variant.file), std::regex(variant.from), variant.to);
      ASSERT_NE(changed, read(again / variant.file)) << variant.name;
      folder.write("again/" + variant.file, changed);
    }
    const int code = run_report(again, again / "out", variant.options);
    ASSERT_EQ(code, 0) << variant.name << ": " << read(again / "out.log").substr(0, 500);
    const std::string profile = variant.name == "strict" ? "strict" : "balanced";
    const Comparison seen = compare(before, look(organisation, again / "out", profile, other.items));
    const bool charged = releases_told(again / "out") == 2;
    const std::string what =
        variant.name + ": noise left " + percent(seen.noise_left) + " in " + std::to_string(seen.groups) + " sums, " + (charged ? "charged" : "not charged");
    if (!charged) {
      // Nothing was paid: then nothing may be new. The figures are the same, and so is what they are made of.
      EXPECT_TRUE(seen.same_figures && seen.same_truth) << what;
      (seen.same_figures && seen.same_truth ? repeated : free) += 1;
    } else {
      // Paid: noise of its own. What is left after subtracting must be as much as two draws make; half of it would already be a fault.
      const double least = seen.groups < 20 ? 0.2 : 0.5;  // of few draws chance may leave little
      EXPECT_GT(seen.noise_left, least) << what;
      (seen.noise_left > least ? paid : subtracted) += 1;
    }
  }
  print_gain("A8 variants of one survey file", std::to_string(GetParam()) + " people, " + std::to_string(variants.size()) + " variants", "balanced",
             "no account", std::to_string(repeated) + " repeat, " + std::to_string(paid) + " pay, " + std::to_string(free + subtracted) + " give away",
             "0 give away");
}

INSTANTIATE_TEST_SUITE_P(organisations, Variants, testing::Values(50, 300, 5000), testing::PrintToStringParamName());

}  // namespace
}  // namespace karuna::privacy
