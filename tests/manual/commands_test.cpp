// SPDX-License-Identifier: Apache-2.0
// Every command of the programs, every address of the server and every key of a WAVE.toml is in the manual.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <regex>
#include <string>
#include <vector>

#include "base/files.h"

namespace karuna {
namespace {

namespace fs = std::filesystem;

std::string output_of(const std::string& command) {
  std::string out;
  std::FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  std::array<char, 4096> piece{};
  while (std::size_t got = std::fread(piece.data(), 1, piece.size(), pipe)) out.append(piece.data(), got);
  pclose(pipe);
  return out;
}

std::string manual() {
  std::string all;
  for (const auto& entry : fs::directory_iterator(KARUNA_SOURCE_DIR "/docs"))
    if (entry.path().extension() == ".md") all += read_file(entry.path()).value_or("");
  return all;
}

/// "wave plan" of `karuna wave --help`; hidden ones are not listed there and are not for people.
void collect(const std::string& words, std::vector<std::string>& commands) {
  const std::string help = output_of(std::string(KARUNA_BINARY) + " " + words + " --help");
  const std::size_t at = help.find("Subcommands:");
  if (at == std::string::npos) return commands.push_back(words);
  const std::string listed = help.substr(at, help.find("\n\n", at) - at);  // without the examples below
  const std::regex line("\n  ([a-z][a-z-]*) ");
  for (std::sregex_iterator it(listed.begin(), listed.end(), line), end; it != end; ++it)
    collect((words.empty() ? "" : words + " ") + (*it)[1].str(), commands);
}

TEST(Manual, HasEveryCommand) {
  std::vector<std::string> commands;
  collect("", commands);
  ASSERT_GT(commands.size(), 25U);
  const std::string pages = manual();
  for (const auto& command : commands) EXPECT_NE(pages.find("karuna " + command), std::string::npos) << "no page of docs/ has: karuna " << command;
}

TEST(Manual, HasEveryAddressOfTheServer) {
  const std::string pages = read_file(KARUNA_SOURCE_DIR "/docs/protocol.md").value_or("") + read_file(KARUNA_SOURCE_DIR "/docs/studio.md").value_or("");
  std::size_t seen = 0;
  for (const char* folder : {"/src/show/respond", "/src/show/studio"})
    for (const auto& file : fs::recursive_directory_iterator(std::string(KARUNA_SOURCE_DIR) + folder)) {
      if (file.path().extension() != ".cpp" || file.path().stem().string().ends_with("_test")) continue;
      const std::string code = read_file(file.path()).value_or("");
      const std::regex route("http::Method::([a-z]+), \"(/[^\"]+|/)\"[,)]");
      for (std::sregex_iterator it(code.begin(), code.end(), route), end; it != end; ++it, ++seen) {
        if ((*it)[1] == "options") continue;
        std::string method = (*it)[1] == "del" ? "DELETE" : (*it)[1].str();
        for (char& c : method) c = static_cast<char>(std::toupper(c));
        EXPECT_NE(pages.find("`" + method + " " + (*it)[2].str()), std::string::npos) << "neither docs/protocol.md nor docs/studio.md has " << method << " " << (*it)[2];
      }
    }
  EXPECT_GE(seen, 25U);
}

TEST(Manual, HasEveryKeyOfAWaveFile) {
  const std::string page = read_file(KARUNA_SOURCE_DIR "/docs/wave.md").value_or(""), code = read_file(KARUNA_SOURCE_DIR "/src/ask/planning/wave_file.cpp").value_or("");
  const std::size_t from = code.find("file.only({"), to = code.find("})", from);
  ASSERT_NE(to, std::string::npos);
  const std::string keys = code.substr(from, to - from);
  const std::regex key("\"([a-z_]+)\"");
  std::size_t seen = 0;
  for (std::sregex_iterator it(keys.begin(), keys.end(), key), end; it != end; ++it, ++seen) EXPECT_TRUE(page.find("`" + (*it)[1].str() + "`") != std::string::npos || page.find("`[[" + (*it)[1].str() + "]]`") != std::string::npos) << (*it)[1];
  EXPECT_GT(seen, 10U);
}

}  // namespace
}  // namespace karuna
