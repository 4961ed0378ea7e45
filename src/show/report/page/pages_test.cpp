// SPDX-License-Identifier: Apache-2.0
// Writes the pages that tests/browser opens, where KARUNA_PAGES names a folder for them.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "show/report/files/json.h"
#include "show/report/files/tables.h"
#include "show/report/page/page.h"
#include "show/report/report_fixture.h"
#include "show/report/terminal/terminal.h"

namespace karuna::show {

TEST(Pages, AreWrittenForTheBrowserWhereAFolderIsNamed) {
  const char* named = std::getenv("KARUNA_PAGES");
  if (!named) GTEST_SKIP() << "KARUNA_PAGES names no folder: no page was written";
  const std::filesystem::path folder = named;
  std::filesystem::create_directories(folder);
  const std::pair<const char*, measure::Report> reports[] = {
      {"hospital", fixture::hospital()}, {"one-unit", fixture::one_unit()}, {"nothing", fixture::nothing_shown()}, {"published", fixture::published_table()},
      {"balanced", fixture::balanced()}, {"arabic", fixture::arabic()},     {"hostile", fixture::hostile()},       {"large", fixture::large()}};
  for (const auto& [name, report] : reports) {
    std::ofstream(folder / (std::string(name) + ".html"), std::ios::binary) << report_page(report);
    std::ofstream(folder / (std::string(name) + ".json"), std::ios::binary) << report_json(report);
    std::ofstream(folder / (std::string(name) + ".txt"), std::ios::binary) << terminal_report(report, {});
    for (const FileToWrite& table : report_tables(report)) {
      std::filesystem::create_directories(folder / name);
      std::ofstream(folder / name / table.name, std::ios::binary) << whole(table);
    }
  }
}

}  // namespace karuna::show
