// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "show/studio/results/results.h"

namespace karuna::show {

/// Bytes that were made of a release, kept until the next one: nothing about them changes in between.
class KeptPages {
 public:
  /// Gives  what is kept under the name for this release, else what `make` makes of it; kept where there is room for it (64 MB in all)
  std::shared_ptr<const std::string> get(const std::shared_ptr<const Released>& released, const std::string& name, const std::function<std::string(const Released&)>& make);

 private:
  static constexpr std::size_t most_bytes = 64U << 20U;
  std::mutex mutex_;
  std::shared_ptr<const Released> of_;
  std::map<std::string, std::shared_ptr<const std::string>> pages_;
  std::size_t bytes_ = 0;
};

}  // namespace karuna::show
