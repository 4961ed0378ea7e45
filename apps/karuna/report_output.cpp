// SPDX-License-Identifier: Apache-2.0
#include "report_output.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "show/report/files/json.h"
#include "show/report/files/tables.h"
#include "show/report/page/page.h"
#include "show/report/terminal/terminal.h"

namespace karuna {
namespace {

unsigned terminal_width() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

Result<void> write_outputs(const measure::Report& report, const ReportWishes& wishes, std::vector<FileToWrite> more, std::vector<std::string>& names) {
  std::vector<FileToWrite> files = show::report_tables(report);
  for (FileToWrite& file : more) files.push_back(std::move(file));
  show::PageOptions page;
  page.files = {"report.json"};
  for (const FileToWrite& table : files) page.files.push_back(table.name);
  files.push_back({.name = "report.json", .bytes = {}, .pieces = [&](const TakeBytes& take) { show::report_json(report, take); }});
  files.push_back({.name = "report.html", .bytes = show::report_page(report, page)});
  KARUNA_CHECK(write_folder_atomically(wishes.out, files));
  names.push_back((std::filesystem::path(wishes.out) / "report.html").string());
  for (const auto& name : page.files) names.push_back((std::filesystem::path(wishes.out) / name).string());
  return {};
}

}  // namespace

Result<int> show_report(const measure::Report& report, const ReportWishes& wishes, std::vector<FileToWrite> more) {
  std::vector<std::string> names;
  KARUNA_CHECK(write_outputs(report, wishes, std::move(more), names));
  if (wishes.quiet) return 0;
  std::string text;
  const auto print = [](std::string_view piece) { std::fwrite(piece.data(), 1, piece.size(), stdout); };
  if (wishes.json) {
    show::report_json(report, print);
  } else {
    const bool terminal = isatty(STDOUT_FILENO) == 1;
    show::TerminalOptions options;
    options.columns = wishes.columns ? wishes.columns : terminal_width();
    options.marks = wishes.ascii ? show::Marks::ascii : show::Marks::unicode;
    options.colour = terminal && !std::getenv("NO_COLOR") ? show::Colour::on : show::Colour::off;
    options.files = names;
    text = show::terminal_report(report, options);
  }
  print(text);
  if (std::fflush(stdout) != 0)
    return fail(Fault::unwritable, "the report was written to " + wishes.out + ", but its table could not be printed: the output cannot take it");
  return 0;
}

}  // namespace karuna
