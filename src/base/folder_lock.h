// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>

#include "base/file_descriptor.h"
#include "base/result.h"

namespace karuna {

/// One process at a time, by a lock on a file of the folder it works in; the system lets go of it when the process dies, however it dies. Two locks
/// of one process exclude each other as well.
class FolderLock {
 public:
  /// Waits until whoever has it lets go.
  /// Takes   file  made where it is not there, 0600; it stays
  /// Fails   unwritable  it cannot be made or locked
  static Result<FolderLock> wait(const std::filesystem::path& file);
  /// Nothing where somebody else has it.
  static Result<std::optional<FolderLock>> try_take(const std::filesystem::path& file);

 private:
  explicit FolderLock(FileDescriptor descriptor) : descriptor_(std::move(descriptor)) {}
  FileDescriptor descriptor_;
};

}  // namespace karuna
