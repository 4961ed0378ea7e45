// SPDX-License-Identifier: Apache-2.0
#include "store/server_lock.h"

namespace karuna::store {

Result<ServerLock> ServerLock::take(const std::filesystem::path& folder) {
  KARUNA_TRY(lock, FolderLock::try_take(folder / "server.lock"));
  if (!lock) return fail(Fault::refused, "another server already works on " + folder.string() + "; stop it first, or give this one a folder of its own");
  return ServerLock(*std::move(lock));
}

}  // namespace karuna::store
