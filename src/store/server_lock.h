// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "base/folder_lock.h"

namespace karuna::store {

/// Held by the one server process of a folder for as long as it lives; the system lets go of it when the process dies, however it dies.
/// Short commands (an import beside a running desk) do not take it; the database orders them.
class ServerLock {
 public:
  /// Fails  refused     another server works on this folder
  ///        unwritable  the folder cannot be written
  static Result<ServerLock> take(const std::filesystem::path& folder);

 private:
  explicit ServerLock(FolderLock lock) : lock_(std::move(lock)) {}
  FolderLock lock_;
};

}  // namespace karuna::store
