// SPDX-License-Identifier: Apache-2.0
#include <arpa/inet.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "act/decisions/decisions.h"
#include "ask/planning/wave_file.h"
#include "ask/wave/installation.h"
#include "base/file_descriptor.h"
#include "base/files.h"
#include "base/text.h"
#include "commands.h"
#include "demo/demo_groups.h"
#include "demo/demo_waves.h"
#include "demo/own_process.h"
#include "people/accounts.h"
#include "witness/council_folder.h"

namespace karuna {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
constexpr std::string_view demo_password = "lindenhof-demo";

struct Wishes {
  std::string out;
  std::uint32_t people = 1200;
  std::uint64_t seed = 2026;
  bool then_serve = true;
};

struct DemoAccount {
  std::string login;
  people::Role role;
  std::string who;
};

bool is_free(std::uint16_t port) {
  const FileDescriptor socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return bind(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

/// Two ports beside each other that nobody listens on.
Result<std::uint16_t> free_ports() {
  for (std::uint16_t port = 8080; port < 8480; port = static_cast<std::uint16_t>(port + 2))
    if (is_free(port) && is_free(static_cast<std::uint16_t>(port + 1))) return port;
  return fail(Fault::refused, "no two free ports were found from 8080 to 8480; stop what listens there");
}

/// Somebody who leads a ward of at least, or at most, so many people, and no department: whoever leads the first ward leads its department too.
std::uint32_t ward_lead(const simulate::DemoHospital& demo, std::uint32_t least, std::uint32_t most, std::uint32_t department) {
  for (const bool there : {true, false})
    for (std::size_t w = 1; w < demo.hospital.wards.size(); ++w) {
      const auto& ward = demo.hospital.units[demo.hospital.wards[w]];
      const bool first = ward.parent_position != demo.hospital.units[demo.hospital.wards[w - 1]].parent_position;
      if (!first && (!there || ward.department == department) && ward.headcount >= least && ward.headcount <= most) return ward.first_person;
    }
  return demo.hospital.units[demo.hospital.wards.front()].first_person;
}

std::vector<DemoAccount> demo_accounts(const simulate::DemoHospital& demo) {
  const std::uint32_t large = ward_lead(demo, 30, 300, simulate::dipping_department), small = ward_lead(demo, 1, 8, 0);
  return {{"lead@lindenhof.example", people::Role::programme_lead, "leads the programme"},
          {"council@lindenhof.example", people::Role::council, "works council"},
          {"administrator", people::Role::administrator, "runs the machine"},
          {"sponsor@lindenhof.example", people::Role::sponsor, "board"},
          {simulate::demo_login(large), people::Role::manager, "leads a ward"},
          {simulate::demo_login(small), people::Role::manager, "leads a very small ward"},
          {simulate::demo_login(large + 1), people::Role::employee, "works on a ward"}};
}

Result<void> make_accounts(const DemoPlace& place, const std::vector<DemoAccount>& accounts) {
  KARUNA_TRY(database, people::open_people(place.server() / "people"));
  json list = json::array();
  for (const DemoAccount& account : accounts) {
    KARUNA_CHECK(people::add_role(database, account.login, account.role));
    KARUNA_CHECK(people::set_password(database, account.login, demo_password));
    list.push_back({{"login", account.login}, {"role", people::role_names[static_cast<std::size_t>(account.role)]}, {"who", account.who}});
  }
  return write_atomically(place.folder / "demo.json", json{{"accounts", list}, {"password", demo_password}}.dump(2) + "\n");
}

/// What the made-up leadership said after the third survey, in which surgery had fallen.
Result<void> make_decisions(const DemoPlace& place) {
  constexpr std::int64_t days_ago = 24 * 60;
  KARUNA_TRY(act, act::open_act(place.server() / "people"));
  KARUNA_CHECK(act::decide(act, {"The plan of the operating theatres is taken back where it shortened handovers", "Support fell in surgery after it began",
                                 true, ask::this_hour() - days_ago}));
  return act::decide(act, {"The night shift is not merged with the neighbouring ward",
                           "Both wards asked to keep their own, and numbers do not say that it would help", false, ask::this_hour() - days_ago});
}

Result<void> make_installation(const DemoPlace& place, const simulate::DemoHospital& hospital) {
  KARUNA_TRY(port, free_ports());
  KARUNA_TRY(council, witness::make_council(place.council()));
  KARUNA_CHECK(demo_command(place, {"init", place.server().string(), "--name", "Lindenhof Hospital", "--witness", seal::to_hex(council.key.public_key),
                                    "--studio", fmt::format("http://127.0.0.1:{}", port), "--respond", fmt::format("http://127.0.0.1:{}", port + 1)}));
  const fs::path roster = place.work() / "people.csv";
  const std::string today = ask::hour_text(static_cast<std::uint32_t>(ask::this_hour())).substr(0, 10);
  KARUNA_CHECK(write_atomically(roster, simulate::demo_roster(hospital, today), FileMode::owner_only));
  KARUNA_CHECK(demo_command(place, {"people", "import", roster.string(), "--folder", place.server().string()}));
  KARUNA_CHECK(make_accounts(place, demo_accounts(hospital)));
  KARUNA_CHECK(make_decisions(place));
  KARUNA_CHECK(make_groups(place));
  return demo_command(place, {"page", "build", "--folder", place.server().string()});
}

Result<void> make_demo(const fs::path& target, const Wishes& wishes) {
  DemoPlace place{target.string() + ".making"};
  std::error_code error;
  fs::remove_all(place.folder, error);
  fs::create_directories(place.work(), error);
  if (error) return fail(Fault::unwritable, "the folder " + place.folder.string() + " cannot be made; check who owns the folder above it");
  Progress progress(isatty(STDERR_FILENO) == 1 ? stderr : nullptr);
  KARUNA_TRY(catalogue, ask::Catalogue::builtin());
  const auto hospital = simulate::make_demo_hospital(wishes.people, wishes.seed);
  fmt::print("A made-up hospital of {} people, four surveys and five pulses, each with real tokens and ballots and the council's signatures.\n",
             grouped(wishes.people));
  KARUNA_CHECK(make_installation(place, hospital));
  {
    const fs::path ready = place.work() / "ready";
    KARUNA_TRY(server, OwnProcess::start({"serve", "--folder", place.server().string(), "--ready-file", ready.string()}, place.log()));
    while (!fs::exists(ready, error) && server.runs() && !interrupted()) std::this_thread::sleep_for(std::chrono::milliseconds(50));
    if (!server.runs()) return fail(Fault::internal, "the server did not start; the reason is at the end of " + place.log().string());
    const auto waves = demo_waves(ask::this_hour());
    const auto start = std::chrono::steady_clock::now();
    for (std::uint32_t w = 0; w < waves.size(); ++w) {
      const bool last = w + 1 == waves.size();
      KARUNA_CHECK(live_wave(place, hospital, waves[w], w, last, catalogue, progress));
      const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - start).count();
      fmt::print("  {:>4} s  {}: {}\n", seconds, waves[w].title, last ? "open" : "released");
      std::fflush(stdout);
    }
  }
  fs::remove_all(place.work(), error);  // links and slips are what people have on their devices
  fs::rename(place.folder, target, error);
  if (error) return fail(Fault::unwritable, "the demonstration could not be moved to " + target.string());
  return {};
}

Result<int> demo(const Wishes& wishes) {
  const fs::path target = fs::absolute(wishes.out);
  std::error_code error;
  if (fs::exists(target, error) && !fs::exists(target / "demo.json", error))
    return fail(Fault::refused, target.string() + " is there and is no demonstration; name another folder with --out");
  if (!fs::exists(target, error)) KARUNA_CHECK(make_demo(target, wishes));
  KARUNA_TRY(installation, ask::read_installation(target / "server"));
  KARUNA_TRY(text, read_file(target / "demo.json"));
  const json accounts = json::parse(text);
  fmt::print("\nSign in at {}\n", installation.studio);
  for (const json& account : accounts.at("accounts"))
    fmt::print("  {}{}{}\n", pad_right(account.at("login").get<std::string>(), 30), pad_right(account.at("role").get<std::string>(), 18),
               account.at("who").get<std::string>());
  fmt::print("  password of all: {}   (made up, for this demonstration alone)\nAnswer at  {}\n\n", accounts.at("password").get<std::string>(),
             installation.respond);
  if (!wishes.then_serve) return 0;
  std::fflush(stdout);
  execl("/proc/self/exe", "karuna", "serve", "--folder", (target / "server").c_str(), nullptr);
  return fail(Fault::internal, "the server could not be started");
}

}  // namespace

void add_demo(CLI::App& app, Command& run) {
  auto* command = app.add_subcommand("demo", "a made-up hospital that lives: a year of surveys, all roles to sign in with");
  command->footer(
      "Examples:\n  karuna demo --out lindenhof\n  karuna demo --out lindenhof --no-serve && karuna serve --folder lindenhof/server\n"
      "Made in two to three minutes; the second time it is there already. Everything in it is made up.");
  auto wishes = std::make_shared<Wishes>();
  command->add_option("--out", wishes->out, "folder of the demonstration")->required();
  command->add_option("--people", wishes->people, "who work there")->capture_default_str()->check(CLI::Range(300, 20'000));
  command->add_option("--seed", wishes->seed, "other people and other answers; keys and noise are never the same twice")->capture_default_str();
  command->add_flag("!--no-serve", wishes->then_serve, "make it and stop; do not start the server");
  command->callback([wishes, &run] { run = [wishes] { return demo(*wishes); }; });
}

}  // namespace karuna
