// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace karuna::show {

/// Markup in the making. `raw` is for markup of ours alone; everything that comes from data goes through `text`, `name` or `attribute`.
class Html {
 public:
  Html& raw(std::string_view markup) {
    out_ += markup;
    return *this;
  }
  Html& text(std::string_view words);         ///< escaped; control characters and marks that turn the direction are left out
  Html& name(std::string_view words);         ///< escaped, in an element that keeps its direction to itself
  Html& attribute(std::string_view key, std::string_view value);   ///< a blank, key="value", escaped
  /// <tag class="kind">words</tag>
  Html& element(std::string_view tag, std::string_view kind, std::string_view words);
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

std::string escaped(std::string_view words);

}  // namespace karuna::show
