// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <span>

#include "base/files.h"
#include "base/result.h"

namespace karuna::protect {

/// Puts files into a public folder, one after the other, each whole or not at all. What is there already with the same bytes stays as it is.
///
/// Fails   invalid     a file is there with other bytes: it was changed, and nothing is written over it
///         unwritable
/// Note    Leftovers of a process that was killed while it wrote (.NAME.PID-N.tmp) are removed first.
Result<void> publish_files(const std::filesystem::path& folder, std::span<const FileToWrite> files);

}  // namespace karuna::protect
