// SPDX-License-Identifier: Apache-2.0
// docs/sampler.md: its tables are what the independent program drew and what ours draws.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "protect/noisy/sampler.h"
#include "shared.h"

namespace karuna {
namespace {

struct Row {
  std::uint32_t i = 0;
  std::uint64_t sigma2 = 0;
  std::int64_t z = 0;
  bool operator==(const Row&) const = default;
};

/// The rows of the tables under "Check values", in order.
std::vector<std::vector<Row>> tables() {
  const std::string page = test::read_text(KARUNA_SOURCE_DIR "/docs/sampler.md");
  std::istringstream lines(page.substr(page.find("## Check values")));
  std::vector<std::vector<Row>> out;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("| i |")) out.emplace_back();
    std::istringstream words(line);
    Row row;
    char bar = 0;
    if (words >> bar >> row.i >> bar >> row.sigma2 >> bar >> row.z) out.back().push_back(row);
  }
  return out;
}

seal::Digest counting(unsigned start) {
  seal::Digest out;
  for (std::size_t k = 0; k < out.size(); ++k) out[k] = static_cast<std::uint8_t>(start + k);
  return out;
}

TEST(SamplerPage, has_what_an_independent_program_drew) {
  const auto drawn = test::read_json(KARUNA_SOURCE_DIR "/tests/reference/sampler/draws.json");
  const auto page = tables();
  ASSERT_EQ(page.size(), 2U);
  ASSERT_EQ(page[0].size(), 3 + drawn["leaves"].size());
  ASSERT_EQ(page[1].size(), drawn["seeds"].size());
  const auto same = [](const Row& row, const nlohmann::json& there) { return row == Row{.i = there["i"], .sigma2 = there["sigma2"], .z = there["z"]}; };
  for (std::size_t k = 0; k < drawn["leaves"].size(); ++k) EXPECT_TRUE(same(page[0][k + 3], drawn["leaves"][k])) << drawn["leaves"][k];
  for (std::size_t k = 0; k < drawn["seeds"].size(); ++k) EXPECT_TRUE(same(page[1][k], drawn["seeds"][k])) << drawn["seeds"][k];
}

TEST(SamplerPage, has_what_we_draw) {
  const auto page = tables();
  ASSERT_EQ(page.size(), 2U);
  const seal::Digest s = counting(0), c = counting(32), root = counting(64);
  for (const Row& row : page[0]) EXPECT_EQ(protect::noise(s, c, root, row.i, row.sigma2), row.z) << row.i;
  const protect::NoiseSource source(s, c, root);
  for (const Row& row : page[1]) EXPECT_EQ(source.draw(row.i, row.sigma2), row.z) << row.i;
}

}  // namespace
}  // namespace karuna
