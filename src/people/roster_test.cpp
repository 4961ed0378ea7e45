// SPDX-License-Identifier: Apache-2.0
#include "people/roster.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "people/accounts.h"
#include "people/desk.h"
#include "people/token_keys.h"
#include "people/people_fixture.h"

namespace karuna::people {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

/// A made-up file as a German payroll program writes it: semicolons, Windows-1252, CR LF, dates with points, columns that are none of our business.
constexpr const char* header = "Personal-Nr;Nachname;E-Mail;Vorgesetzte;Abteilung;Standort;Geburtsdatum;Eintritt;Austritt;Gehalt\r\n";
const ColumnNames german{{"employee_id", "Personal-Nr"}, {"email", "E-Mail"},        {"manager_id", "Vorgesetzte"}, {"department", "Abteilung"},
                         {"site", "Standort"},           {"start_date", "Eintritt"}, {"end_date", "Austritt"}};

class Roster : public WithPeople {
 protected:
  fs::path write(const std::string& rows, const std::string& head = header) const {
    const fs::path file = folder_ / "Personal.csv";
    std::ofstream(file, std::ios::binary) << head << rows;
    return file;
  }
  Result<RosterFile> read(const std::string& rows) const { return read_roster(write(rows), german, {}, "Klinik", "2026-11-25"); }
  RosterFile good(const std::string& rows) const {
    auto roster = read(rows);
    EXPECT_TRUE(roster) << (roster ? "" : roster.error().what);
    return roster.value_or(RosterFile());
  }
  RosterChange import(const std::string& rows) {
    auto change = import_roster(*people_, good(rows), german, {});
    EXPECT_TRUE(change) << (change ? "" : change.error().what);
    return change.value_or(RosterChange());
  }
  std::map<std::string, std::uint32_t> counted() const {
    std::map<std::string, std::uint32_t> out;
    const auto units = headcounts(*people_);
    if (units)
      for (const auto& unit : *units) out[unit.id] = unit.eligible;
    return out;
  }
  std::optional<PersonId> person(const std::string& login) const {
    const auto account = find_account(*people_, login);
    return account && *account ? (*account)->person : std::nullopt;
  }

};

constexpr const char* three =
    "1;M\xfcller;Anna.Mueller@Klinik.example;3;K\xfc"
    "che;N\xfcrnberg;1.2.1980;15.03.2019;;3.200,00\r\n"
    "2;Sch\xf6n;;1;K\xfc"
    "che;F\xfcrth;3.4.1975;01.10.2020;31.12.2026;2.900,00\r\n"
    "3;Gro\xdf;gross@klinik.example;;Pflege;N\xfcrnberg;9.9.1969;28.02.2001;;5.100,00\r\n";

TEST_F(Roster, ReadsAFileOfAGermanPayrollProgram) {
  const auto roster = good(three);
  ASSERT_EQ(roster.people.size(), 3U);
  const RosterPerson& anna = roster.people[0];
  EXPECT_EQ(anna.employee_id, "1");
  EXPECT_EQ(anna.email, "Anna.Mueller@Klinik.example");
  EXPECT_EQ(anna.login, "anna.mueller@klinik.example");
  EXPECT_EQ(anna.unit, "Klinik / K\u00fcche / N\u00fcrnberg");
  EXPECT_EQ(anna.manager_id, "3");
  EXPECT_EQ(anna.start_date, "2019-03-15") << "the day comes first, as 15.03. and 31.12. show";
  EXPECT_EQ(roster.people[1].login, "2") << "without an address the number signs in";
  EXPECT_EQ(roster.people[1].end_date, "2026-12-31");
  EXPECT_EQ(roster.people[1].start_date, "2020-10-01");
  EXPECT_EQ(roster.people[2].line, 4U);
  EXPECT_THAT(roster.dropped_columns, ElementsAre("Nachname", "Geburtsdatum", "Gehalt"));
  EXPECT_THAT(roster.unit_columns, ElementsAre("Abteilung", "Standort"));
}

TEST_F(Roster, KeepsNothingOfTheColumnsItDropped) {
  import(three);
  people_.reset();
  bool found = false;
  for (const auto& entry : fs::directory_iterator(folder_)) {
    if (entry.path().extension() == ".csv") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), {});
    found = found || bytes.find("anna.mueller@klinik.example") != std::string::npos;
    for (const char* forbidden : {"Sch\xf6n", "Sch\u00f6n", "1.2.1980", "1980-02-01", "3.200"})
      EXPECT_EQ(bytes.find(forbidden), std::string::npos) << forbidden << " is in " << entry.path();
  }
  EXPECT_TRUE(found) << "the search would not find anything";
}

