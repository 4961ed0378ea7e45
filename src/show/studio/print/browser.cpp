// SPDX-License-Identifier: Apache-2.0
#include "show/studio/print/browser.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <nlohmann/json.hpp>
#include <system_error>
#include <thread>
#include <vector>

#include "base/text.h"

namespace karuna::show {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using Clock = std::chrono::steady_clock;

constexpr int browser_reads = 3, browser_writes = 4;  // what --remote-debugging-pipe means
constexpr std::size_t most_answer = std::size_t{64} << 20U;

/// A folder that is gone with all it holds.
class Profile {
 public:
  Profile() {
    std::string name = (fs::temp_directory_path() / "karuna-print-XXXXXX").string();
    if (mkdtemp(name.data())) folder_ = name;
  }
  ~Profile() {
    std::error_code error;
    if (!folder_.empty()) fs::remove_all(folder_, error);
  }
  Profile(const Profile&) = delete;
  Profile& operator=(const Profile&) = delete;
  const fs::path& folder() const { return folder_; }

 private:
  fs::path folder_;
};

/// A browser and the way to it. Commands have a number, and are answered one by one.
class Browser {
 public:
  Browser() = default;
  Browser(const Browser&) = delete;
  Browser& operator=(const Browser&) = delete;
  ~Browser() {
    if (ours_ >= 0) close(ours_);
    if (pid_ <= 0) return;
    kill(-pid_, SIGKILL);  // the whole group: it starts processes of its own
    waitpid(pid_, nullptr, 0);
  }

