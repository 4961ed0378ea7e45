// SPDX-License-Identifier: Apache-2.0
#include "waves/serve.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <chrono>
#include <memory>
#include <optional>
#include <vector>

#include "base/files.h"
#include "base/progress.h"
#include "commands.h"
#include "http/client.h"
#include "waves/folder_option.h"

namespace karuna {

namespace {

struct Child {
  const char* name = "";
  pid_t pid = -1;
  int output = -1;
  std::string said;
};

/// The port an address of karuna.toml names, for a server that stands without a proxy before it.
std::uint16_t port_of(const std::string& address) {
  const auto url = http::read_url(address);
  unsigned port = 0;
  if (url) std::from_chars(url->port.data(), url->port.data() + url->port.size(), port);
  return static_cast<std::uint16_t>(port);
}

/// In the child, between fork and exec: another user for good, and none of our files.
bool become(const std::string& user) {
  if (user.empty() || geteuid() != 0) return true;
  const passwd* entry = getpwnam(user.c_str());
  return entry && setgroups(0, nullptr) == 0 && setgid(entry->pw_gid) == 0 && setuid(entry->pw_uid) == 0 && setuid(0) != 0;
}

Result<Child> start(const char* name, const std::string& user, const ServeWishes& wishes) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return fail(Fault::internal, "a pipe could not be made");
  std::vector<std::string> words{"karuna", "serve", "--only", name, "--folder", wishes.folder, "--address", wishes.address, "--threads", std::to_string(wishes.threads),
                                 "--studio-port", std::to_string(wishes.studio_port), "--respond-port", std::to_string(wishes.respond_port)};
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid == 0) {
    dup2(ends[1], STDOUT_FILENO);
    setpgid(0, 0);  // Ctrl-C reaches the parent, which stops both in order
    if (!become(user)) _exit(3);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) _exit(3);
    execv("/proc/self/exe", arguments.data());
    _exit(3);
  }
  close(ends[1]);
  if (pid < 0) return fail(Fault::internal, "a process could not be started");
  return Child{name, pid, ends[0], {}};
}

/// Waits for "ready"; what else it says goes on to our output.
Result<void> wait_ready(Child& child) {
  char piece[256];
  for (;;) {
    const ssize_t got = read(child.output, piece, sizeof piece);
    if (got <= 0) {
      int status = 0;
      waitpid(child.pid, &status, 0);
      child.pid = -1;
      return fail(Fault::refused, std::string("the ") + child.name + " did not start; its reason stands above");
    }
    child.said.append(piece, static_cast<std::size_t>(got));
    if (child.said.find("ready ") != std::string::npos && child.said.find('\n', child.said.find("ready ")) != std::string::npos) return {};
  }
}

/// Sends what is due of the five messages and the sign-in links that are wanted, three times a minute, as the desk's user. A process of its own: it opens the people's database without a right to
/// see who drew (people/mailing.h), and if it dies nothing else does.
class MailClock {
 public:
  MailClock(const ask::Installation& installation, const ServeWishes& wishes) : user_(installation.desk_user), folder_(wishes.folder), on_(!installation.mail.server.empty()) {}
  void look() {
    const auto now = std::chrono::steady_clock::now();
    if (!on_ || pid_ > 0 || (last_ && now - *last_ < std::chrono::seconds(20))) return;
    last_ = now;
    const pid_t parent = getpid();
    pid_ = fork();
    if (pid_ != 0) return;
    setpgid(0, 0);
    if (!become(user_)) _exit(3);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) _exit(3);
    execl("/proc/self/exe", "karuna", "mail", "send", "--folder", folder_.c_str(), static_cast<char*>(nullptr));
    _exit(3);
  }
  bool ended(pid_t pid) {
    if (pid <= 0 || pid != pid_) return false;
    pid_ = -1;
    return true;
  }
  void stop() {
    if (pid_ <= 0) return;
    kill(pid_, SIGTERM);
    waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }

 private:
  std::string user_, folder_;
  bool on_;
  pid_t pid_ = -1;
  std::optional<std::chrono::steady_clock::time_point> last_;
};

void stop(std::vector<Child>& children) {
  for (Child& child : children)
    if (child.pid > 0) kill(child.pid, SIGTERM);
  for (Child& child : children)
    if (child.pid > 0) waitpid(child.pid, nullptr, 0);
}

Result<int> serve_both(const ask::Installation& installation, const ServeWishes& wishes) {
  std::vector<Child> children;
  for (const auto& [name, user] : {std::pair("desk", installation.desk_user), std::pair("door", installation.door_user)}) {
    auto child = start(name, user, wishes);
    auto ready = child ? wait_ready(*child) : Result<void>(std::unexpected(child.error()));
    if (child) children.push_back(*child);
    if (!ready) {
      stop(children);
      return std::unexpected(ready.error());
    }
  }
  fmt::print("Studio (signed in)   {}\nAnswering (nobody)   {}\nCtrl-C stops both.\n", installation.studio, installation.respond);
  if (geteuid() == 0 && installation.desk_user.empty())
    fmt::print("Both run as root, which is for trying out: name users of their own with `karuna init --users`.\n");
  std::fflush(stdout);
  if (!wishes.ready_file.empty()) KARUNA_CHECK(write_atomically(wishes.ready_file, "ready\n"));
  MailClock mail(installation, wishes);
  while (!interrupted()) {
    int status = 0;
    mail.look();
    const pid_t ended = waitpid(-1, &status, WNOHANG);
    if (mail.ended(ended)) continue;
    for (Child& child : children) {
      if (ended != child.pid || ended <= 0) continue;
      child.pid = -1;
      const std::string name = child.name;
      mail.stop();
      stop(children);
      return fail(Fault::internal, "the " + name + " ended by itself, so everything is stopped; start again once you know why");
    }
    usleep(100'000);
  }
  mail.stop();
  stop(children);
  return 0;
}

}  // namespace

void wait_for_stop() {
  listen_for_interrupt();
  while (!interrupted()) usleep(100'000);
}

void add_serve(CLI::App& app, Command& run) {
  auto* command = app.add_subcommand("serve", "start both doors: the studio (signed in) and the answering side (nobody)");
  command->footer("Examples:\n  karuna serve --folder karuna-data\n  karuna serve --studio-port 8080 --respond-port 8081\n"
                  "TLS, two names and no access log are the reverse proxy's: docs/serve.md has the settings.");
  auto wishes = std::make_shared<ServeWishes>();
  add_folder_option(*command, wishes->folder);
  command->add_option("--address", wishes->address, "where to listen")->capture_default_str();
  command->add_option("--studio-port", wishes->studio_port, "port of the studio; else that of its address in karuna.toml");
  command->add_option("--respond-port", wishes->respond_port, "port of the answering side; else that of its address");
  command->add_option("--threads", wishes->threads, "threads of each")->capture_default_str()->check(CLI::Range(1, 256));
  command->add_option("--only", wishes->only, "desk or door, when something else starts the two")->check(CLI::IsMember({"desk", "door"}));
  command->add_option("--ready-file", wishes->ready_file, "written once both listen, for scripts");
  command->callback([wishes, &run] {
    run = [wishes]() -> Result<int> {
      KARUNA_TRY(installation, ask::read_installation(wishes->folder));
      if (wishes->studio_port == 0) wishes->studio_port = port_of(installation.studio);
      if (wishes->respond_port == 0) wishes->respond_port = port_of(installation.respond);
      if (wishes->only == "desk") return serve_desk(installation, *wishes);
      if (wishes->only == "door") return serve_door(installation, *wishes);
      return serve_both(installation, *wishes);
    };
  });
}

}  // namespace karuna
