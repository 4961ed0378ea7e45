// SPDX-License-Identifier: Apache-2.0
// A8: the attacker asks again and again, and everywhere, and averages. It helps only where the same sum was given noise twice.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "gain_table.h"
#include "guesses.h"
#include "noise_model.h"
#include "organisation.h"
#include "published.h"
#include "shared.h"
#include "survey_folder.h"
#include "vendor.h"

namespace karuna::privacy {
namespace {

namespace fs = std::filesystem;

/// All files of a folder, one after the other.
std::string bytes_of(const fs::path& out) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::directory_iterator(out)) files[entry.path().filename().string()] = test::read_text(entry.path());
  std::string all;
  for (const auto& [name, bytes] : files) all += name + "\n" + bytes;
  return all;
}

/// A table of comma-separated values without quotes around commas, as units.csv is: rows by column name.
std::vector<std::map<std::string, std::string>> read_table(const fs::path& file) {
  std::istringstream text(test::read_text(file));
  std::vector<std::map<std::string, std::string>> rows;
  std::vector<std::string> names;
  for (std::string line; std::getline(text, line);) {
    if (line.ends_with('\r')) line.pop_back();
    std::vector<std::string> fields;
    for (std::size_t from = 0; from <= line.size();) {
      const std::size_t to = std::min(line.find(',', from), line.size());
      fields.push_back(line.substr(from, to - from));
      from = to + 1;
    }
    if (names.empty()) {
      names = fields;
      continue;
    }
    std::map<std::string, std::string> row;
    for (std::size_t i = 0; i < names.size() && i < fields.size(); ++i) row[names[i]] = fields[i];
    rows.push_back(std::move(row));
  }
  return rows;
}

void collect_numbers(const nlohmann::json& value, std::set<double>& numbers) {
  if (value.is_number())
    numbers.insert(value.get<double>());
  else if (value.is_structured())
    for (const auto& part : value) collect_numbers(part, numbers);
}

class Averaging : public testing::TestWithParam<std::size_t> {
 protected:
  Organisation organisation() const { return make_organisation({.people = GetParam(), .seed = 20 + GetParam(), .skipping = 0.03}); }
  std::string name() const { return std::to_string(GetParam()) + " people"; }
};

TEST_P(Averaging, every_output_says_the_same_number) {
  for (const std::string profile : {"balanced", "strict"}) {
    const test::TemporaryFolder folder;
    const fs::path out = report_of(organisation(), {.profile = profile}, folder.path());
    const nlohmann::json report = read_report(out);
    std::size_t compared = 0;
    std::map<std::string, nlohmann::json> lines;  // by measure and unit
    for (const auto& measure : report.at("measures"))
      for (const auto& line : measure.at("periods").at(0).at("units"))
        if (line.contains("raw")) lines[measure.at("id").get<std::string>() + " " + line.at("unit").get<std::string>()] = line;
    for (const auto& row : read_table(out / "units.csv")) {
      if (row.at("raw").empty()) continue;
      const nlohmann::json& line = lines.at(row.at("measure") + " " + row.at("unit"));
      EXPECT_EQ(std::stod(row.at("raw")), line.at("raw").get<double>());
      EXPECT_EQ(std::stod(row.at("value")), line.at("value").get<double>());
      ++compared;
    }
    EXPECT_EQ(compared, lines.size());
    // Whatever number with a decimal point a table of the page shows is a number of the JSON.
    std::set<double> numbers;
    collect_numbers(report, numbers);
    const std::string page = test::read_text(out / "report.html");
    const std::regex cell("<td class=\"num\">(-?[0-9]+\\.[0-9]+)</td>");
    std::size_t on_the_page = 0;
    for (std::sregex_iterator found(page.begin(), page.end(), cell), end; found != end; ++found, ++on_the_page)
      EXPECT_TRUE(numbers.contains(std::stod((*found)[1]))) << (*found)[1] << " stands on the page and not in report.json";
    EXPECT_GT(on_the_page, 10U);
  }
}

/// Evidence for 5 against 1 from a figure whose noise the product made.
double evidence(KnownAnswers& known, const Row& row, std::size_t person, std::size_t question, const PublicNoise& noise) {
  const Sums sums = known.behind(row);
  return log_chance(row, known.with_answer(sums, row, person, question, 5), noise) - log_chance(row, known.with_answer(sums, row, person, question, 1), noise);
}

