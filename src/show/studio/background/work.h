// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace karuna::show {

/// One thread for what takes longer than a request may: archives, tables of people, questions to a sign-in provider. What is asked first is done first.
class Work {
 public:
  using Task = std::function<void()>;
  Work();
  ~Work();                       ///< ends what is under way, forgets the rest
  Work(const Work&) = delete;
  Work& operator=(const Work&) = delete;
  /// False: too much waits already; the task is not taken.
  bool add(Task task);

 private:
  static constexpr std::size_t most_waiting = 64;
  void run();
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Task> tasks_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace karuna::show
