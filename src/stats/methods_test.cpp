// SPDX-License-Identifier: Apache-2.0
#include "stats/methods.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

namespace karuna::stats {
namespace {

/// The manual is found from this file, wherever the tests run.
std::string manual() {
  const auto root = std::filesystem::path(__FILE__).parent_path().parent_path().parent_path();
  std::ostringstream text;
  text << std::ifstream(root / "docs" / "methods.md").rdbuf();
  return text.str();
}

TEST(Methods, every_card_is_complete_and_has_a_source) {
  std::set<std::string_view> names;
  for (const auto& card : methods()) {
    EXPECT_TRUE(names.insert(card.name).second) << card.name << " stands twice";
    for (const auto text : {card.title, card.question, card.does, card.assumes, card.source, card.read, card.status, card.checked, card.file})
      EXPECT_FALSE(text.empty()) << card.name;
    EXPECT_TRUE(card.status == "checked" || card.status == "draft") << card.name;
    EXPECT_EQ(find_method(card.name), &card);
  }
  EXPECT_EQ(find_method("phrenology"), nullptr);
}

TEST(Methods, the_manual_says_what_the_cards_say) {
  const std::string page = manual();
  ASSERT_FALSE(page.empty());
  for (const auto& card : methods()) {
    EXPECT_NE(page.find("## " + std::string(card.name) + "\n"), std::string::npos) << card.name << " is not in docs/methods.md";
    for (const auto text : {card.title, card.question, card.does, card.assumes, card.source, card.read, card.checked, card.file})
      EXPECT_NE(page.find(text), std::string::npos) << "docs/methods.md does not say of " << card.name << ": " << text;
  }
}

TEST(Methods, every_card_names_a_header_that_is_there) {
  const auto source = std::filesystem::path(__FILE__).parent_path().parent_path();
  for (const auto& card : methods()) EXPECT_TRUE(std::filesystem::exists(source / card.file)) << card.file;
}

}  // namespace
}  // namespace karuna::stats