TEST_F(Roster, SomebodyWhoseLastDayHasPassedIsNotOnIt) {
  const auto roster = good(std::string(three) + "4;A;;;Pflege;F\xfcrth;;01.01.2000;24.11.2026;\r\n5;B;;;Pflege;F\xfcrth;;01.01.2000;25.11.2026;\r\n");
  EXPECT_EQ(roster.ended, 1U);
  ASSERT_EQ(roster.people.size(), 4U);
  EXPECT_EQ(roster.people[3].employee_id, "5") << "the last day itself counts";
}

TEST_F(Roster, TellsWhatAnImportWouldDoAndWritesNothing) {
  const auto first = compare_roster(*people_, good(three));
  ASSERT_TRUE(first);
  EXPECT_THAT(first->fresh, ElementsAre("1", "2", "3"));
  EXPECT_EQ(first->people, 3U);
  // By hand: Klinik, Küche, Küche / Nürnberg, Küche / Fürth, Pflege, Pflege / Nürnberg.
  EXPECT_EQ(first->units, 6U);
  EXPECT_EQ(first->small_units.size(), 3U);
  EXPECT_TRUE(counted().empty());
  EXPECT_FALSE(undo_roster(*people_)) << "there is nothing to undo";

  import(three);
  const auto id = person("gross@klinik.example");
  ASSERT_TRUE(id);
  // 1 moves to Fürth, 2 leaves, 3 gets another address, 6 is new.
  const std::string later =
      "1;M\xfcller;Anna.Mueller@Klinik.example;3;K\xfc"
      "che;F\xfcrth;1.2.1980;15.03.2019;;3.200,00\r\n"
      "3;Gro\xdf;hannah.gross@klinik.example;;Pflege;N\xfcrnberg;9.9.1969;28.02.2001;;5.300,00\r\n"
      "6;Neu;;3;Pflege;N\xfcrnberg;9.9.1999;01.11.2026;;\r\n";
  const auto would = compare_roster(*people_, good(later));
  ASSERT_TRUE(would);
  EXPECT_THAT(would->fresh, ElementsAre("6"));
  EXPECT_THAT(would->moved, ElementsAre("1"));
  EXPECT_THAT(would->changed, ElementsAre("3"));
  EXPECT_THAT(would->leaving, ElementsAre("2"));
  EXPECT_EQ(would->same, 0U);
  EXPECT_EQ(person("gross@klinik.example"), id) << "comparing changed something";
  const auto did = import(later);
  EXPECT_EQ(did.moved, would->moved);
  EXPECT_EQ(did.leaving, would->leaving);
  EXPECT_EQ(person("hannah.gross@klinik.example"), id) << "the same person under another address";
  EXPECT_FALSE(person("gross@klinik.example"));
  EXPECT_FALSE(person("2"));
  const auto same = compare_roster(*people_, good(later));
  ASSERT_TRUE(same);
  EXPECT_EQ(same->same, 3U);
  // A raise is no change: it is not kept.
  std::string raised = later;
  raised.replace(raised.find("5.300"), 5, "9.900");
  EXPECT_EQ(compare_roster(*people_, good(raised))->same, 3U);
}

TEST_F(Roster, AnUndoIsUndoneByASecond) {
  import(three);
  const auto before = counted();
  const auto id = person("2");
  ASSERT_TRUE(id);
  import("3;Gro\xdf;gross@klinik.example;;Pflege;N\xfcrnberg;;28.02.2001;;\r\n");
  const auto after = counted();
  EXPECT_FALSE(person("2"));
  ASSERT_TRUE(undo_roster(*people_));
  EXPECT_EQ(counted(), before);
  EXPECT_EQ(person("2"), id) << "the same person, not somebody new";
  ASSERT_TRUE(undo_roster(*people_));
  EXPECT_EQ(counted(), after);
  EXPECT_FALSE(person("2"));
  ASSERT_TRUE(undo_roster(*people_));
  EXPECT_EQ(counted(), before);
}

TEST_F(Roster, NamesRingsAndManagersNobodyKnows) {
  import(three);
  const auto before = counted();
  // 11 -> 12 -> 13 -> 11, 14 leads itself, 15 is led by somebody of the ring and is not in it, 16 by nobody there is.
  const auto ring =
      good("11;;;12;A;B;;;;\r\n12;;;13;A;B;;;;\r\n13;;;11;A;B;;;;\r\n14;;;14;A;B;;;;\r\n15;;;11;A;B;;;;\r\n16;;;99;A;B;;;;\r\n17;;;16;A;B;;;;\r\n");
  const auto found = compare_roster(*people_, ring);
  ASSERT_TRUE(found);
  EXPECT_THAT(found->cycles, ElementsAre(ElementsAre("11", "12", "13"), ElementsAre("14")));
  EXPECT_THAT(found->unknown_managers, ElementsAre(Pair("16", "99")));
  const auto refused = import_roster(*people_, ring, german, {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::refused);
  EXPECT_THAT(refused.error().what, HasSubstr("11, 12 and 13"));
  EXPECT_EQ(counted(), before) << "something was written";
  // A manager nobody knows is told and does not stop it.
  EXPECT_EQ(import("16;;;99;A;B;;;;\r\n").unknown_managers.size(), 1U);
}

TEST_F(Roster, NamesBothLinesOfWhatStandsTwice) {
  const auto twice = read("1;;;;A;B;;;;\r\n2;;;;A;B;;;;\r\n1;;;;A;C;;;;\r\n");
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().fault, Fault::invalid);
  EXPECT_THAT(twice.error().what, HasSubstr(":4: the employee id 1 stands in line 2 already"));
  const auto address = read("1;;x@klinik.example;;A;B;;;;\r\n2;;X@Klinik.example;;A;B;;;;\r\n");
  ASSERT_FALSE(address);
  EXPECT_THAT(address.error().what, HasSubstr(":3: x@klinik.example is also the address of the person in line 2"));
}

