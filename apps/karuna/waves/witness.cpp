// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/text.h"
#include "commands.h"
#include "witness/closing.h"
#include "witness/manifest_signing.h"

extern char** environ;

namespace karuna {

namespace {

namespace fs = std::filesystem;

struct Wishes {
  std::string folder, in, out, server_key, bundle, verify;
  bool yes = false, as_json = false, keep = false;
};
using Given = std::shared_ptr<Wishes>;

Result<std::optional<seal::Digest>> server_key_of(const Wishes& wishes) {
  if (wishes.server_key.empty()) return std::optional<seal::Digest>();
  auto bytes = seal::from_hex(wishes.server_key);
  seal::Digest key{};
  if (!bytes || bytes->size() != key.size()) return fail(Fault::usage, "--server-key takes 64 hexadecimal digits, the server_key of karuna.toml");
  std::copy(bytes->begin(), bytes->end(), key.begin());
  return std::optional(key);
}

void print(const witness::Examined& seen) {
  fmt::print("{}  {}\n\n", ask::hex_of(seen.wave), seen.title);
  for (const auto& check : seen.checks) fmt::print("  {} {}  {}\n", check.good ? " " : "!", pad_right(check.what, 28), check.found);
  fmt::print("\n");
}

/// Shows what was found and asks before it signs. Signing is never the default answer.
Result<bool> agreed(const Wishes& wishes, const witness::Examined& seen) {
  print(seen);
  if (!seen.refusal.empty()) return fail(Fault::refused, "not signed. " + seen.refusal);
  if (wishes.yes) return true;
  if (isatty(STDIN_FILENO) != 1) return fail(Fault::usage, "nobody is here to ask; --yes signs what is good without asking");
  fmt::print("Sign? [y/N] ");
  std::fflush(stdout);
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

Result<int> init(const Wishes& wishes) {
  KARUNA_TRY(council, witness::make_council(wishes.folder));
  fmt::print("{}\n\nThis is the council's public key. Whoever runs the server registers it: karuna council add {}\n"
             "Read it to them over the telephone. The folder {} must stay with the council, best on a machine of its own, with a backup.\n",
             seal::to_hex(council.key.public_key), seal::to_hex(council.key.public_key), wishes.folder);
  return 0;
}

Result<int> token_part(const Wishes& wishes) {
  KARUNA_TRY(council, witness::open_council(wishes.folder));
  KARUNA_TRY(key, server_key_of(wishes));
  KARUNA_TRY(seen, witness::examine_token_part(council, wishes.in, key));
  KARUNA_TRY(yes, agreed(wishes, seen));
  if (!yes) return 1;
  KARUNA_CHECK(witness::sign_token_part(council, wishes.in, wishes.out, key, seen.looked_at));
  fmt::print("Signed: token_part.witness.sig and council_key.json are in {}. The server goes on with: karuna wave publish {}\n", wishes.out, ask::hex_of(seen.wave));
  return 0;
}

Result<int> question_part(const Wishes& wishes) {
  KARUNA_TRY(council, witness::open_council(wishes.folder));
  KARUNA_TRY(seen, witness::examine_question_part(council, wishes.in));
  KARUNA_TRY(yes, agreed(wishes, seen));
  if (!yes) return 1;
  KARUNA_CHECK(witness::sign_question_part(council, wishes.in, wishes.out, seen.looked_at));
  fmt::print("Signed: question_part.json and its signature are in {}. The server goes on with: karuna wave publish {}\n", wishes.out, ask::hex_of(seen.wave));
  return 0;
}

Result<int> close(const Wishes& wishes) {
  KARUNA_TRY(council, witness::open_council(wishes.folder));
  KARUNA_TRY(key, server_key_of(wishes));
  KARUNA_TRY(seen, witness::examine_request(council, wishes.in, key));
  KARUNA_TRY(yes, agreed(wishes, seen));
  if (!yes) return 1;
  KARUNA_CHECK(witness::sign_request(council, wishes.in, wishes.out, key, seen.looked_at));
  fmt::print("Signed, and the council's half is sealed to the process that closes the wave. No other set of ballots will be signed.\n");
  return 0;
}

/// karuna-verify beside this program, or where --verify says; it checks that the bundle it reads ends as this one.
Result<int> verify(const Wishes& wishes, const witness::Council& council, const witness::End& end) {
  fs::path program = wishes.verify;
  if (program.empty()) program = fs::read_symlink("/proc/self/exe").parent_path() / "karuna-verify";
  const fs::path openings = fs::path(wishes.in) / "openings.sealed", key = council.wave(end.wave) / "openings.key";
  std::vector<std::string> words{program.string(), wishes.bundle, "--witness-key", seal::to_hex(council.key.public_key), "--end", seal::to_hex(end.digest())};
  if (!wishes.server_key.empty()) words.insert(words.end(), {"--server-key", wishes.server_key});
  std::error_code error;
  if (fs::exists(openings, error)) words.insert(words.end(), {"--openings", openings.string(), "--openings-key", key.string()});
  else return fail(Fault::not_found, openings.string() + " is not there; without the openings nobody can see that each ballot received stands on the board");
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  std::fflush(stdout);
  pid_t child = 0;
  if (posix_spawn(&child, program.c_str(), nullptr, nullptr, arguments.data(), environ) != 0)
    return fail(Fault::not_found, "karuna-verify could not be started from " + program.string() + "; --verify says where it is");
  int status = 0;
  if (waitpid(child, &status, 0) != child || !WIFEXITED(status)) return fail(Fault::internal, "karuna-verify was stopped");
  return WEXITSTATUS(status);
}

Result<int> final(const Wishes& wishes) {
  KARUNA_TRY(council, witness::open_council(wishes.folder));
  KARUNA_TRY(end, witness::read_end(wishes.bundle));
  KARUNA_TRY(code, verify(wishes, council, end));
  if (code != 0) return fail(Fault::refused, "not signed. karuna-verify found something wrong; its table stands above");
  if (!wishes.yes) {
    if (isatty(STDIN_FILENO) != 1) return fail(Fault::usage, "nobody is here to ask; --yes signs what is good without asking");
    fmt::print("Sign the end of this wave? [y/N] ");
    std::fflush(stdout);
    std::string answer;
    std::getline(std::cin, answer);
    if (answer != "y" && answer != "Y" && answer != "yes") return 1;
  }
  KARUNA_CHECK(witness::sign_final(council, end, wishes.out));
  std::error_code error;
  fs::remove(fs::path(wishes.in) / "openings.sealed", error);
  if (!wishes.keep) KARUNA_CHECK(witness::forget_secrets(council, end.wave));
  fmt::print("Signed: final.witness.sig is in {}. The council's secrets of this wave are destroyed{}.\n", wishes.out, wishes.keep ? " later, as asked (--keep)" : "");
  return 0;
}

Result<int> status(const Wishes& wishes) {
  KARUNA_TRY(council, witness::open_council(wishes.folder));
  KARUNA_TRY(waves, witness::signed_waves(council));
  nlohmann::json list = nlohmann::json::array();
  for (const auto& wave : waves) {
    const fs::path kept = council.wave(wave.token_part.wave);
    std::error_code error;
    const char* state = fs::exists(kept / "final.sha256", error) ? "ended" : fs::exists(kept / "signed.roots", error) ? "half handed over" : wave.question_part ? "manifest signed" : "token part signed";
    list.push_back({{"wave", ask::hex_of(wave.token_part.wave)}, {"title", wave.token_part.title}, {"state", state}});
  }
  if (wishes.as_json) {
    fmt::print("{}\n", nlohmann::json{{"public_key", seal::to_hex(council.key.public_key)}, {"waves", list}}.dump(2));
    return 0;
  }
  fmt::print("Public key  {}\n", seal::to_hex(council.key.public_key));
  if (list.empty()) fmt::print("No wave was signed yet.\n");
  for (const auto& wave : list) fmt::print("{}  {}  {}\n", wave["wave"].get<std::string>(), pad_right(wave["state"].get<std::string>(), 18), wave["title"].get<std::string>());
  return 0;
}

CLI::App* add(CLI::App& group, const char* name, const char* what, const char* example, const Given& given, Command& run, Result<int> (*command)(const Wishes&)) {
  auto* added = group.add_subcommand(name, what);
  added->footer(std::string("Example:\n  ") + example);
  added->callback([given, command, &run] { run = [given, command] { return command(*given); }; });
  return added;
}

void add_exchange(CLI::App& command, const Given& given) {
  command.add_option("--dir", given->folder, "the council's folder")->required();
  command.add_option("--in", given->in, "to-council, as the server wrote it")->required();
  command.add_option("--out", given->out, "from-council, for the server to read")->required();
  command.add_option("--server-key", given->server_key, "server_key of karuna.toml, to check the server's signatures");
  command.add_flag("--yes", given->yes, "sign what is good without asking");
}

}  // namespace

void add_witness(CLI::App& app, Command& run) {
  auto* group = app.add_subcommand("witness", "the works council's side: check, sign, hold one half of what opens ballots");
  group->require_subcommand(1);
  auto given = std::make_shared<Wishes>();
  add(*group, "init", "make the council's folder and key", "karuna witness init council", given, run, init)->add_option("folder", given->folder, "a folder for the council alone")->required();
  add_exchange(*add(*group, "token-part", "check and sign cells, headcounts, keys and dates", "karuna witness token-part --dir council --in to-council --out from-council", given, run, token_part), given);
  add_exchange(*add(*group, "question-part", "check and sign questions and noise, add the council's half", "karuna witness question-part --dir council --in to-council --out from-council", given, run, question_part), given);
  add_exchange(*add(*group, "close", "sign the one set of ballots of a wave and hand over the half, sealed", "karuna witness close --dir council --in to-council --out from-council", given, run, close), given);
  auto* ending = add(*group, "final", "run karuna-verify with the openings and sign the end of the wave", "karuna witness final waves/5f0c... --dir council --in to-council --out from-council", given, run, final);
  ending->add_option("bundle", given->bundle, "the wave's public folder")->required();
  add_exchange(*ending, given);
  ending->add_option("--verify", given->verify, "where karuna-verify is; else beside this program");
  ending->add_flag("--keep", given->keep, "keep the half and the openings key, for a dispute");
  auto* telling = add(*group, "status", "waves this council signed, and its public key", "karuna witness status --dir council", given, run, status);
  telling->add_option("--dir", given->folder, "the council's folder")->required();
  telling->add_flag("--json", given->as_json, "as JSON");
}

}  // namespace karuna
