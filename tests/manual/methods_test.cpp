// SPDX-License-Identifier: Apache-2.0
#include "stats/methods.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "shared.h"

namespace karuna::test {
namespace {

const std::filesystem::path source = KARUNA_SOURCE_DIR;

TEST(Manual, says_of_every_method_what_its_card_says) {
  const std::string page = read_text(source / "docs" / "methods.md");
  for (const auto& card : stats::methods()) {
    EXPECT_NE(page.find("## " + std::string(card.name) + "\n"), std::string::npos) << card.name << " is not in docs/methods.md";
    for (const auto text : {card.title, card.question, card.does, card.assumes, card.source, card.read, card.checked, card.file})
      EXPECT_NE(page.find(text), std::string::npos) << "docs/methods.md does not say of " << card.name << ": " << text;
  }
}

TEST(Manual, names_code_that_is_there) {
  for (const auto& card : stats::methods()) EXPECT_TRUE(std::filesystem::exists(source / "src" / card.file)) << card.file;
}

}  // namespace
}  // namespace karuna::test
