// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>

#include "ask/wave/installation.h"
#include "base/files.h"
#include "commands.h"
#include "people/accounts.h"
#include "people/people_database.h"
#include "waves/folder_option.h"

namespace karuna {

namespace {

namespace fs = std::filesystem;
constexpr std::int64_t link_hours = 14 * 24;

struct Wishes {
  std::string folder, name = "Our organisation", studio = "http://127.0.0.1:8080", respond = "http://127.0.0.1:8081", administrator = "administrator", users;
  std::vector<std::string> witnesses;
  bool alone = false;
};

Result<void> make_folder(const fs::path& folder, mode_t mode) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error || chmod(folder.c_str(), mode) != 0) return fail(Fault::unwritable, "the folder " + folder.string() + " cannot be made; check who owns the folder above it");
  return {};
}

Result<seal::Digest> make_key(const fs::path& file) {
  KARUNA_TRY(key, seal::new_signing_key());
  KARUNA_CHECK(write_atomically(file, seal::text_of(key.seed), FileMode::owner_only));
  return key.public_key;
}

/// Folder and everything in it to a user; one group may read the key that signs files, because desk and close both need it.
Result<void> give_to(const fs::path& place, const std::string& user) {
  const passwd* entry = getpwnam(user.c_str());
  if (!entry) return fail(Fault::not_found, "there is no user " + user + " on this machine; `useradd --system --no-create-home " + user + "` makes one");
  const uid_t uid = entry->pw_uid;
  const gid_t gid = entry->pw_gid;
  bool good = chown(place.c_str(), uid, gid) == 0;
  std::error_code error;
  for (const auto& inside : fs::recursive_directory_iterator(place, error)) good = chown(inside.path().c_str(), uid, gid) == 0 && good;
  if (!good) return fail(Fault::unwritable, place.string() + " could not be given to " + user + "; only root may do that");
  return {};
}

Result<std::vector<std::string>> users_of(const std::string& text) {
  std::vector<std::string> users;
  std::string now;
  for (const char c : text + ",") {
    if (c != ',') now += c;
    else users.push_back(std::exchange(now, ""));
  }
  if (users.size() != 3) return fail(Fault::usage, "--users takes three names: desk, door, close; for instance karuna-desk,karuna-door,karuna-close");
  return users;
}

/// Written in a folder beside it and moved to its place when everything is there, so that a half-made installation does not exist.
Result<int> init(const Wishes& wishes) {
  const fs::path target = fs::absolute(wishes.folder);
  std::error_code error;
  if (fs::exists(target, error) && !fs::is_empty(target, error))
    return fail(Fault::refused, target.string() + " is there and not empty; an installation gets a folder of its own, and an old one is never overwritten");
  if (wishes.alone && !wishes.witnesses.empty()) return fail(Fault::usage, "--without-council and --witness contradict each other");
  const fs::path folder = target.string() + ".making";
  fs::remove_all(folder, error);
  ask::Installation made;
  made.folder = folder;
  made.name = wishes.name;
  made.studio = wishes.studio;
  made.respond = wishes.respond;
  made.council = !wishes.alone;
  for (const std::string& hex : wishes.witnesses) {
    auto bytes = seal::from_hex(hex);
    seal::Digest key{};
    if (!bytes || bytes->size() != key.size()) return fail(Fault::usage, "--witness takes the 64 hexadecimal digits that `karuna witness init` prints");
    std::copy(bytes->begin(), bytes->end(), key.begin());
    made.witness_keys.push_back(key);
  }
  KARUNA_CHECK(make_folder(folder, 0755));
  for (const auto& [place, mode] : std::initializer_list<std::pair<fs::path, mode_t>>{{made.people(), 0700},
                                                                                      {made.ballots(), 0710},
                                                                                      {made.closing(), 0700},
                                                                                      {made.waves(), 0755},
                                                                                      {made.exchange(), 0755},
                                                                                      {made.page(), 0755},
                                                                                      {folder / "server", 0710}})
    KARUNA_CHECK(make_folder(place, mode));
  KARUNA_TRY(server_key, make_key(made.server_key_file()));
  KARUNA_TRY(receipt_key, make_key(made.ballots() / "receipt.key"));
  made.server_key = server_key;
  made.receipt_key = receipt_key;
  KARUNA_CHECK(people::make_ring(made.people()));
  std::string link;
  {
    KARUNA_TRY(people, people::open_people(made.people()));
    KARUNA_CHECK(people::add_role(people, wishes.administrator, people::Role::administrator));
    KARUNA_TRY(code, people::make_link(people, wishes.administrator, ask::this_hour() + link_hours));
    link = code;
  }
  if (!wishes.users.empty()) {
    KARUNA_TRY(users, users_of(wishes.users));
    made.desk_user = users[0];
    made.door_user = users[1];
    made.close_user = users[2];
    KARUNA_CHECK(give_to(made.people(), made.desk_user));
    KARUNA_CHECK(give_to(made.ballots(), made.door_user));
    KARUNA_CHECK(give_to(made.closing(), made.close_user));
    // Desk and close sign files with the server's key; each has a copy, so that no group is needed.
  }
  const std::string toml = ask::write_installation(made);
  KARUNA_CHECK(write_atomically(folder / "karuna.toml", toml));
  KARUNA_TRY(checked, ask::read_installation(folder));
  (void)checked;
  fs::remove(target, error);
  fs::rename(folder, target, error);
  if (error) return fail(Fault::unwritable, "the installation could not be moved to " + target.string());
  fmt::print("An installation of Karuna for {} is in {}.\n\n", wishes.name, target.string());
  fmt::print("Administrator  {}\nSign in once   {}/signin#{}\n               (good for 14 days, spent when it is used)\n\n", wishes.administrator, wishes.studio, link);
  if (wishes.alone) fmt::print("Without a council the operator alone can open ballots before close; every text says so.\n");
  else if (made.witness_keys.empty()) fmt::print("Next: the council runs `karuna witness init DIR` on its own machine; then `karuna council add KEY --folder {}`.\n", target.string());
  fmt::print("Then: karuna people import FILE, karuna page build, karuna wave plan WAVE.toml, karuna serve\n");
  return 0;
}

}  // namespace