/// The same from a vendor's figure, whose noise is an ordinary normal number of this variance in the sum of answers.
double evidence_of_vendor(KnownAnswers& known, const Row& row, std::size_t person, std::size_t question, double variance) {
  const auto off = [&](int answer) {
    const Sums sums = known.with_answer(known.behind(row), row, person, question, answer);
    return row.mean * sums.N - (sums.T / 2 + 3 * sums.N);
  };
  return (off(1) * off(1) - off(5) * off(5)) / (2 * variance);
}

struct Target {
  std::size_t person, question;
  bool high;
};

TEST_P(Averaging, of_many_runs_gains_nothing) {
  const int runs = GetParam() > 1000 ? 25 : 100;  // large reports take longer to write
  Organisation asked = organisation();
  Random random(GetParam());
  std::vector<Target> targets;
  for (std::size_t i = 0; i < std::min<std::size_t>(asked.people.size(), 200); ++i) {
    targets.push_back({i, random.below(asked.questions.size()), random.uniform() < 0.5});
    asked.people[i].answers[targets.back().question] = targets.back().high ? 5 : 1;
  }
  KnownAnswers known(asked);
  const auto success = [&](const Published& published, const auto& evidence_in) {
    Guesses guesses;
    for (const Target& target : targets) {
      const Row* row = published.smallest_with(asked.questions[target.question].code, "", asked.people[target.person].unit);
      if (!row) continue;
      const double sum = evidence_in(*row, target);
      guesses.add_share(chance_of_hit(target.high ? sum : -sum));
    }
    return guesses;
  };
  // A vendor who draws the noise anew in every run, as much as lets one sum be told with 58.9 % success.
  const double noise = 4 / std::sqrt(2 * rho_of_one_answer("balanced"));
  const test::TemporaryFolder folder;
  Published once, average;
  for (int run = 0; run < runs; ++run) {
    write_vendor_report({{"", &asked}}, {.noise = noise, .noise_seed = random.next()}, folder.path() / "vendor");
    const Published published = read_published(folder.path() / "vendor", asked);
    if (run == 0)
      once = average = published;
    else
      for (std::size_t r = 0; r < published.rows.size(); ++r) average.rows[r].mean += published.rows[r].mean;
  }
  for (Row& row : average.rows) row.mean /= runs;
  const auto of_vendor = [&](double variance) {
    return [&, variance](const Row& row, const Target& target) { return evidence_of_vendor(known, row, target.person, target.question, variance); };
  };
  const Guesses vendor_once = success(once, of_vendor(noise * noise)), vendor_average = success(average, of_vendor(noise * noise / runs));
  EXPECT_GT(vendor_average.share(), best_guess(rho_of_one_answer("balanced")) + 0.2);  // 25 runs of 0.10 each: at best 86.8 %, 100 runs: 98.7 %

  for (const std::string profile : {"balanced", "strict"}) {
    std::string first;
    std::size_t different = 0;
    const fs::path survey = folder.path() / profile;
    write_survey({{"", &asked}}, {.profile = profile}, survey);
    for (int run = 0; run < runs; ++run) {
      ASSERT_EQ(run_report(survey, survey / "out", run % 2 == 0 ? "--quiet --threads 1" : "--quiet --threads 2"), 0);
      const std::string bytes = bytes_of(survey / "out");
      if (run == 0)
        first = bytes;
      else if (bytes != first)
        ++different;
    }
    EXPECT_EQ(different, 0U);  // so the average of all is the first
    const Guesses ours = success(read_published(survey / "out", asked), [&](const Row& row, const Target& target) {
      return evidence(known, row, target.person, target.question, noise_of(asked, profile, row.measure));
    });
    const double allowed = best_guess(rho_of_one_answer(profile));
    EXPECT_LE(ours.share(), allowed + 0.01 + 3 * ours.error(allowed));
    print_gain("A8 average of " + std::to_string(runs) + " runs", name() + ", " + std::to_string(ours.all) + " guesses", profile,
               percent(vendor_once.share()) + " once, " + percent(vendor_average.share()),
               percent(ours.share()) + ", " + std::to_string(different) + " runs differ", percent(allowed) + ", 0 runs differ");
  }
}

INSTANTIATE_TEST_SUITE_P(organisations, Averaging, testing::Values(50, 300, 5000), testing::PrintToStringParamName());

}  // namespace
}  // namespace karuna::privacy
