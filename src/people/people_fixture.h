// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the tests of this room: a people database in a folder of its own, which is gone afterwards.

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>

#include "people/people_database.h"
#include "people/roster.h"
#include "shared.h"

namespace karuna::people {

class WithPeople : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(make_ring(folder_));
    auto opened = open_people(folder_);
    ASSERT_TRUE(opened) << opened.error().what;
    people_ = std::make_unique<PeopleDatabase>(*std::move(opened));
  }
  /// A table with our own column names becomes the roster of the organisation "Klinik".
  void import_table(const std::string& table) {
    auto roster = read_roster(temporary_.write("people.csv", table), {}, {}, "Klinik", "2026-11-25");
    ASSERT_TRUE(roster) << roster.error().what;
    ASSERT_TRUE(import_roster(*people_, *roster, {}, {}));
  }

  /// Whether bytes stand in any file of the folder, the database's log included.
  bool in_some_file(const std::string& bytes) const {
    for (const auto& entry : std::filesystem::directory_iterator(folder_))
      if (test::read_text(entry.path()).find(bytes) != std::string::npos) return true;
    return false;
  }

  const test::TemporaryFolder temporary_;
  const std::filesystem::path folder_ = temporary_.path();
  std::unique_ptr<PeopleDatabase> people_;
};

}  // namespace karuna::people
