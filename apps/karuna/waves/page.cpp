// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "answer/page.h"
#include "ask/wave/installation.h"
#include "base/files.h"
#include "commands.h"
#include "embedded_web.h"
#include "seal/hash.h"
#include "waves/folder_option.h"

namespace karuna {

namespace {

Result<int> build(const std::string& folder) {
  KARUNA_TRY(installation, ask::read_installation(folder));
  const auto files = embedded_web();
  if (files.empty())
    return fail(Fault::not_found, "this program was built without the answering page, because Node was not there; install nodejs and npm and build it again (make engine)");
  KARUNA_TRY(page, answer::stamp_page(files[0].bytes, installation));
  const auto target = installation.page() / "index.html";
  KARUNA_CHECK(write_atomically(target, page));
  fmt::print("{}\nSHA-256 {}\nThis hash goes into the manifest of every wave from now on, and onto the poster. The same program and keys give the same page.\n", target.string(),
             seal::to_hex(seal::sha256(page)));
  return 0;
}

}  // namespace

void add_page(CLI::App& app, Command& run) {
  auto* page = app.add_subcommand("page", "the page on which people answer");
  page->require_subcommand(1);
  auto* building = page->add_subcommand("build", "stamp keys and addresses of this installation into the one static page");
  building->footer("Example:\n  karuna page build --folder karuna-data");
  auto folder = std::make_shared<std::string>();
  add_folder_option(*building, *folder);
  building->callback([folder, &run] { run = [folder] { return build(*folder); }; });
}

}  // namespace karuna
