// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "base/csv.h"
#include "shared.h"

namespace karuna::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

struct Ran {
  int code = 0;
  std::string out;   // what was printed, errors too
};

Ran karuna(const std::string& arguments, const fs::path& folder) {
  const std::string all = (folder / "printed").string();
  const int status = std::system(("cd '" + folder.string() + "' && '" KARUNA_BINARY "' " + arguments + " >'" + all + "' 2>&1 </dev/null").c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_text(all)};
}

/// Thirty people of ten departments.
std::string thirty() {
  std::string text = "id,department,level,manager\n";
  for (int i = 0; i < 30; ++i) text += "p" + std::to_string(i) + ",D" + std::to_string(i % 10) + "," + std::to_string(i % 4) + "," + (i > 3 ? "p" + std::to_string(i % 4) : "") + "\n";
  return text;
}

std::map<std::string, std::string> pod_of(const fs::path& csv) {
  auto table = CsvReader::open(csv);
  std::map<std::string, std::string> out;
  while (table->next().value()) out[std::string(table->fields()[2])] = std::string(table->fields()[1]);
  return out;
}

TEST(PodsCommand, writes_everything_or_nothing) {
  const TemporaryFolder folder;
  folder.write("people.csv", thirty());
  const Ran dry = karuna("pods form people.csv --dry-run --out out --effort 0.1", folder.path());
  EXPECT_EQ(dry.code, 0) << dry.out;
  EXPECT_FALSE(fs::exists(folder.path() / "out"));
  const Ran wrote = karuna("pods form people.csv --out out --begin 2026-03-02 --language ar --effort 0.1", folder.path());
  ASSERT_EQ(wrote.code, 0) << wrote.out;
  for (const char* file : {"pods.csv", "pods.json", "pods.html", "agenda.md", "calendar/round-1-pod-01.ics"}) EXPECT_TRUE(fs::exists(folder.path() / "out" / file)) << file;
  EXPECT_EQ(pod_of(folder.path() / "out/pods.csv").size(), 30U);
  // The same again, and from JSON.
  auto rows = nlohmann::json::array();
  for (int i = 0; i < 30; ++i) rows.push_back({{"id", "p" + std::to_string(i)}, {"department", "D" + std::to_string(i % 10)}, {"level", i % 4}, {"manager", i > 3 ? "p" + std::to_string(i % 4) : ""}});
  folder.write("people.json", rows.dump());
  ASSERT_EQ(karuna("pods form people.json --out again --effort 0.1", folder.path()).code, 0);
  EXPECT_EQ(pod_of(folder.path() / "out/pods.csv"), pod_of(folder.path() / "again/pods.csv"));
  const Ran next = karuna("pods rotate people.csv --history out/pods.csv --rounds 2 --out next --effort 0.1 --json", folder.path());
  ASSERT_EQ(next.code, 0) << next.out;
  EXPECT_EQ(nlohmann::json::parse(next.out).at("rounds").at(1).at("round"), 3);
}

TEST(PodsCommand, says_why_and_ends_with_three) {
  const TemporaryFolder folder;
  std::string text = "id,department\n";
  for (int i = 0; i < 12; ++i) text += "p" + std::to_string(i) + "," + (i < 8 ? "Sales" : "D" + std::to_string(i)) + "\n";
  folder.write("people.csv", text);
  const Ran refused = karuna("pods form people.csv --out out", folder.path());
  EXPECT_EQ(refused.code, 3);
  EXPECT_THAT(refused.out, HasSubstr("\"Sales\" has 8 people; 2 pods with at most 2 each take 4"));
  EXPECT_FALSE(fs::exists(folder.path() / "out"));
  const Ran why = karuna("pods explain people.csv --json", folder.path());
  EXPECT_EQ(why.code, 1);
  EXPECT_EQ(nlohmann::json::parse(why.out).at("ways").at(0).at("amount"), 4);   // 8 - 4, by hand
  EXPECT_EQ(karuna("pods form people.csv --size 3-4", folder.path()).code, 3);
  EXPECT_EQ(karuna("pods form people.csv --size many", folder.path()).code, 2);
}

