// SPDX-License-Identifier: Apache-2.0
#include "stats/methods.h"

#include <gtest/gtest.h>

#include <set>
#include <string_view>

namespace karuna::stats {
namespace {

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

}  // namespace
}  // namespace karuna::stats
