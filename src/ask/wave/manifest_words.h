// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

namespace karuna::ask {

/// The words of the manifest's files for what the structures name by enums, in the order of the enums.
inline constexpr std::array<std::string_view, 3> profile_words{"exact", "balanced", "strict"};
inline constexpr std::array<std::string_view, 2> depth_words{"deep", "pulse"};
inline constexpr std::array<std::string_view, 4> group_words{"index", "scales", "items", "moments"};
inline constexpr std::array<std::string_view, 4> partition_words{"index", "scales", "items", "organisation"};
inline constexpr std::array<std::string_view, 2> contact_words{"now", "person"};

/// Largest whole number that JSON carries exactly.
inline constexpr std::uint64_t largest_whole = (std::uint64_t{1} << 53) - 1;
inline constexpr std::size_t most_cells = 1'000'000, most_questions = 1'000, most_statistics = 5'000;
inline constexpr std::size_t most_manifest_bytes = std::size_t{1} << 30;

}  // namespace karuna::ask