TEST(PodsCommand, tells_nothing_of_confidential_pairs) {
  const TemporaryFolder folder;
  std::string text = "id,department\n";
  for (int i = 0; i < 11; ++i) text += (i < 3 ? "Quiet" : "p") + std::to_string(i) + ",D" + std::to_string(i) + "\n";
  folder.write("people.csv", text);
  folder.write("good.csv", "a,b\nQuiet0,Quiet1\n");
  folder.write("all.csv", "a,b\nQuiet0,Quiet1\nQuiet1,Quiet2\nQuiet0,Quiet2\n");
  folder.write("wide.csv", "a,b\nQuiet0,Quiet1,he shouted\n");
  folder.write("bad.json", "[{\"a\":\"Quiet0\",\"b\":[\"Quiet1\"]}]");
  ASSERT_EQ(karuna("pods form people.csv --exclude good.csv --out out", folder.path()).code, 0);
  const auto pods = pod_of(folder.path() / "out/pods.csv");
  EXPECT_NE(pods.at("Quiet0"), pods.at("Quiet1"));
  for (const char* file : {"all.csv", "wide.csv", "bad.json"}) {
    const Ran ran = karuna(std::string("pods form people.csv --exclude ") + file, folder.path());
    EXPECT_NE(ran.code, 0) << file;
    EXPECT_THAT(ran.out, Not(HasSubstr("Quiet"))) << file;
    EXPECT_THAT(ran.out, Not(HasSubstr("shouted"))) << file;
  }
  // The list is nowhere among what was written, under no name.
  for (const auto& entry : fs::recursive_directory_iterator(folder.path() / "out"))
    if (entry.is_regular_file()) { EXPECT_THAT(read_text(entry.path()), Not(HasSubstr("good.csv"))); }
}

TEST(PodsCommand, mends_what_people_left_behind) {
  const TemporaryFolder folder;
  folder.write("people.csv", thirty());
  ASSERT_EQ(karuna("pods form people.csv --out out --effort 0.1", folder.path()).code, 0);
  std::string now = thirty();
  now.erase(now.find("p7,"), now.find("p8,") - now.find("p7,"));
  folder.write("now.csv", now + "new,D3,1,p0\n");
  const Ran mended = karuna("pods repair now.csv --pods out/pods.csv --out mended", folder.path());
  ASSERT_EQ(mended.code, 0) << mended.out;
  EXPECT_THAT(mended.out, HasSubstr("Joined: new."));
  const auto before = pod_of(folder.path() / "out/pods.csv"), after = pod_of(folder.path() / "mended/pods.csv");
  EXPECT_EQ(after.size(), 30U);
  EXPECT_FALSE(after.contains("p7"));
}

/// 232 people of an office, twelve departments: who had to do with whom in two weeks is what pods should bring together anew.
TEST(RealPeople, of_an_office_meet_whom_they_do_not_know) {
  KARUNA_NEEDS_SHARED("data/invs15_contacts/people.csv");
  const TemporaryFolder folder;
  fs::copy_file(shared_file("data/invs15_contacts/people.csv"), folder.path() / "people.csv");
  fs::copy_file(shared_file("data/invs15_contacts/contacts.csv.gz"), folder.path() / "contacts.csv.gz");
  const Ran ran = karuna("pods form people.csv --contacts contacts.csv.gz --seed 1 --effort 0.3 --out out", folder.path());
  ASSERT_EQ(ran.code, 0) << ran.out;
  std::set<std::pair<std::string, std::string>> met;
  auto contacts = CsvReader::open(folder.path() / "contacts.csv.gz");
  const auto a = contacts->header().position("a").value(), b = contacts->header().position("b").value();
  while (contacts->next().value()) met.insert(std::minmax(std::string(contacts->fields()[a]), std::string(contacts->fields()[b])));
  const auto pods = pod_of(folder.path() / "out/pods.csv");
  ASSERT_EQ(pods.size(), 232U);
  std::size_t inside = 0, pairs = 0;
  for (const auto& [one, pod] : pods)
    for (const auto& [other, other_pod] : pods)
      if (one < other && pod == other_pod) ++pairs, inside += met.contains({one, other}) ? 1 : 0;
  // Of all pairs one in six had contact; by chance a hundred of some 580 would meet again.
  EXPECT_LT(static_cast<double>(inside) / static_cast<double>(pairs), 0.02);
  const std::string page = read_text(folder.path() / "out/pods.html");
  EXPECT_THAT(page, HasSubstr("<svg"));
  EXPECT_THAT(page, Not(HasSubstr("http")));
}

