// SPDX-License-Identifier: Apache-2.0
#include "base/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>

namespace karuna {

namespace {

std::unexpected<Error> cannot_lock(const std::filesystem::path& file) {
  return fail(Fault::unwritable, file.string() + " cannot be written or locked; check who owns the folder");
}

FileDescriptor open_lock(const std::filesystem::path& file) { return FileDescriptor(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)); }

}  // namespace

Result<FolderLock> FolderLock::wait(const std::filesystem::path& file) {
  FileDescriptor descriptor = open_lock(file);
  if (descriptor.get() < 0) return cannot_lock(file);
  while (flock(descriptor.get(), LOCK_EX) != 0)
    if (errno != EINTR) return cannot_lock(file);
  return FolderLock(std::move(descriptor));
}

Result<std::optional<FolderLock>> FolderLock::try_take(const std::filesystem::path& file) {
  FileDescriptor descriptor = open_lock(file);
  if (descriptor.get() < 0) return cannot_lock(file);
  if (flock(descriptor.get(), LOCK_EX | LOCK_NB) == 0) return std::optional(FolderLock(std::move(descriptor)));
  if (errno == EWOULDBLOCK) return std::optional<FolderLock>();
  return cannot_lock(file);
}

}  // namespace karuna
