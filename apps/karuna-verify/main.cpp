// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <thread>

#include "base/error.h"
#include "verify/bundle.h"

namespace {

using namespace karuna;

Result<seal::Digest> key_of(const std::string& hex, const char* option) {
  auto bytes = seal::from_hex(hex);
  seal::Digest key{};
  if (!bytes || bytes->size() != key.size()) return fail(Fault::usage, std::string(option) + " takes 64 hexadecimal digits");
  std::copy(bytes->begin(), bytes->end(), key.begin());
  return key;
}

struct Given {
  std::string bundle, server_key, receipt_key, openings, openings_key, openings_plain, page, receipt, end;
  std::vector<std::string> witness_keys;
  bool no_council = false, as_json = false;
  unsigned threads = std::max(1U, std::thread::hardware_concurrency());
};

Result<int> run(const Given& given) {
  verify::Wishes wishes;
  wishes.bundle = given.bundle;
  wishes.openings = given.openings;
  wishes.openings_key = given.openings_key;
  wishes.openings_plain = given.openings_plain;
  wishes.page = given.page;
  wishes.receipt = given.receipt;
  wishes.no_council = given.no_council;
  wishes.threads = given.threads;
  if (!given.server_key.empty()) {
    KARUNA_TRY(key, key_of(given.server_key, "--server-key"));
    wishes.server_key = key;
  }
  if (!given.receipt_key.empty()) {
    KARUNA_TRY(key, key_of(given.receipt_key, "--receipt-key"));
    wishes.receipt_key = key;
  }
  if (!given.end.empty()) {
    KARUNA_TRY(end, key_of(given.end, "--end"));
    wishes.end = end;
  }
  for (const auto& hex : given.witness_keys) {
    KARUNA_TRY(key, key_of(hex, "--witness-key"));
    wishes.witness_keys.push_back(key);
  }
  if (!given.openings.empty() && given.openings_key.empty()) return fail(Fault::usage, "--openings needs --openings-key");
  KARUNA_TRY(report, verify::verify(wishes));
  std::fputs((given.as_json ? verify::json(report) + "\n" : verify::words(report)).c_str(), stdout);
  return report.all_good() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Checks a closed wave of Karuna from its public files, offline, with code of its own."};
  app.name("karuna-verify");
  app.footer(
      "Examples:\n  karuna-verify waves/5f0c... --server-key 1a2b... --witness-key 3c4d...\n"
      "  karuna-verify waves/5f0c... --openings openings.sealed --openings-key openings.key\n"
      "Exit codes: 0 nothing is wrong, 1 something is and is named, 2 usage or no bundle.");
  Given given;
  app.add_option("bundle", given.bundle, "folder of one wave")->required();
  app.add_option("--server-key", given.server_key, "server_key of karuna.toml, as on the poster");
  app.add_option("--witness-key", given.witness_keys, "the council's public key");
  app.add_flag("--no-council", given.no_council, "this organisation has no council");
  app.add_option("--openings", given.openings, "openings.sealed, for the council");
  app.add_option("--openings-key", given.openings_key, "openings.key of the council's folder");
  app.add_option("--openings-plain", given.openings_plain, "openings that were opened already");
  app.add_option("--end", given.end, "hash of the end that is about to be signed, to compare it with this bundle");
  app.add_option("--page", given.page, "the answering page, to compare its hash");
  app.add_option("--receipt", given.receipt, "a receipt: 32 bytes blob hash, 64 bytes signature");
  app.add_option("--receipt-key", given.receipt_key, "receipt_key of karuna.toml");
  app.add_option("--threads", given.threads, "how many work")->check(CLI::Range(1, 256));
  app.add_flag("--json", given.as_json, "as JSON");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  try {
    const auto outcome = run(given);
    if (outcome) return *outcome;
    std::fprintf(stderr, "karuna-verify: %s\n", outcome.error().what.c_str());
    return 2;
  } catch (const std::exception& defect) {
    // A bundle nobody foresaw must never look like a good one.
    std::fprintf(stderr, "karuna-verify: this bundle cannot be read: %s\n", defect.what());
    return 1;
  }
}
