// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "seal/hash.h"

namespace karuna::seal {

/// Overwrites memory in a way the compiler does not leave out.
void wipe(std::span<std::uint8_t> bytes);
/// Asks the system to keep the pages of these bytes out of swap, and does without where it will not. They stay so: locks do not count, and a
/// page given back because one secret went would take the next one's protection with it.
void keep_out_of_swap(std::span<const std::uint8_t> bytes);

/// Bytes that are wiped when they go, kept out of swap where the system allows it (mlock), and never printed.
template <std::size_t N>
class Secret {
 public:
  Secret();
  explicit Secret(std::span<const std::uint8_t, N> bytes) : Secret() { std::copy(bytes.begin(), bytes.end(), data_.begin()); }
  Secret(const Secret& other) : Secret() { data_ = other.data_; }
  Secret& operator=(const Secret&) = default;
  ~Secret() { wipe(data_); }
  std::span<std::uint8_t, N> bytes() { return data_; }
  std::span<const std::uint8_t, N> bytes() const { return data_; }

 private:
  std::array<std::uint8_t, N> data_{};
};
template <std::size_t N>
Secret<N>::Secret() {
  keep_out_of_swap(data_);
}

/// For a process that will hold plaintext: all its memory locked (mlockall), no core dump, not traceable (PR_SET_DUMPABLE 0).
///
/// Fails  refused  the system does not allow locking so much memory; the words say which limit to raise (RLIMIT_MEMLOCK)
enum class MemoryLock { required, as_far_as_allowed };
Result<void> guard_this_process(MemoryLock lock);

/// AES-256-GCM with a fresh random nonce: what a key ring at rest looks like. Layout nonce(12) || ciphertext || tag(16).
/// Fails  invalid (open)  altered bytes, other associated data, another key
Result<std::vector<std::uint8_t>> wrap(const Secret<32>& key, Bytes plaintext, Bytes associated);
Result<std::vector<std::uint8_t>> unwrap(const Secret<32>& key, Bytes wrapped, Bytes associated);

}  // namespace karuna::seal
