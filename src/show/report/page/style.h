// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace karuna::show {

/// The page's style and script, written into it as they stand. The policy in its head lets these two run and nothing else, by their
/// hashes; whoever edits one of them takes the new hash from the browser test, which prints it.
extern const std::string_view page_style, page_script;
inline constexpr std::string_view style_hash = "sha256-BsnIQ/wPIESeriybbmIAw1vED5t2VbMocQeTanR5bfc=";
inline constexpr std::string_view script_hash = "sha256-P9V/dCi6S9EWigsddGyTurht1pp+vhUk40s+wogooXM=";

}  // namespace karuna::show