TEST_F(Roster, SaysWhatIsMissing) {
  const auto says = [&](const std::string& rows, const char* words) {
    const auto roster = read(rows);
    ASSERT_FALSE(roster) << words;
    EXPECT_THAT(roster.error().what, HasSubstr(words));
  };
  says(";;;;A;B;;;;\r\n", ":2: this row has no employee id");
  says("1;;;; ; ;;;;\r\n", ":2: 1 has no unit");
  says("1;;;;A;B;;15.03.2019;;\r\n2;;;;A;B;;soon;;\r\n", "soon");
  says("", "nobody on the roster");
  const auto unnamed = read_roster(write(three), {}, {}, "Klinik", "2026-11-25");
  ASSERT_FALSE(unnamed);
  EXPECT_THAT(unnamed.error().what, HasSubstr("--map employee_id="));
  auto mistyped = german;
  mistyped["email"] = "Email";
  const auto nearest = read_roster(write(three), mistyped, {}, "Klinik", "2026-11-25");
  ASSERT_FALSE(nearest);
  EXPECT_EQ(nearest.error().fault, Fault::not_found);
  EXPECT_THAT(nearest.error().what, HasSubstr("E-Mail"));
  EXPECT_EQ(read_roster(folder_ / "nowhere.csv", german, {}, "Klinik", "2026-11-25").error().fault, Fault::not_found);
}

TEST_F(Roster, ReadsAPathInOneColumnAndAPathInMany) {
  const ColumnNames names{{"employee_id", "Personal-Nr"}, {"unit", "Abteilung"}};
  const auto one = read_roster(write("1;;;;Nord / Station 3/Nacht;;;;;\r\n"), names, {}, "Klinik", "2026-11-25");
  ASSERT_TRUE(one) << one.error().what;
  EXPECT_EQ(one->people[0].unit, "Klinik / Nord / Station 3 / Nacht");
  // A slash inside a name of a column of its own is no step.
  const auto many = read_roster(write("1;;;;HNO/Augen;N\xfcrnberg;;;;\r\n"), german, {"Standort", "Abteilung"}, "Klinik", "2026-11-25");
  ASSERT_TRUE(many) << many.error().what;
  EXPECT_EQ(many->people[0].unit, "Klinik / N\u00fcrnberg / HNO-Augen");
}

TEST_F(Roster, RemembersHowTheColumnsAreCalled) {
  EXPECT_TRUE(remembered_columns(*people_)->names.empty());
  auto change = import_roster(*people_, good(three), german, {"Standort", "Abteilung"});
  ASSERT_TRUE(change);
  const auto remembered = remembered_columns(*people_);
  ASSERT_TRUE(remembered);
  EXPECT_EQ(remembered->names, german);
  EXPECT_THAT(remembered->units, ElementsAre("Standort", "Abteilung"));
}

TEST_F(Roster, CountsPeopleByUnitParentsFirst) {
  import(three);
  const auto units = headcounts(*people_);
  ASSERT_TRUE(units) << units.error().what;
  EXPECT_EQ(units->front().id, "Klinik");
  EXPECT_EQ(units->front().parent, "");
  std::set<std::string> seen{""};
  for (const auto& unit : *units) {
    EXPECT_TRUE(seen.contains(unit.parent)) << unit.id << " stands before its parent";
    seen.insert(unit.id);
  }
  EXPECT_EQ(counted(), (std::map<std::string, std::uint32_t>{{"Klinik", 0},
                                                             {"Klinik / K\u00fcche", 0},
                                                             {"Klinik / K\u00fcche / F\u00fcrth", 1},
                                                             {"Klinik / K\u00fcche / N\u00fcrnberg", 1},
                                                             {"Klinik / Pflege", 0},
                                                             {"Klinik / Pflege / N\u00fcrnberg", 1}}));
}

}  // namespace
}  // namespace karuna::people
