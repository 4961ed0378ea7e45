// SPDX-License-Identifier: Apache-2.0
#include "base/progress.h"

#include <csignal>
#include <unistd.h>

#include "base/text.h"

namespace karuna {
namespace {

std::atomic<bool> raised{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may only touch what is lock-free");

void on_signal(int signal) {
  if (!raised.exchange(true)) return;
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

}  // namespace

void listen_for_interrupt() {
  struct sigaction action = {};
  action.sa_handler = on_signal;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

bool interrupted() { return raised.load(std::memory_order_relaxed); }
void set_interrupted(bool up) { raised.store(up); }

Progress::Progress(std::FILE* out) : out_(out && isatty(fileno(out)) == 1 ? out : nullptr) {}
Progress::~Progress() { end(); }

void Progress::begin(std::string_view what, std::uint64_t total) {
  end();
  const std::lock_guard lock(drawing_);
  what_ = what;
  total_ = total;
  done_ = 0;
  next_drawn_ = 1;
}

void Progress::advance(std::uint64_t by) {
  const std::uint64_t done = done_.fetch_add(by, std::memory_order_relaxed) + by;
  if (out_ && done >= next_drawn_.load(std::memory_order_relaxed)) draw(done);
}

void Progress::draw(std::uint64_t done) {
  const std::lock_guard lock(drawing_);
  if (done < next_drawn_) return;   // another thread was first
  const std::uint64_t percent = total_ ? done >= total_ ? 100 : done * 100 / total_ : 0;
  next_drawn_ = total_ ? total_ / 100 * (percent + 1) + 1 : done * 2;
  const std::string line = truncated(what_, 60) + " " + (total_ ? std::to_string(percent) + " %" : grouped(static_cast<std::int64_t>(done)));
  std::fprintf(out_, "\r\x1b[K%s", line.c_str());
  std::fflush(out_);
  drawn_ = true;
}

void Progress::end() {
  const std::lock_guard lock(drawing_);
  if (out_ && drawn_) {
    std::fputs("\r\x1b[K", out_);
    std::fflush(out_);
  }
  drawn_ = false;
}

Result<void> Progress::check() const {
  if (interrupted()) return fail(Fault::interrupted, "stopped on request; nothing was written");
  return {};
}

}  // namespace karuna
