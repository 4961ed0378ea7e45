// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "seal/hash.h"
#include "seal/p256.h"

namespace karuna::protect {

/// One sealed ballot as the door stored it.
struct SealedBallot {
  std::uint8_t cls = 0;
  seal::Digest link{};
  std::span<const std::uint8_t> enc, ct;  ///< 65 bytes, and the rest; in the file that was mapped
  seal::Digest sealed{};                  ///< SHA-256(enc || ct)
  seal::Digest hash{};                    ///< its name
};

/// ballots/<id>.blobs: what the door wrote when it stopped. Ciphertext; the file is mapped, not copied.
class SealedBallots {
 public:
  /// Fails   not_found, unreadable
  ///         invalid  a length that leads beyond the end or is too short for link and enc; hashes not in ascending order (a ballot twice included)
  static Result<SealedBallots> open(const std::filesystem::path& file, unsigned threads);
  /// The same from a descriptor that is open already: a process that may not enter the door's folder is handed one.
  static Result<SealedBallots> open(int descriptor, const std::string& name, unsigned threads);
  /// The same from bytes in memory: tests.
  static Result<SealedBallots> from_bytes(std::vector<std::uint8_t> bytes, unsigned threads);

  std::span<const SealedBallot> entries() const { return entries_; }
  /// Merkle root over the hashes of one class, in ascending order.
  seal::Digest root(std::uint8_t cls) const;

 private:
  struct Memory;
  explicit SealedBallots(std::shared_ptr<Memory> memory) : memory_(std::move(memory)) {}
  Result<void> read(const std::string& name, unsigned threads);
  std::shared_ptr<Memory> memory_;
  std::vector<SealedBallot> entries_;
};

/// received.bin: class || link || SHA-256(enc || ct) of every entry.
std::vector<std::uint8_t> received_list(std::span<const SealedBallot> entries);

}  // namespace karuna::protect