/// 167 accounts, 154 reporting lines.
TEST(RealPeople, of_a_factory_are_never_with_a_manager) {
  KARUNA_NEEDS_SHARED("data/radoslaw_email/reports_to.csv");
  const TemporaryFolder folder;
  std::map<std::string, std::string> manager;
  auto lines = CsvReader::open(shared_file("data/radoslaw_email/reports_to.csv"));
  while (lines->next().value()) manager[std::string(lines->fields()[0])] = std::string(lines->fields()[1]);
  std::string text = "id,manager\n";
  for (int i = 1; i <= 167; ++i) text += std::to_string(i) + "," + manager[std::to_string(i)] + "\n";
  folder.write("people.csv", text);
  const Ran ran = karuna("pods form people.csv --per-department 0 --effort 0.3 --out out", folder.path());
  ASSERT_EQ(ran.code, 0) << ran.out;
  const auto pods = pod_of(folder.path() / "out/pods.csv");
  ASSERT_EQ(pods.size(), 167U);
  std::size_t checked = 0;
  for (const auto& [person, above] : manager) {
    if (above.empty() || above == person) continue;
    EXPECT_NE(pods.at(person), pods.at(above)) << person;
    if (const auto& second = manager[above]; !second.empty() && second != person) { EXPECT_NE(pods.at(person), pods.at(second)) << person; }
    ++checked;
  }
  EXPECT_EQ(checked, 153U);   // the top reports to itself
}

TEST(PairsCommand, assigns_and_plans) {
  const TemporaryFolder folder;
  folder.write("people.csv", "id,site,carrier,hire,consents\nAnn,N,yes,,yes\nBob,S,yes,,yes\nx,N,,yes,\ny,S,,yes,\n");
  const Ran assigned = karuna("pairs assign people.csv --out pairs.csv", folder.path());
  EXPECT_EQ(assigned.code, 0) << assigned.out;
  EXPECT_THAT(read_text(folder.path() / "pairs.csv"), HasSubstr("x,Ann,"));
  EXPECT_THAT(read_text(folder.path() / "pairs.csv"), HasSubstr("y,Bob,"));
  folder.write("none.csv", "id,carrier,hire,consents\nAnn,yes,,no\nx,,yes,\n");
  EXPECT_EQ(karuna("pairs assign none.csv --json", folder.path()).code, 1);
  folder.write("cohorts.json", R"([{"week":0,"hires":4},{"week":2,"hires":6}])");
  const Ran planned = karuna("pairs plan cohorts.json --carriers 3 --weeks 3 --training 1 --json", folder.path());
  ASSERT_EQ(planned.code, 0) << planned.out;
  EXPECT_EQ(nlohmann::json::parse(planned.out).at("to_train"), 2);   // ten people, two each, three there: by hand
  folder.write("wrong.csv", "week,hires\nsoon,4\n");
  EXPECT_EQ(karuna("pairs plan wrong.csv", folder.path()).code, 2);
}

TEST(AmbassadorsCommand, chooses_and_draws_a_map) {
  const TemporaryFolder folder;
  folder.write("people.csv", "id,department,level,volunteer\na,A,1,yes\nb,A,2,yes\nc,B,1,yes\nd,B,2,\n");
  const Ran chosen = karuna("ambassadors choose people.csv --most 2 --per-department 1 --out chosen.csv", folder.path());
  EXPECT_EQ(chosen.code, 0) << chosen.out;
  EXPECT_THAT(chosen.out, HasSubstr("2 ambassadors cover 4 of 4 places. No other choice covers more: proven."));
  EXPECT_THAT(read_text(folder.path() / "chosen.csv"), HasSubstr("b,A,2"));
  folder.write("nobody.csv", "id,volunteer\na,no\n");
  EXPECT_EQ(karuna("ambassadors choose nobody.csv", folder.path()).code, 3);
}

TEST(GroupsManual, names_every_option) {
  const TemporaryFolder folder;
  for (const auto& [page, command] : {std::pair<const char*, const char*>{"pods", "pods form"}, {"pods", "pods explain"}, {"pods", "pods rotate"}, {"pods", "pods repair"}, {"pairs", "pairs assign"}, {"pairs", "pairs plan"}, {"ambassadors", "ambassadors choose"}}) {
    const std::string text = read_text(fs::path(KARUNA_SOURCE_DIR) / "docs" / (std::string(page) + ".md")), help = karuna(std::string(command) + " --help", folder.path()).out;
    const std::regex option("--[a-z-]+");
    for (std::sregex_iterator found(help.begin(), help.end(), option), end; found != end; ++found)
      if (found->str() != "--help") { EXPECT_NE(text.find(found->str()), std::string::npos) << "karuna " << command << " " << found->str() << " is not in docs/" << page << ".md"; }
  }
}

}  // namespace
}  // namespace karuna::test
