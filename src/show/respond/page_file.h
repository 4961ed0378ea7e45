// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <mutex>
#include <string>

#include "ask/wave/installation.h"
#include "http/message.h"

namespace karuna::show {

/// Content-Security-Policy of the answering page: nothing but its own inline script and style, by their hashes, and the two addresses it talks to.
std::string policy_of_page(std::string_view page, const ask::Installation& installation);

/// The answering page as it lies in the installation: the same bytes for everybody, compressed where the browser takes that. Read again when the file changes.
class PageFile {
 public:
  explicit PageFile(ask::Installation installation) : installation_(std::move(installation)) {}
  http::Response answer(const http::Request& request);

 private:
  ask::Installation installation_;
  std::mutex mutex_;
  std::filesystem::file_time_type written_{};
  std::uintmax_t size_ = 0;
  std::string page_, compressed_, policy_;
};

}  // namespace karuna::show
