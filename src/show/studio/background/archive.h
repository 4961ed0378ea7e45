// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "http/message.h"

namespace karuna::show {

struct ArchivedFile {
  std::filesystem::path file;
  std::string name;              ///< inside the archive: "FOLDER/token_part.json"
};

/// Packs files into a tar in a temporary file that has no name, and gives it as an answer. The same files give the same bytes: no time, no owner is in it.
///
/// Takes   files  regular files; they are packed in this order
/// Fails   not_found, unreadable  a file; unwritable  no room for it
/// Cost    one pass over the files; nothing is held whole
Result<http::Response> tar_answer(const std::vector<ArchivedFile>& files, std::string_view download_name);

/// Every regular file below a folder, in order of name, each as PREFIX/its path. Links are left out.
std::vector<ArchivedFile> files_below(const std::filesystem::path& folder, const std::string& prefix);

}  // namespace karuna::show
