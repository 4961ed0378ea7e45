// SPDX-License-Identifier: Apache-2.0
#include "store/server_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <utility>

namespace karuna::store {

Result<ServerLock> ServerLock::take(const std::filesystem::path& folder) {
  const auto file = folder / "server.lock";
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return fail(Fault::unwritable, file.string() + " cannot be written; check who owns the folder");
  if (flock(descriptor, LOCK_EX | LOCK_NB) == 0) return ServerLock(descriptor);
  ::close(descriptor);
  return fail(Fault::refused, "another server already works on " + folder.string() + "; stop it first, or give this one a folder of its own");
}

ServerLock::ServerLock(ServerLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
ServerLock& ServerLock::operator=(ServerLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}
ServerLock::~ServerLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace karuna::store
