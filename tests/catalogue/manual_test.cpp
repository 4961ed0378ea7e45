// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "ask/catalogue.h"
#include "program.h"
#include "shared.h"

namespace karuna::test {
namespace {

const std::string manual() { return read_text(KARUNA_SOURCE_DIR "/docs/catalogue.md"); }

TEST(CatalogueManual, names_every_instrument) {
  const std::string text = manual();
  const auto catalogue = ask::Catalogue::builtin();
  ASSERT_TRUE(catalogue.has_value()) << catalogue.error().what;
  for (const ask::Instrument& instrument : catalogue->all()) EXPECT_NE(text.find("`" + instrument.id + "`"), std::string::npos) << instrument.id << " is not in docs/catalogue.md";
}

TEST(CatalogueManual, names_every_command_and_option) {
  const std::string text = manual();
  const TemporaryFolder folder;
  for (const char* command : {"catalogue list", "catalogue show", "catalogue check", "catalogue text", "score"}) {
    EXPECT_NE(text.find("karuna " + std::string(command)), std::string::npos) << command;
    const std::string help = run_karuna(std::string(command) + " --help", folder.path().string()).out;
    const std::regex option("--[a-z-]+");
    std::set<std::string> options;
    for (std::sregex_iterator found(help.begin(), help.end(), option), end; found != end; ++found) options.insert(found->str());
    EXPECT_GT(options.size(), 1U) << command;
    options.erase("--help");
    for (const std::string& name : options) EXPECT_NE(text.find(name), std::string::npos) << "karuna " << command << " " << name << " is not in docs/catalogue.md";
  }
}

}  // namespace
}  // namespace karuna::test
