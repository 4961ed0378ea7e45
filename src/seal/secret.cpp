// SPDX-License-Identifier: Apache-2.0
#include "seal/secret.h"

#include <openssl/crypto.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "seal/gcm.h"

namespace karuna::seal {

namespace {

constexpr std::size_t nonce_length = 12, tag_length = 16;

std::string in_megabytes(rlim_t bytes) { return bytes == RLIM_INFINITY ? "unlimited" : std::to_string(bytes >> 20U) + " MB"; }

}  // namespace

void wipe(std::span<std::uint8_t> bytes) { OPENSSL_cleanse(bytes.data(), bytes.size()); }

void keep_out_of_swap(std::span<const std::uint8_t> bytes) {
  const int before = errno;
  static_cast<void>(mlock(bytes.data(), bytes.size()));
  errno = before;
}

Result<void> guard_this_process(MemoryLock lock) {
  constexpr rlimit none{0, 0};
  if (setrlimit(RLIMIT_CORE, &none) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
    return fail(Fault::refused, std::string("the system does not let this process forbid core dumps: ") + std::strerror(errno));
  rlimit limit{};
  getrlimit(RLIMIT_MEMLOCK, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_MEMLOCK, &limit);
  // Below a limit, a lock on all future memory turns an allocation beyond it into a failure; who can do without locks keeps to what is there now.
  const bool limited = limit.rlim_max != RLIM_INFINITY && geteuid() != 0;
  const int what = lock == MemoryLock::as_far_as_allowed && limited ? MCL_CURRENT : MCL_CURRENT | MCL_FUTURE;
  if (mlockall(what) == 0 || lock == MemoryLock::as_far_as_allowed) return {};
  return fail(Fault::refused, std::string("the system does not let this process keep its memory out of swap (") + std::strerror(errno) +
                                  "): its limit for locked memory is " + in_megabytes(limit.rlim_max) +
                                  ". Raise RLIMIT_MEMLOCK (LimitMEMLOCK=infinity in a systemd unit, ulimit -l unlimited in a shell), or give it CAP_IPC_LOCK");
}

Result<std::vector<std::uint8_t>> wrap(const Secret<32>& key, Bytes plaintext, Bytes associated) {
  KARUNA_TRY(out, random_bytes(nonce_length));
  KARUNA_TRY(sealed, gcm_seal(key.bytes(), out, associated, plaintext));
  out.insert(out.end(), sealed.begin(), sealed.end());
  return out;
}

Result<std::vector<std::uint8_t>> unwrap(const Secret<32>& key, Bytes wrapped, Bytes associated) {
  if (wrapped.size() < nonce_length + tag_length) return fail(Fault::invalid, "wrapped bytes are at least 28, here are " + std::to_string(wrapped.size()));
  auto opened = gcm_open(key.bytes(), wrapped.first(nonce_length), associated, wrapped.subspan(nonce_length));
  if (!opened) return fail(Fault::invalid, "these bytes were not wrapped under this key for this purpose, or were altered since");
  return opened;
}

}  // namespace karuna::seal
