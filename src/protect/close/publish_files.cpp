// SPDX-License-Identifier: Apache-2.0
#include "protect/close/publish_files.h"

#include <vector>

namespace karuna::protect {

namespace {

namespace fs = std::filesystem;

void remove_leftovers(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> leftovers;
  for (const auto& entry : fs::directory_iterator(folder, error))
    if (const std::string name = entry.path().filename().string(); name.starts_with(".") && name.ends_with(".tmp")) leftovers.push_back(entry.path());
  for (const fs::path& leftover : leftovers) fs::remove(leftover, error);
}

}  // namespace

Result<void> publish_files(const fs::path& folder, std::span<const FileToWrite> files) {
  std::error_code error;
  remove_leftovers(folder);
  remove_leftovers(folder / "tables");
  for (const FileToWrite& file : files) {
    const fs::path target = folder / file.name;
    fs::create_directories(target.parent_path(), error);
    if (fs::exists(target, error)) {
      KARUNA_TRY(there, read_file(target, 4ULL << 30));
      if (there == file.bytes) continue;
      return fail(Fault::invalid,
                  target.string() +
                      " is there and is not what this close makes; it was changed, or made from other ballots. Move it away and look how that came about");
    }
    KARUNA_CHECK(write_atomically(target, file.bytes));
  }
  return {};
}

}  // namespace karuna::protect
