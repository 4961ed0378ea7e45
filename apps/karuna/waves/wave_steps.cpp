// SPDX-License-Identifier: Apache-2.0
#include "waves/wave_steps.h"

#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <thread>

#include "base/file_descriptor.h"
#include "base/progress.h"
#include "base/text.h"
#include "waves/folder_option.h"

namespace karuna {

namespace {

constexpr int could_not_start = 127;

/// Keeps the right to lock memory, and no other, through the change of user and the exec. What the machine does not grant is not there to keep.
void keep_right_to_lock_memory() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct rights[2]{};
  rights[0].effective = rights[0].permitted = rights[0].inheritable = 1U << CAP_IPC_LOCK;
  if (syscall(SYS_capset, &header, rights) == 0) prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_IPC_LOCK, 0, 0);
}

/// In the child: becomes that user for good. Gives 0, or errno.
int become(const passwd& user) {
  const rlimit none{RLIM_INFINITY, RLIM_INFINITY};
  setrlimit(RLIMIT_MEMLOCK, &none);  // the close locks all its memory; only root may raise the limit
  prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0);
  if (initgroups(user.pw_name, user.pw_gid) != 0 || setgid(user.pw_gid) != 0 || setuid(user.pw_uid) != 0) return errno;
  keep_right_to_lock_memory();
  return 0;
}

/// In the child: the given descriptors become 3, 4, ... and survive the exec. They are moved out of the way first, since one may be another's target.
bool hand_over(const std::vector<int>& descriptors) {
  std::vector<int> moved;
  for (const int descriptor : descriptors) {
    moved.push_back(fcntl(descriptor, F_DUPFD_CLOEXEC, first_handed_over + static_cast<int>(descriptors.size())));
    if (moved.back() < 0) return false;
  }
  for (std::size_t i = 0; i < moved.size(); ++i)
    if (dup2(moved[i], first_handed_over + static_cast<int>(i)) < 0) return false;
  return true;
}

}  // namespace

CLI::Option* add_wave_wish(CLI::App& command, WaveWish& wish) {
  add_folder_option(command, wish.folder);
  return command.add_option("wave", wish.wave, "The wave's id, as `karuna wave status` shows it")->required()->type_name("ID");
}

Result<WaveOf> wave_of(const WaveWish& wish) {
  KARUNA_TRY(installation, ask::read_installation(wish.folder));
  const auto id = ask::wave_id_from_hex(wish.wave);
  if (!id) return fail(Fault::usage, in_quotes(wish.wave) + " is no id of a wave: 32 hexadecimal digits are expected. `karuna wave status` lists the waves");
  return WaveOf{std::move(installation), *id};
}

Result<int> run_step(const std::string& user, const std::vector<std::string>& arguments, const std::vector<int>& descriptors, std::string* said) {
  const passwd* becomes = nullptr;
  if (geteuid() == 0 && !user.empty()) {
    becomes = getpwnam(user.c_str());
    if (!becomes)
      return fail(Fault::not_found, "there is no user " + in_quotes(user) + " on this machine, whom karuna.toml names; make it, or correct karuna.toml");
  }
  std::vector<std::string> words{"karuna", "wave", "step"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  int output[2] = {-1, -1};
  if (said && pipe2(output, O_CLOEXEC) != 0) return fail(Fault::internal, std::string("no pipe could be made: ") + std::strerror(errno));

  std::fflush(stdout);  // what we said comes before what it says
  const pid_t child = fork();
  if (child < 0) return fail(Fault::internal, std::string("no process could be started: ") + std::strerror(errno));
  if (child == 0) {
    if (said && dup2(output[1], STDOUT_FILENO) < 0) _exit(could_not_start);
    if (!hand_over(descriptors) || (becomes && become(*becomes) != 0)) _exit(could_not_start);
    prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);  // who waits for it is gone: so is its purpose
    execv("/proc/self/exe", argv.data());
    _exit(could_not_start);
  }
  if (said) {
    ::close(output[1]);
    FileDescriptor from(output[0]);
    char piece[4096];
    for (;;) {
      const ssize_t got = ::read(from.get(), piece, sizeof piece);
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) break;
      said->append(piece, static_cast<std::size_t>(got));
    }
  }
  int status = 0;
  bool told = false;
  for (pid_t ended = 0; ended != child;) {
    ended = waitpid(child, &status, WNOHANG);
    if (ended < 0 && errno != EINTR) return fail(Fault::internal, std::string("a step could not be waited for: ") + std::strerror(errno));
    if (interrupted() && !told) told = kill(child, SIGTERM) == 0;  // it ends in its own time, and leaves nothing half done
    if (ended != child) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  if (WIFSIGNALED(status))
    return fail(Fault::internal, "the step " + words[3] + " was ended by signal " + std::to_string(WTERMSIG(status)) + "; run the command again");
  if (WEXITSTATUS(status) == could_not_start)
    return fail(Fault::internal, "the step " + words[3] + " could not be started" + (becomes ? " as the user " + in_quotes(user) : ""));
  return WEXITSTATUS(status);
}

}  // namespace karuna
