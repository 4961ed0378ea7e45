// SPDX-License-Identifier: Apache-2.0
// `make simulate`: draws worlds whose truth is known and writes what intervals, tests and estimates made of them.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>

#include "base/files.h"
#include "frame/kept.h"
#include "frame/run.h"
#include "frame/table.h"

namespace {

using namespace karuna;
using namespace karuna::simulation;

struct Options {
  std::string world, keep_in, out;
  std::uint64_t seed = 20260401;
  std::uint32_t replicates = 0;
  unsigned threads = 0;
  bool any_build = false;
};

Result<void> simulate(const Options& options) {
  KARUNA_TRY(program, fingerprint());
  const std::vector<World> worlds = all_worlds();
  Page page;
  page.version = KARUNA_VERSION;
  page.seed = options.seed;
  Progress progress(stderr);
  for (const World& world : worlds) {
    if (!options.world.empty() && (world.family + ": " + world.name).find(options.world) == std::string::npos) continue;
    const std::uint32_t replicates = options.replicates ? options.replicates : world.replicates;
    const RunOf of{program, options.seed, replicates};
    std::optional<std::vector<Tally>> tallies;
    if (!options.keep_in.empty()) {
      tallies = kept(options.keep_in, world, of);
      if (!tallies && options.any_build && (tallies = kept(options.keep_in, world, {"", options.seed, replicates}))) ++page.of_earlier_builds;
    }
    if (!tallies) {
      KARUNA_TRY(drawn, run(world, options.seed, replicates, options.threads, progress));
      if (!options.keep_in.empty()) KARUNA_CHECK(keep(options.keep_in, world, of, drawn));
      fmt::print(stderr, "{}: {}\n", world.family, world.name);
      tallies = std::move(drawn);
    }
    page.rows.push_back({&world, *std::move(tallies)});
  }
  if (page.rows.empty()) return fail(Fault::not_found, "no world is called \"" + options.world + "\"; without WORLD= all are drawn");
  if (options.out.empty()) {
    fmt::print("{}", markdown(page));
    return {};
  }
  return write_atomically(options.out, markdown(page));
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Draws worlds whose truth is known: coverage of intervals, size of tests, bias of estimates."};
  Options options;
  options.threads = std::max(1U, std::thread::hardware_concurrency());
  app.add_option("--world", options.world, "only worlds whose family or name holds this");
  app.add_option("--seed", options.seed, "of all random numbers")->capture_default_str();
  app.add_option("--replicates", options.replicates, "for every world (else each world's own number)");
  app.add_option("--threads", options.threads, "the bytes are the same on any number")->check(CLI::Range(1, 256));
  app.add_option("--keep", options.keep_in, "folder for the results of each world: a stopped run goes on from there");
  app.add_flag("--any-build", options.any_build, "take kept results of another build too");
  app.add_option("--out", options.out, "file to write (else the terminal)");
  CLI11_PARSE(app, argc, argv);
  listen_for_interrupt();
  const auto done = simulate(options);
  if (done) return 0;
  fmt::print(stderr, "{}\n", done.error().what);
  return exit_code(done.error().fault);
}
