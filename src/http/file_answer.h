// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string_view>

#include "http/message.h"

namespace karuna::http {

/// A file of the disk as an answer, whole or one stretch of it.
///
/// Takes   range       the header Range of the request, or nothing; one stretch only (several: the whole file is given)
///         least       the fewest bytes a stretch may have; a shorter one would name what somebody looks for
/// Gives   200 whole, 206 a stretch, 416 a stretch that is too short or outside the file, 404 where there is no such file
/// Cost    one open; the bytes go out in pieces while the client takes them
Response file_answer(const std::filesystem::path& file, std::string_view content_type, std::string_view range = {}, std::uint64_t least = 0);

}  // namespace karuna::http
