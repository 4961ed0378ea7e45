// SPDX-License-Identifier: Apache-2.0
#include "show/studio/lead/kept_pages.h"

namespace karuna::show {

std::shared_ptr<const std::string> KeptPages::get(const std::shared_ptr<const Released>& released, const std::string& name, const std::function<std::string(const Released&)>& make) {
  {
    const std::lock_guard lock(mutex_);
    if (of_ != released) {
      pages_.clear();
      bytes_ = 0;
      of_ = released;
    }
    if (const auto found = pages_.find(name); found != pages_.end()) return found->second;
  }
  auto made = std::make_shared<const std::string>(make(*released));
  const std::lock_guard lock(mutex_);
  if (of_ == released && bytes_ + made->size() <= most_bytes && pages_.emplace(name, made).second) bytes_ += made->size();
  return made;
}

}  // namespace karuna::show