void add_init(CLI::App& app, Command& run) {
  auto* command = app.add_subcommand("init", "make the folder of an installation: keys, empty databases, the first administrator");
  command->footer("Examples:\n  karuna init karuna-data --name \"Lindenhof\" --studio https://karuna.example.org --respond https://answer.example.org\n"
                  "  karuna init karuna-data --without-council");
  auto wishes = std::make_shared<Wishes>();
  command->add_option("folder", wishes->folder, "a folder that is not there yet, or is empty")->required();
  command->add_option("--name", wishes->name, "of the organisation; it is the top of its tree of units")->capture_default_str();
  command->add_option("--studio", wishes->studio, "address of the signed-in side")->capture_default_str();
  command->add_option("--respond", wishes->respond, "address of the answering side; another name or port")->capture_default_str();
  command->add_option("--witness", wishes->witnesses, "public key of the council, as `karuna witness init` prints it");
  command->add_flag("--without-council", wishes->alone, "nobody outside checks; every text of the promise says so");
  command->add_option("--administrator", wishes->administrator, "login of the first administrator")->capture_default_str();
  command->add_option("--users", wishes->users, "system users of desk, door and close, when root starts the server");
  command->callback([wishes, &run] { run = [wishes] { return init(*wishes); }; });
}

void add_council(CLI::App& app, Command& run) {
  auto* council = app.add_subcommand("council", "register the key of the works council");
  council->require_subcommand(1);
  auto* add = council->add_subcommand("add", "a council's public key; from then on nothing is published without its signature");
  add->footer("Example:\n  karuna council add 3f2a...c901");
  struct Given {
    std::string folder, key;
  };
  auto given = std::make_shared<Given>();
  add->add_option("key", given->key, "64 hexadecimal digits, as `karuna witness init` prints them")->required();
  add_folder_option(*add, given->folder);
  add->callback([given, &run] {
    run = [given]() -> Result<int> {
      KARUNA_TRY(installation, ask::read_installation(given->folder));
      auto bytes = seal::from_hex(given->key);
      seal::Digest key{};
      if (!bytes || bytes->size() != key.size()) return fail(Fault::usage, "a key has 64 hexadecimal digits, as `karuna witness init` prints them");
      std::copy(bytes->begin(), bytes->end(), key.begin());
      if (std::find(installation.witness_keys.begin(), installation.witness_keys.end(), key) != installation.witness_keys.end()) {
        fmt::print("This key is registered already.\n");
        return 0;
      }
      installation.council = true;
      installation.witness_keys.push_back(key);
      KARUNA_CHECK(write_atomically(installation.folder / "karuna.toml", ask::write_installation(installation)));
      fmt::print("Registered. Compare the key with the council by telephone, then build the page anew: karuna page build\n");
      return 0;
    };
  });
}

}  // namespace karuna