  Result<void> start(const fs::path& program, const fs::path& profile, Clock::time_point until) {
    until_ = until;
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return fail(Fault::internal, "no way to speak with the browser could be made");
    ours_ = ends[0];
    std::vector<std::string> words{
        program.string(),    "--headless=new",       "--remote-debugging-pipe",         "--user-data-dir=" + profile.string(), "--no-first-run",
        "--disable-gpu",     "--disable-extensions", "--disable-background-networking", "--disable-component-update",          "--disable-sync",
        "--no-proxy-server", "about:blank"};
    if (geteuid() == 0) words.emplace_back("--no-sandbox");  // its sandbox refuses to run as root
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    // One end for both directions; first out of the way of 3 and 4, which dup2 then sets without close-on-exec.
    const int far = std::max(ends[1], browser_writes) + 1;
    posix_spawn_file_actions_adddup2(&files, ends[1], far);
    posix_spawn_file_actions_adddup2(&files, far, browser_reads);
    posix_spawn_file_actions_adddup2(&files, far, browser_writes);
    posix_spawn_file_actions_addclose(&files, far);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    const int failed = posix_spawn(&pid_, program.c_str(), &files, &attributes, arguments.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    close(ends[1]);
    if (failed == 0) return {};
    pid_ = -1;
    return fail(Fault::not_found, program.string() + " could not be started: " + std::strerror(failed));
  }

  /// Gives  `result` of its answer
  Result<json> command(const char* method, json parameters = json::object()) {
    json message{{"id", ++last_}, {"method", method}, {"params", std::move(parameters)}};
    if (!session_.empty()) message["sessionId"] = session_;
    const std::string text = message.dump() + '\0';
    for (std::size_t sent = 0; sent < text.size();) {
      const ssize_t wrote = send(ours_, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
      if (wrote <= 0) return fail(Fault::unreadable, "the browser ended before the page was printed");
      sent += static_cast<std::size_t>(wrote);
    }
    for (;;) {
      KARUNA_TRY(answer, next());
      if (answer.value("id", 0) != last_) continue;  // an event, or the answer to nobody
      if (answer.contains("error")) return fail(Fault::unreadable, std::string("the browser refused ") + method + ": " + answer["error"].value("message", ""));
      return answer.value("result", json::object());
    }
  }
  void in_session(std::string session) { session_ = std::move(session); }
  bool in_time() const { return Clock::now() < until_; }

 private:
  /// The next message, which ends with a zero byte.
  Result<json> next() {
    for (;;) {
      if (const std::size_t end = read_.find('\0'); end != std::string::npos) {
        json message = json::parse(read_.substr(0, end), nullptr, false);
        read_.erase(0, end + 1);
        if (message.is_object()) return message;
        continue;
      }
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until_ - Clock::now()).count();
      pollfd waiting{ours_, POLLIN, 0};
      if (left <= 0 || poll(&waiting, 1, static_cast<int>(left)) <= 0) return fail(Fault::unreadable, "the browser did not print the page in time");
      char bytes[65536];
      const ssize_t got = read(ours_, bytes, sizeof bytes);
      if (got <= 0 || read_.size() > most_answer) return fail(Fault::unreadable, "the browser ended before the page was printed");
      read_.append(bytes, static_cast<std::size_t>(got));
    }
  }

  pid_t pid_ = -1;
  int ours_ = -1, last_ = 0;
  std::string read_, session_;
  Clock::time_point until_;
};

/// base64 with padding (RFC 4648 section 4), as the protocol carries files.
Result<std::string> decoded(std::string_view text) {
  static constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  unsigned held = 0, bits = 0;
  for (const char letter : text.substr(0, text.find('='))) {
    const std::size_t value = letters.find(letter);
    if (value == std::string_view::npos) return fail(Fault::unreadable, "the browser sent a file that is none");
    held = (held << 6U) | static_cast<unsigned>(value);
    if ((bits += 6) >= 8) bytes += static_cast<char>((held >> (bits -= 8)) & 0xFFU);
  }
  return bytes;
}

/// The page has its heading, and nothing of it is awaited any more.
constexpr const char* page_is_there = "Boolean(document.querySelector('main h1')) && !document.querySelector('main p.soft[role=status]')";

}  // namespace

fs::path printing_browser() {
  if (const char* named = std::getenv("KARUNA_BROWSER"); named && *named) return named;
  const char* path = std::getenv("PATH");
  for (const char* name : {"chromium", "chromium-browser", "google-chrome"})
    for (const std::string_view folder : split(path ? path : "/usr/bin", ':'))
      if (const fs::path program = fs::path(folder) / name; !folder.empty() && access(program.c_str(), X_OK) == 0) return program;
  return {};
}

Result<std::string> print_page(const fs::path& program, const PrintWish& wish) {
  const Profile profile;
  if (profile.folder().empty()) return fail(Fault::unwritable, "no folder for the browser could be made");
  Browser browser;
  KARUNA_CHECK(browser.start(program, profile.folder(), Clock::now() + wish.patience));
  KARUNA_TRY(target, browser.command("Target.createTarget", {{"url", "about:blank"}}));
  KARUNA_TRY(attached, browser.command("Target.attachToTarget", {{"targetId", target.value("targetId", "")}, {"flatten", true}}));
  browser.in_session(attached.value("sessionId", ""));
  KARUNA_CHECK(browser.command("Network.setCookie", {{"name", wish.cookie}, {"value", wish.value}, {"url", wish.address + "/api"}, {"httpOnly", true}}));
  KARUNA_CHECK(browser.command("Page.enable"));
  KARUNA_CHECK(
      browser.command("Page.addScriptToEvaluateOnNewDocument", {{"source", "localStorage.setItem('karuna.language', " + json(wish.language).dump() + ")"}}));
  KARUNA_CHECK(browser.command("Page.navigate", {{"url", wish.address + "/" + wish.page}}));
  for (bool there = false; !there;) {
    if (!browser.in_time()) return fail(Fault::unreadable, "the page did not come in time");
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    KARUNA_TRY(looked, browser.command("Runtime.evaluate", {{"expression", page_is_there}, {"returnByValue", true}}));
    there = looked.value("/result/value"_json_pointer, false);
  }
  constexpr double a4_width = 8.27, a4_height = 11.69;  // inches; the page's own @page comes first
  const json paper{{"printBackground", true},  {"preferCSSPageSize", true}, {"paperWidth", a4_width},
                   {"paperHeight", a4_height}, {"generateTaggedPDF", true}, {"generateDocumentOutline", true}};
  KARUNA_TRY(printed, browser.command("Page.printToPDF", paper));
  return decoded(printed.value("data", ""));
}

}  // namespace karuna::show
