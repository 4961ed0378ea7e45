// SPDX-License-Identifier: Apache-2.0
#include "answer/slip.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <nlohmann/json.hpp>

#include "shared.h"

namespace karuna::answer {
namespace {

Slip whole_slip() {
  Slip slip;
  slip.wave = {1, 2, 3};
  std::ranges::fill(slip.code.bytes(), std::uint8_t{7});
  slip.cell = Slip::Cell{42, "Pflege, Nord", 41};
  Slip::Tokens tokens;
  for (auto [token, kind, cell] : {std::tuple(&tokens.admission, ask::kind_admission, 0U), std::tuple(&tokens.right, ask::kind_right, 42U)}) {
    token->pk = token_key(slip.code, slip.wave, kind, ask::class_ballot, cell).public_key;
    token->prefix.fill(kind);
    token->signature.fill(static_cast<std::uint8_t>(9 + kind));
  }
  slip.tokens = tokens;
  slip.last_seq = 17;
  slip.last = Slip::Last{{1}, {2}, seal::Signature{3}};
  slip.waiting = Prepared{std::vector<std::uint8_t>(1000, 5), {6}, {7}, 18};
  return slip;
}

TEST(Slip, comes_back_from_its_file_as_it_was_and_is_for_its_owner_alone) {
  const test::TemporaryFolder folder;
  const Slip slip = whole_slip();
  ASSERT_TRUE(write_slip(folder.path() / "slip.json", slip));
  struct stat status{};
  ASSERT_EQ(stat((folder.path() / "slip.json").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  const auto read = read_slip(folder.path() / "slip.json");
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(read->wave, slip.wave);
  EXPECT_TRUE(std::ranges::equal(read->code.bytes(), slip.code.bytes()));
  EXPECT_EQ(read->cell->label, "Pflege, Nord");
  EXPECT_EQ(read->tokens->right.pk, slip.tokens->right.pk);
  EXPECT_EQ(read->tokens->right.signature, slip.tokens->right.signature);
  EXPECT_EQ(read->tokens->admission.pk, slip.tokens->admission.pk);
  EXPECT_EQ(read->last_seq, 17);
  EXPECT_EQ(read->last->blob, slip.last->blob);
  EXPECT_EQ(read->waiting->post, slip.waiting->post);
  EXPECT_EQ(read->waiting->seq, 18);
}

TEST(Slip, begins_with_a_code_and_nothing_else) {
  Slip begun;
  begun.wave = {9};
  const auto read = read_slip_text(slip_text(begun));
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_FALSE(read->cell);
  EXPECT_FALSE(read->tokens);
  EXPECT_FALSE(read->last);
  EXPECT_FALSE(read->waiting);
  EXPECT_EQ(read->last_seq, -1);
}

TEST(Slip, names_what_was_altered_in_it) {
  const auto whole = nlohmann::json::parse(slip_text(whole_slip()));
  const auto words_of = [](const nlohmann::json& value) {
    const auto read = read_slip_text(value.dump());
    return read ? std::string("read") : read.error().what;
  };
  EXPECT_EQ(words_of(whole), "read");  // dump of ASCII keys in order is canonical
  for (const auto& [field, value, expected] :
       std::initializer_list<std::tuple<const char*, nlohmann::json, const char*>>{{"version", 2, "version"},
                                                                                   {"code", "0000", "14 groups"},
                                                                                   {"last_seq", 70000, "last_seq"},
                                                                                   {"wave_id", "AA", "wave_id"},
                                                                                   {"last_receipt", "AA", "last_receipt"},
                                                                                   {"more", 1, "more"},
                                                                                   {"right", nlohmann::json::object(), "right"}}) {
    auto altered = whole;
    altered[field] = value;
    EXPECT_NE(words_of(altered).find(expected), std::string::npos) << field << ": " << words_of(altered);
  }
  auto homeless = whole;
  homeless.erase("cell");
  EXPECT_NE(words_of(homeless), "read");
}

}  // namespace
}  // namespace karuna::answer
