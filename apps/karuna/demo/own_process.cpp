// SPDX-License-Identifier: Apache-2.0
#include "demo/own_process.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <thread>
#include <utility>

#include "base/file_descriptor.h"
#include "base/progress.h"

namespace karuna {

OwnProcess& OwnProcess::operator=(OwnProcess&& other) noexcept {
  std::swap(pid_, other.pid_);
  std::swap(status_, other.status_);
  return *this;
}

OwnProcess::~OwnProcess() {
  if (!runs()) return;
  kill(pid_, SIGTERM);
  waitpid(pid_, &status_, 0);
}

Result<OwnProcess> OwnProcess::start(const std::vector<std::string>& words, const std::filesystem::path& log) {
  const FileDescriptor out(open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  if (out.get() < 0) return fail(Fault::unwritable, log.string() + " cannot be written: " + std::strerror(errno));
  std::vector<std::string> all{"karuna"};
  all.insert(all.end(), words.begin(), words.end());
  std::vector<char*> argv;
  for (std::string& word : all) argv.push_back(word.data());
  argv.push_back(nullptr);
  const pid_t pid = fork();
  if (pid < 0) return fail(Fault::internal, std::string("no process could be started: ") + std::strerror(errno));
  if (pid == 0) {
    prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
    dup2(out.get(), STDOUT_FILENO);
    dup2(out.get(), STDERR_FILENO);
    execv("/proc/self/exe", argv.data());
    _exit(127);
  }
  return OwnProcess(pid);
}

bool OwnProcess::runs() {
  if (pid_ < 0) return false;
  if (waitpid(pid_, &status_, WNOHANG) == pid_) pid_ = -1;
  return pid_ >= 0;
}

Result<int> OwnProcess::finish() {
  bool told = false;
  while (runs()) {
    if (interrupted() && !told) told = kill(pid_, SIGTERM) == 0;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  if (interrupted()) return fail(Fault::interrupted, "stopped");
  return WIFEXITED(status_) ? WEXITSTATUS(status_) : 128 + WTERMSIG(status_);
}

Result<int> run_ourselves(const std::vector<std::string>& words, const std::filesystem::path& log) {
  KARUNA_TRY(process, OwnProcess::start(words, log));
  return process.finish();
}

}  // namespace karuna
