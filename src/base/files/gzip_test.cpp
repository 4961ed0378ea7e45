// SPDX-License-Identifier: Apache-2.0
#include "base/gzip.h"

#include <gtest/gtest.h>

#include <cstdio>

#include "base/files.h"
#include "shared.h"

namespace karuna {
namespace {

/// What another program, gzip itself, makes of a file.
std::string unpacked(const std::filesystem::path& file) {
  std::string out;
  FILE* pipe = popen(("gzip -dc '" + file.string() + "'").c_str(), "r");
  if (!pipe) return "no gzip";
  for (int c = fgetc(pipe); c != EOF; c = fgetc(pipe)) out.push_back(static_cast<char>(c));
  return pclose(pipe) == 0 ? out : "refused by gzip";
}

TEST(Gzip, IsReadByGzipAndTellsNoTime) {
  const test::TemporaryFolder folder;
  std::string noise;
  for (unsigned i = 0, x = 1; i < 300'000; ++i, x = x * 1'103'515'245 + 12'345) noise.push_back(static_cast<char>(x >> 16));
  for (const std::string& text : {std::string(), std::string("a"), std::string(500'000, 'k'), noise}) {
    const std::string packed = gzip(text);
    const auto file = folder.path() / "x.gz";
    ASSERT_TRUE(write_atomically(file, packed));
    EXPECT_EQ(unpacked(file), text) << text.size();
    EXPECT_EQ(packed.substr(4, 4), std::string(4, '\0')) << "RFC 1952: the time of the head";
    EXPECT_EQ(gzip(text), packed);
  }
}

}  // namespace
}  // namespace karuna
